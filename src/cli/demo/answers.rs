//! The invented answers to the form.

use super::story::Person;
use crate::domain::foreign::ForeignText;
use crate::domain::language::Text;
use crate::domain::questions::{Answer, Application, Demand, Draft, Kind, Question, Questions};

const ROLES: [&str; 5] = [
    "Backend engineer",
    "Product designer",
    "Data analyst",
    "Engineering manager",
    "Site reliability engineer",
];
const NOTES: [&str; 4] = [
    "I spent the last six years on payment systems: first the ledger of a small bank, then the part of a marketplace \
     that must never pay twice. I’d like to work somewhere that ships small things often and writes down why.\n\n\
     Mornings are my best time for calls, but I can start early.",
    "I’m moving in March. Until then I can work remotely.",
    "A friend told me about you.\n\nI like short sentences. And tests that can fail.",
    "You will find talks and a few small tools behind the link.",
];

/// Fills in the form as the settings have it. `None` if a name or an address were none.
pub(super) fn application(person: &Person, questions: &Questions) -> Option<Application> {
    let answers =
        questions.iter().filter_map(|question| Some((question.id.clone(), answer(person, question)?)));
    let mut draft = Draft {
        name: person.name.clone().into_owned(),
        email: person.email.clone().into_owned(),
        answers: answers.collect(),
        ..Draft::default()
    };
    // A team's questions may be stricter than these answers.
    let is_refused = |question: &Question, given: &Answer| question.check(given.clone()).is_err();
    draft
        .answers
        .retain(|id, given| questions.get(id.as_str()).is_some_and(|question| !is_refused(question, given)));
    questions.check(draft, Demand::NameAndEmail).ok()
}

fn answer(person: &Person, question: &Question) -> Option<Answer> {
    let number = usize::try_from(person.number).unwrap_or(0);
    let text = |text: &str| Some(Answer::Text(text.into()));
    let one = |options: &[Text], at: usize| {
        options.get(at % options.len().max(1)).map(|option| ForeignText::from(option.plain()))
    };
    let city = person.zone.rsplit('/').next().unwrap_or_default().replace('_', " ");
    match &question.kind {
        Kind::ShortText if question.id.as_str() == "location" => text(&city),
        Kind::ShortText => text(ROLES[number % ROLES.len()]),
        Kind::LongText if number % 3 == 0 => text(NOTES[number / 3 % NOTES.len()]),
        Kind::Link if number % 2 == 0 => text(&format!("https://portfolio.example.com/{number}")),
        Kind::LongText | Kind::Link => None,
        Kind::Email => text(&person.email),
        Kind::Phone => text("+49 30 901820"),
        Kind::Number => Some(Answer::Number(f64::from(person.number % 12))),
        Kind::Date => text("2027-01-15"),
        Kind::OneOf(options) => one(options, number).map(Answer::Text),
        Kind::SeveralOf(options) => Some(Answer::Several(
            [one(options, number), one(options, number + 3)].into_iter().flatten().collect(),
        )),
        Kind::YesNo => Some(Answer::YesNo(number % 2 == 0)),
    }
}
