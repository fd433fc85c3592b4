//! The meaning of each recorded body. A body without an expectation fails.

use std::path::{Path, PathBuf};

use super::*;

/// The bodies that are no events. All others have a snapshot of theirs.
fn expected(name: &str) -> Option<Meaning> {
    let meaning = match name {
        "PING" => Meaning::Ignored(WhyIgnored::Test),
        "AFTER_HOSTS_CAL_VIDEO_NO_SHOW"
        | "INSTANT_MEETING"
        | "RECORDING_READY"
        | "RECORDING_TRANSCRIPTION_GENERATED"
        | "WRONG_ASSIGNMENT_REPORT" => Meaning::Ignored(WhyIgnored::NoEffect),
        "DELEGATION_CREDENTIAL_ERROR"
        | "DELEGATION_CREDENTIAL_ROTATION_REQUIRED"
        | "DELEGATION_CREDENTIAL_SECRET_ROTATED"
        | "DELEGATION_CREDENTIAL_SECRET_ROTATION_FAILED"
        | "FORM_SUBMITTED"
        | "FORM_SUBMITTED_NO_EVENT"
        | "OOO_CREATED"
        | "ROUTING_FORM_FALLBACK_HIT" => Meaning::Ignored(WhyIgnored::NotABooking),
        "TEMPLATE_BROKEN" => Meaning::Unreadable(WhyUnreadable::NotAnObject),
        "TEMPLATE_FORM_ENCODED_BY_HAND" | "TEMPLATE_TEXT_FORM_CONTENT_TYPE" => {
            Meaning::Unreadable(WhyUnreadable::NotJson)
        }
        "TEMPLATE_JSON" | "ZAPIER_APP_BODY" => Meaning::Unreadable(WhyUnreadable::NoTrigger),
        _ => return None,
    };
    Some(meaning)
}

#[test]
fn every_recorded_body_means_what_it_should() {
    for (name, body) in fixtures::bodies() {
        let Decoded { trigger, meaning } = decode(&body);
        match (expected(&name), meaning) {
            (Some(expected), meaning) => assert_eq!(meaning, expected, "{name}"),
            (None, Meaning::Event(event)) => {
                assert_eq!(name.split('.').next(), Some(&*trigger));
                insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
                    insta::assert_debug_snapshot!(name, event);
                });
            }
            (None, other) => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn every_snapshot_has_its_body() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/calcom/decode/tests/snapshots");
    let names: Vec<_> =
        fixtures::bodies().into_iter().map(|(name, _)| PathBuf::from(format!("{name}.snap"))).collect();
    for entry in folder.read_dir().expect("the snapshots") {
        let snapshot = PathBuf::from(entry.expect("an entry").file_name());
        // A failed comparison leaves its own file beside.
        if snapshot.extension().is_some_and(|extension| extension == "snap") {
            assert!(names.contains(&snapshot), "{}", snapshot.display());
        }
    }
}

#[test]
fn every_trigger_was_recorded() {
    let names: Vec<_> = fixtures::bodies().into_iter().map(|(name, _)| name).collect();
    for trigger in Trigger::ALL {
        assert!(names.iter().any(|name| name.split('.').next() == Some(trigger.name())), "{trigger:?}");
        assert_eq!(Trigger::parse(trigger.name()), Some(*trigger));
    }
}
