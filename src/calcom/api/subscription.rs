//! Webhook subscriptions.

use std::fmt;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value, json};

use super::answer::{Refusal, data};
use super::request::{Method, Request};

/// The triggers that bookings need. The last two are newer than some servers.
pub const TRIGGERS: [&str; 12] = [
    "BOOKING_CREATED",
    "BOOKING_RESCHEDULED",
    "BOOKING_CANCELLED",
    "BOOKING_REQUESTED",
    "BOOKING_REJECTED",
    "BOOKING_PAID",
    "BOOKING_PAYMENT_INITIATED",
    "BOOKING_NO_SHOW_UPDATED",
    "MEETING_STARTED",
    "MEETING_ENDED",
    "BOOKING_REASSIGNED",
    "BOOKING_LOCATION_UPDATED",
];

/// The version of bodies that is requested.
const VERSION: &str = "2021-10-20";

/// How many of a list one page holds.
pub const PAGE: usize = 250;

/// Which bookings a subscription is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// All of the user's own event types; not those of teams.
    User,
    /// One event type of the user's.
    EventType(i64),
    /// One event type of a team.
    TeamEventType {
        /// The team.
        team: i64,
        /// The event type.
        id: i64,
    },
    /// All of an organization.
    Organization(i64),
}

impl Scope {
    fn path(self) -> String {
        match self {
            Self::User => "/webhooks".into(),
            Self::EventType(id) => format!("/event-types/{id}/webhooks"),
            Self::TeamEventType { team, id } => format!("/teams/{team}/event-types/{id}/webhooks"),
            Self::Organization(id) => format!("/organizations/{id}/webhooks"),
        }
    }

    /// Asks for the subscriptions after the first `skip`.
    #[must_use]
    pub fn list(self, skip: usize) -> Request {
        Request::get(format!("{}?take={PAGE}&skip={skip}", self.path()), None)
    }

    /// Creates a subscription.
    #[must_use]
    pub fn create(self, wanted: &Wanted) -> Request {
        let body = json!({
            "subscriberUrl": wanted.url, "active": true, "triggers": wanted.triggers, "secret": wanted.secret,
            "payloadTemplate": null, "version": VERSION,
        });
        Request::with_body(Method::Post, self.path(), None, body)
    }

    /// Changes a subscription.
    #[must_use]
    pub fn change(self, id: &str, change: &Change) -> Request {
        let mut body = Map::new();
        let mut set = |name: &str, value: Option<Value>| {
            if let Some(value) = value {
                body.insert(name.into(), value);
            }
        };
        set("active", Some(change.active.into()));
        set("subscriberUrl", change.url.clone().map(Value::from));
        if change.active {
            set("triggers", Some(json!(change.triggers)));
            set("payloadTemplate", Some(Value::Null));
            set("version", Some(VERSION.into()));
            set("secret", change.secret.clone().map(Value::from));
        }
        Request::with_body(Method::Patch, format!("{}/{id}", self.path()), None, body.into())
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::User => "the user's webhooks",
            Self::EventType(_) => "the event type's webhooks",
            Self::TeamEventType { .. } => "the team event type's webhooks",
            Self::Organization(_) => "the organization's webhooks",
        })
    }
}

/// The desired subscription.
#[derive(Clone)]
pub struct Wanted {
    /// The address that it delivers to.
    pub url: String,
    /// The triggers that it must deliver.
    pub triggers: Vec<String>,
    /// Its signing secret.
    pub secret: String,
}

/// A change of a subscription. A change that turns it off changes nothing else.
#[derive(Clone)]
pub struct Change {
    /// Whether it delivers.
    pub active: bool,
    /// The new address, if it changes.
    pub url: Option<String>,
    /// All triggers.
    pub triggers: Vec<String>,
    /// The secret, unless the present one stays.
    pub secret: Option<String>,
}

/// A subscription as it is. Its secret comes back in clear, so nothing shows it.
#[derive(Clone, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Subscription {
    /// Its name: a UUID.
    pub id: Id,
    /// The address that it delivers to.
    pub subscriber_url: String,
    /// Whether it delivers.
    #[serde(default)]
    pub active: bool,
    /// Its triggers.
    #[serde(default)]
    pub triggers: Vec<String>,
    /// Its payload template, if any.
    #[serde(default)]
    pub payload_template: Option<String>,
    /// Its signing secret.
    #[serde(default)]
    pub secret: SubscriptionSecret,
    /// Its dialect; older servers have one only.
    #[serde(default)]
    pub version: Option<String>,
}

/// A secret, as far as the server returns it.
#[derive(Clone, Default, PartialEq, Eq)]
pub enum SubscriptionSecret {
    /// The server does not return it.
    #[default]
    Nothing,
    /// There is none.
    Empty,
    /// The secret in clear text.
    Secret(String),
}

impl<'de> Deserialize<'de> for SubscriptionSecret {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let secret = Option::<String>::deserialize(from)?.filter(|secret| !secret.is_empty());
        Ok(secret.map_or(Self::Empty, Self::Secret))
    }
}

impl Subscription {
    /// Whether its bodies are of another version than ours.
    pub(super) fn has_other_version(&self) -> bool {
        self.version.as_deref().is_some_and(|version| version != VERSION)
    }

    /// A template shapes its bodies.
    pub(super) fn has_template(&self) -> bool {
        self.payload_template.as_deref().is_some_and(|template| !template.is_empty())
    }

    /// Returns its own triggers and those of `wanted` that it lacks.
    #[must_use]
    pub fn united(&self, wanted: &[String]) -> Vec<String> {
        let lacking = wanted.iter().filter(|name| !self.triggers.contains(name));
        self.triggers.iter().chain(lacking).cloned().collect()
    }
}

/// A name that documents call a number and servers write as text.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Id {
    /// A UUID.
    Text(String),
    /// A number.
    Number(i64),
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            Self::Number(number) => number.fmt(f),
        }
    }
}

/// Reads a page of subscriptions.
///
/// # Errors
/// It is no list of them.
pub fn subscriptions(body: &[u8]) -> Result<Vec<Subscription>, Refusal> {
    data(body)
}
