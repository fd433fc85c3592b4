//! What handlers need of a request, each as a type: to have one is proof of it.

mod body;
mod client;
mod clock;
mod profile;
mod signed;

pub(super) use body::{BodyRoom, BodyTimeout, JsonBody};
pub(super) use client::{ClientAddress, TrustedProxies};
pub(super) use clock::{Clock, Now};
pub(super) use signed::SignedBody;
