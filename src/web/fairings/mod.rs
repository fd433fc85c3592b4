//! Fairings: hooks before and after every request.

mod cors;
mod headers;
mod observer;
mod strict;

pub(super) use cors::Cors;
pub(super) use headers::Headers;
pub(super) use observer::Observer;
pub(super) use strict::{Strict, has_many_hosts};
