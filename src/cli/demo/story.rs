//! The story of an invented applicant, and the deliveries that tell it.

use std::borrow::Cow;

use time::{Date, Duration, OffsetDateTime, Weekday};

use crate::calcom::sample::{Sample, uid_from_random};
use crate::calcom::trigger::Trigger;
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::matching::BookingName;
use crate::domain::questions::Application;

/// How long a delivery takes.
const UNDER_WAY: Duration = Duration::seconds(2);
/// How long a delayed delivery takes.
const LATE: Duration = Duration::hours(14);
/// How long an interview takes.
const MINUTES: u32 = 30;

/// One thing that happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A time is booked by the link on the applicant's page.
    Book,
    /// The same, and the news of it arrives late.
    BookUnheard,
    /// A time is booked elsewhere, so that only the address can tell whose it is.
    BookElsewhere,
    /// A time is asked for that a host has to confirm.
    Ask,
    /// The host confirms it.
    Confirm,
    /// The host declines it.
    Decline,
    /// The booking moves to the next working day.
    Move,
    /// The applicant cancels.
    Cancel,
    /// The host cancels and asks for another time.
    AskAgain,
    /// The interview takes place.
    Hold,
    /// The applicant misses it.
    Miss,
    /// The applicant shows on their page that the booking is theirs.
    Claim,
    /// The applicant completes the application.
    Complete,
    /// The applicant withdraws it.
    Withdraw,
}

impl Step {
    /// Whether it comes with the end of the interview.
    fn is_at_the_end(self) -> bool {
        matches!(self, Self::Hold | Self::Miss)
    }
}

/// What reaches bookhook, and when.
pub(super) struct News {
    pub(super) at: OffsetDateTime,
    pub(super) what: What,
}

/// What reaches bookhook.
pub(super) enum What {
    /// Somebody sends the form.
    Applies(ProfileId, Application),
    /// Cal.com delivers this.
    Delivers(Box<Sample>),
    /// Somebody delivers these bytes, properly signed.
    Posts(&'static [u8]),
    /// Somebody shows that they know a booking.
    Claims(ProfileId, BookingName),
    /// Somebody completes their application.
    Completes(ProfileId),
    /// Somebody withdraws their application.
    Withdraws(ProfileId),
    /// So many requests are refused for a reason.
    Refused(&'static str, u64),
}

/// Somebody who applies, or who only books.
pub(super) struct Person {
    /// Makes the id, the uids and the minutes, which are the same each time.
    pub(super) number: u32,
    pub(super) name: Cow<'static, str>,
    pub(super) email: Cow<'static, str>,
    pub(super) zone: &'static str,
    pub(super) host: &'static str,
    /// When they apply, or first look at the calendar.
    pub(super) since: OffsetDateTime,
    /// When the interview is in the end.
    pub(super) start: OffsetDateTime,
    pub(super) story: &'static [Step],
}

impl Person {
    pub(super) fn id(&self) -> ProfileId {
        ProfileId::from_random(scattered(self.number, 0))
    }

    /// The uid of their booking, once it has moved so often.
    pub(super) fn booking(&self, moves: u32) -> Option<BookingUid> {
        BookingUid::parse(&uid_from_random(scattered(self.number, 1 + moves)))
    }

    /// What happens to them after they applied, until `now`, each with when it arrives. `named`: their
    /// bookings name their application.
    pub(super) fn news(&self, named: bool, now: OffsetDateTime) -> Vec<News> {
        let mut booked = Booked { person: self, moves: 0, start: self.start, made: self.since, named };
        if self.story.contains(&Step::Move) {
            booked.start = self.start.replace_date(working_day(self.start.date(), -1));
        }
        let first = self.since + Duration::minutes(4 + i64::from(self.number % 40 * 7 % 40));
        let until = now.min(booked.start);
        let before_the_end = self.story.iter().filter(|step| !step.is_at_the_end()).count();
        let parts = i32::try_from(before_the_end.max(1)).unwrap_or(i32::MAX);
        let mut news = Vec::new();
        for (place, step) in (0..).zip(self.story) {
            let at = if step.is_at_the_end() {
                booked.start + Duration::minutes(MINUTES.into())
            } else {
                first + (until - first) * place / parts
            };
            news.extend(booked.step(*step, at));
        }
        news.retain(|news| news.at <= now);
        news
    }
}

/// A person's booking as it is told step by step.
struct Booked<'a> {
    person: &'a Person,
    /// How often it moved: each time it gets another uid.
    moves: u32,
    start: OffsetDateTime,
    made: OffsetDateTime,
    /// Its metadata names the application.
    named: bool,
}

impl Booked<'_> {
    /// Takes a step, and returns the news of it. Only a uid that cannot be makes none.
    fn step(&mut self, step: Step, at: OffsetDateTime) -> Option<News> {
        let mut previous = None;
        match step {
            Step::Book | Step::BookUnheard | Step::Ask => self.made = at,
            Step::BookElsewhere => (self.made, self.named) = (at, false),
            Step::Move => {
                previous = self.person.booking(self.moves).map(|uid| (uid, self.start));
                (self.moves, self.start) = (self.moves + 1, self.person.start);
            }
            _ => {}
        }
        let id = self.person.id();
        let uid = self.person.booking(self.moves)?;
        let trigger = match step {
            Step::Claim => return Some(News { at, what: What::Claims(id, BookingName { uid, seat: None }) }),
            Step::Complete => return Some(News { at, what: What::Completes(id) }),
            Step::Withdraw => return Some(News { at, what: What::Withdraws(id) }),
            Step::Book | Step::BookUnheard | Step::BookElsewhere | Step::Confirm => Trigger::BookingCreated,
            Step::Ask => Trigger::BookingRequested,
            Step::Decline => Trigger::BookingRejected,
            Step::Move => Trigger::BookingRescheduled,
            Step::Cancel | Step::AskAgain => Trigger::BookingCancelled,
            Step::Hold => Trigger::MeetingEnded,
            Step::Miss => Trigger::BookingNoShowUpdated,
        };
        // Cal.com tells of a meeting with the booking's own time.
        let created_at = if step == Step::Hold { self.made } else { at };
        let sample = Sample {
            previous,
            asks_for_another_time: step == Step::AskAgain,
            reason: reason(step).into(),
            ..self.sample(trigger, uid, created_at)
        };
        let way = if step == Step::BookUnheard { LATE } else { UNDER_WAY };
        Some(News { at: at + way, what: What::Delivers(Box::new(sample)) })
    }

    fn sample(&self, trigger: Trigger, uid: BookingUid, created_at: OffsetDateTime) -> Sample {
        let person = self.person;
        let event = if person.number % 7 == 3 { "Second interview: a small system" } else { "Interview" };
        Sample {
            minutes: MINUTES,
            profile: self.named.then(|| person.id()),
            attendee_name: person.name.clone().into_owned(),
            attendee_email: person.email.clone().into_owned(),
            attendee_timezone: person.zone.into(),
            host_name: person.host.into(),
            event_name: event.into(),
            booker_url: "https://cal.example.com".into(),
            ..Sample::new(trigger, uid, created_at, self.start)
        }
    }
}

/// A delivery that is about no booking.
pub(super) fn other(trigger: Trigger, at: OffsetDateTime) -> Option<News> {
    let uid = BookingUid::parse(&uid_from_random(scattered(0, u32::MAX)))?;
    Some(News { at, what: What::Delivers(Box::new(Sample::new(trigger, uid, at, at))) })
}

fn reason(step: Step) -> &'static str {
    match step {
        Step::Cancel => "I have found something else. Thank you for your time.",
        Step::AskAgain => "Something came up that morning. Could we meet a day later?",
        Step::Decline => "I am away that week.",
        _ => "",
    }
}

/// The working day so many before or after a day; the next one, if that is none itself.
pub(super) fn working_day(from: Date, days: i32) -> Date {
    let is_free = |day: Date| matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
    let (mut day, mut left) = (from, days.abs());
    while left > 0 || is_free(day) {
        day = day.saturating_add(Duration::days(if days < 0 { -1 } else { 1 }));
        left -= i32::from(left > 0 && !is_free(day));
    }
    day
}

/// Sixteen bytes that are far from those of the next number, the same each time.
fn scattered(number: u32, kind: u32) -> [u8; 16] {
    let all = u128::from(number) | u128::from(kind) << 32 | 1 << 64;
    all.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).rotate_right(64).to_be_bytes()
}
