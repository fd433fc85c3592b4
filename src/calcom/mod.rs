//! Everything that knows Cal.com: its signatures, its payloads and its pages.
//!
//! A delivery is first [verified](signature), then [decoded](decode()) into the words of
//! [`domain::event`](crate::domain::event). Nothing outside this module sees Cal.com's field names.

pub mod api;
mod decode;
mod details;
mod encode;
pub mod explain;
mod json;
pub mod links;
mod mentions;
mod payload;
pub mod reference;
pub mod sample;
pub mod signature;
pub mod statement;
pub mod trigger;
mod values;

pub use decode::{decode, event_type};
pub use encode::encode;
pub use mentions::mentions;

use crate::domain::codec::Codec;
use crate::domain::event::{Decoded, Source};

/// The format of Cal.com's bodies.
pub const CODEC: Codec = Codec { decode: decode_from, encode, mentions };

/// Decodes a stored body. A webhook's body is never read as a statement.
fn decode_from(source: Source, body: &[u8]) -> Decoded {
    match source {
        Source::Webhook => decode(body),
        Source::Api => statement::decode(body),
    }
}

#[cfg(test)]
mod fixtures;
