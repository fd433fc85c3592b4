//! Cal.com's API v2: builds requests and parses answers. Nothing is sent from here.
//!
//! Servers silently ignore unknown fields and parameters, so an answer proves only what it contains.

mod account;
mod answer;
mod booking;
mod event_type;
mod flaws;
mod request;
mod subscription;
mod url;

pub use account::{Me, Team};
pub use answer::{Refusal, data, refusal};
pub use booking::{ApiBooking, By, Page, booking, bookings, one_booking};
pub use event_type::{EventType, event_types, find};
pub use flaws::{Flaw, flaws};
pub use request::{Method, Request};
pub use subscription::{
    Change, PAGE, Scope, Subscription, SubscriptionSecret, TRIGGERS, Wanted, subscriptions,
};
pub use url::ApiUrl;
