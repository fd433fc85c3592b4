//! Problems, and the state of the server.

use time::{Duration, OffsetDateTime};

use crate::domain::instant;
use crate::store::{BackupState, Refusal};
use crate::web::team::when::{Clock, When};
use crate::web::turned_away::reason;

/// Older refusals are not shown.
const FRESH: Duration = Duration::days(1);
/// With less space, in bytes, a busy week may fill the disk.
const LITTLE_SPACE: u64 = 512 * 1024 * 1024;

/// A problem with its remedy.
pub(super) struct Trouble {
    pub(super) text: String,
    /// When it last happened.
    pub(super) at: Option<When>,
    pub(super) remedy: &'static str,
    /// The address of the page that says more.
    pub(super) address: Option<&'static str>,
}

/// Finds the current problems.
pub(super) fn find(
    refusals: &[Refusal],
    free: Option<u64>,
    backups: Option<&BackupState>,
    clock: &Clock,
) -> Vec<Trouble> {
    let refused = refusals.iter().find_map(|refusal| refused(refusal, clock));
    let space = free.filter(|free| *free < LITTLE_SPACE).map(|free| Trouble {
        text: format!("The disk of the database has {} MiB left.", free / (1024 * 1024)),
        at: None,
        remedy: "Free some space: without any, deliveries are refused.",
        address: None,
    });
    let stale = backups.filter(|state| state.is_stale(clock.now)).map(|state| Trouble {
        text: match state.last_proven {
            Some(_) => "The last good backup is too old.".into(),
            None => "No backup could be made.".into(),
        },
        at: state.last_proven.map(|at| clock.when(at)),
        remedy: "The server’s log says why.",
        address: None,
    });
    refused.into_iter().chain(space).chain(stale).collect()
}

/// Returns the problem of recent refusals, by the latest of them.
fn refused(refusal: &Refusal, clock: &Clock) -> Option<Trouble> {
    let at = instant::parse(&refusal.last_at).filter(|at| clock.now - *at < FRESH)?;
    Some(Trouble {
        text: format!("Deliveries are turned away: “{}”.", reason(&refusal.code)),
        at: Some(clock.when(at)),
        remedy: "",
        address: Some("/team/refused"),
    })
}

/// The state of the server.
#[derive(Default)]
pub(super) struct Running {
    /// When the last delivery came.
    pub(super) delivery: Option<When>,
    /// When the last good backup was made.
    pub(super) backup: Option<When>,
}

impl Running {
    pub(super) fn new(
        delivery: Option<OffsetDateTime>,
        backups: Option<&BackupState>,
        clock: &Clock,
    ) -> Self {
        let backup = backups.and_then(|state| state.last_proven);
        Self { delivery: delivery.map(|at| clock.when(at)), backup: backup.map(|at| clock.when(at)) }
    }
}
