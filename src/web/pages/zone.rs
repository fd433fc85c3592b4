//! An instant in an IANA time zone, written for people.

use jiff::civil::DateTime;
use jiff::tz::{Offset, TimeZone};
use jiff::{Timestamp, Zoned};
use time::OffsetDateTime;

use crate::words::{FluentValue, Words};

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
    /// `Berlin time (UTC+1)`.
    pub(in crate::web) zone: String,
    /// The hours and the zone in one line.
    pub(in crate::web) line: String,
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

    /// The names of all zones that this build knows.
    #[must_use]
    pub(in crate::web) fn all() -> Vec<String> {
        let names = jiff::tz::db().available().map(|name| name.as_str().to_owned());
        names.filter(|name| name == "UTC" || name.contains('/') && !name.starts_with("Etc/")).collect()
    }

    /// Returns the everyday name of its time: by the city (`Berlin time`), or by the offset where the zone is
    /// nothing else (`UTC`, `UTC+2`).
    #[must_use]
    pub(in crate::web) fn label(&self, words: Words) -> String {
        let name = self.name();
        let time_of = |city: &str| words.with("zone", [("city", spaced(city))]);
        match name.split_once('/') {
            Some(("Etc", place)) => fixed(place),
            Some((area @ ("US" | "Canada" | "Brazil" | "Chile" | "Mexico"), place)) => {
                time_of(&format!("{area} {place}"))
            }
            Some((_, place)) => time_of(today(place.rsplit('/').next().unwrap_or(place))),
            None if is_utc(name) => "UTC".into(),
            // EST, CET, EST5EDT, NZ: the name is an abbreviation, and says it all.
            None if !name.chars().any(char::is_lowercase) => name.into(),
            None => time_of(name),
        }
    }

    /// From `start` to `end`, or `start` alone.
    #[must_use]
    pub(in crate::web) fn words(
        &self,
        words: Words,
        start: OffsetDateTime,
        end: Option<OffsetDateTime>,
    ) -> TimeText {
        let start = self.local(start);
        let end = end.map(|end| self.local(end)).filter(|end| *end > start);
        let turned = is_ambiguous(&start)
            || end.as_ref().is_some_and(|end| is_ambiguous(end) || start.offset() != end.offset());
        let clock = |local: &Zoned| {
            let clock = words.with("clock", parts(local));
            if turned { format!("{clock} ({})", utc(words, local.offset())) } else { clock }
        };
        let hours = match &end {
            None => clock(&start),
            Some(end) => span(words, &start, end, turned, clock),
        };
        let (label, offset) = (self.label(words), utc(words, start.offset()));
        let alone = turned || label.starts_with("UTC");
        let zone = if alone { label } else { format!("{label} ({offset})") };
        TimeText {
            date: words.with("date", parts(&start)),
            leaf: (words.with("month-short", parts(&start)), start.day().to_string()),
            line: words.with("when", [("hours", hours.as_str()), ("zone", &zone)]),
            hours,
            zone,
        }
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

    /// What clocks of the zone show at an instant.
    pub(in crate::web) fn local(&self, instant: OffsetDateTime) -> Zoned {
        // Every instant that `domain::instant` reads lies within jiff's years -9999 to 9999.
        let stamp = Timestamp::from_second(instant.unix_timestamp()).unwrap_or_default();
        stamp.to_zoned(self.0.clone())
    }
}

/// How long a meeting takes: `30 minutes`, `1 hour 15 minutes`. `None` unless `end` comes at
/// least a minute after `start`.
#[must_use]
pub(in crate::web) fn duration(words: Words, start: OffsetDateTime, end: OffsetDateTime) -> Option<String> {
    let minutes = (end - start).whole_minutes();
    let count = |unit: &str, count: i64| words.with(unit, [("count", count)]);
    match (minutes / 60, minutes % 60) {
        _ if minutes < 1 => None,
        (0, minutes) => Some(count("minutes", minutes)),
        (hours, 0) => Some(count("hours", hours)),
        (hours, minutes) => {
            let parts = [("hours", count("hours", hours)), ("minutes", count("minutes", minutes))];
            Some(words.with("hours-minutes", parts))
        }
    }
}

fn is_utc(name: &str) -> bool {
    matches!(name, "UTC" | "GMT" | "UCT" | "Universal" | "Zulu" | "Greenwich" | "GMT0" | "GMT+0" | "GMT-0")
}

/// `Etc/GMT-2` lies two hours east of Greenwich: POSIX counts the other way round.
fn fixed(place: &str) -> String {
    match place.strip_prefix("GMT") {
        Some(rest) if rest.starts_with('+') && rest != "+0" => format!("UTC\u{2212}{}", &rest[1..]),
        Some(rest) if rest.starts_with('-') && rest != "-0" => format!("UTC+{}", &rest[1..]),
        _ => "UTC".into(),
    }
}

/// The present name of a city whose zone keeps an old one, as browsers and calendars still send it.
fn today(city: &str) -> &str {
    match city {
        "Asmera" => "Asmara",
        "Ashkhabad" => "Ashgabat",
        "Calcutta" => "Kolkata",
        "ComodRivadavia" => "Comodoro Rivadavia",
        "Dacca" => "Dhaka",
        "Faeroe" => "Faroe",
        "Godthab" => "Nuuk",
        "Katmandu" => "Kathmandu",
        "Kiev" => "Kyiv",
        "Macao" => "Macau",
        "Ponape" => "Pohnpei",
        "Rangoon" => "Yangon",
        "Saigon" | "Ho_Chi_Minh" => "Ho Chi Minh City",
        "St_Johns" => "St. John’s",
        "Thimbu" => "Thimphu",
        "Truk" => "Chuuk",
        "Ujung_Pandang" => "Makassar",
        "Ulan_Bator" => "Ulaanbaatar",
        city => city,
    }
}

fn spaced(place: &str) -> String {
    place.replace('_', " ")
}

/// Returns the arguments of the messages of dates and times.
fn parts(local: &Zoned) -> [(&'static str, FluentValue<'static>); 8] {
    let half = if local.hour() < 12 { "am" } else { "pm" };
    [
        ("year", local.year().into()),
        ("month", local.month().into()),
        ("day", local.day().into()),
        ("weekday", local.weekday().to_monday_one_offset().into()),
        ("hour", format!("{:02}", local.hour()).into()),
        ("hour12", ((local.hour() + 11) % 12 + 1).into()),
        ("minute", format!("{:02}", local.minute()).into()),
        ("half", half.into()),
    ]
}

fn span(words: Words, start: &Zoned, end: &Zoned, turned: bool, clock: impl Fn(&Zoned) -> String) -> String {
    let same_day = start.date() == end.date();
    let same_half = same_day && (start.hour() < 12) == (end.hour() < 12);
    let from = if turned {
        clock(start)
    } else {
        let same = ("same", if same_half { "yes" } else { "no" }.into());
        words.with("clock-from", parts(start).into_iter().chain([same]))
    };
    let until = clock(end);
    if same_day {
        return words.with("span", [("from", from), ("until", until)]);
    }
    let day = words.with("date-in-year", parts(end));
    words.with("span-days", [("from", from), ("until", until), ("day", day)])
}

/// The clock shows this time twice on the day that it is turned back.
fn is_ambiguous(local: &Zoned) -> bool {
    local.time_zone().to_ambiguous_timestamp(local.datetime()).is_ambiguous()
}

fn utc(words: Words, offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '\u{2212}' } else { '+' };
    let text = match (minutes.abs() / 60, minutes.abs() % 60) {
        (0, 0) => "UTC".into(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, rest) => format!("UTC{sign}{hours}:{rest:02}"),
    };
    // Right to left, the sign would go to the other side of the number.
    if words.0.direction() == "rtl" { format!("\u{2066}{text}\u{2069}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant;
    use crate::domain::language::Language;

    fn at(text: &str) -> OffsetDateTime {
        instant::parse(text).expect("an instant")
    }

    fn words(zone: &str, start: &str, end: &str) -> (String, String, String) {
        let zone = Zone::parse(zone).expect("a zone");
        let TimeText { date, hours, zone, .. } = zone.words(Words::ENGLISH, at(start), Some(at(end)));
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
        assert_eq!(zone, "Berlin time (UTC+1)");
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
        assert_eq!(berlin.words(Words::ENGLISH, at("2026-10-25T00:30:00Z"), None).hours, "2:30 am (UTC+2)");
    }

    #[test]
    fn a_zone_is_called_by_its_city() {
        let label = |name| Zone::parse(name).map(|zone| zone.label(Words::ENGLISH)).unwrap_or_default();
        for (name, expected) in [
            ("europe/berlin", "Berlin time"),
            ("America/New_York", "New York time"),
            ("America/Argentina/Buenos_Aires", "Buenos Aires time"),
            ("America/Port-au-Prince", "Port-au-Prince time"),
            ("Asia/Katmandu", "Kathmandu time"),
            ("America/St_Johns", "St. John’s time"),
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
    fn each_language_writes_dates_and_clocks_its_own_way() {
        let zone = Zone::parse("Europe/Berlin").expect("a zone");
        let (start, end) = (at("2026-11-12T14:05:00Z"), at("2026-11-12T14:35:00Z"));
        for (language, date, hours, label) in [
            (
                Language::German,
                "Donnerstag, 12. November 2026",
                "15:05 bis 15:35 Uhr",
                "Zeit in Berlin (UTC+1)",
            ),
            (Language::French, "jeudi 12 novembre 2026", "de 15:05 à 15:35", "heure de Berlin (UTC+1)"),
            (Language::Polish, "czwartek, 12 listopada 2026", "od 15:05 do 15:35", "czas: Berlin (UTC+1)"),
            (Language::Turkish, "12 Kasım 2026 Perşembe", "15:05 – 15:35", "Berlin saati (UTC+1)"),
            (
                Language::Arabic,
                "الخميس، 12 نوفمبر 2026",
                "من 3:05 إلى 3:35 م",
                "بتوقيت Berlin (\u{2066}UTC+1\u{2069})",
            ),
            (Language::Japanese, "2026年11月12日（木）", "15:05～15:35", "Berlin時間 (UTC+1)"),
        ] {
            let text = zone.words(Words(language), start, Some(end));
            assert_eq!((text.date.as_str(), text.hours.as_str(), text.zone.as_str()), (date, hours, label));
        }
        let end = at("2026-11-12T15:07:00Z");
        let lasting = |language| duration(Words(language), start, end);
        assert_eq!(lasting(Language::Polish).as_deref(), Some("1 godzina 2 minuty"));
        assert_eq!(lasting(Language::Arabic).as_deref(), Some("ساعة واحدة ودقيقتان"));
    }

    #[test]
    fn what_is_no_zone_is_none() {
        for bad in ["", "Etc/Unknown", "Mars/Olympus", "../etc/passwd", "Factory", "+02:00"] {
            assert_eq!(Zone::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_duration_is_in_hours_and_minutes() {
        let lasting = |end| duration(Words::ENGLISH, at("2026-11-12T14:00:00Z"), at(end));
        assert_eq!(lasting("2026-11-12T14:30:00Z").as_deref(), Some("30 minutes"));
        assert_eq!(lasting("2026-11-12T14:01:00Z").as_deref(), Some("1 minute"));
        assert_eq!(lasting("2026-11-12T15:00:00Z").as_deref(), Some("1 hour"));
        assert_eq!(lasting("2026-11-12T15:15:00Z").as_deref(), Some("1 hour 15 minutes"));
        assert_eq!(lasting("2026-11-12T14:00:00Z"), None);
        assert_eq!(lasting("2026-11-12T13:00:00Z"), None);
    }
}
