//! Health and readiness, for supervisors: whether the process answers, and whether it can store
//! deliveries.

use std::time::{Duration, Instant};

use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::tokio::sync::Mutex;
use rocket::tokio::time::timeout;
use rocket::{Route, State, get, routes};
use serde::Serialize;
use time::OffsetDateTime;
use utoipa::ToSchema;

use super::calcom::Calcom;
use crate::reconcile::Reconciler;
use crate::store::{Backups, Store, WriteError};
use crate::web::describe::words::ReadinessWord;
use crate::web::guards::Now;

/// With less than this many bytes free the disk may fill before anybody looks: what may wait in
/// the queue, and some.
const SPACE: u64 = 64 * 1024 * 1024;
/// With a disk that needs longer for one small commit, the server is not ready.
const PATIENCE: Duration = Duration::from_secs(3);
/// However many requests there are, the disk is written at most once in this time.
const FRESH: Duration = Duration::from_secs(1);

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![healthz, readyz]
}

/// The process answers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::web) struct Health {
    /// Always true.
    success: bool,
    /// Always `ok`.
    status: &'static str,
    /// bookhook's version.
    version: &'static str,
}

impl Health {
    /// The answer of a process that is alive.
    pub(in crate::web) const OK: Self =
        Self { success: true, status: "ok", version: env!("CARGO_PKG_VERSION") };
}

/// Check health
#[utoipa::path(
    tag = "Operations",
    operation_id = "getHealth",
    responses((status = 200, description = "The process answers.", body = Health)),
)]
#[get("/healthz")]
pub(in crate::web) fn healthz() -> Json<Health> {
    Json(Health::OK)
}

/// Whether deliveries can be stored, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::web) struct Ready {
    /// Whether it is ready.
    success: bool,
    #[schema(value_type = ReadinessWord)]
    status: &'static str,
    /// Stable codes; empty if the server is ready.
    reasons: Vec<&'static str>,
    /// Free bytes on the database's disk; null if they are unknown.
    free_bytes: Option<u64>,
    /// The result of the last pass over Cal.com's API; null without a key. It never makes the server unready.
    calcom: Option<Calcom>,
}

impl Ready {
    /// The answer to what was checks.
    fn new(checks: &Checks) -> Self {
        let commit = match checks.commit {
            Some(Ok(())) => None,
            Some(Err(WriteError::Busy)) => Some("busy"),
            Some(Err(WriteError::DiskFull)) => Some("disk_full"),
            Some(Err(WriteError::Locked)) => Some("database_locked"),
            Some(Err(WriteError::Moved)) => Some("database_moved"),
            Some(Err(WriteError::Unavailable | WriteError::Failed | WriteError::BadRow)) => {
                Some("storage_unavailable")
            }
            None => Some("storage_slow"),
        };
        let schema = match checks.schema {
            Some(true) => None,
            Some(false) => Some("schema_mismatch"),
            None => Some("database_unreadable"),
        };
        let backup = checks.stale_backup.then_some("backup_stale");
        let Checks { free_bytes, ref calcom, .. } = *checks;
        let space = match free_bytes {
            Some(free) if free < SPACE => Some("disk_space_low"),
            Some(_) => None,
            None => Some("disk_space_unknown"),
        };
        let reasons = commit.into_iter().chain(schema).chain(space).chain(backup).collect();
        Self { calcom: calcom.clone(), ..Self::unless(reasons, free_bytes) }
    }

    /// Ready, unless there are reasons against it.
    pub(in crate::web) fn unless(reasons: Vec<&'static str>, free_bytes: Option<u64>) -> Self {
        let success = reasons.is_empty();
        Self {
            success,
            status: if success { "ready" } else { "not_ready" },
            reasons,
            free_bytes,
            calcom: None,
        }
    }

    fn status(&self) -> Status {
        if self.success { Status::Ok } else { Status::ServiceUnavailable }
    }
}

/// The checks that an answer follows from.
struct Checks {
    /// The result of a commit; `None`: it took too long.
    commit: Option<Result<(), WriteError>>,
    /// Whether the schema is this version's; `None`: it cannot be read.
    schema: Option<bool>,
    /// Free bytes; `None`: the system does not tell.
    free_bytes: Option<u64>,
    /// Whether there should be a newer proven backup.
    stale_backup: bool,
    /// What is known of Cal.com.
    calcom: Option<Calcom>,
}

impl Checks {
    async fn run(store: &Store, readiness: &Readiness, now: OffsetDateTime) -> Self {
        let Readiness { backups, reconciler, .. } = readiness;
        let commit = timeout(PATIENCE, store.probe(now)).await.ok();
        Self {
            commit: commit.or_else(|| store.is_locked().then_some(Err(WriteError::Locked))),
            schema: store.is_current().ok(),
            free_bytes: store.free_space().ok(),
            stale_backup: backups.as_ref().is_some_and(|backups| backups.state().is_stale(now)),
            calcom: reconciler.as_ref().map(|passes| {
                let last = store.reader().reconciled().ok().flatten();
                Calcom::new(&passes.status(), last.as_ref(), now)
            }),
        }
    }
}

/// The last answer and its time; managed by Rocket. Requests wait while it is renewed.
pub(in crate::web) struct Readiness {
    last: Mutex<Option<(Instant, Ready)>>,
    backups: Option<Backups>,
    reconciler: Option<Reconciler>,
}

impl Readiness {
    /// Nothing is checked yet. `backups`: the scheduled ones, if there are any; `reconciler`: what reads
    /// Cal.com's API, if there is a key.
    pub(in crate::web) fn new(backups: Option<Backups>, reconciler: Option<Reconciler>) -> Self {
        Self { last: Mutex::default(), backups, reconciler }
    }
}

/// Check readiness
///
/// Whether deliveries can be stored. Commits a write to the database, at most once a second, and checks the
/// disk's free space. Reports the result of the last pass over Cal.com's API, and sends Cal.com no request.
#[utoipa::path(
    tag = "Operations",
    operation_id = "getReadiness",
    responses(
        (status = 200, description = "Deliveries can be stored.", body = Ready),
        (status = 503, description = "Deliveries cannot be stored.", body = Ready),
    ),
)]
#[get("/readyz")]
pub(in crate::web) async fn readyz(
    readiness: &State<Readiness>,
    now: Now,
    store: &State<Store>,
) -> (Status, Json<Ready>) {
    let mut last = readiness.last.lock().await;
    let ready = match &*last {
        Some((at, ready)) if at.elapsed() < FRESH => ready.clone(),
        _ => {
            let ready = Ready::new(&Checks::run(store, readiness, now.0).await);
            *last = Some((Instant::now(), ready.clone()));
            ready
        }
    };
    (ready.status(), Json(ready))
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: Checks = Checks {
        commit: Some(Ok(())),
        schema: Some(true),
        free_bytes: Some(SPACE),
        stale_backup: false,
        calcom: None,
    };

    #[test]
    fn a_commit_this_schema_and_space_are_ready() {
        let ready = Ready::new(&WELL);
        assert_eq!((ready.status(), ready.reasons.len()), (Status::Ok, 0));
    }

    #[test]
    fn every_reason_is_named_and_answers_503() {
        let commit = |error| Checks { commit: Some(Err(error)), ..WELL };
        let cases = [
            (
                Checks { free_bytes: Some(0), ..commit(WriteError::DiskFull) },
                vec!["disk_full", "disk_space_low"],
            ),
            (commit(WriteError::Unavailable), vec!["storage_unavailable"]),
            (commit(WriteError::Locked), vec!["database_locked"]),
            (commit(WriteError::Moved), vec!["database_moved"]),
            (commit(WriteError::Busy), vec!["busy"]),
            (Checks { commit: None, ..WELL }, vec!["storage_slow"]),
            (Checks { schema: Some(false), ..WELL }, vec!["schema_mismatch"]),
            (Checks { schema: None, ..WELL }, vec!["database_unreadable"]),
            (Checks { free_bytes: Some(SPACE - 1), ..WELL }, vec!["disk_space_low"]),
            (Checks { free_bytes: None, ..WELL }, vec!["disk_space_unknown"]),
            (Checks { stale_backup: true, ..WELL }, vec!["backup_stale"]),
        ];
        for (checks, reasons) in cases {
            let ready = Ready::new(&checks);
            assert_eq!((ready.status(), &ready.reasons), (Status::ServiceUnavailable, &reasons));
            assert!(!ready.success && ready.status == "not_ready", "{ready:?}");
        }
    }
}
