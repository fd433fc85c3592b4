//! `POST /api/webhooks/calcom`: where Cal.com delivers.

use rocket::{Route, State, post, routes};
use serde::Serialize;
use utoipa::ToSchema;

use crate::calcom;
use crate::store::Receipt;
use crate::web::app::App;
use crate::web::describe::words::OutcomeWord;
use crate::web::error::ApiError;
use crate::web::guards::SignedBody;
use crate::web::record::DeliveryRecord;
use crate::web::response::JsonText;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![receive]
}

/// The answer to Cal.com: its delivery is on disk, whatever it means.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::web) struct Received {
    /// Always true.
    success: bool,
    /// The profile that the booking is matched to, if any.
    #[schema(format = "uuid")]
    profile_id: Option<String>,
    /// Cal.com's uid of the booking, if the delivery is about one.
    booking_id: Option<String>,
    /// The delivery's number in the inbox; for a repetition, that of the first one.
    delivery_id: i64,
    #[schema(value_type = OutcomeWord)]
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

/// Receive a delivery from Cal.com
///
/// The address to enter in Cal.com as the webhook's subscriber URL. The signature covers the body's
/// bytes as they are sent; the Content-Type is ignored. The answer is 200 once the delivery is on disk,
/// whatever it means, because Cal.com would not send it again. Deliveries may come in any order and any
/// number of times.
#[utoipa::path(
    tag = "Webhook",
    operation_id = "receiveDelivery",
    request_body(
        content = serde_json::Value,
        content_type = "application/json",
        description = "Cal.com's webhook payload. Mostly an object with `triggerEvent`, `createdAt` and `payload`. Every \
            field may be missing, and a payload template may make anything of it: what cannot be read is stored as \
            `unreadable`.",
    ),
    responses((status = 200, description = "It is on disk.", body = Received)),
    security(("signature" = []), ("signatureAlias" = [])),
)]
#[post("/api/webhooks/calcom", data = "<body>")]
pub(in crate::web) async fn receive(
    body: Result<SignedBody, ApiError>,
    record: &DeliveryRecord,
    app: &State<App>,
) -> Result<JsonText, ApiError> {
    let (body, received_at) = body?.into_parts();
    let judged = app.scope.judge(calcom::decode(&body), || calcom::event_type(&body));
    record.decoded(&judged.decoded);
    let receipt = app.store.deliver(body, judged, received_at).await?;
    record.stored(&receipt);
    JsonText::new(&Received::from(receipt))
}
