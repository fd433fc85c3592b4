//! The database's file: links, moves, lone logs, and other programs.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;
use std::process::Command;

use rusqlite::Connection;

use crate::support::databases::used;
use crate::support::dump;
use crate::support::files::{becomes, beside, body, deliver, deliveries, is_refused, path};
use crate::support::patience::eventually;
use crate::support::server::{Setup, finish};

#[test]
fn after_a_clean_stop_the_file_alone_is_the_whole_database() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam.okafor@example.com");
    for n in 0..5 {
        deliver(&server, n);
        assert_eq!(server.get(&format!("/api/public/booking/{profile}")).status, 200);
    }
    assert_eq!(server.get("/readyz").status, 200);
    server.stop();
    assert!(!beside(&setup, "-wal").exists());
    let copy = path(&setup, "copy.db");
    fs::copy(setup.database(), &copy).expect("copied");
    assert_eq!(deliveries(&copy), "[Integer(5)]");
    assert_eq!(dump::tables(&copy), dump::tables(&setup.database()));
}

#[test]
fn a_log_without_its_database_is_refused_and_stays() {
    for added in ["-wal", "-shm", "-journal"] {
        let setup = Setup::new();
        fs::write(beside(&setup, added), b"something").expect("written");
        is_refused(&setup, 4, &[&format!("bookhook.db{added}"), "but not the database"]);
        assert!(!setup.database().exists());
        assert_eq!(fs::read(beside(&setup, added)).expect("the log"), b"something");
    }
}

#[test]
fn a_restore_moves_a_log_without_its_database_aside() {
    let setup = used();
    assert_eq!(finish(setup.command(&["backup", "copy.db"])).0, 0);
    fs::remove_file(setup.database()).expect("removed");
    fs::write(beside(&setup, "-wal"), b"something").expect("written");
    let (code, said, problem) = finish(setup.command(&["restore", "copy.db"]));
    assert_eq!(code, 0, "{problem}");
    let aside = said.split_once("kept as ").expect("its name").1.trim().trim_end_matches('.');
    assert_eq!(fs::read(path(&setup, aside)).expect("the log"), b"something");
    assert!(!beside(&setup, "-wal").exists());
}

/// A database in another folder, and a link to it where the settings look.
fn linked() -> (Setup, PathBuf) {
    let setup = used();
    let folder = path(&setup, "volume");
    fs::create_dir(&folder).expect("a folder");
    let real = folder.join("real.db");
    fs::rename(setup.database(), &real).expect("moved");
    fs::remove_file(beside(&setup, ".lock")).expect("removed");
    symlink(&real, setup.database()).expect("a link");
    (setup, real)
}

#[test]
fn a_database_behind_a_link_is_locked_and_logged_by_its_own_name() {
    let (setup, real) = linked();
    let server = setup.start();
    deliver(&server, 0);
    assert!(real.with_file_name("real.db-wal").exists() && real.with_file_name("real.db.lock").exists());
    assert!(!beside(&setup, "-wal").exists() && !beside(&setup, ".lock").exists());
    let by_name = Setup::new().with("BOOKHOOK_DATABASE", real.to_str().expect("text"));
    is_refused(&by_name, 4, &["another bookhook has"]);
    for setup in [&setup, &by_name] {
        let (code, _, problem) = finish(setup.command(&["replay"]));
        assert!(code == 4 && problem.contains("another bookhook has"), "{problem}");
    }
    server.stop();
    assert!(fs::symlink_metadata(setup.database()).expect("the link").is_symlink());
    assert_eq!(deliveries(&real), "[Integer(5)]");
}

#[test]
fn a_restore_follows_a_link() {
    let (setup, real) = linked();
    assert_eq!(finish(setup.command(&["backup", "copy.db"])).0, 0);
    let before = dump::tables(&real);
    let server = setup.start();
    deliver(&server, 0);
    server.stop();
    let (code, said, problem) = finish(setup.command(&["restore", "copy.db"]));
    assert_eq!(code, 0, "{problem}");
    assert!(said.contains("volume/real.db.before-restore-"), "{said}");
    assert!(fs::symlink_metadata(setup.database()).expect("the link").is_symlink());
    assert_eq!(dump::tables(&real), before);
}

#[test]
fn a_link_to_nothing_is_refused_and_stays() {
    let setup = used();
    assert_eq!(finish(setup.command(&["backup", "copy.db"])).0, 0);
    fs::remove_file(setup.database()).expect("removed");
    symlink(path(&setup, "unmounted/bookhook.db"), setup.database()).expect("a link");
    is_refused(&setup, 4, &["is a link to ", "unmounted/bookhook.db", "mounted"]);
    let (code, _, problem) = finish(setup.command(&["restore", "copy.db"]));
    assert!(code != 0 && problem.contains("is a link to "), "{problem}");
    assert!(fs::symlink_metadata(setup.database()).expect("the link").is_symlink());
}

#[test]
fn a_pipe_or_a_folder_in_the_databases_place_is_refused_at_once() {
    let setup = Setup::new();
    let made = Command::new("mkfifo").arg(setup.database()).status().expect("mkfifo");
    assert!(made.success());
    is_refused(&setup, 4, &["is not a file"]);
    for arguments in [&["deliveries"][..], &["check"], &["backup", "copy.db"]] {
        let (_, said, problem) = finish(setup.command(arguments));
        assert!(said.contains("is not a file") || problem.contains("is not a file"), "{said}{problem}");
    }
    fs::remove_file(setup.database()).expect("removed");
    fs::create_dir(setup.database()).expect("a folder");
    is_refused(&setup, 4, &["is not a file"]);
}

#[test]
fn a_database_moved_from_under_the_server_takes_nothing_until_it_is_put_back() {
    let setup = used();
    let server = setup.start();
    deliver(&server, 0);
    let aside = path(&setup, "aside.db");
    fs::rename(setup.database(), &aside).expect("moved");
    assert_eq!(server.deliver(&body(1)).error(), (503, "storage_unavailable".to_owned()));
    becomes(&server, Some("database_moved"));
    fs::copy(&aside, setup.database()).expect("another file");
    assert_eq!(server.deliver(&body(1)).status, 503);
    fs::rename(&aside, setup.database()).expect("put back");
    deliver(&server, 1);
    becomes(&server, None);
    server.stop();
    assert_eq!(deliveries(&setup.database()), "[Integer(6)]");
}

#[test]
fn what_was_acknowledged_is_in_a_database_that_was_moved_before_the_stop() {
    let setup = used();
    let server = setup.start();
    deliver(&server, 0);
    let aside = path(&setup, "aside.db");
    fs::rename(setup.database(), &aside).expect("moved");
    server.stop();
    let copy = path(&setup, "copy.db");
    fs::copy(&aside, &copy).expect("copied");
    assert_eq!(deliveries(&copy), "[Integer(5)]");
}

#[test]
fn a_removed_log_or_lock_is_noticed_and_nothing_is_lost() {
    let setup = used();
    let server = setup.start();
    deliver(&server, 0);
    fs::remove_file(beside(&setup, "-wal")).expect("removed");
    fs::remove_file(beside(&setup, ".lock")).expect("removed");
    deliver(&server, 1);
    is_refused(&setup, 4, &["another bookhook has"]);
    deliver(&server, 2);
    assert_eq!(server.get("/readyz").status, 200);
    server.kill();
    assert_eq!(deliveries(&setup.database()), "[Integer(7)]");
    let server = setup.start();
    assert_eq!(server.deliver(&body(1)).json()["outcome"], "duplicate");
}

#[test]
fn a_scheduled_backup_leaves_the_servers_log_to_nobody_else() {
    let setup = used().with("BOOKHOOK_BACKUP__EVERY", "24h");
    let server = setup.start();
    let is_backup = |entry: fs::DirEntry| entry.path().extension().is_some_and(|kind| kind == "db");
    eventually("backup", || {
        fs::read_dir(path(&setup, "backups")).into_iter().flatten().flatten().any(is_backup).then_some(())
    });
    deliver(&server, 0);
    // Whoever closes a database and takes himself for the last removes its log.
    let shell = Connection::open(setup.database()).expect("a database");
    shell.query_row("SELECT count(*) FROM deliveries", [], |_| Ok(())).expect("read");
    shell.close().expect("closed");
    assert!(beside(&setup, "-wal").exists(), "the log was removed from under the server");
}

#[test]
fn another_programs_lock_is_named() {
    let setup = used();
    let server = setup.start();
    let shell = Connection::open(setup.database()).expect("a database");
    shell.execute_batch("BEGIN IMMEDIATE").expect("locked");
    becomes(&server, Some("database_locked"));
    assert_eq!(server.deliver(&body(0)).status, 503);
    shell.execute_batch("ROLLBACK").expect("unlocked");
    deliver(&server, 0);
    becomes(&server, None);
    let (_, _, log) = server.stop();
    assert!(log.iter().any(|line| line.contains("locked by another program")), "{log:?}");
}

#[test]
fn what_is_restored_has_to_be_a_backup_and_the_words_say_what_it_is() {
    let setup = used();
    fs::write(path(&setup, "junk"), b"not a database at all").expect("written");
    fs::write(path(&setup, "empty"), b"").expect("written");
    for (name, words) in [
        ("nosuch", "there is no backup at nosuch"),
        ("junk", "junk is not a backup of bookhook's"),
        ("empty", "empty is damaged"),
        (".", ". is not a file"),
    ] {
        let (code, _, problem) = finish(setup.command(&["restore", name]));
        assert!(code == 4 && problem.contains(words), "{name}: {problem}");
        assert!(problem.contains("help: ") && !problem.contains("restore`"), "{name}: {problem}");
    }
}

#[test]
fn restores_within_one_second_each_keep_what_was_there() {
    let setup = used();
    assert_eq!(finish(setup.command(&["backup", "copy.db"])).0, 0);
    let kept: std::collections::BTreeSet<_> = (0..3)
        .map(|_| {
            let (code, said, problem) = finish(setup.command(&["restore", "copy.db"]));
            assert_eq!(code, 0, "{problem}");
            said.split_once("kept as ").expect("its name").1.to_owned()
        })
        .collect();
    assert_eq!(kept.len(), 3);
}

#[test]
fn a_backup_with_a_trigger_is_neither_restored_nor_served() {
    let setup = used();
    assert_eq!(finish(setup.command(&["backup", "copy.db"])).0, 0);
    let sql = "CREATE TRIGGER forget AFTER INSERT ON deliveries BEGIN DELETE FROM deliveries WHERE id = new.id; END";
    for file in [path(&setup, "copy.db"), setup.database()] {
        Connection::open(file).expect("a database").execute_batch(sql).expect("a trigger");
    }
    let (code, _, problem) = finish(setup.command(&["restore", "copy.db"]));
    assert!(code == 4 && problem.contains("copy.db was changed: trigger forget was added"), "{problem}");
    is_refused(&setup, 4, &["bookhook.db was changed: trigger forget was added", "sqlite3"]);
    let (code, said, _) = finish(setup.command(&["check"]));
    assert!(code == 1 && said.contains("trigger forget was added"), "{said}");
}
