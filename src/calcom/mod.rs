//! Everything that knows Cal.com: how it signs, what it sends, and where its pages are.
//!
//! A delivery is first [verified](signature), then [read](translate::read) into the words of
//! [`domain::event`](crate::domain::event). Nothing outside of this module sees a field name of
//! Cal.com's.

pub mod api;
mod details;
mod json;
pub mod links;
pub mod mentions;
pub mod minimal;
mod payload;
pub mod reference;
pub mod sample;
pub mod signature;
pub mod translate;
pub mod trigger;
mod values;

#[cfg(test)]
mod fixtures;
