//! Answers: the requested data, or why there is none.

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Why the API refused a request. Contains nothing of the answer but names of fields, because Cal.com's
/// errors repeat the request with the webhook's secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The server does not know the key.
    KeyInvalid,
    /// The key has expired.
    KeyExpired,
    /// A self-hosted server without an enterprise licence.
    NoLicence,
    /// The key may not do this, or the plan does not include it.
    Forbidden,
    /// It does not exist, or belongs to somebody else.
    NotFound,
    /// It exists already.
    Conflict,
    /// The server does not know a trigger; these it knows.
    Triggers(Vec<String>),
    /// These fields were refused.
    Fields(Vec<String>),
    /// Too many requests, also after waiting.
    TooMany,
    /// The API redirects; a request with a key follows no redirect.
    Redirect,
    /// The server failed.
    Server(u16),
    /// A page answered, not an API.
    NotJson,
    /// JSON, but not in the form of the version that was asked for.
    Shape,
    /// Any other status.
    Other(u16),
}

#[derive(Deserialize)]
struct Data<T> {
    data: T,
}

/// Reads what a successful answer holds.
///
/// # Errors
/// [`Refusal::NotJson`] or [`Refusal::Shape`].
pub fn data<T: DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    match serde_json::from_slice::<Data<T>>(body) {
        Ok(Data { data }) => Ok(data),
        Err(_) if serde_json::from_slice::<Value>(body).is_ok() => Err(Refusal::Shape),
        Err(_) => Err(Refusal::NotJson),
    }
}

/// Returns why an answer is a refusal; `None` for a successful status.
#[must_use]
pub fn refusal(status: u16, body: &[u8]) -> Option<Refusal> {
    let body: Value = serde_json::from_slice(body).unwrap_or_default();
    Some(match status {
        200..300 => return None,
        300..400 => Refusal::Redirect,
        400 => bad_request(&body),
        401 => unauthorized(&body),
        403 => Refusal::Forbidden,
        404 => Refusal::NotFound,
        409 => Refusal::Conflict,
        429 => Refusal::TooMany,
        500.. => Refusal::Server(status),
        _ => Refusal::Other(status),
    })
}

fn unauthorized(body: &Value) -> Refusal {
    let message = body["error"]["message"].as_str().unwrap_or_default().to_ascii_lowercase();
    if message.contains("calcom_license_key") || message.contains("license") {
        Refusal::NoLicence
    } else if message.contains("expired") {
        Refusal::KeyExpired
    } else {
        Refusal::KeyInvalid
    }
}

fn bad_request(body: &Value) -> Refusal {
    let errors = body["error"]["details"]["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let field = |error: &Value| error["property"].as_str().map(str::to_owned);
    let fields: Vec<String> = errors.iter().filter_map(field).collect();
    match errors.iter().find(|error| error["property"] == "triggers") {
        Some(error) => Refusal::Triggers(allowed(&error["constraints"])),
        None if fields.is_empty() => Refusal::Other(400),
        None => Refusal::Fields(fields),
    }
}

/// The names at the end of «each value in triggers must be one of the following values: A, B».
fn allowed(constraints: &Value) -> Vec<String> {
    let texts = constraints.as_object().into_iter().flat_map(|all| all.values()).filter_map(Value::as_str);
    let list = texts.filter_map(|text| text.rsplit_once(':').map(|(_, list)| list));
    let is_name = |name: &&str| !name.is_empty() && name.chars().all(|c| c.is_ascii_uppercase() || c == '_');
    list.flat_map(|list| list.split(',')).map(str::trim).filter(is_name).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(status: u16, body: &str) -> Option<Refusal> {
        refusal(status, body.as_bytes())
    }

    fn unauthorized(message: &str) -> Option<Refusal> {
        refused(
            401,
            &format!(
                r#"{{"status":"error","error":{{"code":"UnauthorizedException","message":"{message}"}}}}"#
            ),
        )
    }

    #[test]
    fn a_key_that_does_not_open_is_told_from_a_server_without_licence() {
        assert_eq!(unauthorized("Your api key is expired"), Some(Refusal::KeyExpired));
        assert_eq!(unauthorized("Invalid API Key"), Some(Refusal::KeyInvalid));
        let licence =
            "ApiAuthStrategy - api key - Invalid or missing CALCOM_LICENSE_KEY environment variable";
        assert_eq!(unauthorized(licence), Some(Refusal::NoLicence));
    }

    #[test]
    fn of_a_refused_request_only_the_names_of_fields_are_taken() {
        let body = r#"{"error":{"details":{"errors":[{"target":{"secret":"CANARY"},"value":"CANARY","property":"subscriberUrl",
            "constraints":{"webhookSafeUrl":"CANARY"}}]}}}"#;
        assert_eq!(refused(400, body), Some(Refusal::Fields(vec!["subscriberUrl".into()])));
    }

    #[test]
    fn the_triggers_that_an_old_server_knows_are_read_from_its_refusal() {
        let body = r#"{"error":{"details":{"errors":[{"property":"triggers","constraints":
            {"isEnum":"each value in triggers must be one of the following values: BOOKING_CREATED, MEETING_ENDED"}}]}}}"#;
        assert_eq!(
            refused(400, body),
            Some(Refusal::Triggers(vec!["BOOKING_CREATED".into(), "MEETING_ENDED".into()]))
        );
    }

    #[test]
    fn a_page_and_another_version_s_answer_are_no_answers() {
        assert_eq!(data::<Vec<i64>>(b"<!DOCTYPE html>"), Err(Refusal::NotJson));
        assert_eq!(data::<Vec<i64>>(br#"{"data":{"bookings":[]}}"#), Err(Refusal::Shape));
        assert_eq!(data::<Vec<i64>>(br#"{"data":[1]}"#), Ok(vec![1]));
        assert_eq!(refused(524, "<html>"), Some(Refusal::Server(524)));
        assert_eq!(refused(308, ""), Some(Refusal::Redirect));
    }
}
