//! A member's own page: name, time zone, password, and where they are signed in.

use askama::Template;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use super::door::Door;
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::{MemberForm, SignedIn};
use super::notice::TeamError;
use super::room;
use super::when::{self, When};
use crate::access::Password;
use crate::domain::member::Member;
use crate::domain::text::PersonName;
use crate::store::{Changed, ListedSession, SessionKey};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, Now, Quota, SignIns};
use crate::web::pages::page::Page;
use crate::web::pages::zone::Zone;

const HERE: &str = "/team/me";
/// How many browsers the page lists.
const DEVICES: usize = 20;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show, save]
}

/// The routes of members who sign in with passwords.
#[must_use]
pub(super) fn session_routes() -> Vec<Route> {
    routes![password, sessions]
}

/// A browser in which the member is signed in.
struct Device {
    key: String,
    browser: String,
    used: String,
    ends: When,
    is_this: bool,
}

/// The errors of the typed fields.
#[derive(Default)]
struct Wrong {
    name: Option<String>,
    zone: bool,
    old: bool,
    new: Option<String>,
}

#[derive(Template)]
#[template(path = "team/me.html")]
struct MePage<'a> {
    frame: TeamFrame<'a>,
    name: &'a str,
    zone: &'a str,
    zones: Vec<String>,
    /// The browsers in which the member is signed in; `None` for a member whom the proxy names.
    devices: Option<Vec<Device>>,
    /// How many of these browsers the page does not list.
    more_devices: usize,
    /// How many recovery codes of the second step are left; `None` without one.
    codes_left: Option<usize>,
    done: Option<&'static str>,
    wrong: Wrong,
}

impl<'a> MePage<'a> {
    fn new(here: &'a SignedIn, now: Now, app: &'a App) -> Result<Self, TeamError> {
        let member = &here.member;
        let zone = when::zone(member);
        let devices = here.held.as_ref().map(|held| devices(app, member, held.key, &zone, now));
        let mut devices = devices.transpose()?;
        let in_all = devices.as_ref().map_or(0, Vec::len);
        if let Some(devices) = &mut devices {
            devices.truncate(DEVICES);
        }
        Ok(Self {
            frame: TeamFrame::new(&app.shell, here, NavItem::Me),
            name: member.name.as_str(),
            zone: member.zone.as_deref().unwrap_or("UTC"),
            zones: Zone::all(),
            more_devices: in_all.saturating_sub(DEVICES),
            devices,
            codes_left: app.store.second_step(member.number)?.map(|step| step.codes),
            done: None,
            wrong: Wrong::default(),
        })
    }

    fn draw(&self) -> Result<Page, TeamError> {
        Ok(draw(self, self.frame.shell)?)
    }

    fn refuse(self, wrong: Wrong) -> Result<Page, TeamError> {
        Ok(Self { wrong, ..self }.draw()?.with_status(Status::UnprocessableEntity))
    }
}

/// The browsers in which a member is signed in, of which `this` is the one that asks.
fn devices(
    app: &App,
    member: &Member,
    this: SessionKey,
    zone: &Zone,
    now: Now,
) -> Result<Vec<Device>, TeamError> {
    let listed = app.store.sessions_of(member.number)?;
    let standing = listed.into_iter().filter(|listed| !listed.session.has_ended(now.0));
    let device = |listed: ListedSession| Device {
        key: hex::encode(listed.key.0),
        browser: listed.browser,
        used: when::last_use(listed.session.seen_at, zone, now.0),
        ends: When::new(listed.session.ends_at(), zone, now.0),
        is_this: listed.key == this,
    };
    let mut devices: Vec<_> = standing.map(device).collect();
    devices.sort_by_key(|device| !device.is_this);
    Ok(devices)
}

/// Returns the message for the word in the address.
fn done(word: &str) -> Option<&'static str> {
    match word {
        "saved" => Some("Saved."),
        "password" => Some("Your password is changed. You’re signed out everywhere else."),
        "ended" => Some("Signed out there."),
        "second-step-off" => Some("The second step is off. Your password is enough to sign in."),
        _ => None,
    }
}

fn to(word: &str) -> Redirect {
    Redirect::to(format!("{HERE}?done={word}"))
}

#[get("/team/me?<done>")]
fn show(here: SignedIn, done: Option<&str>, now: Now, app: &State<App>) -> Result<Page, TeamError> {
    MePage { done: done.and_then(self::done), ..MePage::new(&here, now, app)? }.draw()
}

#[post("/team/me", data = "<form>")]
async fn save(form: MemberForm, app: &State<App>) -> Result<Result<Redirect, Page>, TeamError> {
    let MemberForm { here, body, now } = form;
    let field = |name| room::line(body.get(name).unwrap_or_default());
    let (name, zone) = (field("name"), field("zone"));
    let (named, known) = (PersonName::parse(name), Zone::parse(zone));
    if let (Ok(name), Some(zone)) = (&named, &known) {
        app.store.change_member(here.member.number, name.clone(), Some(zone.name().to_owned())).await?;
        return Ok(Ok(to("saved")));
    }
    let wrong =
        Wrong { name: named.err().map(|error| error.to_string()), zone: known.is_none(), ..Wrong::default() };
    MePage { name, zone, ..MePage::new(&here, now, app)? }.refuse(wrong).map(Err)
}

#[post("/team/me/password", data = "<body>")]
async fn password(
    here: SignedIn,
    quota: Result<Quota<SignIns>, ApiError>,
    body: Result<FormBody, ApiError>,
    door: Door<'_>,
) -> Result<Result<Redirect, Page>, TeamError> {
    quota?;
    let body = body?;
    let Door { accounts, now, app, .. } = door;
    let typed = |name| body.all(name).next().unwrap_or_default();
    let page = MePage::new(&here, now, app)?;
    let Some(held) = &here.held else { return Err(ApiError::NotFound.into()) };
    let chosen = match Password::choose(typed("new"), &here.member.email) {
        Ok(chosen) => chosen,
        Err(weak) => {
            return page.refuse(Wrong { new: Some(weak.to_string()), ..Wrong::default() }).map(Err);
        }
    };
    let Some(verified) = accounts.verify(&here.member.email, typed("old")).await? else {
        return page.refuse(Wrong { old: true, ..Wrong::default() }).map(Err);
    };
    let hash = accounts.hash(chosen).await?;
    match app.store.change_password(verified.member, verified.hash, hash, held.key).await? {
        Changed::Changed => Ok(Ok(to("password"))),
        Changed::Gone | Changed::LastOwner => page.refuse(Wrong { old: true, ..Wrong::default() }).map(Err),
    }
}

/// Ends one session, or all but this one.
#[post("/team/me/sessions", data = "<form>")]
async fn sessions(form: MemberForm, app: &State<App>) -> Result<Redirect, TeamError> {
    let MemberForm { here, body, .. } = form;
    let Some(held) = here.held else { return Err(ApiError::NotFound.into()) };
    let mut key = [0; 32];
    if body.get("others").is_some() {
        app.store.end_other_sessions(here.member.number, held.key).await?;
    } else if hex::decode_to_slice(body.get("key").unwrap_or_default(), &mut key).is_ok() {
        app.store.end_session(here.member.number, SessionKey(key)).await?;
    }
    Ok(to("ended"))
}
