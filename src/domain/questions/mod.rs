//! The team's questions to an applicant, and the reading of their answers.

mod answer;
mod defaults;
mod question;

pub use self::answer::{Answer, Demand, FieldError, FieldErrors, Filled, Raw, Refusal};
pub use self::question::{Declaration, InvalidQuestion, Kind, Question, Questions};

#[cfg(test)]
mod tests;
