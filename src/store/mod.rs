//! Everything that knows SQLite.
//!
//! One writer thread owns the only connection that writes; readers are read-only connections, of which each
//! thread keeps to one. What the tables hold follows from the inbox: `ingest` applies a delivery,
//! [`replay()`] rebuilds everything from all of them. This module has neither SQL nor rules.

mod activity;
mod agenda;
mod applicants;
mod case;
mod connection;
mod days;
mod error;
mod files;
mod header;
mod hooks;
mod inbox;
mod ingest;
mod linking;
mod lock;
mod matched;
mod notes;
mod objects;
mod place;
#[cfg(test)]
mod plan;
mod privacy;
mod reader;
mod readers;
mod readiness;
mod received;
mod reconciling;
mod removal;
mod retaining;
mod schema;
mod tables;
mod team;
mod today;
mod trial;
mod upgrade;
mod upkeep;
mod version;
mod waiting;
mod watch;
mod watching;
mod whole;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use time::OffsetDateTime;

use crate::domain::booking::Booking;
use crate::domain::event::Source;
use crate::domain::event_types::Judged;
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::matching::BookingName;
use crate::domain::questions::Application;
use crate::domain::text::Email;
use ingest::{booking_index, claim, deliver, profile, writer};
use tables::{deliveries, profiles, refusals};
use upkeep::{copy, replay};

pub use case::{Case, LinkDetail};
pub use days::{Days, Interview};
pub use error::{Difference, DifferenceKind, OpenError, ReadError, WriteError};
pub use files::{create_private, create_private_folder};
pub use hooks::{Commit, Hooks, Rules};
pub use ingest::claim::Claimed;
pub use ingest::deliver::Receipt;
pub use ingest::notes::NoteEdit;
pub use ingest::profile::{Completion, Creation};
pub use ingest::reread::{Effect, Reread};
pub use ingest::statement::{Statement, StatementOutcome};
pub use ingest::team::{Changed, Joined, NewPassword, NewSecondStep, OneTimeLink, ShownCode, SignIn};
pub use ingest::writer::Queue;
pub use privacy::erase::{Erasure, PersonData, Remains};
pub use privacy::person::Who;
pub use privacy::retention::OldDeliveries;
pub use reader::Reader;
pub use received::{Elsewhere, InOrder, Inbox, ListedDelivery, OrderedDelivery, WholeDelivery};
pub use removal::{Removed, forget_members, remove_member};
pub use tables::activity::Activity;
pub use tables::applicants::{Applicant, Filter, Tab, TabCounts};
pub use tables::decisions::Decided;
pub use tables::deliveries::{LastDelivery, Outcome};
pub use tables::inbox::{Concerned, DeliveryDetail, DeliveryFilter, DeliverySummary, InboxFilter, LeftOut};
pub use tables::members::{ListedMember, NewMember};
pub use tables::notes::Note;
pub use tables::part::Part;
pub use tables::profiles::Current;
pub use tables::reconciliation::Reconciled;
pub use tables::refusals::Refusal;
pub use tables::row::BadRow;
pub use tables::second_steps::SecondStep;
pub use tables::sessions::{ListedSession, NewSession, SessionKey};
pub use tables::today::{Lines, MOST_COUNTED as MOST_WAITING, NewApplicant, Unmatched, Waiting};
pub use trial::{is_in_use, try_write};
pub use upgrade::Upgrade;
pub use upkeep::backup::{BackupFiles, BackupPlan, BackupState, Backups, backup, is_stale};
pub use upkeep::copy::{CopyError, Proof};
pub use upkeep::exchange::{self, Counts};
pub use upkeep::export::csv::{Table, csv_line};
pub use upkeep::export::{Export, ExportError};
pub use upkeep::import::{ImportError, ImportProgress, import};
pub use upkeep::restore::{Restored, restore};
pub use waiting::Today;
pub use watch::Sizes;
pub use whole::{ApplicantDelivery, WholeApplicant};

/// The database of one bookhook. Cheap to clone; the last clone to go waits for the writer.
#[derive(Clone)]
pub struct Store {
    readers: Arc<readers::Readers>,
    writer: Arc<writer::Writer>,
    index: Arc<booking_index::BookingIndex>,
    rules: Rules,
}

impl Store {
    /// Opens the file, or makes it, with mode 0600; brings its schema up to date; starts the
    /// writer. The file is locked against other bookhooks until the last clone is dropped, and is
    /// then whole without its log, unless another program reads it.
    ///
    /// # Errors
    /// Says what is wrong with the file or its folder, and what to do about it.
    pub fn open(path: &Path, rules: Rules, hooks: Hooks) -> Result<Self, OpenError> {
        let real = &place::resolve(path)?;
        let lock = lock::Lock::take(real)?;
        let db = schema::open_watched(real, &hooks.upgrading)?;
        let place = place::OpenFile::new(path.to_owned(), real.clone());
        let readers = Arc::new(readers::Readers::new(real.clone()));
        let index = connection::open_lean(real).and_then(|db| booking_index::BookingIndex::open(&db));
        let index = Arc::new(index.map_err(|error| OpenError::from_sqlite(path, &error))?);
        let with = writer::WorksWith {
            place,
            lock,
            rules,
            hooks,
            index: Arc::clone(&index),
            readers: Arc::clone(&readers),
        };
        let writer = writer::Writer::start(db, with)
            .map_err(|error| OpenError::Folder { path: path.to_owned(), error })?;
        Ok(Self { readers, writer: Arc::new(writer), index, rules })
    }

    /// Reads what a command beside the server reads, too.
    #[must_use]
    pub fn reader(&self) -> Reader {
        Reader { readers: Arc::clone(&self.readers) }
    }

    /// Keeps a verified body, or the least of it that is read as it is, and applies what it means, in one
    /// transaction. When this returns a receipt, both are on disk.
    pub async fn deliver(
        &self,
        body: Vec<u8>,
        judged: impl Into<Judged>,
        received_at: OffsetDateTime,
    ) -> Result<Receipt, WriteError> {
        let weight = body.len();
        let Judged { decoded, extent } = judged.into();
        self.writer
            .submit(weight, move |tx| {
                let arrival = deliveries::Arrival {
                    source: Source::Webhook,
                    body: &body,
                    decoded: &decoded,
                    extent,
                    received_at,
                };
                deliver::deliver(tx, &arrival)
            })
            .await
    }

    /// Stores a new profile, and attaches the bookings that were waiting for it. Creating it again
    /// changes nothing.
    pub async fn create_profile(
        &self,
        id: ProfileId,
        application: Application,
        now: OffsetDateTime,
    ) -> Result<Creation, WriteError> {
        let new = profiles::NewProfile::new(id, application, now);
        self.writer.submit(new.answers.len(), move |tx| profile::create(tx, &new)).await
    }

    /// Completes an application whose interview stands. Completing it again changes nothing.
    pub async fn complete(&self, id: ProfileId, now: OffsetDateTime) -> Result<Completion, WriteError> {
        self.writer.submit(0, move |tx| profile::complete(tx, id, now)).await
    }

    /// Withdraws an application at `at`, or takes that back with `None`. Doing it again changes nothing.
    /// `false`: there is no such profile.
    pub async fn withdraw(&self, id: ProfileId, at: Option<OffsetDateTime>) -> Result<bool, WriteError> {
        self.writer.submit(0, move |tx| profile::withdraw(tx, id, at)).await
    }

    /// Corrects the e-mail address of an application that has no booking yet, and attaches the bookings
    /// that were waiting for the new one. `false`: it has a booking, or there is no such profile.
    pub async fn correct_email(&self, id: ProfileId, email: Email) -> Result<bool, WriteError> {
        self.writer.submit(0, move |tx| profile::correct_email(tx, id, &email)).await
    }

    /// Gives a profile a booking that its holder knows by name, unless it is another's by metadata or
    /// by a better claim. Claiming it again changes nothing.
    pub async fn claim(
        &self,
        id: ProfileId,
        name: BookingName,
        now: OffsetDateTime,
    ) -> Result<Claimed, WriteError> {
        self.writer.submit(0, move |tx| claim::claim(tx, id, &name, now)).await
    }

    /// Adds to the count of what was turned away for the reason `code`.
    pub async fn count_refusals(
        &self,
        code: &'static str,
        count: u64,
        now: OffsetDateTime,
    ) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| refusals::count(tx.db, code, count, now)).await
    }

    /// Writes and commits, to prove that deliveries could be kept now.
    ///
    /// # Errors
    /// They could not.
    pub async fn probe(&self, now: OffsetDateTime) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| readiness::prove(tx.db, now)).await
    }

    /// Whether what waits to be written waits for another program's lock.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.writer.is_locked()
    }

    /// How many bytes the database and its log may still grow.
    ///
    /// # Errors
    /// The system cannot tell.
    pub fn free_space(&self) -> std::io::Result<u64> {
        readiness::free_space(self.readers.path())
    }

    /// Whether the file has this version's schema and nothing else. It can have another only when
    /// somebody changed it by hand, or past its lock.
    pub fn is_current(&self) -> Result<bool, ReadError> {
        self.readers.with(version::is_current)
    }

    /// Returns the backlog of the writer.
    #[must_use]
    pub fn queue(&self) -> Queue {
        self.writer.queue()
    }

    /// A profile with its current booking; `None` if there is no such profile. Takes
    /// microseconds, so it may be called in an async handler.
    pub fn current(&self, id: ProfileId) -> Result<Option<Current>, ReadError> {
        self.readers.with(|db| profiles::current(db, id))
    }

    /// The answers of an application as people read them, by the ids of the questions. Takes
    /// microseconds, so it may be called in an async handler.
    pub fn answers(&self, id: ProfileId) -> Result<BTreeMap<String, String>, ReadError> {
        self.readers.with(|db| profiles::answers(db, id))
    }

    /// Returns a booking's rows: one, or one for each seat; none for an unknown uid, and for a booking of another
    /// event type that is no applicant's. Takes microseconds, so it may be called in an async handler.
    pub fn bookings(&self, uid: &BookingUid) -> Result<Vec<OwnedBooking>, ReadError> {
        let rows = self.readers.with(|db| self.index.find(db, uid))?;
        let shown = rows
            .into_iter()
            .filter(|row| row.matched.is_some_and(|found| found.holder.is_some()) || !row.booking.other_type);
        Ok(shown.map(|row| OwnedBooking { holder: row.holder(), booking: row.booking }).collect())
    }
}

/// A booking, or one seat of a seated one, and whose it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnedBooking {
    /// The booking.
    pub booking: Booking,
    /// The profile that its metadata or a claim gives it to.
    pub holder: Option<ProfileId>,
}

/// Rebuilds bookings and profiles from the inbox of a file that no server has open, in one
/// transaction. `progress` is told how many deliveries of how many are done. Returns how many
/// there are.
///
/// # Errors
/// Returns what is wrong with the file. Nothing was changed.
pub fn replay(path: &Path, rules: Rules, progress: impl FnMut(u64, u64)) -> Result<u64, OpenError> {
    let path = &place::resolve(path)?;
    if !path.exists() {
        return Err(OpenError::Missing { path: path.to_owned() });
    }
    let _lock = lock::Lock::take(path)?;
    let db = schema::open(path)?;
    replay::run(&db, rules, progress).map_err(|error| OpenError::from_sqlite(path, &error))
}

/// How large a file and its log are.
///
/// # Errors
/// The system cannot tell.
pub fn sizes(path: &Path) -> std::io::Result<Sizes> {
    watch::sizes(path)
}

/// The free bytes of the file system that `path` is on, without those kept for root.
///
/// # Errors
/// The system says nothing of it.
pub fn free_space(path: &Path) -> std::io::Result<u64> {
    readiness::free_space(path)
}

/// Reads all of a file, also beside a running server, and says what is wrong with its content;
/// `None` if nothing is.
///
/// # Errors
/// It cannot be read, or is no database.
pub fn integrity(path: &Path) -> Result<Option<String>, OpenError> {
    copy::check(&place::resolve(path)?)
}
