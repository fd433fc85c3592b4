//! The lists of applicants: tabs, a search, and what is shown as CSV. The address holds all of it, so that
//! a view can be sent to a colleague.

use askama::Template;
use rocket::http::{ContentType, Header};
use rocket::response::Responder;
use rocket::response::stream::ByteStream;
use rocket::tokio::task::spawn_blocking;
use rocket::{Route, State, get, routes};
use time::OffsetDateTime;
use url::form_urlencoded::Serializer;

use super::frame::{Place, TeamFrame, plain};
use super::guards::SignedIn;
use super::notice::TeamError;
use super::standing::{self, Standing, tab_words};
use super::when::{self, When};
use crate::domain::instant;
use crate::domain::search::Search;
use crate::store::{Applicant, Applicants, Filter, ReadError, Store, Tab, TabCounts, csv_line};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;
use crate::web::pages::zone::Zone;

/// Where the applicants are listed.
const HERE: &str = "/team/applicants";
/// How many a page lists.
const LISTED: usize = 50;
/// How many a read for the CSV takes, so that none holds the log for long.
const PIECE: usize = 500;
/// Counts stop here.
const MOST_COUNTED: u32 = 999;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![list, csv]
}

/// What the address says.
struct View<'r> {
    tab: Tab,
    typed: &'r str,
    before: Option<i64>,
}

impl<'r> View<'r> {
    fn read(tab: Option<&str>, q: Option<&'r str>, before: Option<i64>) -> Self {
        let known = Tab::ALL.into_iter().find(|known| Some(tab_words(*known).1) == tab);
        Self { tab: known.unwrap_or(Tab::Open), typed: q.unwrap_or_default().trim(), before }
    }

    /// A search looks at everybody, whichever tab one comes from.
    fn filter(&self) -> Filter {
        match Search::parse(self.typed) {
            Some(search) => Filter::Search(search),
            None => Filter::Tab(self.tab),
        }
    }

    /// The address of the same view before another number.
    fn address(&self, path: &str, before: Option<i64>) -> String {
        let mut query = Serializer::new(String::new());
        if !self.typed.is_empty() {
            query.append_pair("q", self.typed);
        } else if self.tab != Tab::Open {
            query.append_pair("tab", tab_words(self.tab).1);
        }
        if let Some(before) = before {
            query.append_pair("before", &before.to_string());
        }
        match query.finish() {
            query if query.is_empty() => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }
}

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
    standing: Standing,
    interview: Option<When>,
    /// The time of the interview no longer holds.
    is_void: bool,
    applied: When,
    decision: Option<Standing>,
}

impl Row {
    fn new(applicant: &Applicant, zone: &Zone, now: OffsetDateTime) -> Self {
        Self {
            number: applicant.number,
            name: applicant.name.visible(200),
            email: applicant.email.as_str().to_owned(),
            standing: Standing::new(applicant.status, applicant.withdrawn_at.is_some()),
            interview: applicant.interview.map(|at| When::new(at, zone, now)),
            is_void: standing::is_void(applicant.status),
            applied: When::new(applicant.applied_at, zone, now),
            decision: applicant.decision.map(standing::of_decision),
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
    /// There is nobody at all.
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
}

#[get("/team/applicants?<tab>&<q>&<before>")]
async fn list(
    here: SignedIn,
    tab: Option<&str>,
    q: Option<&str>,
    before: Option<i64>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let view = View::read(tab, q, before);
    let (counts, listed) = read(app.store.clone(), view.filter(), before).await?;
    let zone = when::zone(&here.member);
    let mut frame = TeamFrame::new(&app.shell, &here.member, Place::Applicants);
    frame.search = view.typed;
    let searched = (!view.typed.is_empty()).then_some(view.typed);
    let tabs = counts.counts.iter().map(|(tab, count)| TabLink {
        name: tab_words(*tab).0,
        address: View { tab: *tab, typed: "", before: None }.address(HERE, None),
        count: if *count > MOST_COUNTED { format!("{MOST_COUNTED}+") } else { count.to_string() },
        is_current: searched.is_none() && *tab == view.tab,
    });
    let page = ListPage {
        frame,
        tabs: tabs.collect(),
        rows: listed.rows.iter().map(|row| Row::new(row, &zone, now.0)).collect(),
        searched,
        is_first: counts.counts.iter().all(|(_, count)| *count == 0),
        empty: standing::empty(view.tab),
        goes_on: counts.goes_on,
        older: listed.before.map(|before| view.address(HERE, Some(before))),
        csv: view.address("/team/applicants.csv", None),
        here: view.address(HERE, view.before),
        form: format!("{}{}", app.settings.public_url, app.settings.apply_path.as_str()),
        as_of: When::new(now.0, &zone, now.0),
    };
    Ok(Page::draw(&page, &plain(&app.shell)).map_err(|error| error.0)?)
}

/// Reads a part of a list and the counts of all tabs, on a thread that may block.
async fn read(
    store: Store,
    filter: Filter,
    before: Option<i64>,
) -> Result<(TabCounts, Applicants), TeamError> {
    let both =
        move || Ok::<_, ReadError>((store.applicant_counts()?, store.applicants(&filter, before, LISTED)?));
    Ok(spawn_blocking(both).await.map_err(|_| ApiError::Internal)??)
}

/// A file for a spreadsheet.
#[derive(Responder)]
struct Sheet<S> {
    content: S,
    kind: ContentType,
    disposition: Header<'static>,
}

/// All that the view shows, from its newest to its oldest.
#[get("/team/applicants.csv?<tab>&<q>")]
async fn csv(
    here: SignedIn,
    tab: Option<&str>,
    q: Option<&str>,
    now: Now,
    app: &State<App>,
) -> Result<Sheet<ByteStream![Vec<u8>]>, TeamError> {
    app.store.note_export(here.doer(now)).await?;
    let (store, filter) = (app.store.clone(), View::read(tab, q, None).filter());
    let content = ByteStream! {
        let mut before = None;
        yield head();
        loop {
            let (store, filter) = (store.clone(), filter.clone());
            let read = spawn_blocking(move || store.applicants(&filter, before, PIECE)).await;
            let Ok(Ok(part)) = read else {
                yield b"The rest could not be read. The server's log says why.\r\n".to_vec();
                break;
            };
            yield lines(&part.rows);
            before = part.before;
            if before.is_none() {
                break;
            }
        }
    };
    let disposition = Header::new("Content-Disposition", "attachment; filename=\"applicants.csv\"");
    Ok(Sheet { content, kind: ContentType::CSV, disposition })
}

/// The names of the columns, after what tells Excel that the text is UTF-8.
fn head() -> Vec<u8> {
    let names = ["number", "name", "email", "status", "interview", "applied", "withdrawn", "decision"];
    let mut out = "\u{feff}".as_bytes().to_vec();
    // A vector takes all.
    let _ = csv_line(&mut out, names.map(str::to_owned).into_iter());
    out
}

fn lines(rows: &[Applicant]) -> Vec<u8> {
    let mut out = Vec::new();
    for row in rows {
        let time = |at: Option<OffsetDateTime>| at.map_or_else(String::new, instant::to_seconds);
        let cells = [
            row.number.to_string(),
            row.name.as_str().to_owned(),
            row.email.as_str().to_owned(),
            Standing::new(row.status, row.withdrawn_at.is_some()).word.to_owned(),
            time(row.interview),
            time(Some(row.applied_at)),
            time(row.withdrawn_at),
            row.decision.map_or_else(String::new, |decision| standing::of_decision(decision).word.to_owned()),
        ];
        let _ = csv_line(&mut out, cells.into_iter());
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_the_whole_view() {
        let view = View::read(Some("to-book"), None, Some(7));
        assert_eq!(view.address(HERE, view.before), "/team/applicants?tab=to-book&before=7");
        let view = View::read(Some("over"), Some(" Ana & co "), None);
        assert_eq!(view.address(HERE, None), "/team/applicants?q=Ana+%26+co");
        assert_eq!(View::read(Some("nonsense"), Some(" "), None).address(HERE, None), HERE);
    }
}
