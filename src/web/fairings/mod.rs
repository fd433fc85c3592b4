//! What happens around every request.

mod cors;
mod headers;
mod log;
mod refusals;
mod strict;

pub(super) use cors::Cors;
pub(super) use headers::Headers;
pub(super) use log::{DeliveryNote, RequestLog};
pub(super) use refusals::Refusals;
pub(super) use strict::{Strict, has_many_hosts};
