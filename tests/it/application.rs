//! Applications, from the form and from the API to the table.

use rusqlite::Connection;
use serde_json::json;

use crate::support::server::Setup;

/// A question of each kind.
const EACH_KIND: &str = concat!(
    r#"[{id="a_line",label="?",kind="short_text"}, {id="lines",label="?",kind="long_text"},"#,
    r#"{id="link",label="?",kind="link"}, {id="address",label="?",kind="email"}, {id="phone",label="?",kind="phone"},"#,
    r#"{id="whole",label="?",kind="number"}, {id="part",label="?",kind="number"}, {id="day",label="?",kind="date"},"#,
    r#"{id="one",label="?",kind="one_of",options=["Red","Blue"]},"#,
    r#"{id="several",label="?",kind="several_of",options=["Red","Green","Blue"]},"#,
    r#"{id="yes",label="?",kind="yes_no"}, {id="blank",label="?",kind="short_text"}]"#,
);

#[test]
fn the_form_and_the_api_store_an_answer_of_each_kind_as_the_same_text() {
    let setup = Setup::new().with("BOOKHOOK_QUESTIONS", EACH_KIND);
    let server = setup.start();
    let form = "name=Sam&email=sam%40example.com&answers.a_line=+Zo%C3%AB+&answers.lines=one%0D%0A%22two%22\
        &answers.link=example.com/sam&answers.address=Sam%40Example.com&answers.phone=%2B49+30+901820\
        &answers.whole=5%2C0&answers.part=-2.50&answers.day=2026-11-12&answers.one=Blue&answers.several=Blue\
        &answers.several=Red&answers.yes=no&answers.blank=+&answers.gone=x";
    let headers = [("Content-Type", "application/x-www-form-urlencoded"), ("Sec-Fetch-Site", "same-origin")];
    assert_eq!(server.request("POST", "/talent-network", &headers, form.as_bytes()).status, 303);
    let body = json!({"name": "Sam", "email": "sam@example.com", "answers": {
        "a_line": " Zoë ", "lines": "one\r\n\"two\"", "link": "example.com/sam", "address": "Sam@Example.com",
        "phone": "+49 30 901820", "whole": 5.0, "part": -2.5, "day": "2026-11-12", "one": "Blue",
        "several": ["Blue", "Red"], "yes": false, "blank": " ", "gone": null,
    }});
    assert_eq!(server.post_json("/api/public/profiles", &body).status, 201);
    server.stop();
    let db = Connection::open(setup.database()).expect("a database");
    let mut statement = db.prepare("SELECT answers FROM talent_profiles").expect("a statement");
    let stored: Vec<String> =
        statement.query_map([], |row| row.get(0)).expect("rows").map(|row| row.expect("a text")).collect();
    let expected = concat!(
        r#"{"a_line":"Zoë","address":"sam@example.com","day":"2026-11-12","lines":"one\n\"two\"","#,
        r#""link":"https://example.com/sam","one":"Blue","part":-2.5,"phone":"+49 30 901820","#,
        r#""several":["Red","Blue"],"whole":5,"yes":false}"#,
    );
    assert_eq!(stored, [expected, expected]);
}

#[test]
fn every_wrong_answer_is_named_with_its_remedy() {
    let setup = Setup::new().with("BOOKHOOK_QUESTIONS", EACH_KIND);
    let server = setup.start();
    let body = json!({"name": 5, "role": 1, "answers": {
        "a_line": ["a"], "address": "sam", "day": "12.11.2026", "link": "nonsense", "one": "Green", "gone": {},
        "part": "5", "phone": "call me", "several": ["Red", "Yellow"], "whole": 1e17, "yes": "yes",
    }});
    let answer = server.post_json("/api/public/profiles", &body);
    assert_eq!(answer.status, 422);
    let wrong = |field: &str, message: &str| json!({"field": field, "message": message});
    let kind = "This is not the kind of value that the question asks for.";
    let option = "Please choose one of the answers that are offered.";
    let expected = json!([
        wrong("name", "Send a text."),
        wrong("email", "Please fill this in."),
        wrong("answers.a_line", kind),
        wrong("answers.link", "Please enter a web address, like https://example.com."),
        wrong("answers.address", "Please enter an e-mail address, like name@example.com."),
        wrong("answers.phone", "Please enter a phone number with its country code, like +49 30 901820."),
        wrong("answers.whole", "Please enter a number, like 5 or 2.5."),
        wrong("answers.part", kind),
        wrong("answers.day", "Please enter a date as year-month-day, like 2026-11-12."),
        wrong("answers.one", option),
        wrong("answers.several", option),
        wrong("answers.yes", kind),
        wrong("role", "There is no such field. Send name, email and answers; answers go into answers."),
        wrong("answers.gone", "There is no such question."),
    ]);
    assert_eq!(answer.json()["error"]["fields"], expected);
}
