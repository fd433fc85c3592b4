//! The team's questions to an applicant, and the reading of their answers.

mod answer;
mod application;
mod defaults;
mod form;
mod question;

pub use self::answer::{Answer, Answers, Refusal};
pub use self::application::{Application, Demand, Draft, FieldError, FieldErrors};
pub use self::question::{Declaration, InvalidQuestion, Kind, Question, QuestionId, Questions};

#[cfg(test)]
mod tests;
