//! The unmatched bookings. Members link them, and can undo it.

use askama::Template;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use super::badge::{Badge, how_matched};
use super::case::CaseView;
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::{MemberForm, SignedIn};
use super::notice::TeamError;
use super::room;
use super::when::{Clock, When};
use crate::domain::ids::BookingUid;
use crate::domain::search::Search;
use crate::domain::seat::Seat;
use crate::store::{Case, Filter, LinkDetail, Store};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;

/// The address of the list.
pub(super) const HERE: &str = "/team/unmatched";
/// How many bookings a page lists: each with up to three applicants.
const LISTED: usize = 10;
/// The number of bookings linked to no applicant that a page lists, one line each.
const SET_ASIDE: usize = 50;
/// How many applicants a search shows.
const FOUND: usize = 10;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![list, set_aside, show, link, undo]
}

/// The link that a member just made or undid.
struct Done {
    name: String,
    start: Option<When>,
    applicant: Option<(i64, String)>,
    number: i64,
    is_undone: bool,
}

impl Done {
    /// Finds it by the number of the link; `None` if there is no such link or booking.
    fn find(store: &Store, number: Option<i64>, clock: &Clock) -> Result<Option<Self>, ApiError> {
        let Some(link) = number.map(|number| store.link_detail(number)).transpose()?.flatten() else {
            return Ok(None);
        };
        let booking = store.bookings(&link.linked.0)?.into_iter().next().map(|known| known.booking);
        let details = booking.map(|booking| booking.details);
        let name = details.as_ref().and_then(|known| known.attendee_name.as_ref());
        Ok(Some(Self {
            name: name.map_or_else(|| "somebody".into(), |name| name.visible(200)),
            start: details.and_then(|known| known.start).map(|at| clock.when(at)),
            applicant: link.applicant.map(|(number, name)| (number, name.visible(200))),
            number: link.number,
            is_undone: link.is_undone,
        }))
    }
}

#[derive(Template)]
#[template(path = "team/unmatched.html")]
struct UnmatchedPage<'a> {
    frame: TeamFrame<'a>,
    done: Option<Done>,
    cases: Vec<CaseView>,
    older: Option<i64>,
    /// An earlier page was shown before.
    is_further: bool,
    as_of: When,
}

#[get("/team/unmatched?<before>&<link>")]
async fn list(
    here: SignedIn,
    before: Option<i64>,
    link: Option<i64>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let found = app.read(move |store| store.unmatched_bookings(before, LISTED)).await?;
    let clock = Clock::new(&here.member, now.0);
    let by_email = app.settings.match_by_email;
    let mut cases = found.rows.iter().map(|case| CaseView::new(case, by_email, &clock)).collect();
    let is_cut = room::fit(&mut cases, CaseView::weight);
    let page = UnmatchedPage {
        frame: TeamFrame::new(&app.shell, &here, NavItem::Unmatched),
        done: Done::find(&app.store, link, &clock)?,
        older: if is_cut { cases.last().map(|last| last.number) } else { found.before },
        cases,
        is_further: before.is_some(),
        as_of: clock.when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}

/// A booking that a member linked to no applicant.
struct SetAside {
    name: String,
    start: Option<When>,
    number: i64,
    link: i64,
    by: String,
    at: When,
}

#[derive(Template)]
#[template(path = "team/set_aside.html")]
struct SetAsidePage<'a> {
    frame: TeamFrame<'a>,
    rows: Vec<SetAside>,
    older: Option<i64>,
    as_of: When,
}

#[get("/team/unmatched/nobodys?<before>")]
async fn set_aside(
    here: SignedIn,
    before: Option<i64>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let found = app.read(move |store| store.nobodys_bookings(before, SET_ASIDE)).await?;
    let clock = Clock::new(&here.member, now.0);
    let row = |case: &Case| {
        let view = CaseView::new(case, true, &clock);
        let link = case.link.as_ref()?;
        let (by, at) = (link.by.visible(200), clock.when(link.at));
        Some(SetAside { name: view.name, start: view.start, number: case.number, link: link.number, by, at })
    };
    let mut rows: Vec<_> = found.rows.iter().filter_map(row).collect();
    let is_cut = room::fit(&mut rows, |row| 600 + 2 * room::weight(&row.name) + room::weight(&row.by));
    let page = SetAsidePage {
        frame: TeamFrame::new(&app.shell, &here, NavItem::Unmatched),
        older: if is_cut { rows.last().map(|last| last.link) } else { found.before },
        rows,
        as_of: clock.when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}

/// An applicant that a search found.
struct FoundApplicant {
    number: i64,
    name: String,
    email: String,
    standing: Badge,
    applied: When,
}

#[derive(Template)]
#[template(path = "team/booking.html")]
struct BookingPage<'a> {
    frame: TeamFrame<'a>,
    case: CaseView,
    /// The applicant, and how the booking was matched.
    whose: Option<(Option<(i64, String)>, &'static str)>,
    link: Option<(LinkDetail, When)>,
    searched: Option<&'a str>,
    found: Vec<FoundApplicant>,
    as_of: When,
}

#[get("/team/bookings/<number>?<q>")]
async fn show(
    here: SignedIn,
    number: i64,
    q: Option<&str>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let typed = q.map(Search::read).filter(|typed| !typed.is_empty());
    let search = typed.and_then(Search::parse).map(Filter::Search);
    let read = move |store: &Store| {
        let found = search.map(|search| store.applicants(&search, None, FOUND)).transpose()?;
        Ok((store.booking_case(number)?, found.map_or_else(Vec::new, |found| found.rows)))
    };
    let (case, found) = app.read(read).await?;
    let case = case.ok_or(ApiError::NotFound)?;
    let clock = Clock::new(&here.member, now.0);
    let applicant = case.applicant.as_ref().map(|(number, name)| (*number, name.visible(200)));
    let page = BookingPage {
        frame: TeamFrame::new(&app.shell, &here, NavItem::Unmatched),
        whose: case.matched_by.map(|by| (applicant, how_matched(by))),
        link: case.link.clone().map(|link| (link.clone(), clock.when(link.at))),
        case: CaseView::new(&case, app.settings.match_by_email, &clock),
        searched: typed,
        found: found
            .iter()
            .map(|found| FoundApplicant {
                number: found.number,
                name: found.name.visible(200),
                email: found.email.as_str().to_owned(),
                standing: Badge::new(found.status, found.withdrawn_at.is_some()),
                applied: clock.when(found.applied_at),
            })
            .collect(),
        as_of: clock.when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}

/// Links a booking to the applicant with the number, or to no applicant.
#[post("/team/bookings/link", data = "<form>")]
async fn link(form: MemberForm, app: &State<App>) -> Result<Redirect, TeamError> {
    let MemberForm { here, body, now } = form;
    let wrong = || ApiError::Refused(422);
    let uid = body.get("uid").and_then(BookingUid::parse).ok_or_else(wrong)?;
    let seat = body.get("seat").and_then(Seat::parse);
    let applicant = match body.get("applicant") {
        Some("nobody") => None,
        number => Some(number.and_then(|number| number.parse().ok()).ok_or_else(wrong)?),
    };
    if app.store.bookings(&uid)?.is_empty() {
        return Err(ApiError::NotFound.into());
    }
    let link = app.store.link(uid, seat, applicant, here.doer(now)).await?.ok_or(ApiError::NotFound)?;
    Ok(Redirect::to(format!("{HERE}?link={link}")))
}

/// Undoes a link.
#[post("/team/links/<number>/undo")]
async fn undo(here: SignedIn, number: i64, now: Now, app: &State<App>) -> Result<Redirect, TeamError> {
    app.store.undo_link(number, here.doer(now)).await?;
    Ok(Redirect::to(format!("{HERE}?link={number}")))
}
