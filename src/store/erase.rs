//! Forgetting a person.
//!
//! Bodies in which the person is are written anew with only what a booking needs, and without
//! them; the digest of what came stays, so that it orders events as before and a repetition is
//! still known. Then all is rebuilt as a replay does it, and the file is written anew, so that no
//! free page holds what was there.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use rusqlite::{Connection, params};
use sha2::{Digest as _, Sha256};

use super::connection::OpenError;
use super::lock::Lock;
use super::{Hooks, claims, inbox, leftovers, profiles, replay, schema};
use crate::domain::discreet;
use crate::domain::erasure::Person;
use crate::domain::event::{BookingEvent, Meaning, Reading, Scope};
use crate::domain::ids::{Digest, ProfileId};
use crate::domain::text::{Email, comparable};

/// How bodies are written and searched, which the store does not know.
#[derive(Clone, Copy)]
pub struct Bodies {
    /// The least body that is read as this.
    pub write: fn(&Reading) -> Vec<u8>,
    /// Whether a body holds one of the words, which are in the comparable form.
    pub mentions: fn(&[u8], &[String]) -> bool,
}

/// Who is to be forgotten.
#[derive(Clone, PartialEq, Eq)]
#[cfg_attr(test, derive(Debug))]
pub enum Who {
    /// The person of a profile: its address counts.
    Profile(ProfileId),
    /// The person with an address.
    Email(Email),
}

discreet!(Who {});

/// What was removed, and where the person still is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Profiles that are gone.
    pub profiles: usize,
    /// Bookings that are nobody's now, each seat counted.
    pub bookings: usize,
    /// Deliveries that were written anew.
    pub deliveries: usize,
    /// Copies of the database from before, whole or not, which may still hold the person.
    pub copies: Vec<PathBuf>,
    /// Another program reads the database, so that its log could not be emptied.
    pub log_remains: bool,
}

/// Removes a person from a database that no server has open. `seed` is random: it makes the
/// addresses that stand for those that go. `backups` is the folder of scheduled backups.
///
/// # Errors
/// The database cannot be used. When it names the disk, the tables may be free of the person
/// while free pages are not yet: it can be run again.
pub fn erase(
    path: &Path,
    who: &Who,
    hooks: &Hooks,
    bodies: Bodies,
    seed: [u8; 32],
    backups: &Path,
    progress: impl FnMut(u64, u64),
) -> Result<Erased, OpenError> {
    let _lock = Lock::take(path)?;
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let db = schema::open(path)?;
    let sqlite = |error: rusqlite::Error| OpenError::from_sqlite(path, &error);
    let mut erased = forget(&db, who, hooks, bodies, seed, progress).map_err(sqlite)?.unwrap_or_default();
    erased.log_remains = !rewrite(&db).map_err(sqlite)?;
    leftovers::sweep_backups(path, backups);
    erased.copies = leftovers::copies(path, backups);
    Ok(erased)
}

/// Writes the whole file anew, and empties its log. `false`: somebody reads the log.
fn rewrite(db: &Connection) -> rusqlite::Result<bool> {
    // Not in memory: it may be large. The temporary file holds only what is left.
    db.execute_batch("PRAGMA temp_store = FILE; PRAGMA cache_size = -16384; VACUUM;")?;
    db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get::<_, bool>(0)).map(|busy| !busy)
}

/// `None`: nobody of that id.
fn forget(
    db: &Connection,
    who: &Who,
    hooks: &Hooks,
    bodies: Bodies,
    seed: [u8; 32],
    progress: impl FnMut(u64, u64),
) -> rusqlite::Result<Option<Erased>> {
    replay::begin(db)?;
    let Some(email) = address(db, who)? else {
        db.execute_batch("ROLLBACK")?;
        return Ok(None);
    };
    let owned = Owned::find(db, &email)?;
    let search = Search { person: person(db, email, &owned)?, owned, bodies, hooks, seed };
    let deliveries = search.rewrite(db)?;
    db.execute("DELETE FROM bookings", [])?;
    claims::forget(db, &search.person.email)?;
    let profiles =
        db.execute("DELETE FROM talent_profiles WHERE email = ?1", [search.person.email.as_str()])?;
    let bookings = search.owned.rows;
    if profiles + bookings + deliveries == 0 {
        db.execute_batch("ROLLBACK")?;
    } else {
        replay::replay(db, hooks, progress)?;
        db.execute_batch("COMMIT")?;
    }
    Ok(Some(Erased { profiles, bookings, deliveries, ..Erased::default() }))
}

fn address(db: &Connection, who: &Who) -> rusqlite::Result<Option<Email>> {
    match who {
        Who::Email(email) => Ok(Some(email.clone())),
        Who::Profile(id) => {
            let found = profiles::number_and_email(db, *id)?;
            Ok(found.map(|(_, email)| email))
        }
    }
}

fn person(db: &Connection, email: Email, owned: &Owned) -> rusqlite::Result<Person> {
    let mut statement = db.prepare("SELECT id, name FROM talent_profiles WHERE email = ?1")?;
    let rows = statement.query_map([email.as_str()], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let found = rows.collect::<rusqlite::Result<Vec<(String, String)>>>()?;
    let profiles = found.iter().filter_map(|(id, _)| ProfileId::parse(id)).collect();
    let names = found.iter().map(|(_, name)| name).chain(&owned.names);
    let mut words: Vec<String> = names.map(|name| comparable(name).into_owned()).collect();
    words.extend(found.iter().map(|(id, _)| id.clone()));
    words.push(comparable(email.as_str()).into_owned());
    Ok(Person { email, profiles, words })
}

/// The bookings that are the person's, by the number that deliveries know.
#[derive(Default)]
struct Owned {
    rows: usize,
    names: Vec<String>,
    bookings: BTreeMap<i64, Seats>,
}

/// Which seats of a booking, and at which addresses; one seat of no name where there are none.
#[derive(Default)]
struct Seats {
    ids: BTreeSet<String>,
    addresses: BTreeSet<String>,
}

impl Owned {
    fn find(db: &Connection, email: &Email) -> rusqlite::Result<Self> {
        let sql = "SELECT first, seat, attendee_email, attendee_name
                     FROM bookings JOIN (SELECT uid, min(id) AS first FROM bookings GROUP BY uid) USING (uid)
                    WHERE attendee_email = ?1 OR seat = ?1
                       OR profile IN (SELECT number FROM talent_profiles WHERE email = ?1)";
        let mut statement = db.prepare(sql)?;
        let mut rows = statement.query([email.as_str()])?;
        let mut owned = Self::default();
        while let Some(row) = rows.next()? {
            owned.rows += 1;
            let seats = owned.bookings.entry(row.get(0)?).or_default();
            seats.ids.insert(row.get(1)?);
            seats.addresses.extend(row.get::<_, Option<String>>(2)?);
            owned.names.extend(row.get::<_, Option<String>>(3)?);
        }
        Ok(owned)
    }
}

impl Seats {
    /// Whether an event of the booking is about the person.
    fn concern(&self, event: &BookingEvent) -> bool {
        let of = |email: &Email| self.addresses.contains(email.as_str());
        let scope = match &event.scope {
            Scope::Whole => false,
            Scope::Seat(id) => self.ids.contains(id),
            Scope::SeatOf(email) => of(email),
        };
        self.ids.contains("") || scope || event.details.attendee_email.as_ref().is_some_and(of)
    }
}

struct Search<'a> {
    person: Person,
    owned: Owned,
    bodies: Bodies,
    hooks: &'a Hooks,
    seed: [u8; 32],
}

impl Search<'_> {
    /// Writes every delivery anew in which the person is, and returns how many.
    fn rewrite(&self, db: &Connection) -> rusqlite::Result<usize> {
        let sought: Vec<String> = self
            .person
            .profiles
            .iter()
            .map(ToString::to_string)
            .chain([comparable(self.person.email.as_str()).into_owned()])
            .collect();
        let mut statement = db.prepare("SELECT id, booking, body FROM deliveries ORDER BY id")?;
        let mut rows = statement.query([])?;
        let mut count = 0;
        while let Some(row) = rows.next()? {
            let body = row.get_ref(2)?.as_bytes()?;
            let booking: Option<i64> = row.get(1)?;
            let seats = booking.and_then(|booking| self.owned.bookings.get(&booking));
            if seats.is_none() && !(self.bodies.mentions)(body, &sought) {
                continue;
            }
            if let Some(fresh) = self.without(body, seats, &sought) {
                replace(db, row.get(0)?, body, &fresh)?;
                count += 1;
            }
        }
        Ok(count)
    }

    /// The body without the person; `None` where the person is not in it.
    fn without(&self, body: &[u8], seats: Option<&Seats>, sought: &[String]) -> Option<Vec<u8>> {
        let mut reading = (self.hooks.read)(body);
        let alias = |email: &Email| alias(self.seed, email);
        match &mut reading.meaning {
            Meaning::Event(event) => {
                if self.person.is_booker(event) || seats.is_some_and(|seats| seats.concern(event)) {
                    Person::leave_own(event, alias);
                } else if (self.bodies.mentions)(body, sought) {
                    self.person.leave(event, alias);
                } else {
                    return None;
                }
                Some((self.bodies.write)(&reading))
            }
            Meaning::Ignored(_) | Meaning::Unreadable(_) => {
                let fresh = (self.bodies.write)(&reading);
                // A trigger of no name that we know may be anything.
                let named = (self.bodies.mentions)(&fresh, sought);
                Some(if named { Vec::new() } else { fresh })
            }
        }
    }
}

/// Stands for an address, and cannot be turned back once the seed is forgotten.
fn alias(seed: [u8; 32], email: &Email) -> Email {
    let digest = Sha256::new().chain_update(seed).chain_update(email.as_str()).finalize();
    let text = format!("{}@erased.invalid", hex::encode(&digest[..12]));
    Email::parse(&text).unwrap_or_else(|_| email.clone())
}

/// Writes a delivery's body anew, and keeps the digest of what came.
pub(super) fn replace(db: &Connection, id: i64, body: &[u8], fresh: &[u8]) -> rusqlite::Result<()> {
    let sql = "UPDATE deliveries SET digest = ifnull(digest, ?2), body = ?3 WHERE id = ?1";
    let Digest(digest) = inbox::digest(body);
    db.prepare_cached(sql)?.execute(params![id, digest, inbox::stored(fresh)]).map(drop)
}
