//! `bookhook restore`.

use std::fs;
use std::os::unix::fs::{MetadataExt, chown};

use crate::support::databases::{path, used};
use crate::support::dump;
use crate::support::server::{finish, wire};

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
