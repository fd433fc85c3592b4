//! Reads a list that changes while it is read.
//!
//! Pages are requested by time, not by number, because a booking that changes meanwhile moves to the end and
//! shifts all others. `skip` is used only among bookings of the same time. A full page means that there is
//! another; the server's page numbers and totals are ignored.

use std::collections::BTreeSet;

use time::OffsetDateTime;

use super::outcome::PassError;
use crate::calcom::api::{ApiBooking, By, PAGE, bookings};
use crate::domain::ids::BookingUid;
use crate::remote::{ApiError, Client};

/// Times are written to the millisecond.
const TOLERANCE: time::Duration = time::Duration::milliseconds(1);

/// Reads all bookings from a time on, and passes each page's new ones to `each`, with the time of the answer
/// by the server's clock. Returns whether the server ignored the time filter.
pub(super) fn walk(
    client: &mut Client,
    by: By,
    from: OffsetDateTime,
    mut each: impl FnMut(Vec<ApiBooking>, OffsetDateTime) -> Result<(), PassError>,
) -> Result<bool, PassError> {
    let (mut at, mut skip, mut ignored) = (from, 0, false);
    // The bookings that were read of the time at which the next page begins.
    let mut seen: BTreeSet<BookingUid> = BTreeSet::new();
    // Where the server ignores times, pages are counted, and a page without anything new is the end.
    let mut all: Option<BTreeSet<BookingUid>> = None;
    loop {
        let answer = client.ask("the bookings", &by.request(at, skip))?;
        let page = answer.read(bookings)?;
        let date = answer.date.ok_or(ApiError::without_date(client.base()))?;
        let early = |row: &ApiBooking| by.time(row).is_some_and(|time| time < at.saturating_sub(TOLERANCE));
        if all.is_none() && page.rows.iter().any(early) {
            ignored = true;
            all = Some(BTreeSet::new());
        }
        let last = page.rows.iter().filter_map(|row| by.time(row)).max();
        let is_full = page.length >= PAGE;
        let length = page.length;
        let mut new: Vec<ApiBooking> = Vec::with_capacity(page.rows.len());
        let mut here = BTreeSet::new();
        for row in page.rows {
            let is_new = match &mut all {
                Some(all) => all.insert(row.uid.clone()),
                None => !seen.contains(&row.uid) && here.insert(row.uid.clone()),
            };
            if is_new {
                new.push(row);
            }
        }
        let found_any = !new.is_empty();
        let of_last: BTreeSet<BookingUid> =
            new.iter().filter(|row| by.time(row) == last).map(|row| row.uid.clone()).collect();
        each(new, date)?;
        if !is_full || (!found_any && (all.is_some() || skip > 0)) {
            return Ok(ignored);
        }
        if let Some(last) = last.filter(|last| all.is_none() && *last > at) {
            (at, skip) = (last, 0);
            seen = of_last;
        } else {
            skip += length;
            seen.extend(of_last);
        }
    }
}
