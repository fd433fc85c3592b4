//! The JSON API, the webhook and what operators ask a running server, by route.

mod booking;
mod calendar_file;
mod claim;
mod errors;
mod events;
mod health;
mod malformed_input;
mod metrics;
mod openapi;
mod origins;
mod profiles;
mod webhook;
