//! As many applicants as a load test needs, in the proportions of a team that has been at it for long.

use std::borrow::Cow;

use time::{Duration, OffsetDateTime, Time};

use super::people::{FORTY, HOSTS};
use super::story::Step::{
    self, Ask, AskAgain, Book, BookElsewhere, Cancel, Claim, Complete, Confirm, Decline, Hold, Miss, Move,
    Withdraw,
};
use super::story::{Person, working_day};

/// The first of them applied this long ago, at most.
const LONGEST: Duration = Duration::days(2 * 365);
/// The time between two of them, where they are few.
const APART: Duration = Duration::hours(2);
/// After so many applicants comes somebody who only books.
const STRANGERS: u32 = 500;
/// Added to a stranger's number.
const NOBODY: u32 = 1 << 31;

const GIVEN: [&str; 16] = [
    "Ada", "Bruno", "Clara", "Dario", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kaya", "Liam",
    "Mira", "Noor", "Oskar", "Petra",
];
const FAMILY: [&str; 16] = [
    "Beispiel",
    "Contoh",
    "Ejemplo",
    "Esempio",
    "Esimerkki",
    "Example",
    "Exempel",
    "Exemple",
    "Exemplo",
    "Mfano",
    "Muster",
    "Placeholder",
    "Primer",
    "Sampla",
    "Specimen",
    "Voorbeeld",
];
const ZONES: [&str; 6] =
    ["Europe/Berlin", "Europe/London", "America/New_York", "Asia/Kolkata", "America/Sao_Paulo", "Asia/Tokyo"];

/// What becomes of those whose interview would be over by now.
const PAST: [&[Step]; 16] = [
    &[Book, Hold],
    &[Book, Complete, Hold],
    &[Book, Hold],
    &[],
    &[Ask, Confirm, Hold],
    &[Book, Move, Hold],
    &[Book, Complete, Hold],
    &[Book, Cancel],
    &[BookElsewhere, Hold],
    &[Book, Miss],
    &[Ask, Decline],
    &[Book, Complete, Hold],
    &[Withdraw],
    &[BookElsewhere, Claim, Hold],
    &[Book, AskAgain],
    &[],
];
/// And of those who could still meet.
const UPCOMING: [&[Step]; 8] =
    [&[Book], &[Book, Complete], &[Ask], &[], &[Book, Move], &[BookElsewhere], &[Book], &[Ask, Confirm]];

/// The crowd, in the order in which they applied; the first of a pair says who, the second whether they
/// apply at all.
pub(super) struct Crowd {
    now: OffsetDateTime,
    apart: Duration,
    left: u32,
    /// Somebody who books after the last one.
    stranger: Option<Person>,
}

impl Crowd {
    pub(super) fn new(count: u32, now: OffsetDateTime) -> Self {
        let apart = (LONGEST / count.max(1).cast_signed()).min(APART);
        Self { now, apart, left: count, stranger: None }
    }

    fn person(&self, number: u32, since: OffsetDateTime) -> Person {
        let pick = |number: u32, of: usize| usize::try_from(number).unwrap_or(0) % of;
        let (given, family) = (GIVEN[pick(number, 16)], FAMILY[pick(number / 16, 16)]);
        let day = working_day(since.date(), 2 + i32::try_from(number % 8).unwrap_or(0));
        let quarter = number.wrapping_mul(31) % 32;
        let start =
            day.with_time(Time::MIDNIGHT).assume_utc() + Duration::minutes(7 * 60 + 15 * i64::from(quarter));
        let story =
            if start > self.now { UPCOMING[pick(number, 8)] } else { PAST[pick(number.wrapping_mul(7), 16)] };
        let email = format!("{}.{}{number}@example.org", given.to_lowercase(), family.to_lowercase());
        Person {
            number,
            name: Cow::Owned(format!("{given} {family}")),
            email: Cow::Owned(email),
            zone: ZONES[pick(number, 6)],
            host: HOSTS[pick(number, 3)],
            since,
            start,
            story,
        }
    }
}

impl Iterator for Crowd {
    type Item = (Person, bool);

    fn next(&mut self) -> Option<(Person, bool)> {
        if let Some(stranger) = self.stranger.take() {
            return Some((stranger, false));
        }
        let left = self.left.checked_sub(1)?;
        let number = FORTY + self.left;
        let person = self.person(number, self.now - self.apart * self.left.cast_signed());
        self.left = left;
        if number.is_multiple_of(STRANGERS) {
            let other = self.person(number | NOBODY, person.since);
            let email = Cow::Owned(format!("private.{}", other.email));
            self.stranger = Some(Person { email, story: &[Book], ..other });
        }
        Some((person, true))
    }
}
