//! The stand-in's pages.

use askama::Template;
use time::{Date, Month, OffsetDateTime};
use url::form_urlencoded;

use super::booking::{Action, Simulated};
use super::deliver::Timing;
use super::month::{self, horizon};
use crate::domain::booking::BookingStatus;
use crate::domain::instant;
use crate::web::pages::frame::Frame;
use crate::web::pages::zone::{TimeText, Zone};
use crate::web::paths::SIMULATOR;
use crate::words::Words;

/// Zones to choose from, on both sides of clock changes and of the date line.
const ZONES: [&str; 9] = [
    "America/Los_Angeles",
    "America/New_York",
    "UTC",
    "Europe/London",
    "Europe/Berlin",
    "Asia/Kolkata",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// The query of the booking page.
pub(super) struct Visitor {
    name: String,
    email: String,
    profile: String,
    zone: Zone,
    day: Option<Date>,
    slot: Option<OffsetDateTime>,
    shown: (i32, Month),
    old: Option<Simulated>,
    path: String,
}

impl Visitor {
    /// Reads the query, and ignores what it does not understand.
    pub(super) fn parse(query: &str, now: OffsetDateTime) -> Self {
        let pairs: Vec<_> = form_urlencoded::parse(query.as_bytes()).collect();
        let text = |name: &str| pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.to_string());
        let day = text("date").and_then(|date| parse_date(&date));
        let month = text("month").and_then(|month| parse_date(&format!("{month}-01")));
        let shown = month.or(day).unwrap_or(horizon(now).0);
        // Without a choice, the first day that is open is shown, as on the page that this stands for.
        let day = day.or_else(|| month::first_open(shown.year(), shown.month(), horizon(now)));
        Self {
            name: text("name").unwrap_or_default(),
            email: text("email").unwrap_or_default(),
            profile: text("metadata[profileId]").unwrap_or_default(),
            zone: text("cal.tz")
                .and_then(|zone| Zone::parse(&zone))
                .or(Zone::parse("Europe/Berlin"))
                .unwrap_or_else(Zone::utc),
            day,
            slot: text("slot").and_then(|slot| instant::parse(&slot)),
            shown: (shown.year(), shown.month()),
            old: None,
            path: SIMULATOR.into(),
        }
    }

    /// On the page on which a booking is moved.
    pub(super) fn rescheduling(self, old: &Simulated) -> Self {
        let or = |own: String, known: &str| if own.is_empty() { known.to_owned() } else { own };
        Self {
            name: or(self.name, &old.sample.attendee_name),
            email: or(self.email, &old.sample.attendee_email),
            path: format!("/reschedule/{}", old.sample.uid),
            old: Some(old.clone()),
            ..self
        }
    }

    /// This page with another month, day or slot.
    fn link(&self, more: &[(&str, &str)]) -> String {
        let mut query = form_urlencoded::Serializer::new(String::new());
        query.extend_pairs(self.kept()).extend_pairs(more);
        format!("{}?{}", self.path, query.finish())
    }

    fn kept(&self) -> [(&'static str, &str); 4] {
        [
            ("name", &self.name),
            ("email", &self.email),
            ("metadata[profileId]", &self.profile),
            ("cal.tz", self.zone.name()),
        ]
    }
}

fn parse_date(text: &str) -> Option<Date> {
    Date::parse(text, time::macros::format_description!("[year]-[month]-[day]")).ok()
}

/// The booking page: a month, the slots of a day, and the form of a slot.
#[derive(Template)]
#[template(path = "simulator/booker.html")]
pub(super) struct BookerPage<'a> {
    frame: &'a Frame<'a>,
    visitor: &'a Visitor,
    heading: String,
    before: String,
    after: String,
    weeks: Vec<[Option<Cell>; 7]>,
    day: Option<String>,
    slots: Vec<(String, String)>,
    chosen: Option<TimeText>,
    former: Option<TimeText>,
}

struct Cell {
    number: u8,
    full: String,
    link: Option<String>,
    chosen: bool,
}

impl<'a> BookerPage<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, visitor: &'a Visitor, now: OffsetDateTime) -> Self {
        let (year, month) = visitor.shown;
        let [before, after] = month::neighbours(year, month)
            .map(|(year, month)| visitor.link(&[("month", &format!("{year}-{:02}", u8::from(month)))]));
        let cell = |day: Date| Cell {
            number: day.day(),
            full: format!("{} {} {}", day.weekday(), day.day(), day.month()),
            link: month::is_open(day, horizon(now)).then(|| visitor.link(&[("date", &day.to_string())])),
            chosen: visitor.day == Some(day),
        };
        let words = |at: OffsetDateTime| visitor.zone.words(Words::ENGLISH, at, None);
        let open = visitor.day.filter(|day| month::is_open(*day, horizon(now)));
        let slots = open.map(|day| month::slots(day, &visitor.zone)).unwrap_or_default();
        let slot = |day: Date, at: OffsetDateTime| {
            let link = visitor.link(&[("date", &day.to_string()), ("slot", &instant::to_seconds(at))]);
            (words(at).hours, link)
        };
        let length = |at: OffsetDateTime| {
            visitor.zone.words(Words::ENGLISH, at, Some(at + time::Duration::minutes(30)))
        };
        Self {
            frame,
            visitor,
            heading: format!("{month} {year}"),
            before,
            after,
            weeks: month::weeks(year, month).into_iter().map(|week| week.map(|day| day.map(cell))).collect(),
            day: open.map(|day| format!("{} {} {}", day.weekday(), day.day(), day.month())),
            slots: open.map(|day| slots.into_iter().map(|at| slot(day, at)).collect()).unwrap_or_default(),
            chosen: visitor.slot.map(length),
            former: visitor.old.as_ref().map(|old| length(old.sample.start)),
        }
    }

    fn slot(&self) -> String {
        self.visitor.slot.map(instant::to_seconds).unwrap_or_default()
    }

    fn back(&self) -> String {
        let day = self.visitor.day.map(|day| day.to_string()).unwrap_or_default();
        self.visitor.link(&[("date", &day)])
    }

    fn zones(&self) -> Vec<(&'static str, String, bool)> {
        let own = self.visitor.zone.name();
        let label = |name: &str| Zone::parse(name).map(|zone| zone.label(Words::ENGLISH)).unwrap_or_default();
        ZONES.into_iter().map(|name| (name, label(name), name == own)).collect()
    }

    /// The visitor's own zone, where it is none of those on offer.
    fn other_zone(&self) -> Option<(&str, String)> {
        let own = self.visitor.zone.name();
        (!ZONES.contains(&own)).then(|| (own, self.visitor.zone.label(Words::ENGLISH)))
    }
}

/// The page of one booking, on which attendee and host change it.
#[derive(Template)]
#[template(path = "simulator/manage.html")]
pub(super) struct ManagePage<'a> {
    frame: &'a Frame<'a>,
    booking: &'a Simulated,
    when: TimeText,
    actions: Vec<Action>,
}

impl<'a> ManagePage<'a> {
    pub(super) fn new(frame: &'a Frame<'a>, booking: &'a Simulated) -> Self {
        let sample = &booking.sample;
        let zone = Zone::parse(&sample.attendee_timezone).unwrap_or_else(Zone::utc);
        let end = sample.start + time::Duration::minutes(sample.minutes.into());
        Self {
            frame,
            booking,
            when: zone.words(Words::ENGLISH, sample.start, Some(end)),
            actions: booking.actions(),
        }
    }

    fn status(&self) -> &'static str {
        match self.booking.status {
            BookingStatus::Pending => "It waits for the host to confirm it.",
            BookingStatus::Accepted => "It stands.",
            BookingStatus::Rejected => "The host declined it.",
            BookingStatus::Cancelled => "It is cancelled.",
            BookingStatus::Rescheduled => "Another booking took its place.",
        }
    }

    fn can_move(&self) -> bool {
        matches!(
            self.booking.status,
            BookingStatus::Pending | BookingStatus::Accepted | BookingStatus::Cancelled
        )
    }
}
