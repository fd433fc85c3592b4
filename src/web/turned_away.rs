//! Explains refused deliveries and ignored event types, on the command line and on the team's pages.

use crate::calcom::signature::SignatureProblem;
use crate::store::LeftOut;

/// Returns the reason for the code that the sender got, in a few words.
#[must_use]
pub fn reason(code: &str) -> &str {
    match code {
        "signature_missing" => "No signature",
        "signature_repeated" => "More than one signature",
        "signature_no_secret" => "The webhook in Cal.com has no secret",
        "signature_prefixed" => "The signature is in another service's form",
        "signature_wrong_length" => "The signature is of the wrong length",
        "signature_not_hex" => "The signature is not hexadecimal",
        "signature_mismatch" => "The signature does not match",
        "body_too_large" => "The body is too large",
        "body_too_slow" => "The body took too long to arrive",
        "body_incomplete" => "The connection broke",
        "busy" => "Too much arrived at once",
        other => other,
    }
}

/// Returns what to do about it; `None` for a code that no delivery is refused with.
#[must_use]
pub fn advice(code: &str) -> Option<&'static str> {
    let problem = SignatureProblem::ALL.into_iter().find(|problem| problem.code() == code);
    problem.map(SignatureProblem::message).or(match code {
        "body_too_large" => Some(
            "The body is longer than the limit. If a booking is missing, raise the limit webhook in \
             [default.limits].",
        ),
        "body_too_slow" => Some(
            "The body did not arrive within body_timeout. If a booking is missing, look at the connection \
             between the proxy and bookhook.",
        ),
        "body_incomplete" => Some(
            "The connection broke before the whole body had arrived. If a booking is missing, look at the \
             proxy's log.",
        ),
        "busy" => Some(
            "More was waiting to be read than there is room for. If it happens again, look at the load of this \
             machine.",
        ),
        _ => None,
    })
}

/// Returns the event types whose bookings were ignored, with their numbers: `30min (8), sync (1000 or more)`.
/// `shown` makes the slugs, which are foreign text, printable.
#[must_use]
pub fn left_out(found: &[LeftOut], shown: impl Fn(&str) -> String) -> String {
    let each = found.iter().map(|LeftOut { slug, bookings }| {
        let or_more = if *bookings == LeftOut::BOUND { " or more" } else { "" };
        format!("{} ({bookings}{or_more})", shown(slug))
    });
    each.collect::<Vec<_>>().join(", ")
}

/// Whether strangers send such requests to any address, and Cal.com does not.
#[must_use]
pub fn is_of_strangers(code: &str) -> bool {
    code == SignatureProblem::Missing.code()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_refused_signature_has_words_and_a_remedy() {
        for problem in SignatureProblem::ALL {
            let code = problem.code();
            assert_ne!(reason(code), code);
            assert!(advice(code).is_some(), "{code}");
        }
        assert_eq!((reason("x"), advice("x")), ("x", None));
    }
}
