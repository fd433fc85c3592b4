//! Beside Litestream, which replicates the file from outside.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::support::dump;
use crate::support::patience::eventually;
use crate::support::server::{Setup, finish};

/// The program that the environment names, or the one on the path.
fn program() -> Option<PathBuf> {
    let path = std::env::var_os("LITESTREAM").map_or_else(|| PathBuf::from("litestream"), PathBuf::from);
    let found = Command::new(&path).arg("version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: there is no litestream here; name one with LITESTREAM");
    }
    found.then_some(path)
}

/// Replicates into a folder. By default it copies the log into the database once a minute.
fn replicate(program: &Path, database: &Path, folder: &Path, every: &str) -> Child {
    let (database, replica) = (database.display(), folder.join("replica"));
    let settings = format!(
        "dbs:\n  - path: {database}\n    checkpoint-interval: {every}\n    replica:\n      type: file\n      path: {}\n",
        replica.display()
    );
    let config = folder.join("litestream.yml");
    std::fs::write(&config, settings).expect("written");
    Command::new(program)
        .args(["replicate", "-config"])
        .arg(config)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("litestream")
}

/// Restores the replica, checked, to a new file; returns whether it could.
fn restore(program: &Path, replica: &Path, target: &Path) -> bool {
    let mut restore = Command::new(program);
    restore.args(["restore", "-integrity-check", "quick", "-o"]).arg(target);
    restore.arg(format!("file://{}", replica.display()));
    finish(restore).0 == 0
}

fn body(n: usize) -> Vec<u8> {
    format!(
        r#"{{"triggerEvent":"BOOKING_CREATED","createdAt":"2026-01-01T00:00:00Z","payload":{{"uid":"n{n}"}}}}"#
    )
    .into_bytes()
}

#[test]
fn what_litestream_replicates_can_be_restored_and_the_server_starts_beside_it() {
    let Some(program) = program() else { return };
    let setup = Setup::new();
    let server = setup.start();
    let folder = tempfile::tempdir().expect("a folder");
    let replica = folder.path().join("replica");
    let mut litestream = replicate(&program, &setup.database(), folder.path(), "1m");
    let paced = |server: &crate::support::server::Server, from: usize| {
        for n in from..from + 300 {
            assert_eq!(server.deliver(&body(n)).status, 200);
            sleep(Duration::from_millis(2));
        }
    };
    paced(&server, 0);
    server.kill();
    let server = setup.start();
    paced(&server, 300);
    let stored = dump::rows(&setup.database(), "SELECT body FROM deliveries ORDER BY id");
    server.kill();
    // It copies once a second; wait until the copy holds everything.
    let mut attempt = 0;
    eventually("a whole replica", || {
        attempt += 1;
        let target = folder.path().join(format!("restored{attempt}.db"));
        let rows = restore(&program, &replica, &target)
            .then(|| dump::rows(&target, "SELECT body FROM deliveries ORDER BY id"));
        (rows.as_ref() == Some(&stored)).then_some(())
    });
    litestream.kill().expect("killed");
    litestream.wait().expect("its end");
}

#[test]
fn after_a_stop_beside_litestream_the_file_alone_is_whole() {
    let Some(program) = program() else { return };
    let setup = Setup::new();
    let server = setup.start();
    let folder = tempfile::tempdir().expect("a folder");
    let mut litestream = replicate(&program, &setup.database(), folder.path(), &shipped_interval());
    let tables = "SELECT name FROM sqlite_schema WHERE name = '_litestream_seq'";
    eventually("Litestream's tables", || (!dump::rows(&setup.database(), tables).is_empty()).then_some(()));
    for n in 0..20 {
        assert_eq!(server.deliver(&body(n)).status, 200);
    }
    let (_, _, log) = server.stop();
    let copy = folder.path().join("copy.db");
    std::fs::copy(setup.database(), &copy).expect("copied");
    let stored = dump::rows(&copy, "SELECT count(*) FROM deliveries");
    litestream.kill().expect("killed");
    litestream.wait().expect("its end");
    assert_eq!(stored, ["[Integer(20)]"], "{log:?}");
}

/// How often Litestream copies the log into the database, as `deploy/litestream.yml` has it.
fn shipped_interval() -> String {
    let settings = include_str!("../../../deploy/litestream.yml");
    let line = settings.lines().find_map(|line| line.trim().strip_prefix("checkpoint-interval: "));
    line.expect("an interval").to_owned()
}
