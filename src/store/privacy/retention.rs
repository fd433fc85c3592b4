//! Retention: reduces old deliveries to what the bookings need.
//!
//! An old body is replaced by the shortest one that decodes to the same event, with the digest of the
//! original. So no computed row changes, now or in a replay, and nothing has to be folded.

use rusqlite::{Connection, OptionalExtension};
use time::OffsetDateTime;

use crate::domain::codec::Codec;
use crate::domain::event::{Meaning, Source};
use crate::domain::ids::BookingUid;
use crate::domain::instant;
use crate::store::ingest::booking_index::BookingIndex;
use crate::store::ingest::transaction::Tx;
use crate::store::tables::bookings::BookingRow;
use crate::store::tables::{deliveries, row};

/// How many deliveries are looked at in one read.
const LOOK: i64 = 1000;
/// The number rewritten per job: some milliseconds, during which deliveries wait.
const BATCH: usize = 8;

/// Old deliveries to shorten, in batches of one job each, and the number after which the next search begins;
/// `None` at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OldDeliveries {
    /// Numbers of deliveries, a few in each.
    pub batches: Vec<Vec<i64>>,
    /// The number after which the next look begins.
    pub next: Option<i64>,
}

/// How many of the latest deliveries are read for the time.
const TELLING: i64 = 200;

/// The latest time that is known whatever this machine's clock says: that at which the sender of a
/// delivery made it, unless it came before that by this clock. `None`: no delivery tells.
pub(in crate::store) fn told_time(db: &Connection, codec: Codec) -> rusqlite::Result<Option<OffsetDateTime>> {
    let mut statement = db.prepare_cached(
        "SELECT received_at, body FROM deliveries WHERE source = 'webhook' ORDER BY id DESC LIMIT ?1",
    )?;
    let mut rows = statement.query([TELLING])?;
    let mut latest = None;
    while let Some(row) = rows.next()? {
        let sent = match (codec.decode)(Source::Webhook, row.get_ref("body")?.as_bytes()?).meaning {
            Meaning::Event(event) => event.at,
            Meaning::Ignored(_) | Meaning::Unreadable(_) => None,
        };
        let received = instant::parse(row.get_ref("received_at")?.as_str()?);
        latest = latest.max(sent.zip(received).map(|(sent, received)| sent.min(received)));
    }
    Ok(latest)
}

/// The time that the last server counted to.
pub(in crate::store) fn counted_to(db: &Connection) -> rusqlite::Result<Option<OffsetDateTime>> {
    let text: Option<String> = db.query_row("SELECT counted_to FROM retention", [], row::only).optional()?;
    Ok(text.as_deref().and_then(instant::parse))
}

/// Stores the time that this server counted to.
pub(in crate::store) fn count_to(tx: &Tx<'_>, time: OffsetDateTime) -> rusqlite::Result<()> {
    let sql = "INSERT INTO retention (id, counted_to) VALUES (1, ?1)
               ON CONFLICT (id) DO UPDATE SET counted_to = excluded.counted_to";
    tx.db.prepare_cached(sql)?.execute([instant::to_millis(time)]).map(drop)
}

/// Looks at the deliveries after the number `after`. Old is what came before `cutoff`, and, if it
/// is about a booking, whose booking had ended and was last heard of before it.
pub(in crate::store) fn look(
    db: &Connection,
    index: &BookingIndex,
    codec: Codec,
    after: i64,
    cutoff: OffsetDateTime,
) -> rusqlite::Result<OldDeliveries> {
    let last: i64 = db.query_row("SELECT ifnull(max(id), 0) FROM deliveries", [], row::only)?;
    let end = after + LOOK;
    let mut ids: Vec<i64> = Vec::new();
    for (id, uid) in old(db, after, end, cutoff)? {
        let about = match &uid {
            Some(uid) => index.find(db, uid)?,
            None => Vec::new(),
        };
        if !about.iter().any(|row| is_recent(row, cutoff)) && longer(db, codec, id)?.is_some() {
            ids.push(id);
        }
    }
    let batches = ids.chunks(BATCH).map(<[i64]>::to_vec).collect();
    Ok(OldDeliveries { batches, next: (end < last).then_some(end) })
}

/// The deliveries from before `cutoff` that may hold more than they have to, each with the booking
/// that it is about.
fn old(
    db: &Connection,
    after: i64,
    end: i64,
    cutoff: OffsetDateTime,
) -> rusqlite::Result<Vec<(i64, Option<BookingUid>)>> {
    let sql = "SELECT d.id, b.uid FROM deliveries d LEFT JOIN bookings b ON b.id = d.booking
                WHERE d.id > ?1 AND d.id <= ?2 AND d.received_at < ?3
                  AND (d.booking IS NULL OR d.digest IS NULL)";
    let mut statement = db.prepare_cached(sql)?;
    let found = statement.query_map((after, end, instant::to_millis(cutoff)), |row| {
        Ok((row.get("id")?, row::text(row, "uid")?.and_then(BookingUid::parse)))
    })?;
    found.collect()
}

/// Whether a booking ended, or was last heard of, at `cutoff` or later.
fn is_recent(row: &BookingRow, cutoff: OffsetDateTime) -> bool {
    row.booking.details.end.max(row.booking.last_event_at) >= Some(cutoff)
}

/// Returns the shortest body with the same meaning; `None` if this is already the shortest.
fn longer(db: &Connection, codec: Codec, id: i64) -> rusqlite::Result<Option<(Vec<u8>, Vec<u8>)>> {
    let mut statement = db.prepare_cached("SELECT body, source FROM deliveries WHERE id = ?1")?;
    statement.query_row([id], |row| {
        let body = row.get_ref("body")?.as_bytes()?;
        let least = (codec.encode)(&(codec.decode)(deliveries::source(row)?, body));
        Ok((least != body).then(|| (body.to_vec(), least)))
    })
}

/// Rewrites these deliveries, and overwrites their old bodies in the file.
pub(in crate::store) fn shorten(tx: &Tx<'_>, ids: &[i64]) -> rusqlite::Result<()> {
    deliveries::overwrite_deleted(tx.db, true)?;
    let done = ids.iter().try_for_each(|id| shorten_one(tx, *id));
    deliveries::overwrite_deleted(tx.db, false)?;
    done
}

fn shorten_one(tx: &Tx<'_>, id: i64) -> rusqlite::Result<()> {
    match longer(tx.db, tx.rules.codec, id)? {
        Some((body, least)) => deliveries::replace(tx.db, id, &body, &least),
        None => Ok(()),
    }
}
