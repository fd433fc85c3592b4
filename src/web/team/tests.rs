//! Who is not a member sees nothing: every route below `/team` is asked for, as Rocket's own table lists
//! them, so that a new one is guarded or fails here.

use rocket::http::{ContentType, Cookie, Header, Method, Status};
use rocket::local::asynchronous::Client;
use rocket::tokio;
use tempfile::TempDir;
use time::{Duration, OffsetDateTime};

use super::door::DOOR;
use crate::access::TeamKey;
use crate::calcom::CODEC;
use crate::calcom::signature::{Secret, Secrets};
use crate::config::{Configuration, Sources};
use crate::domain::member::{MemberNumber, Role};
use crate::domain::text::{Email, PersonName};
use crate::live::{Bounds, Live};
use crate::store::{Hooks, Joined, NewMember, NewSession, OneTimeLink, Rules, SessionKey, Store};
use crate::web::{Keys, Metrics, Parts, Recent, Watch};

/// The ways in, which everybody may open.
const DOORS: [(Method, &str); 5] = [
    (Method::Get, "/team/join/<token>"),
    (Method::Get, "/team/sign-in?<to>"),
    (Method::Post, "/team/join/<token>"),
    (Method::Post, "/team/sign-in"),
    (Method::Post, "/team/sign-in/code"),
];
/// The actions that only owners may take.
const OWNERS: [&str; 3] =
    ["/team/members/<number>/remove", "/team/members/<number>/role", "/team/members/invite"];
const METHODS: [Method; 7] =
    [Method::Get, Method::Head, Method::Post, Method::Put, Method::Patch, Method::Delete, Method::Options];
const SAME: (&str, &str) = ("Sec-Fetch-Site", "same-origin");

struct House {
    client: Client,
    store: Store,
    _folder: TempDir,
}

impl House {
    async fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let configuration = Configuration::load(&Sources::default()).expect("the defaults");
        let rules = Rules { codec: CODEC, match_by_email: true };
        let store = Store::open(&folder.path().join("a.db"), rules, Hooks::default()).expect("a store");
        let secrets = Secrets { current: Secret::new("a secret").expect("a secret"), previous: None };
        let live = Live::new(Bounds { total: 1, per_address: 1 });
        let metrics = Metrics::new(OffsetDateTime::UNIX_EPOCH);
        let watch = Watch { metrics, backups: None, reconciler: None };
        let keys = Keys { webhook: secrets, team: Some(TeamKey::new("a key")), secrets: Default::default() };
        let recent = Recent::default();
        let parts = Parts { keys, store: store.clone(), live, recent, watch, logo: None };
        let (rocket, _) = crate::web::build(&configuration, parts);
        Self { client: Client::untracked(rocket).await.expect("a server"), store, _folder: folder }
    }

    /// Adds a member, and returns the cookie of a session that began `ago`.
    async fn member(&self, name: &str, role: Role, ago: Duration) -> Cookie<'static> {
        use sha2::Digest as _;
        let value = format!("{name:x>64}");
        let key = SessionKey(sha2::Sha256::digest(&value).into());
        let new = NewMember {
            email: Email::parse(&format!("{name}@team.example.com")).expect("an address"),
            name: PersonName::parse(name).expect("a name"),
            role,
            password: Some("none".into()),
            zone: None,
        };
        let (session, now) =
            (NewSession { key, browser: "A browser".into() }, OffsetDateTime::now_utc() - ago);
        let nonce: [u8; 16] = std::array::from_fn(|at| value.as_bytes()[48 + at]);
        let joined = self.store.join(OneTimeLink { nonce, until: now }, new, Some(session), now).await;
        assert_eq!(joined, Ok(Joined::Joined));
        Cookie::new("bookhook_team", value)
    }

    /// Every address below `/team`, with the methods that it takes.
    fn routes(&self) -> Vec<(Method, String)> {
        let routes = self.client.rocket().routes().map(|route| (route.method, route.uri.to_string()));
        routes.filter(|(_, uri)| uri.starts_with("/team")).collect()
    }

    async fn ask(
        &self,
        method: Method,
        uri: &str,
        cookie: Option<&Cookie<'static>>,
        from: Option<(&'static str, &'static str)>,
    ) -> (Status, Option<String>, String) {
        let path = uri.split('?').next().expect("a path");
        let path = path.replace("<number>", "7").replace("<note>", "7").replace("<token>", "00");
        let mut request = self.client.req(method, path).header(ContentType::Form).body("role=member");
        if let Some(cookie) = cookie {
            request = request.cookie(cookie.clone());
        }
        if let Some((name, value)) = from {
            request = request.header(Header::new(name, value));
        }
        let answer = request.dispatch().await;
        let (status, place) = (answer.status(), answer.headers().get_one("Location").map(str::to_owned));
        if answer.content_type() == Some(ContentType::EventStream) {
            return (status, place, String::new()); // its end is far away
        }
        (status, place, answer.into_string().await.unwrap_or_default())
    }
}

fn is_door(method: Method, uri: &str) -> bool {
    DOORS.contains(&(method, uri))
}

#[tokio::test]
async fn whoever_is_not_signed_in_is_led_to_the_door_by_every_route_and_method() {
    let house = House::new().await;
    house.member("owner", Role::Owner, Duration::ZERO).await;
    let ended = house.member("ended", Role::Owner, Duration::days(15)).await;
    let doors: Vec<_> = house.routes().into_iter().filter(|(method, uri)| is_door(*method, uri)).collect();
    assert_eq!(doors.len(), DOORS.len());
    for cookie in [None, Some(&ended), Some(&Cookie::new("bookhook_team", "x"))] {
        for (_, uri) in house.routes().into_iter().chain([(Method::Get, "/team/nothing".to_owned())]) {
            for method in METHODS {
                let as_get = if method == Method::Head { Method::Get } else { method };
                if DOORS
                    .iter()
                    .any(|(known, door)| *known == as_get && door.split('?').next() == uri.split('?').next())
                {
                    continue;
                }
                let (status, place, body) = house.ask(method, &uri, cookie, Some(SAME)).await;
                let is_led = status == Status::SeeOther && place.is_some_and(|place| place.starts_with(DOOR));
                assert!(is_led && body.is_empty(), "{method} {uri}: {status} {body}");
            }
        }
    }
}

#[tokio::test]
async fn what_is_for_owners_is_refused_to_members_and_the_rest_is_not() {
    let house = House::new().await;
    house.member("owner", Role::Owner, Duration::ZERO).await;
    let member = house.member("member", Role::Member, Duration::ZERO).await;
    let mut refused: Vec<String> = Vec::new();
    for (method, uri) in house.routes() {
        // The session ends with it.
        if uri != "/team/sign-out"
            && house.ask(method, &uri, Some(&member), Some(SAME)).await.0 == Status::Forbidden
        {
            refused.push(uri);
        }
    }
    refused.sort();
    assert_eq!(refused, OWNERS);
}

#[tokio::test]
async fn nothing_is_changed_for_a_form_of_another_site_or_of_no_page() {
    let house = House::new().await;
    let owner = house.member("owner", Role::Owner, Duration::ZERO).await;
    let mut asked = 0;
    for (method, uri) in house.routes() {
        for from in [None, Some(("Sec-Fetch-Site", "cross-site")), Some(("Origin", "null"))] {
            if method != Method::Get {
                assert_eq!(
                    house.ask(method, &uri, Some(&owner), from).await.0,
                    Status::Forbidden,
                    "{uri} {from:?}"
                );
                asked += 1;
            }
        }
    }
    assert!(asked >= 27, "{asked}");
    let kept = house.store.member(MemberNumber(1)).expect("read").expect("still a member");
    assert_eq!(kept.role, Role::Owner);
}

#[tokio::test]
async fn the_password_is_asked_for_again_before_the_second_step_is_changed() {
    let house = House::new().await;
    let member = house.member("owner", Role::Owner, Duration::minutes(11)).await;
    for (method, uri) in [
        (Method::Get, "/team/me/second-step"),
        (Method::Post, "/team/me/second-step"),
        (Method::Post, "/team/me/second-step/off"),
    ] {
        let (_, place, _) = house.ask(method, uri, Some(&member), Some(SAME)).await;
        assert!(place.is_some_and(|place| place.starts_with("/team/prove")), "{method} {uri}");
    }
}
