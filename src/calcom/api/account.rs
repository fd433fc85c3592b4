//! The owner of the key.

use serde::Deserialize;

use super::request::Request;

/// The account that a key belongs to.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Me {
    /// Cal.com's number of the user.
    pub id: i64,
    /// The account's name in links; in an organization another one is used there.
    #[serde(default)]
    pub username: Option<String>,
    /// The organization, for its members.
    #[serde(default)]
    pub organization_id: Option<i64>,
}

impl Me {
    /// Asks for it: the cheapest check of a key.
    #[must_use]
    pub fn request() -> Request {
        Request::get("/me", None)
    }

    /// The name to show.
    #[must_use]
    pub fn name(&self) -> String {
        self.username.clone().unwrap_or_else(|| format!("user {}", self.id))
    }
}

/// A team of the account.
#[derive(Clone, Debug, Deserialize)]
pub struct Team {
    /// Cal.com's number of it.
    pub id: i64,
    /// Its name in links.
    #[serde(default)]
    pub slug: Option<String>,
}

impl Team {
    /// Asks for all of them.
    #[must_use]
    pub fn request() -> Request {
        Request::get("/teams", None)
    }
}
