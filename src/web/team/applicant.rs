//! One applicant: the interview, the answers, and what happened.

use askama::Template;
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, State, get, routes};
use time::OffsetDateTime;

use super::frame::{Place, TeamFrame, plain};
use super::guards::SignedIn;
use super::notice::TeamError;
use super::standing::{Standing, is_void};
use super::when::{self, When};
use crate::calcom::trigger::Trigger;
use crate::domain::booking::{Booking, BookingStatus};
use crate::domain::event::Source;
use crate::domain::foreign::ForeignText;
use crate::domain::language::Language;
use crate::domain::matching::MatchedBy;
use crate::domain::profile::ProfileStatus;
use crate::domain::questions::{Kind, Questions};
use crate::domain::text::WebUrl;
use crate::store::{Heard, WholeApplicant};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;
use crate::web::pages::zone::Zone;
use crate::words::Words;

/// An answer with more characters, or several lines, has a row of its own.
const LONG: usize = 40;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

/// The interview that the application shows.
struct Meeting {
    start: When,
    /// The month and the day, as on a calendar's leaf.
    leaf: (String, String),
    date: String,
    hours: String,
    /// The hours in the applicant's zone, where that is another one.
    theirs: Option<String>,
    link: Option<String>,
    facts: Vec<(&'static str, String)>,
    is_void: bool,
    is_past: bool,
}

/// Another booking of the applicant.
struct Other {
    start: Option<When>,
    host: Option<String>,
    state: &'static str,
    is_void: bool,
}

struct Answered {
    question: String,
    text: String,
    is_asked: bool,
    is_long: bool,
    is_link: bool,
}

/// Something that happened.
struct Entry {
    icon: &'static str,
    what: String,
    detail: Option<String>,
    at: Option<When>,
}

#[derive(Template)]
#[template(path = "team/applicant.html")]
struct ApplicantPage<'a> {
    frame: TeamFrame<'a>,
    number: i64,
    name: String,
    email: &'a str,
    standing: Standing,
    applied: When,
    /// How many more applications came from the address.
    more: u32,
    same_address: String,
    meeting: Option<Meeting>,
    has_booking: bool,
    others: Vec<Other>,
    answers: Vec<Answered>,
    history: Vec<Entry>,
    as_of: When,
}

#[get("/team/applicants/<number>")]
async fn show(here: SignedIn, number: i64, now: Now, app: &State<App>) -> Result<Page, TeamError> {
    let store = app.store.clone();
    let found = spawn_blocking(move || store.applicant(number)).await.map_err(|_| ApiError::Internal)??;
    let whole = found.ok_or(ApiError::NotFound)?;
    let clock = Clock { zone: when::zone(&here.member), now: now.0 };
    let frame = TeamFrame::new(&app.shell, &here.member, Place::Applicants);
    let page = page(frame, &whole, &app.settings.questions, &clock);
    Ok(Page::draw(&page, &plain(&app.shell)).map_err(|error| error.0)?)
}

/// The member's zone, and what time it is.
struct Clock {
    zone: Zone,
    now: OffsetDateTime,
}

impl Clock {
    fn when(&self, at: OffsetDateTime) -> When {
        When::new(at, &self.zone, self.now)
    }
}

fn page<'a>(
    frame: TeamFrame<'a>,
    whole: &'a WholeApplicant,
    questions: &Questions,
    clock: &Clock,
) -> ApplicantPage<'a> {
    let profile = &whole.profile;
    let email = profile.email.as_str();
    let query: String = url::form_urlencoded::byte_serialize(email.as_bytes()).collect();
    ApplicantPage {
        frame,
        number: whole.number,
        name: profile.name.visible(200),
        email,
        standing: Standing::new(profile.status, profile.withdrawn_at.is_some()),
        applied: clock.when(profile.created_at),
        more: whole.from_address.saturating_sub(1),
        same_address: format!("/team/applicants?q={query}"),
        meeting: whole.booking.as_ref().and_then(|booking| meeting(booking, whole, clock)),
        has_booking: whole.booking.is_some(),
        others: whole.others.iter().map(|booking| other(booking, clock)).collect(),
        answers: answers(whole, questions),
        history: history(whole, clock),
        as_of: clock.when(clock.now),
    }
}

fn meeting(booking: &Booking, whole: &WholeApplicant, clock: &Clock) -> Option<Meeting> {
    let known = &booking.details;
    let start = known.start?;
    let text = clock.zone.words(Words::ENGLISH, start, known.end);
    let zone = known.attendee_timezone.as_ref().and_then(|zone| Zone::parse(zone.as_str()));
    let theirs = zone.map(|zone| zone.words(Words::ENGLISH, start, known.end));
    let theirs = theirs.filter(|theirs| theirs.hours != text.hours || theirs.date != text.date);
    let over = known.end.unwrap_or(start);
    Some(Meeting {
        start: clock.when(start),
        leaf: text.leaf,
        date: text.date,
        hours: text.line,
        theirs: theirs.map(|theirs| theirs.line),
        link: known.link.as_ref().map(|link| link.as_str().to_owned()),
        facts: facts(booking, whole.matched),
        is_void: is_void(whole.profile.status),
        is_past: over < clock.now || is_void(whole.profile.status),
    })
}

fn facts(booking: &Booking, matched: Option<(MatchedBy, bool)>) -> Vec<(&'static str, String)> {
    let known = &booking.details;
    let visible = |text: &Option<ForeignText>, most| text.as_ref().map(|text| text.visible(most));
    let by = matched.map(|(by, inherited)| match (by, inherited) {
        (_, true) => "It replaces a booking of this application",
        (MatchedBy::Metadata, _) => "The booking named this application",
        (MatchedBy::Claim, _) => "The applicant knew the booking",
        (MatchedBy::Email, _) => "By the email address alone; they see its status only",
    });
    let facts = [
        ("Host", visible(&known.organizer_name, 100)),
        ("Where", known.location.as_ref().map(place)),
        ("Title", visible(&known.title, 200)),
        ("Booked as", visible(&known.attendee_name, 200)),
        ("Reason", visible(&booking.reason, 600)),
        ("Matched", by.map(str::to_owned)),
    ];
    facts.into_iter().filter_map(|(name, value)| value.map(|value| (name, value))).collect()
}

/// Cal.com's own word for its video, and the names of others'.
fn place(location: &ForeignText) -> String {
    match location.as_str().strip_prefix("integrations:") {
        Some("daily") => "Cal Video".to_owned(),
        Some(name) => ForeignText::from(name.replace(['_', '-'], " ")).visible(60),
        None => location.visible(200),
    }
}

fn other(booking: &Booking, clock: &Clock) -> Other {
    let status = ProfileStatus::from_booking(Some(booking));
    let state = match booking.status {
        BookingStatus::Rescheduled => "Moved",
        _ => Standing::new(status, false).word,
    };
    Other {
        start: booking.details.start.map(|at| clock.when(at)),
        host: booking.details.organizer_name.as_ref().map(|host| host.visible(100)),
        state,
        is_void: booking.status == BookingStatus::Rescheduled || is_void(status),
    }
}

/// In the order of the form; last what is not asked any more.
fn answers(whole: &WholeApplicant, questions: &Questions) -> Vec<Answered> {
    let mut left = whole.answers.clone();
    let mut answered = Vec::new();
    for question in questions.iter() {
        let Some(text) = left.remove(question.id.as_str()) else { continue };
        let text = match (&question.kind, &*text) {
            (Kind::YesNo, "true") => "Yes".to_owned(),
            (Kind::YesNo, "false") => "No".to_owned(),
            _ => text,
        };
        answered.push(one_answer(question.label.in_language(Language::English), text, true));
    }
    answered.extend(left.into_iter().map(|(id, text)| one_answer(&id, text, false)));
    answered
}

fn one_answer(question: &str, text: String, is_asked: bool) -> Answered {
    let is_long = text.chars().count() > LONG || text.contains('\n');
    let is_link = WebUrl::parse(&text).is_ok_and(|link| link.as_str() == text);
    Answered { question: question.to_owned(), text, is_asked, is_long, is_link }
}

/// What happened, the latest first.
fn history(whole: &WholeApplicant, clock: &Clock) -> Vec<Entry> {
    let profile = &whole.profile;
    let own = [
        (Some(profile.created_at), "person", "Applied"),
        (profile.completed_at, "check", "Finished the application"),
        (profile.withdrawn_at, "out", "Withdrew the application"),
    ];
    let own = own.into_iter().filter_map(|(at, icon, what)| {
        let entry = Entry { icon, what: what.to_owned(), detail: None, at: Some(clock.when(at?)) };
        Some((at, entry))
    });
    let heard = whole.heard.iter().map(|heard| (heard.happened_at.or(heard.received_at), told(heard, clock)));
    let mut all: Vec<_> = heard.chain(own).collect();
    // Stable: of one moment, the later delivery stays first.
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, entry)| entry).collect()
}

fn told(heard: &Heard, clock: &Clock) -> Entry {
    let (icon, what) = words(&heard.trigger);
    let time = heard.start.map(|start| clock.when(start).text);
    let what = match time.filter(|_| matches!(icon, "booked" | "clock" | "turn")) {
        Some(time) => format!("{what} {time}"),
        None => what.to_owned(),
    };
    let from = match heard.source {
        Source::Webhook => {
            format!("{}, delivery {}", ForeignText::from(heard.trigger.clone()).visible(60), heard.delivery)
        }
        Source::Api => format!("Read from Cal.com’s API, delivery {}", heard.delivery),
    };
    let late = match (heard.happened_at, heard.received_at) {
        (Some(happened), Some(received)) if received - happened > time::Duration::hours(1) => {
            format!(". It came {}", clock.when(received).prose)
        }
        _ => String::new(),
    };
    let at = heard.happened_at.or(heard.received_at).map(|at| clock.when(at));
    Entry { icon, what, detail: Some(format!("{from}{late}.")), at }
}

/// An icon, and what a trigger means.
fn words(trigger: &str) -> (&'static str, &'static str) {
    match Trigger::parse(trigger) {
        Some(Trigger::BookingCreated) => ("booked", "Booked for"),
        Some(Trigger::BookingRequested) => ("clock", "Asked for"),
        Some(Trigger::BookingRescheduled) => ("turn", "Moved to"),
        Some(Trigger::BookingCancelled) => ("cancelled", "The booking was cancelled"),
        Some(Trigger::BookingRejected) => ("declined", "The host declined"),
        Some(Trigger::BookingPaymentInitiated) => ("clock", "Waits for the payment of"),
        Some(Trigger::BookingPaid) => ("check", "The payment arrived"),
        Some(Trigger::BookingLocationUpdated) => ("note", "The place changed"),
        Some(Trigger::BookingReassigned) => ("person", "The host changed"),
        Some(Trigger::BookingNoShowUpdated) => ("noshow", "The host said who was absent"),
        Some(Trigger::MeetingStarted) => ("calendar", "The interview began"),
        Some(Trigger::MeetingEnded) => ("over", "The interview ended"),
        Some(Trigger::AfterGuestsNoShow) => ("noshow", "Guests did not join the call"),
        Some(Trigger::AfterHostsNoShow) => ("noshow", "The host did not join the call"),
        _ => ("note", "Cal.com told something about the booking"),
    }
}
