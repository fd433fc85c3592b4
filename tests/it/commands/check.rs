//! `bookhook check`: its `ok` means that a start would serve.

use std::fs;
use std::fs::Permissions;
use std::net::TcpListener;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::os::unix::process::CommandExt;
use std::path::Path;

use rusqlite::Connection;

use crate::support::databases::{damaged, used};
use crate::support::dump;
use crate::support::server::{Setup, finish};

/// The user without rights that most systems have.
const NOBODY: u32 = 65_534;

/// The exit code of the check, and what it says.
fn check(setup: &Setup) -> (i32, String) {
    let (code, said, _) = finish(setup.command(&["check"]));
    (code, said)
}

/// The one line on `what`.
fn line<'a>(said: &'a str, what: &str) -> &'a str {
    let mut lines = said.lines().filter(|line| line.split_whitespace().nth(1) == Some(what));
    let line = lines.next().unwrap_or_else(|| panic!("nothing on {what}: {said}"));
    assert_eq!(lines.next(), None, "{said}");
    line
}

/// Of which things the check speaks, in its order.
fn things(said: &str) -> Vec<&str> {
    said.lines().filter_map(|line| line.split_whitespace().nth(1)).collect()
}

/// The check failed because of `what`, for the reason `why`, and says what to do.
fn assert_failed((code, said): &(i32, String), what: &str, why: &str) {
    assert_eq!(*code, 1, "{said}");
    let line = line(said, what);
    assert!(line.starts_with("FAIL") && line.contains(why) && line.contains("; "), "{said}");
}

/// The port of something that listens, and what holds it.
fn taken() -> (TcpListener, String) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let port = listener.local_addr().expect("an address").port().to_string();
    (listener, port)
}

/// Whether these tests run as root.
fn is_root() -> bool {
    tempfile::tempfile().and_then(|file| file.metadata()).expect("a file").uid() == 0
}

/// The check as a user who is not root. `None` where nobody else may run what was built here.
fn check_without_rights(setup: &Setup) -> Option<(i32, String)> {
    let command = |argument| {
        let mut command = setup.command(&[argument]);
        if is_root() {
            command.uid(NOBODY).gid(NOBODY);
        }
        command
    };
    if !command("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: another user cannot run the program here");
        return None;
    }
    let (code, said, _) = finish(command("check"));
    Some((code, said))
}

fn folder(setup: &Setup) -> std::path::PathBuf {
    setup.database().parent().expect("its folder").to_owned()
}

/// Gives the folder and all in it to whom [`check_without_rights`] runs as.
fn give_away(folder: &Path) {
    if is_root() {
        let inside = fs::read_dir(folder).expect("the folder").map(|entry| entry.expect("an entry").path());
        for path in inside.chain([folder.to_owned()]) {
            chown(path, Some(NOBODY), Some(NOBODY)).expect("given away");
        }
    }
}

#[test]
fn check_says_of_each_thing_how_it_stands() {
    let (code, said) = check(&used());
    assert_eq!(code, 0, "{said}");
    let all = [
        "settings",
        "event_types",
        "secret",
        "server",
        "address",
        "permissions",
        "disk",
        "size",
        "schema",
        "write",
        "integrity",
        "deliveries",
        "triggers",
        "clock",
        "backups",
    ];
    assert_eq!(things(&said), all);
    assert!(line(&said, "backups").starts_with("warn"), "{said}");
    assert!(line(&said, "server").ends_with("none is running"), "{said}");
}

#[test]
fn check_changes_nothing() {
    let setup = used();
    let before = (dump::tables(&setup.database()), fs::read(setup.database()).expect("the file"));
    assert_eq!(check(&setup).0, 0);
    assert_eq!((dump::tables(&setup.database()), fs::read(setup.database()).expect("the file")), before);
}

#[test]
fn check_asks_a_running_server_whether_it_is_ready() {
    let setup = used();
    let server = setup.start();
    let (code, said) = check(&setup.with("ROCKET_PORT", &server.address.port().to_string()));
    assert_eq!(code, 0, "{said}");
    let ready = format!("it is running and ready: {}", server.url("/readyz"));
    assert!(line(&said, "server").ends_with(&ready), "{said}");
    assert!(!things(&said).contains(&"address"), "its own port is taken, of course: {said}");
}

#[test]
fn check_says_why_a_running_server_is_not_ready() {
    let setup = used();
    let server = setup.start();
    let db = Connection::open(setup.database()).expect("a database");
    db.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let said = check(&setup.with("ROCKET_PORT", &server.address.port().to_string()));
    assert_failed(&said, "server", "not ready (database_locked)");
}

#[test]
fn check_finds_a_server_whose_database_was_moved_away() {
    let setup = used();
    let server = setup.start();
    fs::rename(setup.database(), setup.database().with_file_name("aside.db")).expect("moved");
    let said = check(&setup.with("ROCKET_PORT", &server.address.port().to_string()));
    assert_failed(&said, "server", "not ready (database_moved");
}

#[test]
fn check_says_that_a_log_is_there_without_its_database() {
    let setup = used();
    fs::rename(setup.database(), setup.database().with_file_name("aside.db")).expect("moved");
    fs::write(setup.database().with_file_name("bookhook.db-wal"), b"a log").expect("written");
    assert_failed(&check(&setup), "schema", "but not the database");
}

#[test]
fn check_fails_when_the_database_is_in_use_and_nobody_answers() {
    let setup = used();
    let _server = setup.start();
    let why = "another bookhook has the database open, but no bookhook answers at";
    assert_failed(&check(&setup), "server", why);
}

#[test]
fn check_fails_when_the_port_is_taken() {
    let (_listener, port) = taken();
    let why = format!("cannot listen on 127.0.0.1:{port}: another program is listening there");
    assert_failed(&check(&used().with("ROCKET_PORT", &port)), "address", &why);
}

#[test]
fn check_fails_when_this_machine_does_not_have_the_address() {
    let why = "this machine does not have that address";
    assert_failed(&check(&used().with("ROCKET_ADDRESS", "192.0.2.1")), "address", why);
}

#[test]
fn check_fails_when_the_port_of_the_metrics_is_taken() {
    let (_listener, port) = taken();
    let address = format!("127.0.0.1:{port}");
    let said = check(&used().with("BOOKHOOK_METRICS_ADDRESS", &address));
    assert_failed(&said, "metrics", &format!("cannot listen on {address}"));
}

#[test]
fn check_fails_when_the_database_may_only_be_read() {
    let setup = used();
    give_away(&folder(&setup));
    fs::set_permissions(setup.database(), Permissions::from_mode(0o444)).expect("set");
    let Some(said) = check_without_rights(&setup) else { return };
    assert_failed(&said, "write", "cannot be written");
}

#[test]
fn check_fails_when_the_database_is_another_user_s() {
    let setup = used();
    if is_root() {
        fs::set_permissions(folder(&setup), Permissions::from_mode(0o755)).expect("set");
    } else {
        fs::set_permissions(setup.database(), Permissions::from_mode(0o000)).expect("set");
    }
    let Some(said) = check_without_rights(&setup) else { return };
    assert_failed(&said, "schema", "permission denied");
}

#[test]
fn check_fails_when_another_program_holds_the_database() {
    let setup = used();
    let db = Connection::open(setup.database()).expect("a database");
    db.execute_batch("BEGIN IMMEDIATE").expect("locked");
    assert_failed(&check(&setup), "write", "is locked by another program");
}

#[test]
fn check_fails_when_a_table_is_missing() {
    let setup = used();
    let db = Connection::open(setup.database()).expect("a database");
    db.execute_batch("DROP TABLE readiness").expect("dropped");
    drop(db);
    let (code, said) = check(&setup);
    assert_eq!(code, 1, "{said}");
    let failed = |line: &str| line.starts_with("FAIL  schema") || line.starts_with("FAIL  write");
    assert!(said.lines().any(failed), "{said}");
}

#[test]
fn check_fails_when_the_logo_is_missing() {
    let setup = used().with("BOOKHOOK_LOGO", "nosuch.svg");
    assert_failed(&check(&setup), "logo", "nosuch.svg does not exist");
}

#[test]
fn check_fails_when_the_logo_is_no_image_file() {
    let setup = used().with("BOOKHOOK_LOGO", "logo.txt");
    assert_failed(&check(&setup), "logo", "is of no known format");
    fs::create_dir(folder(&setup).join("logo.svg")).expect("a folder");
    assert_failed(&check(&setup.with("BOOKHOOK_LOGO", "logo.svg")), "logo", "is not a regular file");
}

#[test]
fn check_fails_when_the_logo_cannot_be_read() {
    let setup = used().with("BOOKHOOK_LOGO", "logo.svg");
    let logo = folder(&setup).join("logo.svg");
    fs::write(&logo, "<svg/>").expect("written");
    give_away(&folder(&setup));
    fs::set_permissions(&logo, Permissions::from_mode(0o000)).expect("set");
    let Some(said) = check_without_rights(&setup) else { return };
    assert_failed(&said, "logo", "cannot be read: permission denied");
}

#[test]
fn check_says_that_the_logo_is_well() {
    let setup = used().with("BOOKHOOK_LOGO", "logo.svg");
    fs::write(folder(&setup).join("logo.svg"), "<svg/>").expect("written");
    let (code, said) = check(&setup);
    assert_eq!(code, 0, "{said}");
    assert!(line(&said, "logo").starts_with("ok"), "{said}");
}

#[test]
fn check_lists_all_that_is_wrong_with_the_settings() {
    let setup = used().with("BOOKHOOK_LOG", "loud").with("ROCKET_ADDRESS", "localhost");
    let setup = setup.with("ROCKET_PROT", "1").with("BOOKHOOK_LOGO", "nosuch.svg");
    let (code, said) = check(&setup.with("CAL_COM_WEBHOOK_SECRET", ""));
    assert_eq!(code, 1);
    assert_eq!(things(&said), ["settings", "settings", "settings", "logo", "secret"], "{said}");
    assert!(said.lines().all(|line| line.starts_with("FAIL") && line.contains("; ")), "{said}");
}

/// A server with settings that are probably mistakes.
fn doubtful(setup: Setup) -> Setup {
    let setup = setup.with("BOOKHOOK_PUBLIC_URL", "http://book.example.com");
    setup.with("CAL_COM_WEBHOOK_SECRET", "\"canary\"")
}

/// The doubts of [`doubtful`], as warnings that begin with `level`.
fn assert_warns(said: &[&str], level: &str) {
    for part in ["public_url", "is in quotes", "is short enough to be guessed"] {
        assert!(said.iter().any(|line| line.contains(level) && line.contains(part)), "{part}: {said:?}");
    }
    assert!(said.iter().all(|line| !line.contains("canary")), "{said:?}");
}

#[test]
fn check_warns_of_what_is_probably_a_mistake() {
    let (code, said) = check(&doubtful(used()));
    assert_eq!(code, 0, "{said}");
    assert_warns(&said.lines().collect::<Vec<_>>(), "warn  ");
}

#[test]
fn a_start_warns_of_what_is_probably_a_mistake() {
    let (_, _, log) = doubtful(Setup::new()).start().stop();
    assert_warns(&log.iter().map(String::as_str).collect::<Vec<_>>(), r#""level":"warn""#);
}

#[test]
fn check_says_nothing_of_files_that_are_not_there_and_makes_none() {
    let setup = Setup::new();
    let (code, said) = check(&setup);
    assert_eq!(code, 1, "{said}");
    assert!(!things(&said).contains(&"permissions") && !things(&said).contains(&"write"), "{said}");
    assert!(line(&said, "schema").contains("there is no database at /"), "{said}");
    assert_eq!(fs::read_dir(folder(&setup)).expect("the folder").count(), 0);
}

#[test]
fn check_fails_with_a_remedy_for_what_is_not_well() {
    let setup = used();
    fs::set_permissions(setup.database(), Permissions::from_mode(0o644)).expect("set");
    let future = "UPDATE deliveries SET received_at = '2999-01-01T00:00:00.000Z'";
    Connection::open(setup.database()).expect("a database").execute(future, []).expect("set");
    let setup = setup.with("BOOKHOOK_BACKUP__EVERY", "24h").without("CAL_COM_WEBHOOK_SECRET");
    let said = check(&setup);
    assert_failed(&said, "secret", "there is none yet");
    assert_failed(&said, "clock", "earlier than the last delivery");
    assert_failed(&said, "backups", "there is none");
    assert!(line(&said.1, "permissions").starts_with("warn"), "{said:?}");
}

#[test]
fn check_finds_damage() {
    assert_failed(&check(&damaged()), "integrity", "bookhook restore");
}
