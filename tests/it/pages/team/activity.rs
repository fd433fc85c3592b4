//! The record of what members did.

use crate::support::dump;
use crate::support::server::{Server, Setup, finish};
use crate::support::team::{PASSWORD, get, join, link, post, sign_in, with_owner};

/// The sentences of the page, the latest first.
fn told(server: &Server, who: &str) -> Vec<String> {
    let page = get(server, who, "/team/activity").text();
    let lines = page.split("<span class=\"body actor\">").skip(1);
    let text = |line: &str| {
        let line = line.split("</li>").next().unwrap_or_default();
        let parts = line.split('<').filter_map(|part| Some(part.split_once('>')?.1));
        parts.collect::<String>().trim().to_owned()
    };
    lines.map(text).collect()
}

#[test]
fn the_page_tells_who_did_what_about_whom_the_latest_first() {
    let setup = Setup::new();
    let (server, dana) = with_owner(&setup);
    let kim = join(&server, &link(&setup, &["invite"]), "Kim");
    server.apply("Ana <i>Example</i>", "ana@example.com");
    for (who, path, body) in [
        (&kim, "/team/applicants/1/notes", "text=CANARY"),
        (&kim, "/team/applicants/1/notes/1/delete", ""),
        (&kim, "/team/applicants/1/decision", "decision=on_hold"),
        (&kim, "/team/applicants/1/decision", "decision=on_hold"),
        (&kim, "/team/applicants/1/decision", "decision=none"),
        (&dana, "/team/members/2/role", "role=owner"),
        (&dana, "/team/members/2/remove", ""),
    ] {
        assert_eq!(post(&server, who, path, body).status, 303, "{path}");
    }
    assert_eq!(get(&server, &dana, "/team/applicants.csv").status, 200);
    assert_eq!(sign_in(&server, "dana%40team.example.com", PASSWORD).status, 303);
    let ana = "Ana &#60;i&#62;Example&#60;/i&#62;";
    let expected = [
        "Dana Example signed in".to_owned(),
        "Dana Example downloaded a list of applicants".to_owned(),
        "Dana Example removed Kim Example from the team".to_owned(),
        "Dana Example made Kim Example an owner".to_owned(),
        format!("Kim Example undid the decision about {ana}"),
        format!("Kim Example put {ana} on hold"),
        format!("Kim Example deleted a note about {ana}"),
        format!("Kim Example wrote a note about {ana}"),
        "Kim Example joined the team".to_owned(),
        "Dana Example joined the team".to_owned(),
    ];
    assert_eq!(told(&server, &dana), expected);
}

#[test]
fn the_record_holds_no_name_and_no_text() {
    let setup = Setup::new();
    let (server, dana) = with_owner(&setup);
    server.apply("Ana Example", "ana@example.com");
    post(&server, &dana, "/team/applicants/1/notes", "text=CANARY");
    post(&server, &dana, "/team/applicants/1/decision", "decision=accepted");
    let rows = dump::rows(&setup.database(), "SELECT id, member, verb, kind, subject, detail FROM activity");
    let expected = [
        r#"[Integer(1), Integer(1), Text("joined"), Null, Null, Null]"#,
        r#"[Integer(2), Integer(1), Text("noted"), Text("applicant"), Integer(1), Null]"#,
        r#"[Integer(3), Integer(1), Text("decided"), Text("applicant"), Integer(1), Text("accepted")]"#,
    ];
    assert_eq!(rows, expected);
}

#[test]
fn what_is_done_at_the_server_is_told_too() {
    let setup = Setup::new();
    let (server, _) = with_owner(&setup);
    let kim = join(&server, &link(&setup, &["invite", "--owner"]), "Kim");
    server.stop();
    assert_eq!(finish(setup.command(&["team", "remove", "dana@team.example.com"])).0, 0);
    let server = setup.start();
    assert_eq!(told(&server, &kim)[0], "The server’s administrator removed Dana Example from the team");
}

#[test]
fn nothing_is_told_of_what_was_refused_or_only_read() {
    let setup = Setup::new();
    let (server, dana) = with_owner(&setup);
    server.apply("Ana Example", "ana@example.com");
    post(&server, &dana, "/team/applicants/99/decision", "decision=accepted");
    post(&server, &dana, "/team/applicants/99/notes", "text=a");
    post(&server, &dana, "/team/members/1/remove", "");
    sign_in(&server, "dana%40team.example.com", "not it at all");
    for path in ["/team/applicants", "/team/applicants/1", "/team/members", "/team/activity"] {
        assert_eq!(get(&server, &dana, path).status, 200);
    }
    assert_eq!(told(&server, &dana), ["Dana Example joined the team"]);
}

#[test]
fn pages_show_each_action_once() {
    let setup = Setup::new();
    let (server, dana) = with_owner(&setup);
    let db = rusqlite::Connection::open(setup.database()).expect("a database");
    let more = "INSERT INTO activity (at, member, verb)
                SELECT '2026-01-01T00:00:00.000Z', 1, 'exported' FROM json_each('[' || replace(hex(zeroblob(60)), '00', '0,') || '0]')";
    db.execute(more, []).expect("added");
    drop(db);
    let first = get(&server, &dana, "/team/activity").text();
    let second = get(&server, &dana, "/team/activity?before=13").text();
    let count = |page: &str| page.matches("<span class=\"body actor\">").count();
    assert!(first.contains("href=\"/team/activity?before=13\""), "{first}");
    assert_eq!((count(&first), count(&second)), (50, 12));
    assert!(!second.contains(">Older<"));
}
