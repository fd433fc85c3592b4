//! Decides which event types belong here: a webhook of a Cal.com account fires for all of its event types,
//! including meetings with people who are not applicants.
//!
//! A delivery belongs here if it names a listed event type, or an application. Of one that names another
//! event type, the people are not stored, and what is left of it counts only for a booking that belongs here
//! by other deliveries. One that names neither is treated like the others of its booking. All of this follows
//! from the set of a booking's deliveries, so their order and repetitions change nothing.

use super::event::{BookingEvent, Decoded, Meaning, Recorded, WhyIgnored};
use super::foreign::ForeignText;

/// The slug of an event type, as the path of its page at Cal.com ends.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slug(String);

impl Slug {
    /// Reads a slug. Titles, which early releases write in its place, have capitals and spaces.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let is_plain =
            |c: char| !c.is_whitespace() && !c.is_control() && !c.is_uppercase() && !"/?#".contains(c);
        ((1..=200).contains(&text.len()) && text.chars().all(is_plain)).then(|| Self(text.to_owned()))
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The event types whose bookings belong here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EventTypes {
    /// All event types of the account.
    All,
    /// The event type of the booking page.
    OfLink(Slug),
    /// The event types that the team lists.
    Only(Vec<Slug>),
}

/// How much of a delivery's body is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Extent {
    /// All of it.
    Whole,
    /// Only the fields that were decoded from it.
    Least,
}

/// What a delivery says, and how much of its body is stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// What it says.
    pub decoded: Decoded,
    /// How much of its body is stored.
    pub extent: Extent,
}

impl From<Decoded> for Judged {
    fn from(decoded: Decoded) -> Self {
        Self { decoded, extent: Extent::Whole }
    }
}

impl EventTypes {
    /// Whether `slug` is one of them.
    #[must_use]
    pub fn lists(&self, slug: &Slug) -> bool {
        match self {
            Self::All => true,
            Self::OfLink(listed) => listed == slug,
            Self::Only(listed) => listed.contains(slug),
        }
    }

    /// Returns one of them, if not all are.
    #[must_use]
    pub fn first(&self) -> Option<&Slug> {
        match self {
            Self::All => None,
            Self::OfLink(slug) => Some(slug),
            Self::Only(listed) => listed.first(),
        }
    }

    /// Takes the people out of what a delivery says, if it is about another event type, and says how much of
    /// its body may be stored. `named` returns the event type in a body that is about no booking.
    #[must_use]
    pub fn judge(&self, decoded: Decoded, named: impl FnOnce() -> Option<Slug>) -> Judged {
        if *self == Self::All {
            return decoded.into();
        }
        let Decoded { trigger, meaning } = decoded;
        let named = match &meaning {
            Meaning::Event(event) => event.slug(),
            Meaning::Ignored(_) | Meaning::Unreadable(_) => named(),
        };
        let is_listed = named.as_ref().is_some_and(|slug| self.lists(slug));
        let is_other = named.is_some() && !is_listed;
        let extent = match &meaning {
            Meaning::Event(event) if is_other && event.profile.is_none() => Extent::Least,
            // Nothing says that it belongs here, and nothing follows from it.
            Meaning::Ignored(_) if !is_listed => Extent::Least,
            Meaning::Unreadable(_) if is_other => Extent::Least,
            _ => Extent::Whole,
        };
        let meaning = match meaning {
            Meaning::Event(event) if extent == Extent::Least => event.of_other_type(),
            meaning => meaning,
        };
        Judged { decoded: Decoded { trigger, meaning }, extent }
    }
}

impl BookingEvent {
    /// Whether it says that its booking belongs here, by its event type or by an application.
    #[must_use]
    pub fn belongs(&self) -> bool {
        !self.other_type && (self.profile.is_some() || self.slug().is_some())
    }

    /// The event type that it names.
    #[must_use]
    pub fn slug(&self) -> Option<Slug> {
        self.details.event_type.as_ref().map(ForeignText::as_str).and_then(Slug::parse)
    }

    /// What is left of it where it is about another event type: what happened to which booking, and when. `None` for
    /// one attendee who leaves, which without the attendee would be the whole booking's end.
    #[must_use]
    pub fn without_people(self) -> Option<Self> {
        let Self {
            uid,
            kind,
            at,
            made_at,
            seat,
            status,
            replaces,
            moved_to,
            chain,
            details,
            asks_for_another_time,
            recurring: _,
            profile: _,
            link_is_unproven: _,
            reason: _,
            no_shows: _,
            other_type: _,
        } = self;
        if seat.as_ref().is_some_and(|seat| seat.reference().is_none()) {
            return None;
        }
        let details = details.without_people();
        let rest = Self::new(uid, kind);
        Some(Self {
            at,
            made_at,
            seat,
            status,
            replaces,
            moved_to,
            chain,
            details,
            asks_for_another_time,
            other_type: true,
            ..rest
        })
    }

    /// The same as a meaning.
    #[must_use]
    pub fn of_other_type(self) -> Meaning {
        self.without_people()
            .map_or(Meaning::Ignored(WhyIgnored::OtherEventType), |event| Meaning::Event(Box::new(event)))
    }
}

/// Whether a booking with these events is none of ours: one names another event type, and none says that it belongs
/// here.
#[must_use]
pub fn is_of_other_type<'a>(events: impl IntoIterator<Item = &'a BookingEvent>) -> bool {
    let (mut other, mut belongs) = (false, false);
    for event in events {
        other |= event.other_type;
        belongs |= event.belongs();
    }
    other && !belongs
}

/// Takes the people out of all events but those that belong here, once one of the events names another event
/// type. So it makes no difference which of them came first.
#[must_use]
pub fn settled(events: Vec<Recorded>) -> Vec<Recorded> {
    if !events.iter().any(|recorded| recorded.event.other_type) {
        return events;
    }
    let settle = |Recorded { event, digest }: Recorded| {
        let event = if event.belongs() { Some(event) } else { event.without_people() };
        event.map(|event| Recorded { event, digest })
    };
    events.into_iter().filter_map(settle).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::{EventKind, WhyUnreadable};
    use crate::domain::ids::{BookingUid, Digest, ProfileId};
    use crate::domain::seat::Seat;
    use crate::domain::text::Email;

    fn slug(text: &str) -> Slug {
        Slug::parse(text).expect("a slug")
    }

    fn interviews() -> EventTypes {
        EventTypes::Only(vec![slug("interview")])
    }

    fn event(event_type: Option<&str>) -> BookingEvent {
        let mut event = BookingEvent::new(BookingUid::parse("u").expect("a uid"), EventKind::Created);
        event.details.event_type = event_type.map(Into::into);
        event.details.attendee_name = Some("Kit".into());
        event.details.attendee_email = Email::parse("kit@example.com").ok();
        event.reason = Some("ask Kit".into());
        event
    }

    fn judged(event: BookingEvent) -> (BookingEvent, Extent) {
        let decoded = Decoded { trigger: "BOOKING_CREATED".into(), meaning: Meaning::Event(Box::new(event)) };
        let Judged { decoded, extent } = interviews().judge(decoded, || None);
        let Meaning::Event(event) = decoded.meaning else { panic!("no event") };
        (*event, extent)
    }

    #[test]
    fn a_slug_is_no_title() {
        for text in ["intro-call", "30min", "gespr\u{e4}ch", "v1.2_x"] {
            assert!(Slug::parse(text).is_some(), "{text}");
        }
        for text in ["", "Intro Call", "Interview", "a b", "a/b", "a?b", "a\u{0}"] {
            assert!(Slug::parse(text).is_none(), "{text}");
        }
    }

    #[test]
    fn nobody_is_left_in_a_delivery_about_another_event_type() {
        let (event, extent) = judged(event(Some("private")));
        assert_eq!((event.other_type, extent), (true, Extent::Least));
        let left = format!("{event:?}").to_lowercase();
        assert!(!left.contains("kit") && left.contains("private"), "{left}");
    }

    #[test]
    fn a_delivery_belongs_here_by_its_event_type_or_its_application() {
        let mut named = event(Some("private"));
        named.profile = Some(ProfileId::from_random([1; 16]));
        for event in [event(Some("interview")), named] {
            assert_eq!(judged(event.clone()), (event, Extent::Whole));
        }
    }

    #[test]
    fn a_delivery_that_names_no_event_type_is_kept_until_another_one_does() {
        for event_type in [None, Some("Intro Call")] {
            let silent = event(event_type);
            assert_eq!(judged(silent.clone()), (silent.clone(), Extent::Whole));
            let other = Recorded { event: judged(event(Some("private"))).0, digest: Digest([1; 32]) };
            let together = settled(vec![Recorded { event: silent, digest: Digest([2; 32]) }, other]);
            assert!(together.iter().all(|known| known.event.other_type && known.event.reason.is_none()));
        }
    }

    #[test]
    fn a_booking_is_of_another_type_until_a_delivery_says_that_it_belongs_here() {
        let (other, ours, silent) = (judged(event(Some("private"))).0, event(Some("interview")), event(None));
        assert!(is_of_other_type([&other, &silent]));
        assert!(!is_of_other_type([&other, &silent, &ours]));
        assert!(!is_of_other_type([&silent]));
    }

    #[test]
    fn one_attendee_who_leaves_is_not_the_whole_booking_s_end() {
        let mut leaves = event(Some("private"));
        leaves.seat = Email::parse("kit@example.com").ok().map(Seat::Of);
        assert_eq!(leaves.of_other_type(), Meaning::Ignored(WhyIgnored::OtherEventType));
    }

    #[test]
    fn of_what_is_about_no_booking_only_that_of_a_listed_event_type_is_kept_whole() {
        let extent = |meaning: &Meaning, named: Option<&str>| {
            let decoded = Decoded { trigger: String::new(), meaning: meaning.clone() };
            interviews().judge(decoded, || named.map(slug)).extent
        };
        let (ignored, unreadable) =
            (Meaning::Ignored(WhyIgnored::NoEffect), Meaning::Unreadable(WhyUnreadable::NoTrigger));
        assert_eq!(extent(&ignored, Some("interview")), Extent::Whole);
        assert_eq!([None, Some("private")].map(|named| extent(&ignored, named)), [Extent::Least; 2]);
        assert_eq!([None, Some("interview")].map(|named| extent(&unreadable, named)), [Extent::Whole; 2]);
        assert_eq!(extent(&unreadable, Some("private")), Extent::Least);
    }
}
