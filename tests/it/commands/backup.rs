//! `bookhook backup`, and backups on schedule.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Duration;

use bookhook::store::{BackupPlan, Backups};
use bookhook::{calcom, store};
use rocket::tokio::runtime::Runtime;
use time::OffsetDateTime;

use crate::support::databases::{damaged, path, used};
use crate::support::patience::{eventually, is_short};
use crate::support::server::{Setup, finish};
use crate::support::{dump, open_store};

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

#[test]
fn a_damaged_database_gives_no_backup() {
    let setup = damaged();
    let (code, _, problem) = finish(setup.command(&["backup", "copy.db"]));
    assert_ne!(code, 0);
    assert!(problem.contains("help: "), "{problem}");
    assert!(!path(&setup, "copy.db").exists() && !path(&setup, "copy.db.unfinished").exists());
}

#[test]
fn the_server_makes_a_proven_backup_at_its_start_and_ends_at_once() {
    let setup = used().with("BOOKHOOK_BACKUP__EVERY", "24h");
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
