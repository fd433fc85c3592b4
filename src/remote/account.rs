//! The account, event type and subscriptions at Cal.com for a booking link.

use time::OffsetDateTime;

use super::client::{Answer, Client};
use super::error::ApiError;
use crate::calcom::api::{
    EventType, Me, PAGE, Refusal, Scope, Subscription, Team, event_types, find, subscriptions,
};
use crate::calcom::links::CalLink;

/// Pages of subscriptions that are read at most.
const PAGES: usize = 20;

/// An account, the event type of the booking link, and the subscriptions that fire for it.
pub struct Account {
    /// Whose key it is.
    pub me: Me,
    /// The event type.
    pub event_type: EventType,
    /// The subscriptions where ours belongs.
    pub subscriptions: Vec<Subscription>,
    /// The subscriptions elsewhere that fire for the event type, too.
    pub others: Vec<(Scope, Subscription)>,
    /// When the server answered, by its clock.
    pub date: Option<OffsetDateTime>,
}

impl Account {
    /// Returns our subscription: the one with exactly this address.
    #[must_use]
    pub fn ours(&self, url: &str) -> Option<&Subscription> {
        let here = || self.subscriptions.iter().filter(|known| known.subscriber_url == url);
        here().find(|known| known.active).or_else(|| here().next())
    }

    /// The scopes in which a further active subscription delivers to this address.
    #[must_use]
    pub fn twins(&self, url: &str) -> Vec<Scope> {
        let is_twin = |known: &Subscription| known.active && known.subscriber_url == url;
        let here = self.subscriptions.iter().filter(|known| is_twin(known)).skip(1);
        let here = here.map(|_| self.event_type.scope());
        let there = self.others.iter().filter(|(_, known)| is_twin(known)).map(|(scope, _)| *scope);
        here.chain(there).collect()
    }
}

/// Reads all of it. Changes nothing.
///
/// # Errors
/// The API cannot be read, or has no such event type.
pub fn look(client: &mut Client, link: &CalLink) -> Result<Account, ApiError> {
    let answer = client.ask("the account", &Me::request())?;
    let me: Me = answer.data()?;
    let event_type = event_type(client, link, &me)?;
    let scope = event_type.scope();
    let subscriptions = all(client, scope)?;
    let mut others = Vec::new();
    for scope in event_type.other_scopes(&me) {
        match all(client, scope) {
            Ok(found) => others.extend(found.into_iter().map(|known| (scope, known))),
            // Only its administrators see it.
            Err(error) if is_hidden(&error) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Account { me, event_type, subscriptions, others, date: answer.date })
}

fn is_hidden(error: &ApiError) -> bool {
    matches!(error.refusal(), Some(Refusal::Forbidden | Refusal::NotFound))
}

fn event_type(client: &mut Client, link: &CalLink, me: &Me) -> Result<EventType, ApiError> {
    let read = |team: Option<i64>| move |answer: Answer| answer.read(|body| event_types(body, team));
    let ask =
        |client: &mut Client, request, team| client.ask("the event types", &request).and_then(read(team));
    let mut types = ask(client, EventType::request(None), None)?;
    if types.is_empty() {
        types = ask(client, EventType::request(me.username.as_deref()), None)?;
    }
    if let Some(found) = find(link, me, &[], &types) {
        return Ok(found.clone());
    }
    let teams: Vec<Team> = match client.ask("the teams", &Team::request()).and_then(|answer| answer.data()) {
        Ok(teams) => teams,
        Err(error) if is_hidden(&error) => Vec::new(),
        Err(error) => return Err(error),
    };
    types.clear();
    for team in &teams {
        match ask(client, EventType::request_of(team), Some(team.id)) {
            Ok(found) => types.extend(found),
            Err(error) if is_hidden(&error) => {}
            Err(error) => return Err(error),
        }
    }
    let found = find(link, me, &teams, &types).cloned();
    found.ok_or_else(|| ApiError::NoEventType { account: me.name() })
}

/// Reads all subscriptions of a scope: a full page means that there is another.
fn all(client: &mut Client, scope: Scope) -> Result<Vec<Subscription>, ApiError> {
    let mut found: Vec<Subscription> = Vec::new();
    for _ in 0..PAGES {
        let page = client.ask("the webhooks", &scope.list(found.len()))?.read(subscriptions)?;
        let is_last = page.len() < PAGE;
        found.extend(page);
        if is_last {
            break;
        }
    }
    Ok(found)
}
