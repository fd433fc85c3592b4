//! Copies of a database beside it and among its backups: complete ones, and unfinished ones of a killed
//! bookhook.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::store::files::{self, JOURNAL, UNFINISHED, beside, discard, discard_with_journal};
use crate::store::header;

/// The suffix of an export's copy, until the export has opened it.
const EXPORT: &str = ".export";

/// Removes unfinished files beside a database. Only the holder of its lock creates such files and calls this;
/// exports have their own lock.
pub(in crate::store) fn sweep(database: &Path) {
    for left in files_in(files::folder(database)).filter(|path| is_half_made(path, database)) {
        discard(&left);
    }
    if let Ok(turn) = File::open(files::folder(database))
        && turn.try_lock().is_ok()
    {
        sweep_export(database);
    }
}

/// Waits until nobody else makes an export of a database in this folder. The system ends a turn
/// when it is dropped, or its process dies.
pub(in crate::store) struct Turn {
    /// The file to create, and to remove within the turn.
    pub file: PathBuf,
    _folder: File,
}

impl Turn {
    /// Removes the files of a killed export.
    pub(in crate::store) fn wait(database: &Path) -> io::Result<Self> {
        let folder = File::open(files::folder(database))?;
        folder.lock()?;
        sweep_export(database);
        Ok(Self { file: beside(database, EXPORT), _folder: folder })
    }
}

fn sweep_export(database: &Path) {
    let file = beside(database, EXPORT);
    discard_with_journal(&beside(&file, UNFINISHED));
    discard_with_journal(&file);
}

/// Returns whether a file is the unfinished work of a process that held the database's lock.
fn is_half_made(path: &Path, database: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = database.file_name().unwrap_or_default().to_string_lossy();
    let Some(added) = name.strip_prefix(&*stem) else { return false };
    let added = added.strip_suffix(JOURNAL).unwrap_or(added);
    let of_upgrade = added.starts_with(".before-v") && added.ends_with(UNFINISHED);
    of_upgrade || [".new", ".restoring", ".restoring.unfinished"].contains(&added)
}

/// All files in the database's folder and in that of its backups that are copies of a database, or
/// parts of one; not those of a database that is in use as one.
pub(in crate::store) fn copies(database: &Path, backups: &Path) -> Vec<PathBuf> {
    let folders = [files::folder(database), backups];
    let mut found: Vec<_> =
        folders.into_iter().flat_map(files_in).filter(|path| is_copy(path, database)).collect();
    found.sort();
    found.dedup();
    found
}

fn is_copy(path: &Path, database: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let stem = database.file_name().unwrap_or_default().to_string_lossy();
    let of_ours = |added: &str| name.strip_prefix(&*stem).is_some_and(|rest| rest.starts_with(added));
    let half_made = name.strip_suffix(JOURNAL).unwrap_or(&name).ends_with(UNFINISHED);
    let in_use = name == stem || beside(path, ".lock").exists();
    half_made || of_ours(".before-") || of_ours(EXPORT) || (!in_use && holds_data(path))
}

/// Whether a file is a database of bookhook's, or an export of one.
fn holds_data(path: &Path) -> bool {
    let mut head = [0; 100];
    let read = File::open(path).and_then(|mut file| file.read(&mut head)).unwrap_or(0);
    header::is_ours(&head[..read]) || head[..read].starts_with(br#"{"kind":"header","format":"#)
}

fn files_in(folder: &Path) -> impl Iterator<Item = PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_file())).map(|entry| entry.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DATABASE: &str = "bookhook.db";

    fn folder(names: &[&str]) -> (tempfile::TempDir, PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        for name in names {
            fs::write(folder.path().join(name), b"x").expect("written");
        }
        let database = folder.path().join(DATABASE);
        (folder, database)
    }

    fn names(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> = files_in(folder)
            .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    const HALF_MADE: [&str; 10] = [
        "bookhook.db.new",
        "bookhook.db.new-journal",
        "bookhook.db.restoring",
        "bookhook.db.restoring.unfinished",
        "bookhook.db.restoring.unfinished-journal",
        "bookhook.db.before-v2.unfinished",
        "bookhook.db.before-v2.unfinished-journal",
        "bookhook.db.export",
        "bookhook.db.export.unfinished",
        "bookhook.db.export.unfinished-journal",
    ];

    #[test]
    fn what_was_left_half_made_goes_and_nothing_else() {
        let kept = [
            "bookhook.db",
            "bookhook.db.before-v2",
            "bookhook.db.lock",
            "monday.db.unfinished",
            "other.db.new",
        ];
        let (folder, database) = folder(&[&kept[..], &HALF_MADE].concat());
        sweep(&database);
        assert_eq!(names(folder.path()), kept);
    }

    #[test]
    fn an_export_that_is_being_made_is_left_alone() {
        let (folder, database) = folder(&[]);
        let turn = Turn::wait(&database).expect("a turn");
        fs::write(&turn.file, b"x").expect("written");
        sweep(&database);
        assert!(turn.file.exists());
        let file = turn.file.clone();
        drop(turn);
        sweep(&database);
        assert!(!file.exists());
        assert_eq!(names(folder.path()), Vec::<String>::new());
    }

    #[test]
    fn every_copy_is_found_whole_or_not_and_no_database_in_use() {
        let held = ["bookhook.db.lock", "other.db.lock", "notes.txt", "webhook.secret"];
        let copies_by_name = [
            "bookhook.db.before-restore-20260115T140000Z",
            "bookhook.db.before-restore-20260115T140000Z-wal",
            "bookhook.db.before-v2",
            "bookhook.db.export.unfinished",
            "monday.db.unfinished",
            "monday.db.unfinished-journal",
        ];
        let (folder, database) = folder(&[&held[..], &copies_by_name].concat());
        for name in [DATABASE, "other.db", "monday.db"] {
            drop(crate::store::schema::open(&folder.path().join(name)).expect("a database"));
        }
        fs::write(folder.path().join("all.jsonl"), br#"{"kind":"header","format":1}"#).expect("written");
        let found = copies(&database, folder.path());
        let found: Vec<_> = found
            .iter()
            .map(|path| path.file_name().expect("a name").to_string_lossy().into_owned())
            .collect();
        let mut expected: Vec<_> = copies_by_name.into_iter().chain(["all.jsonl", "monday.db"]).collect();
        expected.sort_unstable();
        assert_eq!(found, expected);
    }
}
