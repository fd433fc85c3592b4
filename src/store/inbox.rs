//! Reading the inbox for the team's pages.

use std::cmp::Reverse;

use rusqlite::Connection;
use time::OffsetDateTime;

use super::Store;
use super::error::{ReadError, WriteError};
use super::ingest::deliver::row_about;
use super::ingest::projection::history;
use super::ingest::reread::{self, Reread};
use super::ingest::transaction::Tx;
use super::matched::Match;
use super::received::{Elsewhere, InOrder, Inbox, ListedDelivery, OrderedDelivery, WholeDelivery};
use super::tables::activity;
use super::tables::bookings::BookingRow;
use super::tables::deliveries::{self, StoredDelivery};
use super::tables::inbox::{self, Concerned, InboxFilter};
use crate::domain::activity::Action;
use crate::domain::booking::Booking;
use crate::domain::event::{EventKind, Meaning, Recorded};
use crate::domain::fold::decider;
use crate::domain::ids::{BookingUid, Digest};
use crate::domain::member::Doer;

/// How many deliveries of one booking are read.
const MOST: u32 = 200;

impl Store {
    /// Up to `limit` deliveries with numbers below `before`; from the latest without one. Takes up to some tens of
    /// milliseconds, so it is not for an async handler.
    pub fn inbox(&self, shown: &InboxFilter, before: Option<i64>, limit: usize) -> Result<Inbox, ReadError> {
        self.readers.with(|db| {
            let part = inbox::lines(db, shown, before, limit)?;
            let rows = part.rows.into_iter().map(|line| self.listed(db, line));
            Ok(Inbox {
                rows: rows.collect::<rusqlite::Result<_>>()?,
                before: part.before,
                newest: inbox::newest(db)?,
            })
        })
    }

    /// A delivery and its effect. Not for an async handler, either.
    pub fn delivery(&self, id: i64) -> Result<Option<WholeDelivery>, ReadError> {
        self.readers.with(|db| self.whole_delivery(db, id))
    }

    /// Reads a delivery again with this version, and folds its booking anew; `None` if there is none with this
    /// number. Reading it once more changes nothing but what is recorded of members.
    pub async fn read_again(&self, id: i64, doer: Doer) -> Result<Option<Reread>, WriteError> {
        let work = move |tx: &Tx<'_>| {
            let read = reread::reread(tx, id)?;
            if read.is_some() {
                activity::add(tx.db, doer.at, Some(doer.member), Action::ReadAgain, Some(id))?;
            }
            Ok(read)
        };
        self.writer.submit(0, work).await
    }

    fn listed(&self, db: &Connection, line: inbox::Line) -> rusqlite::Result<ListedDelivery> {
        let inbox::Line { summary, mut concerned, is_seated, body } = line;
        let decoded = body.map(|body| (self.rules.codec.decode)(summary.source, &body));
        if let Some(Meaning::Event(event)) =
            decoded.as_ref().filter(|_| is_seated).map(|known| &known.meaning)
        {
            concerned = concerned_by(db, row_about(event, &self.index.find(db, &event.uid)?))?;
        }
        Ok(ListedDelivery { summary, decoded, concerned })
    }

    fn whole_delivery(&self, db: &Connection, id: i64) -> rusqlite::Result<Option<WholeDelivery>> {
        let Some(detail) = inbox::one(db, id)? else { return Ok(None) };
        let decoded = (self.rules.codec.decode)(detail.summary.source, &detail.body);
        let (older, newer) = inbox::neighbours(db, id)?;
        let mut whole = WholeDelivery {
            detail,
            decoded,
            booking: None,
            booking_number: None,
            concerned: None,
            order: InOrder::default(),
            older,
            newer,
        };
        if let Meaning::Event(event) = &whole.decoded.meaning {
            let rows = self.index.find(db, &event.uid)?;
            let row = row_about(event, &rows);
            whole.concerned = concerned_by(db, row)?;
            whole.booking = row.map(|row| row.booking.clone());
            whole.booking_number = row.map(|row| row.id);
            if let (Some(first), Some(booking)) = (rows.first(), &whole.booking) {
                whole.order = self.in_order(db, first.id, booking)?;
            }
        }
        Ok(Some(whole))
    }

    fn in_order(&self, db: &Connection, first: i64, booking: &Booking) -> rusqlite::Result<InOrder> {
        let history = history(&Tx::new(db, self.rules, &self.index), &booking.uid)?;
        let decides = decider(&booking.uid, &history, booking.seat.as_ref());
        let came = deliveries::latest_of(db, first, MOST)?;
        let goes_on = came.len() >= MOST as usize;
        let mut placed: Vec<_> = came.into_iter().filter_map(|came| self.placed(came, decides)).collect();
        placed.sort_by_key(|(order, one)| Reverse((*order, one.delivery)));
        let elsewhere = match decides.filter(|known| known.event.uid != booking.uid) {
            Some(known) => Some(self.elsewhere(db, &known.event.uid)?),
            None => None,
        };
        Ok(InOrder { deliveries: placed.into_iter().map(|(_, one)| one).collect(), goes_on, elsewhere })
    }

    fn elsewhere(&self, db: &Connection, uid: &BookingUid) -> rusqlite::Result<Elsewhere> {
        let other = self.index.find(db, uid)?;
        let delivery = other.first().map(|row| deliveries::latest(db, row.id)).transpose()?.flatten();
        Ok(Elsewhere { booking: uid.clone(), delivery })
    }

    fn placed(&self, came: StoredDelivery, decides: Option<&Recorded>) -> Option<(Order, OrderedDelivery)> {
        let Meaning::Event(event) = (self.rules.codec.decode)(came.source, &came.body).meaning else {
            return None;
        };
        let digest = came.kept.unwrap_or_else(|| deliveries::digest(&came.body));
        let recorded = Recorded { event: *event, digest };
        let is = |known: &Recorded| known.event.uid == recorded.event.uid && known.digest == digest;
        let (order, decides) = (recorded.order(), decides.is_some_and(is));
        let StoredDelivery { id, received_at, trigger, source, .. } = came;
        let event = Box::new(recorded.event);
        Some((order, OrderedDelivery { delivery: id, received_at, trigger, source, event, decides }))
    }
}

/// Finds the applicant who owns a row.
fn concerned_by(db: &Connection, row: Option<&BookingRow>) -> rusqlite::Result<Option<Concerned>> {
    let number = row.and_then(|row| row.matched).and_then(Match::number);
    Ok(number.map(|number| inbox::concerned(db, number)).transpose()?.flatten())
}

/// The result of [`Recorded::order`].
type Order = (Option<OffsetDateTime>, EventKind, Digest);
