//! What a supervisor asks: whether the process lives, and whether it can keep deliveries.

use std::time::{Duration, Instant};

use rocket::http::Status;
use rocket::serde::json::Json;
use rocket::tokio::sync::Mutex;
use rocket::tokio::time::timeout;
use rocket::{Route, State, get, routes};
use serde::Serialize;
use utoipa::ToSchema;

use super::guards::Now;
use super::openapi::{ErrorsOfAny, ReadinessWord};
use crate::store::{Store, WriteError};

/// With less than this many bytes free the disk may fill before anybody looks: what may wait in
/// the queue, and some.
const SPACE: u64 = 64 * 1024 * 1024;
/// A disk that takes longer for one small commit takes no deliveries.
const PATIENCE: Duration = Duration::from_secs(3);
/// However often is asked, the disk is not written to more often than this.
const FRESH: Duration = Duration::from_secs(1);

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![healthz, readyz]
}

/// The process answers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Health {
    /// Always true.
    success: bool,
    /// Always `ok`.
    status: &'static str,
    /// bookhook's version.
    version: &'static str,
}

impl Health {
    /// What a process that lives says.
    pub(super) const OK: Self = Self { success: true, status: "ok", version: env!("CARGO_PKG_VERSION") };
}

/// Ask whether the process lives
#[utoipa::path(
    tag = "Operations",
    operation_id = "getHealth",
    responses((status = 200, description = "It answers.", body = Health), ErrorsOfAny),
)]
#[get("/healthz")]
pub(super) fn healthz() -> Json<Health> {
    Json(Health::OK)
}

/// Whether deliveries can be kept, and if not, why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct Ready {
    /// Whether it is ready.
    success: bool,
    #[schema(value_type = ReadinessWord)]
    status: &'static str,
    /// Stable codes; none when all is well.
    reasons: Vec<&'static str>,
    /// Free bytes on the database's disk; null if the system does not tell.
    free_bytes: Option<u64>,
}

impl Ready {
    /// The answer to what a commit and the disk gave. `None`: the commit took too long.
    pub(super) fn of(commit: Option<Result<(), WriteError>>, free_bytes: Option<u64>) -> Self {
        let commit = match commit {
            Some(Ok(())) => None,
            Some(Err(WriteError::Busy)) => Some("busy"),
            Some(Err(WriteError::DiskFull)) => Some("disk_full"),
            Some(Err(WriteError::Unavailable | WriteError::Failed)) => Some("storage_unavailable"),
            None => Some("storage_slow"),
        };
        let space = match free_bytes {
            Some(free) if free < SPACE => Some("disk_space_low"),
            Some(_) => None,
            None => Some("disk_space_unknown"),
        };
        let reasons: Vec<_> = commit.into_iter().chain(space).collect();
        let success = reasons.is_empty();
        Self { success, status: if success { "ready" } else { "not_ready" }, reasons, free_bytes }
    }

    fn status(&self) -> Status {
        if self.success { Status::Ok } else { Status::ServiceUnavailable }
    }
}

/// The last answer and when it was found; managed by Rocket. Who asks meanwhile waits for it.
#[derive(Default)]
pub(super) struct Readiness(Mutex<Option<(Instant, Ready)>>);

/// Ask whether deliveries can be kept
///
/// Writes to the database and commits, at most once a second, and looks at the disk's free space.
#[utoipa::path(
    tag = "Operations",
    operation_id = "getReadiness",
    responses(
        (status = 200, description = "They can.", body = Ready),
        (status = 503, description = "They cannot.", body = Ready),
        ErrorsOfAny,
    ),
)]
#[get("/readyz")]
pub(super) async fn readyz(last: &State<Readiness>, now: Now, store: &State<Store>) -> (Status, Json<Ready>) {
    let mut last = last.0.lock().await;
    let ready = match &*last {
        Some((at, ready)) if at.elapsed() < FRESH => ready.clone(),
        _ => {
            let commit = timeout(PATIENCE, store.probe(now.0)).await.ok();
            let ready = Ready::of(commit, store.free_space().ok());
            *last = Some((Instant::now(), ready.clone()));
            ready
        }
    };
    (ready.status(), Json(ready))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_commit_and_space_are_ready() {
        let ready = Ready::of(Some(Ok(())), Some(SPACE));
        assert_eq!((ready.status(), ready.reasons.len()), (Status::Ok, 0));
    }

    #[test]
    fn every_reason_is_named_and_answers_503() {
        let cases = [
            (Some(Err(WriteError::DiskFull)), Some(0), vec!["disk_full", "disk_space_low"]),
            (Some(Err(WriteError::Unavailable)), Some(SPACE), vec!["storage_unavailable"]),
            (Some(Err(WriteError::Busy)), Some(SPACE), vec!["busy"]),
            (None, Some(SPACE), vec!["storage_slow"]),
            (Some(Ok(())), Some(SPACE - 1), vec!["disk_space_low"]),
            (Some(Ok(())), None, vec!["disk_space_unknown"]),
        ];
        for (commit, free, reasons) in cases {
            let ready = Ready::of(commit, free);
            assert_eq!((ready.status(), &ready.reasons), (Status::ServiceUnavailable, &reasons));
            assert!(!ready.success && ready.status == "not_ready", "{ready:?}");
        }
    }
}
