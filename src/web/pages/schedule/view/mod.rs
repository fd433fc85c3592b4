//! The state of an application as the template draws it: a pure function of what is stored.

mod state;
mod visit;

use askama::Template;
use time::{Duration, OffsetDateTime};

use self::state::State;
pub(crate) use self::visit::{Visit, Wait};
use super::calendar::Calendar;
use super::meeting::Meeting;
use super::own::Own;
use crate::domain::booking::Booking;
use crate::domain::matching::BookingName;
use crate::domain::profile::Profile;
use crate::domain::text::WebUrl;
use crate::web::describe::booking::version;
use crate::web::pages::frame::Frame;
use crate::web::pages::shell::Step;

/// The page that shows the status of an application.
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
    /// The applicant; none unless it is their own browser, which may do more than look.
    profile: Option<&'a Profile>,
    /// The parts besides the state.
    own: Option<Own>,
    /// A booking is on its way, while another one stands.
    expects: bool,
    /// The meeting begins within minutes, or is on.
    soon: bool,
    /// Seconds until time alone changes the page.
    next: Option<i64>,
    wait: Option<Wait>,
    /// The booking may be said to be the applicant's.
    offer: Option<&'a BookingName>,
    /// The reference that was typed, and that named no booking of theirs.
    wrong: Option<&'a str>,
    /// The text that was entered as an e-mail address and is none.
    wrong_email: Option<&'a str>,
}

/// So long before its start a meeting can be joined.
const EARLY: Duration = Duration::minutes(10);

impl<'a> SchedulePage<'a> {
    /// The page for a visit at `now`.
    #[must_use]
    pub(crate) fn new(
        frame: &'a Frame<'a>,
        calendar: Calendar<'a>,
        visit: Visit<'a>,
        now: OffsetDateTime,
    ) -> Self {
        let state = State::new(visit, &calendar, now, frame.words);
        let (current, version, offer) = match visit {
            Visit::Stranger => (None, String::new(), None),
            Visit::Applicant { current, version, .. } => (Some(current), version.to_owned(), None),
            Visit::Guest { found, offer } => (None, guest_version(found), offer),
        };
        let profile = current.map(|current| &current.profile);
        let returning = matches!(visit, Visit::Applicant { returning: true, .. });
        let times = visit.booking().filter(|_| state.is_to_come()).and_then(times);
        Self {
            frame,
            step: state.step(frame.shell.look.completes_by_button),
            version,
            events: profile.map(|profile| format!("/api/public/booking/{}/events", profile.id)),
            book: profile.and_then(|profile| calendar.book(profile)),
            profile,
            own: None,
            expects: returning && !matches!(state, State::Confirming),
            soon: times.is_some_and(|(start, end)| start - EARLY <= now && now < end),
            next: times.and_then(|(start, end)| {
                let next = [start - EARLY, end + Duration::SECOND].into_iter().find(|change| *change > now);
                next.map(|change| (change - now).whole_seconds() + 1)
            }),
            state,
            wait: None,
            offer,
            wrong: None,
            wrong_email: None,
        }
    }

    /// Offers the way back to the page and what was sent.
    #[must_use]
    pub(crate) fn with_own(self, own: Own) -> Self {
        Self { own: Some(own), ..self }
    }

    /// Says that the booking that is shown took the place of `before`, at another time.
    #[must_use]
    pub(crate) fn moved_from(mut self, before: Option<&Booking>) -> Self {
        if let Some(before) = before
            && let State::Scheduled(meeting) | State::Requested(meeting) | State::Completed(meeting) =
                &mut self.state
        {
            meeting.come_from(before, self.frame.words);
        }
        self
    }

    /// How a browser without a script goes on waiting.
    #[must_use]
    pub(crate) fn waiting(self, wait: Wait) -> Self {
        Self { wait: Some(wait), ..self }
    }

    /// The page says that what was typed is no e-mail address. It is the answer to a form.
    #[must_use]
    pub(crate) fn with_wrong_email(self, typed: &'a str) -> Self {
        Self { wrong_email: Some(typed), events: None, ..self }
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

    fn is_expected(&self) -> bool {
        self.expects || matches!(self.state, State::Confirming)
    }

    /// A browser without a script reloads after so many seconds, at this address.
    fn refresh(&self) -> Option<String> {
        let wait = self.wait.as_ref().filter(|wait| self.is_expected() && wait.asked < Wait::MOST)?;
        Some(format!("{}; url={}&asked={}", Wait::PAUSE, wait.address, wait.asked + 1))
    }

    /// Whether the help for waiting is shown.
    fn is_late(&self) -> bool {
        self.wait.as_ref().is_some_and(|wait| wait.asked >= Wait::LATE)
    }

    /// The script asks again after so many seconds: the stream tells of the application alone, and a
    /// booking that arrives may have to be claimed first. A guest's page has no stream.
    fn poll(&self) -> Option<u8> {
        match self.state {
            _ if self.is_expected() => Some(Wait::PAUSE),
            _ if self.is_guest() => Some(2 * Wait::PAUSE),
            _ => None,
        }
    }

    /// Changes where the version does not: what time alone changes.
    fn phase(&self) -> String {
        let marks = [(self.soon, "soon"), (self.expects, "expects")];
        let marks = marks.iter().filter_map(|(is, mark)| is.then_some(*mark));
        [self.name()].into_iter().chain(marks).collect::<Vec<_>>().join(" ")
    }

    /// The applicant completes the application, after the booking.
    fn completes(&self) -> bool {
        self.profile.is_some() && self.frame.shell.look.completes_by_button
    }

    /// A booking is shown, or waited for, in a browser that has no application.
    fn is_guest(&self) -> bool {
        self.profile.is_none() && !matches!(self.state, State::Unknown)
    }

    fn is_withdrawn(&self) -> bool {
        matches!(self.state, State::Withdrawn { .. })
    }

    /// The message with the heading of the state.
    fn name(&self) -> &'static str {
        match &self.state {
            State::Ready => "ready",
            State::Completed(_) => "completed",
            State::Unknown => "unknown",
            State::Confirming => "confirming",
            State::Withheld(_) => "withheld",
            State::Scheduled(meeting) if meeting.moved.is_some() => "moved",
            State::Scheduled(_) => "scheduled",
            State::Requested(_) => "requested",
            State::Again(_) => "again",
            State::Cancelled(_) => "cancelled",
            State::Declined(_) => "declined",
            State::Ended(_) => "ended",
            State::NoShow(_) => "missed",
            State::Withdrawn { .. } => "withdrawn",
        }
    }

    /// The state, which is the heading and the title of the page.
    fn heading(&self) -> String {
        let look = &self.frame.shell.look;
        match self.state {
            State::Ready => self.frame.own(look.schedule.title.as_ref(), "ready"),
            State::Completed(_) => self.frame.own(look.thanks.title.as_ref(), "completed"),
            _ => self.frame.say(self.name()),
        }
    }

    /// The team's text about the next steps.
    fn next_steps(&self) -> Option<&'a str> {
        let next = self.frame.shell.look.next_steps.as_ref().filter(|_| self.profile.is_some());
        next.map(|text| text.in_language(self.frame.words.0))
    }

    /// The title of the browser's tab, which tells when the interview is.
    fn title(&self) -> String {
        let heading = self.heading();
        match &self.state {
            State::Scheduled(Meeting { when: Some(when), .. }) => format!("✓ {heading}: {}", when.text.date),
            _ => heading,
        }
    }

    /// The text below the heading of the pages for which the team may have its own.
    fn lead(&self) -> String {
        let (own, id) = match self.state {
            State::Completed(_) => (&self.frame.shell.look.thanks.intro, "completed-lead"),
            _ => (&self.frame.shell.look.schedule.intro, "ready-lead"),
        };
        self.frame.own(own.as_ref(), id)
    }

    fn announcement(&self) -> String {
        let heading = self.heading();
        let meeting = self.state.meeting();
        let spoken =
            meeting.map_or_else(|| heading.clone(), |meeting| meeting.spoken(self.frame.words, &heading));
        let moved = meeting.and_then(|meeting| meeting.moved.as_ref());
        moved.map_or_else(|| spoken.clone(), |moved| format!("{spoken}. {moved}"))
    }
}

/// The start and the end of a meeting.
fn times(booking: &Booking) -> Option<(OffsetDateTime, OffsetDateTime)> {
    let start = booking.details.start?;
    Some((start, booking.details.end.filter(|end| *end > start).unwrap_or(start)))
}

/// Changes with what a guest is shown.
fn guest_version(found: Option<&Booking>) -> String {
    let Some(booking) = found else { return "guest".into() };
    let Booking { uid, status, last_event_at, attendance, details, .. } = booking;
    let link = details.link.as_ref().map(WebUrl::as_str);
    version(&format!("{uid} {status:?} {last_event_at:?} {attendance:?} {:?} {link:?}", details.start))
}

#[cfg(test)]
mod tests;
