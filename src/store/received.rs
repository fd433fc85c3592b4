//! Deliveries as the team sees them.

use time::OffsetDateTime;

use super::tables::inbox::{Concerned, DeliveryDetail, DeliverySummary};
use crate::domain::booking::Booking;
use crate::domain::event::{BookingEvent, Decoded, Source};
use crate::domain::ids::BookingUid;

/// A delivery in a list.
pub struct ListedDelivery {
    /// The stored fields besides the body.
    pub summary: DeliverySummary,
    /// The decoded body; `None` if it is too long for a list.
    pub decoded: Option<Decoded>,
    /// The applicant whom it is about.
    pub concerned: Option<Concerned>,
}

/// A part of a list of deliveries.
pub struct Inbox {
    /// The deliveries, newest first.
    pub rows: Vec<ListedDelivery>,
    /// The number before which the list goes on; `None` at its end.
    pub before: Option<i64>,
    /// The number of the latest delivery of all.
    pub newest: i64,
}

/// A delivery and its effect.
pub struct WholeDelivery {
    /// The stored fields.
    pub detail: DeliveryDetail,
    /// What it says.
    pub decoded: Decoded,
    /// The row of its booking that it is about, as it stands.
    pub booking: Option<Booking>,
    /// The number of that row.
    pub booking_number: Option<i64>,
    /// The applicant whose that is.
    pub concerned: Option<Concerned>,
    /// Its booking's deliveries.
    pub order: InOrder,
    /// The number of the delivery before it.
    pub older: Option<i64>,
    /// The number of the delivery after it.
    pub newer: Option<i64>,
}

/// The deliveries of a booking in the order in which they count, not of arrival.
#[derive(Default)]
pub struct InOrder {
    /// The deliveries, the last first.
    pub deliveries: Vec<OrderedDelivery>,
    /// There are more than were read.
    pub goes_on: bool,
    /// Another booking whose deliveries decide the status of this one.
    pub elsewhere: Option<Elsewhere>,
}

/// Another booking, which replaces one or ended its series.
pub struct Elsewhere {
    /// The other booking.
    pub booking: BookingUid,
    /// The latest delivery about it.
    pub delivery: Option<i64>,
}

/// A delivery with its position among those of its booking.
pub struct OrderedDelivery {
    /// Its number.
    pub delivery: i64,
    /// When it came.
    pub received_at: Option<OffsetDateTime>,
    /// Cal.com's name of the trigger.
    pub trigger: String,
    /// The source.
    pub source: Source,
    /// What it says.
    pub event: Box<BookingEvent>,
    /// The delivery decides the status of the booking.
    pub decides: bool,
}
