//! `bookhook demo`.

use std::collections::BTreeSet;

use bookhook::domain::profile::ProfileStatus;
use bookhook::store;

use crate::support::server::{Setup, finish};
use crate::support::team::{join, link};
use crate::support::{RULES, dump};

/// A database that the command filled.
fn filled(arguments: &[&str]) -> (Setup, String) {
    let setup = Setup::new();
    let (code, said, problem) = finish(setup.command(&[&["demo"], arguments].concat()));
    assert_eq!(code, 0, "{problem}");
    (setup, said)
}

/// The only column of a query.
fn column(setup: &Setup, sql: &str) -> Vec<String> {
    let rows = dump::rows(&setup.database(), sql).into_iter();
    rows.map(|row| row.trim_matches(['[', ']']).to_owned()).collect()
}

#[test]
fn a_demo_has_forty_applicants_in_every_state_and_what_an_inbox_gets_besides() {
    let (setup, said) = filled(&[]);
    assert!(said.contains("with 40 invented applicants and 6"), "{said}");
    let statuses = column(&setup, "SELECT DISTINCT status FROM talent_profiles");
    assert_eq!(statuses.len(), ProfileStatus::ALL.len(), "{statuses:?}");
    for (what, sql) in [
        ("withdrawn", "SELECT number FROM talent_profiles WHERE withdrawn_at IS NOT NULL"),
        ("completed", "SELECT number FROM talent_profiles WHERE completed_at IS NOT NULL"),
        ("answers", "SELECT number FROM talent_profiles WHERE length(answers) > 100"),
        ("matched by metadata", "SELECT id FROM bookings WHERE matched_by = 'metadata'"),
        ("matched by a claim", "SELECT id FROM bookings WHERE matched_by = 'claim'"),
        ("matched by the address", "SELECT id FROM bookings WHERE matched_by = 'email'"),
        ("unmatched", "SELECT id FROM bookings WHERE profile IS NULL"),
        ("naming nobody", "SELECT id FROM bookings WHERE named_profile_id IS NOT NULL"),
        ("moved", "SELECT id FROM bookings WHERE status = 'RESCHEDULED'"),
        ("ignored", "SELECT id FROM deliveries WHERE outcome = 'ignored'"),
        ("unreadable", "SELECT id FROM deliveries WHERE outcome = 'unreadable'"),
        ("refused", "SELECT count FROM refusals"),
        ("linked by hand", "SELECT id FROM bookings WHERE matched_by = 'hand' AND profile IS NOT NULL"),
        ("set aside", "SELECT id FROM bookings WHERE matched_by = 'hand' AND profile IS NULL"),
        ("changed", "SELECT id FROM notes WHERE edited_at IS NOT NULL"),
        ("put back", "SELECT id FROM activity WHERE verb = 'restored'"),
    ] {
        assert!(!column(&setup, sql).is_empty(), "{what}");
    }
    let decisions = column(&setup, "SELECT DISTINCT decision FROM talent_profiles");
    assert_eq!(decisions.len(), 4, "three and none: {decisions:?}");
    let today = "SELECT id FROM bookings WHERE status = 'ACCEPTED' AND ended = 0
                  AND start_time BETWEEN strftime('%FT%TZ', 'now') AND strftime('%FT%TZ', 'now', '+4 hours')";
    assert_eq!(column(&setup, today).len(), 2);
}

#[test]
fn a_demo_names_nobody_who_exists() {
    let (setup, _) = filled(&["--profiles", "100"]);
    let addresses =
        column(&setup, "SELECT email FROM talent_profiles UNION SELECT attendee_email FROM bookings");
    assert!(addresses.len() > 100, "{addresses:?}");
    let is_invented =
        |address: &&String| address.contains("@example.com\"") || address.contains("@example.org\"");
    assert_eq!(addresses.iter().find(|address| !is_invented(address)), None);
    let links = column(
        &setup,
        "SELECT meeting_link FROM bookings WHERE meeting_link NOT LIKE 'https://cal.example.com/%'",
    );
    assert_eq!(links, Vec::<String>::new());
}

#[test]
fn a_demo_is_the_same_each_time_but_for_the_dates() {
    let state = |setup: &Setup| {
        dump::rows(
            &setup.database(),
            "SELECT p.number, p.id, p.name, p.email, p.answers, p.status, b.uid, b.matched_by
               FROM talent_profiles p LEFT JOIN bookings b ON b.profile = p.number ORDER BY p.number, b.uid",
        )
    };
    assert_eq!(state(&filled(&[]).0), state(&filled(&[]).0));
}

#[test]
fn a_demo_is_what_its_deliveries_say() {
    let (setup, _) = filled(&["--profiles", "60"]);
    let before = dump::tables(&setup.database());
    store::replay(&setup.database(), RULES, |_, _| {}).expect("replayed");
    assert_eq!(dump::tables(&setup.database()), before);
}

#[test]
fn a_demo_has_as_many_applicants_as_are_asked_for_numbered_by_when_they_applied() {
    for (asked, held) in [("1", 1), ("700", 700)] {
        let (setup, _) = filled(&["--profiles", asked]);
        let applied = column(&setup, "SELECT created_at FROM talent_profiles ORDER BY number");
        assert_eq!(applied.len(), held);
        assert!(applied.is_sorted(), "{applied:?}");
        let ids: BTreeSet<_> = column(&setup, "SELECT id FROM talent_profiles").into_iter().collect();
        assert_eq!(ids.len(), held);
    }
}

#[test]
fn a_demo_goes_into_an_empty_database_that_no_server_has() {
    let setup = Setup::new();
    let server = setup.start();
    let refused = |words: &str| {
        let before = dump::everything(&setup.database());
        let (code, said, problem) = finish(setup.command(&["demo"]));
        assert_eq!((code, said), (4, String::new()));
        assert!(problem.contains(words) && problem.contains("help: "), "{problem}");
        assert_eq!(dump::everything(&setup.database()), before);
    };
    refused("another bookhook has");
    join(&server, &link(&setup, &["invite"]), "Dana");
    server.stop();
    refused("is not empty");
    let (setup, _) = filled(&["--profiles", "1"]);
    let before = dump::everything(&setup.database());
    assert_eq!(finish(setup.command(&["demo"])).0, 4);
    assert_eq!(dump::everything(&setup.database()), before);
}
