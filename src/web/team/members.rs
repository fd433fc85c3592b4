//! The members of the team, and links for new ones.

use askama::Template;
use rocket::response::Redirect;
use rocket::{Route, State, get, post, routes};

use super::door::DOOR;
use super::frame::{NavItem, TeamFrame, draw};
use super::guards::{MemberForm, Owner, SignedIn};
use super::notice::TeamError;
use super::room;
use super::state::Team;
use super::when::{self, When};
use crate::access::{Invitation, Purpose};
use crate::domain::member::{Member, MemberNumber, Role};
use crate::random::random;
use crate::store::Changed;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, Now};
use crate::web::pages::page::Page;

/// The address of the list.
pub(super) const HERE: &str = "/team/members";

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![show, invite, set_role, remove]
}

/// A member in the list.
struct Listed {
    member: Member,
    seen: String,
    is_me: bool,
    /// The last owner, who can be neither demoted nor removed.
    is_last_owner: bool,
}

impl Listed {
    /// How many bytes of the page they take.
    fn weight(&self) -> usize {
        1500 + 3 * room::weight(self.member.name.as_str()) + room::weight(self.member.email.as_str())
    }
}

/// A link that was just made.
struct JoinLink {
    address: String,
    role: Role,
    until: When,
}

#[derive(Template)]
#[template(path = "team/members.html")]
struct MembersPage<'a> {
    frame: TeamFrame<'a>,
    members: Vec<Listed>,
    /// How many there are in all.
    count: usize,
    /// The number after which the list goes on.
    more: Option<i64>,
    link: Option<JoinLink>,
    done: Option<&'static str>,
    refused: Option<&'static str>,
}

impl<'a> MembersPage<'a> {
    /// Those who joined later than the one with the number `after`.
    fn new(here: &'a SignedIn, after: i64, now: Now, app: &'a App) -> Result<Self, TeamError> {
        let zone = when::zone(&here.member);
        let all = app.store.reader().members()?;
        let count = all.len();
        let owners = all.iter().filter(|listed| listed.member.role == Role::Owner).count();
        let listed = all.into_iter().filter(|listed| listed.member.number.0 > after).map(|listed| Listed {
            seen: listed.seen_at.map_or_else(|| "Signed out".into(), |at| when::last_use(at, &zone, now.0)),
            is_me: listed.member.number == here.member.number,
            is_last_owner: owners == 1 && listed.member.role == Role::Owner,
            member: listed.member,
        });
        let frame = TeamFrame::new(&app.shell, here, NavItem::Members);
        let mut members: Vec<_> = listed.collect();
        let goes_on = room::fit(&mut members, Listed::weight);
        let more = members.last().filter(|_| goes_on).map(|last| last.member.number.0);
        Ok(Self { frame, members, count, more, link: None, done: None, refused: None })
    }

    fn draw(&self) -> Result<Page, TeamError> {
        Ok(draw(self, self.frame.shell)?)
    }
}

#[get("/team/members?<done>&<after>")]
fn show(
    here: SignedIn,
    done: Option<&str>,
    after: Option<i64>,
    now: Now,
    app: &State<App>,
) -> Result<Page, TeamError> {
    let mut page = MembersPage::new(&here, after.unwrap_or(0), now, app)?;
    match done {
        Some("role") => page.done = Some("The role is changed."),
        Some("removed") => page.done = Some("Removed, and signed out everywhere."),
        Some("last") => {
            page.refused = Some("The last owner can’t be removed. Make somebody else an owner first.");
        }
        Some("gone") => page.refused = Some("Nothing was changed: that member had been removed already."),
        _ => {}
    }
    page.draw()
}

/// The link is shown once, in the answer itself.
#[post("/team/members/invite", data = "<form>")]
fn invite(form: MemberForm<Owner>, team: &State<Team>, app: &State<App>) -> Result<Page, TeamError> {
    let MemberForm { here, body, now } = form;
    let role = role(&body)?;
    let nonce = random().map_err(|_| ApiError::Internal)?;
    let invitation = Invitation::new(Purpose::Join(role), now.0, nonce);
    let address = format!("{}/team/join/{}", app.settings.public_url, invitation.sign(&team.key));
    let until = When::new(invitation.until, &when::zone(&here.0.member), now.0);
    let link = Some(JoinLink { address, role, until });
    MembersPage { link, ..MembersPage::new(&here.0, 0, now, app)? }.draw()
}

#[post("/team/members/<number>/role", data = "<form>")]
async fn set_role(number: i64, form: MemberForm<Owner>, app: &State<App>) -> Result<Redirect, TeamError> {
    let MemberForm { here, body, now } = form;
    let changed = app.store.set_role(here.0.doer(now), MemberNumber(number), role(&body)?).await?;
    Ok(to(changed, "role"))
}

#[post("/team/members/<number>/remove")]
async fn remove(here: Owner, number: i64, now: Now, app: &State<App>) -> Result<Redirect, TeamError> {
    let changed = app.store.remove_member(here.0.doer(now), MemberNumber(number)).await?;
    let was_me = changed == Changed::Changed && here.0.member.number == MemberNumber(number);
    Ok(if was_me { Redirect::to(DOOR) } else { to(changed, "removed") })
}

fn role(body: &FormBody) -> Result<Role, ApiError> {
    body.get("role").and_then(Role::parse).ok_or(ApiError::Refused(422))
}

fn to(changed: Changed, done: &str) -> Redirect {
    let word = match changed {
        Changed::Changed => done,
        Changed::LastOwner => "last",
        Changed::Gone => "gone",
    };
    Redirect::to(format!("{HERE}?done={word}"))
}
