//! The guide for other front ends: its code runs in Node against the real server, and its types are
//! those of the answers.

use std::collections::BTreeSet;
use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::support::server::{Setup, wire};

/// The block of the guide that begins so.
fn block(kind: &str) -> String {
    let guide = fs::read_to_string("docs/front-end.md").expect("the guide");
    let (_, rest) = guide.split_once(&format!("```ts {kind}\n")).expect("a block");
    rest.split("```").next().expect("its end").to_owned()
}

/// Major and minor version of the Node on this machine.
fn node() -> Option<(u32, u32)> {
    let output = Command::new("node").arg("--version").output().ok()?;
    let version = String::from_utf8(output.stdout).ok()?;
    let mut numbers = version.trim().strip_prefix('v')?.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

/// The names of the guide's types.
fn types() -> Vec<String> {
    let block = block("types");
    let names = block.lines().filter_map(|line| line.strip_prefix("type ")?.split_once(" ="));
    names.map(|(name, _)| name.to_owned()).collect()
}

/// The code without its types, for a Node that knows none: the guide writes a type only after a name
/// and a colon.
fn without_types(code: &str) -> String {
    let names = types().into_iter().chain(["string".into(), "object".into()]);
    names.fold(code.to_owned(), |code, name| {
        code.replace(&format!("?: {name}"), "").replace(&format!(": {name}"), "")
    })
}

#[test]
fn the_code_in_the_guide_takes_an_applicant_all_the_way() {
    let Some(version) = node().filter(|(major, _)| *major >= 18) else {
        eprintln!("skipped: there is no Node 18 or later here");
        return;
    };
    let setup = Setup::new().with("BOOKHOOK_CAL_LINK", "https://cal.com/team/interview");
    let server = setup.start();
    let folder = tempfile::tempdir().expect("a folder");
    let code = block("run").replace("https://book.example.com", &server.url(""));
    let knows_types = version >= (22, 6);
    let (name, code) =
        if knows_types { ("guide.mts", block("types") + &code) } else { ("guide.mjs", without_types(&code)) };
    fs::write(folder.path().join(name), code).expect("written");
    let mut node = Command::new("node");
    if knows_types {
        node.args(["--experimental-strip-types", "--no-warnings"]);
    }
    node.arg(fs::canonicalize("tests/it/front_end/browser.mjs").expect("the browser"));
    let delivery = wire("BOOKING_CREATED");
    let uid = serde_json::from_slice::<Value>(&delivery).expect("a fixture")["payload"]["uid"].clone();
    let mut node = node
        .arg(folder.path().join(name))
        .arg(uid.as_str().expect("a uid"))
        .stdout(Stdio::piped())
        .spawn()
        .expect("node");
    let lines = BufReader::new(node.stdout.take().expect("its output")).lines();
    let mut steps = lines.map(|line| serde_json::from_str::<Value>(&line.expect("a line")).expect("JSON"));
    let mut next = || steps.next().expect("a step");

    let fields = next()["refused"].clone();
    assert_eq!((&fields[0]["field"], &fields[1]["field"]), (&json!("name"), &json!("email")), "{fields}");
    let opened = next()["opened"].as_str().expect("a page").to_owned();
    let profile = opened.rsplit("profileId%5D=").next().expect("an id").to_owned();
    assert!(opened.starts_with("https://cal.com/team/interview?name=Sam+Okafor"), "{opened}");
    assert_eq!(next()["shown"]["status"], "APPLIED");
    // It names no profile, so all of it is told only to who knows its uid.
    assert_eq!(server.deliver(&delivery).status, 200);
    assert_eq!(next()["shown"]["status"], "INTERVIEW_SCHEDULED");
    let completed = std::iter::repeat_with(next).find_map(|step| step.get("completed").cloned());
    assert_eq!(completed.expect("an answer")["profileId"], profile.as_str());
    assert!(node.wait().expect("its end").success());
}

#[test]
fn the_types_in_the_guide_are_those_of_the_answers() {
    let setup = Setup::new();
    let server = setup.start();
    let profile = server.apply("Sam Okafor", "sam@example.com");
    let answer = server.get(&format!("/api/public/booking/{profile}")).json();
    let keys: BTreeSet<String> = answer["data"].as_object().expect("an object").keys().cloned().collect();
    let types = block("types");
    let (_, booking) = types.split_once("type Booking = {").expect("the type");
    let booking = booking.split("};").next().expect("its end");
    let told = booking.lines().filter_map(|line| Some(line.trim().split_once(": ")?.0.to_owned()));
    assert_eq!(told.collect::<BTreeSet<_>>(), keys);
    let document = server.get("/openapi.json").json();
    let words = document.pointer("/components/schemas/ProfileStatus/enum").and_then(Value::as_array);
    let words: BTreeSet<_> = words.expect("words").iter().filter_map(Value::as_str).collect();
    let (_, status) = types.split_once("type Status =").expect("the type");
    let status = status.split(';').next().expect("its end");
    assert_eq!(status.split('"').skip(1).step_by(2).collect::<BTreeSet<_>>(), words);
}
