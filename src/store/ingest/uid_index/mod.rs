//! Finds the rows of a booking by its uid.
//!
//! Uids are random: an index in order of arrival writes a separate page for nearly every new booking, which
//! was half of a delivery's cost in a file of a million. So the newest uids are buffered in memory, and
//! written to `booking_uids` in sorted runs, in which many share a page. Opening the index reads those that
//! are not written yet from `bookings`.
//!
//! An entry is only a hint: it may be of another uid with the same hash, or of a removed row.

use std::collections::BTreeSet;
use std::mem::take;

use parking_lot::RwLock;
use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest as _, Sha256};

use crate::domain::ids::BookingUid;
use crate::store::tables::bookings::{self, BookingRow};

/// The number of uids in a run. Memory holds at most one and a half runs, in about a megabyte.
const RUN: usize = if cfg!(test) { 8 } else { 32 * 1024 };

/// A uid's hash, and a row's id.
type Entry = (i64, i64);

/// The index of all bookings, which the writer and all readers share.
pub(in crate::store) struct UidIndex(RwLock<Memory>);

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

/// The progress: all rows up to `through`, and of those up to `run` the ones with a lower hash
/// than `hash`.
#[derive(Clone, Copy, Default)]
struct Progress {
    through: i64,
    run: i64,
    hash: i64,
}

impl UidIndex {
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
        db.execute_batch("DELETE FROM booking_uids; DELETE FROM booking_uids_progress;")?;
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

    fn candidates(&self, db: &Connection, hash: i64) -> rusqlite::Result<BTreeSet<i64>> {
        // Memory first: an entry that leaves it in the meantime is already in the table.
        let mut found: BTreeSet<i64> = {
            let memory = self.0.read();
            of_hash(&memory.fresh, hash).chain(of_hash(&memory.run, hash)).collect()
        };
        let mut statement = db.prepare_cached("SELECT booking FROM booking_uids WHERE hash = ?1")?;
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
        let mut statement = db.prepare("SELECT id, uid FROM bookings WHERE id > ?1")?;
        let rows = statement.query_map([progress.through], entry)?;
        let entries = rows.collect::<rusqlite::Result<BTreeSet<Entry>>>()?;
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
        let sql = "SELECT through, run, hash FROM booking_uids_progress";
        let read = |row: &Row<'_>| {
            Ok(Self { through: row.get("through")?, run: row.get("run")?, hash: row.get("hash")? })
        };
        Ok(db.query_row(sql, [], read).optional()?.unwrap_or_default())
    }

    fn save(self, db: &Connection) -> rusqlite::Result<()> {
        let sql =
            "INSERT OR REPLACE INTO booking_uids_progress (id, through, run, hash) VALUES (1, ?1, ?2, ?3)";
        db.prepare_cached(sql)?.execute([self.through, self.run, self.hash]).map(drop)
    }

    fn contains(self, (hash, id): Entry) -> bool {
        id <= self.through || (id <= self.run && hash < self.hash)
    }
}

/// The additions of one transaction to the index.
pub(in crate::store) struct Additions<'a> {
    index: &'a UidIndex,
    entries: BTreeSet<Entry>,
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
    pub(in crate::store) fn new(index: &'a UidIndex) -> Self {
        let last = index.0.read().last;
        Self { index, entries: BTreeSet::new(), last }
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
        // After a restart some of the lowest hash that was left may be there.
        let mut insert =
            db.prepare_cached("INSERT OR IGNORE INTO booking_uids (hash, booking) VALUES (?1, ?2)")?;
        let mut write = |(hash, id): &Entry| insert.execute([hash, id]).map(drop);
        if self.entries.len() >= RUN {
            memory.run.iter().chain(&memory.fresh).chain(&self.entries).try_for_each(write)?;
            let progress = Progress { through: self.last, run: self.last, hash: 0 };
            progress.save(db)?;
            return Ok(Written::All(progress));
        }
        let count = memory.run.len().min(2 * self.entries.len());
        let mut run = memory.run.iter();
        run.by_ref().take(count).try_for_each(&mut write)?;
        let progress = match run.next() {
            Some(next) => Progress { hash: next.0, ..memory.progress },
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
    let progress = Progress::load(db)?;
    let mut rows = db.prepare("SELECT id, uid FROM bookings WHERE id <= ?1")?;
    let rows = rows.query_map([progress.run], entry)?;
    let mut written = db.prepare("SELECT 1 FROM booking_uids WHERE hash = ?1 AND booking = ?2")?;
    for row in rows {
        let (hash, id) = row?;
        if progress.contains((hash, id)) && !written.exists([hash, id])? {
            return Ok(Some("a booking cannot be found by its uid".to_owned()));
        }
    }
    Ok(None)
}

/// The entry of a row with an id and a uid.
fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok((hash(row.get_ref("uid")?.as_str()?), row.get("id")?))
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
