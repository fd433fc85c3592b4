//! Requests that bookhook makes itself: to Cal.com's API, and to ngrok's agent on this machine. Besides
//! `bookhook send` and the checks of a local server, nothing else in the crate sends requests.

mod account;
mod client;
mod error;
pub mod ngrok;
pub mod reach;

pub use account::{Account, look};
pub use client::{Answer, Client, Wait};
pub use error::ApiError;
