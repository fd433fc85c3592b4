//! The words in which handlers describe themselves: their errors, and what is a word or an id on the
//! wire. The document of the API is drawn from it.

pub(super) mod booking;
pub(super) mod errors;
pub(super) mod words;
