//! Passes that end in the middle, and what comes in the middle of one.

use std::process::{Child, Stdio};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::scope;
use std::time::Duration;

use serde_json::{Value, json};

use super::reconcile::{booking, number_of_marks, pass, quiet, statements, webhook};
use crate::support::cal_api::{CalApi, Failing, KEY};
use crate::support::dump;
use crate::support::patience::{PATIENCE, eventually};
use crate::support::server::{Server, Setup, finish};

/// A pass waits for the answer to a list until this is dropped.
struct Held {
    reached: Receiver<()>,
    _go: Sender<()>,
}

impl Held {
    /// Holds the answer to the list of this number.
    fn at(api: &CalApi, list: usize) -> Self {
        let ((reach, reached), (go, going)) = (channel(), channel::<()>());
        let mut lists = 0;
        api.state().before_list = Some(Box::new(move |_| {
            lists += 1;
            if lists == list {
                // Whoever holds it may have gone.
                let _ = reach.send(());
                let _ = going.recv();
            }
        }));
        Self { reached, _go: go }
    }

    fn wait(&self) {
        self.reached.recv_timeout(PATIENCE).expect("the list was asked for");
    }
}

/// When a pass is in the middle.
#[derive(Clone, Copy)]
enum Middle {
    /// Before the answer to this list.
    List(usize),
    /// After so many statements of the first page.
    Statements(i64),
}

impl Middle {
    /// Begins a pass, and returns in the middle of it with what holds it there.
    fn of<T>(self, api: &CalApi, setup: &Setup, begin: impl FnOnce() -> T) -> (T, Held) {
        let list = if let Self::List(list) = self { list } else { 2 };
        let held = Held::at(api, list);
        let started = begin();
        match self {
            Self::List(_) => held.wait(),
            Self::Statements(some) => {
                eventually("some are stored", || (statements(setup) >= some).then_some(()));
            }
        }
        (started, held)
    }
}

const MIDDLES: [Middle; 3] = [Middle::List(2), Middle::List(4), Middle::Statements(20)];
const COUNT: i64 = 300;

fn bookings() -> Vec<Value> {
    (0..COUNT).map(|n| booking(&format!("b{n}"), 50 + n)).collect()
}

fn outcome(setup: &Setup) -> Vec<String> {
    let sql = "SELECT uid, seat, status, title, start_time, attendee_email, no_show, rescheduled_from, rescheduled_to,
                      cancellation_reason, first_event_at, updated_at FROM bookings ORDER BY uid";
    dump::rows(&setup.database(), sql)
}

/// A database, and a stand-in that has these bookings.
fn beginning(bookings: &[Value]) -> (CalApi, Setup) {
    let api = CalApi::start();
    let setup = quiet(&api);
    drop(setup.start());
    api.state().bookings = bookings.to_vec();
    (api, setup)
}

/// What a pass gives that nothing troubles.
fn undisturbed(bookings: &[Value]) -> Vec<String> {
    let (_api, setup) = beginning(bookings);
    pass(&setup);
    outcome(&setup)
}

/// Whatever `interrupt` does to a pass in each middle, the next one gives what a quiet one gives.
fn survives(interrupt: impl Fn(&CalApi, Setup, Middle) -> Setup + Sync) {
    let bookings = bookings();
    let expected = undisturbed(&bookings);
    let case = |middle| {
        let (api, setup) = beginning(&bookings);
        let setup = interrupt(&api, setup, middle);
        assert_eq!(number_of_marks(&setup), 0, "the mark stays");
        pass(&setup);
        assert_eq!(outcome(&setup), expected);
        assert_eq!(statements(&setup), COUNT, "nothing is stated twice");
        let before = dump::tables(&setup.database());
        assert_eq!(finish(setup.command(&["replay"])).0, 0);
        assert_eq!(dump::tables(&setup.database()), before);
    };
    scope(|threads| {
        for middle in MIDDLES {
            threads.spawn(move || case(middle));
        }
    });
}

/// A server that passes by itself, from its start on.
fn by_itself(setup: Setup) -> Setup {
    setup.with("BOOKHOOK_RECONCILE_EVERY", "15m")
}

fn started(setup: &Setup) -> Child {
    setup.command(&["reconcile"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("a command")
}

#[test]
fn a_command_that_is_killed_in_the_middle_costs_nothing() {
    survives(|api, setup, middle| {
        let (mut command, held) = middle.of(api, &setup, || started(&setup));
        command.kill().expect("killed");
        command.wait().expect("its end");
        drop(held);
        setup
    });
}

#[test]
fn a_server_that_is_killed_in_the_middle_of_its_pass_costs_nothing() {
    survives(|api, setup, middle| {
        let setup = by_itself(setup);
        let (server, held) = middle.of(api, &setup, || setup.start());
        server.kill();
        drop(held);
        setup
    });
}

/// Stops a server, which must not wait for a request that is under way: that takes 30 seconds.
fn stop(server: Server) {
    let (status, took, log) = server.stop();
    assert!(status.success(), "{log:?}");
    assert!(took < Duration::from_secs(20), "{took:?}");
    assert!(!log.iter().any(|line| line.contains("no reconciliation")), "{log:?}");
}

#[test]
fn a_server_that_is_stopped_in_the_middle_of_its_pass_ends_in_time_and_costs_nothing() {
    survives(|api, setup, middle| {
        let setup = by_itself(setup);
        let (server, held) = middle.of(api, &setup, || setup.start());
        stop(server);
        drop(held);
        let log = setup.database().with_file_name("bookhook.db-wal");
        assert!(!log.exists(), "bookhook.db alone holds everything");
        setup
    });
}

#[test]
fn a_server_that_waits_for_the_limit_of_requests_stops_at_once() {
    let (api, setup) = beginning(&bookings());
    api.state().failing.insert(4, Failing::With(429, "Retry-After: 300\r\n"));
    let setup = by_itself(setup);
    let server = setup.start();
    eventually("the refusal", || (api.state().asked.len() > 4).then_some(()));
    stop(server);
}

#[test]
fn a_command_whose_server_stops_says_that_the_pass_was_not_done() {
    let (api, setup) = beginning(&bookings());
    let server = setup.start();
    let held = Held::at(&api, 2);
    let (code, _, said) = scope(|threads| {
        let asked = threads.spawn(|| finish(setup.command(&["reconcile"])));
        held.wait();
        stop(server);
        asked.join().expect("it ended")
    });
    assert_eq!((code, said.contains("the server stopped before the pass was done")), (1, true), "{said}");
    assert!(said.contains("help: run it again"), "{said}");
}

#[test]
fn beside_a_server_without_a_key_a_command_says_who_makes_the_pass() {
    let (_api, setup) = beginning(&[]);
    let setup = setup.without("CAL_COM_API_KEY");
    let _server = setup.start();
    let (code, _, said) = finish(setup.with("CAL_COM_API_KEY", KEY).command(&["reconcile"]));
    assert_ne!(code, 0);
    assert!(said.contains("start the server with CAL_COM_API_KEY, too"), "{said}");
}

#[test]
fn webhooks_before_during_and_after_a_pass_give_the_same_bookings() {
    let bookings = bookings();
    let who = json!([{ "email": "b9@example.com", "noShow": true }]);
    let webhooks = [
        webhook("BOOKING_CANCELLED", "b5", 3, &json!({ "cancellationReason": "ill" })),
        webhook("BOOKING_CREATED", "unheard", 2, &json!({})),
        webhook("BOOKING_RESCHEDULED", "b7-moved", 1, &json!({ "rescheduleUid": "b7" })),
        webhook("BOOKING_NO_SHOW_UPDATED", "b9", 1, &json!({ "bookingUid": "b9", "attendees": who })),
        webhook("BOOKING_CANCELLED", "b299", 1, &json!({ "cancellationReason": "late" })),
    ];
    let deliver = |server: &Server| {
        for body in &webhooks {
            assert_eq!(server.deliver(body).status, 200);
        }
    };
    let before = || {
        let (_api, setup) = beginning(&bookings);
        let server = setup.start();
        deliver(&server);
        pass(&setup);
        outcome(&setup)
    };
    let after = || {
        let (_api, setup) = beginning(&bookings);
        let server = setup.start();
        pass(&setup);
        deliver(&server);
        outcome(&setup)
    };
    let during = |list| {
        let (api, setup) = beginning(&bookings);
        let server = setup.start();
        let held = Held::at(&api, list);
        scope(|threads| {
            let asked = threads.spawn(|| pass(&setup));
            held.wait();
            deliver(&server);
            drop(held);
            asked.join().expect("it passed");
        });
        outcome(&setup)
    };
    let outcomes: Vec<Vec<String>> = scope(|threads| {
        let during = [1, 2, 4].map(|list| threads.spawn(move || during(list)));
        let others = [threads.spawn(before), threads.spawn(after)];
        others.into_iter().chain(during).map(|case| case.join().expect("it passed")).collect()
    });
    assert_eq!(outcomes[0].len(), 302);
    assert!(outcomes.iter().all(|one| *one == outcomes[0]), "{outcomes:?}");
}
