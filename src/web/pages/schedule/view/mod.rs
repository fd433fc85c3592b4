//! The state of an application as the template draws it: a pure function of what is stored.

use std::borrow::Cow;

use askama::Template;
use time::OffsetDateTime;

use super::calendar::Calendar;
use super::meeting::Meeting;
use crate::domain::booking::Booking;
use crate::domain::matching::BookingName;
use crate::domain::profile::ProfileStatus;
use crate::store::Current;
use crate::web::pages::frame::Frame;
use crate::web::pages::shell::Step;
use crate::words::Words;

/// Who looks, and what is known to them.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Visit<'a> {
    /// A browser without an application.
    Stranger,
    /// The applicant's own browser. `returning`: it comes from the calendar with a booking that
    /// has not arrived here yet.
    Applicant {
        /// The application and its booking.
        current: &'a Current,
        /// What the events stream calls this state.
        version: &'a str,
        /// A booking is on its way.
        returning: bool,
    },
    /// A browser that comes from the calendar and names a booking, and may see nothing else.
    Guest {
        /// The booking; none until it has arrived.
        found: Option<&'a Booking>,
        /// An applicant may say under this name that it is theirs.
        offer: Option<&'a BookingName>,
    },
}

/// The page that shows where an application stands.
#[derive(Template)]
#[template(path = "schedule.html")]
pub(crate) struct SchedulePage<'a> {
    frame: &'a Frame<'a>,
    step: Step,
    state: State,
    /// Changes with the state.
    version: String,
    /// The address of the event stream.
    events: Option<String>,
    /// Where to book.
    book: Option<String>,
    name: Option<String>,
    /// It is the applicant's own browser, which may do more than look.
    own: bool,
    /// The booking may be said to be the applicant's.
    offer: Option<&'a BookingName>,
    /// What was typed as a reference, and named no booking of theirs.
    wrong: Option<&'a str>,
}

enum State {
    Unknown,
    Ready,
    Confirming,
    /// Nothing but the address connects the booking with the application.
    Withheld(&'static str),
    Scheduled(Meeting),
    Requested(Meeting),
    Again(Meeting),
    Cancelled(Meeting),
    Declined(Meeting),
    Ended(Meeting),
    NoShow(Meeting),
    Completed(Meeting),
}

impl<'a> SchedulePage<'a> {
    /// The page for a visit at `now`.
    #[must_use]
    pub(crate) fn of(
        frame: &'a Frame<'a>,
        calendar: Calendar<'a>,
        visit: Visit<'a>,
        now: OffsetDateTime,
    ) -> Self {
        let state = State::of(visit, &calendar, now, frame.words);
        let (profile, version, own, offer) = match visit {
            Visit::Stranger => (None, String::new(), false, None),
            Visit::Applicant { current, version, .. } => {
                (Some(&current.profile), version.to_owned(), true, None)
            }
            Visit::Guest { found, offer } => (None, format!("guest-{}", found.is_some()), false, offer),
        };
        Self {
            frame,
            step: state.step(),
            state,
            version,
            events: profile.map(|profile| format!("/api/public/booking/{}/events", profile.id)),
            book: profile.and_then(|profile| calendar.book(profile)),
            name: profile.map(|profile| profile.name.as_str().to_owned()),
            own,
            offer,
            wrong: None,
        }
    }

    /// The page says that what was typed names no booking of the applicant's. It is the answer to a
    /// form, so it does not follow the booking.
    #[must_use]
    pub(crate) fn with_wrong_reference(self, typed: &'a str) -> Self {
        Self { wrong: Some(typed), events: None, ..self }
    }

    /// The application is through, and this is the last page.
    #[must_use]
    pub(crate) fn is_last(&self) -> bool {
        self.state.is_completed()
    }

    /// A browser without a script asks again after this many seconds.
    fn refresh(&self) -> Option<u32> {
        matches!(self.state, State::Confirming).then_some(5)
    }

    /// So does the script: the stream tells of the application alone, and a booking that arrives may
    /// have to be claimed first.
    fn poll(&self) -> Option<u32> {
        self.refresh()
    }

    /// The state, which is the heading and the title of the page.
    fn heading(&self) -> Cow<'a, str> {
        let look = &self.frame.shell.look;
        match self.state {
            State::Ready => self.frame.own(look.schedule.title.as_ref(), "ready"),
            State::Completed(_) => self.frame.own(look.thanks.title.as_ref(), "completed"),
            State::Unknown => self.frame.say("unknown"),
            State::Confirming => self.frame.say("confirming"),
            State::Withheld(_) => self.frame.say("withheld"),
            State::Scheduled(_) => self.frame.say("scheduled"),
            State::Requested(_) => self.frame.say("requested"),
            State::Again(_) => self.frame.say("again"),
            State::Cancelled(_) => self.frame.say("cancelled"),
            State::Declined(_) => self.frame.say("declined"),
            State::Ended(_) => self.frame.say("ended"),
            State::NoShow(_) => self.frame.say("missed"),
        }
    }

    /// The text below the heading of the pages for which the team may have its own.
    fn lead(&self) -> Cow<'a, str> {
        let (own, id) = match self.state {
            State::Completed(_) => (&self.frame.shell.look.thanks.intro, "completed-lead"),
            _ => (&self.frame.shell.look.schedule.intro, "ready-lead"),
        };
        self.frame.own(own.as_ref(), id)
    }

    fn announcement(&self) -> String {
        let heading = self.heading();
        let meeting = self.state.meeting();
        meeting.map_or_else(|| heading.to_string(), |meeting| meeting.spoken(self.frame.words, &heading))
    }
}

impl State {
    fn of(visit: Visit<'_>, calendar: &Calendar<'_>, now: OffsetDateTime, words: Words) -> Self {
        match visit {
            Visit::Stranger => Self::Unknown,
            Visit::Applicant { returning: true, .. } | Visit::Guest { found: None, .. } => Self::Confirming,
            Visit::Guest { found: Some(booking), .. } => {
                let meeting = Meeting::of(booking, None, now, calendar, words);
                Self::of_booking(ProfileStatus::of(Some(booking)), meeting, is_past(booking, now))
            }
            Visit::Applicant { current: Current { profile, withheld: true, .. }, .. } => {
                Self::Withheld(outline(profile.status))
            }
            Visit::Applicant { current: Current { profile, booking, .. }, .. } => {
                let Some(booking) = booking else { return Self::Ready };
                let meeting = Meeting::of(booking, Some(profile.id), profile.updated_at, calendar, words);
                if profile.completed_at.is_some() && profile.status.may_complete() {
                    return Self::Completed(meeting);
                }
                Self::of_booking(profile.status, meeting, is_past(booking, now))
            }
        }
    }

    fn of_booking(status: ProfileStatus, meeting: Meeting, is_past: bool) -> Self {
        match status {
            ProfileStatus::Applied => Self::Ready,
            ProfileStatus::InterviewRequested => Self::Requested(meeting),
            // Not every team has Cal.com report the end of a meeting.
            ProfileStatus::InterviewScheduled if is_past => Self::Ended(meeting),
            ProfileStatus::InterviewScheduled => Self::Scheduled(meeting),
            ProfileStatus::InterviewCancelled => Self::Cancelled(meeting),
            ProfileStatus::InterviewDeclined => Self::Declined(meeting),
            ProfileStatus::InterviewRescheduling => Self::Again(meeting),
            ProfileStatus::InterviewEnded => Self::Ended(meeting),
            ProfileStatus::NoShow => Self::NoShow(meeting),
        }
    }

    fn meeting(&self) -> Option<&Meeting> {
        match self {
            Self::Unknown | Self::Ready | Self::Confirming | Self::Withheld(_) => None,
            Self::Scheduled(meeting)
            | Self::Requested(meeting)
            | Self::Again(meeting)
            | Self::Cancelled(meeting)
            | Self::Declined(meeting)
            | Self::Ended(meeting)
            | Self::NoShow(meeting)
            | Self::Completed(meeting) => Some(meeting),
        }
    }

    fn is_completed(&self) -> bool {
        matches!(self, Self::Completed(_))
    }

    fn step(&self) -> Step {
        match self {
            Self::Unknown => Step::Apply,
            Self::Scheduled(_) | Self::Ended(_) => Step::Complete,
            Self::Completed(_) => Step::Done,
            _ => Step::Book,
        }
    }
}

/// The message with what the status alone tells of a booking with the applicant's address.
fn outline(status: ProfileStatus) -> &'static str {
    match status {
        ProfileStatus::Applied | ProfileStatus::InterviewScheduled => "withheld-booked",
        ProfileStatus::InterviewRequested => "withheld-requested",
        ProfileStatus::InterviewCancelled => "withheld-cancelled",
        ProfileStatus::InterviewDeclined => "withheld-declined",
        ProfileStatus::InterviewRescheduling => "withheld-again",
        ProfileStatus::InterviewEnded => "withheld-ended",
        ProfileStatus::NoShow => "withheld-missed",
    }
}

fn is_past(booking: &Booking, now: OffsetDateTime) -> bool {
    booking.details.end.or(booking.details.start).is_some_and(|end| end < now)
}

#[cfg(test)]
mod tests;
