//! One pass.

use std::collections::{BTreeMap, HashMap};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::thread::sleep;
use std::time::{Duration, Instant};

use time::OffsetDateTime;

use super::access::Access;
use super::judge::{Ours, Verdict, judge};
use super::outcome::{PassError, Summary};
use super::walk::walk;
use crate::calcom::api::{ApiBooking, By, Refusal, booking, one_booking};
use crate::calcom::links::CalLink;
use crate::domain::event_types::EventTypes;
use crate::domain::ids::BookingUid;
use crate::remote::{Account, ApiError, Client, look};
use crate::store::{Reconciled, Statement, StatementOutcome, WriteError};

/// How far back the first pass looks.
const FIRST: time::Duration = time::Duration::days(30);
/// How far before the mark a pass begins: Cal.com's read copies lag, and clocks differ.
const OVERLAP: time::Duration = time::Duration::minutes(10);
/// Meetings from this long ago on are read whether they changed or not: no-shows and seats do not change the
/// time.
const WINDOW: time::Duration = time::Duration::days(7);
/// The number of bookings requested one by one in a pass.
const SINGLES: usize = 50;
/// The number of statements per transaction, for which deliveries have to wait.
const BATCH: usize = 8;
/// The pause between two transactions while deliveries arrive, so that fewer than one in a hundred waits.
const REST: Duration = Duration::from_millis(150);
/// How long after a delivery the next one is expected.
const BUSY_FOR: Duration = Duration::from_secs(1);
/// How often a pass waits for a full queue.
const TRIES: u32 = 200;

/// The options of a pass.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// The time to begin at, in place of the mark.
    pub since: Option<OffsetDateTime>,
    /// Store nothing.
    pub dry_run: bool,
}

/// A pass.
pub struct Pass<'a> {
    /// The API of Cal.com.
    pub client: &'a mut Client,
    /// The booking page.
    pub link: &'a CalLink,
    /// The event types that are the team's.
    pub scope: &'a EventTypes,
    /// The database.
    pub access: &'a Access,
    /// What the operator asked for.
    pub options: Options,
}

impl Pass<'_> {
    /// Makes the pass. Calls `progress` with the number of bookings read so far, and `seen` once with the
    /// set-up at Cal.com.
    ///
    /// # Errors
    /// The API or the database failed. What was stored stays, and the mark is where it was.
    pub fn run(
        self,
        mut progress: impl FnMut(u64),
        seen: impl FnOnce(&Account),
    ) -> Result<Summary, PassError> {
        let Self { client, link, scope, access, options } = self;
        let account = look(client, link)?;
        seen(&account);
        let date = account.date.ok_or_else(|| ApiError::without_date(client.base()))?;
        let before = access.with(|store| store.reader().reconciled())??;
        let mark = before.as_ref().and_then(|before| before.mark);
        let from = options.since.or(mark.map(|mark| mark.saturating_sub(OVERLAP)));
        let from = from.unwrap_or_else(|| date.saturating_sub(FIRST)).min(date);
        let window = date.saturating_sub(WINDOW);
        let open = access.with(|store| store.open_bookings(window))??;
        let mut work = Work {
            access,
            ours: Ours { connected: account.event_type.id, scope: scope.clone() },
            options,
            open: open.into_iter().map(|(id, uid)| (uid, id)).collect(),
            told: HashMap::new(),
            latest: None,
            own_jobs: 0,
            other_jobs: access.with(|store| store.queue().total)?,
            busy_until: Instant::now(),
            summary: Summary::default(),
        };
        let mut take = |rows: Vec<ApiBooking>, date: OffsetDateTime| {
            work.take(rows, date)?;
            progress(work.summary.read);
            Ok(())
        };
        let mut ignored = walk(client, By::Updated, from, &mut take)?;
        if mark.is_none() || options.since.is_some() {
            // A booking that never changed has no time of change.
            ignored |= walk(client, By::Created, from, &mut take)?;
        }
        ignored |= walk(client, By::Start, window, &mut take)?;
        let looked_at = before.as_ref().map_or(0, |before| before.looked_at);
        let looked_at = work.ask_for_open(client, looked_at)?;
        work.summary.ignores_filters = ignored;
        if !options.dry_run {
            let jumps = options.since.zip(mark).is_some_and(|(since, mark)| since > mark);
            let latest = Some(work.latest.map_or(date, |latest| latest.min(date)));
            let mark = if jumps { mark } else { mark.max(latest) };
            let repaired = u32::try_from(work.summary.repaired).unwrap_or(u32::MAX);
            // Repairs of the first pass do not mean that webhooks fail.
            let history = before.map_or(0, |before| (before.history << 1) | u64::from(repaired > 0));
            let done = Reconciled { mark, looked_at, passed_at: date, repaired, history };
            access.with(|store| store.keep_reconciled(done))?.map_err(PassError::Write)?;
        }
        Ok(work.summary)
    }
}

fn hash(uid: &BookingUid) -> u64 {
    let mut hasher = DefaultHasher::new();
    uid.hash(&mut hasher);
    hasher.finish()
}

struct Work<'a> {
    access: &'a Access,
    ours: Ours,
    options: Options,
    /// The bookings read so far, by the hash of their uid, each with its last change, because the lists
    /// overlap.
    told: HashMap<u64, Option<OffsetDateTime>>,
    /// The open bookings that were not read yet.
    open: BTreeMap<BookingUid, i64>,
    /// The latest change that was read.
    latest: Option<OffsetDateTime>,
    /// How many jobs the pass has queued.
    own_jobs: usize,
    /// How many jobs others had queued at the last look.
    other_jobs: usize,
    /// Until when more deliveries are expected.
    busy_until: Instant,
    summary: Summary,
}

impl Work<'_> {
    fn take(&mut self, rows: Vec<ApiBooking>, date: OffsetDateTime) -> Result<(), PassError> {
        let mut batch: Vec<Statement> = Vec::with_capacity(BATCH);
        for row in rows {
            let before = self.told.insert(hash(&row.uid), row.updated);
            if before == Some(row.updated) {
                continue;
            }
            self.open.remove(&row.uid);
            self.latest = self.latest.max(row.updated);
            self.summary.read += u64::from(before.is_none());
            match judge(self.access, &row, &self.ours, date)? {
                Verdict::Foreign => self.summary.foreign += 1,
                Verdict::Erased => self.summary.erased += 1,
                Verdict::Waiting => self.summary.waiting += 1,
                Verdict::Stated(statements) => {
                    for statement in statements {
                        if !self.access.with(|store| store.is_stated(&row.uid, &statement.body))?? {
                            batch.push(statement);
                        }
                    }
                }
            }
            if batch.len() >= BATCH {
                self.state(std::mem::take(&mut batch))?;
            }
        }
        self.state(batch)
    }

    fn state(&mut self, batch: Vec<Statement>) -> Result<(), PassError> {
        if batch.is_empty() {
            return Ok(());
        }
        if self.options.dry_run {
            self.summary.would_state += u64::try_from(batch.len()).unwrap_or(u64::MAX);
            return Ok(());
        }
        self.rest()?;
        let mut tries = 0;
        let stated = loop {
            self.own_jobs += 1;
            match self.access.with(|store| store.state(batch.clone(), OffsetDateTime::now_utc()))? {
                Err(WriteError::Busy) if tries < TRIES => {
                    tries += 1;
                    sleep(Duration::from_millis(50));
                }
                Err(error) => return Err(PassError::Write(error)),
                Ok(stated) => break stated,
            }
        };
        for stated in stated {
            match stated {
                StatementOutcome::Known => {}
                StatementOutcome::Confirmed => self.summary.confirmed += 1,
                StatementOutcome::Repaired(delivery) => {
                    self.summary.repaired += 1;
                    let first = self.summary.repairs.map_or(delivery, |(first, _)| first);
                    self.summary.repairs = Some((first, delivery));
                }
            }
        }
        Ok(())
    }

    /// Pauses if deliveries have arrived lately.
    fn rest(&mut self) -> Result<(), PassError> {
        let others = self.access.with(|store| store.queue().total)?.wrapping_sub(self.own_jobs);
        if others != self.other_jobs {
            self.other_jobs = others;
            self.busy_until = Instant::now() + BUSY_FOR;
        }
        if Instant::now() < self.busy_until {
            sleep(REST);
        }
        Ok(())
    }

    /// Requests open bookings that were in no list, some in each pass, after the row `last`; returns the last
    /// one requested. A missing booking proves nothing.
    fn ask_for_open(&mut self, client: &mut Client, last: i64) -> Result<i64, PassError> {
        let mut left: Vec<(i64, BookingUid)> =
            std::mem::take(&mut self.open).into_iter().map(|(uid, id)| (id, uid)).collect();
        left.sort_unstable_by_key(|(id, _)| (*id <= last, *id));
        let mut last = last;
        for (id, uid) in left.into_iter().take(SINGLES) {
            match client.ask("a booking", &one_booking(&uid)) {
                Ok(answer) => {
                    let date = answer.date.ok_or_else(|| ApiError::without_date(client.base()))?;
                    let row = answer.read(booking)?.filter(|row| row.uid == uid);
                    self.take(row.into_iter().collect(), date)?;
                }
                Err(error) if matches!(error.refusal(), Some(Refusal::NotFound | Refusal::Forbidden)) => {
                    self.summary.unseen += 1;
                }
                Err(error) => return Err(error.into()),
            }
            last = id;
        }
        Ok(last)
    }
}
