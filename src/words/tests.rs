use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};

use super::*;

/// Arguments of the messages of dates and times; each language uses those that it needs.
const OF_TIMES: [&str; 9] = ["year", "month", "day", "weekday", "hour", "hour12", "minute", "half", "same"];
const TIMES: [&str; 7] = ["date", "date-in-year", "clock", "clock-from", "weekday", "month", "month-short"];

/// The messages of a language with the names of their arguments.
fn messages(language: Language) -> BTreeMap<String, BTreeSet<String>> {
    let Files { pages, questions } = files(language);
    let files = [pages, questions].map(|file| fluent_syntax::parser::parse(file).expect("a readable file"));
    let messages = files.iter().flat_map(|file| &file.body).filter_map(|entry| match entry {
        Entry::Message(message) => Some((message.id.name, message.value.as_ref()?)),
        _ => None,
    });
    let arguments = |pattern| {
        let mut names = BTreeSet::new();
        collect(pattern, &mut names);
        names
    };
    let count = messages.clone().count();
    let all: BTreeMap<_, _> = messages.map(|(id, pattern)| (id.to_owned(), arguments(pattern))).collect();
    assert_eq!(all.len(), count, "a message of {language:?} is there twice");
    all
}

fn collect(pattern: &Pattern<&str>, names: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        match element {
            PatternElement::Placeable { expression: Expression::Inline(inline) } => note(inline, names),
            PatternElement::Placeable { expression: Expression::Select { selector, variants } } => {
                note(selector, names);
                for variant in variants {
                    collect(&variant.value, names);
                }
            }
            PatternElement::TextElement { .. } => {}
        }
    }
}

fn note(inline: &InlineExpression<&str>, names: &mut BTreeSet<String>) {
    if let InlineExpression::VariableReference { id } = inline {
        names.insert(id.name.to_owned());
    }
}

#[test]
fn every_language_has_the_messages_of_english_with_their_arguments_and_no_others() {
    let english = messages(Language::English);
    for language in Language::ALL {
        let translated = messages(language);
        for (id, arguments) in &english {
            let given = translated.get(id).unwrap_or_else(|| panic!("{language:?} has no message {id}"));
            if TIMES.contains(&id.as_str()) {
                assert!(given.iter().all(|name| OF_TIMES.contains(&name.as_str())), "{language:?}: {id}");
            } else {
                assert_eq!(given, arguments, "the arguments of {id} in {language:?}");
            }
        }
        let extra: Vec<_> = translated.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(extra.is_empty(), "{language:?} has messages that English has not: {extra:?}");
    }
}

/// Names of messages in the templates and the code: what `say` and `with` are given, and the lists of options.
fn used(folder: &Path, found: &mut String) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            used(&path, found);
        } else if path.extension().is_some_and(|kind| kind == "rs" || kind == "html") {
            found.push_str(&fs::read_to_string(&path).expect("a source"));
        }
    }
}

#[test]
fn every_message_is_used_and_every_message_that_is_used_exists() {
    let mut sources = String::new();
    used(Path::new("src"), &mut sources);
    let english = messages(Language::English);
    for id in english.keys() {
        let by_message = files(Language::English).pages.contains(&format!("{{ {id} }}"));
        let by_question = id.starts_with("question-");
        let named = |id: &str| sources.contains(&format!("\"{id}\""));
        let by_heading =
            id.strip_suffix("-lead").is_some_and(|heading| heading.starts_with("error-") && named(heading));
        assert!(by_message || by_question || by_heading || named(id), "nothing says {id}");
    }
    for call in ["say(\"", "words.with(\"", "frame.with(\"", "quote(\""] {
        for id in sources.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
            assert!(english.contains_key(id), "there is no message {id}");
        }
    }
}

#[test]
fn plurals_follow_each_language() {
    let check = |language, count: usize| Words(language).with("check", [("count", count)]);
    assert_eq!(check(Language::English, 1), "Please check one answer.");
    assert_eq!(check(Language::English, 4), "Please check 4 answers.");
    assert_eq!(check(Language::Polish, 3), "Sprawdź 3 odpowiedzi.");
    assert_eq!(check(Language::Arabic, 2), "يرجى مراجعة إجابتين.");
    assert_eq!(check(Language::Arabic, 3), "يرجى مراجعة 3 إجابات.");
    assert_eq!(check(Language::Arabic, 11), "يرجى مراجعة 11 إجابة.");
    assert_eq!(check(Language::Japanese, 4), "4件の回答をご確認ください。");
}

#[test]
fn the_default_questions_keep_the_answers_that_are_stored_in_english() {
    let questions = questions();
    let crate::domain::questions::Kind::OneOf(options) = &questions.get("experience").expect("asked").kind
    else {
        panic!("it has options")
    };
    assert_eq!(options[1].plain(), "1 to 3 years");
    assert_eq!(options[1].in_language(Language::German), "1 bis 3 Jahre");
}

#[test]
fn a_foreign_text_cannot_leave_its_isolation() {
    assert_eq!(isolated("Dana\u{2069}\u{202E} Reyes"), "\u{2068}Dana Reyes\u{2069}");
}
