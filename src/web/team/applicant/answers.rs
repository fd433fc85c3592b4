//! The answers of an applicant.

use crate::domain::language::Language;
use crate::domain::questions::{Kind, Questions};
use crate::domain::text::WebUrl;
use crate::store::WholeApplicant;
use crate::web::team::room;

/// An answer with more characters, or several lines, has a row of its own.
const LONG: usize = 40;

/// How many bytes of the page the answers may take.
const ROOM: usize = 11 * 1024;

/// An answer with its question.
pub(super) struct Answered {
    pub(super) question: String,
    pub(super) text: String,
    pub(super) is_asked: bool,
    pub(super) is_long: bool,
    pub(super) is_link: bool,
}

impl Answered {
    /// How many bytes of the page it takes.
    pub(super) fn weight(&self) -> usize {
        self.frame() + room::weight(&self.text) * if self.is_link { 2 } else { 1 }
    }

    /// The same without its text.
    fn frame(&self) -> usize {
        120 + room::weight(&self.question)
    }
}

/// In the order of the form, then answers to questions that are no longer asked.
pub(super) fn answers(whole: &WholeApplicant, questions: &Questions) -> Vec<Answered> {
    let mut left = whole.answers.clone();
    let mut answered = Vec::new();
    for question in questions.iter() {
        let Some(text) = left.remove(question.id.as_str()) else { continue };
        let text = match (&question.kind, &*text) {
            (Kind::YesNo, "true") => "Yes".to_owned(),
            (Kind::YesNo, "false") => "No".to_owned(),
            _ => text,
        };
        answered.push(one_answer(question.label.in_language(Language::English), text, true));
    }
    answered.extend(left.into_iter().map(|(id, text)| one_answer(&id, text, false)));
    answered
}

/// Returns as many answers as fit on the page, the last one possibly cut, and whether some are missing.
pub(super) fn cut(answers: Vec<Answered>) -> (Vec<Answered>, bool) {
    let (mut shown, mut room) = (Vec::new(), ROOM);
    for answer in answers {
        if let Some(left) = room.checked_sub(answer.weight()) {
            room = left;
            shown.push(answer);
            continue;
        }
        let (frame, text) = (answer.frame(), answer.text);
        let (text, _) = room::cut(text, room.saturating_sub(frame));
        if !text.is_empty() {
            shown.push(Answered { text: format!("{text}…"), is_link: false, ..answer });
        }
        return (shown, true);
    }
    (shown, false)
}

/// All answers as plain text, each below its question.
pub(super) fn text(answers: &[Answered]) -> String {
    let parts = answers.iter().flat_map(|answer| [&*answer.question, "\n\n", &answer.text, "\n\n\n"]);
    parts.collect()
}

fn one_answer(question: &str, text: String, is_asked: bool) -> Answered {
    let is_long = text.chars().count() > LONG || text.contains('\n');
    let is_link = WebUrl::parse(&text).is_ok_and(|link| link.as_str() == text);
    Answered { question: question.to_owned(), text, is_asked, is_long, is_link }
}
