//! The interviews to come, day by day, a week at a time.

use askama::Template;
use rocket::{FromForm, Route, State, get, routes};
use time::macros::format_description;
use time::{Date, Duration, OffsetDateTime, Time};

use super::badge::Badge;
use super::door::with_query;
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::SignedIn;
use super::notice::TeamError;
use super::room;
use super::when::{Clock, When};
use crate::domain::booking::{Booking, BookingStatus};
use crate::domain::count::count;
use crate::domain::foreign::ForeignText;
use crate::domain::profile::ProfileStatus;
use crate::domain::text::PersonName;
use crate::store::{Days, Interview};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::Now;
use crate::web::pages::page::Page;
use crate::web::pages::zone::Zone;
use crate::words::Words;

const HERE: &str = "/team/agenda";
/// How many days a page shows, and how far ahead it looks where these are empty.
const DAYS: Duration = Duration::days(7);
const AHEAD: Duration = Duration::days(30);
/// How many interviews it lists.
const LISTED: usize = 50;
/// How many bytes of the page the interviews may take, and the names of the hosts to choose from.
const INTERVIEWS: usize = 36 * 1024;
const HOSTS: usize = 2 * 1024;
/// The longest name of a host to choose, in characters.
const LONGEST_HOST: usize = PersonName::MAX;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show]
}

/// The days that the address asks for.
struct View<'r> {
    from: Date,
    host: Option<&'r str>,
    after: Option<(i64, i64)>,
}

impl<'r> View<'r> {
    /// Without a day, from today on.
    fn read(from: Option<&str>, host: Option<&'r str>, after: Option<&str>, today: Date) -> Self {
        let form = format_description!("[year]-[month]-[day]");
        let from = from
            .and_then(|from| Date::parse(from, form).ok())
            .filter(|day| (1970..=9000).contains(&day.year()));
        let after = after.and_then(|after| after.split_once('-'));
        let after = after.and_then(|(start, number)| start.parse().ok().zip(number.parse().ok()));
        Self { from: from.unwrap_or(today), host: host.filter(|host| is_name(host)), after }
    }

    /// The address of other days, or of what comes after an interview.
    fn address(&self, from: Option<Date>, after: Option<(i64, i64)>) -> String {
        let after = after.map(|(start, number)| format!("{start}-{number}"));
        let pairs = [
            ("from", from.map(|from| from.to_string())),
            ("host", self.host.map(str::to_owned)),
            ("after", after),
        ];
        with_query(HERE, pairs)
    }
}

struct Row {
    time: String,
    start: When,
    until: Option<String>,
    /// When it begins for the applicant, where their clock shows another time.
    theirs: Option<String>,
    name: String,
    address: String,
    is_unmatched: bool,
    title: Option<String>,
    host: Option<String>,
    standing: Badge,
    join: Option<String>,
    /// `past`, `ask` or nothing.
    class: &'static str,
    /// The next interview of today.
    is_next: bool,
}

struct Day {
    id: String,
    heading: String,
    rows: Vec<Row>,
}

#[derive(Template)]
#[template(path = "team/agenda.html")]
struct AgendaPage<'a> {
    frame: TeamFrame<'a>,
    zone: String,
    span: String,
    count: String,
    days: Vec<Day>,
    hosts: Vec<String>,
    host: Option<&'a str>,
    from: String,
    earlier: String,
    today: String,
    later: String,
    is_today: bool,
    more: Option<String>,
    is_cut: bool,
    /// The time and the address of the next interview, if these days are empty.
    next: Option<(String, String)>,
    now: String,
    here: String,
    as_of: When,
}

impl AgendaPage<'_> {
    fn is_chosen(&self, host: &str) -> bool {
        self.host == Some(host)
    }
}

/// The query of the address.
#[derive(FromForm)]
struct Query<'r> {
    from: Option<&'r str>,
    host: Option<&'r str>,
    after: Option<&'r str>,
}

#[get("/team/agenda?<query..>")]
async fn show(here: SignedIn, query: Query<'_>, now: Now, app: &State<App>) -> Result<Page, TeamError> {
    let clock = Clock::new(&here.member, now.0);
    let today = date(&clock, now.0);
    let view = View::read(query.from, query.host, query.after, today);
    let begin = |day: Date| clock.zone.instant(day, Time::MIDNIGHT).ok_or(ApiError::NotFound);
    let bounds = (begin(view.from)?, begin(view.from + DAYS)?);
    let ahead = begin(view.from + AHEAD)?;
    let (mut days, next) = read(app, bounds, ahead, &view).await?;
    if room::fit_in(INTERVIEWS, &mut days.interviews, |interview| weight(interview, &clock)) {
        let last = days.interviews.last();
        days.goes_on =
            last.and_then(|last| Some((last.booking.details.start?.unix_timestamp(), last.number)));
    }
    let page = AgendaPage {
        frame: TeamFrame::new(&app.shell, &here, NavItem::Agenda),
        zone: clock.zone.label(Words::ENGLISH),
        span: span(&view, &clock, bounds),
        count: counted(&days),
        more: days.goes_on.map(|after| view.address(Some(view.from), Some(after))),
        is_cut: days.is_cut,
        next: next.map(|at| (clock.when(at).prose, view.address(Some(date(&clock, at)), None))),
        days: by_day(&days.interviews, &clock),
        hosts: hosts(&days, view.host),
        host: view.host,
        from: view.from.to_string(),
        earlier: view.address(Some(view.from - DAYS), None),
        today: view.address(None, None),
        later: view.address(Some(view.from + DAYS), None),
        is_today: view.from == today,
        now: clock.hour(now.0),
        here: view.address((view.from != today).then_some(view.from), view.after),
        as_of: clock.when(now.0),
    };
    Ok(draw(&page, &app.shell)?)
}

/// Reads the interviews, and when the next one is if there are none.
async fn read(
    app: &App,
    bounds: (OffsetDateTime, OffsetDateTime),
    ahead: OffsetDateTime,
    view: &View<'_>,
) -> Result<(Days, Option<OffsetDateTime>), ApiError> {
    let (host, after) = (view.host.map(str::to_owned), view.after);
    app.read(move |store| {
        let days = store.interviews(bounds, host.as_deref(), after, LISTED)?;
        let is_empty = days.standing + days.requested == 0 && host.is_none();
        let next = if is_empty { store.first_interview(bounds.1, ahead)? } else { None };
        Ok((days, next))
    })
    .await
}

/// The day that a member's calendar shows at an instant.
fn date(clock: &Clock, at: OffsetDateTime) -> Date {
    let local = clock.zone.local(at);
    let day = || {
        let month = u8::try_from(local.month()).ok()?.try_into().ok()?;
        Date::from_calendar_date(local.year().into(), month, u8::try_from(local.day()).ok()?).ok()
    };
    day().unwrap_or(at.date())
}

/// `Tue 10 to Mon 16 November`.
fn span(view: &View<'_>, clock: &Clock, (from, until): (OffsetDateTime, OffsetDateTime)) -> String {
    let (first, last) = (clock.zone.local(from), clock.zone.local(until - Duration::HOUR));
    let begin = if first.month() == last.month() { "%a %-d" } else { "%a %-d %B" };
    let end = if view.from.year() == date(clock, clock.now).year() { "%a %-d %B" } else { "%a %-d %B %Y" };
    format!("{} to {}", first.strftime(begin), last.strftime(end))
}

/// `9 interviews and 2 requests`.
fn counted(days: &Days) -> String {
    let interviews = count(days.standing, "interview", "interviews");
    let requests = count(days.requested, "request", "requests");
    let more = if days.is_cut { "more than " } else { "" };
    match (days.standing, days.requested) {
        (_, 0) => format!("{more}{interviews}"),
        (0, _) => format!("{more}{requests}"),
        _ => format!("{more}{interviews} and {requests}"),
    }
}

fn is_name(host: &str) -> bool {
    (1..=LONGEST_HOST).contains(&host.chars().count())
}

/// The one that is chosen is there, whoever else is.
fn hosts(days: &Days, chosen: Option<&str>) -> Vec<String> {
    let names = days.hosts.iter().map(ForeignText::as_str).filter(|host| is_name(host));
    let mut hosts: Vec<String> = names.map(str::to_owned).collect();
    room::fit_in(HOSTS, &mut hosts, |host| 20 + room::weight(host));
    hosts.extend(chosen.filter(|chosen| !hosts.iter().any(|host| host == chosen)).map(str::to_owned));
    hosts
}

fn by_day(interviews: &[Interview], clock: &Clock) -> Vec<Day> {
    let today = date(clock, clock.now);
    let mut days: Vec<Day> = Vec::new();
    for interview in interviews {
        let Some(start) = interview.booking.details.start else { continue };
        let (day, id) = (date(clock, start), format!("d{}", date(clock, start)));
        if days.last().is_none_or(|last| last.id != id) {
            days.push(Day { id, heading: clock.day(start), rows: Vec::new() });
        }
        let Some(last) = days.last_mut() else { continue };
        let is_first_to_come = last.rows.iter().all(|row| row.start.stamp <= clock.when(clock.now).stamp);
        let is_next = day == today && start > clock.now && is_first_to_come;
        last.rows.push(Row { is_next, ..row(interview, start, clock) });
    }
    days
}

/// How many bytes of the page an interview takes.
fn weight(interview: &Interview, clock: &Clock) -> usize {
    let Some(start) = interview.booking.details.start else { return 0 };
    let row = row(interview, start, clock);
    let texts = [row.title.as_ref(), row.host.as_ref(), row.join.as_ref(), row.theirs.as_ref()];
    let texts = texts.into_iter().flatten().map(|text| room::weight(text)).sum::<usize>();
    720 + 2 * room::weight(&row.name) + texts
}

fn row(interview: &Interview, start: OffsetDateTime, clock: &Clock) -> Row {
    let Interview { number, booking, applicant } = interview;
    let known = &booking.details;
    let visible = |text: &Option<ForeignText>, most| text.as_ref().map(|text| text.visible(most));
    let booker = || visible(&known.attendee_name, 200);
    let is_past = booking.is_over(clock.now);
    let status = ProfileStatus::from_booking(Some(booking));
    Row {
        time: clock.hour(start),
        start: clock.when(start),
        until: known.end.filter(|end| *end > start).map(|end| clock.hour(end)),
        theirs: theirs(booking, start, clock),
        name: applicant
            .as_ref()
            .map(|(_, name)| name.visible(200))
            .or_else(booker)
            .unwrap_or_else(|| "Somebody".into()),
        address: match applicant {
            Some((number, _)) => format!("/team/applicants/{number}"),
            None => format!("/team/bookings/{number}"),
        },
        is_unmatched: applicant.is_none(),
        title: visible(&known.title, 200),
        host: visible(&known.organizer_name, 100),
        standing: Badge::new(status, false),
        join: booking.joinable(clock.now).map(|link| link.as_str().to_owned()),
        class: match booking.status {
            _ if is_past => "past",
            BookingStatus::Pending => "ask",
            _ => "",
        },
        is_next: false,
    }
}

/// `16:00 Kyiv time`, with the weekday where that is another.
fn theirs(booking: &Booking, start: OffsetDateTime, clock: &Clock) -> Option<String> {
    let zone = Zone::parse(booking.details.attendee_timezone.as_ref()?.as_str())?;
    let (theirs, ours) = (zone.local(start), clock.zone.local(start));
    let form = if theirs.date() == ours.date() { "%H:%M" } else { "%a %H:%M" };
    let is_other = theirs.datetime() != ours.datetime();
    is_other.then(|| format!("{} {}", theirs.strftime(form), zone.label(Words::ENGLISH)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::instant;

    fn day(text: &str) -> Date {
        instant::parse(&format!("{text}T00:00:00Z")).expect("a day").date()
    }

    #[test]
    fn an_address_holds_the_days_the_host_and_the_place() {
        let today = day("2026-11-10");
        let view = View::read(Some("2026-11-17"), Some("Dana & co"), Some("1790000000-42"), today);
        let same = "/team/agenda?from=2026-11-17&host=Dana+%26+co&after=1790000000-42";
        assert_eq!(view.address(Some(view.from), view.after), same);
        let plain = View::read(Some("nonsense"), Some(""), Some("x-y"), today);
        assert_eq!((plain.from, plain.address(None, plain.after)), (today, HERE.to_owned()));
    }

    #[test]
    fn interviews_and_requests_are_counted_apart() {
        let counted = |standing, requested| counted(&Days { standing, requested, ..Days::default() });
        assert_eq!(counted(9, 2), "9 interviews and 2 requests");
        assert_eq!(counted(1, 0), "1 interview");
        assert_eq!(counted(0, 1), "1 request");
    }
}
