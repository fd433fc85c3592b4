//! Times as the team reads them: short in the text, exact in the title.

use jiff::ToSpan as _;
use jiff::civil::Date;
use time::OffsetDateTime;

use crate::domain::instant;
use crate::domain::member::Member;
use crate::web::pages::zone::Zone;

/// An instant, written for a member.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct When {
    /// `Tomorrow, 14:02`, `Thu 12 Nov, 15:00`.
    pub(super) text: String,
    /// The day alone, or today's time.
    pub(super) day: String,
    /// The same as the text within a sentence: `tomorrow, 14:02`.
    pub(super) prose: String,
    /// `Thursday 12 November 2026, 15:00, Europe/Berlin`.
    pub(super) exact: String,
    /// The instant, for machines.
    pub(super) stamp: String,
}

/// The zone in which a member reads times.
pub(super) fn zone(member: &Member) -> Zone {
    member.zone.as_deref().and_then(Zone::parse).unwrap_or_else(Zone::utc)
}

/// The present time, and the zone in which a member reads times.
pub(super) struct Clock {
    /// The zone.
    pub(super) zone: Zone,
    /// The time.
    pub(super) now: OffsetDateTime,
}

impl Clock {
    /// The clock of a member.
    pub(super) fn new(member: &Member, now: OffsetDateTime) -> Self {
        Self { zone: zone(member), now }
    }

    /// Writes an instant for the member.
    pub(super) fn when(&self, at: OffsetDateTime) -> When {
        When::new(at, &self.zone, self.now)
    }

    /// The day of an instant as a heading: `Today, Tue 10 November`, `Fri 6 November`.
    pub(super) fn day(&self, at: OffsetDateTime) -> String {
        let (local, today) = (self.zone.local(at), self.zone.local(self.now));
        let date = if local.year() == today.year() { "%a %-d %B" } else { "%a %-d %B %Y" };
        let date = local.strftime(date).to_string();
        match day(local.date(), today.date()).as_str() {
            word @ ("Today" | "Tomorrow" | "Yesterday") => format!("{word}, {date}"),
            _ => date,
        }
    }

    /// The day that it is: `Tuesday 10 November`.
    pub(super) fn date(&self) -> String {
        self.zone.local(self.now).strftime("%A %-d %B").to_string()
    }

    /// Whether an instant is on the day that it is.
    pub(super) fn is_today(&self, at: OffsetDateTime) -> bool {
        self.zone.local(at).date() == self.zone.local(self.now).date()
    }

    /// When the day after this one ends.
    pub(super) fn end_of_tomorrow(&self) -> OffsetDateTime {
        let days = self.zone.local(self.now).checked_add(2.days());
        let end = days.and_then(|then| then.start_of_day()).map(|start| start.timestamp().as_second());
        let end = end.ok().and_then(|seconds| OffsetDateTime::from_unix_timestamp(seconds).ok());
        end.unwrap_or(self.now + time::Duration::days(2))
    }

    /// The hour of an instant: `15:00`.
    pub(super) fn hour(&self, at: OffsetDateTime) -> String {
        self.zone.local(at).strftime("%H:%M").to_string()
    }
}

impl When {
    /// Writes an instant as it is said `now`.
    pub(super) fn new(at: OffsetDateTime, zone: &Zone, now: OffsetDateTime) -> Self {
        let (local, today) = (zone.local(at), zone.local(now).date());
        let day = day(local.date(), today);
        let hour = local.strftime("%H:%M").to_string();
        let text = format!("{day}, {hour}");
        let is_word = ["Today", "Tomorrow", "Yesterday"].contains(&day.as_str());
        Self {
            day: if day == "Today" { hour } else { day },
            prose: if is_word { text.to_lowercase() } else { text.clone() },
            text,
            exact: format!("{}, {}", local.strftime("%A %-d %B %Y, %H:%M"), zone.name()),
            stamp: instant::to_seconds(at),
        }
    }
}

/// The last use of a session, which is known to the hour.
pub(super) fn last_use(at: OffsetDateTime, zone: &Zone, now: OffsetDateTime) -> String {
    if now - at < time::Duration::minutes(90) {
        return "Within the last hour".into();
    }
    day(zone.local(at).date(), zone.local(now).date())
}

fn day(date: Date, today: Date) -> String {
    let is = |days: i64| today.checked_add(days.days()).is_ok_and(|day| day == date);
    if is(0) {
        "Today".into()
    } else if is(1) {
        "Tomorrow".into()
    } else if is(-1) {
        "Yesterday".into()
    } else if date.year() == today.year() {
        date.strftime("%a %-d %b").to_string()
    } else {
        date.strftime("%-d %b %Y").to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> OffsetDateTime {
        instant::parse(text).expect("an instant")
    }

    #[test]
    fn a_heading_names_the_day_and_its_date() {
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        let clock = Clock { zone: berlin, now: at("2026-11-10T13:02:00Z") };
        assert_eq!(clock.day(at("2026-11-09T23:30:00Z")), "Today, Tue 10 November");
        assert_eq!(clock.day(at("2026-11-06T17:02:00Z")), "Fri 6 November");
        assert_eq!(clock.day(at("2025-11-06T17:02:00Z")), "Thu 6 November 2025");
        assert_eq!(clock.hour(at("2026-11-06T17:02:00Z")), "18:02");
        assert_eq!(clock.date(), "Tuesday 10 November");
    }

    #[test]
    fn tomorrow_ends_at_midnight_where_the_member_is() {
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        let end = |now| Clock { zone: berlin.clone(), now: at(now) }.end_of_tomorrow();
        assert_eq!(end("2026-11-10T13:02:00Z"), at("2026-11-11T23:00:00Z"));
        assert_eq!(end("2026-10-24T22:30:00Z"), at("2026-10-26T23:00:00Z"), "a day of 25 hours lies between");
    }

    fn text(then: &str) -> String {
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        When::new(at(then), &berlin, at("2026-11-10T13:02:00Z")).text
    }

    #[test]
    fn a_day_is_named_as_people_name_it() {
        assert_eq!(text("2026-11-10T14:00:00Z"), "Today, 15:00");
        assert_eq!(text("2026-11-11T13:02:00Z"), "Tomorrow, 14:02");
        assert_eq!(text("2026-11-09T13:02:00Z"), "Yesterday, 14:02");
        assert_eq!(text("2026-11-12T14:00:00Z"), "Thu 12 Nov, 15:00");
        assert_eq!(text("2025-11-12T14:00:00Z"), "12 Nov 2025, 15:00");
    }

    #[test]
    fn the_exact_time_names_its_zone() {
        let berlin = Zone::parse("Europe/Berlin").expect("a zone");
        let when = When::new(at("2026-11-12T14:00:00Z"), &berlin, at("2026-11-10T13:02:00Z"));
        assert_eq!(when.exact, "Thursday 12 November 2026, 15:00, Europe/Berlin");
        assert_eq!(when.stamp, "2026-11-12T14:00:00Z");
        assert_eq!(when.prose, "Thu 12 Nov, 15:00");
        assert_eq!(
            When::new(at("2026-11-11T13:02:00Z"), &berlin, at("2026-11-10T13:02:00Z")).prose,
            "tomorrow, 14:02"
        );
    }
}
