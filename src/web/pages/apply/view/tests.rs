use super::*;
use crate::domain::questions::{Declaration, Demand};
use crate::web::pages::look::Look;
use crate::web::pages::shell::Shell;
use crate::words;

fn html(questions: &Questions, form: &FormBody) -> String {
    let shell = Shell::new(Look::default_settings());
    let errors = questions.check(questions.read_form(&form.0), Demand::Form).expect_err("wrong");
    let frame = Frame::english(&shell);
    let page = ApplyPage::new(&frame, questions, form, FormToken::from_random([7; 16]));
    page.with_errors(&errors).render().expect("a page")
}

fn every_kind() -> Questions {
    let declare = |kind: &&str| Declaration {
        id: format!("a_{kind}"),
        label: format!("Label of {kind}").into(),
        help: Some(format!("Help of {kind}").into()),
        kind: (*kind).to_owned(),
        options: if kind.ends_with("_of") { vec!["Red".into(), "Blue".into()] } else { Vec::new() },
        ..Declaration::default()
    };
    Questions::parse(Kind::NAMES.iter().map(declare).collect()).expect("questions")
}

#[test]
fn an_empty_form_blames_nobody() {
    let shell = Shell::new(Look::default_settings());
    let (questions, form) = (words::questions(), FormBody::default());
    let frame = Frame::english(&shell);
    let page = ApplyPage::new(&frame, &questions, &form, FormToken::from_random([7; 16]));
    let html = page.render().expect("a page");
    assert!(!html.contains("aria-invalid") && !html.contains("role=\"alert\""));
}

#[test]
fn every_kind_has_its_control_label_and_help() {
    let html = html(&every_kind(), &FormBody::default());
    for kind in Kind::NAMES {
        assert!(html.contains(&format!("Label of {kind}")), "{kind}");
        assert!(html.contains(&format!("id=\"answers.a_{kind}-help\"")), "{kind}");
        assert!(html.contains(&format!("name=\"answers.a_{kind}\"")), "{kind}");
    }
}

#[test]
fn each_message_stands_at_its_field_and_the_values_are_kept() {
    let form = FormBody(
        [
            ("name", "  "),
            ("email", "sam\"><b>"),
            ("answers.a_link", "javascript:alert(1)"),
            ("answers.a_several_of", "Blue"),
            ("answers.a_long_text", "one\n</textarea><b>"),
        ]
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .into(),
    );
    let html = html(&every_kind(), &form);
    assert!(html.contains("Please check 3 answers."), "{html}");
    for (field, message) in [
        ("name", "Enter your name."),
        ("email", "Enter an email address"),
        ("answers.a_link", "Enter a web address"),
    ] {
        let (_, after) = html.split_once(&format!("id=\"{field}-error\"")).expect(field);
        assert!(after.split("</p>").next().is_some_and(|p| p.contains(message)), "{field}");
    }
    assert!(
        html.contains("value=\"sam&#34;&#62;&#60;b&#62;\"") && html.contains("value=\"javascript:alert(1)\"")
    );
    assert!(html.contains("value=\"Blue\" checked") && !html.contains("value=\"Red\" checked"));
    assert!(html.contains("one\n&#60;/textarea&#62;"));
}

#[test]
fn the_default_form_leaves_room_for_its_assets() {
    assert!(html(&words::questions(), &FormBody::default()).len() < 16 * 1024);
}
