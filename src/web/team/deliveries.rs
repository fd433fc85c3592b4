//! The list of deliveries, newest first. The address determines what it shows.

use askama::Template;
use rocket::{Route, State, get, routes};

use super::badge::Badge;
use super::door::with_query;
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::SignedIn;
use super::notice::TeamError;
use super::room;
use super::telling::{because, grouped, meaning, name, verdict};
use super::when::{Clock, When};
use crate::calcom::statement;
use crate::calcom::trigger::Trigger;
use crate::domain::foreign::ForeignText;
use crate::domain::instant;
use crate::store::{InboxFilter, ListedDelivery, Store};
use crate::web::app::App;
use crate::web::guards::Now;
use crate::web::pages::page::Page;
use crate::web::{paths, turned_away};

/// The address of the list.
pub(super) const HERE: &str = "/team/deliveries";
/// How many a page lists.
const LISTED: usize = 50;
/// The word in addresses for those that were not applied.
const NOT_APPLIED: &str = "not-applied";

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![list]
}

struct Row {
    number: i64,
    /// The number as it is written.
    written: String,
    came: Option<When>,
    verdict: Badge,
    meaning: String,
    trigger: String,
    applicant: Option<(i64, String)>,
    is_unmatched: bool,
}

impl Row {
    fn new(listed: ListedDelivery, clock: &Clock) -> Self {
        let ListedDelivery { summary, decoded, concerned } = listed;
        let said = decoded.map(|decoded| meaning(&summary.trigger, &decoded.meaning, clock));
        let reason = summary.reason.as_deref().map(because);
        Self {
            number: summary.id,
            written: grouped(summary.id),
            came: instant::parse(&summary.received_at).map(|at| clock.when(at)),
            verdict: verdict(&summary.outcome),
            meaning: reason.or(said).unwrap_or_else(|| "Too long for this list".to_owned()),
            trigger: name(&summary.trigger),
            is_unmatched: summary.booking.is_some() && concerned.is_none(),
            applicant: concerned.map(|known| (known.number, known.name.visible(80))),
        }
    }

    /// How many bytes of the page it takes.
    fn weight(&self) -> usize {
        let name = self.applicant.as_ref().map_or(0, |(_, name)| room::weight(name));
        700 + room::weight(&self.meaning) + room::weight(&self.trigger) + name
    }
}

/// A choice of what to show.
struct Choice {
    value: &'static str,
    name: &'static str,
    is_chosen: bool,
}

#[derive(Template)]
#[template(path = "team/deliveries.html")]
struct DeliveriesPage<'a> {
    frame: TeamFrame<'a>,
    all: [Choice; 2],
    triggers: Vec<Choice>,
    rows: Vec<Row>,
    /// There are no deliveries at all.
    is_first: bool,
    newest: String,
    refused: Option<String>,
    /// The event types whose bookings were ignored, with their numbers.
    left_out: String,
    older: Option<String>,
    /// The address that Cal.com has to deliver to.
    subscriber: String,
    here: String,
    as_of: When,
}

/// Reads which deliveries the address asks for; all of them for an unknown word.
fn shown(show: Option<&str>) -> (InboxFilter, &'static str) {
    let known = Trigger::ALL.iter().map(|trigger| trigger.name()).chain([statement::TRIGGER]);
    match show {
        Some(NOT_APPLIED) => (InboxFilter::NotApplied, NOT_APPLIED),
        show => match known.into_iter().find(|name| Some(*name) == show) {
            Some(name) => (InboxFilter::Trigger(name.to_owned()), name),
            None => (InboxFilter::All, ""),
        },
    }
}

fn address(show: &str, before: Option<i64>) -> String {
    let show = (!show.is_empty()).then(|| show.to_owned());
    with_query(HERE, [("show", show), ("before", before.map(|before| before.to_string()))])
}

#[get("/team/deliveries?<show>&<before>")]
async fn list(
    here: SignedIn,
    show: Option<&str>,
    before: Option<i64>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let (wanted, show) = shown(show);
    let read = move |store: &Store| {
        let reader = store.reader();
        Ok((store.inbox(&wanted, before, LISTED)?, reader.refusals()?, reader.left_out()?))
    };
    let (inbox, refusals, left_out) = app.read(read).await?;
    let clock = Clock::new(&here.member, now.0);
    let choice = |value: &'static str, name: &'static str| Choice { value, name, is_chosen: value == show };
    let refused = refusals.iter().fold(0, |sum: u64, refusal| sum.saturating_add(refusal.count));
    let mut rows: Vec<_> = inbox.rows.into_iter().map(|row| Row::new(row, &clock)).collect();
    let more =
        if room::fit(&mut rows, Row::weight) { rows.last().map(|last| last.number) } else { inbox.before };
    let page = DeliveriesPage {
        frame: TeamFrame::new(&app.shell, &here, NavItem::Deliveries),
        all: [choice("", "All"), choice(NOT_APPLIED, "Not applied")],
        triggers: Trigger::ALL
            .iter()
            .map(|trigger| choice(trigger.name(), trigger.name()))
            .chain([choice(statement::TRIGGER, "Read from Cal.com’s API")])
            .collect(),
        is_first: inbox.newest == 0,
        newest: grouped(inbox.newest),
        refused: (refused > 0).then(|| grouped(i64::try_from(refused).unwrap_or(i64::MAX))),
        left_out: turned_away::left_out(&left_out, |slug| ForeignText::from(slug).visible(60)),
        older: more.map(|before| address(show, Some(before))),
        rows,
        subscriber: format!("{}{}", app.settings.public_url, paths::WEBHOOK),
        here: address(show, before),
        as_of: clock.when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_holds_what_the_list_shows() {
        assert_eq!(shown(Some("not-applied")), (InboxFilter::NotApplied, NOT_APPLIED));
        assert_eq!(shown(Some("PING")), (InboxFilter::Trigger("PING".into()), "PING"));
        for nothing in [None, Some(""), Some("nonsense")] {
            assert_eq!(shown(nothing), (InboxFilter::All, ""));
        }
        assert_eq!(address("PING", Some(7)), "/team/deliveries?show=PING&before=7");
        assert_eq!(address("", None), HERE);
    }
}
