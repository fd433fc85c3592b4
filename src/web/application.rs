//! Applications on their way into the store, as forms and as the API take them.

use serde_json::{Map, Value, json};

use crate::domain::profile::Application;
use crate::domain::questions::{Answer, Filled};

/// An application as it is kept.
pub(in crate::web) fn application(filled: Filled) -> Application {
    let Filled { name, email, answers } = filled;
    let answers: Map<String, Value> = answers.into_iter().map(|(id, answer)| (id, value(answer))).collect();
    Application { name, email, answers: Value::Object(answers).to_string() }
}

fn value(answer: Answer) -> Value {
    match answer {
        Answer::Text(text) => text.into(),
        Answer::Number(number) => whole(number).map_or_else(|| json!(number), Value::from),
        Answer::Several(options) => options.into(),
        Answer::YesNo(yes) => yes.into(),
    }
}

/// `5.0` was typed as `5`, and is kept so.
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    let whole = || number as i64;
    (number.fract() == 0.0 && number.abs() < 9e15).then(whole)
}
