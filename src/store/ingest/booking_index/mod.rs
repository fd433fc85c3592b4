//! Finds the rows of bookings by their uid, and by when they start.
//!
//! These keys arrive in no order: an index that takes each at once writes a separate page for nearly every new
//! booking, which was half of a delivery's cost in a file of a million. So the newest entries are buffered in
//! memory, and written to `booking_index` in sorted runs, in which many share a page. Opening the index reads
//! those that are not written yet from `bookings`.
//!
//! An entry is only a hint: a hash may be another uid's, or look like a time; a row may be removed, or have
//! another start by now.

use std::collections::BTreeSet;
use std::iter::once;
use std::mem::take;
use std::ops::Bound::Excluded;

use parking_lot::RwLock;
use rusqlite::{Connection, OptionalExtension, Row, params};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use crate::domain::ids::BookingUid;
use crate::store::tables::bookings::{self, BookingRow};
use crate::store::tables::row;

/// The number of entries in a run. Half as many would write twice as many pages of the index of a million bookings.
/// Memory holds at most one and a half runs, in about two megabytes.
const RUN: usize = if cfg!(test) { 16 } else { 64 * 1024 };

/// A key, and a row's id. The key is the hash of the uid, or the start in seconds since 1970.
type Entry = (i64, i64);

/// The place of a booking among all by their start: that in seconds since 1970, and its row's id.
pub(in crate::store) type Place = (i64, i64);

/// Reads rows for their entries, as `BookingRow::interview_start` has it.
macro_rules! rows {
    () => {
        "SELECT id, uid, iif(other_type = 1 AND profile IS NULL, NULL, start_time) AS start FROM bookings "
    };
}

// Some entries may be there: those of the lowest key that was left at a restart.
const INSERT: &str = "INSERT OR IGNORE INTO booking_index (key, booking) VALUES (?1, ?2)";
const STARTING: &str = "SELECT key, booking FROM booking_index
                         WHERE (key, booking) > (?1, ?2) AND key < ?3 ORDER BY key, booking";

/// The index of all bookings, which the writer and all readers share.
pub(in crate::store) struct BookingIndex(RwLock<Memory>);

#[derive(Default)]
struct Memory {
    /// The newest entries.
    fresh: BTreeSet<Entry>,
    /// The rest of the previous run, still to be written.
    run: BTreeSet<Entry>,
    progress: Progress,
    /// The last id that was given to a row.
    last: i64,
}

/// The progress: the entries of all rows up to `through`, and of those up to `run` the ones with a lower key
/// than `key`.
#[derive(Clone, Copy, Default)]
struct Progress {
    through: i64,
    run: i64,
    key: i64,
}

impl BookingIndex {
    /// Opens the index of a file.
    pub(in crate::store) fn open(db: &Connection) -> rusqlite::Result<Self> {
        Memory::load(db).map(|memory| Self(RwLock::new(memory)))
    }

    /// Opens it again after a transaction of unknown outcome.
    pub(in crate::store) fn reopen(&self, db: &Connection) -> rusqlite::Result<()> {
        let memory = Memory::load(db)?;
        *self.0.write() = memory;
        Ok(())
    }

    /// Empties the index of a file, in a transaction that rebuilds all bookings.
    pub(in crate::store) fn rebuild(db: &Connection) -> rusqlite::Result<Self> {
        db.execute_batch("DELETE FROM booking_index; DELETE FROM booking_index_progress;")?;
        Ok(Self(RwLock::default()))
    }

    /// Returns the rows of a uid, in order of insertion. A reader must not be in a transaction that
    /// it began before: it would miss what was written since.
    pub(in crate::store) fn find(
        &self,
        db: &Connection,
        uid: &BookingUid,
    ) -> rusqlite::Result<Vec<BookingRow>> {
        bookings::of_uid(db, uid, self.candidates(db, hash(uid.as_str()))?)
    }

    /// Returns the places of bookings that start after this one and before `until`, up to a number of them, in their
    /// order. A booking may have another start by now. As for [`Self::find`], the reader must not be in a transaction.
    pub(in crate::store) fn starting(
        &self,
        db: &Connection,
        after: Place,
        until: OffsetDateTime,
        limit: usize,
    ) -> rusqlite::Result<Vec<Place>> {
        let until = (until.unix_timestamp(), i64::MIN);
        if after >= until {
            return Ok(Vec::new());
        }
        let mut found: BTreeSet<Entry> = {
            let memory = self.0.read();
            let some = |all: &BTreeSet<Entry>| {
                all.range((Excluded(after), Excluded(until))).take(limit).copied().collect::<Vec<_>>()
            };
            some(&memory.fresh).into_iter().chain(some(&memory.run)).collect()
        };
        let mut rows = db.prepare_cached(STARTING)?;
        let mut rows = rows.query(params![after.0, after.1, until.0])?;
        for _ in 0..limit {
            let Some(row) = rows.next()? else { break };
            found.insert((row.get("key")?, row.get("booking")?));
        }
        Ok(found.into_iter().take(limit).collect())
    }

    fn candidates(&self, db: &Connection, hash: i64) -> rusqlite::Result<BTreeSet<i64>> {
        // Memory first: an entry that leaves it in the meantime is already in the table.
        let mut found: BTreeSet<i64> = {
            let memory = self.0.read();
            of_hash(&memory.fresh, hash).chain(of_hash(&memory.run, hash)).collect()
        };
        let mut statement = db.prepare_cached("SELECT booking FROM booking_index WHERE key = ?1")?;
        let mut rows = statement.query([hash])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get("booking")?);
        }
        Ok(found)
    }
}

impl Memory {
    fn load(db: &Connection) -> rusqlite::Result<Self> {
        let progress = Progress::load(db)?;
        let mut statement = db.prepare(concat!(rows!(), "WHERE id > ?1"))?;
        let mut rows = statement.query([progress.through])?;
        let mut entries: BTreeSet<Entry> = BTreeSet::new();
        while let Some(row) = rows.next()? {
            entries.extend(entries_of(row)?);
        }
        let last = entries.iter().map(|entry| entry.1).fold(progress.run, i64::max);
        let left = entries.into_iter().filter(|entry| !progress.contains(*entry));
        let (run, fresh) = left.partition(|entry| entry.1 <= progress.run);
        let mut memory = Self { fresh, run, progress, last };
        memory.begin_run();
        Ok(memory)
    }

    /// Begins the next run if it is full, and nothing is left of the one before.
    fn begin_run(&mut self) {
        if self.run.is_empty() && self.fresh.len() >= RUN {
            self.run = take(&mut self.fresh);
            self.progress.run = self.last;
        }
    }
}

impl Progress {
    fn load(db: &Connection) -> rusqlite::Result<Self> {
        let sql = "SELECT through, run, key FROM booking_index_progress";
        let read = |row: &Row<'_>| {
            Ok(Self { through: row.get("through")?, run: row.get("run")?, key: row.get("key")? })
        };
        Ok(db.query_row(sql, [], read).optional()?.unwrap_or_default())
    }

    fn save(self, db: &Connection) -> rusqlite::Result<()> {
        let sql =
            "INSERT OR REPLACE INTO booking_index_progress (id, through, run, key) VALUES (1, ?1, ?2, ?3)";
        db.prepare_cached(sql)?.execute([self.through, self.run, self.key]).map(drop)
    }

    fn contains(self, (key, id): Entry) -> bool {
        id <= self.through || (id <= self.run && key < self.key)
    }
}

/// The additions of one transaction to the index.
pub(in crate::store) struct Additions<'a> {
    index: &'a BookingIndex,
    entries: BTreeSet<Entry>,
    /// The last id that was given to a row before, and by now.
    before: i64,
    last: i64,
}

/// The rows that a transaction wrote to the table.
enum Written {
    /// So many entries of the run.
    Part(usize, Progress),
    /// The run, the newest entries and the transaction's own.
    All(Progress),
}

impl<'a> Additions<'a> {
    pub(in crate::store) fn new(index: &'a BookingIndex) -> Self {
        let last = index.0.read().last;
        Self { index, entries: BTreeSet::new(), before: last, last }
    }

    /// Returns the rows of a uid, in order of insertion, with those added.
    pub(in crate::store) fn find(
        &self,
        db: &Connection,
        uid: &BookingUid,
    ) -> rusqlite::Result<Vec<BookingRow>> {
        let hash = hash(uid.as_str());
        let mut ids = self.index.candidates(db, hash)?;
        ids.extend(of_hash(&self.entries, hash));
        bookings::of_uid(db, uid, ids)
    }

    /// Returns the id for a new row of a uid, which no row had before.
    pub(in crate::store) fn add(&mut self, uid: &BookingUid) -> i64 {
        self.last += 1;
        self.entries.insert((hash(uid.as_str()), self.last));
        self.last
    }

    /// Adds the start of a row. That of an older row goes to the table at once, because its run may be written.
    pub(in crate::store) fn add_start(
        &mut self,
        db: &Connection,
        id: i64,
        start: OffsetDateTime,
    ) -> rusqlite::Result<()> {
        let entry = (start.unix_timestamp(), id);
        if id > self.before {
            self.entries.insert(entry);
            return Ok(());
        }
        db.prepare_cached(INSERT)?.execute(entry).map(drop)
    }

    /// Writes the due entries and ends the transaction with `commit`. Only then do others find the additions.
    pub(in crate::store) fn commit(
        self,
        db: &Connection,
        commit: impl FnOnce() -> rusqlite::Result<()>,
    ) -> rusqlite::Result<()> {
        let written = self.write(db)?;
        commit()?;
        let mut memory = self.index.0.write();
        memory.last = self.last;
        match written {
            Written::Part(count, progress) => {
                memory.fresh.extend(self.entries);
                for _ in 0..count {
                    memory.run.pop_first();
                }
                memory.progress = progress;
                memory.begin_run();
            }
            Written::All(progress) => *memory = Memory { progress, last: self.last, ..Memory::default() },
        }
        Ok(())
    }

    /// Writes twice as many of the run as were added, so that it ends before the next one is full. A
    /// transaction that adds more than a run, as a rebuild does, writes all that there is.
    fn write(&self, db: &Connection) -> rusqlite::Result<Written> {
        let memory = self.index.0.read();
        let mut insert = db.prepare_cached(INSERT)?;
        let mut write = |(key, id): &Entry| insert.execute([key, id]).map(drop);
        if self.entries.len() >= RUN {
            memory.run.iter().chain(&memory.fresh).chain(&self.entries).try_for_each(write)?;
            let progress = Progress { through: self.last, run: self.last, key: 0 };
            progress.save(db)?;
            return Ok(Written::All(progress));
        }
        let count = memory.run.len().min(2 * self.entries.len());
        let mut run = memory.run.iter();
        run.by_ref().take(count).try_for_each(&mut write)?;
        let progress = match run.next() {
            Some(next) => Progress { key: next.0, ..memory.progress },
            None => Progress { through: memory.progress.run, ..memory.progress },
        };
        if count > 0 {
            progress.save(db)?;
        }
        Ok(Written::Part(count, progress))
    }
}

/// Says what is wrong with the index of a file by its bookings; `None` if nothing is.
pub(in crate::store) fn check(db: &Connection) -> rusqlite::Result<Option<String>> {
    if !db.table_exists(None, "booking_index")? {
        // A file of an earlier version, about to be upgraded.
        return Ok(None);
    }
    let progress = Progress::load(db)?;
    let mut rows = db.prepare(concat!(rows!(), "WHERE id <= ?1"))?;
    let mut rows = rows.query([progress.run])?;
    let mut written = db.prepare("SELECT 1 FROM booking_index WHERE key = ?1 AND booking = ?2")?;
    while let Some(row) = rows.next()? {
        for (key, id) in entries_of(row)? {
            if progress.contains((key, id)) && !written.exists([key, id])? {
                return Ok(Some("a booking cannot be found by its uid or its start".to_owned()));
            }
        }
    }
    Ok(None)
}

/// The entries of such a row.
fn entries_of(row: &Row<'_>) -> rusqlite::Result<impl Iterator<Item = Entry>> {
    let id = row.get("id")?;
    let start = row::time(row, "start")?.map(OffsetDateTime::unix_timestamp);
    let keys = once(hash(row.get_ref("uid")?.as_str()?)).chain(start);
    Ok(keys.map(move |key| (key, id)))
}

fn of_hash(entries: &BTreeSet<Entry>, hash: i64) -> impl Iterator<Item = i64> {
    entries.range((hash, i64::MIN)..=(hash, i64::MAX)).map(|entry| entry.1)
}

/// The first eight bytes of the uid's SHA-256: half of the uid's length, and the same in each version.
fn hash(uid: &str) -> i64 {
    let digest: [u8; 32] = Sha256::digest(uid).into();
    digest.first_chunk().map_or(0, |start| i64::from_be_bytes(*start))
}

#[cfg(test)]
mod tests;
