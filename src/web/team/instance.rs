//! The settings, secrets and findings of this bookhook.

use std::sync::Arc;

use rocket::tokio::task::spawn_blocking;
use time::OffsetDateTime;

use super::alarm::{Alarm, Turn};
use crate::config::{Cadence, Configuration, Listed};
use crate::domain::count::count;
use crate::health::{self, Finding, Level, age};
use crate::reconcile::Reconciler;
use crate::store::{ReadError, Store};
use crate::web::app::App;

/// A secret, and where it is from; `None` if it is not set.
pub type Secret = (&'static str, Option<String>);

/// The facts about this installation; managed by Rocket.
pub(in crate::web) struct Instance {
    configuration: Configuration,
    pub(super) secrets: Vec<Secret>,
    /// The findings about settings and secrets at the start.
    findings: Vec<Finding>,
    reconciler: Option<Reconciler>,
    started_at: OffsetDateTime,
    /// How many findings need a look.
    alarm: Alarm,
}

impl Instance {
    /// Collects the facts. `secret` is the findings about the webhook's secret.
    #[must_use]
    pub(in crate::web) fn new(
        configuration: &Configuration,
        (secrets, secret): (Vec<Secret>, Vec<Finding>),
        reconciler: Option<Reconciler>,
        started_at: OffsetDateTime,
    ) -> Self {
        let warnings = configuration.warnings().into_iter();
        let mut findings = vec![health::settings()];
        findings.extend(warnings.map(|warning| Finding::warning("settings", warning)));
        findings.push(health::event_types(&configuration.settings.scope()));
        findings.extend(secret);
        let alarm = Alarm::default();
        Self { configuration: configuration.clone(), secrets, findings, reconciler, started_at, alarm }
    }

    /// Returns the current settings. They are listed on request, because that takes longer than much of a
    /// start.
    pub(super) fn settings(&self) -> Vec<Listed> {
        self.configuration.listed()
    }

    /// Returns how many findings need a look. At most once a minute, a request starts a new count in the
    /// background; only the first one waits for it.
    pub(super) async fn alarms(self: &Arc<Self>, app: &App, now: OffsetDateTime) -> u32 {
        let turn = self.alarm.turn(now);
        if turn != Turn::Nobodys {
            let (instance, app) = (Arc::clone(self), app.clone());
            // A failed count is repeated a minute later.
            let looking = spawn_blocking(move || drop(instance.look(&app, now)));
            if turn == Turn::First {
                let _ = looking.await;
            }
        }
        self.alarm.number()
    }

    /// All findings. Takes some milliseconds.
    pub(super) fn look(&self, app: &App, now: OffsetDateTime) -> Result<Vec<Finding>, ReadError> {
        let (store, settings, reader) = (&app.store, &app.settings, app.store.reader());
        let mut findings = self.findings.clone();
        findings.extend(health::permissions(&settings.database));
        findings.push(health::space(&settings.database));
        findings.extend(store.sizes().ok().map(health::size));
        findings.push(schema(store)?);
        findings.push(queue(store));
        let last = reader.last_delivery()?.and_then(|last| last.received_at);
        findings.push(health::deliveries(last, &reader.refusals()?, now));
        findings.extend(health::triggers(&reader.triggers()?));
        findings.push(health::clock(last, now));
        findings.push(health::backups(settings, now));
        if settings.cal_link.is_some() && !app.simulated {
            findings.extend(self.calcom(app, now)?);
        }
        let running =
            format!("bookhook {}, running for {}", env!("CARGO_PKG_VERSION"), age(now - self.started_at));
        findings.push(Finding::ok("version", running));
        self.alarm.note(findings.iter().filter(|finding| needs_a_look(finding)).count());
        Ok(findings)
    }

    /// Returns the findings of the last pass over Cal.com's API.
    fn calcom(&self, app: &App, now: OffsetDateTime) -> Result<Vec<Finding>, ReadError> {
        let Some(reconciler) = &self.reconciler else { return Ok(vec![health::no_key()]) };
        let status = reconciler.status();
        let mut findings = Vec::new();
        if let Some(problem) = &status.problem {
            findings.push(health::not_looked_at(&problem.words, &problem.remedy, problem.is_of_the_key));
        }
        if let Some(seen) = &status.seen {
            findings.push(health::key_and_clock(&seen.account, seen.ahead));
            findings.extend(health::flaws(&seen.flaws));
        }
        let Cadence(every) = app.settings.reconcile_every;
        let last = app.store.reader().reconciled()?;
        findings.push(health::reconciled(last.as_ref(), every, status.at_calcom(now)));
        Ok(findings)
    }
}

/// Whether somebody should look.
pub(super) fn needs_a_look(finding: &Finding) -> bool {
    matches!(finding.level, Level::Warn | Level::Fail)
}

fn schema(store: &Store) -> Result<Finding, ReadError> {
    Ok(if store.is_current()? {
        Finding::ok("schema", "of this version")
    } else {
        Finding::fail(
            "schema",
            "of another version, or changed by hand",
            "restart bookhook: its log says more",
        )
    })
}

fn queue(store: &Store) -> Finding {
    let jobs = store.queue().jobs;
    if store.is_locked() {
        return Finding::fail(
            "queue",
            "another program holds the database's lock",
            "end the program that has the database open",
        );
    }
    let words =
        if jobs == 0 { "empty".to_owned() } else { format!("{} wait", count(jobs, "change", "changes")) };
    Finding::ok("queue", words)
}
