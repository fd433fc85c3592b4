//! A list of applicants.

use askama::Template;
use rocket::{FromForm, State, get};
use time::OffsetDateTime;

use super::bulk::Done;
use super::view::{HERE, View};
use crate::domain::decision::Decision;
use crate::store::{Applicant, Store};
use crate::web::app::App;
use crate::web::guards::Now;
use crate::web::pages::page::Page;
use crate::web::pages::zone::Zone;
use crate::web::team::badge::{self, Badge, of_decision, tab_words, verb};
use crate::web::team::frame::{NavItem, TeamFrame, draw};
use crate::web::team::guards::SignedIn;
use crate::web::team::notice::TeamError;
use crate::web::team::room;
use crate::web::team::when::{self, When};

/// How many a page lists.
const LISTED: usize = 50;
/// Counts stop here.
const MOST_COUNTED: u32 = 999;

struct TabLink {
    name: &'static str,
    address: String,
    count: String,
    is_current: bool,
}

struct Row {
    number: i64,
    name: String,
    email: String,
    standing: Badge,
    interview: Option<When>,
    /// The time of the interview no longer holds.
    is_void: bool,
    applied: When,
    decision: Option<Badge>,
}

impl Row {
    fn new(applicant: &Applicant, zone: &Zone, now: OffsetDateTime) -> Self {
        Self {
            number: applicant.number,
            name: applicant.name.visible(100),
            email: applicant.email.as_str().to_owned(),
            standing: Badge::new(applicant.status, applicant.withdrawn_at.is_some()),
            interview: applicant.interview.map(|at| When::new(at, zone, now)),
            is_void: badge::is_void(applicant.status),
            applied: When::new(applicant.applied_at, zone, now),
            decision: applicant.decision.map(of_decision),
        }
    }
}

#[derive(Template)]
#[template(path = "team/applicants.html")]
struct ListPage<'a> {
    frame: TeamFrame<'a>,
    tabs: Vec<TabLink>,
    rows: Vec<Row>,
    searched: Option<&'a str>,
    /// There are no applicants at all.
    is_first: bool,
    empty: &'static str,
    /// There are older ones than were counted.
    goes_on: bool,
    older: Option<String>,
    csv: String,
    here: String,
    /// The address of the form, to be shared.
    form: String,
    as_of: When,
    /// The view that the forms of the page return to.
    view: View<'a>,
    /// The buttons that decide about those who are ticked: icon, word and verb.
    choices: [(&'static str, &'static str, &'static str); 3],
    done: Option<Done>,
}

/// The query of the address.
#[derive(FromForm)]
pub(super) struct Query<'r> {
    tab: Option<&'r str>,
    q: Option<&'r str>,
    before: Option<i64>,
    done: Option<&'r str>,
}

#[get("/team/applicants?<query..>")]
pub(super) async fn list(
    here: SignedIn,
    query: Query<'_>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let Query { tab, q, before, done } = query;
    let view = View::read(tab, q, before);
    let filter = view.filter();
    let read =
        move |store: &Store| Ok((store.applicant_counts()?, store.applicants(&filter, before, LISTED)?));
    let (counts, listed) = app.read(read).await?;
    let zone = when::zone(&here.member);
    let mut frame = TeamFrame::new(&app.shell, &here, NavItem::Applicants);
    frame.search = view.typed;
    let searched = (!view.typed.is_empty()).then_some(view.typed);
    let tabs = counts.counts.iter().map(|(tab, count)| TabLink {
        name: tab_words(*tab).0,
        address: View { tab: *tab, typed: "", before: None }.address(HERE, None),
        count: if *count > MOST_COUNTED { format!("{MOST_COUNTED}+") } else { count.to_string() },
        is_current: searched.is_none() && *tab == view.tab,
    });
    let mut rows: Vec<_> = listed.rows.iter().map(|row| Row::new(row, &zone, now.0)).collect();
    // The page and its links have the typed text up to six times.
    let room = room::LIST.saturating_sub(6 * room::weight(view.typed));
    let is_cut =
        room::fit_in(room, &mut rows, |row| 750 + room::weight(&row.name) + room::weight(&row.email));
    let more = if is_cut { rows.last().map(|last| last.number) } else { listed.before };
    let page = ListPage {
        frame,
        tabs: tabs.collect(),
        rows,
        searched,
        is_first: counts.counts.iter().all(|(_, count)| *count == 0),
        empty: badge::empty(view.tab),
        goes_on: counts.goes_on,
        older: more.map(|before| view.address(HERE, Some(before))),
        csv: view.address("/team/applicants.csv", None),
        here: view.address(HERE, view.before),
        form: format!("{}{}", app.settings.public_url, app.settings.apply_path.as_str()),
        as_of: When::new(now.0, &zone, now.0),
        view,
        choices: Decision::ALL
            .map(|decision| (of_decision(decision).icon, decision.as_str(), verb(decision))),
        done: done.and_then(Done::read),
    };
    Ok(draw(&page, &app.shell)?)
}
