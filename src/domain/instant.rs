//! Instants: read from RFC 3339 in all the forms that Cal.com writes, kept in UTC to the
//! millisecond, and written with a fixed width so that text sorts as time does.

use std::time::{Duration, SystemTime};

use time::format_description::well_known::Rfc3339;
use time::macros::datetime;
use time::{OffsetDateTime, UtcOffset};

/// The latest plausible time of a clock. Times some days later can still be formatted.
const LATEST: OffsetDateTime = datetime!(9999-01-01 00:00 UTC);

/// The time by a clock, which may be wrong by any amount.
#[must_use]
pub fn from_clock(clock: SystemTime) -> OffsetDateTime {
    let nanos = |age: Duration| i128::try_from(age.as_nanos()).unwrap_or(i128::MAX);
    let since_epoch = match clock.duration_since(SystemTime::UNIX_EPOCH) {
        Ok(after) => nanos(after),
        Err(before) => -nanos(before.duration()),
    };
    OffsetDateTime::from_unix_timestamp_nanos(since_epoch).map_or(LATEST, |instant| instant.min(LATEST))
}

/// Reads RFC 3339 with any offset and any number of fraction digits; `None` for other text and
/// for years outside 1 to 9999, which have no fixed-width form.
#[must_use]
pub fn parse(text: &str) -> Option<OffsetDateTime> {
    let instant = OffsetDateTime::parse(text.trim(), &Rfc3339).ok()?;
    let utc = instant.checked_to_offset(UtcOffset::UTC)?;
    let utc = utc.replace_millisecond(utc.millisecond()).ok()?;
    (1..=9999).contains(&utc.year()).then_some(utc)
}

/// `2026-01-15T14:00:00Z`.
#[must_use]
pub fn to_seconds(instant: OffsetDateTime) -> String {
    let mut text = to_millis(instant);
    text.truncate("2026-01-15T14:00:00".len());
    text.push('Z');
    text
}

/// `2026-01-15T14:00:00.000Z`.
#[must_use]
pub fn to_millis(instant: OffsetDateTime) -> String {
    let at = instant.to_offset(UtcOffset::UTC);
    let mut text = *b"0000-00-00T00:00:00.000Z";
    // Each delivery formats several, and a format description would take ten times as long.
    let fields = [
        (0..4, at.year().unsigned_abs()),
        (5..7, u8::from(at.month()).into()),
        (8..10, at.day().into()),
        (11..13, at.hour().into()),
        (14..16, at.minute().into()),
        (17..19, at.second().into()),
        (20..23, at.millisecond().into()),
    ];
    for (place, mut number) in fields {
        for digit in text[place].iter_mut().rev() {
            *digit += u8::try_from(number % 10).unwrap_or_default();
            number /= 10;
        }
    }
    String::from_utf8_lossy(&text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_one_instant_is_the_same() {
        let forms = [
            "2026-11-12T14:00:00Z",
            "2026-11-12T14:00:00+00:00",
            "2026-11-12T15:00:00+01:00",
            "2026-11-12T14:00:00.000Z",
            "2026-11-12T14:00:00.0000000Z",
            "2026-11-12T14:00:00.0001239999999Z",
            "2026-11-12t14:00:00z",
        ];
        for form in forms {
            let written = parse(form).map(to_seconds);
            assert_eq!(written.as_deref(), Some("2026-11-12T14:00:00Z"), "{form}");
        }
    }

    #[test]
    fn text_that_is_no_instant_is_none() {
        for bad in [
            "",
            "2026-11-12",
            "2026-13-12T14:00:00Z",
            "tomorrow",
            "0000-01-01T00:00:00Z",
            "9999-12-31T23:59:59-12:00",
        ] {
            assert_eq!(parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn a_clock_may_say_anything() {
        let of = |seconds| from_clock(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(to_seconds(of(1_700_000_000)), "2023-11-14T22:13:20Z");
        for far in [253_402_300_800, 1 << 40] {
            assert_eq!(to_seconds(of(far)), "9999-01-01T00:00:00Z");
        }
        let before = from_clock(SystemTime::UNIX_EPOCH - Duration::from_secs(1));
        assert_eq!(to_seconds(before), "1969-12-31T23:59:59Z");
    }

    #[test]
    fn every_instant_is_written_with_the_same_width_and_read_again_as_it_was() {
        for text in [
            "0001-01-01T00:00:00.000Z",
            "1969-12-31T23:59:59.999Z",
            "2024-02-29T10:20:30.405Z",
            "9999-12-31T23:59:59.999Z",
        ] {
            let read = parse(text).expect("an instant");
            assert_eq!(to_millis(read), text);
            assert_eq!(to_seconds(read), format!("{}Z", &text[..19]));
        }
    }

    #[test]
    fn text_sorts_as_time_does() {
        let early = parse("2026-11-12T14:00:00.009Z").map(to_millis);
        let late = parse("2026-11-12T14:00:00.1Z").map(to_millis);
        assert!(early.is_some() && early < late);
    }
}
