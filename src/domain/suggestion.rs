//! Suggested applicants for an unmatched booking, with reasons. Only a member decides.

use std::cmp::Reverse;

use time::{Duration, OffsetDateTime};

use super::foreign::ForeignText;
use super::text::{Email, comparable};

/// The maximum number of suggestions.
const MOST: usize = 3;
/// Words as alike as this, by Jaro and Winkler, may be one name: `Max` and `Maximilian`.
const ALIKE: f64 = 0.82;
/// Someone who applied longer than this before or after a booking has probably not made it.
const NEAR: Duration = Duration::days(14);

/// The booker, as the booking names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Booker {
    /// The name.
    pub name: Option<ForeignText>,
    /// The address.
    pub email: Option<Email>,
    /// When they booked.
    pub at: Option<OffsetDateTime>,
}

/// An applicant who has no interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The number.
    pub number: i64,
    /// The name.
    pub name: ForeignText,
    /// The address.
    pub email: Email,
    /// When they applied.
    pub applied_at: OffsetDateTime,
}

/// What two names have in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Nothing relevant.
    None,
    /// One word of each.
    Word,
    /// Each word of the shorter one is like one of the other.
    Similar,
    /// All words.
    Same,
}

/// Reasons why an applicant may be the booker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The applicant.
    pub candidate: Candidate,
    /// What the names have in common.
    pub name: Likeness,
    /// The addresses lead to one mailbox, though they are written differently.
    pub same_mailbox: bool,
    /// How long before the booking they applied; negative if after it.
    pub before: Option<Duration>,
}

impl Suggestion {
    /// Whether they applied at about the time of the booking.
    #[must_use]
    pub fn is_near(&self) -> bool {
        self.before.is_some_and(|before| before.abs() <= NEAR)
    }
}

/// Applicants to suggest, in comparable form.
pub struct Candidates(Vec<(Candidate, Name, String)>);

impl From<Vec<Candidate>> for Candidates {
    fn from(candidates: Vec<Candidate>) -> Self {
        let compared = candidates.into_iter().map(|candidate| {
            let (name, mailbox) = (Name::new(candidate.name.as_str()), mailbox(&candidate.email));
            (candidate, name, mailbox)
        });
        Self(compared.collect())
    }
}

impl Candidates {
    /// Returns those whose address or name is like the booker's, the likeliest first.
    #[must_use]
    pub fn suggest(&self, booker: &Booker) -> Vec<Suggestion> {
        let name = booker.name.as_ref().map(|name| Name::new(name.as_str()));
        let booked_with = booker.email.as_ref().map(mailbox);
        let mut found: Vec<Suggestion> = Vec::new();
        for (candidate, known, mailbox) in &self.0 {
            let same_mailbox = booked_with.as_ref() == Some(mailbox);
            let likeness = name.as_ref().map_or(Likeness::None, |name| name.likeness(known));
            if same_mailbox || likeness > Likeness::None {
                let before = booker.at.map(|at| at - candidate.applied_at);
                found.push(Suggestion { candidate: candidate.clone(), name: likeness, same_mailbox, before });
            }
        }
        found.sort_by_key(|found| {
            let apart = found.before.map_or(Duration::MAX, Duration::abs);
            Reverse((found.same_mailbox, found.is_near(), found.name, Reverse(apart)))
        });
        found.truncate(MOST);
        found
    }
}

/// The words of a name in comparable form, sorted, so that their order makes no difference.
struct Name(Vec<String>);

impl Name {
    fn new(name: &str) -> Self {
        let name = comparable(name);
        let words = name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        let mut words: Vec<String> = words.map(str::to_owned).collect();
        words.sort();
        Self(words)
    }

    fn likeness(&self, other: &Self) -> Likeness {
        let (shorter, longer) =
            if self.0.len() <= other.0.len() { (&self.0, &other.0) } else { (&other.0, &self.0) };
        let is_like = |word: &String| longer.iter().any(|other| strsim::jaro_winkler(word, other) >= ALIKE);
        // Initials and the like are in many names.
        let is_shared = |word: &String| word.chars().nth(2).is_some() && longer.contains(word);
        if shorter.is_empty() {
            Likeness::None
        } else if shorter == longer {
            Likeness::Same
        } else if shorter.iter().all(is_like) {
            Likeness::Similar
        } else if shorter.iter().any(is_shared) {
            Likeness::Word
        } else {
            Likeness::None
        }
    }
}

/// The form in which addresses of one mailbox are equal: without what follows a plus sign, and at Google
/// without dots.
fn mailbox(email: &Email) -> String {
    let (local, domain) = email.as_str().rsplit_once('@').unwrap_or_default();
    let local = local.split('+').next().unwrap_or_default();
    match domain {
        "gmail.com" | "googlemail.com" => format!("{}@gmail.com", local.replace('.', "")),
        _ => format!("{local}@{domain}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant;

    fn at(day: i64) -> OffsetDateTime {
        instant::parse("2026-11-01T09:00:00Z").expect("an instant") + Duration::days(day)
    }

    fn candidate(number: i64, name: &str, email: &str, day: i64) -> Candidate {
        let email = Email::parse(email).expect("an address");
        Candidate { number, name: name.into(), email, applied_at: at(day) }
    }

    /// The numbers of who is suggested for a booking of the tenth day.
    fn suggested(name: &str, email: &str, candidates: &[Candidate]) -> Vec<i64> {
        let booker = Booker { name: Some(name.into()), email: Email::parse(email).ok(), at: Some(at(10)) };
        Candidates::from(candidates.to_vec())
            .suggest(&booker)
            .into_iter()
            .map(|found| found.candidate.number)
            .collect()
    }

    #[test]
    fn the_same_mailbox_comes_before_a_like_name() {
        let candidates = [
            candidate(1, "Maximilian Beispiel", "max@example.org", 9),
            candidate(2, "Somebody Else", "m.beispiel@gmail.com", 9),
            candidate(3, "Another", "other@example.org", 9),
        ];
        assert_eq!(suggested("Max Beispiel", "mbeispiel+cal@googlemail.com", &candidates), [2, 1]);
    }

    #[test]
    fn names_are_alike_in_any_order_case_and_accent_composition() {
        let names = ["zoe\u{308} OKAFOR", "Okafor, Zoë", "Zoe Okafor", "Zoë Okaforr", "Sam Okafor", "王示例"];
        let candidates: Vec<_> =
            (1..).zip(names).map(|(n, name)| candidate(n, name, "a@example.org", 10)).collect();
        let booker = Booker { name: Some("Zoë Okafor".into()), email: None, at: None };
        let like = |n: usize| {
            Candidates::from(vec![candidates[n].clone()]).suggest(&booker).first().map(|found| found.name)
        };
        assert_eq!([like(0), like(1)], [Some(Likeness::Same); 2]);
        assert_eq!([like(2), like(3)], [Some(Likeness::Similar); 2]);
        assert_eq!(like(4), Some(Likeness::Word));
        assert_eq!(like(5), None);
    }

    #[test]
    fn whoever_applied_at_about_that_time_comes_first_and_no_more_than_three_come_at_all() {
        let days = [-30, 8, 20, 10, 9];
        let candidates: Vec<_> =
            (1..).zip(days).map(|(n, day)| candidate(n, "Max Beispiel", "a@example.org", day)).collect();
        assert_eq!(suggested("Max Beispiel", "max@example.org", &candidates), [4, 5, 2]);
    }

    #[test]
    fn nobody_is_suggested_for_nothing() {
        let candidates = [candidate(1, "Max Beispiel", "max@example.org", 10)];
        let nobody = Booker { name: None, email: None, at: None };
        assert_eq!(Candidates::from(candidates.to_vec()).suggest(&nobody), []);
        assert_eq!(suggested("", "x@example.org", &candidates), Vec::<i64>::new());
        assert_eq!(suggested("A B", "x@example.org", &candidates), Vec::<i64>::new());
    }
}
