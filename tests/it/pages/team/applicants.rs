//! The lists of applicants, and one of them.

use crate::support::databases::used;
use crate::support::dump;
use crate::support::people::{exported, import};
use crate::support::server::{Answer, Server, Setup, UID, finish, wire};
use crate::support::team::{between, get, join, link, post, with_owner};

/// The numbers on a page, in its order.
fn numbers(page: &str) -> Vec<i64> {
    let links = page.split("<a class=\"go\" href=\"/team/applicants/").skip(1);
    links.filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

/// Whom a view lists.
fn listed(server: &Server, owner: &str, view: &str) -> Vec<i64> {
    let answer = get(server, owner, &format!("/team/applicants{view}"));
    assert_eq!(answer.status, 200, "{view}");
    numbers(&answer.text())
}

/// The lines of a file that came in pieces.
fn lines(answer: &Answer) -> Vec<String> {
    let (mut rest, mut whole) = (&*answer.body, Vec::new());
    loop {
        let end = rest.windows(2).position(|two| two == b"\r\n").expect("a length");
        let length =
            std::str::from_utf8(&rest[..end]).ok().and_then(|hex| usize::from_str_radix(hex, 16).ok());
        let length = length.expect("a length");
        if length == 0 {
            break;
        }
        whole.extend_from_slice(&rest[end + 2..end + 2 + length]);
        rest = &rest[end + 4 + length..];
    }
    String::from_utf8(whole).expect("text").lines().map(str::to_owned).collect()
}

/// Ana, Zoë and a name in other letters, by number.
fn three(setup: &Setup) -> (Server, String) {
    let (server, owner) = with_owner(setup);
    server.apply("Ana Example", "ana@example.com");
    server.apply("Zoë Ångström", "zoe@elsewhere.example");
    server.apply("王示例", "ana@example.com");
    (server, owner)
}

#[test]
fn applicants_are_listed_newest_first_and_by_number() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    assert!(get(&server, &owner, "/team/applicants").text().contains("No applicants yet"));
    let id = server.apply("Ana Example", "ana@example.com");
    server.apply("Zoë Ångström", "zoe@elsewhere.example");
    let page = get(&server, &owner, "/team/applicants").text();
    assert_eq!(numbers(&page), [2, 1]);
    assert!(page.contains("Ana Example") && page.contains("ana@example.com") && page.contains("To book"));
    assert!(!page.contains(&id), "the id opens the public API");
}

#[test]
fn an_applicant_is_found_by_the_beginnings_of_words_without_accents_or_case() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    for (typed, found) in [
        ("ana", vec![3, 1]),
        ("EXAM+ana", vec![3, 1]),
        ("zoe", vec![2]),
        ("angs", vec![2]),
        ("Zo%C3%AB", vec![2]),
        ("elsewhere", vec![2]),
        ("%E7%8E%8B", vec![3]),
        ("ana%40example.com", vec![3, 1]),
        ("2", vec![2]),
        ("%23+1", vec![1]),
        ("nobody", vec![]),
        ("ana+zoe", vec![]),
    ] {
        assert_eq!(listed(&server, &owner, &format!("?q={typed}")), found, "{typed}");
    }
    let id = server.apply("Kim Example", "kim@example.com");
    assert_eq!(listed(&server, &owner, &format!("?q={id}")), [4]);
}

#[test]
fn nothing_that_is_typed_is_an_operator() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    for typed in [
        "ana+OR+zoe",
        "%22ana",
        "ana*+NOT+zoe",
        "NEAR(ana+zoe)",
        "%5Eana+-",
        "name%3Aana",
        "%22%22",
        "a%00b",
        "%27%3B+DROP",
    ] {
        let answer = get(&server, &owner, &format!("/team/applicants?q={typed}"));
        assert_eq!(answer.status, 200, "{typed}");
    }
    assert_eq!(listed(&server, &owner, "?q=%22ana"), [3, 1]);
}

#[test]
fn a_tab_lists_whoever_stands_so_and_says_how_many() {
    let setup = used();
    let (server, owner) = with_owner(&setup);
    let profile = server.apply("Zoë Okafor", "zoe.okafor@example.com");
    server.deliver(&wire("BOOKING_REQUESTED"));
    let status = server.get(&format!("/api/public/booking/{profile}")).json()["data"]["status"].to_string();
    let page = get(&server, &owner, "/team/applicants?tab=to-book").text();
    assert!(page.contains("To book <span>"), "{status}");
    let all = listed(&server, &owner, "");
    let tabs = ["to-book", "requested", "scheduled", "over", "cancelled", "withdrawn", "decided"];
    let mut by_tab: Vec<i64> =
        tabs.iter().flat_map(|tab| listed(&server, &owner, &format!("?tab={tab}"))).collect();
    by_tab.sort_by_key(|number| -number);
    assert_eq!(by_tab, all, "each is in one tab besides all");
}

#[test]
fn pages_show_each_applicant_once_and_the_file_has_the_same() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    for n in 1..=20 {
        server.apply(&format!("Ana {n}"), &format!("ana{n}@example.com"));
    }
    let db = rusqlite::Connection::open(setup.database()).expect("a database");
    let more = "INSERT INTO talent_profiles (id, name, email, answers, created_at, updated_at)
                SELECT printf('07070707-0707-4707-8707-%012d', value), 'Kim ' || value, 'kim@example.com', '{}',
                       '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z'
                  FROM (WITH RECURSIVE n (value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n WHERE value < 100)
                        SELECT value FROM n)";
    db.execute(more, []).expect("added");
    drop(db);
    let (mut view, mut seen) = (String::new(), Vec::new());
    loop {
        let page = get(&server, &owner, &format!("/team/applicants{view}")).text();
        let found = numbers(&page);
        assert!(found.len() <= 50);
        seen.extend(found);
        let older = page.split("<a class=\"button\" href=\"/team/applicants").nth(1);
        let Some(older) = older.and_then(|rest| rest.split('"').next()) else { break };
        view = older.replace("&#38;", "&");
    }
    assert_eq!(seen, (1..=120).rev().collect::<Vec<i64>>());
    let file = lines(&get(&server, &owner, "/team/applicants.csv"));
    let numbers = file.iter().skip(1).filter_map(|line| line.split(',').next()?.parse().ok());
    assert_eq!(numbers.collect::<Vec<i64>>(), seen);
}

#[test]
fn the_file_holds_exactly_what_the_view_shows_and_no_formula() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    server.apply("=cmd|' /C calc'!A0", "formula@example.com");
    let answer = get(&server, &owner, "/team/applicants.csv?q=ana");
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    assert_eq!(answer.header("content-disposition"), Some("attachment; filename=\"applicants.csv\""));
    let file = lines(&answer);
    assert_eq!(file[0], "\u{feff}number,name,email,status,interview,applied,withdrawn,decision");
    assert!(file[1].starts_with("3,王示例,ana@example.com,To book,,2"), "{file:?}");
    assert_eq!(file.len(), 3);
    let formula = lines(&get(&server, &owner, "/team/applicants.csv?q=formula"));
    assert!(formula[1].starts_with("4,\"'=cmd"), "{formula:?}");
}

#[test]
fn an_applicants_page_shows_answers_interview_and_what_happened() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let body = serde_json::json!({"name": "Sam <b>Okafor</b>", "email": "sam.okafor@example.com",
        "answers": {"role": "Engineer", "links": "https://example.com/sam"}});
    let made = server.post_json("/api/public/profiles", &body).json();
    let profile = made["data"]["profileId"].as_str().expect("a profile").to_owned();
    assert!(get(&server, &owner, "/team/applicants/1").text().contains("No interview yet"));
    assert_eq!(server.deliver(&wire("BOOKING_CREATED")).status, 200);
    let page = get(&server, &owner, "/team/applicants/1").text();
    for words in [
        "Sam &#60;b&#62;Okafor&#60;/b&#62;",
        "Which role are you looking for?",
        "Engineer",
        "href=\"https://example.com/sam\"",
        "Scheduled",
        "By the email address alone",
        "Booked for",
        "BOOKING_CREATED, delivery 1",
        "Applied",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(&profile), "the id opens the public API");
    server.claim(&profile, UID);
    assert!(get(&server, &owner, "/team/applicants/1").text().contains("The applicant knew the booking"));
    assert_eq!(get(&server, &owner, "/team/applicants/99").status, 404);
}

#[test]
fn an_erased_person_is_found_no_more() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    server.apply("Xylander", "xylander@example.com");
    server.stop();
    // Words stand alone in the index, and what is deleted from it stays until it is made anew.
    let holds = |word: &str| {
        let bytes = std::fs::read(setup.database()).expect("the file");
        bytes.windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    assert!(holds("xylander"));
    assert_eq!(finish(setup.command(&["erase", "xylander@example.com", "--yes"])).0, 0);
    assert!(!holds("xylander") && holds("elsewhere"));
    let server = setup.start();
    assert_eq!(listed(&server, &owner, "?q=xylander"), Vec::<i64>::new());
    assert_eq!(listed(&server, &owner, "?q=zoe"), [2]);
}

#[test]
fn what_was_imported_is_found() {
    let setup = Setup::new();
    let (server, _) = three(&setup);
    server.stop();
    let (target, text) = exported(&setup);
    assert_eq!(import(&target, &text).0, 0);
    let server = target.start();
    let owner = join(&server, &link(&target, &["invite"]), "Kim");
    assert_eq!(listed(&server, &owner, "?q=angstrom"), [2]);
}

/// Decides about an applicant; returns the page that follows.
fn decide(server: &Server, owner: &str, number: i64, decision: &str) -> String {
    let path = format!("/team/applicants/{number}/decision");
    let answer = post(server, owner, &path, &format!("decision={decision}"));
    assert_eq!(answer.status, 303, "{}", answer.text());
    get(server, owner, answer.header("location").expect("a place")).text()
}

#[test]
fn a_decision_is_shown_with_who_made_it_and_can_be_undone() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    let page = decide(&server, &owner, 1, "accepted");
    assert!(page.contains("Accepted. The applicant isn’t told."), "{page}");
    assert!(page.contains("by <bdi>Dana Example</bdi>") && page.contains("value=\"none\">Undo"), "{page}");
    assert_eq!(listed(&server, &owner, ""), [3, 2]);
    assert_eq!(listed(&server, &owner, "?tab=decided"), [1]);
    assert_eq!(listed(&server, &owner, "?tab=all"), [3, 2, 1]);
    let page = decide(&server, &owner, 1, "rejected");
    assert!(page.contains("Rejected. The") && page.contains("value=\"accepted-1"), "{page}");
    let page = decide(&server, &owner, 1, "rejected");
    assert!(page.contains("Nothing was changed.") && !page.contains(">Undo<"), "{page}");
    decide(&server, &owner, 1, "none");
    assert_eq!(listed(&server, &owner, ""), [3, 2, 1]);
}

#[test]
fn undo_gives_a_decision_back_to_whoever_made_it_and_tells_who_undid() {
    let decided = "SELECT decision, decided_at, decided_by FROM talent_profiles WHERE number = 1";
    let setup = Setup::new();
    let (server, dana) = three(&setup);
    let kim = join(&server, &link(&setup, &["invite"]), "Kim");
    decide(&server, &dana, 1, "accepted");
    let before = dump::rows(&setup.database(), decided);
    let page = decide(&server, &kim, 1, "rejected");
    let undo = between(&page, "name=\"undo\" value=\"", "\"");
    let answer = post(&server, &kim, "/team/applicants/1/decision", &format!("undo={undo}"));
    assert_eq!(answer.status, 303);
    assert_eq!(dump::rows(&setup.database(), decided), before);
    let page = get(&server, &kim, answer.header("location").expect("a place")).text();
    for words in ["Accepted. The", "by <bdi>Dana Example</bdi>", "Kim Example restored “Accepted”"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(get(&server, &kim, "/team/activity").text().contains("restored “accepted” for"));
    // Nobody decided so at that time.
    post(&server, &kim, "/team/applicants/1/decision", "undo=on_hold-1700000000000");
    let page = get(&server, &kim, "/team/applicants/1").text();
    assert!(page.contains("On hold by Kim Example") && page.contains("by <bdi>Kim Example</bdi>"), "{page}");
}

#[test]
fn a_decision_of_no_such_word_or_applicant_is_refused() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    assert_eq!(post(&server, &owner, "/team/applicants/1/decision", "decision=maybe").status, 422);
    assert_eq!(post(&server, &owner, "/team/applicants/99/decision", "decision=accepted").status, 404);
    assert_eq!(listed(&server, &owner, "?tab=decided"), Vec::<i64>::new());
}

#[test]
fn the_applicant_is_never_shown_a_decision() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let id = server.apply("Ana Example", "ana@example.com");
    let told = || {
        let api = ["booking", "profiles"].map(|of| server.get(&format!("/api/public/{of}/{id}")).text());
        (api, get(&server, &format!("bookhook_profile={id}"), "/schedule").text())
    };
    let before = told();
    decide(&server, &owner, 1, "rejected");
    assert_eq!(told(), before);
}

#[test]
fn a_decision_survives_a_replay_and_an_export() {
    let decided = "SELECT decision, decided_at, decided_by FROM talent_profiles ORDER BY number";
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    decide(&server, &owner, 2, "on_hold");
    server.stop();
    let before = dump::rows(&setup.database(), decided);
    assert!(before[1].starts_with("[Text(\"on_hold\")") && before[0] == "[Null, Null, Null]", "{before:?}");
    assert_eq!(finish(setup.command(&["replay"])).0, 0);
    assert_eq!(dump::rows(&setup.database(), decided), before);
    let (target, text) = exported(&setup);
    assert_eq!(import(&target, &text).0, 0);
    assert_eq!(dump::rows(&target.database(), decided), before);
}

/// Decides about several; returns the page that follows.
fn decide_about(server: &Server, owner: &str, form: &str) -> String {
    let answer = post(server, owner, "/team/applicants/decision", form);
    assert_eq!(answer.status, 303, "{}", answer.text());
    get(server, owner, answer.header("location").expect("a place")).text()
}

#[test]
fn several_applicants_are_decided_about_at_once_and_each_gets_back_what_it_had() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    decide(&server, &owner, 2, "on_hold");
    let page = decide_about(&server, &owner, "tab=all&n=1&n=2&n=99&decision=rejected");
    assert!(page.contains("Rejected 2 applicants. They aren’t told."), "{page}");
    let undo = between(&page, "name=\"undo\" value=\"", "\"");
    assert!(undo.starts_with("1-none.2-on_hold-"), "{undo}");
    assert!(
        page.contains("href=\"/team/applicants?tab=all\" aria-current=\"page\""),
        "the same view: {page}"
    );
    assert_eq!(listed(&server, &owner, "?tab=decided"), [2, 1]);
    let page = decide_about(&server, &owner, &format!("tab=all&undo={undo}"));
    assert!(page.contains("Undone: 2 applicants."), "{page}");
    assert_eq!(listed(&server, &owner, "?tab=decided"), [2]);
    let decisions = "SELECT decision FROM talent_profiles ORDER BY number";
    assert_eq!(dump::rows(&setup.database(), decisions), ["[Null]", r#"[Text("on_hold")]"#, "[Null]"]);
    let recorded = "SELECT count(*) FROM activity WHERE verb = 'decided' OR verb = 'restored'";
    assert_eq!(dump::rows(&setup.database(), recorded), ["[Integer(5)]"], "one for each");
}

#[test]
fn whoever_was_decided_about_so_before_is_not_counted_again() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    decide(&server, &owner, 1, "accepted");
    let page = decide_about(&server, &owner, "n=1&n=3&decision=accepted");
    assert!(page.contains("Accepted 1 applicant.") && page.contains("value=\"3-none\""), "{page}");
    let page = decide_about(&server, &owner, "n=1&n=3&decision=accepted");
    assert!(page.contains("Nothing was changed.") && !page.contains(">Undo<"), "{page}");
    assert!(decide_about(&server, &owner, "decision=accepted").contains("Nothing was changed."));
}

#[test]
fn a_form_about_several_that_is_not_as_the_page_makes_it_changes_nothing() {
    let setup = Setup::new();
    let (server, owner) = three(&setup);
    let many = format!("decision=accepted{}", "&n=1".repeat(51));
    for form in ["n=1", "n=1&decision=maybe", "n=x&decision=accepted", "undo=1", "undo=1-accepted", &many] {
        assert_eq!(post(&server, &owner, "/team/applicants/decision", form).status, 422, "{form}");
    }
    assert_eq!(listed(&server, &owner, "?tab=decided"), Vec::<i64>::new());
}
