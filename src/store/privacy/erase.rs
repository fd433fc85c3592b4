//! Erasure of a person.
//!
//! Bodies that contain the person are rewritten with only what a booking needs, and without the person. The
//! digests of the originals stay, so that events keep their order and repetitions are recognized. Then
//! everything is rebuilt as in a replay, and the file is rewritten, so that no free page contains old data.

use std::path::{Path, PathBuf};

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::person::{Concern, Rows, Search, Who};
use crate::domain::codec::Codec;
use crate::domain::erasure::Person;
use crate::domain::event::{Meaning, Source};
use crate::domain::text::Email;
use crate::store::error::OpenError;
use crate::store::hooks::Rules;
use crate::store::lock::Lock;
use crate::store::tables::{activity, claims, deliveries, links, members, notes, search};
use crate::store::upkeep::{backup, leftovers, replay};
use crate::store::{place, schema};

/// A person's data in a database.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct PersonData {
    /// The address that says who they are; `None`: there is no such profile.
    pub email: Option<Email>,
    /// The names on their profiles and bookings.
    pub names: Vec<String>,
    /// How many profiles are theirs.
    pub profiles: usize,
    /// How many notes members wrote about them.
    pub notes: usize,
    /// How many bookings, each seat counted.
    pub bookings: usize,
    /// How many deliveries are about them, or name them.
    pub deliveries: usize,
}

impl PersonData {
    /// Whether no data was found.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.profiles + self.bookings + self.deliveries == 0
    }
}

/// Where the person still is after an erasure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Remains {
    /// Copies of the database from before, whole or not.
    pub copies: Vec<PathBuf>,
    /// Another program reads the database, so that its log could not be emptied.
    pub log: bool,
}

/// A prepared erasure. While it exists, no server can open the database.
pub struct Erasure<'a> {
    /// As the settings name it: its backups are called so.
    named: &'a Path,
    path: PathBuf,
    rules: Rules,
    db: Connection,
    found: Option<(Search, Rows)>,
    _lock: Lock,
}

impl<'a> Erasure<'a> {
    /// Looks for a person in a database that no server has open. Reads all deliveries.
    ///
    /// # Errors
    /// The database cannot be used.
    pub fn find(named: &'a Path, who: &Who, rules: Rules) -> Result<Self, OpenError> {
        let path = place::resolve(named)?;
        let lock = Lock::take(&path)?;
        if !path.exists() {
            return Err(OpenError::Missing { path });
        }
        let db = schema::open(&path)?;
        let found = look(&db, who, rules.codec).map_err(|error| OpenError::from_sqlite(&path, &error))?;
        Ok(Self { named, path, rules, db, found, _lock: lock })
    }

    /// Returns the counts of the person's data.
    #[must_use]
    pub fn data(&self) -> PersonData {
        let Some((search, rows)) = &self.found else { return PersonData::default() };
        PersonData {
            email: Some(search.person.email.clone()),
            names: search.names.iter().cloned().collect(),
            profiles: rows.profiles.len(),
            notes: rows.notes.len(),
            bookings: rows.bookings.len(),
            deliveries: rows.deliveries.len(),
        }
    }

    /// Removes what was found, and writes the file anew even if nothing was: an earlier try may have
    /// failed there. `seed` is random: it makes the addresses that stand for those that go.
    /// `backups` is the folder of scheduled backups.
    ///
    /// # Errors
    /// The database cannot be used. When it names the disk, the tables may be free of the person
    /// while free pages are not yet: it can be run again.
    pub fn run(
        self,
        seed: [u8; 32],
        backups: &Path,
        progress: impl FnMut(u64, u64),
    ) -> Result<Remains, OpenError> {
        let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(&self.path, &error);
        self.forget(seed, progress).map_err(sqlite)?;
        let log = !rewrite(&self.db).map_err(sqlite)?;
        backup::sweep_backups(self.named, backups);
        Ok(Remains { copies: leftovers::copies(&self.path, backups), log })
    }

    fn forget(&self, seed: [u8; 32], progress: impl FnMut(u64, u64)) -> rusqlite::Result<()> {
        let Some((search, rows)) = self.found.as_ref().filter(|(_, rows)| !rows.is_empty()) else {
            return Ok(());
        };
        replay::begin_rebuild(&self.db)?;
        for id in &rows.deliveries {
            self.clean(search, *id, seed)?;
        }
        self.db.execute("DELETE FROM bookings", [])?;
        claims::forget(&self.db, &search.person.email)?;
        links::forget(&self.db, &search.person.email)?;
        for number in &rows.profiles {
            notes::forget(&self.db, *number)?;
            activity::forget(&self.db, *number)?;
            self.db.execute("DELETE FROM talent_profiles WHERE number = ?1", [number])?;
        }
        members::limit_seen(&self.db)?;
        search::rebuild(&self.db)?;
        replay::replay_and_commit(&self.db, self.rules, progress).map(drop)
    }

    /// Writes a delivery's body anew, without the person.
    fn clean(&self, search: &Search, id: i64, seed: [u8; 32]) -> rusqlite::Result<()> {
        let mut statement =
            self.db.prepare_cached("SELECT booking, body, source FROM deliveries WHERE id = ?1")?;
        let (booking, body, source): (Option<i64>, Vec<u8>, Source) = statement.query_row([id], |row| {
            Ok((row.get("booking")?, row.get_ref("body")?.as_bytes()?.to_vec(), deliveries::source(row)?))
        })?;
        match search.concern(booking, source, &body) {
            Some(concern) => deliveries::replace(&self.db, id, &body, &self.without(search, concern, seed)),
            None => Ok(()),
        }
    }

    fn without(&self, search: &Search, concern: Concern, seed: [u8; 32]) -> Vec<u8> {
        let alias = |email: &Email| alias(seed, email);
        let decoded = match concern {
            Concern::Own(mut decoded) => {
                if let Meaning::Event(event) = &mut decoded.meaning {
                    Person::leave_own(event, alias);
                }
                decoded
            }
            Concern::Named(mut decoded) => {
                if let Meaning::Event(event) = &mut decoded.meaning {
                    search.person.leave(event, alias);
                }
                decoded
            }
        };
        let fresh = (self.rules.codec.encode)(&decoded);
        // A trigger of no name that we know may be anything.
        let is_event = matches!(decoded.meaning, Meaning::Event(_));
        if !is_event && search.is_named_in(&fresh) { Vec::new() } else { fresh }
    }
}

fn look(db: &Connection, who: &Who, codec: Codec) -> rusqlite::Result<Option<(Search, Rows)>> {
    let Some(search) = Search::find_person(db, who, codec)? else { return Ok(None) };
    let rows = search.rows(db)?;
    Ok(Some((search, rows)))
}

/// Writes the whole file anew, and empties its log. `false`: somebody reads the log.
fn rewrite(db: &Connection) -> rusqlite::Result<bool> {
    // Not in memory: it may be large. The temporary file holds only what is left.
    db.execute_batch("PRAGMA temp_store = FILE; PRAGMA cache_size = -16384; VACUUM;")?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>("busy")).map(|busy| !busy)
}

/// Returns a replacement for an address, which cannot be reversed once the seed is gone.
fn alias(seed: [u8; 32], email: &Email) -> Email {
    let digest = Sha256::new().chain_update(seed).chain_update(email.as_str()).finalize();
    Email::erased(&hex::encode(&digest[..12])).unwrap_or_else(|_| email.clone())
}
