//! The activity of members, latest first.

use askama::Template;
use rocket::{Route, State, get, routes};

use super::badge::of_decision;
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::SignedIn;
use super::notice::TeamError;
use super::room;
use super::when::{Clock, When};
use crate::domain::activity::{Action, Kind};
use crate::domain::decision::Decision;
use crate::domain::member::Role;
use crate::store::Activity;
use crate::web::app::App;
use crate::web::guards::Now;
use crate::web::pages::page::Page;

/// How many actions a page lists.
const LISTED: usize = 50;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

/// An action in words: who, what, whom, and the rest of the sentence.
struct Line {
    time: String,
    at: When,
    icon: &'static str,
    who: String,
    what: &'static str,
    whom: Option<Whom>,
    rest: &'static str,
}

/// The person or the delivery that an action was about.
struct Whom {
    name: String,
    /// The address of their page, if there is one.
    address: Option<String>,
}

/// The actions of one day.
struct Day {
    name: String,
    lines: Vec<Line>,
}

#[derive(Template)]
#[template(path = "team/activity.html")]
struct ActivityPage<'a> {
    frame: TeamFrame<'a>,
    days: Vec<Day>,
    /// For how many days it is stored.
    kept: u32,
    older: Option<String>,
    here: String,
    as_of: When,
}

#[get("/team/activity?<before>")]
async fn show(here: SignedIn, before: Option<i64>, now: Now, app: &State<App>) -> Result<Page, TeamError> {
    let mut found = app.read(move |store| store.activity(before, LISTED)).await?;
    if room::fit(&mut found.rows, weight) {
        found.before = found.rows.last().map(|last| last.id);
    }
    let clock = Clock::new(&here.member, now.0);
    let page = ActivityPage {
        frame: TeamFrame::new(&app.shell, &here, NavItem::Activity),
        days: days(&found.rows, &clock),
        kept: app.settings.retention.activity.get(),
        older: found.before.map(|before| address(Some(before))),
        here: address(before),
        as_of: clock.when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}

fn address(before: Option<i64>) -> String {
    let query = before.map_or(String::new(), |before| format!("?before={before}"));
    format!("/team/activity{query}")
}

/// The actions, each under the day on which it was done in the member's zone.
fn days(rows: &[Activity], clock: &Clock) -> Vec<Day> {
    let mut days: Vec<Day> = Vec::new();
    for row in rows {
        let name = clock.day(row.at);
        match days.last_mut().filter(|day| day.name == name) {
            Some(day) => day.lines.push(line(row, clock)),
            None => days.push(Day { name, lines: vec![line(row, clock)] }),
        }
    }
    days
}

/// How many bytes of the page an action takes.
fn weight(row: &Activity) -> usize {
    let name = row.name.as_ref().map_or(0, |name| room::weight(&name.visible(200)));
    450 + name + row.by.as_deref().map_or(0, room::weight)
}

fn line(row: &Activity, clock: &Clock) -> Line {
    let (icon, what, rest) = words(row.action);
    let at = clock.when(row.at);
    Line {
        time: clock.hour(row.at),
        at,
        icon,
        who: row.by.clone().unwrap_or_else(|| "The server’s administrator".into()),
        what,
        whom: row.action.kind().map(|kind| whom(kind, row)),
        rest,
    }
}

fn whom(kind: Kind, row: &Activity) -> Whom {
    if let (Kind::Delivery, Some(number)) = (kind, row.subject) {
        return Whom {
            name: format!("delivery {number}"),
            address: Some(format!("/team/deliveries/{number}")),
        };
    }
    let (nobody, page) = match kind {
        Kind::Applicant => ("somebody who was erased", Some("/team/applicants")),
        Kind::Member => ("somebody", None),
        Kind::Delivery => ("a delivery", None),
    };
    let name = row.name.as_ref().map_or_else(|| nobody.into(), |name| name.visible(200));
    // Removed people have no page.
    let known = row.subject.filter(|_| row.name.is_some());
    Whom { name, address: known.zip(page).map(|(number, page)| format!("{page}/{number}")) }
}

/// The icon of an action, and the words before and after its subject.
fn words(action: Action) -> (&'static str, &'static str, &'static str) {
    match action {
        Action::SignedIn => ("key", "signed in", ""),
        Action::Joined => ("person", "joined the team", ""),
        Action::SecondStepOn => ("key", "set up a second step to sign in", ""),
        Action::SecondStepOff => ("key", "turned the second step off", ""),
        Action::Removed => ("cross", "removed", "from the team"),
        Action::GaveRole(Role::Owner) => ("shield", "made", "an owner"),
        Action::GaveRole(Role::Member) => ("shield", "made", "a member"),
        Action::Decided(None) => ("turn", "undid the decision about", ""),
        Action::Decided(Some(decision)) => {
            let (what, rest) = match decision {
                Decision::Accepted => ("accepted", ""),
                Decision::OnHold => ("put", "on hold"),
                Decision::Rejected => ("rejected", ""),
            };
            (of_decision(decision).icon, what, rest)
        }
        Action::Restored(decision) => {
            let what = match decision {
                Decision::Accepted => "restored “accepted” for",
                Decision::OnHold => "restored “on hold” for",
                Decision::Rejected => "restored “rejected” for",
            };
            ("turn", what, "")
        }
        Action::Noted => ("note", "wrote a note about", ""),
        Action::EditedNote => ("note", "changed a note about", ""),
        Action::DeletedNote => ("note", "deleted a note about", ""),
        Action::ReadAgain => ("turn", "read again", ""),
        Action::Linked => ("linked", "linked a booking to", ""),
        Action::Unlinked => ("unlinked", "unlinked a booking from", ""),
        Action::SetAside => ("unlinked", "marked a booking as “not an applicant”", ""),
        Action::PutBack => ("turn", "undid “not an applicant” for a booking", ""),
        Action::Exported => ("download", "downloaded a list of applicants", ""),
    }
}
