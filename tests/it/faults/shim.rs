//! The shim that stands between the server and the system; see `shim.c`.

use std::fs::{File, OpenOptions};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use tempfile::TempDir;

use crate::support::server::Setup;

/// Errors of the system, as Linux numbers them.
pub(crate) const EIO: i64 = 5;
pub(crate) const ENOSPC: i64 = 28;
pub(crate) const EROFS: i64 = 30;

/// What happens at a call; the numbers are those of `shim.c`.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Action {
    Fail(i64),
    ExitBefore,
    ExitAfter,
    /// A sync fails, and what was written since the last one is gone.
    Lose,
    /// A sync fails, and no later one writes what was written before it, although it can be read.
    Forget,
}

/// The fields of the shared page, by their place.
const CALLS: u64 = 0;
const AT: u64 = 1;
const COUNT: u64 = 2;
const ACTION: u64 = 3;
const ERROR: u64 = 4;
const CLOCK: u64 = 5;
const DURABLE: u64 = 6;
const RAN: u64 = 7;

/// The control of the servers that are started with a setup.
pub(crate) struct Shim {
    _folder: TempDir,
    page: File,
}

impl Shim {
    /// Puts a shim under what this setup starts. It has to see the database being made.
    pub(crate) fn under(setup: Setup) -> (Self, Setup) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("control");
        let page = OpenOptions::new().create_new(true).read(true).write(true).open(&path).expect("the page");
        page.set_len(4096).expect("its length");
        let setup = setup
            .without_database()
            .with("LD_PRELOAD", library().to_str().expect("a path"))
            .with("SHIM_CONTROL", path.to_str().expect("a path"));
        (Self { _folder: folder, page }, setup)
    }

    fn set(&self, field: u64, value: i64) {
        self.page.write_all_at(&value.to_ne_bytes(), field * 8).expect("written");
    }

    /// From the `at`th call from now on, at `count` calls, something happens.
    pub(crate) fn arm(&self, action: Action, at: usize, count: usize) {
        let (action, error) = match action {
            Action::Fail(error) => (1, error),
            Action::ExitBefore => (2, 0),
            Action::ExitAfter => (3, 0),
            Action::Lose => (4, EIO),
            Action::Forget => (5, EIO),
        };
        self.disarm();
        self.set(ACTION, action);
        self.set(ERROR, error);
        self.set(COUNT, i64::try_from(count).expect("a count"));
        self.set(AT, i64::try_from(at).expect("a call"));
    }

    /// Nothing happens any more; the calls count from 0 again.
    pub(crate) fn disarm(&self) {
        self.set(AT, 0);
        self.set(CALLS, 0);
    }

    /// How many calls there were since.
    pub(crate) fn calls(&self) -> usize {
        let mut bytes = [0; 8];
        self.page.read_exact_at(&mut bytes, CALLS * 8).expect("read");
        usize::try_from(i64::from_ne_bytes(bytes)).expect("a count")
    }

    /// Moves the wall clock by so many seconds from the true time.
    pub(crate) fn shift_clock(&self, seconds: i64) {
        self.set(CLOCK, seconds);
    }

    /// Lets so many seconds pass in all, by the clock that never jumps. The server notices at the next
    /// request.
    pub(crate) fn run_for(&self, seconds: i64) {
        self.set(RAN, seconds);
    }

    /// From now on it is known what a loss of power would leave.
    pub(crate) fn remember_syncs(&self) {
        self.set(DURABLE, 1);
    }
}

/// Puts each file back to what was last synced; one that never was is gone.
pub(crate) fn lose_power(database: &Path) {
    for file in [database.to_owned(), beside(database, "-wal")] {
        let durable = beside(&file, ".durable");
        match (file.exists(), durable.exists()) {
            (true, true) => drop(std::fs::copy(&durable, &file).expect("put back")),
            (true, false) => std::fs::remove_file(&file).expect("taken away"),
            (false, _) => {}
        }
    }
    let _ = std::fs::remove_file(beside(database, "-shm"));
}

fn beside(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// Compiled once for this run of the tests.
fn library() -> &'static Path {
    static LIBRARY: OnceLock<PathBuf> = OnceLock::new();
    LIBRARY.get_or_init(|| {
        let library = Path::new(env!("CARGO_TARGET_TMPDIR")).join("shim.so");
        let compiled = Command::new("cc")
            .args(["-O1", "-Wall", "-Werror", "-shared", "-fPIC", "-o"])
            .arg(&library)
            .args(["tests/it/faults/shim.c", "-ldl"])
            .status();
        assert!(compiled.expect("a C compiler").success());
        library
    })
}
