//! The rows of `deliveries`, the inbox: append-only.

use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use sha2::{Digest as _, Sha256};
use time::OffsetDateTime;

use super::row;
use crate::domain::event::{Decoded, Meaning, Recorded, Source, WhyIgnored};
use crate::domain::event_types::{Extent, settled};
use crate::domain::ids::Digest;
use crate::domain::instant;

/// The outcome of a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// It is part of a booking.
    Applied,
    /// It is a repetition; nothing changed.
    Duplicate,
    /// It is stored and changes nothing.
    Ignored,
    /// It is stored, but could not be read.
    Unreadable,
}

impl Outcome {
    /// All of them, for readers and checks.
    pub const ALL: [Self; 4] = [Self::Applied, Self::Duplicate, Self::Ignored, Self::Unreadable];

    /// The word for it in SQL and JSON.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applied => "applied",
            Self::Duplicate => "duplicate",
            Self::Ignored => "ignored",
            Self::Unreadable => "unreadable",
        }
    }
}

/// The latest delivery that Cal.com sent, not counting statements of its API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastDelivery {
    /// Its number.
    pub id: i64,
    /// When it came.
    pub received_at: Option<OffsetDateTime>,
    /// Cal.com's name of the trigger.
    pub trigger: String,
}

/// The number of the delivery that is found by this digest: one without a booking.
pub(in crate::store) fn by_digest(db: &Connection, digest: Digest) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT id FROM deliveries WHERE digest = ?1";
    db.prepare_cached(sql)?.query_row([digest.0], row::only).optional()
}

/// A delivery as it arrives.
#[derive(Clone, Copy)]
pub(in crate::store) struct Arrival<'a> {
    pub(in crate::store) source: Source,
    /// The raw bytes.
    pub(in crate::store) body: &'a [u8],
    pub(in crate::store) decoded: &'a Decoded,
    /// How much of the body is stored.
    pub(in crate::store) extent: Extent,
    pub(in crate::store) received_at: OffsetDateTime,
}

/// What is stored of a delivery besides its body.
#[derive(Clone, Copy)]
pub(in crate::store) struct Filing {
    /// The first row of its booking.
    pub booking: Option<i64>,
    pub outcome: Outcome,
    pub reason: Option<&'static str>,
}

impl Filing {
    /// About no booking.
    pub(in crate::store) fn nowhere(meaning: &Meaning) -> Self {
        Self { booking: None, outcome: outcome(meaning), reason: meaning.reason() }
    }

    /// About a booking, which may be of an event type that is not the team's.
    pub(in crate::store) fn under(booking: Option<i64>, other_type: bool) -> Self {
        if other_type {
            Self { booking, outcome: Outcome::Ignored, reason: Some(WhyIgnored::OTHER_EVENT_TYPE) }
        } else {
            Self { booking, outcome: Outcome::Applied, reason: None }
        }
    }
}

/// Appends a new delivery, and returns its number. Repetitions of one without a booking are found by its
/// digest, the others within their booking.
pub(in crate::store) fn insert(
    db: &Connection,
    arrival: &Arrival<'_>,
    filing: Filing,
    encode: fn(&Decoded) -> Vec<u8>,
) -> rusqlite::Result<i64> {
    let Arrival { source, body, decoded, extent, received_at } = arrival;
    let least = (*extent == Extent::Least).then(|| encode(decoded)).filter(|least| least != body);
    let digest = (filing.booking.is_none() || least.is_some()).then(|| digest(body));
    let body = least.as_deref().unwrap_or(body);
    let sql = "INSERT INTO deliveries (received_at, trigger, booking, outcome, reason, digest, body, source)
               VALUES (:received_at, :trigger, :booking, :outcome, :reason, :digest, :body, :source)";
    let mut statement = db.prepare_cached(sql)?;
    statement.execute(named_params! {
        ":received_at": instant::to_millis(*received_at),
        ":trigger": decoded.trigger,
        ":booking": filing.booking,
        ":outcome": filing.outcome.as_str(),
        ":reason": filing.reason,
        ":digest": digest.map(|digest| digest.0),
        ":body": stored(body),
        ":source": source.as_str(),
    })?;
    Ok(db.last_insert_rowid())
}

/// Text where it is text, so that the sqlite3 shell shows it and its JSON functions read it.
pub(in crate::store) fn stored(body: &[u8]) -> ToSqlOutput<'_> {
    let value =
        std::str::from_utf8(body).map_or(ValueRef::Blob(body), |text| ValueRef::Text(text.as_bytes()));
    ToSqlOutput::Borrowed(value)
}

/// Returns the outcome of a delivery that is not a duplicate.
pub(in crate::store) fn outcome(meaning: &Meaning) -> Outcome {
    match meaning {
        Meaning::Event(_) => Outcome::Applied,
        Meaning::Ignored(_) => Outcome::Ignored,
        Meaning::Unreadable(_) => Outcome::Unreadable,
    }
}

/// SHA-256 of a body.
pub(in crate::store) fn digest(body: &[u8]) -> Digest {
    Digest(Sha256::digest(body).into())
}

/// Marks the deliveries of a booking, up to the number `last`, as applied or as of another event type.
pub(in crate::store) fn file_all(db: &Connection, filing: Filing, last: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE deliveries SET outcome = :outcome, reason = :reason
                WHERE booking = :booking AND id <= :last";
    let Filing { booking, outcome, reason } = filing;
    let row =
        named_params! { ":booking": booking, ":outcome": outcome.as_str(), ":reason": reason, ":last": last };
    db.prepare_cached(sql)?.execute(row).map(drop)
}

/// Rewrites a delivery's body, and stores the digest of the original.
pub(in crate::store) fn replace(db: &Connection, id: i64, body: &[u8], fresh: &[u8]) -> rusqlite::Result<()> {
    let sql = "UPDATE deliveries SET digest = ifnull(digest, ?2), body = ?3 WHERE id = ?1";
    let Digest(digest) = digest(body);
    db.prepare_cached(sql)?.execute(params![id, digest, stored(fresh)]).map(drop)
}

/// Sets whether deleted and replaced data is overwritten in the file. For all jobs this would cost too much.
pub(in crate::store) fn overwrite_deleted(db: &Connection, on: bool) -> rusqlite::Result<()> {
    db.pragma_update_and_check(None, "secure_delete", on, |_| Ok(()))
}

/// Makes a delivery belong to the booking whose first row is `booking`.
pub(in crate::store) fn file(db: &Connection, delivery: i64, booking: Option<i64>) -> rusqlite::Result<()> {
    let sql = "UPDATE deliveries SET booking = ?2 WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![delivery, booking]).map(drop)
}

/// Updates the computed columns of a delivery to what this version decodes. `digest` is that of the original
/// body, if stored.
pub(in crate::store) fn correct(
    db: &Connection,
    delivery: i64,
    trigger: &str,
    filing: Filing,
    digest: Option<Digest>,
) -> rusqlite::Result<()> {
    let sql = "UPDATE deliveries
                  SET trigger = :trigger, booking = :booking, outcome = :outcome, reason = :reason,
                      digest = :digest
                WHERE id = :id";
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":id": delivery,
            ":trigger": trigger,
            ":booking": filing.booking,
            ":outcome": filing.outcome.as_str(),
            ":reason": filing.reason,
            ":digest": digest.map(|digest| digest.0),
        })
        .map(drop)
}

/// A delivery of a booking.
pub(in crate::store) struct Filed {
    pub id: i64,
    pub body: Vec<u8>,
    pub source: Source,
    /// The digest of the original body, if only a part of it is stored.
    pub kept: Option<Digest>,
}

impl Filed {
    /// Returns the digest of the body as received.
    pub(in crate::store) fn digest(&self) -> Digest {
        self.kept.unwrap_or_else(|| digest(&self.body))
    }

    /// Whether this is the same body from the same source.
    pub(in crate::store) fn came_as(&self, source: Source, body: &[u8]) -> bool {
        self.source == source && self.kept.map_or_else(|| self.body == body, |kept| kept == digest(body))
    }
}

/// A booking's deliveries up to the number `last`, in order of arrival.
pub(in crate::store) fn of_booking(db: &Connection, booking: i64, last: i64) -> rusqlite::Result<Vec<Filed>> {
    let sql = "SELECT id, body, digest, source FROM deliveries WHERE booking = ?1 AND id <= ?2 ORDER BY id";
    let mut statement = db.prepare_cached(sql)?;
    let filed = |row: &Row<'_>| {
        let (id, body) = (row.get("id")?, row.get_ref("body")?.as_bytes()?.to_vec());
        Ok(Filed { id, body, source: source(row)?, kept: row.get("digest")? })
    };
    statement.query_map([booking, last], filed)?.collect()
}

/// The column `source`. The database checks the words.
pub(in crate::store) fn source(row: &Row<'_>) -> rusqlite::Result<Source> {
    row::parsed(row, "source", Source::parse)
}

/// A delivery as received.
pub(in crate::store) struct StoredDelivery {
    pub id: i64,
    pub received_at: Option<OffsetDateTime>,
    pub trigger: String,
    pub source: Source,
    pub body: Vec<u8>,
    /// The digest of the original body, if only a part of it is stored.
    pub kept: Option<Digest>,
}

/// The latest deliveries of a booking, newest first.
pub(in crate::store) fn latest_of(
    db: &Connection,
    booking: i64,
    limit: u32,
) -> rusqlite::Result<Vec<StoredDelivery>> {
    let sql = "SELECT id, received_at, trigger, source, body, digest FROM deliveries WHERE booking = ?1
                ORDER BY id DESC LIMIT ?2";
    let came = |row: &Row<'_>| {
        Ok(StoredDelivery {
            id: row.get("id")?,
            received_at: row::time(row, "received_at")?,
            trigger: row.get("trigger")?,
            source: source(row)?,
            body: row.get_ref("body")?.as_bytes()?.to_vec(),
            kept: row.get("digest")?,
        })
    };
    db.prepare_cached(sql)?.query_map([booking, limit.into()], came)?.collect()
}

/// The number of the latest delivery of a booking.
pub(in crate::store) fn latest(db: &Connection, booking: i64) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT max(id) FROM deliveries WHERE booking = ?1";
    db.prepare_cached(sql)?.query_row([booking], row::only)
}

/// A delivery as it is stored.
pub(in crate::store) struct Stored {
    pub trigger: String,
    pub outcome: String,
    pub reason: Option<String>,
    /// The first row of its booking.
    pub booking: Option<i64>,
    pub source: Source,
    pub body: Vec<u8>,
    /// The digest of the original body, if stored.
    pub digest: Option<Digest>,
}

/// One delivery.
pub(in crate::store) fn stored_one(db: &Connection, id: i64) -> rusqlite::Result<Option<Stored>> {
    let sql = "SELECT trigger, outcome, reason, booking, source, body, digest FROM deliveries WHERE id = ?1";
    let read = |row: &Row<'_>| {
        Ok(Stored {
            trigger: row.get("trigger")?,
            outcome: row.get("outcome")?,
            reason: row.get("reason")?,
            booking: row.get("booking")?,
            source: source(row)?,
            body: row.get_ref("body")?.as_bytes()?.to_vec(),
            digest: row.get("digest")?,
        })
    };
    db.prepare_cached(sql)?.query_row([id], read).optional()
}

/// Decodes the bodies for the fold, without the people where those must not be used.
pub(in crate::store) fn events(decode: fn(Source, &[u8]) -> Decoded, deliveries: &[Filed]) -> Vec<Recorded> {
    let event = |filed: &Filed| match decode(filed.source, &filed.body).meaning {
        Meaning::Event(event) => Some(Recorded { event: *event, digest: filed.digest() }),
        Meaning::Ignored(_) | Meaning::Unreadable(_) => None,
    };
    settled(deliveries.iter().filter_map(event).collect())
}

/// The latest delivery that Cal.com sent.
pub(in crate::store) fn last(db: &Connection) -> rusqlite::Result<Option<LastDelivery>> {
    let sql =
        "SELECT id, received_at, trigger FROM deliveries WHERE source = 'webhook' ORDER BY id DESC LIMIT 1";
    let read = |row: &Row<'_>| {
        let received_at = row::time(row, "received_at")?;
        Ok(LastDelivery { id: row.get("id")?, received_at, trigger: row.get("trigger")? })
    };
    db.prepare_cached(sql)?.query_row([], read).optional()
}
