//! The upgrade of a database of the first release ends in its middle.

use std::fs;
use std::path::{Path, PathBuf};

use crate::faults::disk::SmallDisk;
use crate::faults::shim::{Action, Shim};
use crate::support::dump;
use crate::support::server::{Setup, finish};

const FIRST: &str = "tests/fixtures/schema/0.1.0.db";
/// The tables of the first release that no replay makes.
const STORED: [&str; 3] = ["deliveries", "talent_profiles", "claims"];

/// What the first release stored, as it is in a file.
fn stored(path: &Path) -> Vec<String> {
    STORED.iter().flat_map(|table| dump::rows(path, &format!("SELECT * FROM {table} ORDER BY 1"))).collect()
}

/// The copies that upgrades made beside a database.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let files = fs::read_dir(folder).expect("the folder").map(|file| file.expect("a file").path());
    files.filter(|path| path.to_string_lossy().contains(".before-v")).collect()
}

/// Puts the old database in the place of whatever is there.
fn put(setup: &Setup) -> PathBuf {
    let database = setup.database();
    let folder = database.parent().expect("a folder").to_owned();
    for file in fs::read_dir(&folder).expect("the folder") {
        let path = file.expect("a file").path();
        if path.to_string_lossy().contains("bookhook.db") {
            fs::remove_file(path).expect("removed");
        }
    }
    fs::copy(FIRST, &database).expect("copied");
    folder
}

#[test]
fn an_upgrade_that_dies_at_any_call_is_finished_by_the_next_start_and_its_copy_is_whole() {
    let (shim, setup) = Shim::under(Setup::new());
    put(&setup);
    let server = setup.start();
    let calls = shim.calls();
    server.stop();
    let expected = dump::everything(&setup.database());
    let old = stored(Path::new(FIRST));
    for call in (1..=8).map(|part| part * calls / 9) {
        let folder = put(&setup);
        shim.arm(Action::ExitBefore, call, 1);
        assert!(setup.try_start().is_none(), "it should have died at call {call} of {calls}");
        shim.disarm();
        setup.start().stop();
        assert_eq!(dump::everything(&setup.database()), expected, "call {call} of {calls}");
        let copies = copies(&folder);
        assert_eq!(copies.len(), 1, "{copies:?}");
        assert_eq!(stored(&copies[0]), old, "call {call} of {calls}");
    }
}

#[test]
fn an_upgrade_without_room_says_so_and_changes_nothing_until_there_is_room() {
    let setup = Setup::new();
    let folder = setup.database().parent().expect("a folder").to_owned();
    let Some(disk) = SmallDisk::on(&folder) else {
        eprintln!("skipped: not root, so there is no small disk");
        return;
    };
    put(&setup);
    let old = stored(Path::new(FIRST));
    let ballast = folder.join("ballast");
    for refused in 0..16 {
        let room = refused * 128 * 1024;
        let _ = fs::remove_file(&ballast);
        let rest = disk.free().saturating_sub(room);
        fs::write(&ballast, vec![0; usize::try_from(rest).expect("a size")]).expect("written");
        if let Some(server) = setup.try_start() {
            server.stop();
            assert!(refused > 1, "there was room at once");
            let tables =
                dump::rows(&setup.database(), "SELECT name FROM sqlite_schema WHERE name = 'members'");
            assert_eq!(tables.len(), 1);
            return;
        }
        let (code, _, problem) = finish(setup.command(&[]));
        assert_eq!(code, 4, "{problem}");
        assert!(problem.contains("help: free some space on its disk"), "{room}: {problem}");
        assert_eq!(stored(&setup.database()), old);
    }
    panic!("it never started");
}
