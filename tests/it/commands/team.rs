//! `bookhook team`.

use crate::support::server::Setup;
use crate::support::team::{get, join, link, post, team, with_owner};

#[test]
fn a_link_is_made_beside_a_locked_database_and_works_after_a_restart() {
    let setup = Setup::new();
    let server = setup.start();
    let db = rusqlite::Connection::open(setup.database()).expect("a database");
    db.execute_batch("BEGIN IMMEDIATE").expect("locked");
    let link = link(&setup, &["invite"]);
    db.execute_batch("ROLLBACK").expect("unlocked");
    drop(db);
    server.stop();
    let server = setup.start();
    join(&server, &link, "Dana");
}

#[test]
fn the_standard_output_is_the_link_and_nothing_else() {
    let setup = Setup::new();
    setup.start().stop();
    let (code, said, told) = team(&setup, &["invite"]);
    assert_eq!(code, 0);
    assert!(said.starts_with("http://localhost:3001/team/join/") && said.lines().count() == 1, "{said}");
    assert!(told.contains("works once, for 24 hours"), "{told}");
}

#[test]
fn without_a_key_or_a_member_of_that_name_there_is_no_link() {
    let setup = Setup::new();
    let (code, _, problem) = team(&setup, &["invite"]);
    assert!(code == 3 && problem.contains("there is no team key"), "{problem}");
    setup.start().stop();
    let (code, _, problem) = team(&setup, &["reset", "kim@team.example.com"]);
    assert!(code == 1 && problem.contains("no member has the address"), "{problem}");
}

#[test]
fn members_are_listed_beside_the_server() {
    let setup = Setup::new();
    setup.start().stop();
    assert!(team(&setup, &["list"]).1.contains("Nobody has joined yet"));
    let (server, _) = with_owner(&setup);
    join(&server, &link(&setup, &["invite"]), "Kim");
    let (_, said, _) = team(&setup, &["list"]);
    let lines: Vec<_> = said.lines().collect();
    assert!(
        lines[0].starts_with("owner ") && lines[0].ends_with("dana@team.example.com  Dana Example"),
        "{said}"
    );
    assert!(
        lines[1].starts_with("member") && lines[1].ends_with("kim@team.example.com  Kim Example"),
        "{said}"
    );
}

#[test]
fn a_member_is_removed_while_the_server_is_stopped_also_the_last_owner() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let (code, _, problem) = team(&setup, &["remove", "dana@team.example.com"]);
    assert!(code == 4 && problem.contains("help: remove the member on the team's pages"), "{problem}");
    server.stop();
    let (code, said, _) = team(&setup, &["remove", "dana@team.example.com"]);
    assert!(code == 0 && said.contains("No owner is left"), "{said}");
    assert_eq!(team(&setup, &["remove", "dana@team.example.com"]).0, 1);
    let server = setup.start();
    assert_eq!(get(&server, &owner, "/team/me").status, 303);
}

#[test]
fn of_a_member_who_is_forgotten_not_even_the_name_stays() {
    let setup = Setup::new();
    let (server, dana) = with_owner(&setup);
    let kim = join(&server, &link(&setup, &["invite"]), "Kim");
    server.apply("Ana Example", "ana@example.com");
    assert_eq!(post(&server, &kim, "/team/applicants/1/notes", "text=Clear").status, 303);
    let (code, _, problem) = team(&setup, &["forget", "Kim Example"]);
    assert!(code == 4 && problem.contains("help: stop the server"), "{problem}");
    server.stop();
    let (code, _, problem) = team(&setup, &["forget", "Kim Example"]);
    assert!(code == 1 && problem.contains("no removed member has the name Kim Example"), "{problem}");
    assert_eq!(team(&setup, &["remove", "kim@team.example.com"]).0, 0);
    assert_eq!(team(&setup, &["forget", "Kim Example"]).0, 0);
    let server = setup.start();
    for path in ["/team/applicants/1", "/team/activity"] {
        let page = get(&server, &dana, path).text();
        assert!(page.contains("Former member") && !page.contains("Kim"), "{page}");
    }
}
