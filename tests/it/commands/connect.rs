//! `bookhook connect` and `disconnect`, against a stand-in of Cal.com's API.

use std::fs;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::thread::{scope, spawn};

use serde_json::{Value, json};

use super::reconcile::{booking, pass};
use crate::support::cal_api::{CalApi, Failing, KEY, PUBLIC, event_type};
use crate::support::patience::eventually;
use crate::support::server::{SECRET, Setup, WEBHOOK, finish, wire};

const ALL: [&str; 12] = [
    "BOOKING_CREATED",
    "BOOKING_RESCHEDULED",
    "BOOKING_CANCELLED",
    "BOOKING_REQUESTED",
    "BOOKING_REJECTED",
    "BOOKING_PAID",
    "BOOKING_PAYMENT_INITIATED",
    "BOOKING_NO_SHOW_UPDATED",
    "MEETING_STARTED",
    "MEETING_ENDED",
    "BOOKING_REASSIGNED",
    "BOOKING_LOCATION_UPDATED",
];

fn subscriber_url() -> String {
    format!("{PUBLIC}{WEBHOOK}")
}

fn redirect() -> String {
    format!("{PUBLIC}/schedule?bookingConfirmed=true")
}

/// The exit code, and all that was said.
fn connect(setup: &Setup, arguments: &[&str]) -> (i32, String) {
    run(setup, &[&["connect"], arguments].concat())
}

fn run(setup: &Setup, arguments: &[&str]) -> (i32, String) {
    let (code, out, err) = finish(setup.command(arguments));
    let said = format!("{out}{err}");
    assert!(!said.contains("canary") && !said.contains(SECRET), "the key or the secret was said: {said}");
    (code, said)
}

fn assert_connected(api: &CalApi) {
    let webhooks = api.webhooks();
    assert_eq!(webhooks.len(), 1, "{webhooks:?}");
    let (scope, webhook) = &webhooks[0];
    assert_eq!(scope, "/webhooks");
    assert_eq!(webhook["subscriberUrl"], json!(subscriber_url()));
    assert_eq!((&webhook["active"], &webhook["secret"]), (&json!(true), &json!(SECRET)));
    assert_eq!((&webhook["payloadTemplate"], &webhook["version"]), (&Value::Null, &json!("2021-10-20")));
    assert_eq!(webhook["triggers"], json!(ALL));
    assert_eq!(api.redirect(), json!(redirect()));
}

/// How many requests wrote something.
fn writes(api: &CalApi) -> usize {
    let asked = api.take_asked();
    assert!(asked.iter().all(|asked| asked.method != "DELETE"), "{asked:?}");
    asked.iter().filter(|asked| asked.method != "GET").count()
}

#[test]
fn connect_sets_up_the_webhook_and_the_redirect_without_a_server() {
    let api = CalApi::start();
    let (code, said) = connect(&api.setup(), &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("connected") && said.contains("dana-reyes") && said.contains("Ping test"),
        "{said}"
    );
    assert_connected(&api);
    assert_eq!(writes(&api), 2);
}

#[test]
fn a_second_run_of_connect_changes_nothing_and_asks_nothing() {
    let api = CalApi::start();
    let setup = api.setup();
    assert_eq!(connect(&setup, &["--yes"]).0, 0);
    api.take_asked();
    let (code, said) = connect(&setup, &[]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("nothing to change"), "{said}");
    assert_eq!(writes(&api), 0);
}

#[test]
fn a_dry_run_of_connect_shows_the_plan_and_changes_nothing() {
    let api = CalApi::start();
    let setup = api.setup().without("CAL_COM_WEBHOOK_SECRET");
    let (code, said) = connect(&setup, &["--dry-run"]);
    assert_eq!(code, 0, "{said}");
    for part in ["create a webhook secret here", "create a webhook for", "set the event type's redirect"] {
        assert!(said.contains(part), "{said}");
    }
    assert_eq!(writes(&api), 0);
    let folder = setup.database().parent().expect("a folder").to_owned();
    assert_eq!(fs::read_dir(folder).expect("the folder").count(), 0);
}

#[test]
fn without_a_terminal_and_without_yes_connect_writes_nothing() {
    let api = CalApi::start();
    let setup = api.setup().without("CAL_COM_WEBHOOK_SECRET");
    let (code, said) = connect(&setup, &[]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("there is no terminal to ask on") && said.contains("--yes"), "{said}");
    assert_eq!(writes(&api), 0);
    assert!(!setup.database().with_file_name("webhook.secret").exists());
}

#[test]
fn the_secret_is_here_before_it_is_at_cal_com() {
    let api = CalApi::start();
    let setup = api.setup().without("CAL_COM_WEBHOOK_SECRET");
    api.state().failing.insert(4, Failing::Silence);
    assert_eq!(connect(&setup, &["--yes"]).0, 1);
    let asked = api.take_asked();
    let made = fs::read_to_string(setup.database().with_file_name("webhook.secret")).expect("a secret");
    let sent = &asked.iter().find(|asked| asked.method == "POST").expect("a write").body["secret"];
    assert_eq!(*sent, json!(made.trim()));
}

#[test]
fn a_drifted_webhook_is_put_right_and_keeps_its_own_triggers() {
    let api = CalApi::start();
    let other = json!({ "id": "n8n", "subscriberUrl": "https://n8n.example.net/webhook", "active": true, "triggers": ["BOOKING_CREATED"] });
    let ours = json!({ "id": "ours", "subscriberUrl": subscriber_url(), "active": false, "secret": null, "version": "2026-07-27",
        "triggers": ["FORM_SUBMITTED", "BOOKING_CREATED"], "payloadTemplate": "{}" });
    api.state().webhooks = vec![("/webhooks".into(), other.clone()), ("/webhooks".into(), ours)];
    let (code, said) = connect(&api.setup(), &["--yes"]);
    assert_eq!(code, 0, "{said}");
    let webhooks = api.webhooks();
    assert_eq!(webhooks[0].1, other, "somebody else's");
    let ours = &webhooks[1].1;
    assert_eq!(
        (&ours["active"], &ours["secret"], &ours["payloadTemplate"]),
        (&json!(true), &json!(SECRET), &Value::Null)
    );
    assert_eq!((&ours["version"], &ours["triggers"][0]), (&json!("2021-10-20"), &json!("FORM_SUBMITTED")));
    assert_eq!(ours["triggers"].as_array().map(Vec::len), Some(13));
}

#[test]
fn an_old_server_s_unknown_triggers_are_named_and_left_out() {
    let api = CalApi::start();
    api.state().triggers = ALL[..10].to_vec();
    let setup = api.setup();
    let (code, said) = connect(&setup, &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("does not know the triggers BOOKING_REASSIGNED, BOOKING_LOCATION_UPDATED"),
        "{said}"
    );
    assert_eq!(api.webhooks()[0].1["triggers"], json!(ALL[..10]));
    api.take_asked();
    assert_eq!(connect(&setup, &[]).0, 0);
    assert_eq!(writes(&api), 0);
}

#[test]
fn a_webhook_that_appears_meanwhile_is_taken_over() {
    let api = CalApi::start();
    let there = json!({ "id": "there", "subscriberUrl": subscriber_url(), "active": true, "triggers": ALL, "secret": null });
    api.state().webhooks = vec![("/webhooks".into(), there)];
    // The list of the first look is empty.
    api.state().failing.insert(2, Failing::Answer(200, r#"{"status":"success","data":[]}"#.into()));
    let (code, said) = connect(&api.setup(), &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert_connected(&api);
}

#[test]
fn a_team_s_event_type_gets_a_webhook_and_a_redirect_of_its_own() {
    let api = CalApi::start();
    let mut team_type = event_type();
    team_type["id"] = json!(990_001);
    team_type["bookingUrl"] = json!("https://cal.com/team/acme/interview");
    api.state().teams = vec![json!({ "id": 7, "slug": "acme" })];
    api.state().team_event_types.insert(7, vec![team_type]);
    let setup = api.setup().with("BOOKHOOK_CAL_LINK", "https://cal.com/team/acme/interview");
    let (code, said) = connect(&setup, &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(api.webhooks()[0].0, "/teams/7/event-types/990001/webhooks");
    assert_eq!(api.state().team_event_types[&7][0]["successRedirectUrl"], json!(redirect()));
    assert_eq!(api.redirect(), Value::Null, "the personal one");
}

#[test]
fn a_redirect_that_the_plan_refuses_is_a_warning_with_the_click_to_make() {
    let api = CalApi::start();
    api.state().refuses_redirects = true;
    let (code, said) = connect(&api.setup(), &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(
        said.contains("your plan at Cal.com does not include it") && said.contains(&redirect()),
        "{said}"
    );
    assert_eq!(api.webhooks().len(), 1);
}

#[test]
fn on_a_server_that_loses_fields_the_event_type_stays_as_it_was() {
    let api = CalApi::start();
    api.state().is_lossy = true;
    let (code, said) = connect(&api.setup(), &["--yes"]);
    assert_eq!(code, 0, "{said}");
    let mut expected = event_type();
    expected["successRedirectUrl"] = json!(redirect());
    assert_eq!(api.state().event_types[0], expected);
}

#[test]
fn a_redirect_that_does_not_forward_is_told_with_the_click_to_make() {
    let api = CalApi::start();
    api.state().event_types[0]["forwardParamsSuccessRedirect"] = json!(false);
    let (code, said) = connect(&api.setup(), &["--yes"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("switch on the forwarding of query parameters"), "{said}");
}

#[test]
fn a_second_webhook_to_the_same_address_is_reported_and_stays() {
    let api = CalApi::start();
    let twin = json!({ "id": "twin", "subscriberUrl": subscriber_url(), "active": true, "triggers": ALL, "secret": SECRET });
    api.state().webhooks = vec![("/event-types/881204/webhooks".into(), twin.clone())];
    let (code, said) = connect(&api.setup(), &["--yes"]);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains("a second webhook delivers to this address, among the event type's webhooks"),
        "{said}"
    );
    assert_eq!(api.webhooks()[0].1, twin);
}

#[test]
fn another_bookhook_s_webhook_is_reported_and_stays() {
    let api = CalApi::start();
    let old = json!({ "id": "old", "subscriberUrl": format!("https://old.example.com{WEBHOOK}"), "active": true, "triggers": ALL, "secret": SECRET });
    api.state().webhooks = vec![("/webhooks".into(), old.clone())];
    let (code, said) = connect(&api.setup(), &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("another webhook delivers to https://old.example.com"), "{said}");
    assert_eq!(api.webhooks()[0].1, old);
    assert_eq!(api.webhooks().len(), 2);
}

#[test]
fn an_address_that_was_ours_before_is_moved() {
    let api = CalApi::start();
    let setup = api.setup();
    assert_eq!(connect(&setup, &["--yes"]).0, 0);
    let setup = setup.with("BOOKHOOK_PUBLIC_URL", "https://new.example.com");
    let (code, said) = connect(&setup, &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("move the webhook from https://book.example.com"), "{said}");
    let webhooks = api.webhooks();
    assert_eq!(webhooks.len(), 1);
    assert_eq!(webhooks[0].1["subscriberUrl"], json!(format!("https://new.example.com{WEBHOOK}")));
    assert_eq!(api.redirect(), json!("https://new.example.com/schedule?bookingConfirmed=true"));
}

/// Answers the questions of a command on a terminal.
fn on_terminal(setup: &Setup, answers: &str) -> Option<(i32, String)> {
    let bookhook = setup.command(&["connect"]);
    let program = bookhook.get_program().to_string_lossy().into_owned();
    let mut script = setup.command(&[]);
    let environment: Vec<_> =
        script.get_envs().map(|(name, value)| (name.to_owned(), value.map(ToOwned::to_owned))).collect();
    let folder = script.get_current_dir().expect("a folder").to_owned();
    script = std::process::Command::new("script");
    for (name, value) in environment {
        match value {
            Some(value) => script.env(name, value),
            None => script.env_remove(name),
        };
    }
    let line = format!("{program} connect");
    script
        .current_dir(folder)
        .args(["-qec", &line, "/dev/null"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    let mut child = script.spawn().ok()?;
    child.stdin.take().expect("its input").write_all(answers.as_bytes()).expect("answered");
    let mut said = String::new();
    child.stdout.take().expect("its output").read_to_string(&mut said).expect("text");
    Some((child.wait().expect("its end").code().unwrap_or(-1), said))
}

#[test]
fn a_foreign_secret_and_redirect_stay_unless_they_may_be_replaced() {
    let api = CalApi::start();
    let foreign = json!({ "id": "ours", "subscriberUrl": subscriber_url(), "active": false, "triggers": ALL, "secret": "theirs", "version": "2021-10-20" });
    api.state().webhooks = vec![("/webhooks".into(), foreign)];
    api.state().event_types[0]["successRedirectUrl"] = json!("https://shop.example.com/thanks");
    let setup = api.setup();
    if let Some((code, said)) = on_terminal(&setup, "yes\nno\n") {
        assert_eq!(code, 1, "{said}");
        assert!(said.contains("--yes to replace it"), "{said}");
        let webhook = &api.webhooks()[0].1;
        assert_eq!((&webhook["active"], &webhook["secret"]), (&json!(true), &json!("theirs")));
        assert_eq!(api.redirect(), json!("https://shop.example.com/thanks"));
    }
    let (code, said) = connect(&setup, &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert_connected(&api);
    assert_eq!(run(&setup, &["disconnect", "--yes"]).0, 0);
    assert_eq!(api.redirect(), json!("https://shop.example.com/thanks"), "put back");
}

#[test]
fn a_secret_that_was_ours_until_lately_is_replaced_like_our_own() {
    let api = CalApi::start();
    let setup = api.setup();
    assert_eq!(connect(&setup, &["--yes"]).0, 0);
    let rotated = setup
        .with("CAL_COM_WEBHOOK_SECRET_PREVIOUS", SECRET)
        .with("CAL_COM_WEBHOOK_SECRET", "another-secret-of-ours");
    if let Some((code, said)) = on_terminal(&rotated, "yes\n") {
        assert_eq!(code, 0, "{said}");
        assert_eq!(api.webhooks()[0].1["secret"], json!("another-secret-of-ours"));
    }
}

#[test]
fn connect_names_what_is_missing_before_any_request() {
    let api = CalApi::start();
    let cases: [(&str, Option<&str>, &str); 7] = [
        ("CAL_COM_API_KEY", None, "CAL_COM_API_KEY"),
        ("BOOKHOOK_CAL_LINK", None, "cal_link is not set"),
        ("BOOKHOOK_PUBLIC_URL", Some("http://book.example.com"), "does not deliver to public_url"),
        ("BOOKHOOK_PUBLIC_URL", Some("https://10.0.0.7"), "does not deliver to public_url"),
        ("BOOKHOOK_PUBLIC_URL", Some("https://intranet"), "does not deliver to public_url"),
        ("BOOKHOOK_CAL_API_URL", Some("http://api.cal.com"), "cal_api_url"),
        ("CAL_COM_API_KEY", Some(""), "the API key from CAL_COM_API_KEY is empty"),
    ];
    for (name, value, why) in cases {
        let setup = match value {
            Some(value) => api.setup().with(name, value),
            None => api.setup().without(name),
        };
        let (code, said) = connect(&setup, &["--yes"]);
        assert_eq!(code, 3, "{name}: {said}");
        assert!(said.contains(why), "{name}: {said}");
    }
    let elsewhere = api
        .setup()
        .without("BOOKHOOK_CAL_API_URL")
        .with("BOOKHOOK_CAL_LINK", "https://cal.example.com/dana/x");
    let (code, said) = connect(&elsewhere, &["--yes"]);
    assert_eq!(code, 3, "{said}");
    assert!(said.contains("set cal_api_url"), "{said}");
    assert_eq!(api.take_asked().len(), 0);
}

#[test]
fn each_way_in_which_the_api_refuses_is_said_with_its_remedy() {
    let html = || "<!DOCTYPE html><title>502</title>".to_owned();
    let cases: [(Failing, &str); 6] = [
        (Failing::Answer(200, html()), "is not Cal.com's API: it answered with a page"),
        (Failing::Answer(200, r#"{"status":"success","data":[1]}"#.into()), "in an unexpected format"),
        (Failing::Answer(403, "{}".into()), "does not allow the API key"),
        (Failing::Answer(404, "{}".into()), "cal_api_url"),
        (Failing::With(302, "Location: https://evil.example/\r\n"), "does not send the key along"),
        (Failing::Answer(429, "{}".into()), "refuses more requests"),
    ];
    for (failing, why) in cases {
        let api = CalApi::start();
        for number in 0..4 {
            let failing = match &failing {
                Failing::Answer(429, _) => Failing::With(429, "Retry-After: 1\r\n"),
                failing => failing.clone(),
            };
            api.state().failing.insert(number, failing);
        }
        let (code, said) = connect(&api.setup(), &["--yes"]);
        assert_eq!(code, 1, "{failing:?}: {said}");
        assert!(said.contains(why), "{failing:?}: {said}");
    }
    for (message, why) in [
        ("Your api key is expired", "the API key is expired"),
        ("Invalid API Key", "does not know the API key"),
        ("Invalid or missing CALCOM_LICENSE_KEY environment variable", "has no licence"),
    ] {
        let api = CalApi::start();
        api.state().unauthorized = Some(message);
        let (code, said) = connect(&api.setup(), &["--yes"]);
        assert_eq!((code, said.contains(why)), (1, true), "{said}");
    }
}

#[test]
fn whatever_fails_at_whichever_request_the_next_run_connects_with_one_webhook() {
    let quiet = CalApi::start();
    assert_eq!(connect(&quiet.setup(), &["--yes"]).0, 0);
    let requests = quiet.take_asked().len();
    assert!(requests > 6, "{requests}");
    let case = |failing: &Failing, number: usize| {
        let api = CalApi::start();
        let setup = api.setup();
        // A read is tried three times.
        api.state().failing = (number..number + 3).map(|number| (number, failing.clone())).collect();
        let (code, said) = connect(&setup, &["--yes"]);
        assert_eq!(code, 1, "request {number}, {failing:?}: {said}");
        api.state().failing.clear();
        let (code, said) = connect(&setup, &["--yes"]);
        assert_eq!(code, 0, "after request {number}, {failing:?}: {said}");
        assert_connected(&api);
    };
    scope(|threads| {
        for failing in [Failing::Answer(401, "{}".into()), Failing::Silence, Failing::Lost] {
            threads.spawn(move || (0..requests).for_each(|number| case(&failing, number)));
        }
    });
}

#[test]
fn no_file_of_bookhook_s_holds_the_key_and_only_its_own_the_secret() {
    let api = CalApi::start();
    let setup = api.setup().without("CAL_COM_WEBHOOK_SECRET").with("BOOKHOOK_LOG", "trace");
    assert_eq!(connect(&setup, &["--yes"]).0, 0);
    let server = setup.start();
    let (_, _, log) = server.stop();
    let folder = setup.database().parent().expect("a folder").to_owned();
    let secret = fs::read_to_string(folder.join("webhook.secret")).expect("a secret");
    let files = fs::read_dir(&folder).expect("the folder").map(|entry| entry.expect("an entry").path());
    for path in files {
        let bytes = String::from_utf8_lossy(&fs::read(&path).expect("a file")).into_owned();
        assert!(!bytes.contains(KEY), "{}", path.display());
        let is_own = path.ends_with("webhook.secret");
        assert!(is_own || !bytes.contains(secret.trim()), "{}", path.display());
    }
    assert!(!log.join("\n").contains(KEY) && !log.join("\n").contains(secret.trim()), "{log:?}");
}

#[test]
fn the_code_has_no_request_that_deletes() {
    let mut folders = vec![std::path::PathBuf::from("src")];
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()) {
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = fs::read_to_string(&path).unwrap_or_default();
            assert!(
                !text.contains("agent.delete(") && !text.contains("Method::DELETE"),
                "{}",
                path.display()
            );
        }
    }
}

/// Ends a command that would run on.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn connect_waits_for_the_first_signed_delivery() {
    let api = CalApi::start();
    let setup = api.setup();
    let server = setup.start();
    let mut command = setup.command(&["connect", "--yes", "--wait"]);
    let mut waiting = Running(command.stdout(Stdio::piped()).spawn().expect("it runs"));
    eventually("it is connected", || (api.redirect() == json!(redirect())).then_some(()));
    assert_eq!(
        server.request("POST", WEBHOOK, &[("X-Cal-Signature-256", "no-secret-provided")], b"{}").status,
        401
    );
    // A repair is no delivery of Cal.com's.
    api.state().bookings = vec![booking("told", 50)];
    pass(&setup);
    assert_eq!(server.deliver(&wire("PING")).status, 200);
    assert_eq!(waiting.0.wait().expect("its end").code(), Some(0));
    let mut said = String::new();
    waiting.0.stdout.take().expect("its output").read_to_string(&mut said).expect("text");
    assert!(said.ends_with("A signed delivery has arrived: PING.\n"), "{said}");
}

/// An agent of ngrok whose tunnel leads to `port`.
fn ngrok_agent(port: u16) -> Arc<Mutex<&'static str>> {
    // Another test on this machine may have the port for a while.
    let listener = eventually("the agent's port is free", || TcpListener::bind("127.0.0.1:4040").ok());
    let host = Arc::new(Mutex::new("https://first.ngrok-free.app"));
    let shared = Arc::clone(&host);
    spawn(move || {
        for mut stream in listener.incoming().flatten() {
            let mut head = [0; 1024];
            let _ = stream.read(&mut head);
            let tunnels =
                json!({ "tunnels": [{ "public_url": *shared.lock().expect("a host"), "proto": "https",
                "config": { "addr": format!("http://localhost:{port}") } }] })
                .to_string();
            let _ = write!(
                stream,
                "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: {}\r\n\r\n{tunnels}",
                tunnels.len()
            );
        }
    });
    host
}

#[test]
fn connect_and_the_server_follow_the_tunnel() {
    let api = CalApi::start();
    let port = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let host = ngrok_agent(port);
    let setup = api.setup().with("BOOKHOOK_PUBLIC_URL", "ngrok").with("ROCKET_PORT", &port.to_string());
    let mut command = setup.command(&["connect", "--yes", "--watch"]);
    let _watching = Running(command.stdout(Stdio::null()).spawn().expect("it runs"));
    let at = |origin: &str| {
        let webhooks = api.webhooks();
        let is_there =
            webhooks.len() == 1 && webhooks[0].1["subscriberUrl"] == json!(format!("{origin}{WEBHOOK}"));
        (is_there && api.redirect() == json!(format!("{origin}/schedule?bookingConfirmed=true")))
            .then_some(())
    };
    eventually("the first address", || at("https://first.ngrok-free.app"));
    let mut server = setup.command(&[]);
    let _server = Running(server.stderr(Stdio::null()).spawn().expect("a server"));
    let schedule_url = || {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", port)).ok()?;
        let body = json!({ "name": "Sam", "email": "sam@example.com" }).to_string();
        write!(
            stream,
            "POST /api/public/profiles HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
            body.len()
        )
        .ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        Some(answer)
    };
    eventually("the server knows it", || {
        schedule_url()?.contains("https://first.ngrok-free.app/schedule").then_some(())
    });
    *host.lock().expect("a host") = "https://second.ngrok-free.app";
    eventually("the second address", || at("https://second.ngrok-free.app"));
    eventually("the server follows", || {
        schedule_url()?.contains("https://second.ngrok-free.app/schedule").then_some(())
    });
}

#[test]
fn without_an_agent_or_a_tunnel_connect_says_what_to_run() {
    let setup = CalApi::start().setup().with("BOOKHOOK_PUBLIC_URL", "ngrok").with("ROCKET_PORT", "1");
    let (code, said) = connect(&setup, &["--yes"]);
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("ngrok") && said.contains("run `ngrok http`"), "{said}");
    let (code, said) = connect(&CalApi::start().setup(), &["--watch", "--yes"]);
    assert_eq!((code, said.contains("there is no tunnel to follow")), (2, true), "{said}");
}

#[test]
fn disconnect_turns_our_webhook_off_and_removes_none() {
    let api = CalApi::start();
    let setup = api.setup();
    let other = json!({ "id": "n8n", "subscriberUrl": "https://n8n.example.net/webhook", "active": true, "triggers": ["BOOKING_CREATED"] });
    api.state().webhooks = vec![("/webhooks".into(), other.clone())];
    assert_eq!(connect(&setup, &["--yes"]).0, 0);
    let (code, said) = run(&setup, &["disconnect", "--yes"]);
    // The stand-in, like Cal.com, cannot remove a redirect.
    assert_eq!(code, 1, "{said}");
    assert!(said.contains("switch off Redirect on booking"), "{said}");
    let webhooks = api.webhooks();
    assert_eq!(webhooks[0].1, other);
    assert_eq!((&webhooks[1].1["active"], &webhooks[1].1["secret"]), (&json!(false), &json!(SECRET)));
    let (code, said) = connect(&setup, &["--yes"]);
    assert_eq!(code, 0, "{said}");
    assert_eq!(api.webhooks()[1].1["active"], json!(true), "and on again");
}

/// The lines of `bookhook check` on Cal.com.
fn check(setup: &Setup) -> (i32, String) {
    let (code, said) = run(setup, &["check"]);
    let ours = ["cal.com", "webhook", "redirect"];
    let lines =
        said.lines().filter(|line| line.split_whitespace().nth(1).is_some_and(|what| ours.contains(&what)));
    (code, lines.collect::<Vec<_>>().join("\n"))
}

#[test]
fn check_looks_at_the_webhook_and_the_redirect() {
    let api = CalApi::start();
    let setup = api.setup();
    drop(setup.start());
    let (code, said) = check(&setup);
    assert_eq!(code, 1, "{said}");
    assert!(
        said.contains(
            "FAIL  webhook       no webhook at Cal.com delivers to this address; run `bookhook connect`"
        ),
        "{said}"
    );
    assert_eq!(connect(&setup, &["--yes"]).0, 0);
    let (code, said) = check(&setup);
    assert_eq!(code, 0, "{said}");
    assert!(said.lines().all(|line| line.starts_with("ok")), "{said}");
    assert!(said.contains("the key opens the account dana-reyes, and the clocks differ by"), "{said}");
    api.state().webhooks[0].1["secret"] = json!("another");
    assert!(check(&setup).1.contains("FAIL  webhook       the webhook at Cal.com has another secret"));
}

#[test]
fn what_check_cannot_look_at_is_no_failure_and_an_expired_key_is_one() {
    let api = CalApi::start();
    let setup = api.setup();
    drop(setup.start());
    let (code, said) = check(&api.setup().without("CAL_COM_API_KEY"));
    assert!(
        said.starts_with("?     cal.com       not checked, because there is no API key"),
        "{code}: {said}"
    );
    for number in 0..40 {
        api.state().failing.insert(number, Failing::Answer(403, "{}".into()));
    }
    let (code, said) = check(&setup);
    assert_eq!(code, 0, "{said}");
    assert!(said.starts_with("?     cal.com       not checked: "), "{said}");
    api.state().failing.clear();
    api.state().unauthorized = Some("Your api key is expired");
    let (code, said) = check(&setup);
    assert_eq!(code, 1, "{said}");
    assert!(said.starts_with("FAIL  cal.com       the API key is expired"), "{said}");
}
