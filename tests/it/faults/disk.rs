//! The disk is full, or may not be written at all.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::faults::client::{body, check, deliver, deliver_within, get, kept, padded};
use crate::support::patience::eventually;
use crate::support::server::{Server, Setup, finish};

const HEALED: Duration = Duration::from_secs(5);

/// A small file system in memory, on a folder, until dropped. Only root can have one.
pub(super) struct SmallDisk(PathBuf);

impl SmallDisk {
    pub(super) fn on(folder: &Path) -> Option<Self> {
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=6m", "bookhook-test"])
            .arg(folder)
            .stderr(Stdio::null())
            .status();
        mounted.is_ok_and(|status| status.success()).then(|| Self(folder.to_owned()))
    }

    /// How many bytes are free.
    pub(super) fn free(&self) -> u64 {
        bookhook::store::free_space(&self.0).expect("the free space")
    }

    fn make_read_only(&self) {
        let status = Command::new("mount").args(["-o", "remount,ro"]).arg(&self.0).status().expect("mount");
        assert!(status.success());
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily, for a server that a failed test left may still be in it.
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn folder(setup: &Setup) -> PathBuf {
    setup.database().parent().expect("a folder").to_owned()
}

/// Delivers until the disk refuses; returns what was taken.
fn fill(setup: &Setup, server: &Server) -> Vec<String> {
    let mut taken = Vec::new();
    for n in 0..2_000 {
        let uid = format!("fill{n}");
        let reply = deliver(server.address, &padded(&uid, 50_000)).expect("an answer");
        if reply.status == 200 {
            taken.push(uid);
            continue;
        }
        assert_eq!(reply.status, 503, "{reply:?}");
        assert!(reply.has("\"disk_full\"") || reply.has("\"storage_unavailable\""), "{reply:?}");
        assert!(reply.has("\r\nretry-after: 5\r\n"), "{reply:?}");
        assert_eq!(kept(&setup.database(), &uid), 0, "it was refused");
        return taken;
    }
    panic!("it never became full");
}

/// The server on a full disk still answers who reads, and takes deliveries once there is space.
fn survive_full_disk(setup: &Setup, server: &Server, make_space: impl FnOnce()) {
    let profile = server.apply("Sam", "sam@example.com");
    let mut taken = fill(setup, server);
    assert!(taken.len() > 3, "it was full at once");
    for n in 0..3 {
        // A checkpoint may have made a little room.
        let uid = format!("more{n}");
        let reply = deliver(server.address, &padded(&uid, 50_000)).expect("an answer");
        match reply.status {
            200 => taken.push(uid),
            status => assert_eq!(status, 503, "{reply:?}"),
        }
        let read = get(server.address, &format!("/api/public/booking/{profile}")).expect("an answer");
        assert_eq!(read.status, 200, "{read:?}");
    }
    check(&setup.database(), &taken);
    make_space();
    deliver_within(server.address, &padded("more", 50_000), HEALED);
    taken.push("more".into());
    check(&setup.database(), &taken);
}

/// Asks until readiness says so, and why not if not; what it says may be a second old.
fn becomes_ready(server: &Server, ready: bool) {
    eventually("readiness", || {
        let reply = get(server.address, "/readyz").expect("an answer");
        let reasons = ["disk_full", "disk_space_low", "storage_unavailable"];
        let why = reasons.into_iter().any(|reason| reply.has(reason));
        ((reply.status == 200, why) == (ready, !ready)).then_some(())
    });
}

#[test]
fn a_full_disk_is_said_and_what_was_acknowledged_stays() {
    let setup = Setup::new();
    let Some(_disk) = SmallDisk::on(&folder(&setup)) else {
        eprintln!("not root, so there is no small disk; the test with a limit of the file's size still ran");
        return;
    };
    let ballast = folder(&setup).join("ballast");
    fs::write(&ballast, vec![0; 2_000_000]).expect("written");
    let server = setup.start();
    survive_full_disk(&setup, &server, || {
        becomes_ready(&server, false);
        fs::remove_file(&ballast).expect("removed");
    });
    server.stop();
}

#[test]
fn a_limit_of_the_file_s_size_is_said_and_what_was_acknowledged_stays() {
    let setup = Setup::new();
    // In blocks of 512 bytes. The signal would end the process.
    let server = setup.start_in_shell("trap '' XFSZ; ulimit -S -f 3000; exec \"$0\"");
    survive_full_disk(&setup, &server, || {
        let lifted =
            Command::new("prlimit").args(["--fsize=unlimited", "--pid", &server.id().to_string()]).status();
        assert!(lifted.expect("prlimit").success());
    });
    // The small disk never has as much space as a database should have.
    becomes_ready(&server, true);
    server.stop();
}

/// Starts on what may not be written, which must say so.
fn is_refused(setup: &Setup) {
    let mut command = setup.command(&[]);
    command.env("ROCKET_PORT", "0");
    let (code, _, errors) = finish(command);
    assert_eq!(code, 4, "{errors}");
    assert!(errors.contains("bookhook.db") && errors.contains("help: "), "{errors}");
    assert!(errors.contains("let bookhook's user write"), "{errors}");
}

#[test]
fn a_read_only_disk_is_refused_at_the_start() {
    for used in [false, true] {
        let setup = Setup::new();
        let Some(disk) = SmallDisk::on(&folder(&setup)) else { return };
        if used {
            let server = setup.start();
            assert_eq!(deliver(server.address, &body("kept")).expect("an answer").status, 200);
            server.stop();
        }
        disk.make_read_only();
        is_refused(&setup);
    }
}

#[test]
fn a_missing_folder_is_refused_at_the_start() {
    let setup = Setup::new().with("BOOKHOOK_DATABASE", "nowhere/bookhook.db");
    is_refused(&setup);
}
