//! Addresses that are used outside their handlers.

/// The webhook's path, for messages and for the command that posts to it.
pub const WEBHOOK: &str = "/api/webhooks/calcom";

/// The page that stands in for the team's booking page, for the links to it.
pub(super) const SIMULATOR: &str = "/simulator";

/// The page of the browser's application.
pub(super) const SCHEDULE: &str = "/schedule";

/// The page of an application that is complete.
pub(super) const THANKS: &str = "/thanks";
