//! What a member types to find an applicant.

use super::ids::ProfileId;
use super::text::{Email, comparable};

/// So many words are looked for; the others are left out.
const WORDS: usize = 8;
/// The longest text that is read, in characters.
const LONGEST: usize = 200;

/// Whom a text may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// The profile with this id.
    Profile(ProfileId),
    /// The applicant with this number.
    Number(i64),
    /// All applicants with this address.
    Email(Email),
    /// All applicants whose name or address has words that begin so.
    Words(Vec<Word>),
}

/// A word, or its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text, without white space.
    pub text: String,
    /// Longer words that begin so are meant, too. One letter begins too many.
    pub is_beginning: bool,
}

impl Search {
    /// Reads what was typed; `None` if nothing is to be looked for.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let text: String = typed.trim().chars().take(LONGEST).collect();
        if let Some(id) = ProfileId::parse(&text) {
            return Some(Self::Profile(id));
        }
        let number = text.trim_start_matches("No.").trim_start_matches('#').trim();
        if let Some(number) = number.parse().ok().filter(|number| *number > 0) {
            return Some(Self::Number(number));
        }
        if let Ok(email) = Email::parse(&text) {
            return Some(Self::Email(email));
        }
        let lower = comparable(&text);
        let words = lower
            .split(|c: char| c.is_whitespace() || c.is_control())
            .filter(|word| word.chars().any(char::is_alphanumeric));
        let words = words.take(WORDS).map(|text| Word {
            is_beginning: text.chars().nth(1).is_some() || !text.is_ascii(),
            text: text.to_owned(),
        });
        Some(words.collect::<Vec<_>>()).filter(|words| !words.is_empty()).map(Self::Words)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(typed: &str) -> Vec<(String, bool)> {
        match Search::parse(typed) {
            Some(Search::Words(words)) => {
                words.into_iter().map(|word| (word.text, word.is_beginning)).collect()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn an_id_a_number_and_a_whole_address_mean_what_they_name() {
        let id = "07070707-0707-4707-8707-070707070707";
        assert_eq!(Search::parse(id), ProfileId::parse(id).map(Search::Profile));
        for number in ["287", " #287", "No. 287"] {
            assert_eq!(Search::parse(number), Some(Search::Number(287)), "{number}");
        }
        let ana = Email::parse("ana@example.com").expect("an address");
        assert_eq!(Search::parse("Ana@Example.com "), Some(Search::Email(ana)));
    }

    #[test]
    fn other_texts_are_words_and_their_beginnings() {
        assert_eq!(words("Ana  EXAM"), [("ana".to_owned(), true), ("exam".to_owned(), true)]);
        assert_eq!(words("a 王"), [("a".to_owned(), false), ("王".to_owned(), true)]);
        assert_eq!(words("\"o'hara\" - *"), [("\"o'hara\"".to_owned(), true)]);
        assert_eq!(words(&"ana ".repeat(40)).len(), WORDS);
    }

    #[test]
    fn nothing_is_looked_for_where_there_is_no_letter_or_digit() {
        for typed in ["", "   ", "\"*\" -", "0"] {
            assert!(!matches!(Search::parse(typed), Some(Search::Number(_))), "{typed}");
        }
        assert_eq!(Search::parse("\"*\" -"), None);
    }
}
