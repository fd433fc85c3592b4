//! Where the rows of a booking are, by its uid.
//!
//! Uids are random: an index that takes each as it comes writes a page of its own for nearly every
//! new booking, which in a file of a million was half of what a delivery cost. So the newest are
//! only remembered, and written to `booking_uids` a run at a time and in order, when many of them
//! share a page. At the start, those that are not written yet are read from `bookings`.
//!
//! What is found is where to look: an entry may be of another uid with the same hash, or of a row
//! that is gone.

use std::collections::BTreeSet;
use std::mem::take;
use std::sync::{PoisonError, RwLock};

use rusqlite::{Connection, OptionalExtension, Row};
use sha2::{Digest as _, Sha256};

use crate::domain::ids::BookingUid;

/// How many uids make a run. Half as many more are remembered at most, in about a megabyte.
const RUN: usize = if cfg!(test) { 8 } else { 32 * 1024 };

/// A uid's hash, and a row's id.
type Entry = (i64, i64);

/// The index of all bookings. The writer and all readers share it.
pub(in crate::store) struct Uids(RwLock<Memory>);

#[derive(Default)]
struct Memory {
    /// The newest entries.
    fresh: BTreeSet<Entry>,
    /// What is left to write of the run before them.
    run: BTreeSet<Entry>,
    progress: Progress,
    /// The last id that was given to a row.
    last: i64,
}

/// What is written: all rows up to `through`, and of those up to `run` the ones with a lower hash
/// than `hash`.
#[derive(Clone, Copy, Default)]
struct Progress {
    through: i64,
    run: i64,
    hash: i64,
}

impl Uids {
    /// The index of a file, as it is now.
    pub(in crate::store) fn load(db: &Connection) -> rusqlite::Result<Self> {
        Memory::load(db).map(|memory| Self(RwLock::new(memory)))
    }

    /// Makes it that of the file again, when what the last transaction did is not known.
    pub(in crate::store) fn reload(&self, db: &Connection) -> rusqlite::Result<()> {
        let memory = Memory::load(db)?;
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = memory;
        Ok(())
    }

    /// Forgets all bookings, which a transaction is about to make anew.
    pub(in crate::store) fn anew(db: &Connection) -> rusqlite::Result<Self> {
        db.execute_batch("DELETE FROM booking_uids; DELETE FROM booking_uids_progress;")?;
        Ok(Self(RwLock::default()))
    }

    /// Where the rows of a uid may be. A reader must not be in a transaction that it began before:
    /// what was written after that is neither remembered nor to be seen there.
    pub(in crate::store) fn find(
        &self,
        db: &Connection,
        uid: &BookingUid,
    ) -> rusqlite::Result<BTreeSet<i64>> {
        self.with_hash(db, hash(uid.as_str()))
    }

    fn with_hash(&self, db: &Connection, hash: i64) -> rusqlite::Result<BTreeSet<i64>> {
        // In this order: what is not remembered any more by now is in the table by now.
        let mut found: BTreeSet<i64> = {
            let memory = self.0.read().unwrap_or_else(PoisonError::into_inner);
            of_hash(&memory.fresh, hash).chain(of_hash(&memory.run, hash)).collect()
        };
        let mut statement = db.prepare_cached("SELECT booking FROM booking_uids WHERE hash = ?1")?;
        let mut rows = statement.query([hash])?;
        while let Some(row) = rows.next()? {
            found.insert(row.get(0)?);
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
        let left = entries.into_iter().filter(|entry| !progress.has(*entry));
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
        let read = |row: &Row<'_>| Ok(Self { through: row.get(0)?, run: row.get(1)?, hash: row.get(2)? });
        Ok(db.query_row(sql, [], read).optional()?.unwrap_or_default())
    }

    fn save(self, db: &Connection) -> rusqlite::Result<()> {
        let sql = "INSERT OR REPLACE INTO booking_uids_progress VALUES (1, ?1, ?2, ?3)";
        db.prepare_cached(sql)?.execute([self.through, self.run, self.hash]).map(drop)
    }

    fn has(self, (hash, id): Entry) -> bool {
        id <= self.through || (id <= self.run && hash < self.hash)
    }
}

/// What a transaction adds to the index.
pub(in crate::store) struct Added<'a> {
    uids: &'a Uids,
    entries: BTreeSet<Entry>,
    last: i64,
}

/// What a transaction wrote of the run.
#[must_use]
pub(in crate::store) struct Written {
    count: usize,
    progress: Progress,
}

impl<'a> Added<'a> {
    pub(in crate::store) fn new(uids: &'a Uids) -> Self {
        let last = uids.0.read().unwrap_or_else(PoisonError::into_inner).last;
        Self { uids, entries: BTreeSet::new(), last }
    }

    /// Where the rows of a uid may be, with those added.
    pub(in crate::store) fn find(
        &self,
        db: &Connection,
        uid: &BookingUid,
    ) -> rusqlite::Result<BTreeSet<i64>> {
        let hash = hash(uid.as_str());
        let mut found = self.uids.with_hash(db, hash)?;
        found.extend(of_hash(&self.entries, hash));
        Ok(found)
    }

    /// The id for a new row of a uid, which none had before.
    pub(in crate::store) fn add(&mut self, uid: &BookingUid) -> i64 {
        self.last += 1;
        self.entries.insert((hash(uid.as_str()), self.last));
        self.last
    }

    /// How many were added.
    pub(in crate::store) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Writes twice as many of the run as were added, so that it ends before the next one is full.
    pub(in crate::store) fn write(&self, db: &Connection) -> rusqlite::Result<Written> {
        let memory = self.uids.0.read().unwrap_or_else(PoisonError::into_inner);
        let count = memory.run.len().min(2 * self.entries.len());
        // After a restart some of the lowest hash that was left may be there.
        let mut insert = db.prepare_cached("INSERT OR IGNORE INTO booking_uids VALUES (?1, ?2)")?;
        let mut run = memory.run.iter();
        for (hash, id) in run.by_ref().take(count) {
            insert.execute([hash, id])?;
        }
        let progress = match run.next() {
            Some(next) => Progress { hash: next.0, ..memory.progress },
            None => Progress { through: memory.progress.run, ..memory.progress },
        };
        if count > 0 {
            progress.save(db)?;
        }
        Ok(Written { count, progress })
    }

    /// To be called when the transaction was committed.
    pub(in crate::store) fn keep(&mut self, written: Written) {
        let mut memory = self.uids.0.write().unwrap_or_else(PoisonError::into_inner);
        memory.last = self.last;
        memory.fresh.extend(take(&mut self.entries));
        for _ in 0..written.count {
            memory.run.pop_first();
        }
        memory.progress = written.progress;
        memory.begin_run();
    }
}

/// What is wrong with the index of a file by its bookings; `None` if nothing is.
pub(in crate::store) fn problem(db: &Connection) -> rusqlite::Result<Option<String>> {
    let progress = Progress::load(db)?;
    let mut rows = db.prepare("SELECT id, uid FROM bookings WHERE id <= ?1")?;
    let rows = rows.query_map([progress.run], entry)?;
    let mut written = db.prepare("SELECT 1 FROM booking_uids WHERE hash = ?1 AND booking = ?2")?;
    for row in rows {
        let (hash, id) = row?;
        if progress.has((hash, id)) && !written.exists([hash, id])? {
            return Ok(Some("a booking cannot be found by its uid".to_owned()));
        }
    }
    Ok(None)
}

/// The entry of a row of an id and a uid.
fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok((hash(row.get_ref(1)?.as_str()?), row.get(0)?))
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
