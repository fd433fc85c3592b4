//! Joining the team, and choosing a new password, by a link that works once.

use askama::Template;
use rocket::http::Status;
use rocket::response::Redirect;
use rocket::{Route, get, post, routes};

use super::door::{Door, HOME};
use super::frame::draw;
use super::notice::TeamError;
use super::room;
use super::when::When;
use crate::access::{Invitation, Password, Purpose};
use crate::domain::member::{Member, Role};
use crate::domain::text::{Email, PersonName};
use crate::store::{Changed, Joined, NewMember, NewPassword, OneTimeLink};
use crate::web::error::ApiError;
use crate::web::guards::{FormBody, OwnForm, Quota, SignIns};
use crate::web::pages::page::Page;
use crate::web::pages::shell::Shell;
use crate::web::pages::zone::Zone;

/// The routes of this module.
#[must_use]
pub(super) fn routes() -> Vec<Route> {
    routes![form, join]
}

/// A link that works, and whom it is for.
struct Valid {
    invitation: Invitation,
    /// The member who gets a new password; `None` if the link is for joining.
    member: Option<Member>,
    /// The role that whoever joins now gets.
    role: Role,
}

impl Valid {
    fn link(&self) -> OneTimeLink {
        OneTimeLink { nonce: self.invitation.nonce, until: self.invitation.until }
    }
}

/// The typed fields, and the error of each.
#[derive(Default)]
struct Typed<'a> {
    name: &'a str,
    email: &'a str,
    wrong_name: Option<String>,
    wrong_email: Option<String>,
    wrong_password: Option<String>,
}

#[derive(Template)]
#[template(path = "team/join.html")]
struct JoinPage<'a> {
    shell: &'a Shell,
    member: Option<&'a Member>,
    role: Role,
    until: When,
    /// The browser's address for this server and the one in links, if they differ.
    elsewhere: Option<(String, String)>,
    /// The address that the proxy sends for the person who joins, who then needs no password.
    named: Option<&'a Email>,
    typed: Typed<'a>,
}

impl<'a> JoinPage<'a> {
    fn new(valid: &'a Valid, door: &'a Door<'_>, typed: Typed<'a>) -> Self {
        let until = When::new(valid.invitation.until, &Zone::utc(), door.now.0);
        let (shell, member, named) = (&*door.app.shell, valid.member.as_ref(), door.named.as_ref());
        let elsewhere = door.elsewhere();
        Self { shell, member, role: valid.role, until, elsewhere, named, typed }
    }

    fn draw(&self) -> Result<Page, TeamError> {
        Ok(draw(self, self.shell)?)
    }
}

#[get("/team/join/<token>")]
fn form(token: &str, door: Door<'_>) -> Result<Page, TeamError> {
    JoinPage::new(&door.open(token)?, &door, Typed::default()).draw()
}

#[post("/team/join/<token>", data = "<body>")]
async fn join(
    token: &str,
    own: Result<OwnForm, ApiError>,
    quota: Result<Quota<SignIns>, ApiError>,
    body: Result<FormBody, ApiError>,
    door: Door<'_>,
) -> Result<Result<Redirect, Page>, TeamError> {
    own?;
    quota?;
    let body = body?;
    let valid = door.open(token)?;
    let password = body.all("password").next().unwrap_or_default();
    let wrong = match &valid.member {
        Some(member) => door.reset(&valid, member, password).await?,
        None => door.join(&valid, &body, password).await?,
    };
    let Some(typed) = wrong else { return Ok(Ok(Redirect::to(HOME))) };
    let page = JoinPage::new(&valid, &door, typed).draw()?;
    Ok(Err(page.with_status(Status::UnprocessableEntity)))
}

impl Door<'_> {
    /// The link with this token, if it works.
    fn open(&self, token: &str) -> Result<Valid, TeamError> {
        if self.named.is_none() && !self.app.settings.takes_passwords() {
            return Err(TeamError::Unnamed);
        }
        let store = &self.app.store;
        let opened = Invitation::open(token, &self.team.key, self.now.0);
        let invitation = opened.map_err(|_| TeamError::BadLink)?;
        if store.is_link_used(invitation.nonce)? {
            return Err(TeamError::BadLink);
        }
        let (member, role) = match invitation.purpose {
            Purpose::SecondStep(_) => return Err(TeamError::BadLink),
            // Members whom a proxy names have no password here.
            Purpose::Reset(_) if self.named.is_some() => return Err(TeamError::BadLink),
            Purpose::Reset(number) => {
                let member = store.member(number)?.ok_or(TeamError::BadLink)?;
                let role = member.role;
                (Some(member), role)
            }
            Purpose::Join(role) => (None, if store.has_members()? { role } else { Role::Owner }),
        };
        Ok(Valid { invitation, member, role })
    }

    /// Gives a member the new password; returns what is wrong with it.
    async fn reset(
        &self,
        valid: &Valid,
        member: &Member,
        typed: &str,
    ) -> Result<Option<Typed<'static>>, TeamError> {
        let password = match Password::choose(typed, &member.email) {
            Ok(password) => password,
            Err(weak) => {
                return Ok(Some(Typed { wrong_password: Some(weak.to_string()), ..Typed::default() }));
            }
        };
        let hash = self.accounts.hash(password).await?;
        let (session, value) = self.browser.new_session()?;
        let new = NewPassword { member: member.number, hash, session };
        match self.app.store.reset_password(valid.link(), new, self.now.0).await? {
            Changed::Changed => self.browser.remember(value),
            Changed::Gone | Changed::LastOwner => return Err(TeamError::BadLink),
        }
        Ok(None)
    }

    /// Adds the member; returns the errors of the form.
    async fn join<'a>(
        &self,
        valid: &Valid,
        body: &'a FormBody,
        password: &str,
    ) -> Result<Option<Typed<'a>>, TeamError> {
        let field = |name| room::line(body.get(name).unwrap_or_default());
        let mut typed = Typed { name: field("name"), email: field("email"), ..Typed::default() };
        let name = PersonName::parse(typed.name).map_err(|error| typed.wrong_name = Some(error.to_string()));
        let email = match &self.named {
            Some(email) => Ok(email.clone()),
            None => Email::parse(typed.email).map_err(|error| typed.wrong_email = Some(error.to_string())),
        };
        let (Ok(name), Ok(email)) = (name, email) else { return Ok(Some(typed)) };
        let password = match self.named.is_none().then(|| Password::choose(password, &email)).transpose() {
            Ok(password) => password,
            Err(weak) => return Ok(Some(Typed { wrong_password: Some(weak.to_string()), ..typed })),
        };
        let zone = body.get("zone").and_then(Zone::parse).map(|zone| zone.name().to_owned());
        let Purpose::Join(role) = valid.invitation.purpose else { return Err(TeamError::BadLink) };
        let (password, session) = match password {
            Some(password) => (Some(self.accounts.hash(password).await?), Some(self.browser.new_session()?)),
            None => (None, None),
        };
        let new = NewMember { email, name, role, password, zone };
        let (session, value) = session.unzip();
        match self.app.store.join(valid.link(), new, session, self.now.0).await? {
            Joined::Joined => value.into_iter().for_each(|value| self.browser.remember(value)),
            Joined::LinkUsed => return Err(TeamError::BadLink),
            Joined::AddressTaken => {
                let wrong = "A member of the team has this address already.".to_owned();
                return Ok(Some(Typed { wrong_email: Some(wrong), ..typed }));
            }
        }
        Ok(None)
    }
}
