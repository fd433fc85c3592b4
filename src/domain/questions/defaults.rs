//! What is asked where the settings declare no questions: a talent application.

use super::question::{Kind, Question, Questions};

impl Default for Questions {
    fn default() -> Self {
        Self(vec![
            ask("role", "Which role are you looking for?", Kind::ShortText).required(),
            ask("experience", "How long have you worked in this field?", Kind::OneOf(options(&EXPERIENCE)))
                .required(),
            ask("location", "Where are you based?", Kind::ShortText).help("City and country."),
            ask("links", "A link to your work", Kind::Link)
                .help("A portfolio, GitHub, LinkedIn: whatever shows it best."),
            ask("skills", "What do you do best?", Kind::SeveralOf(options(&SKILLS)))
                .help("Choose as many as fit."),
            ask("note", "Anything else we should know?", Kind::LongText),
        ])
    }
}

const EXPERIENCE: [&str; 5] =
    ["Less than a year", "1 to 3 years", "3 to 5 years", "5 to 10 years", "More than 10 years"];

const SKILLS: [&str; 8] =
    ["Backend", "Frontend", "Mobile", "Data and AI", "Infrastructure", "Design", "Product", "Operations"];

fn options(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

fn ask(id: &str, label: &str, kind: Kind) -> Question {
    let max_length = kind.longest();
    Question { id: id.into(), label: label.into(), help: None, kind, required: false, max_length }
}

impl Question {
    fn required(mut self) -> Self {
        self.required = true;
        self
    }

    fn help(mut self, text: &str) -> Self {
        self.help = Some(text.into());
        self
    }
}
