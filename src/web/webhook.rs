//! `POST /api/webhooks/calcom`: where Cal.com delivers.

use rocket::{Route, State, post, routes};
use serde::Serialize;

use super::error::ApiError;
use super::fairings::{DeliveryNote, Refusals};
use super::guards::{Now, SignedBody};
use super::json::JsonText;
use super::metrics::Metrics;
use crate::calcom::translate;
use crate::calcom::trigger::Trigger;
use crate::store::{Receipt, Store};

/// The path, for messages and for the command that posts to it.
pub const PATH: &str = "/api/webhooks/calcom";

/// The routes of this module.
#[must_use]
pub fn routes() -> Vec<Route> {
    routes![receive]
}

/// What Cal.com is told: its delivery is on disk, whatever it was.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Received {
    success: bool,
    profile_id: Option<String>,
    booking_id: Option<String>,
    delivery_id: i64,
    outcome: &'static str,
}

impl From<Receipt> for Received {
    fn from(receipt: Receipt) -> Self {
        Self {
            success: true,
            profile_id: receipt.profile.map(|id| id.to_string()),
            booking_id: receipt.booking.map(|uid| uid.to_string()),
            delivery_id: receipt.delivery,
            outcome: receipt.outcome.as_str(),
        }
    }
}

#[post("/api/webhooks/calcom", data = "<body>")]
async fn receive(
    body: Result<SignedBody, ApiError>,
    now: Now,
    note: &DeliveryNote,
    store: &State<Store>,
    refusals: &State<Refusals>,
    metrics: &State<Metrics>,
) -> Result<JsonText, ApiError> {
    let body = body.inspect_err(|error| refusals.count(error.code()))?.into_bytes();
    let reading = translate::read(&body);
    note.read(&reading);
    let trigger = Trigger::parse(&reading.trigger);
    let receipt = store.deliver(body, reading, now.0).await?;
    note.kept(&receipt);
    metrics.delivered(trigger, receipt.outcome);
    JsonText::of(&Received::from(receipt))
}
