//! The embedded migrations, and what may be done to which file.

use std::fs::{self, File};
use std::io::Read;
use std::path::Path;

use refinery::Runner;
use rusqlite::Connection;

use super::connection::{OpenError, open_reader, open_writer};
use super::copy::{self, Brake, CopyError, beside};
use super::private::{self, sync_folder};

mod embedded {
    refinery::embed_migrations!("migrations");
}

/// What the first migration writes into the file's header.
const APPLICATION_ID: i32 = 0x626f_6f6b;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// Opens the file for writing with this version's schema: makes it, or brings it up to date, all
/// pending migrations in one transaction. A file that is not bookhook's, is damaged, or was
/// written by a later bookhook is left untouched.
pub(super) fn open(path: &Path) -> Result<Connection, OpenError> {
    open_with(path, embedded::migrations::runner())
}

fn open_with(path: &Path, runner: Runner) -> Result<Connection, OpenError> {
    if !path.exists() {
        make(path)?;
    }
    let latest = latest(&runner);
    let found = known_version(path, latest)?;
    check_pages(path)?;
    if found < latest {
        keep(path, found, latest)?;
    }
    let mut db = open_writer(path)?;
    if found < latest {
        migrate(&mut db, path, runner)?;
    }
    Ok(db)
}

/// Takes a proven copy of a file that a migration is about to change. One that an earlier try
/// left is of the same state.
fn keep(path: &Path, found: i32, latest: i32) -> Result<(), OpenError> {
    let copy = beside(path, &format!(".before-v{latest}"));
    if copy.exists() {
        fs::remove_file(&copy).map_err(|error| OpenError::Folder { path: copy.clone(), error })?;
    }
    copy::copy(path, &copy, &Brake::default(), |_, _| {}).map_err(|error| match error {
        CopyError::Source(error) => error,
        CopyError::Target { path, reason } => OpenError::Folder { path, error: reason.into() },
        _ => OpenError::Damaged { path: path.to_owned() },
    })?;
    tracing::info!(from = found, to = latest, copy = %copy.display(), "kept a copy before the upgrade");
    Ok(())
}

/// Checks that an existing file has this version's schema.
pub(super) fn check_current(path: &Path) -> Result<(), OpenError> {
    if version(path)? < latest(&embedded::migrations::runner()) {
        return Err(OpenError::Older { path: path.to_owned() });
    }
    Ok(())
}

/// The same of a file that is open.
pub(super) fn is_current(db: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT ifnull(max(version), 0) FROM refinery_schema_history";
    let found: i32 = db.prepare_cached(sql)?.query_row([], |row| row.get(0))?;
    Ok(found == latest(&embedded::migrations::runner()))
}

/// Made under another name first, so that a half-made file is never taken for a database.
fn make(path: &Path) -> Result<(), OpenError> {
    let folder = |error| OpenError::Folder { path: path.to_owned(), error };
    let unfinished = beside(path, ".new");
    if unfinished.exists() {
        fs::remove_file(&unfinished).map_err(folder)?;
    }
    drop(private::create(&unfinished).map_err(folder)?);
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(&unfinished, &error);
    let mut db = Connection::open(&unfinished).map_err(sqlite)?;
    migrate(&mut db, &unfinished, embedded::migrations::runner())?;
    db.close().map_err(|(_, error)| OpenError::from_sqlite(&unfinished, &error))?;
    fs::rename(&unfinished, path).and_then(|()| sync_folder(path)).map_err(folder)
}

fn migrate(db: &mut Connection, path: &Path, runner: Runner) -> Result<(), OpenError> {
    runner.set_grouped(true).run(db).map(drop).map_err(|error| {
        let source = std::error::Error::source(&error);
        match source.and_then(|source| source.downcast_ref::<rusqlite::Error>()) {
            Some(cause) => OpenError::from_sqlite(path, cause),
            None => OpenError::Foreign { path: path.to_owned() },
        }
    })
}

/// The latest migration that the file has seen, read without changing a byte of it.
pub(super) fn version(path: &Path) -> Result<i32, OpenError> {
    known_version(path, latest(&embedded::migrations::runner()))
}

fn known_version(path: &Path, latest: i32) -> Result<i32, OpenError> {
    check_header(path)?;
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(path, &error);
    let db = open_reader(path).map_err(sqlite)?;
    let id: i32 = db.query_row("PRAGMA application_id", [], |row| row.get(0)).map_err(sqlite)?;
    if id != APPLICATION_ID {
        return Err(OpenError::Foreign { path: path.to_owned() });
    }
    let found = "SELECT ifnull(max(version), 0) FROM refinery_schema_history";
    let found: i32 = db.query_row(found, [], |row| row.get(0)).map_err(sqlite)?;
    if found > latest {
        return Err(OpenError::Newer { path: path.to_owned(), found, known: latest });
    }
    Ok(found)
}

/// What the header says of the file that it is in.
struct Header {
    pages: u64,
    page_size: u64,
    /// Whether the program that wrote the file last kept the number of pages up to date.
    counts_pages: bool,
}

impl Header {
    /// `None` where the bytes are no header of SQLite's.
    fn parse(bytes: &[u8; 100]) -> Option<Self> {
        let word = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let page_size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
            1 => 65_536,
            size => u64::from(size),
        };
        let counts_pages = word(24) == word(92) && word(28) > 0;
        bytes.starts_with(SQLITE_MAGIC).then(|| Self { pages: word(28).into(), page_size, counts_pages })
    }
}

/// Whether a file that begins with these bytes, its first hundred, is one of bookhook's.
pub(super) fn is_ours(head: &[u8]) -> bool {
    head.starts_with(SQLITE_MAGIC) && head.get(68..72) == Some(&APPLICATION_ID.to_be_bytes())
}

/// The first look at a file, before SQLite gets it: what it is, and whether all of it is there.
/// While there is a write-ahead log, the newest pages may be in it alone.
fn check_header(path: &Path) -> Result<(), OpenError> {
    let mut bytes = [0; 100];
    let read = File::open(path).and_then(|mut file| {
        let length = file.metadata()?.len();
        Ok((length, file.read_exact(&mut bytes).is_ok()))
    });
    let (length, whole) = match read {
        Ok(read) => read,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return Err(OpenError::Missing { path: path.to_owned() });
        }
        Err(error) => return Err(OpenError::Folder { path: path.to_owned(), error }),
    };
    let damaged = || Err(OpenError::Damaged { path: path.to_owned() });
    match Header::parse(&bytes) {
        _ if length == 0 => damaged(),
        None => Err(OpenError::Foreign { path: path.to_owned() }),
        Some(_) if !whole => damaged(),
        Some(header) if header.counts_pages && !has_log(path) => {
            if length < header.pages * header.page_size {
                damaged()
            } else {
                Ok(())
            }
        }
        Some(_) => Ok(()),
    }
}

fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// A file up to this size is looked through at every start: that takes some milliseconds.
const ALWAYS_CHECKED: u64 = 2 * 1024 * 1024;
/// After an unclean stop, a file up to this size: that takes up to a second. A larger one waits
/// for the next backup, which is checked in full, or for `bookhook check`.
const CHECKED_AFTER_CRASH: u64 = 256 * 1024 * 1024;

/// Looks for damage in the structure of the pages, where the time for it is.
fn check_pages(path: &Path) -> Result<(), OpenError> {
    let length = fs::metadata(path).map_or(0, |file| file.len());
    let bound = if has_log(path) { CHECKED_AFTER_CRASH } else { ALWAYS_CHECKED };
    if length > bound {
        return Ok(());
    }
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(path, &error);
    let db = open_reader(path).map_err(sqlite)?;
    let said: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0)).map_err(sqlite)?;
    if said == "ok" { Ok(()) } else { Err(OpenError::Damaged { path: path.to_owned() }) }
}

fn latest(runner: &Runner) -> i32 {
    runner.get_migrations().iter().map(refinery::Migration::version).max().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use refinery::Migration;

    use super::*;

    /// This version's migrations, and one more that is yet to come.
    fn with_one_more(sql: &str) -> (Runner, i32) {
        let mut migrations = embedded::migrations::runner().get_migrations().clone();
        let next = latest(&embedded::migrations::runner()) + 1;
        migrations.push(Migration::unapplied(&format!("V{next}__one_more"), sql).expect("a migration"));
        (Runner::new(&migrations), next)
    }

    fn database() -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("bookhook.db");
        drop(open(&path).expect("a database"));
        (folder, path)
    }

    #[test]
    fn every_file_in_migrations_is_embedded() {
        let files = fs::read_dir("migrations").expect("the folder").count();
        assert_eq!(embedded::migrations::runner().get_migrations().len(), files);
    }

    #[test]
    fn a_file_of_this_version_is_opened_without_a_copy() {
        let (folder, path) = database();
        drop(open(&path).expect("opened"));
        assert_eq!(fs::read_dir(folder.path()).expect("the folder").count(), 1);
    }

    #[test]
    fn a_pending_migration_takes_a_proven_copy_first() {
        let (_folder, path) = database();
        let (runner, next) = with_one_more("CREATE TABLE more (x INTEGER) STRICT;");
        let db = open_with(&path, runner).expect("upgraded");
        assert_eq!(db.query_row("SELECT count(*) FROM more", [], |row| row.get(0)), Ok(0));
        let copy = beside(&path, &format!(".before-v{next}"));
        assert_eq!(version(&copy).expect("a version"), next - 1);
        assert_eq!(copy::check(&copy).expect("readable"), None);
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was_and_the_copy_beside_it() {
        let (_folder, path) = database();
        let (runner, next) = with_one_more("CREATE TABLE more (x INTEGER); SELECT no_such_function();");
        assert!(open_with(&path, runner).is_err());
        let db = open(&path).expect("still of this version");
        assert!(db.prepare("SELECT * FROM more").is_err());
        assert!(beside(&path, &format!(".before-v{next}")).exists());
    }

    #[test]
    fn a_file_of_a_later_version_is_refused_and_no_byte_of_it_changes() {
        let (_folder, path) = database();
        let (runner, next) = with_one_more("CREATE TABLE more (x INTEGER) STRICT;");
        open_with(&path, runner).expect("upgraded").close().expect("closed");
        let before = fs::read(&path).expect("the file");
        let refused = open(&path).expect_err("refused");
        assert!(matches!(refused, OpenError::Newer { found, .. } if found == next), "{refused:?}");
        assert!(refused.remedy().contains("bookhook restore"), "{}", refused.remedy());
        assert_eq!(fs::read(&path).expect("the file"), before);
    }

    #[test]
    fn every_truncation_is_refused_and_no_byte_changes() {
        let (_folder, path) = database();
        let whole = fs::read(&path).expect("the file");
        for length in (0..whole.len()).step_by(509) {
            fs::write(&path, &whole[..length]).expect("written");
            let refused = open(&path).expect_err("refused");
            assert!(
                matches!(refused, OpenError::Damaged { .. } | OpenError::Foreign { .. }),
                "{length}: {refused:?}"
            );
            assert!(refused.remedy().contains("bookhook restore"), "{}", refused.remedy());
            assert_eq!(fs::read(&path).expect("the file"), whole[..length]);
        }
    }

    #[test]
    fn a_page_of_garbage_is_refused() {
        let (_folder, path) = database();
        let bytes = fs::read(&path).expect("the file");
        let pages = bytes.len() / 4096;
        assert!(pages > 4, "{pages}");
        for page in 1..pages {
            let mut garbage = bytes.clone();
            garbage[page * 4096..page * 4096 + 64].fill(0xa5);
            fs::write(&path, &garbage).expect("written");
            let refused = open(&path).expect_err("refused");
            assert!(matches!(refused, OpenError::Damaged { .. }), "page {page}: {refused:?}");
            assert_eq!(fs::read(&path).expect("the file"), garbage);
        }
    }
}
