//! Raw bodies, for whoever stores them without knowing their format.

use super::event::{Decoded, Source};

/// How bodies are decoded, encoded and searched.
#[derive(Clone, Copy)]
pub struct Codec {
    /// Says what a body means, which from each source is something else.
    pub decode: fn(Source, &[u8]) -> Decoded,
    /// Writes the shortest body that is decoded as this.
    pub encode: fn(&Decoded) -> Vec<u8>,
    /// Says whether a body holds one of the words, which are in the comparable form.
    pub mentions: fn(&[u8], &[String]) -> bool,
}
