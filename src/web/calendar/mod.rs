//! A booking as a calendar file (RFC 5545) and as links that fill in other calendars.

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;
use time::macros::{datetime, format_description};
use url::Url;

use crate::domain::booking::{Booking, BookingStatus};
use crate::domain::foreign::ForeignText;
use crate::domain::ids::ProfileId;
use crate::domain::text::WebUrl;

/// A calendar's entry for a booking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    stamp: OffsetDateTime,
    start: OffsetDateTime,
    end: Option<OffsetDateTime>,
    status: EntryStatus,
    title: ForeignText,
    place: Option<ForeignText>,
    link: Option<WebUrl>,
    host: Option<ForeignText>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryStatus {
    Tentative,
    Confirmed,
    Cancelled,
}

impl Entry {
    /// Returns the entry of a booking; `None` while its time is unknown. `changed` replaces the time of its
    /// last event if no event has one.
    #[must_use]
    pub fn new(booking: &Booking, changed: OffsetDateTime, team: &str) -> Option<Self> {
        let known = &booking.details;
        let status = match booking.status {
            BookingStatus::Pending => EntryStatus::Tentative,
            BookingStatus::Accepted => EntryStatus::Confirmed,
            BookingStatus::Rejected | BookingStatus::Cancelled | BookingStatus::Rescheduled => {
                EntryStatus::Cancelled
            }
        };
        Some(Self {
            stamp: booking.last_event_at.unwrap_or(changed),
            start: known.start?,
            end: known.end.filter(|end| Some(*end) > known.start),
            status,
            title: known.title.clone().unwrap_or_else(|| format!("Interview with {team}").into()),
            place: known.location.clone().filter(|place| !place.as_str().starts_with("integrations:")),
            link: known.link.clone(),
            host: known.organizer_name.clone(),
        })
    }

    /// Writes the calendar file. A later file of the same profile changes or removes the entry of an earlier
    /// one. `site` is the host name that makes the entry's name unique worldwide; `page` is the applicant's
    /// own address of the application.
    #[must_use]
    pub fn to_ics(&self, profile: ProfileId, site: &str, page: &str) -> String {
        let (method, word) = match self.status {
            EntryStatus::Tentative => ("PUBLISH", "TENTATIVE"),
            EntryStatus::Confirmed => ("PUBLISH", "CONFIRMED"),
            EntryStatus::Cancelled => ("CANCEL", "CANCELLED"),
        };
        let stamp = utc(self.stamp);
        let mut file = ContentLines::default();
        file.put("BEGIN", "VCALENDAR");
        file.put("VERSION", "2.0");
        file.put("PRODID", "-//bookhook//bookhook//EN");
        file.put("CALSCALE", "GREGORIAN");
        file.put("METHOD", method);
        // How often a calendar that subscribes to the file reads it again.
        file.put("REFRESH-INTERVAL;VALUE=DURATION", "PT1H");
        file.put("X-PUBLISHED-TTL", "PT1H");
        file.put("BEGIN", "VEVENT");
        file.put("UID", &name(profile, site));
        file.put("SEQUENCE", &sequence(self.stamp).to_string());
        file.put("DTSTAMP", &stamp);
        file.put("LAST-MODIFIED", &stamp);
        file.put("DTSTART", &utc(self.start));
        file.put_some("DTEND", self.end.map(utc).as_deref());
        file.put("SUMMARY", &escaped(self.title.as_str()));
        let page = format!("Your application: {page}");
        let description = self.description().map_or(page.clone(), |known| format!("{known}\n{page}"));
        file.put("DESCRIPTION", &escaped(&description));
        file.put_some("LOCATION", self.place().map(escaped).as_deref());
        file.put_some("URL", self.link.as_ref().map(WebUrl::as_str));
        file.put("STATUS", word);
        file.put("TRANSP", "OPAQUE");
        file.put("END", "VEVENT");
        file.put("END", "VCALENDAR");
        file.0
    }

    /// Opens Google Calendar with the entry filled in.
    #[must_use]
    pub(crate) fn google(&self) -> String {
        let end = utc(self.end.unwrap_or(self.start));
        let dates = format!("{}/{end}", utc(self.start));
        let fields = [("action", "TEMPLATE"), ("text", self.title.as_str()), ("dates", &dates)];
        self.link_to("https://calendar.google.com/calendar/render", &fields, "details")
    }

    /// Opens Outlook on the web with the entry filled in.
    #[must_use]
    pub(crate) fn outlook(&self) -> String {
        let instant = crate::domain::instant::to_seconds;
        let (start, end) = (instant(self.start), instant(self.end.unwrap_or(self.start)));
        let fields = [
            ("path", "/calendar/action/compose"),
            ("rru", "addevent"),
            ("subject", self.title.as_str()),
            ("startdt", &start),
            ("enddt", &end),
        ];
        self.link_to("https://outlook.live.com/calendar/0/deeplink/compose", &fields, "body")
    }

    fn link_to(&self, address: &str, fields: &[(&str, &str)], details: &str) -> String {
        let optional = [(details, self.description()), ("location", self.place().map(str::to_owned))];
        let optional = optional.into_iter().filter_map(|(key, value)| value.map(|value| (key, value)));
        Url::parse_with_params(address, fields)
            .map(|mut url| {
                url.query_pairs_mut().extend_pairs(optional);
                url.into()
            })
            .unwrap_or_default()
    }

    fn place(&self) -> Option<&str> {
        self.link.as_ref().map(WebUrl::as_str).or(self.place.as_ref().map(ForeignText::as_str))
    }

    fn description(&self) -> Option<String> {
        let host = self.host.as_ref().map(|host| format!("Host: {}", host.as_str()));
        let join = self.link.as_ref().map(|link| format!("Join: {}", link.as_str()));
        let lines: Vec<String> = host.into_iter().chain(join).collect();
        (!lines.is_empty()).then(|| lines.join("\n"))
    }
}

/// One entry per profile, however often the booking moves. Calendars pass names on to whoever is
/// invited, and the profile's id opens the application, so the name is its digest.
fn name(profile: ProfileId, site: &str) -> String {
    let digest = Sha256::digest(format!("calendar entry of {profile}"));
    format!("{}@{site}", hex::encode(&digest[..16]))
}

/// Rises with every change, within the 31 bits that calendars keep for it (until 2088).
fn sequence(stamp: OffsetDateTime) -> i64 {
    (stamp - datetime!(2020-01-01 0:00 UTC)).whole_seconds().clamp(0, i64::from(i32::MAX))
}

fn utc(instant: OffsetDateTime) -> String {
    let form = format_description!("[year][month][day]T[hour][minute][second]Z");
    instant.to_offset(time::UtcOffset::UTC).format(form).unwrap_or_default()
}

fn escaped(text: impl AsRef<str>) -> String {
    let mut escaped = String::new();
    for c in text.as_ref().replace("\r\n", "\n").chars() {
        match c {
            '\\' | ';' | ',' => escaped.extend(['\\', c]),
            '\n' | '\r' => escaped.push_str("\\n"),
            c if c.is_control() => {}
            c => escaped.push(c),
        }
    }
    escaped
}

#[derive(Default)]
struct ContentLines(String);

impl ContentLines {
    /// Adds a line, folded so that none is longer than 75 bytes and no character is torn.
    fn put(&mut self, name: &str, value: &str) {
        let line = format!("{name}:{value}");
        let mut width = 0;
        for c in line.chars() {
            if width + c.len_utf8() > 75 {
                self.0.push_str("\r\n ");
                width = 1;
            }
            width += c.len_utf8();
            self.0.push(c);
        }
        let _ = self.0.write_str("\r\n");
    }

    fn put_some(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            self.put(name, value);
        }
    }
}

#[cfg(test)]
mod tests;
