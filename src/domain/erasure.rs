//! Removes a person from events without changing the state of the bookings.

use super::event::BookingEvent;
use super::ids::ProfileId;
use super::seat::Seat;
use super::text::{Email, comparable};

/// The person to erase.
#[derive(Clone, PartialEq, Eq)]
pub struct Person {
    /// The address that says who they are.
    pub email: Email,
    /// Their profiles.
    pub profiles: Vec<ProfileId>,
    /// The words that identify them in others' texts, in comparable form: address, profiles, names.
    pub words: Vec<String>,
}

impl Person {
    /// Whether an event is about a booking that the person made.
    #[must_use]
    pub fn is_booker(&self, event: &BookingEvent) -> bool {
        let of_seat = matches!(&event.seat, Some(Seat::Of(email)) if *email == self.email);
        of_seat || event.details.attendee_email.as_ref() == Some(&self.email)
    }

    fn is_named_in(&self, text: &str) -> bool {
        let text = comparable(text);
        self.words.iter().any(|word| text.contains(word.as_str()))
    }

    /// Removes the person from an event of their own booking. `alias` replaces each address, always by the
    /// same one, so that seats and no-shows can still be told apart; names, texts, places and links are
    /// removed.
    pub fn leave_own(event: &mut BookingEvent, alias: impl Fn(&Email) -> Email) {
        event.details.forget_booker(&alias);
        event.reason = None;
        event.profile = None;
        if let Some(Seat::Of(email)) = &mut event.seat {
            *email = alias(email);
        }
        for (email, _) in &mut event.no_shows {
            *email = alias(email);
        }
    }

    /// Removes the person from an event of somebody else's booking that mentions them.
    pub fn leave(&self, event: &mut BookingEvent, alias: impl Fn(&Email) -> Email) {
        event.details.forget_mentions(|text| self.is_named_in(text));
        event.reason.take_if(|reason| self.is_named_in(reason.as_str()));
        event.profile.take_if(|profile| self.profiles.contains(profile));
        for (email, _) in event.no_shows.iter_mut().filter(|(email, _)| *email == self.email) {
            *email = alias(email);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::event::EventKind;
    use crate::domain::ids::BookingUid;

    fn email(text: &str) -> Email {
        Email::parse(text).expect("an address")
    }

    fn event() -> BookingEvent {
        let mut event = BookingEvent::new(BookingUid::parse("u").expect("a uid"), EventKind::Created);
        event.details.title = Some("Interview: Kit and SAM OKAFOR".into());
        event.details.location = Some("Main Street 1".into());
        event.details.attendee_email = Some(email("kit@example.com"));
        event.reason = Some("ask sam@example.com".into());
        event.no_shows = vec![(email("sam@example.com"), true), (email("kit@example.com"), true)];
        event.profile = Some(ProfileId::from_random([1; 16]));
        event
    }

    fn person() -> Person {
        Person {
            email: email("sam@example.com"),
            profiles: vec![ProfileId::from_random([1; 16])],
            words: vec!["sam@example.com".into(), "sam okafor".into()],
        }
    }

    #[test]
    fn from_somebody_elses_booking_only_the_person_goes() {
        let mut event = event();
        person().leave(&mut event, |_| email("x@erased.invalid"));
        assert_eq!((event.details.title, event.reason, event.profile), (None, None, None));
        assert_eq!(event.details.location, Some("Main Street 1".into()));
        assert_eq!(event.details.attendee_email, Some(email("kit@example.com")));
        assert_eq!(event.no_shows, [(email("x@erased.invalid"), true), (email("kit@example.com"), true)]);
    }

    #[test]
    fn a_name_is_found_however_its_letters_are_composed() {
        let mut event = event();
        event.details.title = Some("Interview: Kit and ZOE\u{308} OKAFOR".into());
        let person = Person { words: vec![comparable("Zo\u{eb} Okafor").into_owned()], ..person() };
        person.leave(&mut event, Email::clone);
        assert_eq!(event.details.title, None);
    }

    #[test]
    fn from_their_own_booking_everything_about_them_goes() {
        let mut event = event();
        Person::leave_own(&mut event, |_| email("x@erased.invalid"));
        let left = format!("{event:?}").to_lowercase();
        for gone in ["sam", "kit", "main street", "profileid("] {
            assert!(!left.contains(gone), "{gone}: {left}");
        }
    }
}
