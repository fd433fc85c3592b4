//! The default questions.

use super::question::{Kind, Question, QuestionId, Questions};
use crate::domain::language::Text;

impl Questions {
    /// The questions of a talent application, in the words that `text` has under each id.
    pub fn talent(text: impl Fn(&str) -> Text) -> Self {
        let options = |ids: &[&str]| ids.iter().map(|id| text(id)).collect();
        let ask = |id: &str, kind: Kind| {
            let (label, max_length) = (text(&format!("question-{id}")), kind.longest());
            Question { id: QuestionId(id.into()), label, help: None, kind, required: false, max_length }
        };
        let helped = |question: Question| {
            let help = Some(text(&format!("question-{}-help", question.id)));
            Question { help, ..question }
        };
        let required = |question| Question { required: true, ..question };
        Self(vec![
            required(ask("role", Kind::ShortText)),
            required(ask("experience", Kind::OneOf(options(&EXPERIENCE)))),
            helped(ask("location", Kind::ShortText)),
            helped(ask("links", Kind::Link)),
            helped(ask("skills", Kind::SeveralOf(options(&SKILLS)))),
            ask("note", Kind::LongText),
        ])
    }
}

const EXPERIENCE: [&str; 5] = [
    "experience-under-1",
    "experience-1-to-3",
    "experience-3-to-5",
    "experience-5-to-10",
    "experience-over-10",
];

const SKILLS: [&str; 8] = [
    "skill-backend",
    "skill-frontend",
    "skill-mobile",
    "skill-data",
    "skill-infrastructure",
    "skill-design",
    "skill-product",
    "skill-operations",
];
