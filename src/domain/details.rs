//! A meeting's details, field by field: how events update them, and which belong to a person.

use time::OffsetDateTime;

use super::foreign::ForeignText;
use super::text::{Email, WebUrl};

/// A meeting's details, as one event states them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Details {
    /// The meeting's title.
    pub title: Option<ForeignText>,
    /// The slug of Cal.com's event type.
    pub event_type: Option<ForeignText>,
    /// When it begins.
    pub start: Option<OffsetDateTime>,
    /// When it ends.
    pub end: Option<OffsetDateTime>,
    /// Where to meet online.
    pub link: Option<WebUrl>,
    /// Where to meet, as Cal.com names it: an integration, an address, a phone number.
    pub location: Option<ForeignText>,
    /// The host's name.
    pub organizer_name: Option<ForeignText>,
    /// The booker's name.
    pub attendee_name: Option<ForeignText>,
    /// The booker's e-mail address.
    pub attendee_email: Option<Email>,
    /// The booker's IANA time zone.
    pub attendee_timezone: Option<ForeignText>,
    /// The origin of the booking pages, for reschedule and cancel links.
    pub booker_url: Option<WebUrl>,
}

// Each method names all fields, so that the compiler reports where a new one is missing.
impl Details {
    /// Applies the details of a later event, except the place. `of_booker`: the event is also about the
    /// booker, not only about the meeting.
    pub(super) fn learn(&mut self, new: &Self, of_booker: bool) {
        let Self {
            title,
            event_type,
            start,
            end,
            link: _,
            location: _,
            organizer_name,
            attendee_name,
            attendee_email,
            attendee_timezone,
            booker_url,
        } = new;
        adopt(&mut self.title, title);
        adopt(&mut self.event_type, event_type);
        adopt(&mut self.start, start);
        adopt(&mut self.end, end);
        adopt(&mut self.organizer_name, organizer_name);
        adopt(&mut self.booker_url, booker_url);
        if of_booker {
            adopt(&mut self.attendee_name, attendee_name);
            adopt(&mut self.attendee_email, attendee_email);
            adopt(&mut self.attendee_timezone, attendee_timezone);
        }
    }

    /// Returns the details without those that name a person.
    pub(super) fn without_people(self) -> Self {
        let Self {
            event_type,
            start,
            end,
            title: _,
            link: _,
            location: _,
            organizer_name: _,
            attendee_name: _,
            attendee_email: _,
            attendee_timezone: _,
            booker_url: _,
        } = self;
        Self { event_type, start, end, ..Self::default() }
    }

    /// Removes the booker. The meeting stays, and `alias` returns the replacement for their address.
    pub(super) fn forget_booker(&mut self, alias: impl Fn(&Email) -> Email) {
        let Self {
            title,
            event_type: _,
            start: _,
            end: _,
            link,
            location,
            organizer_name: _,
            attendee_name,
            attendee_email,
            attendee_timezone,
            booker_url: _,
        } = self;
        for text in [title, location, attendee_name, attendee_timezone] {
            *text = None;
        }
        *link = None;
        *attendee_email = attendee_email.as_ref().map(alias);
    }

    /// Removes the texts that name a person who is not the booker.
    pub(super) fn forget_mentions(&mut self, is_named_in: impl Fn(&str) -> bool) {
        let Self {
            title,
            event_type: _,
            start: _,
            end: _,
            link,
            location,
            organizer_name,
            attendee_name,
            attendee_email: _,
            attendee_timezone: _,
            booker_url: _,
        } = self;
        for text in [title, location, organizer_name, attendee_name] {
            text.take_if(|text| is_named_in(text.as_str()));
        }
        link.take_if(|link| is_named_in(link.as_str()));
    }
}

#[expect(clippy::ref_option, reason = "callers hold the fields of a borrowed struct")]
pub(super) fn adopt<T: Clone>(known: &mut Option<T>, new: &Option<T>) {
    if let Some(new) = new {
        *known = Some(new.clone());
    }
}
