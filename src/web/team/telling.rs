//! Deliveries as icons and sentences.

use super::badge::Badge;
use super::when::Clock;
use crate::calcom::explain;
use crate::calcom::trigger::Trigger;
use crate::domain::booking::BookingStatus;
use crate::domain::event::{BookingEvent, EventKind, Meaning, Source};
use crate::domain::foreign::ForeignText;
use crate::store::Outcome;

/// An icon, and what a trigger means.
pub(super) fn words(trigger: &str) -> (&'static str, &'static str) {
    match Trigger::parse(trigger) {
        Some(Trigger::BookingCreated) => ("booked", "Booked for"),
        Some(Trigger::BookingRequested) => ("clock", "Asked for"),
        Some(Trigger::BookingRescheduled) => ("turn", "Moved to"),
        Some(Trigger::BookingCancelled) => ("cancelled", "The booking was cancelled"),
        Some(Trigger::BookingRejected) => ("declined", "The host declined"),
        Some(Trigger::BookingPaymentInitiated) => ("clock", "Payment requested for"),
        Some(Trigger::BookingPaid) => ("check", "The payment arrived"),
        Some(Trigger::BookingLocationUpdated) => ("note", "The place changed"),
        Some(Trigger::BookingReassigned) => ("person", "The host changed"),
        Some(Trigger::BookingNoShowUpdated) => ("noshow", "The host said who was absent"),
        Some(Trigger::MeetingStarted) => ("calendar", "The interview began"),
        Some(Trigger::MeetingEnded) => ("over", "The interview ended"),
        Some(Trigger::AfterGuestsNoShow) => ("noshow", "Guests did not join the call"),
        Some(Trigger::AfterHostsNoShow) => ("noshow", "The host did not join the call"),
        _ => ("note", "Cal.com sent news about the booking"),
    }
}

/// Returns the outcome of a delivery, in the words of the command line and the API.
pub(super) fn verdict(outcome: &str) -> Badge {
    let is = |known: Outcome| known.as_str() == outcome;
    match outcome {
        _ if is(Outcome::Applied) => Badge { icon: "check", tone: "good", word: "Applied" },
        _ if is(Outcome::Unreadable) => Badge { icon: "unreadable", tone: "bad", word: "Unreadable" },
        _ => Badge { icon: "skip", tone: "", word: "Ignored" },
    }
}

/// The name of a trigger, as a list shows it.
pub(super) fn name(trigger: &str) -> String {
    if trigger.is_empty() { "none".to_owned() } else { ForeignText::from(trigger).visible(60) }
}

/// Returns the source of a delivery, with its trigger and its number.
pub(super) fn origin(source: Source, trigger: &str, delivery: i64) -> String {
    match source {
        Source::Webhook => format!("{}, delivery {delivery}", name(trigger)),
        Source::Api => format!("Read from Cal.com’s API, delivery {delivery}"),
    }
}

/// Describes a delivery in one line.
pub(super) fn meaning(trigger: &str, meaning: &Meaning, clock: &Clock) -> String {
    match meaning {
        Meaning::Event(event) => event_words(trigger, event, clock),
        Meaning::Ignored(_) | Meaning::Unreadable(_) => because(meaning.reason().unwrap_or_default()),
    }
}

/// Why a delivery is about no booking, as a sentence without its end.
pub(super) fn because(reason: &str) -> String {
    capitalized(&explain::reason(reason).replace('\'', "’"))
}

/// A text whose first letter is a capital.
pub(super) fn capitalized(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}

/// Describes an event in one line.
pub(super) fn event_words(trigger: &str, event: &BookingEvent, clock: &Clock) -> String {
    let time = event.details.start.map(|start| clock.when(start).prose);
    let what = match event.kind {
        EventKind::Stated => stated(event).to_owned(),
        EventKind::Cancelled if event.asks_for_another_time => "The host asked for another time".to_owned(),
        EventKind::Cancelled if event.seat.is_some() => "An attendee left".to_owned(),
        EventKind::NoShow if !event.no_shows.is_empty() => {
            let missed = event.no_shows.iter().any(|(_, missed)| *missed);
            if missed { "Marked as absent" } else { "Marked as present after all" }.to_owned()
        }
        _ => match (words(trigger), time) {
            (("booked" | "clock" | "turn", what), Some(time)) => format!("{what} {time}"),
            ((_, what), _) => what.trim_end_matches(" for").trim_end_matches(" to").to_owned(),
        },
    };
    match event.reason.as_ref() {
        Some(reason) => format!("{what}: “{}”", reason.visible(120)),
        None => what,
    }
}

/// How Cal.com's API says that a booking stands.
fn stated(event: &BookingEvent) -> &'static str {
    match event.status {
        Some(BookingStatus::Accepted) => "Cal.com’s API says that it is confirmed",
        Some(BookingStatus::Pending) => "Cal.com’s API says that it waits for the host",
        Some(BookingStatus::Cancelled) => "Cal.com’s API says that it was cancelled",
        Some(BookingStatus::Rejected) => "Cal.com’s API says that the host declined",
        Some(BookingStatus::Rescheduled) => "Cal.com’s API says that it was moved",
        None => "Cal.com’s API says who was absent",
    }
}

/// A number as people write it: `4,746`.
pub(super) fn grouped(number: impl Into<i64>) -> String {
    let digits = number.into().unsigned_abs().to_string();
    let first = digits.len() % 3;
    let mut text = digits[..first].to_owned();
    for group in digits.as_bytes()[first..].chunks(3) {
        if !text.is_empty() {
            text.push(',');
        }
        text.extend(group.iter().copied().map(char::from));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_grouped_by_thousands() {
        assert_eq!([0, 12, 123, 4746, 1_000_000].map(grouped), ["0", "12", "123", "4,746", "1,000,000"]);
    }

    #[test]
    fn a_reason_begins_as_a_sentence_does() {
        assert_eq!(because("no_uid"), "Names no booking");
        assert_eq!(because("test"), "Cal.com’s test button; the signature verified");
    }
}
