//! Connections: how each is opened, and what is made durable first.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::fs::FileExt;
use std::path::Path;
use std::thread::sleep;
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::error::OpenError;
use super::files::beside;
use super::tables::row;

/// A writer waits this long for another connection's lock.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// The longest wait for readers while others wait to write.
const MOMENT: Duration = Duration::from_millis(250);
/// A stop waits this long for Litestream to read a newer state, which it does after each of its
/// checkpoints: deploy/litestream.yml asks for one every five seconds.
const REPLICATORS_TURN: Duration = Duration::from_secs(10);
const STATEMENTS: usize = 64;
/// Page caches, in KiB: the writer touches the right edges of most trees, and of a large file's index
/// of profiles by their ids random pages; a reader touches a handful of pages per request.
const WRITER_CACHE: i64 = 8 * 1024;
const READER_CACHE: i64 = 8 * 1024;
/// The log is written over itself in pieces of this many bytes.
const PIECE: usize = 1024 * 1024;

/// Opens a connection that writes to an existing file, and makes durable what is in the write-ahead
/// log. A process that died, or a sync that failed, may have left a transaction there that is read
/// as committed and is not on disk: its delivery, come again, would be acknowledged as a duplicate
/// without a write.
pub(super) fn open_writer(path: &Path) -> Result<Connection, OpenError> {
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(path, &error);
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )
    .map_err(sqlite)?;
    prepare_writer(&db).map_err(sqlite)?;
    // From here on nobody else writes to the log.
    db.execute_batch("BEGIN IMMEDIATE").map_err(sqlite)?;
    let log = beside(path, "-wal");
    renew(&log).map_err(|error| OpenError::Folder { path: log, error })?;
    db.execute_batch("ROLLBACK").map_err(sqlite)?;
    // What is left in the log because somebody reads an older state is durable there.
    checkpoint(&db, "PASSIVE").map_err(sqlite)?;
    Ok(db)
}

/// Writes the log over itself with the same bytes, and syncs it. A sync alone would not do: after
/// one that failed, Linux takes the pages that it could not write for clean, and the next sync
/// reports success without writing them. To copy the log into the database would not do either,
/// for if the power went meanwhile the log could not put right what is copied in part. Who reads
/// the log meanwhile finds the same bytes; `SQLite` locks the database and its shared memory,
/// never the log, so closing the log drops no lock.
fn renew(log: &Path) -> io::Result<()> {
    let log: File = OpenOptions::new().read(true).write(true).open(log)?;
    let mut piece = vec![0; PIECE];
    let mut at = 0;
    loop {
        let length = log.read_at(&mut piece, at)?;
        if length == 0 {
            return log.sync_all();
        }
        log.write_all_at(&piece[..length], at)?;
        at += length as u64;
    }
}

/// How many pages the log holds, and how many of them are in the file, too.
pub(super) struct Log {
    pages: i64,
    copied: i64,
}

impl Log {
    /// Whether the file alone is the whole database.
    pub(super) fn is_copied(&self) -> bool {
        self.pages == self.copied
    }
}

/// Copies the log into the file, and syncs it. In the mode PASSIVE that waits for nobody; in others,
/// for as long as the connection waits for locks, for those who read an older state.
pub(super) fn checkpoint(db: &Connection, mode: &str) -> rusqlite::Result<Log> {
    db.query_row(&format!("PRAGMA wal_checkpoint({mode})"), [], |row| {
        Ok(Log { pages: row.get("log")?, copied: row.get("checkpointed")? })
    })
}

/// Copies the log into the file and empties it, where that can be done at once and no replicator
/// reads the log: it would have to begin anew. `false`: the log holds old pages until it begins anew itself.
pub(super) fn empty_log(path: &Path) -> rusqlite::Result<bool> {
    let db = open_lean(path)?;
    // Nearly all of it, in nobody's way. The rest is short, and for its time nobody writes.
    checkpoint(&db, "PASSIVE")?;
    db.busy_timeout(MOMENT)?;
    Ok(!is_replicated(&db)? && checkpoint(&db, "TRUNCATE")?.pages == 0)
}

/// Copies into the file what is in the log alone, and closes. A log of which nothing is missing in
/// the file then goes, unless another program has the database open. `false`: somebody reads an
/// older state, so that the newest changes are in the log alone.
pub(super) fn close_writer(db: Connection) -> rusqlite::Result<bool> {
    db.busy_timeout(MOMENT)?;
    let give_up = Instant::now() + if is_replicated(&db)? { REPLICATORS_TURN } else { MOMENT };
    // This mode leaves the log to those who read it.
    let mut log = checkpoint(&db, "FULL")?;
    while !log.is_copied() && Instant::now() < give_up {
        // Without a lock: a replicator has to write before it reads a newer state.
        sleep(MOMENT / 5);
        log = checkpoint(&db, "PASSIVE")?;
    }
    db.close().map_err(|(_, error)| error)?;
    Ok(log.is_copied())
}

/// Returns whether Litestream keeps its place in the database.
fn is_replicated(db: &Connection) -> rusqlite::Result<bool> {
    let tables = "SELECT count(*) FROM sqlite_schema WHERE name GLOB '_litestream_*'";
    db.query_row(tables, [], row::only::<i64>).map(|tables| tables > 0)
}

/// Without this, SQLite compiles a statement anew for each parameter wherever a partial index made
/// it look at the value: measured, more than half of all time.
fn keep_plans(db: &Connection) -> rusqlite::Result<()> {
    db.set_prepared_statement_cache_capacity(STATEMENTS);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

fn prepare_writer(db: &Connection) -> rusqlite::Result<()> {
    db.busy_timeout(BUSY_TIMEOUT)?;
    keep_plans(db)?;
    let _: String = db.query_row("PRAGMA journal_mode = WAL", [], row::only)?;
    db.execute_batch(
        "PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON;
         PRAGMA trusted_schema = OFF;
         PRAGMA temp_store = MEMORY;",
    )?;
    db.pragma_update(None, "cache_size", -WRITER_CACHE)
}

/// Opens a connection with nearly no page cache, for what passes over many pages once: a cache that
/// fills takes longer than the reading.
pub(super) fn open_lean(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.execute_batch("PRAGMA synchronous = FULL; PRAGMA cache_size = -64;")?;
    Ok(db)
}

/// Opens a connection that only reads.
pub(super) fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let db = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    db.busy_timeout(BUSY_TIMEOUT)?;
    db.execute_batch("PRAGMA trusted_schema = OFF; PRAGMA query_only = ON;")?;
    db.pragma_update(None, "cache_size", -READER_CACHE)?;
    keep_plans(&db)?;
    Ok(db)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema;

    fn count(db: &Connection) -> i64 {
        db.query_row("SELECT count(*) FROM refusals", [], row::only).expect("a count")
    }

    fn write(db: &Connection, code: &str) {
        db.execute("INSERT INTO refusals VALUES (?1, 1, '', '')", [code]).expect("written");
    }

    #[test]
    fn a_reader_that_stays_in_the_past_keeps_no_writer_from_opening() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let writer = schema::open(&path).expect("a database");
        let reader = open_reader(&path).expect("a reader");
        reader.execute_batch("BEGIN").expect("begun");
        assert_eq!(count(&reader), 0);
        write(&writer, "one");
        drop(writer);
        let again = open_writer(&path).expect("opened");
        write(&again, "two");
        assert_eq!((count(&again), count(&reader)), (2, 0));
        assert!(!close_writer(again).expect("closed"), "the reader holds the log back");
    }

    #[test]
    fn what_was_overwritten_is_in_neither_the_file_nor_its_emptied_log() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let db = schema::open(&path).expect("a database");
        write(&db, "a note of somebody");
        let is_there = || {
            let bytes =
                ["", "-wal"].map(|added| std::fs::read(beside(&path, added)).expect("a file")).concat();
            bytes.windows(7).any(|part| part == b"a note ")
        };
        assert!(is_there());
        db.execute_batch("PRAGMA secure_delete = ON; DELETE FROM refusals;").expect("overwritten");
        assert!(is_there());
        assert!(empty_log(&path).expect("emptied"));
        assert!(!is_there());
    }

    #[test]
    fn a_log_that_a_replicator_reads_is_not_emptied() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        let db = schema::open(&path).expect("a database");
        db.execute_batch("CREATE TABLE _litestream_seq (id INTEGER)").expect("made");
        assert!(!empty_log(&path).expect("left"));
        assert!(std::fs::metadata(beside(&path, "-wal")).expect("a log").len() > 0);
    }
}
