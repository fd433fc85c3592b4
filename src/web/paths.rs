//! Addresses that more than their own handler has to know.

/// The webhook's path, for messages and for the command that posts to it.
pub const WEBHOOK: &str = "/api/webhooks/calcom";
