//! An instant in an IANA time zone, written for people.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use time::OffsetDateTime;

/// An IANA time zone that this build knows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct Zone(TimeZone);

/// A stretch of time in words, in one zone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::web) struct TimeText {
    /// `Thursday, 12 November 2026`.
    pub(in crate::web) date: String,
    /// The month and the day of the month of the start, as on a calendar's leaf: `Nov`, `12`.
    pub(in crate::web) leaf: (String, String),
    /// `3:00 to 3:30 pm`; names the day of the end if it is another one, and the offsets from UTC
    /// where the clock is turned back or forth and the hours alone would mislead.
    pub(in crate::web) hours: String,
    /// `Berlin time`.
    pub(in crate::web) zone: String,
}

impl Zone {
    /// Coordinated universal time.
    #[must_use]
    pub(in crate::web) fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// Reads a name such as `Europe/Berlin`, in any case; `None` for what is no known zone.
    #[must_use]
    pub(in crate::web) fn parse(name: &str) -> Option<Self> {
        let zone = TimeZone::get(name.trim()).ok()?;
        (!zone.is_unknown() && zone.iana_name() != Some("Factory")).then_some(Self(zone))
    }

    /// The IANA name.
    #[must_use]
    pub(in crate::web) fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// What people call its time: by the city (`Berlin time`), or by the offset where the zone is
    /// nothing else (`UTC`, `UTC+2`).
    #[must_use]
    pub(in crate::web) fn label(&self) -> String {
        let name = self.name();
        let Some((area, place)) = name.split_once('/') else { return label_without_area(name) };
        match area {
            "Etc" => fixed(place),
            "US" | "Canada" | "Brazil" | "Chile" | "Mexico" => format!("{area} {} time", spaced(place)),
            _ => format!("{} time", spaced(place.rsplit('/').next().unwrap_or(place))),
        }
    }

    /// From `start` to `end`, or `start` alone.
    #[must_use]
    pub(in crate::web) fn words(&self, start: OffsetDateTime, end: Option<OffsetDateTime>) -> TimeText {
        let start = self.local(start);
        let end = end.map(|end| self.local(end)).filter(|end| *end > start);
        let hours = match end {
            None if is_ambiguous(&start) => format!("{} ({})", clock(&start), utc(start.offset())),
            None => clock(&start),
            Some(end) => span(&start, &end),
        };
        let leaf = (start.strftime("%b").to_string(), start.strftime("%-d").to_string());
        TimeText { date: date(&start), leaf, hours, zone: self.label() }
    }

    /// The instant at which clocks of the zone show this time; the first of two on the day that
    /// they are turned back, and the time as much later where they are turned forth over it.
    #[must_use]
    pub(in crate::web) fn instant(&self, date: time::Date, at: time::Time) -> Option<OffsetDateTime> {
        let year = i16::try_from(date.year()).ok()?;
        let small = |part: u8| i8::try_from(part).ok();
        let (month, day) = (small(date.month().into())?, small(date.day())?);
        let wall = DateTime::new(year, month, day, small(at.hour())?, small(at.minute())?, 0, 0).ok()?;
        let stamp = self.0.to_timestamp(wall).ok()?;
        OffsetDateTime::from_unix_timestamp(stamp.as_second()).ok()
    }

    fn local(&self, instant: OffsetDateTime) -> Zoned {
        // Every instant that `domain::instant` reads lies within jiff's years -9999 to 9999.
        let stamp = Timestamp::from_second(instant.unix_timestamp()).unwrap_or_default();
        stamp.to_zoned(self.0.clone())
    }
}

/// How long a meeting takes: `30 minutes`, `1 hour 15 minutes`. `None` unless `end` comes at
/// least a minute after `start`.
#[must_use]
pub(in crate::web) fn duration(start: OffsetDateTime, end: OffsetDateTime) -> Option<String> {
    let minutes = (end - start).whole_minutes();
    let hours = (minutes >= 60).then(|| count(minutes / 60, "hour"));
    let rest = (minutes > 0 && minutes % 60 > 0).then(|| count(minutes % 60, "minute"));
    let parts: Vec<String> = hours.into_iter().chain(rest).collect();
    (!parts.is_empty()).then(|| parts.join(" "))
}

fn count(n: i64, unit: &str) -> String {
    if n == 1 { format!("1 {unit}") } else { format!("{n} {unit}s") }
}

fn label_without_area(name: &str) -> String {
    match name {
        "UTC" | "GMT" | "UCT" | "Universal" | "Zulu" | "Greenwich" | "GMT0" | "GMT+0" | "GMT-0" => {
            "UTC".into()
        }
        // EST, CET, EST5EDT, NZ: the name is an abbreviation, and says it all.
        _ if !name.chars().any(char::is_lowercase) => name.into(),
        _ => format!("{} time", spaced(name)),
    }
}

/// `Etc/GMT-2` lies two hours east of Greenwich: POSIX counts the other way round.
fn fixed(place: &str) -> String {
    match place.strip_prefix("GMT") {
        Some(rest) if rest.starts_with('+') && rest != "+0" => format!("UTC\u{2212}{}", &rest[1..]),
        Some(rest) if rest.starts_with('-') && rest != "-0" => format!("UTC+{}", &rest[1..]),
        _ => "UTC".into(),
    }
}

fn spaced(place: &str) -> String {
    place.replace('_', " ")
}

fn date(local: &Zoned) -> String {
    local.strftime("%A, %-d %B %Y").to_string()
}

fn clock(local: &Zoned) -> String {
    local.strftime("%-I:%M %P").to_string()
}

fn span(start: &Zoned, end: &Zoned) -> String {
    let turned = start.offset() != end.offset() || is_ambiguous(start) || is_ambiguous(end);
    let offset = |local: &Zoned| if turned { format!(" ({})", utc(local.offset())) } else { String::new() };
    let same_day = start.date() == end.date();
    let same_half = same_day && (start.hour() < 12) == (end.hour() < 12);
    let from = if same_half && !turned { start.strftime("%-I:%M").to_string() } else { clock(start) };
    let until = clock(end);
    let day = if same_day { String::new() } else { end.strftime(" on %A, %-d %B").to_string() };
    format!("{from}{} to {until}{}{day}", offset(start), offset(end))
}

/// The clock shows this time twice on the day that it is turned back.
fn is_ambiguous(local: &Zoned) -> bool {
    local.time_zone().to_ambiguous_timestamp(local.datetime()).is_ambiguous()
}

fn utc(offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".into(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant;

    fn at(text: &str) -> OffsetDateTime {
        instant::parse(text).expect("an instant")
    }

    fn words(zone: &str, start: &str, end: &str) -> (String, String, String) {
        let zone = Zone::parse(zone).expect("a zone");
        let TimeText { date, hours, zone, .. } = zone.words(at(start), Some(at(end)));
        (date, hours, zone)
    }

    fn hours(zone: &str, start: &str, end: &str) -> String {
        words(zone, start, end).1
    }

    #[test]
    fn a_meeting_reads_as_people_write_it() {
        let (date, hours, zone) = words("Europe/Berlin", "2026-11-12T14:00:00Z", "2026-11-12T14:30:00Z");
        assert_eq!(date, "Thursday, 12 November 2026");
        assert_eq!(hours, "3:00 to 3:30 pm");
        assert_eq!(zone, "Berlin time");
    }

    #[test]
    fn noon_and_midnight_name_their_halves_of_the_day() {
        assert_eq!(hours("UTC", "2026-11-12T11:30:00Z", "2026-11-12T12:15:00Z"), "11:30 am to 12:15 pm");
        assert_eq!(hours("UTC", "2026-11-12T00:00:00Z", "2026-11-12T00:30:00Z"), "12:00 to 12:30 am");
        let over = hours("UTC", "2026-11-12T23:30:00Z", "2026-11-13T00:15:00Z");
        assert_eq!(over, "11:30 pm to 12:15 am on Friday, 13 November");
    }

    #[test]
    fn the_date_is_the_zones_own() {
        let (date, hours, _) = words("Pacific/Auckland", "2026-11-12T14:00:00Z", "2026-11-12T14:30:00Z");
        assert_eq!((date.as_str(), hours.as_str()), ("Friday, 13 November 2026", "3:00 to 3:30 am"));
        let (date, _, _) = words("America/Los_Angeles", "2026-11-12T02:00:00Z", "2026-11-12T02:30:00Z");
        assert_eq!(date, "Wednesday, 11 November 2026");
    }

    #[test]
    fn both_sides_of_a_clock_change_are_right() {
        let new_york = |start, end| hours("America/New_York", start, end);
        assert_eq!(new_york("2026-10-31T18:00:00Z", "2026-10-31T18:30:00Z"), "2:00 to 2:30 pm");
        assert_eq!(new_york("2026-11-01T19:00:00Z", "2026-11-01T19:30:00Z"), "2:00 to 2:30 pm");
    }

    #[test]
    fn the_hour_that_comes_twice_names_its_offset() {
        let new_york = |start, end| hours("America/New_York", start, end);
        let across = new_york("2026-11-01T05:30:00Z", "2026-11-01T06:15:00Z");
        assert_eq!(across, "1:30 am (UTC\u{2212}4) to 1:15 am (UTC\u{2212}5)");
        let forward = new_york("2026-03-08T06:30:00Z", "2026-03-08T07:30:00Z");
        assert_eq!(forward, "1:30 am (UTC\u{2212}5) to 3:30 am (UTC\u{2212}4)");
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        assert_eq!(berlin.words(at("2026-10-25T00:30:00Z"), None).hours, "2:30 am (UTC+2)");
    }

    #[test]
    fn a_zone_is_called_by_its_city() {
        let label = |name| Zone::parse(name).map(|zone| zone.label()).unwrap_or_default();
        for (name, expected) in [
            ("europe/berlin", "Berlin time"),
            ("America/New_York", "New York time"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
            ("America/Port-au-Prince", "Port-au-Prince time"),
            ("US/Eastern", "US Eastern time"),
            ("Japan", "Japan time"),
            ("UTC", "UTC"),
            ("Etc/UTC", "UTC"),
            ("GMT", "UTC"),
            ("Etc/GMT", "UTC"),
            ("Etc/GMT-2", "UTC+2"),
            ("Etc/GMT+11", "UTC\u{2212}11"),
            ("EST5EDT", "EST5EDT"),
        ] {
            assert_eq!(label(name), expected, "{name}");
        }
    }

    #[test]
    fn a_wall_clock_names_an_instant() {
        let zone = Zone::parse("America/New_York").expect("a zone");
        let instant = |date, hour| zone.instant(date, time::Time::from_hms(hour, 30, 0).expect("a time"));
        let day = |month, day| time::Date::from_calendar_date(2026, month, day).expect("a day");
        assert_eq!(instant(day(time::Month::October, 31), 9), Some(at("2026-10-31T13:30:00Z")));
        assert_eq!(instant(day(time::Month::November, 1), 1), Some(at("2026-11-01T05:30:00Z")));
        assert_eq!(instant(day(time::Month::November, 2), 9), Some(at("2026-11-02T14:30:00Z")));
        assert_eq!(instant(day(time::Month::March, 8), 2), Some(at("2026-03-08T07:30:00Z")));
    }

    #[test]
    fn what_is_no_zone_is_none() {
        for bad in ["", "Etc/Unknown", "Mars/Olympus", "../etc/passwd", "Factory", "+02:00"] {
            assert_eq!(Zone::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_duration_is_in_hours_and_minutes() {
        let lasting = |end| duration(at("2026-11-12T14:00:00Z"), at(end));
        assert_eq!(lasting("2026-11-12T14:30:00Z").as_deref(), Some("30 minutes"));
        assert_eq!(lasting("2026-11-12T14:01:00Z").as_deref(), Some("1 minute"));
        assert_eq!(lasting("2026-11-12T15:00:00Z").as_deref(), Some("1 hour"));
        assert_eq!(lasting("2026-11-12T15:15:00Z").as_deref(), Some("1 hour 15 minutes"));
        assert_eq!(lasting("2026-11-12T14:00:00Z"), None);
        assert_eq!(lasting("2026-11-12T13:00:00Z"), None);
    }
}
