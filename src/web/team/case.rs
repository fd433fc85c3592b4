//! An unmatched booking as a member sees it: suggested applicants, with the clues for and against each.

use time::Duration;

use super::room;
use super::when::{Clock, When};
use crate::domain::booking::BookingStatus;
use crate::domain::count::count;
use crate::domain::foreign::ForeignText;
use crate::domain::suggestion::{Likeness, Suggestion};
use crate::domain::text::comparable;
use crate::store::Case;

/// Shorter words are in too many names to be marked.
const MARKED: usize = 3;

/// A booking, and the applicants suggested for it.
pub(super) struct CaseView {
    /// The number of its row.
    pub(super) number: i64,
    /// The booker's name.
    pub(super) name: String,
    pub(super) email: Option<String>,
    pub(super) host: Option<String>,
    pub(super) start: Option<When>,
    pub(super) booked: Option<When>,
    /// What became of it, unless it is confirmed.
    pub(super) void: Option<&'static str>,
    /// The uid and the seat for a link.
    pub(super) uid: String,
    pub(super) seat: String,
    /// The number of the latest delivery about it, whose page lists the others.
    pub(super) delivery: Option<i64>,
    pub(super) because: String,
    pub(super) suggestions: Vec<SuggestionView>,
}

/// A suggested applicant.
pub(super) struct SuggestionView {
    pub(super) number: i64,
    pub(super) name: Vec<(String, bool)>,
    pub(super) email: String,
    pub(super) clues: Vec<Clue>,
}

impl SuggestionView {
    /// The whole name.
    pub(super) fn label(&self) -> String {
        self.name.iter().map(|(word, _)| word.as_str()).collect()
    }
}

/// A reason for or against a suggestion.
pub(super) struct Clue {
    pub(super) is_for: bool,
    pub(super) what: String,
}

impl CaseView {
    /// `by_email`: whether addresses are compared.
    pub(super) fn new(case: &Case, by_email: bool, clock: &Clock) -> Self {
        let known = &case.booking.details;
        let visible = |text: &Option<ForeignText>, most| text.as_ref().map(|text| text.visible(most));
        let email = known.attendee_email.as_ref().map(|email| email.as_str().to_owned());
        let name = visible(&known.attendee_name, 200).filter(|name| !name.trim().is_empty());
        let (uid, seat) = &case.linked;
        Self {
            number: case.number,
            name: name.or_else(|| email.clone()).unwrap_or_else(|| "Somebody".into()),
            because: because(case, by_email),
            delivery: case.delivery,
            email,
            host: visible(&known.organizer_name, 100),
            start: known.start.map(|at| clock.when(at)),
            booked: case.booking.first_event_at.map(|at| clock.when(at)),
            void: void(case.booking.status),
            uid: uid.as_str().to_owned(),
            seat: seat.as_ref().map_or_else(String::new, |seat| seat.as_str().to_owned()),
            suggestions: case.suggestions.iter().map(|found| suggestion(found, case)).collect(),
        }
    }

    /// How many bytes of a page it takes.
    pub(super) fn weight(&self) -> usize {
        let email = self.email.as_deref().map_or(0, room::weight);
        let name = room::weight(&self.name);
        let linked = room::weight(&self.uid) + room::weight(&self.seat);
        let host = self.host.as_deref().map_or(0, room::weight);
        let suggestions = self
            .suggestions
            .iter()
            .map(|one| 850 + linked + 2 * room::weight(&one.label()) + room::weight(&one.email));
        1100 + 4 * name + 2 * email + linked + host + suggestions.sum::<usize>()
    }
}

fn void(status: BookingStatus) -> Option<&'static str> {
    match status {
        BookingStatus::Accepted => None,
        BookingStatus::Pending => Some("waits for the host"),
        BookingStatus::Rejected => Some("was declined"),
        BookingStatus::Cancelled => Some("was cancelled"),
        BookingStatus::Rescheduled => Some("was moved"),
    }
}

/// Why no applicant fits.
fn because(case: &Case, by_email: bool) -> String {
    let named = match case.booking.profile {
        Some(_) => "the booking names an application that isn’t here",
        None => "the booking names no application",
    };
    match case.booking.details.attendee_email.as_ref() {
        None => format!("{named}, and has no email address."),
        Some(_) if !by_email => format!("{named}, and matching by address is turned off (match_by_email)."),
        Some(email) => format!("{named}, and nobody applied as {}.", email.as_str()),
    }
}

fn suggestion(found: &Suggestion, case: &Case) -> SuggestionView {
    let clue = |is_for, what: &str| Clue { is_for, what: what.to_owned() };
    let name = match found.name {
        Likeness::Same => clue(true, "Same name"),
        Likeness::Similar => clue(true, "Similar name"),
        Likeness::Word => clue(true, "A name in common"),
        Likeness::None => clue(false, "Another name"),
    };
    let address = if found.same_mailbox {
        clue(true, "Same mailbox, written in another way")
    } else {
        clue(false, "Another email address")
    };
    let applied = found.before.map(|before| Clue { is_for: found.is_near(), what: applied(before) });
    let mut all: Vec<Clue> =
        [name, address, clue(true, "Has no interview yet")].into_iter().chain(applied).collect();
    all.sort_by_key(|clue| !clue.is_for);
    let booker = case.booking.details.attendee_name.as_ref();
    SuggestionView {
        number: found.candidate.number,
        name: marked(&found.candidate.name.visible(200), booker.map_or("", ForeignText::as_str)),
        email: found.candidate.email.as_str().to_owned(),
        clues: all,
    }
}

/// When somebody applied, as seen from the booking.
fn applied(before: Duration) -> String {
    let apart = before.abs();
    let apart = match apart.whole_minutes() {
        ..1 => "less than a minute".to_owned(),
        minutes @ 1..120 => count(minutes, "minute", "minutes"),
        minutes @ 120..2880 => count(minutes / 60, "hour", "hours"),
        minutes => count(minutes / 1440, "day", "days"),
    };
    if before.is_negative() {
        format!("Applied {apart} after the booking")
    } else {
        format!("Applied {apart} before the booking")
    }
}

/// Splits a name into words, each with whether the other name contains it.
fn marked(name: &str, other: &str) -> Vec<(String, bool)> {
    let other = comparable(other).into_owned();
    let others: Vec<&str> = other.split_whitespace().collect();
    let is_shared = |word: &str| {
        let word = comparable(word.trim());
        word.chars().count() >= MARKED && others.contains(&&*word)
    };
    name.split_inclusive(char::is_whitespace).map(|word| (word.to_owned(), is_shared(word))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_of_an_application_is_told_from_the_booking() {
        assert_eq!(applied(Duration::seconds(20)), "Applied less than a minute before the booking");
        assert_eq!(applied(Duration::minutes(1)), "Applied 1 minute before the booking");
        assert_eq!(applied(Duration::hours(-3)), "Applied 3 hours after the booking");
        assert_eq!(applied(Duration::days(17)), "Applied 17 days before the booking");
    }

    #[test]
    fn words_that_both_names_have_are_marked() {
        let pieces = marked("Zoë van Beispiel", "BEISPIEL, van zoe\u{308}");
        assert_eq!(pieces, [("Zoë ".into(), true), ("van ".into(), true), ("Beispiel".into(), false)]);
        assert_eq!(marked("A B", "A B"), [("A ".to_owned(), false), ("B".to_owned(), false)]);
    }
}
