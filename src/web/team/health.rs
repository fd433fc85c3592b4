//! How bookhook is: what `bookhook check` finds, with remedies, and the settings.

use askama::Template;
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, State, get, routes};
use time::OffsetDateTime;

use super::frame::{Place, TeamFrame, draw};
use super::guards::SignedIn;
use super::notice::TeamError;
use super::when::{Clock, When};
use crate::config::{Cadence, Configuration, Listed};
use crate::domain::count::count;
use crate::health::{self, Finding, Level, age};
use crate::reconcile::Reconciler;
use crate::store::{ReadError, Store};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

/// A secret, and where it is from; `None` if it is not set.
pub type Secret = (&'static str, Option<String>);

/// What is known since the start; managed by Rocket.
pub(in crate::web) struct Known {
    settings: Vec<Listed>,
    secrets: Vec<Secret>,
    /// What the start said of settings and secrets.
    findings: Vec<Finding>,
    reconciler: Option<Reconciler>,
    started_at: OffsetDateTime,
}

impl Known {
    /// Reads the settings. `secret` is what was found of the webhook's secret.
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
        Self { settings: configuration.listed(), secrets, findings, reconciler, started_at }
    }

    /// All findings. Takes some milliseconds.
    fn look(&self, app: &App, now: OffsetDateTime) -> Result<Vec<Finding>, ReadError> {
        let (store, settings, reader) = (&app.store, &app.settings, app.store.reader());
        let mut findings = self.findings.clone();
        findings.extend(health::permissions(&settings.database));
        findings.push(health::space(&settings.database));
        findings.extend(store.sizes().ok().map(health::size));
        findings.push(schema(store)?);
        findings.push(queue(store));
        let last = store.last_received()?;
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
        Ok(findings)
    }

    /// What the last pass over Cal.com's API saw.
    fn calcom(&self, app: &App, now: OffsetDateTime) -> Result<Vec<Finding>, ReadError> {
        let Some(reconciler) = &self.reconciler else { return Ok(vec![health::no_key()]) };
        let standing = reconciler.standing();
        let mut findings = Vec::new();
        if let Some(problem) = &standing.problem {
            findings.push(health::not_looked_at(&problem.words, &problem.remedy, problem.is_of_the_key));
        }
        if let Some(seen) = &standing.seen {
            findings.push(health::key_and_clock(&seen.account, seen.ahead));
            findings.extend(health::flaws(&seen.flaws));
        }
        let Cadence(every) = app.settings.reconcile_every;
        let last = app.store.reader().reconciled()?;
        findings.push(health::reconciled(last.as_ref(), every, standing.at_calcom(now)));
        Ok(findings)
    }
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

/// A finding on the page.
struct Line {
    what: String,
    words: String,
    remedy: String,
    /// The class, the icon and the word that stand for how it is.
    mark: (&'static str, &'static str, &'static str),
}

impl Line {
    fn new(finding: Finding) -> Self {
        let sentence = |text: String| {
            let mut characters = text.chars();
            let first = characters.next().map(char::to_uppercase).into_iter().flatten();
            let end = if text.is_empty() || text.ends_with(['.', '?', '!']) { "" } else { "." };
            format!("{}{end}", first.chain(characters).collect::<String>())
        };
        let mark = match finding.level {
            Level::Ok => ("", "check", "Fine"),
            Level::Warn => ("warn", "warn", "Look at this"),
            Level::Fail => ("bad", "cross", "Broken"),
            Level::Unseen => ("unsure", "info", "Not known"),
        };
        let what = sentence(finding.what.replace('_', " ")).trim_end_matches('.').to_owned();
        Self { what, words: sentence(finding.words), remedy: sentence(finding.remedy), mark }
    }
}

#[derive(Template)]
#[template(path = "team/health.html")]
struct HealthPage<'a> {
    frame: TeamFrame<'a>,
    summary: String,
    parts: [(&'static str, Vec<Line>); 2],
    settings: &'a [Listed],
    secrets: &'a [Secret],
    as_of: When,
}

#[get("/team/health")]
async fn show(
    here: SignedIn,
    now: Now,
    known: &State<std::sync::Arc<Known>>,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let (looked, application) = (std::sync::Arc::clone(known), App::clone(app));
    let found = spawn_blocking(move || looked.look(&application, now.0)).await;
    let findings = found.map_err(|_| ApiError::Internal)??;
    let needs_a_look = |finding: &Finding| matches!(finding.level, Level::Warn | Level::Fail);
    let (look, fine): (Vec<_>, Vec<_>) = findings.into_iter().partition(needs_a_look);
    let summary = match look.len() {
        0 => "Everything is fine.".to_owned(),
        1 => "One thing needs a look. Everything else is fine.".to_owned(),
        number => format!("{number} things need a look. Everything else is fine."),
    };
    let mut look: Vec<Line> = look.into_iter().map(Line::new).collect();
    look.sort_by_key(|line| line.mark.0 != "bad");
    let page = HealthPage {
        frame: TeamFrame::new(&app.shell, &here, Place::Health),
        summary,
        parts: [("Look at this", look), ("Fine", fine.into_iter().map(Line::new).collect())],
        settings: &known.settings,
        secrets: &known.secrets,
        as_of: Clock::new(&here.member, now.0).when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}
