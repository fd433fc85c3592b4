//! The content and the effect of a delivery.

use crate::calcom::explain;
use crate::domain::event::{BookingEvent, Meaning, Source};
use crate::domain::foreign::ForeignText;
use crate::domain::profile::ProfileStatus;
use crate::domain::seat::Seat;
use crate::store::WholeDelivery;
use crate::web::team::badge::Badge;
use crate::web::team::telling::meaning;
use crate::web::team::when::Clock;
use crate::words::Words;

/// A field of a delivery: its name and its value.
pub(super) type Fact = (&'static str, String);

/// The effect of a delivery, and the status of its booking.
pub(super) struct EffectView {
    pub(super) words: String,
    pub(super) stands: Option<Badge>,
    /// Another booking decides: its uid, and a delivery about it.
    pub(super) elsewhere: Option<(String, Option<i64>)>,
}

/// Describes the delivery in a sentence.
pub(super) fn sentence(whole: &WholeDelivery, clock: &Clock) -> String {
    format!("{}.", meaning(&whole.detail.summary.trigger, &whole.decoded.meaning, clock))
}

/// Lists the fields of the event.
pub(super) fn facts(event: &BookingEvent, clock: &Clock) -> Vec<Fact> {
    let known = &event.details;
    let visible = |text: &Option<ForeignText>, most| text.as_ref().map(|text| text.visible(most));
    let hours = known.start.map(|start| clock.zone.words(Words::ENGLISH, start, known.end));
    let marks = event.no_shows.iter().take(10).map(|(email, missed)| {
        format!("{} {}", email.as_str(), if *missed { "was absent" } else { "was there" })
    });
    let marks: Vec<String> = marks.collect();
    let facts = [
        ("Booker", visible(&known.attendee_name, 200)),
        ("Address", known.attendee_email.as_ref().map(|email| email.as_str().to_owned())),
        ("When", hours.map(|hours| format!("{}, {}", hours.date, hours.line))),
        ("Host", visible(&known.organizer_name, 100)),
        ("Where", visible(&known.location, 200)),
        ("Title", visible(&known.title, 200)),
        ("Event type", visible(&known.event_type, 80)),
        ("Attendance", (!marks.is_empty()).then(|| marks.join(", "))),
        ("Booking", Some(event.uid.to_string())),
        ("Seat", event.seat.as_ref().map(Seat::as_str).map(str::to_owned)),
        ("Replaces", event.replaces.as_ref().map(|old| old.uid.to_string())),
        ("Replaced by", event.moved_to.as_ref().map(ToString::to_string)),
        ("Application", event.profile.map(|_| "Named in its metadata".to_owned())),
    ];
    facts.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}

/// Explains the effect of a delivery.
pub(super) fn effect(whole: &WholeDelivery) -> EffectView {
    let elsewhere = whole.order.elsewhere.as_ref().map(|other| (other.booking.to_string(), other.delivery));
    let words = match &whole.decoded.meaning {
        Meaning::Ignored(_) => {
            let reason = whole.decoded.meaning.reason().map(explain::reason).unwrap_or_default();
            format!("Stored and ignored: {reason}. It changes nothing.")
        }
        Meaning::Unreadable(_) => {
            let reason = whole.decoded.meaning.reason().map(explain::reason).unwrap_or_default();
            format!("Stored, but not readable: {reason}. It changes nothing.")
        }
        Meaning::Event(_) => applied(whole).to_owned(),
    };
    let stands = whole.booking.as_ref().map(|booking| {
        use crate::domain::booking::BookingStatus::Rescheduled;
        if booking.status == Rescheduled {
            Badge { icon: "turn", tone: "", word: "Moved" }
        } else {
            Badge::new(ProfileStatus::from_booking(Some(booking)), false)
        }
    });
    EffectView { words: words.replace('\'', "’"), stands, elsewhere }
}

fn applied(whole: &WholeDelivery) -> &'static str {
    let summary = &whole.detail.summary;
    if whole.booking.as_ref().is_some_and(|booking| booking.other_type) {
        return "Stored without the people in it, and in no list: it is about an event type that event_types does not \
                contain, and nothing else says that the booking belongs here.";
    }
    let mut order = whole.order.deliveries.iter();
    let this = order.clone().position(|placed| placed.delivery == summary.id);
    let decides = order.position(|placed| placed.decides);
    match (this, decides) {
        _ if whole.order.elsewhere.is_some() => {
            "Stored and applied. A delivery about another booking decides the status of this one."
        }
        (Some(this), Some(decides)) if this == decides => {
            "Stored and applied. It decides the booking’s status."
        }
        (Some(this), Some(decides)) if this > decides => {
            "Stored and applied. A later event decides the booking’s status."
        }
        (Some(_), Some(_)) => {
            "Stored and applied. It adds details to the booking, and does not change its status."
        }
        _ if summary.source == Source::Api => "Read from Cal.com’s API and applied.",
        _ => "Stored and applied. No delivery gives the booking’s status yet.",
    }
}
