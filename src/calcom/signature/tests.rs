use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::calcom::fixtures;

fn secret(text: &str) -> Secret {
    Secret::new(text).expect("a secret")
}

fn only(text: &str) -> Secrets {
    Secrets { current: secret(text), previous: None }
}

fn signed(text: &str, body: &[u8]) -> Signature {
    Signature::parse(&sign(&secret(text), body)).expect("a signature")
}

#[test]
fn every_recorded_body_verifies_with_both_secrets() {
    let vectors = fixtures::signatures();
    let bodies = fixtures::bodies();
    assert_eq!(bodies.len(), vectors["bodies"].as_object().expect("bodies").len());
    for (key, field) in
        [("secret", "x_cal_signature_256"), ("secret_non_ascii", "x_cal_signature_256_non_ascii_secret")]
    {
        let text = vectors[key].as_str().expect("a secret");
        for (name, body) in &bodies {
            let expected = vectors["bodies"][name][field].as_str().expect("a signature");
            assert_eq!(sign(&secret(text), body), expected, "{name}");
            let header = Signature::from_headers(&[expected]).expect("well-formed");
            assert_eq!(only(text).verify(body, &header), Ok(SignedWith::Current), "{name}");
        }
    }
}

#[test]
fn the_digits_may_be_in_upper_case() {
    let upper = sign(&secret("key"), b"body").to_uppercase();
    let signature = Signature::parse(&upper).expect("well-formed");
    assert_eq!(only("key").verify(b"body", &signature), Ok(SignedWith::Current));
}

#[test]
fn during_a_rotation_both_secrets_verify() {
    let both = Secrets { current: secret("new"), previous: Some(secret("old")) };
    assert_eq!(both.verify(b"body", &signed("new", b"body")), Ok(SignedWith::Current));
    assert_eq!(both.verify(b"body", &signed("old", b"body")), Ok(SignedWith::Previous));
    assert_eq!(both.verify(b"body", &signed("older", b"body")), Err(SignatureProblem::Mismatch));
}

#[test]
fn another_secret_does_not_verify() {
    assert_eq!(only("key").verify(b"body", &signed("kex", b"body")), Err(SignatureProblem::Mismatch));
}

#[test]
fn another_body_does_not_verify() {
    assert_eq!(only("key").verify(b"body\n", &signed("key", b"body")), Err(SignatureProblem::Mismatch));
}

#[test]
fn an_empty_secret_is_none() {
    assert!(Secret::new("").is_none());
}

#[test]
fn a_secret_does_not_show() {
    assert_eq!(format!("{:?}", only("s3cr3t")), "Secrets { current: Secret(..), previous: None }");
}

#[test]
fn a_request_without_a_signature_is_refused() {
    assert_eq!(Signature::from_headers(&[]), Err(SignatureProblem::Missing));
    assert_eq!(Signature::from_headers(&[""]), Err(SignatureProblem::Missing));
}

#[test]
fn two_signatures_are_refused_even_if_equal() {
    let digits = "0".repeat(64);
    assert_eq!(Signature::from_headers(&[&digits, &digits]), Err(SignatureProblem::Repeated));
}

#[test]
fn the_word_for_a_webhook_without_a_secret_is_refused() {
    assert_eq!(Signature::parse("no-secret-provided"), Err(SignatureProblem::Unsigned));
}

#[test]
fn a_prefix_is_refused() {
    for prefix in ["sha256=", "SHA256="] {
        let header = format!("{prefix}{}", "0".repeat(64));
        assert_eq!(Signature::parse(&header), Err(SignatureProblem::Prefixed));
    }
}

#[test]
fn any_other_length_is_refused() {
    for length in [1, 63, 65, 66, 128] {
        assert_eq!(Signature::parse(&"0".repeat(length)), Err(SignatureProblem::WrongLength), "{length}");
    }
}

#[test]
fn what_is_no_hex_digit_is_refused() {
    for bad in ["g", " ", "=", "-"] {
        let header = format!("{}{bad}", "0".repeat(63));
        assert_eq!(Signature::parse(&header), Err(SignatureProblem::NotHex), "{bad:?}");
    }
}

#[test]
fn every_problem_has_a_code_and_a_message_of_its_own() {
    let codes: BTreeSet<_> = SignatureProblem::ALL.iter().map(|problem| problem.code()).collect();
    let messages: BTreeSet<_> = SignatureProblem::ALL.iter().map(|problem| problem.message()).collect();
    assert_eq!((codes.len(), messages.len()), (7, 7));
    assert!(codes.iter().all(|code| code.chars().all(|c| c.is_ascii_lowercase() || c == '_')));
}

#[test]
fn every_problem_says_what_is_wrong_and_what_to_do() {
    use SignatureProblem as Problem;
    let words = [
        (Problem::Missing, "is missing", "Give the webhook a secret"),
        (Problem::Repeated, "more than once", "Let proxies pass on the one"),
        (Problem::Unsigned, "has no secret", "enter bookhook's secret and save"),
        (Problem::Prefixed, "starts with `sha256=`", "leave the prefix out"),
        (Problem::WrongLength, "not 64 characters", "check that no proxy changes the header"),
        (Problem::NotHex, "hex digits", "check that no proxy changes the header"),
        (Problem::Mismatch, "does not belong to this body", "check that no proxy changes the body"),
    ];
    assert_eq!(words.map(|(problem, _, _)| problem), Problem::ALL);
    for (problem, wrong, remedy) in words {
        let said = problem.to_string();
        assert!(said.contains(wrong) && said.contains(remedy), "{said}");
    }
}

proptest! {
    #[test]
    fn no_header_is_taken_but_64_hex_digits(header in "\\PC{0,70}") {
        let formed = header.len() == 64 && header.chars().all(|c| c.is_ascii_hexdigit());
        prop_assert_eq!(Signature::parse(&header).is_ok(), formed);
    }

    #[test]
    fn one_changed_bit_does_not_verify(
        body in prop::collection::vec(any::<u8>(), 1..200),
        place in any::<prop::sample::Index>(),
        bit in 0..8_u8,
    ) {
        let signature = signed("key", &body);
        let mut changed = body;
        let place = place.index(changed.len());
        changed[place] ^= 1 << bit;
        prop_assert_eq!(only("key").verify(&changed, &signature), Err(SignatureProblem::Mismatch));
    }
}
