//! How a booking and single words are shown on the wire, for the handlers and the API's description.

pub(super) mod booking;
pub(super) mod words;
