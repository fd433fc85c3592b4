//! Scheduled passes, and those that commands request from the server; one at a time.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;
use std::{io, thread};

use parking_lot::{Condvar, Mutex};
use time::OffsetDateTime;

use super::access::Access;
use super::outcome::{PassError, Summary};
use super::pass::{Options, Pass};
use super::socket::Listener;
use crate::calcom::api::{ApiUrl, Flaw};
use crate::calcom::links::CalLink;
use crate::domain::event_types::EventTypes;
use crate::remote::{Account, Client};
use crate::store::Store;

/// Finds the flaws of the set-up at Cal.com.
pub type FindFlaws = Box<dyn Fn(&Account) -> Vec<Flaw> + Send + Sync>;

/// The dependencies of passes.
pub struct Plan {
    /// Where the API is.
    pub base: ApiUrl,
    /// The key.
    pub key: String,
    /// The booking page.
    pub link: CalLink,
    /// The event types whose bookings belong here.
    pub scope: EventTypes,
    /// The time from one pass to the next; `None` for passes on request only.
    pub every: Option<Duration>,
    /// The database; the socket for requests is beside it.
    pub database: PathBuf,
    /// Flaws in the set-up at Cal.com.
    pub flaws: FindFlaws,
}

/// The status of reconciliation since the process started.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PassStatus {
    /// Passes that succeeded.
    pub passes: u64,
    /// Passes that failed.
    pub failures: u64,
    /// Bookings that were repaired.
    pub repaired: u64,
    /// The set-up as the last pass saw it; `None` if no pass could read it.
    pub seen: Option<Seen>,
    /// Why the last pass failed; `None` if it succeeded.
    pub problem: Option<Problem>,
}

impl PassStatus {
    /// Returns this time by Cal.com's clock, if that is known.
    #[must_use]
    pub fn at_calcom(&self, now: OffsetDateTime) -> OffsetDateTime {
        now + self.seen.as_ref().and_then(|seen| seen.ahead).unwrap_or_default()
    }
}

/// What a pass saw of the set-up at Cal.com.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Whose key it is.
    pub account: String,
    /// Its flaws.
    pub flaws: Vec<Flaw>,
    /// How far Cal.com's clock is ahead of this machine's; `None` if Cal.com sends no time.
    pub ahead: Option<time::Duration>,
}

/// Why a pass failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// A stable word.
    pub code: &'static str,
    /// The same, for people.
    pub words: String,
    /// What to do.
    pub remedy: String,
    /// Cal.com refuses the key.
    pub is_of_the_key: bool,
}

/// The threads that reconcile. Cheap to clone; they stop when the last clone is dropped.
#[derive(Clone)]
pub struct Reconciler(Arc<Handle>);

struct Handle {
    shared: Arc<Shared>,
    end: Option<SyncSender<()>>,
}

struct Shared {
    plan: Plan,
    access: Access,
    status: Mutex<PassStatus>,
    /// Held during a pass.
    turn: Mutex<()>,
    stopped: Mutex<bool>,
    stop: Condvar,
}

impl Reconciler {
    /// Starts the threads. The first pass begins at once, because deliveries are lost while the server is
    /// off.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(plan: Plan, store: Store) -> io::Result<Self> {
        let shared = Arc::new(Shared {
            plan,
            access: Access::to(store),
            status: Mutex::default(),
            turn: Mutex::default(),
            stopped: Mutex::new(false),
            stop: Condvar::new(),
        });
        let (end, ended) = sync_channel(0);
        if let Some(every) = shared.plan.every {
            let shared = Arc::clone(&shared);
            thread::Builder::new()
                .name("reconcile".into())
                .spawn(move || shared.by_the_clock(every, &ended))?;
        }
        match Listener::open(&shared.plan.database) {
            Ok(listener) => {
                let shared = Arc::clone(&shared);
                let serve = move || {
                    let is_over = || *shared.stopped.lock();
                    listener.serve(is_over, |options, told| shared.pass(options, told));
                };
                thread::Builder::new().name("reconcile-listener".into()).spawn(serve)?;
            }
            Err(error) => {
                let reason = crate::domain::system::reason(error.kind());
                tracing::warn!(reason, "`bookhook reconcile` cannot reach this server");
            }
        }
        Ok(Self(Arc::new(Handle { shared, end: Some(end) })))
    }

    /// Returns the status.
    #[must_use]
    pub fn status(&self) -> PassStatus {
        self.0.shared.status.lock().clone()
    }
}

impl Drop for Handle {
    fn drop(&mut self) {
        *self.shared.stopped.lock() = true;
        self.shared.stop.notify_all();
        self.end = None;
        Listener::close(&self.shared.plan.database);
        // The stop does not wait for a running request; its result is no longer stored.
        self.shared.access.end();
    }
}

impl Shared {
    fn by_the_clock(self: &Arc<Self>, every: Duration, ended: &Receiver<()>) {
        let mut said: Option<String> = None;
        loop {
            let done = self.pass(Options::default(), &mut |_| {});
            if *self.stopped.lock() {
                return;
            }
            match done {
                Ok(_) => said = None,
                Err(error) => {
                    let problem = error.to_string();
                    if said.as_ref() != Some(&problem) {
                        tracing::warn!(
                            help = error.remedy(),
                            "reconciliation with Cal.com failed: {problem}"
                        );
                    }
                    if error.is_of_the_key() {
                        // Only another key helps, which needs another start.
                        return;
                    }
                    said = Some(problem);
                }
            }
            if ended.recv_timeout(every) != Err(RecvTimeoutError::Timeout) {
                return;
            }
        }
    }

    /// Makes a pass when no other is under way.
    fn pass(self: &Arc<Self>, options: Options, told: &mut dyn FnMut(u64)) -> Result<Summary, PassError> {
        let _turn = self.turn.lock();
        let waiting = Arc::clone(self);
        let wait = move |time| waiting.wait(time);
        let Plan { base, key, link, scope, .. } = &self.plan;
        let mut client = Client::new(base.clone(), key, Box::new(wait));
        let mut has_looked = false;
        let seen = |account: &Account| {
            has_looked = true;
            self.see(account);
        };
        let pass = Pass { client: &mut client, link, scope, access: &self.access, options };
        let done = pass.run(told, seen);
        let mut status = self.status.lock();
        if !has_looked {
            status.seen = None;
        }
        let problem = |error: &PassError| Problem {
            code: error.code(),
            words: error.to_string(),
            remedy: error.remedy(),
            is_of_the_key: error.is_of_the_key(),
        };
        status.problem = done.as_ref().err().map(problem);
        match &done {
            Ok(summary) => {
                status.passes += 1;
                status.repaired += summary.repaired;
                let Summary { read, repaired, repairs, confirmed, unseen, ignores_filters, .. } = *summary;
                if let Some((first_delivery, last_delivery)) = repairs {
                    tracing::warn!(
                        read,
                        repaired,
                        first_delivery,
                        last_delivery,
                        confirmed,
                        "repaired bookings that no webhook had reported"
                    );
                } else {
                    tracing::info!(read, confirmed, unseen, ignores_filters, "reconciled with Cal.com");
                }
            }
            Err(_) => status.failures += 1,
        }
        done
    }

    fn see(&self, account: &Account) {
        let flaws = (self.plan.flaws)(account);
        let ahead = account.date.map(|date| date - OffsetDateTime::now_utc());
        let account = account.me.name();
        self.status.lock().seen = Some(Seen { account, flaws, ahead });
    }

    /// Waits; `true` if the server stops meanwhile.
    fn wait(&self, time: Duration) -> bool {
        let mut stopped = self.stopped.lock();
        self.stop.wait_while_for(&mut stopped, |stopped| !*stopped, time);
        *stopped
    }
}
