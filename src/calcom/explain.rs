//! Explains stored deliveries to people, on the command line and on the team's pages.

use serde_json::Value;

use crate::domain::printable::printable;

/// Returns why a delivery was ignored or could not be read, given the stable word that is stored for it.
#[must_use]
pub fn reason(word: &str) -> &str {
    match word {
        "test" => "Cal.com's test button; the signature verified",
        "not_a_booking" => "not about a booking",
        "no_effect" => "changes nothing that bookhook stores",
        "other_event_type" => "about an event type that event_types does not list",
        "unknown_trigger" => "this version does not know the trigger",
        "not_utf8" => "not UTF-8",
        "not_json" => "not JSON, perhaps because of a custom payload template",
        "not_an_object" => "JSON, but not an object, perhaps because of a custom payload template",
        "no_trigger" => "names no trigger, perhaps because of a custom payload template",
        "no_uid" => "names no booking",
        other => other,
    }
}

/// Returns a body laid out to be read, where it is JSON; anything else as it came, in lines. Characters that
/// control a terminal or reorder the text are escaped.
#[must_use]
pub fn indented(body: &[u8]) -> String {
    match serde_json::from_slice::<Value>(body) {
        Ok(value) => in_lines(&format!("{value:#}")),
        Err(_) => as_it_came(body),
    }
}

/// Returns a body as received, with the same characters escaped.
#[must_use]
pub fn as_it_came(body: &[u8]) -> String {
    in_lines(&String::from_utf8_lossy(body))
}

fn in_lines(text: &str) -> String {
    let lines: Vec<_> = text.lines().map(printable).collect();
    lines.join("\n")
}
