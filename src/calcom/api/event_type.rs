//! Event types: finds the one of a booking link, and its redirect.

use serde_json::{Map, Value};
use url::Url;

use super::account::{Me, Team};
use super::answer::{Refusal, data};
use super::request::{Method, Request};
use super::subscription::Scope;
use crate::calcom::links::CalLink;

/// The version of these endpoints that servers have known since 2024.
const VERSION: Option<&str> = Some("2024-06-14");
/// Fields that some servers reset unless a change repeats them.
const REPEATED: [&str; 3] = ["lengthInMinutesOptions", "bookerLayouts", "confirmationPolicy"];

/// An event type, with all fields that the server returns.
#[derive(Clone, Debug, PartialEq)]
pub struct EventType {
    /// Cal.com's number of it.
    pub id: i64,
    /// Its name in links.
    pub slug: String,
    /// The team that it belongs to, if it is not the user's own.
    pub team: Option<i64>,
    whole: Map<String, Value>,
}

impl EventType {
    fn read(whole: Map<String, Value>, team: Option<i64>) -> Option<Self> {
        let id = whole.get("id")?.as_i64()?;
        let slug = whole.get("slug")?.as_str()?.to_owned();
        Some(Self { id, slug, team, whole })
    }

    /// Requests those of the account, or of a user, for servers that support nothing else.
    #[must_use]
    pub fn request(user: Option<&str>) -> Request {
        let query = user.map_or(String::new(), |user| {
            url::form_urlencoded::Serializer::new("?".to_owned()).append_pair("username", user).finish()
        });
        Request::get(format!("/event-types{query}"), VERSION)
    }

    /// Asks for those of a team.
    #[must_use]
    pub fn request_of(team: &Team) -> Request {
        Request::get(format!("/teams/{}/event-types", team.id), VERSION)
    }

    /// Asks for this one again.
    #[must_use]
    pub fn again(&self) -> Request {
        Request::get(self.path(), VERSION)
    }

    fn path(&self) -> String {
        match self.team {
            Some(team) => format!("/teams/{team}/event-types/{}", self.id),
            None => format!("/event-types/{}", self.id),
        }
    }

    /// Sets the redirect, and changes nothing else.
    #[must_use]
    pub fn redirect_to(&self, url: &str) -> Request {
        self.redirect_back(Some(url))
    }

    /// Restores the previous redirect, or removes it; some servers ignore the latter.
    #[must_use]
    pub fn redirect_back(&self, url: Option<&str>) -> Request {
        let known = |name: &&str| self.whole.get(*name).filter(|value| !value.is_null()).cloned();
        let mut body: Map<String, Value> =
            REPEATED.iter().filter_map(|name| Some(((*name).to_owned(), known(name)?))).collect();
        body.insert("successRedirectUrl".into(), url.into());
        Request::with_body(Method::Patch, self.path(), VERSION, body.into())
    }

    /// The address that bookers are sent to.
    #[must_use]
    pub fn redirect(&self) -> Option<&str> {
        self.text("successRedirectUrl")
    }

    /// Whether the redirect carries the booking's uid: the API returns this, but cannot change it.
    #[must_use]
    pub fn forwards(&self) -> bool {
        self.whole.get("forwardParamsSuccessRedirect") != Some(&Value::Bool(false))
    }

    /// Returns the fields that changed, besides the redirect.
    #[must_use]
    pub fn differs_from(&self, before: &Self) -> Vec<String> {
        let differs = |name: &&String| {
            let is_ours = ["successRedirectUrl", "updatedAt"].contains(&name.as_str());
            !is_ours && before.whole.get(*name) != self.whole.get(*name)
        };
        let gone = before.whole.keys().filter(|name| !self.whole.contains_key(*name));
        self.whole.keys().chain(gone).filter(differs).cloned().collect()
    }

    /// The scope of its subscription: a user's own does not fire for a team's bookings.
    #[must_use]
    pub fn scope(&self) -> Scope {
        self.team.map_or(Scope::User, |team| Scope::TeamEventType { team, id: self.id })
    }

    /// Other scopes whose subscriptions fire for it, too.
    #[must_use]
    pub fn other_scopes(&self, me: &Me) -> Vec<Scope> {
        let own = self.team.is_none().then_some(Scope::EventType(self.id));
        own.into_iter().chain(me.organization_id.map(Scope::Organization)).collect()
    }

    /// The path of its public page, as far as the server tells.
    fn page(&self) -> Option<Url> {
        Url::parse(self.text("bookingUrl")?).ok()
    }

    fn text(&self, name: &str) -> Option<&str> {
        self.whole.get(name).and_then(Value::as_str).filter(|text| !text.is_empty())
    }
}

/// Reads a list of event types. One that cannot be read is left out.
///
/// # Errors
/// It is no list.
pub fn event_types(body: &[u8], team: Option<i64>) -> Result<Vec<EventType>, Refusal> {
    let all: Vec<Map<String, Value>> = data(body)?;
    Ok(all.into_iter().filter_map(|whole| EventType::read(whole, team)).collect())
}

/// The event type that a booking link leads to: by the path of its page, else by its name and that
/// of its owner, which are the link's last two parts.
#[must_use]
pub fn find<'a>(link: &CalLink, me: &Me, teams: &[Team], types: &'a [EventType]) -> Option<&'a EventType> {
    let link = Url::parse(link.as_str()).ok()?;
    let path = link.path().trim_end_matches('/');
    let same_page = |known: &&EventType| {
        known.page().is_some_and(|page| page.path().trim_end_matches('/').eq_ignore_ascii_case(path))
    };
    let same_host = |known: &&EventType| known.page().is_some_and(|page| page.host() == link.host());
    let by_page = || types.iter().filter(same_page);
    if let Some(found) = by_page().find(same_host).or_else(|| by_page().next()) {
        return Some(found);
    }
    let mut parts = path.rsplit('/');
    let (slug, owner) = (parts.next()?, parts.next().unwrap_or_default());
    let owns = |known: &&EventType| match known.team {
        Some(team) => teams.iter().any(|of| of.id == team && of.slug.as_deref() == Some(owner)),
        // In an organization the link has another name than the account.
        None => me.username.as_deref() == Some(owner) || me.organization_id.is_some(),
    };
    types.iter().find(|known| known.page().is_none() && known.slug == slug && owns(known))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn me() -> Me {
        serde_json::from_value(json!({ "id": 4021, "username": "dana-reyes" })).expect("an account")
    }

    fn types(list: Value, team: Option<i64>) -> Vec<EventType> {
        event_types(json!({ "data": list }).to_string().as_bytes(), team).expect("a list")
    }

    fn found(link: &str, types: &[EventType]) -> Option<i64> {
        let teams = [Team { id: 7, slug: Some("acme".into()) }];
        find(&CalLink::parse(link).expect("a link"), &me(), &teams, types).map(|found| found.id)
    }

    #[test]
    fn the_event_type_of_a_link_is_found_by_its_page() {
        let all = types(
            json!([
                { "id": 1, "slug": "intro", "bookingUrl": "https://cal.com/dana-reyes/other" },
                { "id": 2, "slug": "x", "bookingUrl": "https://cal.com/dana-reyes/intro" },
                { "id": "none" },
            ]),
            None,
        );
        assert_eq!(found("https://cal.com/dana-reyes/intro?layout=month", &all), Some(2));
        assert_eq!(found("https://cal.com/somebody/intro", &all), None);
    }

    #[test]
    fn without_a_page_the_names_of_the_owner_and_the_type_count() {
        let all = [
            types(json!([{ "id": 1, "slug": "intro" }]), None),
            types(json!([{ "id": 2, "slug": "intro" }]), Some(7)),
        ];
        let all = all.concat();
        assert_eq!(found("dana-reyes/intro", &all), Some(1));
        assert_eq!(found("https://cal.com/team/acme/intro", &all), Some(2));
        assert_eq!(found("other/intro", &all), None);
    }

    #[test]
    fn a_new_redirect_repeats_what_old_servers_would_lose() {
        let all = types(
            json!([{ "id": 1, "slug": "x", "lengthInMinutesOptions": [15, 30], "bookerLayouts": null, "title": "X" }]),
            None,
        );
        let request = all[0].redirect_to("https://a.example/thanks");
        let body =
            json!({ "lengthInMinutesOptions": [15, 30], "successRedirectUrl": "https://a.example/thanks" });
        assert_eq!(
            (request.method, request.path.as_str(), request.body),
            (Method::Patch, "/event-types/1", Some(body))
        );
    }

    #[test]
    fn whatever_else_a_change_touched_is_named() {
        let one = &types(json!([{ "id": 1, "slug": "x", "price": 5, "seats": 1 }]), None)[0];
        let other = &types(
            json!([{ "id": 1, "slug": "x", "price": 6, "successRedirectUrl": "https://a.example" }]),
            None,
        )[0];
        assert_eq!(other.differs_from(one), ["price", "seats"]);
    }
}
