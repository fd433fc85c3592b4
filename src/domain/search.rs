//! The search for applicants.

use std::cmp::Reverse;

use super::ids::ProfileId;
use super::text::{Email, beginning, comparable};

/// The number of words searched for: the longest ones.
const WORDS: usize = 3;
/// The longest text that is read, in characters.
const LONGEST: usize = 200;

/// The meaning of a search text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Search {
    /// The profile with this id.
    Profile(ProfileId),
    /// The applicant with this number.
    Number(i64),
    /// All applicants with this address.
    Email(Email),
    /// All applicants whose name or address has words with these beginnings.
    Words(Vec<Word>),
}

/// A word, or its beginning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The text, without white space.
    pub text: String,
    /// Longer words with this beginning match, too. A single letter would match too many.
    pub is_beginning: bool,
}

impl Search {
    /// Returns what is read of a typed text.
    #[must_use]
    pub fn read(typed: &str) -> &str {
        beginning(typed.trim(), LONGEST)
    }

    /// Parses the typed text; `None` if there is nothing to search for.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        let text = Self::read(typed);
        if let Some(id) = ProfileId::parse(text) {
            return Some(Self::Profile(id));
        }
        let number = text.trim_start_matches("No.").trim_start_matches('#').trim();
        if let Some(number) = number.parse().ok().filter(|number| *number > 0) {
            return Some(Self::Number(number));
        }
        if let Ok(email) = Email::parse(text) {
            return Some(Self::Email(email));
        }
        let words = words(&comparable(text));
        Some(words).filter(|words| !words.is_empty()).map(Self::Words)
    }
}

/// The words of a text, without those that are the beginning of another: a match of the longer one matches
/// both.
fn words(text: &str) -> Vec<Word> {
    let separates = |c: char| c.is_whitespace() || c.is_control() || c.is_ascii_punctuation();
    let mut found: Vec<&str> = text.split(separates).collect();
    found.retain(|word| word.chars().any(char::is_alphanumeric));
    found.sort_by_key(|word| Reverse(word.len()));
    let mut words: Vec<Word> = Vec::new();
    for text in found {
        let is_beginning = text.chars().nth(1).is_some() || !text.is_ascii();
        let says_more = |word: &Word| word.text == text || is_beginning && word.text.starts_with(text);
        if words.len() < WORDS && !words.iter().any(says_more) {
            words.push(Word { text: text.to_owned(), is_beginning });
        }
    }
    words
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
        assert_eq!(words("Ana  EXAM"), [("exam".to_owned(), true), ("ana".to_owned(), true)]);
        assert_eq!(words("a 王"), [("王".to_owned(), true), ("a".to_owned(), false)]);
        assert_eq!(words("\"o'hara\" - *"), [("hara".to_owned(), true), ("o".to_owned(), false)]);
        assert_eq!(words("ana.exam@"), words("exam ana"));
    }

    #[test]
    fn many_words_are_no_more_work_than_a_few() {
        assert_eq!(words(&"ana ".repeat(40)), [("ana".to_owned(), true)]);
        assert_eq!(words("ex exa EXAM an ana"), words("exam ana"));
        assert_eq!(words("a ana"), [("ana".to_owned(), true), ("a".to_owned(), false)], "a letter is a word");
        assert_eq!(words("one two three four five six").len(), WORDS);
    }

    #[test]
    fn a_text_is_read_up_to_its_longest() {
        assert_eq!(Search::read(&format!(" {}", "ë".repeat(LONGEST + 1))), "ë".repeat(LONGEST));
    }

    #[test]
    fn nothing_is_looked_for_where_there_is_no_letter_or_digit() {
        for typed in ["", "   ", "\"*\" -", "0"] {
            assert!(!matches!(Search::parse(typed), Some(Search::Number(_))), "{typed}");
        }
        assert_eq!(Search::parse("\"*\" -"), None);
    }
}
