//! Backups, restores, upgrades and checks, as an operator runs them.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown};
use std::path::{Path, PathBuf};
use std::time::Duration;

use bookhook::calcom;
use bookhook::store::{self, BackupPlan, Backups};
use rocket::tokio::runtime::Runtime;
use time::OffsetDateTime;

use crate::support::dump;
use crate::support::open_store;
use crate::support::patience::{LONG, eventually, is_short};
use crate::support::server::{Setup, finish, wire};

const BODIES: [&str; 4] = ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED", "PING"];

/// A folder with a database that holds a profile, bookings and deliveries.
pub(crate) fn used() -> Setup {
    let setup = Setup::new();
    let server = setup.start();
    server.apply("Sam Okafor", "sam.okafor@example.com");
    for name in BODIES {
        assert_eq!(server.deliver(&wire(name)).status, 200);
    }
    server.stop();
    setup
}

fn path(setup: &Setup, name: &str) -> PathBuf {
    setup.database().with_file_name(name)
}

fn text(path: &Path) -> &str {
    path.to_str().expect("text")
}

#[test]
fn a_backup_beside_the_server_is_exact_private_and_says_what_it_holds() {
    let setup = used();
    let server = setup.start();
    let copy = path(&setup, "copy.db");
    let (code, said, problem) = finish(setup.command(&["backup", text(&copy)]));
    assert_eq!(code, 0, "{problem}");
    assert!(said.contains("copy.db is good: 4 deliveries, ") && said.contains(" 1 profile, "), "{said}");
    assert_eq!(dump::tables(&copy), dump::tables(&setup.database()));
    assert_eq!(fs::metadata(&copy).expect("the copy").permissions().mode() & 0o777, 0o600);
    assert!(!path(&setup, "copy.db.unfinished").exists());
    let (code, _, problem) = finish(setup.command(&["backup", text(&copy)]));
    assert_eq!(code, 1);
    assert!(problem.contains("a file at") && problem.contains("help: "), "{problem}");
    server.stop();
}

#[test]
fn what_was_acknowledged_before_a_backup_began_is_in_it_while_more_arrives() {
    let folder = tempfile::tempdir().expect("a folder");
    let (database, copy) = (folder.path().join("a.db"), folder.path().join("b.db"));
    let store = open_store(&database);
    let runtime = Runtime::new().expect("threads");
    let deliver = |n: usize| {
        let body = format!(r#"{{"triggerEvent":"BOOKING_CREATED","payload":{{"uid":"u{n}"}}}}"#).into_bytes();
        let decoded = calcom::decode(&body);
        runtime.block_on(store.deliver(body, decoded, OffsetDateTime::UNIX_EPOCH)).expect("kept");
    };
    (0..200).for_each(deliver);
    let done = std::sync::atomic::AtomicBool::new(false);
    let proof = std::thread::scope(|scope| {
        scope.spawn(|| {
            let mut n = 200;
            while !done.load(std::sync::atomic::Ordering::Relaxed) {
                deliver(n);
                n += 1;
            }
        });
        let proof = store::backup(&database, &copy, |_, _| {}).expect("proven");
        done.store(true, std::sync::atomic::Ordering::Relaxed);
        proof
    });
    assert!(proof.deliveries >= 200, "{proof:?}");
    let first = "SELECT count(*) FROM bookings WHERE CAST(substr(uid, 2) AS INTEGER) < 200";
    assert_eq!(dump::rows(&copy, first), ["[Integer(200)]"]);
}

/// A database that was used, and then lost a part of its last page.
pub(crate) fn damaged() -> Setup {
    let setup = used();
    let mut bytes = fs::read(setup.database()).expect("the file");
    let last = bytes.len() - 4096;
    bytes[last..last + 200].fill(0xa5);
    fs::write(setup.database(), bytes).expect("written");
    setup
}

#[test]
fn a_damaged_database_gives_no_backup() {
    let setup = damaged();
    let (code, _, problem) = finish(setup.command(&["backup", "copy.db"]));
    assert_ne!(code, 0);
    assert!(problem.contains("help: "), "{problem}");
    assert!(!path(&setup, "copy.db").exists() && !path(&setup, "copy.db.unfinished").exists());
}

#[test]
fn a_restore_brings_back_the_backup_and_keeps_the_old_database() {
    let setup = used();
    let before = dump::tables(&setup.database());
    assert_eq!(finish(setup.command(&["backup", "copy.db"])).0, 0);
    let server = setup.start();
    server.apply("Later", "later@example.com");
    let (code, _, problem) = finish(setup.command(&["restore", "copy.db"]));
    assert_eq!(code, 4);
    assert!(problem.contains("another bookhook has"), "{problem}");
    server.kill();
    let (code, said, problem) = finish(setup.command(&["restore", "copy.db"]));
    assert_eq!(code, 0, "{problem}");
    assert!(said.contains("is restored: 4 deliveries"), "{said}");
    assert_eq!(dump::tables(&setup.database()), before);
    let aside = said.split_once("kept as ").expect("its name").1.trim().trim_end_matches('.');
    let names = dump::rows(&path(&setup, aside), "SELECT name FROM talent_profiles ORDER BY number");
    assert_eq!(names, [r#"[Text("Sam Okafor")]"#, r#"[Text("Later")]"#]);
    let server = setup.start();
    assert_eq!(server.deliver(&wire("PING")).json()["outcome"], "duplicate");
    server.stop();
}

#[test]
fn a_restore_works_where_no_database_is() {
    let setup = used();
    assert_eq!(finish(setup.command(&["backup", "copy.db"])).0, 0);
    let before = dump::tables(&setup.database());
    fs::remove_file(setup.database()).expect("removed");
    assert_eq!(finish(setup.command(&["restore", "copy.db"])).0, 0);
    assert_eq!(dump::tables(&setup.database()), before);
}

#[test]
fn what_root_makes_gets_the_owner_of_its_folder() {
    let setup = used();
    assert_eq!(finish(setup.command(&["backup", "copy.db"])).0, 0);
    assert_eq!(finish(setup.command(&["export", "--format", "jsonl", "all.jsonl"])).0, 0);
    let folder = setup.database().parent().expect("its folder").to_owned();
    // Only root can give a folder away; for others the two are the same from the start.
    let owner = match chown(&folder, Some(4711), Some(4712)) {
        Ok(()) => (4711, 4712),
        Err(_) => fs::metadata(&folder).map(|folder| (folder.uid(), folder.gid())).expect("the folder"),
    };
    for arguments in [["restore", "copy.db"], ["import", "all.jsonl"]] {
        for name in ["", ".lock"] {
            fs::remove_file(format!("{}{name}", setup.database().display())).expect("removed");
        }
        let (code, _, problem) = finish(setup.command(&arguments));
        assert_eq!(code, 0, "{problem}");
        for name in ["", ".lock"] {
            let made = fs::metadata(format!("{}{name}", setup.database().display())).expect("made");
            assert_eq!((made.uid(), made.gid()), owner, "{name} after {arguments:?}");
        }
    }
    for arguments in [
        &["backup", "given.db"][..],
        &["export", "--format", "jsonl", "given.jsonl"],
        &["export", "--format", "csv", "given"],
    ] {
        assert_eq!(finish(setup.command(arguments)).0, 0, "{arguments:?}");
    }
    for name in ["given.db", "given.jsonl", "given", "given/profiles.csv"] {
        let made = fs::metadata(path(&setup, name)).expect("made");
        assert_eq!((made.uid(), made.gid()), owner, "{name}");
    }
}

#[test]
fn a_restore_of_a_file_that_is_no_good_backup_changes_nothing() {
    let setup = used();
    assert_eq!(finish(setup.command(&["backup", "good.db"])).0, 0);
    let good = fs::read(path(&setup, "good.db")).expect("the backup");
    let before = fs::read(setup.database()).expect("the database");
    let mut garbage = good.clone();
    garbage[8192..8400].fill(0xa5);
    let mut foreign = good.clone();
    foreign[68..72].fill(0);
    let bad: [(&[u8], &str); 5] = [
        (b"", "is damaged"),
        (b"not a database at all", "is not a backup of bookhook's"),
        (&good[..good.len() - 4096], "is damaged"),
        (&garbage, "is damaged"),
        (&foreign, "is not a backup of bookhook's"),
    ];
    for (bytes, words) in bad {
        fs::write(path(&setup, "bad.db"), bytes).expect("written");
        let (code, _, problem) = finish(setup.command(&["restore", "bad.db"]));
        assert_eq!(code, 4, "{problem}");
        assert!(problem.contains(words), "{words}: {problem}");
        assert_eq!(fs::read(setup.database()).expect("the database"), before);
    }
    let left = fs::read_dir(setup.database().parent().expect("a folder")).expect("the folder");
    let names: Vec<_> = left.map(|entry| entry.expect("an entry").file_name()).collect();
    assert!(names.iter().all(|name| !name.to_string_lossy().contains("restor")), "{names:?}");
}

#[test]
fn the_server_makes_a_proven_backup_at_its_start_and_ends_at_once() {
    let setup = used().with("BOOKHOOK_BACKUP__EVERY", "24h").with("ROCKET_SHUTDOWN__GRACE", LONG);
    let server = setup.start();
    let folder = path(&setup, "backups");
    let made = eventually("a backup", || {
        let mut names = fs::read_dir(&folder).into_iter().flatten().flatten().map(|entry| entry.path());
        names.find(|name| name.extension().is_some_and(|kind| kind == "db"))
    });
    assert_eq!(dump::tables(&made), dump::tables(&setup.database()));
    let setup = setup.with("ROCKET_PORT", &server.address.port().to_string());
    let (code, said, problem) = finish(setup.command(&["check"]));
    assert_eq!(code, 0, "{said}{problem}");
    assert!(said.contains("ok    backups       the last proven one is "), "{said}");
    let (status, took, _) = server.stop();
    assert_eq!(status.code(), Some(0));
    assert!(is_short(took), "{took:?}");
}

#[test]
fn the_age_of_the_last_backup_survives_a_restart() {
    let setup = used();
    let dir = path(&setup, "kept");
    let plan = BackupPlan { every: Duration::from_secs(3600), keep: 2, dir: dir.clone() };
    let start = || Backups::start(setup.database(), plan.clone(), OffsetDateTime::now_utc).expect("a thread");
    let backups = start();
    eventually("a backup", || backups.state().last_proven);
    assert!(!backups.state().failing);
    drop(backups);
    let again = start();
    assert!(again.state().last_proven.is_some());
    drop(again);
    assert_eq!(fs::read_dir(dir).expect("the folder").count(), 1, "another was not due");
}

#[test]
fn a_new_backup_stays_beside_names_from_the_future_and_check_tells_of_them() {
    let setup = used().with("BOOKHOOK_BACKUP__EVERY", "24h").with("BOOKHOOK_BACKUP__KEEP", "2");
    let folder = path(&setup, "backups");
    fs::create_dir(&folder).expect("a folder");
    let ahead = ["bookhook-20990101T000000Z.db", "bookhook-20990102T000000Z.db"];
    for name in ahead {
        assert_eq!(finish(setup.command(&["backup", text(&folder.join(name))])).0, 0);
    }
    let (code, said, _) = finish(setup.command(&["check"]));
    assert_eq!(code, 1);
    assert!(said.contains("FAIL  backups       there is none"), "{said}");
    let plan = BackupPlan { every: Duration::from_secs(3600), keep: 2, dir: folder.clone() };
    let backups = Backups::start(setup.database(), plan, OffsetDateTime::now_utc).expect("a thread");
    assert_eq!(backups.state().last_proven, None);
    eventually("a backup", || backups.state().last_proven);
    drop(backups);
    assert_eq!(fs::read_dir(&folder).expect("the folder").count(), 3);
    let (code, said, _) = finish(setup.command(&["check"]));
    assert_eq!(code, 0, "{said}");
    let line = said.lines().find(|line| line.starts_with("warn  backups")).expect("a warning");
    assert!(line.contains("later than now") && line.contains(ahead[1]), "{line}");
}

#[test]
fn a_backup_of_what_is_not_there_says_so() {
    let (code, _, problem) = finish(Setup::new().command(&["backup", "copy.db"]));
    assert_eq!(code, 4, "{problem}");
    assert!(problem.contains("there is no database at"), "{problem}");
}

#[test]
fn a_start_says_that_there_are_backups_from_the_future() {
    let setup = used().with("BOOKHOOK_BACKUP__EVERY", "24h");
    fs::create_dir(path(&setup, "backups")).expect("a folder");
    let ahead = path(&setup, "backups/bookhook-20990101T000000Z.db");
    assert_eq!(finish(setup.command(&["backup", text(&ahead)])).0, 0);
    let (.., log) = setup.start().stop();
    let said = log.iter().filter(|line| line.contains("names later than now")).count();
    assert_eq!(said, 1, "{log:?}");
}

#[test]
fn what_a_kill_left_half_made_goes_at_the_next_start() {
    let setup = used().with("BOOKHOOK_BACKUP__EVERY", "24h");
    fs::create_dir(path(&setup, "backups")).expect("a folder");
    let left = [
        "backups/bookhook-next.unfinished",
        "backups/bookhook-next.unfinished-journal",
        "bookhook.db.export.unfinished",
        "bookhook.db.restoring.unfinished-journal",
    ];
    for name in left {
        fs::write(path(&setup, name), b"half a copy").expect("written");
    }
    setup.start().stop();
    for name in left {
        assert!(!path(&setup, name).exists(), "{name}");
    }
}
