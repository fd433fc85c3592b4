//! The state of an application as the template draws it: a pure function of what is stored.

use askama::Template;
use time::OffsetDateTime;

use super::calendar::Calendar;
use super::meeting::Meeting;
use crate::domain::booking::Booking;
use crate::domain::matching::BookingName;
use crate::domain::profile::ProfileStatus;
use crate::store::Current;
use crate::web::pages::look::Heading;
use crate::web::pages::shell::{Shell, Step};

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
    shell: &'a Shell,
    words: &'a Heading,
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
        shell: &'a Shell,
        calendar: Calendar<'a>,
        visit: Visit<'a>,
        now: OffsetDateTime,
    ) -> Self {
        let state = State::of(visit, &calendar, now);
        let (profile, version, own, offer) = match visit {
            Visit::Stranger => (None, String::new(), false, None),
            Visit::Applicant { current, version, .. } => {
                (Some(&current.profile), version.to_owned(), true, None)
            }
            Visit::Guest { found, offer } => (None, format!("guest-{}", found.is_some()), false, offer),
        };
        let words = if state.is_completed() { &shell.look.thanks } else { &shell.look.schedule };
        Self {
            shell,
            words,
            step: state.step(),
            state,
            version,
            events: profile.map(|profile| format!("/api/public/booking/{}/events", profile.id)),
            book: profile.and_then(|profile| calendar.book(profile)),
            name: profile.map(|profile| profile.name.clone()),
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

    fn heading(&self) -> &'static str {
        match self.state {
            State::Unknown => "No application yet",
            State::Ready => "Choose a time to talk",
            State::Confirming => "Confirming your booking",
            State::Withheld(_) => "Is this interview yours?",
            State::Scheduled(_) => "Your interview is booked",
            State::Requested(_) => "Waiting for confirmation",
            State::Again(_) => "Please pick another time",
            State::Cancelled(_) => "Your interview was cancelled",
            State::Declined(_) => "This time did not work out",
            State::Ended(_) => "Your interview has taken place",
            State::NoShow(_) => "We missed you",
            State::Completed(_) => "Your application is complete",
        }
    }

    fn announcement(&self) -> String {
        let spoken = self.state.meeting().map(Meeting::spoken).filter(|spoken| !spoken.is_empty());
        spoken.map_or_else(|| self.heading().to_owned(), |spoken| format!("{}: {spoken}", self.heading()))
    }
}

impl State {
    fn of(visit: Visit<'_>, calendar: &Calendar<'_>, now: OffsetDateTime) -> Self {
        match visit {
            Visit::Stranger => Self::Unknown,
            Visit::Applicant { returning: true, .. } | Visit::Guest { found: None, .. } => Self::Confirming,
            Visit::Guest { found: Some(booking), .. } => {
                let meeting = Meeting::of(booking, None, now, calendar);
                Self::of_booking(ProfileStatus::of(Some(booking)), meeting, is_past(booking, now))
            }
            Visit::Applicant { current: Current { profile, withheld: true, .. }, .. } => {
                Self::Withheld(outline(profile.status))
            }
            Visit::Applicant { current: Current { profile, booking, .. }, .. } => {
                let Some(booking) = booking else { return Self::Ready };
                let meeting = Meeting::of(booking, Some(profile.id), profile.updated_at, calendar);
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

/// What the status alone tells of a booking with the applicant's address.
fn outline(status: ProfileStatus) -> &'static str {
    match status {
        ProfileStatus::Applied | ProfileStatus::InterviewScheduled => {
            "An interview was booked with your e-mail address."
        }
        ProfileStatus::InterviewRequested => {
            "An interview was requested with your e-mail address. The host still has to confirm it."
        }
        ProfileStatus::InterviewCancelled => "An interview with your e-mail address was cancelled.",
        ProfileStatus::InterviewDeclined => {
            "The host declined an interview that was requested with your e-mail address."
        }
        ProfileStatus::InterviewRescheduling => {
            "The host asks for another time for an interview that was booked with your e-mail address."
        }
        ProfileStatus::InterviewEnded => "An interview with your e-mail address has taken place.",
        ProfileStatus::NoShow => "An interview with your e-mail address was missed.",
    }
}

fn is_past(booking: &Booking, now: OffsetDateTime) -> bool {
    booking.details.end.or(booking.details.start).is_some_and(|end| end < now)
}

#[cfg(test)]
mod tests;
