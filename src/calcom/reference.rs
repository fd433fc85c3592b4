//! A pasted reference to a booking.

use url::Url;

use crate::domain::ids::{BookingUid, SeatRef};
use crate::domain::matching::BookingName;

/// The pages of Cal.com whose path goes on with the uid.
const PAGES: [&str; 4] = ["booking", "booking-successful", "reschedule", "video"];
/// Characters that may surround a reference in a sentence.
const AROUND: &[char] = &['<', '>', '(', ')', '[', ']', '"', '\'', '.', ',', ';', ':', '!', '?'];

/// Reads a booking's uid, a link of Cal.com's that has it, or a text with either in it. It is only typed
/// text, never proof. Of several words the longest counts, because uids are long.
#[must_use]
pub fn find(text: &str) -> Option<BookingName> {
    let words = || text.split_whitespace().map(|word| word.trim_matches(AROUND));
    words().find_map(in_link).or_else(|| {
        let longest = words().max_by_key(|word| word.len())?;
        BookingUid::parse(longest).map(|uid| BookingName { uid, seat: None })
    })
}

fn in_link(word: &str) -> Option<BookingName> {
    let url = Url::parse(word).ok().filter(|url| matches!(url.scheme(), "http" | "https"))?;
    let named = |name| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value);
    let uid = named("uid").and_then(|uid| BookingUid::parse(&uid)).or_else(|| in_path(&url))?;
    Some(with_seat(BookingName { uid, seat: None }, named("seatReferenceUid").as_deref()))
}

fn in_path(url: &Url) -> Option<BookingUid> {
    let mut segments = url.path_segments()?;
    segments.by_ref().find(|segment| PAGES.contains(segment))?;
    let segment = percent_decoded(segments.next()?);
    BookingUid::parse(&segment)
}

/// A path's segment in plain: a query of one name decodes it, once its plus signs are guarded.
fn percent_decoded(segment: &str) -> String {
    let guarded = format!("x={}", segment.replace('+', "%2B").replace('&', "%26"));
    let mut pairs = url::form_urlencoded::parse(guarded.as_bytes());
    pairs.next().map(|(_, value)| value.into_owned()).unwrap_or_default()
}

/// The seat that is named beside a uid, in a field of its own.
#[must_use]
pub fn with_seat(name: BookingName, seat: Option<&str>) -> BookingName {
    let seat = seat.and_then(SeatRef::parse);
    BookingName { seat: seat.or(name.seat), ..name }
}

#[cfg(test)]
mod tests {
    use super::*;

    const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";

    fn found(text: &str) -> Option<(String, Option<String>)> {
        find(text).map(|name| (name.uid.to_string(), name.seat.map(|seat| seat.as_str().to_owned())))
    }

    #[test]
    fn a_reference_is_found_however_it_is_pasted() {
        for text in [
            UID.to_owned(),
            format!("  {UID}\n"),
            format!("Booking reference: {UID}."),
            format!("https://cal.com/booking/{UID}"),
            format!("<https://app.cal.com/booking/{UID}?cancel=true&allRemainingBookings=false>"),
            format!(
                "To reschedule, open https://acme.cal.com/reschedule/{UID}?rescheduledBy=sam%40example.com"
            ),
            format!("https://app.cal.com/video/{UID}"),
            format!("https://apply.example.com/schedule?uid={UID}&bookingConfirmed=true"),
        ] {
            assert_eq!(found(&text), Some((UID.to_owned(), None)), "{text}");
        }
    }

    #[test]
    fn a_link_to_a_seat_names_the_seat() {
        let link = format!("https://app.cal.com/booking/{UID}?cancel=true&seatReferenceUid=3be5-61");
        assert_eq!(found(&link), Some((UID.to_owned(), Some("3be5-61".to_owned()))));
    }

    #[test]
    fn a_uid_is_decoded_from_a_path() {
        let link = super::super::links::BookingPages::new(None, None)
            .cancel(&BookingUid::parse("a+b&c/d").expect("a uid"), None);
        assert_eq!(found(&link), Some(("a+b&c/d".to_owned(), None)));
    }

    #[test]
    fn a_text_without_a_reference_names_nothing() {
        for text in ["", "  \n", "..."] {
            assert_eq!(found(text), None, "{text:?}");
        }
    }
}
