//! One delivery: its content, its effect, and reading it again.

mod body;
mod changes;
mod says;

use askama::Template;
use rocket::{Route, State, get, post, routes};

use self::body::Body;
use self::changes::Change;
use self::says::{EffectView, Fact};
use super::badge::Badge;
use super::download::Download;
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::SignedIn;
use super::notice::TeamError;
use super::room;
use super::telling::{event_words, grouped, name, origin, verdict, words};
use super::when::{Clock, When};
use crate::domain::event::{Meaning, Source};
use crate::domain::instant;
use crate::store::{OrderedDelivery, WholeDelivery};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;

/// How many deliveries of the booking a page lists.
const LISTED: usize = 40;
/// How many bytes of the page they may take.
const ROOM: usize = 10 * 1024;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show, again, download]
}

/// A delivery of the same booking, in the order in which they count.
struct Entry {
    icon: &'static str,
    what: String,
    origin: String,
    late: Option<String>,
    delivery: i64,
    at: Option<When>,
    decides: bool,
    is_this: bool,
}

impl Entry {
    fn new(placed: &OrderedDelivery, this: i64, clock: &Clock) -> Self {
        let event = &placed.event;
        let is_late = |(happened, received)| {
            received - happened > time::Duration::hours(1) && placed.source == Source::Webhook
        };
        let late = event.at.zip(placed.received_at).filter(|both| is_late(*both));
        Self {
            icon: words(&placed.trigger).0,
            what: event_words(&placed.trigger, event, clock),
            origin: origin(placed.source, &placed.trigger, placed.delivery),
            late: late.map(|(_, received)| format!("came {}", clock.when(received).prose)),
            delivery: placed.delivery,
            at: event.at.or(placed.received_at).map(|at| clock.when(at)),
            decides: placed.decides,
            is_this: placed.delivery == this,
        }
    }
}

#[derive(Template)]
#[template(path = "team/delivery.html")]
struct DeliveryPage<'a> {
    frame: TeamFrame<'a>,
    number: i64,
    written: String,
    verdict: Badge,
    trigger: String,
    came: Option<When>,
    happened: Option<When>,
    applicant: Option<(i64, String)>,
    /// The number of its booking's row.
    booking: Option<i64>,
    says: String,
    facts: Vec<Fact>,
    effect: EffectView,
    order: Vec<Entry>,
    goes_on: bool,
    body: Body,
    is_from_api: bool,
    older: Option<i64>,
    newer: Option<i64>,
    /// The changes after it was read again; `None` if it was not.
    changes: Option<Vec<Change>>,
    /// There are more changes than the page has room for.
    more_changes: bool,
    as_of: When,
}

impl<'a> DeliveryPage<'a> {
    fn new(frame: TeamFrame<'a>, whole: &WholeDelivery, as_it_came: bool, clock: &Clock) -> Self {
        let summary = &whole.detail.summary;
        let event = match &whole.decoded.meaning {
            Meaning::Event(event) => Some(event),
            Meaning::Ignored(_) | Meaning::Unreadable(_) => None,
        };
        let order = whole.order.deliveries.iter().take(LISTED);
        let mut order: Vec<_> = order.map(|placed| Entry::new(placed, summary.id, clock)).collect();
        let weight = |entry: &Entry| 400 + room::weight(&entry.what) + room::weight(&entry.origin);
        let is_cut = room::fit_in(ROOM, &mut order, weight);
        Self {
            frame,
            number: summary.id,
            written: grouped(summary.id),
            verdict: verdict(&summary.outcome),
            trigger: name(&summary.trigger),
            came: instant::parse(&summary.received_at).map(|at| clock.when(at)),
            happened: event.and_then(|event| event.at).map(|at| clock.when(at)),
            applicant: whole.concerned.as_ref().map(|known| (known.number, known.name.visible(200))),
            booking: whole.booking_number,
            says: says::sentence(whole, clock),
            facts: event.map(|event| says::facts(event, clock)).unwrap_or_default(),
            effect: says::effect(whole),
            order,
            goes_on: is_cut || whole.order.goes_on || whole.order.deliveries.len() > LISTED,
            body: Body::new(&whole.detail, as_it_came),
            is_from_api: summary.source == Source::Api,
            older: whole.older,
            newer: whole.newer,
            changes: None,
            more_changes: false,
            as_of: clock.when(clock.now),
        }
    }

    fn draw(&self) -> Result<Page, TeamError> {
        Ok(draw(self, self.frame.shell)?)
    }
}

#[get("/team/deliveries/<number>?<raw>")]
async fn show(
    here: SignedIn,
    number: i64,
    raw: Option<bool>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let whole = find(app, number).await?;
    let clock = Clock::new(&here.member, now.0);
    let frame = TeamFrame::new(&app.shell, &here, NavItem::Deliveries);
    DeliveryPage::new(frame, &whole, raw == Some(true), &clock).draw()
}

/// Reads the body again with this version. The answer shows what that changed.
#[post("/team/deliveries/<number>/again")]
async fn again(here: SignedIn, number: i64, now: Now, app: &State<App>) -> Result<Page, TeamError> {
    let read = app.store.read_again(number, here.doer(now)).await?.ok_or(ApiError::NotFound)?;
    let whole = find(app, number).await?;
    let clock = Clock::new(&here.member, now.0);
    let frame = TeamFrame::new(&app.shell, &here, NavItem::Deliveries);
    let mut changes = changes::between(&read, &clock);
    let weight = |change: &Change| 300 + room::weight(&change.before) + room::weight(&change.after);
    let more_changes = room::fit_in(ROOM, &mut changes, weight);
    let changes = Some(changes);
    DeliveryPage { changes, more_changes, ..DeliveryPage::new(frame, &whole, false, &clock) }.draw()
}

async fn find(app: &App, number: i64) -> Result<WholeDelivery, TeamError> {
    Ok(app.read(move |store| store.delivery(number)).await?.ok_or(ApiError::NotFound)?)
}

/// The stored bytes, as a file that no browser renders.
#[get("/team/deliveries/<number>/body")]
async fn download(_here: SignedIn, number: i64, app: &State<App>) -> Result<Download<Vec<u8>>, TeamError> {
    let detail = app.read(move |store| store.reader().delivery(number)).await?.ok_or(ApiError::NotFound)?;
    Ok(Download::text(&body::file(number), detail.body))
}
