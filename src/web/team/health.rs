//! The page *Health*: the findings of `bookhook check`, with remedies, and the settings.

use std::sync::Arc;

use askama::Template;
use rocket::{Route, State, get, routes};

use super::frame::{NavItem, TeamFrame, draw};
use super::guards::SignedIn;
use super::instance::{Instance, Secret, needs_a_look};
use super::notice::TeamError;
use super::telling::capitalized;
use super::when::{Clock, When};
use crate::config::Listed;
use crate::health::{Finding, Level};
use crate::web::app::App;
use crate::web::guards::Now;
use crate::web::pages::page::Page;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show]
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
            if text.starts_with("bookhook ") {
                return format!("{text}.");
            }
            let end = if text.is_empty() || text.ends_with(['.', '?', '!']) { "" } else { "." };
            format!("{}{end}", capitalized(&text))
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
    settings: Vec<Listed>,
    secrets: &'a [Secret],
    as_of: When,
}

#[get("/team/health")]
async fn show(
    here: SignedIn,
    now: Now,
    instance: &State<Arc<Instance>>,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let (looked, application) = (Arc::clone(instance), App::clone(app));
    let findings = app.read(move |_| looked.look(&application, now.0)).await?;
    let (look, fine): (Vec<_>, Vec<_>) = findings.into_iter().partition(needs_a_look);
    let alarms = u32::try_from(look.len()).unwrap_or(u32::MAX);
    let summary = match look.len() {
        0 => "Everything is fine.".to_owned(),
        1 => "One finding needs a look. Everything else is fine.".to_owned(),
        number => format!("{number} findings need a look. Everything else is fine."),
    };
    let mut look: Vec<Line> = look.into_iter().map(Line::new).collect();
    look.sort_by_key(|line| line.mark.0 != "bad");
    let page = HealthPage {
        frame: TeamFrame { alarms, ..TeamFrame::new(&app.shell, &here, NavItem::Health) },
        summary,
        parts: [("Look at this", look), ("Fine", fine.into_iter().map(Line::new).collect())],
        settings: instance.settings(),
        secrets: &instance.secrets,
        as_of: Clock::new(&here.member, now.0).when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}
