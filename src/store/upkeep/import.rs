//! Imports an export into an empty database.

use std::fmt;
use std::fs;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_ROWID, SQLITE_CONSTRAINT_UNIQUE};
use rusqlite::{Connection, ErrorCode, named_params};
use sha2::{Digest as _, Sha256};

use super::exchange::{
    self, ActivityLine, Counts, DeliveryLine, Line, LineError, LinkLine, MemberLine, NoteLine, ProfileLine,
    RefusalLine,
};
use super::replay;
use crate::domain::ids::Digest;
use crate::domain::system;
use crate::domain::text::Email;
use crate::store::error::OpenError;
use crate::store::files::beside;
use crate::store::hooks::Rules;
use crate::store::lock::Lock;
use crate::store::tables::activity::{self, NewActivity};
use crate::store::tables::profiles::{self, NewProfile};
use crate::store::tables::{claims, decisions, deliveries, row};
use crate::store::{place, schema};

/// Why nothing was imported.
#[derive(Debug)]
pub enum ImportError {
    /// The database cannot be used.
    Database(OpenError),
    /// It is not empty.
    NotEmpty,
    /// A line cannot be taken.
    Line {
        /// Its number, from 1.
        number: u64,
        /// Its problem.
        problem: LineError,
    },
    /// The file cannot be read.
    Read(io::Error),
}

impl ImportError {
    /// Returns the remedy.
    #[must_use]
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Database(error) => error.remedy(),
            Self::NotEmpty => "name a database that is not there yet with BOOKHOOK_DATABASE",
            Self::Line { problem: LineError::Format, .. } => {
                "use the bookhook that made the export, or a later one"
            }
            Self::Line { problem: LineError::OnePerson, .. } => "make an export without --of",
            Self::Line { .. } => "export again, and bring the file over whole and unchanged",
            Self::Read(_) => "see whether the file is there, and that you may read it",
        }
    }
}

impl fmt::Display for ImportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Database(error) => error.fmt(f),
            Self::NotEmpty => f.write_str("the database is not empty"),
            Self::Line { number, problem } => write!(f, "line {number} cannot be taken: {problem}"),
            Self::Read(error) => write!(f, "the export cannot be read: {}", system::reason(error.kind())),
        }
    }
}

impl std::error::Error for ImportError {}

impl From<OpenError> for ImportError {
    fn from(error: OpenError) -> Self {
        Self::Database(error)
    }
}

/// How far an import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ImportProgress {
    /// So many bytes of the export are read.
    Read(u64),
    /// All of it is read, and so many deliveries of so many are replayed.
    Replayed(u64, u64),
}

/// Imports an export into an empty or missing database that no server has open. Bookings, and what profiles
/// owe to them, are computed from the deliveries as a replay does it. All in one transaction.
///
/// # Errors
/// Nothing was changed.
pub fn import(
    database: &Path,
    from: impl Read,
    rules: Rules,
    progress: impl FnMut(ImportProgress),
) -> Result<Counts, ImportError> {
    let database = &place::resolve(database)?;
    let _lock = Lock::take(database)?;
    let is_new = !database.exists();
    let db = schema::open(database)?;
    let taken = fill(&db, database, from, rules, progress);
    drop(db);
    if taken.is_err() && is_new {
        for added in ["", "-wal", "-shm"] {
            drop(fs::remove_file(beside(database, added)));
        }
    }
    taken
}

/// Rolls back when the connection closes, unless it comes to the end.
fn fill(
    db: &Connection,
    path: &Path,
    from: impl Read,
    rules: Rules,
    mut progress: impl FnMut(ImportProgress),
) -> Result<Counts, ImportError> {
    let sqlite = |error: rusqlite::Error| ImportError::Database(OpenError::from_sqlite(path, &error));
    replay::begin_rebuild(db).map_err(sqlite)?;
    let held = "SELECT EXISTS (SELECT 1 FROM deliveries) OR EXISTS (SELECT 1 FROM talent_profiles)
                    OR EXISTS (SELECT 1 FROM refusals) OR EXISTS (SELECT 1 FROM bookings)
                    OR EXISTS (SELECT 1 FROM members)";
    if db.query_row(held, [], row::only).map_err(sqlite)? {
        return Err(ImportError::NotEmpty);
    }
    let counts = lines(db, path, from, |bytes| progress(ImportProgress::Read(bytes)))?;
    let replayed = |done, of| progress(ImportProgress::Replayed(done, of));
    replay::replay_and_commit(db, rules, replayed).map_err(sqlite)?;
    Ok(counts)
}

fn lines(
    db: &Connection,
    path: &Path,
    from: impl Read,
    mut read: impl FnMut(u64),
) -> Result<Counts, ImportError> {
    let mut from = BufReader::with_capacity(256 * 1024, from);
    let (mut line, mut number, mut bytes, mut counts) = (Vec::new(), 0, 0, Counts::default());
    let mut sum = Sha256::new();
    loop {
        number += 1;
        let wrong = |problem| ImportError::Line { number, problem };
        line.clear();
        let limit = u64::try_from(exchange::LONGEST).unwrap_or(u64::MAX) + 1;
        let length = (&mut from).take(limit).read_until(b'\n', &mut line).map_err(ImportError::Read)?;
        if line.pop_if(|last| *last == b'\n').is_none() {
            let problem = if length > exchange::LONGEST { LineError::TooLong } else { LineError::CutOff };
            return Err(wrong(problem));
        }
        bytes += u64::try_from(length).unwrap_or(0);
        read(bytes);
        let parsed = exchange::parse(&line).map_err(wrong)?;
        if (parsed == Line::Header) != (number == 1) {
            return Err(wrong(LineError::Order));
        }
        if let Line::End(end) = parsed {
            let sum = Digest(sum.finalize().into());
            return match from.fill_buf().map_err(ImportError::Read)? {
                [] if end.counts != counts => Err(wrong(LineError::Count)),
                [] if end.sum != sum => Err(wrong(LineError::Changed)),
                [] => Ok(counts),
                _ => Err(ImportError::Line { number: number + 1, problem: LineError::Order }),
            };
        }
        sum.update(&line);
        sum.update(b"\n");
        take(db, parsed, &mut counts).map_err(|(error, what)| match refused(&error, what) {
            Some(problem) => wrong(problem),
            None => ImportError::Database(OpenError::from_sqlite(path, &error)),
        })?;
    }
}

/// Returns the error of a line that the database refuses; `None` if the database itself fails.
fn refused(error: &rusqlite::Error, what: &'static str) -> Option<LineError> {
    match error {
        rusqlite::Error::SqliteFailure(cause, _) if cause.code == ErrorCode::ConstraintViolation => {
            Some(match cause.extended_code {
                SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_ROWID => {
                    LineError::Repeated(what)
                }
                _ => LineError::Refused(what),
            })
        }
        _ => None,
    }
}

/// With an error comes what cannot be there twice.
fn take(db: &Connection, line: Line, counts: &mut Counts) -> Result<(), (rusqlite::Error, &'static str)> {
    match line {
        Line::Member(line) => {
            counts.members += 1;
            member(db, &line).map_err(|error| (error, "member"))
        }
        Line::Profile(line) => {
            counts.profiles += 1;
            profile(db, line).map_err(|error| (error, "profile"))
        }
        Line::Note(line) => {
            counts.notes += 1;
            note(db, &line).map_err(|error| (error, "note"))
        }
        Line::Activity(ActivityLine { id, at, member, action, subject }) => {
            counts.activity += 1;
            let new = NewActivity { id: Some(id), at: &at, by: member, action, subject };
            activity::insert(db, &new).map_err(|error| (error, "activity"))
        }
        Line::Link(line) => {
            counts.links += 1;
            link(db, &line).map_err(|error| (error, "link"))
        }
        Line::Delivery(line) => {
            counts.deliveries += 1;
            delivery(db, &line).map_err(|error| (error, "delivery"))
        }
        Line::Refusal(line) => {
            counts.refusals += 1;
            refusal(db, &line).map_err(|error| (error, "reason"))
        }
        Line::Booking => {
            counts.bookings += 1;
            Ok(())
        }
        Line::Header | Line::End(_) => Ok(()),
    }
}

/// Inserts a member, who has no password until a reset link gives one.
fn member(db: &Connection, line: &MemberLine) -> rusqlite::Result<()> {
    let sql = "INSERT INTO members (number, email, name, role, zone, seen_profile, seen_profile_at, made_at, removed_at)
               VALUES (:number, :email, :name, :role, :zone, :seen_profile, :seen_profile_at, :made_at,
                       :removed_at)";
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":number": line.number,
            ":email": line.email.as_ref().map(Email::as_str),
            ":name": line.name.as_str(),
            ":role": line.role.as_str(),
            ":zone": line.zone,
            ":seen_profile": line.seen_profile,
            ":seen_profile_at": line.seen_profile_at,
            ":made_at": line.made_at,
            ":removed_at": line.removed_at,
        })
        .map(drop)
}

fn profile(db: &Connection, line: ProfileLine) -> rusqlite::Result<()> {
    let ProfileLine {
        number,
        id,
        name,
        email,
        answers,
        completed_at,
        withdrawn_at,
        decided,
        created_at,
        claims,
    } = line;
    let name = name.as_str().to_owned();
    let new =
        NewProfile { number: Some(number), id, name, email, answers, completed_at, withdrawn_at, created_at };
    profiles::insert(db, &new)?;
    decisions::set(db, number, decided)?;
    claims
        .iter()
        .try_for_each(|claim| claims::keep(db, number, &claim.uid, claim.seat.as_ref(), &claim.claimed_at))
}

fn note(db: &Connection, line: &NoteLine) -> rusqlite::Result<()> {
    let sql = "INSERT INTO notes (id, profile, member, text, made_at, edited_at)
               VALUES (:id, :profile, :member, :text, :made_at, :edited_at)";
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":id": line.id,
            ":profile": line.profile,
            ":member": line.member.0,
            ":text": line.text.as_str(),
            ":made_at": line.made_at,
            ":edited_at": line.edited_at,
        })
        .map(drop)
}

fn link(db: &Connection, line: &LinkLine) -> rusqlite::Result<()> {
    let sql = "INSERT INTO booking_links (id, uid, seat, profile, member, made_at, undone_at)
               VALUES (:id, :uid, :seat, :profile, :member, :made_at, :undone_at)";
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":id": line.id,
            ":uid": line.uid.as_str(),
            ":seat": row::seat_text(line.seat.as_ref()),
            ":profile": line.profile,
            ":member": line.member.0,
            ":made_at": line.made_at,
            ":undone_at": line.undone_at,
        })
        .map(drop)
}

/// Inserts a delivery that the replay decodes later. Its digest keeps it from being taken twice.
fn delivery(db: &Connection, line: &DeliveryLine) -> rusqlite::Result<()> {
    let sql = "INSERT INTO deliveries (id, received_at, trigger, outcome, digest, body, source)
               VALUES (:id, :received_at, '', 'unreadable', :digest, :body, :source)";
    let digest = line.digest.unwrap_or_else(|| deliveries::digest(&line.body));
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":id": line.id,
            ":received_at": line.received_at,
            ":digest": digest.0,
            ":body": deliveries::stored(&line.body),
            ":source": line.source.as_str(),
        })
        .map(drop)
}

fn refusal(db: &Connection, line: &RefusalLine) -> rusqlite::Result<()> {
    let sql =
        "INSERT INTO refusals (code, count, first_at, last_at) VALUES (:code, :count, :first_at, :last_at)";
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":code": line.code,
            ":count": line.count,
            ":first_at": line.first_at,
            ":last_at": line.last_at,
        })
        .map(drop)
}
