//! `bookhook replay`.

use crate::support::dump;
use crate::support::server::{Setup, finish};

#[test]
fn replay_beside_a_running_server_is_refused_and_without_one_changes_nothing() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam", "sam@example.com");
    let url = server.url("/api/webhooks/calcom");
    finish(setup.command(&["send", "BOOKING_CREATED", "--profile", &profile, "--url", &url]));
    let (code, _, problem) = finish(setup.command(&["replay"]));
    assert_eq!(code, 4);
    assert!(problem.contains("another bookhook has") && problem.contains("help: "), "{problem}");
    server.stop();
    let before = dump::tables(&setup.database());
    let (code, said, _) = finish(setup.command(&["replay"]));
    assert_eq!((code, said.as_str()), (0, "Rebuilt bookings and profiles from 1 delivery.\n"));
    assert_eq!(dump::tables(&setup.database()), before);
}
