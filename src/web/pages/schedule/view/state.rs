//! Which state of an application a page shows.

use time::OffsetDateTime;

use super::visit::Visit;
use crate::domain::profile::ProfileStatus;
use crate::store::Current;
use crate::web::pages::schedule::calendar::Calendar;
use crate::web::pages::schedule::meeting::Meeting;
use crate::web::pages::shell::Step;
use crate::web::pages::zone::Zone;
use crate::words::Words;

/// The state that a page shows.
pub(super) enum State {
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
    Withdrawn {
        /// The day.
        since: String,
        /// An interview that is still in the calendar.
        standing: Option<Meeting>,
    },
}

impl State {
    pub(super) fn new(visit: Visit<'_>, calendar: &Calendar<'_>, now: OffsetDateTime, words: Words) -> Self {
        match visit {
            Visit::Stranger => Self::Unknown,
            Visit::Applicant { current: Current { profile, booking, withheld }, .. }
                if profile.withdrawn_at.is_some() =>
            {
                let since = profile.withdrawn_at.unwrap_or(now);
                let stands = matches!(
                    profile.status,
                    ProfileStatus::InterviewScheduled | ProfileStatus::InterviewRequested
                );
                let booking = booking.as_ref().filter(|booking| stands && !withheld && !booking.is_over(now));
                Self::Withdrawn {
                    since: Zone::utc().words(words, since, None).date,
                    standing: booking.map(|booking| {
                        Meeting::new(booking, Some(profile.id), profile.updated_at, calendar, words)
                    }),
                }
            }
            // A booking that stands is not hidden behind one that is expected.
            Visit::Applicant { current, returning: true, .. } if !stands(current, now) => Self::Confirming,
            Visit::Guest { found: None, .. } => Self::Confirming,
            Visit::Guest { found: Some(booking), .. } => {
                let meeting = Meeting::new(booking, None, now, calendar, words);
                Self::of_booking(ProfileStatus::from_booking(Some(booking)), meeting, booking.is_over(now))
            }
            Visit::Applicant { current: Current { profile, withheld: true, .. }, .. } => {
                Self::Withheld(outline(profile.status))
            }
            Visit::Applicant { current: Current { profile, booking, .. }, .. } => {
                let Some(booking) = booking else { return Self::Ready };
                let meeting = Meeting::new(booking, Some(profile.id), profile.updated_at, calendar, words);
                if profile.completed_at.is_some() && profile.status.may_complete() {
                    return Self::Completed(meeting);
                }
                Self::of_booking(profile.status, meeting, booking.is_over(now))
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

    pub(super) fn meeting(&self) -> Option<&Meeting> {
        match self {
            Self::Unknown | Self::Ready | Self::Confirming | Self::Withheld(_) => None,
            Self::Withdrawn { standing, .. } => standing.as_ref(),
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

    pub(super) fn is_completed(&self) -> bool {
        matches!(self, Self::Completed(_))
    }

    /// The meeting was accepted and is not over.
    pub(super) fn is_to_come(&self) -> bool {
        matches!(self, Self::Scheduled(_) | Self::Completed(_))
    }

    pub(super) fn step(&self, completes: bool) -> Step {
        match self {
            Self::Unknown => Step::Apply,
            Self::Scheduled(_) | Self::Ended(_) if !completes => Step::Done,
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

/// Whether the application has a booking that is to come.
fn stands(current: &Current, now: OffsetDateTime) -> bool {
    let status = current.profile.status;
    let is_live = matches!(status, ProfileStatus::InterviewScheduled | ProfileStatus::InterviewRequested);
    is_live && current.booking.as_ref().is_some_and(|booking| !booking.is_over(now))
}
