//! Every page that a link of the team's pages leads to, with as much on each as there can be.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use serde_json::json;
use time::{Duration, OffsetDateTime};

use crate::support::applicant::FORM;
use crate::support::server::{Answer, Server, Setup};
use crate::support::team::{OWN, get, link, post, with_owner};

/// So many pages of a kind are opened: more are of the same making.
const OF_A_KIND: usize = 4;

/// A name as long as one may be, of nothing but what takes five times its length on a page.
fn name(number: i64) -> String {
    format!("{number}{}", "<\"&'>".repeat(39))
}

fn email(number: i64) -> String {
    format!("{}{number}@{}.example.com", "x".repeat(60), "y".repeat(60))
}

/// A member, whom the proxy names.
struct Member<'a>(&'a Server, String);

impl Member<'_> {
    fn get(&self, path: &str) -> Answer {
        self.0.request("GET", path, &[("Remote-Email", &self.1), ("Accept", "text/html")], b"")
    }

    fn send(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(form).finish();
        self.0.request("POST", path, &[FORM, OWN, ("Remote-Email", &self.1)], body.as_bytes())
    }

    fn post(&self, path: &str, form: &[(&str, &str)]) {
        let answer = self.send(path, form);
        assert_eq!(answer.status, 303, "{path}: {}", answer.text());
    }
}

fn members(server: &Server) -> Vec<Member<'_>> {
    let member = |number| {
        let member = Member(server, format!("m{number}@{}.example.com", "y".repeat(60)));
        assert_eq!(member.get("/team/me").status, 200);
        member.post("/team/me", &[("name", &name(number)), ("zone", "America/Argentina/ComodRivadavia")]);
        member
    };
    (0..32).map(member).collect()
}

/// A booking in two days that names an application, or none.
fn book(server: &Server, number: i64, profile: Option<&str>, trigger: Trigger, after: Duration) {
    let (now, word) = (OffsetDateTime::now_utc(), "<\"&'>".repeat(40));
    let uid = BookingUid::parse(&format!("uid-{number}")).expect("a uid");
    let mut sample = Sample::new(trigger, uid, now - Duration::HOUR + after, now + Duration::days(2));
    sample.profile = profile.and_then(ProfileId::parse);
    sample.attendee_name = name(number % 10);
    sample.attendee_email = format!("other{}", email(number));
    sample.attendee_timezone = "America/Argentina/ComodRivadavia".into();
    (sample.host_name, sample.event_name) = (name(number % 3), word.clone());
    sample.reason = word;
    assert_eq!(server.deliver(&sample.body()).status, 200);
}

/// Fills everything that a page shows, for the first applicant most of all.
fn load(server: &Server, members: &[Member<'_>]) {
    let answers = json!({"note": "<\"&'>".repeat(800), "role": "<".repeat(100)});
    let first = json!({"name": name(1), "email": email(1), "answers": answers});
    let first = server.post_json("/api/public/profiles", &first).json();
    let first = first["data"]["profileId"].as_str().expect("a profile");
    for number in 2..56 {
        server.apply(&name(number), &email(number));
    }
    for number in 0..12 {
        book(server, number, Some(first), Trigger::BookingCreated, Duration::ZERO);
    }
    for step in 0..50 {
        book(server, 0, Some(first), Trigger::BookingLocationUpdated, Duration::seconds(step));
    }
    for number in 20..60 {
        book(server, number, None, Trigger::BookingCreated, Duration::ZERO);
    }
    for number in 60..90 {
        book(server, number, None, Trigger::BookingCreated, Duration::ZERO);
        let link = [("uid", &*format!("uid-{number}")), ("seat", ""), ("applicant", "nobody")];
        members[0].post("/team/bookings/link", &link);
    }
    let note = "Clear about trade-offs, \"mostly\".\n\n".repeat(230);
    for member in members.iter().take(25) {
        member.post("/team/applicants/1/notes", &[("text", &note[..8000])]);
        for decision in ["accepted", "rejected"] {
            member.post("/team/applicants/1/decision", &[("decision", decision)]);
        }
    }
    for (member, text) in [(1, "<"), (0, "<"), (0, "&"), (0, "&a")] {
        let note = text.repeat(8190 / text.len());
        members[member].post("/team/applicants/1/notes", &[("text", &note)]);
    }
}

/// How many bytes the style and the script of a page take on the line.
fn files(server: &Server, page: &str) -> usize {
    let path = |end: &str| {
        let found = page.split('"').find(|part| part.starts_with("/assets/") && part.ends_with(end));
        found.unwrap_or_else(|| panic!("no {end}")).to_owned()
    };
    let size = |path: String| server.request("GET", &path, &[("Accept-Encoding", "gzip")], b"").body.len();
    size(path(".css")) + size(path(".js"))
}

/// The addresses within the team's pages that a page leads to.
fn links(page: &str) -> BTreeSet<String> {
    let all = page.split("href=\"/team").skip(1).filter_map(|rest| rest.split('"').next());
    let whole = all.map(|rest| format!("/team{}", rest.replace("&#38;", "&")));
    whole.map(|path| path.split('#').next().unwrap_or_default().to_owned()).collect()
}

/// The address without what differs from page to page of one making.
fn kind(path: &str) -> String {
    let (path, query) = path.split_once('?').unwrap_or((path, ""));
    let keys = query.split('&').filter_map(|pair| pair.split('=').next());
    let path = path.split('/').map(|part| if part.parse::<i64>().is_ok() { "n" } else { part });
    path.chain(keys).collect::<Vec<_>>().join("/")
}

fn setup() -> Setup {
    Setup::new()
        .with("BOOKHOOK_TEAM_HEADER", "remote-email")
        .with("BOOKHOOK_TEAM_HEADER_CREATES", "true")
        .with("BOOKHOOK_TRUSTED_PROXIES", "127.0.0.1")
        .with("BOOKHOOK_PROFILES_PER_MINUTE", "1000")
}

#[test]
fn every_link_leads_to_a_page_and_none_takes_more_than_60_kib() {
    let setup = setup();
    let server = setup.start();
    let members = members(&server);
    load(&server, &members);
    let files = files(&server, &members[0].get("/team").text());
    assert!((5_000..15_000).contains(&files), "{files}");
    let first = ["/team", "/team/applicants/1", "/team/applicants?tab=all", "/team/deliveries/13"];
    let mut waiting: VecDeque<String> = first.map(str::to_owned).into();
    for (path, typed) in [
        ("/team/agenda?host=", name(1)),
        ("/team/agenda?host=", "<".repeat(2000)),
        ("/team/applicants?q=", "<".repeat(2000)),
        ("/team/applicants?q=", format!("{}x", "<".repeat(199))),
        ("/team/bookings/20?q=", format!("{}x", "<".repeat(199))),
        ("/team/bookings/20?q=", "<".repeat(2000)),
    ] {
        let typed: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
        waiting.push_back(format!("{path}{typed}"));
    }
    let (mut known, mut of_a_kind) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
    let mut wrong = Vec::new();
    while let Some(path) = waiting.pop_front() {
        let seen = of_a_kind.entry(kind(&path)).or_default();
        if *seen == OF_A_KIND || !known.insert(path.clone()) {
            continue;
        }
        *seen += 1;
        let answer = members[0].get(&path);
        let is_page = answer.header("content-type").is_some_and(|kind| kind.starts_with("text/html"));
        if answer.status != 200 || is_page && answer.body.len() + files > 60 * 1024 {
            wrong.push(format!("{path}: {}, {} bytes", answer.status, answer.body.len() + files));
        }
        if is_page {
            waiting.extend(links(&answer.text()));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let kinds = ["/team/applicants/n/notes/n/", "/team/applicants/n/history", "/team/members/after"];
    for kind in kinds.into_iter().chain([
        "/team/applicants/n/notes",
        "/team/unmatched/before",
        "/team/agenda/from/after",
    ]) {
        assert!(of_a_kind.contains_key(kind), "{kind}: {of_a_kind:?}");
    }
}

#[test]
fn a_refused_note_of_any_length_is_answered_with_a_page_of_at_most_60_kib() {
    let setup = setup();
    let server = setup.start();
    let members = members(&server);
    load(&server, &members);
    let files = files(&server, &members[0].get("/team").text());
    let send = |path: &str, text: &str, length: usize, status: u16| {
        let note = text.repeat(length / text.len());
        let form = [("text", &*note), ("read", "2026-01-01T00:00:00Z")];
        let answer = members[0].send(&format!("/team/applicants/1/notes{path}"), &form);
        let size = answer.body.len() + files;
        assert!(answer.status == status && size <= 60 * 1024, "{path} {length} {text}: {size}");
    };
    for (text, length) in [("x", 2), ("x", 3000), ("x", 8192), ("<", 8192), ("&a", 8192)] {
        send("/29", text, length, 409);
    }
    for (text, length) in [("x", 8193), ("<", 8193), ("&a", 10_000), ("x", 32_768), ("x", 120_000)] {
        send("", text, length, 422);
        send("/29", text, length, 422);
    }
}

#[test]
fn no_form_gives_back_more_than_a_page_of_60_kib_has_room_for() {
    let setup = Setup::new();
    let (server, dana) = with_owner(&setup);
    let files = files(&server, &get(&server, &dana, "/team").text());
    let join = link(&setup, &["invite"]);
    for typed in ["%3C".repeat(10_000), "x".repeat(30_000), "%2Fteam%2Fapplicants".repeat(1500)] {
        for (who, path, status) in [
            ("", "/team/sign-in", 422),
            ("", &join, 422),
            (&dana, "/team/me", 422),
            (&dana, "/team/prove", 422),
        ] {
            let body = format!("name={typed}&email={typed}");
            let body = if path == "/team/prove" { format!("to={typed}") } else { body };
            let answer = post(&server, who, path, &body);
            let size = answer.body.len() + files;
            assert!(answer.status == status && size <= 60 * 1024, "{path}: {}, {size}", answer.status);
        }
        let answer = get(&server, "", &format!("/team/sign-in?to={}", &typed[..15_000]));
        assert!(answer.status == 200 && answer.body.len() + files <= 60 * 1024, "{}", answer.body.len());
    }
}
