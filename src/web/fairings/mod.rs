//! What happens around every request.

mod cors;
mod headers;
mod log;
mod refusals;

pub(super) use cors::Cors;
pub(super) use headers::Headers;
pub(super) use log::{DeliveryNote, RequestLog};
pub(super) use refusals::Refusals;
