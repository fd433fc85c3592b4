//! Notes about applicants.

use crate::support::dump;
use crate::support::server::{Answer, Server, Setup};
use crate::support::team::{get, join, link, post, with_owner};

/// A server with one applicant, Dana, who is an owner, and Kim, who is a member.
fn house(setup: &Setup) -> (Server, String, String) {
    let (server, dana) = with_owner(setup);
    let kim = join(&server, &link(setup, &["invite"]), "Kim");
    server.apply("Ana Example", "ana@example.com");
    (server, dana, kim)
}

fn note(server: &Server, who: &str, path: &str, body: &str) -> Answer {
    post(server, who, &format!("/team/applicants/1/notes{path}"), body)
}

/// The page of the applicant, with this query.
fn page(server: &Server, who: &str, query: &str) -> String {
    get(server, who, &format!("/team/applicants/1{query}")).text()
}

/// The version of the note in the form with which a member changes it.
fn version(server: &Server, who: &str, id: i64) -> String {
    let page = page(server, who, &format!("?edit={id}"));
    let read = page.split("name=\"read\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    read.unwrap_or_else(|| panic!("no form: {page}")).replace(':', "%3A")
}

#[test]
fn a_note_is_shown_with_its_author_and_its_lines_as_text() {
    let setup = Setup::new();
    let (server, _, kim) = house(&setup);
    let added = note(&server, &kim, "", "text=+Clear.%0D%0A%3Cb%3Eyes%3C%2Fb%3E%E2%80%AE+");
    assert_eq!(added.header("location"), Some("/team/applicants/1?note=added#notes"));
    let page = page(&server, &kim, "?note=added");
    for words in
        ["Note added.", "<p>Clear.\n&#60;b&#62;yes&#60;/b&#62;</p>", "<bdi>Kim Example</bdi>", "1 note<"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("Kim Example wrote a note"), "the history tells it: {page}");
}

#[test]
fn an_empty_note_and_one_that_is_too_long_come_back_with_what_was_typed() {
    let setup = Setup::new();
    let (server, _, kim) = house(&setup);
    let empty = note(&server, &kim, "", "text=+%0D%0A");
    assert!(empty.status == 422 && empty.text().contains("Write something first."), "{}", empty.text());
    let long = "x".repeat(8193);
    let refused = note(&server, &kim, "", &format!("text={long}"));
    assert_eq!(refused.status, 422);
    assert!(refused.text().contains(&long) && refused.text().contains("8192 characters, and this has 8193"));
    assert_eq!(post(&server, &kim, "/team/applicants/99/notes", "text=a").status, 404);
}

#[test]
fn a_note_has_room_for_as_many_characters_of_any_script() {
    let setup = Setup::new();
    let (server, _, kim) = house(&setup);
    for character in ["%E2%82%AC", "%F0%9F%99%82"] {
        let added = note(&server, &kim, "", &format!("text={}", character.repeat(8192)));
        assert_eq!(added.status, 303, "{character}: {}", added.text());
    }
}

#[test]
fn a_refused_note_that_no_page_has_room_for_is_told_so_in_words() {
    let setup = Setup::new();
    let (server, _, kim) = house(&setup);
    let refused = note(&server, &kim, "", &format!("text={}", "%3C".repeat(20_000)));
    let text = refused.text();
    assert_eq!(refused.status, 422);
    assert!(text.contains("8192 characters, and this has 20000") && text.len() < 60 * 1024, "{text}");
}

#[test]
fn a_note_that_takes_most_of_a_page_is_changed_on_one_without_the_rest() {
    let setup = Setup::new();
    let (server, dana, _) = house(&setup);
    note(&server, &dana, "", &format!("text={}", "%3C".repeat(8000)));
    let form = page(&server, &dana, "?edit=1");
    assert!(form.contains(&format!(">{}</textarea>", "&lt;".repeat(8000))), "{form}");
    assert!(form.contains("nothing else fits on this page") && !form.contains(">History<"), "{form}");
    assert!(!form.contains("#a-de"), "a link to the decision, which is not there: {form}");
    assert!(page(&server, &dana, "").contains(">History<"));
}

#[test]
fn a_page_with_a_long_refused_note_alone_does_not_say_that_there_are_none() {
    let setup = Setup::new();
    let (server, dana, _) = house(&setup);
    note(&server, &dana, "", "text=Clear");
    let refused = note(&server, &dana, "", &format!("text={}", "x".repeat(25_000)));
    let text = refused.text();
    assert!(text.contains("nothing else fits on this page") && !text.contains("No notes yet"), "{text}");
}

#[test]
fn a_member_changes_their_own_note_and_nobody_else_s() {
    let setup = Setup::new();
    let (server, dana, kim) = house(&setup);
    note(&server, &kim, "", "text=Maybe");
    let read = version(&server, &kim, 1);
    assert!(
        !page(&server, &dana, "?edit=1").contains("name=\"read\""),
        "an owner does not change it, either"
    );
    assert_eq!(note(&server, &dana, "/1", &format!("read={read}&text=No")).status, 409);
    let saved = note(&server, &kim, "/1", &format!("read={read}&text=Yes"));
    assert_eq!(saved.header("location"), Some("/team/applicants/1?note=saved#notes"));
    let page = page(&server, &dana, "");
    assert!(page.contains("<p>Yes</p>") && page.contains("changed ") && !page.contains("Maybe"), "{page}");
}

#[test]
fn a_note_that_was_changed_meanwhile_is_shown_and_not_overwritten() {
    let setup = Setup::new();
    let (server, _, kim) = house(&setup);
    note(&server, &kim, "", "text=Maybe");
    let read = version(&server, &kim, 1);
    assert_eq!(note(&server, &kim, "/1", &format!("read={read}&text=In+one+window")).status, 303);
    let refused = note(&server, &kim, "/1", &format!("read={read}&text=In+the+other"));
    assert_eq!(refused.status, 409);
    let text = refused.text();
    for words in
        ["This note was changed since you opened it", "<p>In one window</p>", ">In the other</textarea>"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let stored = "SELECT text FROM notes";
    assert_eq!(dump::rows(&setup.database(), stored), [r#"[Text("In one window")]"#]);
    let now = text.split("name=\"read\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
    let now = now.expect("the version that is shown").replace(':', "%3A");
    assert_eq!(note(&server, &kim, "/1", &format!("read={now}&text=In+the+other")).status, 303);
    assert_eq!(dump::rows(&setup.database(), stored), [r#"[Text("In the other")]"#]);
}

#[test]
fn what_was_typed_into_a_note_that_is_gone_is_not_lost() {
    let setup = Setup::new();
    let (server, _, kim) = house(&setup);
    note(&server, &kim, "", "text=Maybe");
    let read = version(&server, &kim, 1);
    assert_eq!(note(&server, &kim, "/1/delete", "").status, 303);
    let refused = note(&server, &kim, "/1", &format!("read={read}&text=A+long+thought"));
    assert_eq!(refused.status, 409);
    let text = refused.text();
    assert!(text.contains("That note was deleted.") && text.contains(">A long thought</textarea>"), "{text}");
}

#[test]
fn a_member_deletes_their_own_notes_and_an_owner_everybody_s() {
    let setup = Setup::new();
    let (server, dana, kim) = house(&setup);
    for (who, text) in [(&dana, "text=One"), (&kim, "text=Two"), (&kim, "text=Three")] {
        note(&server, who, "", text);
    }
    assert_eq!(note(&server, &kim, "/1/delete", "").status, 404);
    assert_eq!(note(&server, &kim, "/2/delete", "").status, 303);
    assert_eq!(note(&server, &dana, "/3/delete", "").status, 303);
    assert_eq!(note(&server, &dana, "/3/delete", "").status, 404);
    assert_eq!(post(&server, &dana, "/team/applicants/2/notes/1/delete", "").status, 404, "of nobody else");
    let page = page(&server, &dana, "?note=deleted");
    assert!(
        page.contains("Note deleted.") && page.contains("<p>One</p>") && !page.contains("<p>Two</p>"),
        "{page}"
    );
}

#[test]
fn the_applicant_is_never_shown_a_note() {
    let setup = Setup::new();
    let (server, _, kim) = house(&setup);
    let id = server.apply("Zoë Example", "zoe@example.com");
    post(&server, &kim, "/team/applicants/2/notes", "text=CANARY");
    for path in [format!("/api/public/booking/{id}"), format!("/api/public/profiles/{id}")] {
        assert!(!server.get(&path).text().contains("CANARY"), "{path}");
    }
    assert!(!get(&server, &format!("bookhook_profile={id}"), "/schedule").text().contains("CANARY"));
}
