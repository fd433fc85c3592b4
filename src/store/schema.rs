//! Creates a database, or upgrades an older one.

use std::fs;
use std::path::Path;

use refinery::Runner;
use rusqlite::Connection;

use super::connection::{open_reader, open_writer};
use super::error::OpenError;
use super::files::{self, beside, sync_folder};
use super::header::{self, has_log};
use super::tables::row;
use super::upgrade::{Upgrade, migrate, upgrade};
use super::version::{embedded, is_current_file, known_version, latest};

/// Opens the file for writing with this version's schema: makes it, or brings it up to date, all
/// pending migrations in one transaction. A file that is not bookhook's, is damaged, or was
/// written by a later bookhook is left untouched.
pub(super) fn open(path: &Path) -> Result<Connection, OpenError> {
    open_watched(path, &|_| {})
}

/// The same, and calls `watch` while it brings an older file up to date.
pub(super) fn open_watched(path: &Path, watch: &dyn Fn(Upgrade)) -> Result<Connection, OpenError> {
    if is_current_file(path) {
        check_pages(path)?;
        return open_writer(path);
    }
    open_with(path, embedded::migrations::runner(), watch)
}

fn open_with(path: &Path, runner: Runner, watch: &dyn Fn(Upgrade)) -> Result<Connection, OpenError> {
    if !path.exists() {
        make(path, runner)?;
        tracing::warn!(database = %path.display(), "there was no database, so bookhook created one");
        return open_writer(path);
    }
    let latest = latest(runner.get_migrations());
    let found = known_version(path, &runner)?;
    check_pages(path)?;
    if found < latest { upgrade(path, runner, (found, latest), watch) } else { open_writer(path) }
}

/// Made under another name first, so that a half-made file is never taken for a database.
fn make(path: &Path, runner: Runner) -> Result<(), OpenError> {
    let folder = |error| OpenError::Folder { path: path.to_owned(), error };
    // SQLite would read such a log into the new database.
    if let missing @ OpenError::LogAlone { .. } = header::missing(path) {
        return Err(missing);
    }
    let unfinished = beside(path, ".new");
    if unfinished.exists() {
        fs::remove_file(&unfinished).map_err(folder)?;
    }
    drop(files::create_private(&unfinished).map_err(folder)?);
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(&unfinished, &error);
    let mut db = Connection::open(&unfinished).map_err(sqlite)?;
    migrate(&mut db, &unfinished, runner)?;
    db.close().map_err(|(_, error)| OpenError::from_sqlite(&unfinished, &error))?;
    fs::rename(&unfinished, path).and_then(|()| sync_folder(path)).map_err(folder)
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
    let said: String = db.query_row("PRAGMA quick_check(1)", [], row::only).map_err(sqlite)?;
    if said == "ok" { Ok(()) } else { Err(OpenError::Damaged { path: path.to_owned() }) }
}

#[cfg(test)]
mod tests {
    use refinery::Migration;

    use super::*;
    use crate::store::upkeep::copy;
    use crate::store::version::version;

    /// This version's migrations, and one more that is yet to come.
    fn with_one_more(sql: &str) -> (Runner, i32) {
        let mut migrations = embedded::migrations::runner().get_migrations().clone();
        let next = latest(embedded::migrations::runner().get_migrations()) + 1;
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
        let db = open_with(&path, runner, &|_| {}).expect("upgraded");
        assert_eq!(db.query_row("SELECT count(*) FROM more", [], row::only), Ok(0));
        let copy = beside(&path, &format!(".before-v{next}"));
        assert_eq!(version(&copy).expect("a version"), next - 1);
        assert_eq!(copy::check(&copy).expect("readable"), None);
    }

    #[test]
    fn whoever_watches_hears_that_an_upgrade_is_over_whether_it_succeeds_or_fails() {
        for sql in ["CREATE TABLE more (x INTEGER) STRICT;", "SELECT no_such_function();"] {
            let (_folder, path) = database();
            let (runner, _) = with_one_more(sql);
            let steps = std::cell::RefCell::new(Vec::new());
            let upgraded = open_with(&path, runner, &|step| steps.borrow_mut().push(step));
            assert_eq!(upgraded.is_ok(), sql.starts_with("CREATE"));
            assert_eq!(steps.take().last(), Some(&Upgrade::Over));
        }
    }

    #[test]
    fn an_upgrade_leaves_an_empty_log() {
        let (_folder, path) = database();
        let (runner, _) = with_one_more("CREATE TABLE more (x INTEGER) STRICT;");
        let _db = open_with(&path, runner, &|_| {}).expect("upgraded");
        assert_eq!(fs::metadata(beside(&path, "-wal")).map_or(0, |log| log.len()), 0);
    }

    #[test]
    fn a_migration_that_fails_leaves_the_file_as_it_was_and_the_copy_beside_it() {
        let (_folder, path) = database();
        let (runner, next) = with_one_more("CREATE TABLE more (x INTEGER); SELECT no_such_function();");
        assert!(open_with(&path, runner, &|_| {}).is_err());
        let db = open(&path).expect("still of this version");
        assert!(db.prepare("SELECT * FROM more").is_err());
        assert!(beside(&path, &format!(".before-v{next}")).exists());
    }

    #[test]
    fn a_file_of_a_later_version_is_refused_and_no_byte_of_it_changes() {
        let (_folder, path) = database();
        let (runner, next) = with_one_more("CREATE TABLE more (x INTEGER) STRICT;");
        open_with(&path, runner, &|_| {}).expect("upgraded").close().expect("closed");
        let before = fs::read(&path).expect("the file");
        let refused = open(&path).expect_err("refused");
        assert!(matches!(refused, OpenError::Newer { found, .. } if found == next), "{refused:?}");
        assert!(refused.remedy().contains("bookhook restore"), "{}", refused.remedy());
        assert_eq!(fs::read(&path).expect("the file"), before);
    }

    /// Checks the schema after this SQL was run in the sqlite3 shell.
    fn after(sql: &str) -> Result<i32, OpenError> {
        let (_folder, path) = database();
        Connection::open(&path).and_then(|db| db.execute_batch(sql)).expect("changed");
        version(&path)
    }

    #[test]
    fn an_object_that_does_not_belong_is_missing_or_differs_is_refused_by_name() {
        let cases = [
            ("CREATE TRIGGER t AFTER INSERT ON deliveries BEGIN SELECT 1; END", "trigger t was added"),
            ("CREATE TRIGGER _litestream_t AFTER INSERT ON deliveries BEGIN SELECT 1; END", "was added"),
            ("CREATE VIEW _litestream_v AS SELECT 1", "view _litestream_v was added"),
            ("CREATE UNIQUE INDEX i ON deliveries (trigger)", "index i was added"),
            ("CREATE TABLE more (x)", "table more was added"),
            ("DROP INDEX bookings_profile", "index bookings_profile is missing"),
            ("DROP TABLE readiness", "table readiness is missing"),
            ("DROP VIEW talent_profile", "view talent_profile is missing"),
            ("ALTER TABLE deliveries ADD COLUMN x TEXT", "table deliveries is not as bookhook creates it"),
            ("DROP TABLE refusals; CREATE VIEW refusals AS SELECT 1", "view refusals was added"),
            ("DROP TABLE refinery_schema_history", "table refinery_schema_history is missing"),
        ];
        for (sql, words) in cases {
            let refused = after(sql).expect_err(sql);
            assert!(matches!(refused, OpenError::Altered { .. }), "{sql}: {refused:?}");
            assert!(refused.to_string().contains(words), "{sql}: {refused}");
        }
    }

    #[test]
    fn what_sqlite_and_litestream_keep_for_themselves_belongs() {
        let litestream = "CREATE TABLE _litestream_seq (id INTEGER PRIMARY KEY, seq INTEGER);
                          CREATE TABLE _litestream_lock (id INTEGER);
                          ANALYZE;";
        assert_eq!(after(litestream).expect("well"), after("SELECT 1").expect("well"));
    }

    #[test]
    fn a_schema_of_the_same_number_from_another_build_is_named() {
        let refused = after("UPDATE refinery_schema_history SET checksum = '1'").expect_err("refused");
        assert!(matches!(refused, OpenError::OtherBuild { version: 1, .. }), "{refused:?}");
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
        // Leaves no free page, whose content does not matter.
        Connection::open(&path).and_then(|db| db.execute_batch("VACUUM")).expect("without free pages");
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
