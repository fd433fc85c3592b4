use super::*;

fn declare(id: &str, kind: &str) -> Declaration {
    let options = if kind.ends_with("_of") { vec!["Red".into(), "Blue".into()] } else { Vec::new() };
    Declaration {
        id: id.into(),
        label: "A question?".into(),
        kind: kind.into(),
        options,
        ..Declaration::default()
    }
}

fn one(kind: &str) -> Questions {
    Questions::parse(vec![declare("q", kind)]).expect("a question")
}

/// The form's fields with a name, an address and these answers.
fn fields(answers: &[(&str, &str)]) -> Vec<(String, String)> {
    let own = [("name", "Sam Okafor"), ("email", "sam@example.com")];
    let answers = answers.iter().map(|(id, text)| (format!("answers.{id}"), (*text).to_owned()));
    own.map(|(name, text)| (name.to_owned(), text.to_owned())).into_iter().chain(answers).collect()
}

fn submit(questions: &Questions, fields: &[(String, String)]) -> Result<Application, FieldErrors> {
    questions.check(questions.read_form(fields), Demand::Form)
}

fn answer(kind: &str, texts: &[&str]) -> Result<Option<Answer>, String> {
    let given: Vec<(&str, &str)> = texts.iter().map(|text| ("q", *text)).collect();
    submit(&one(kind), &fields(&given))
        .map(|application| application.answers.into_values().next())
        .map_err(|errors| errors.get("answers.q").expect("an error of the question").to_string())
}

fn text(taken: &str) -> Answer {
    Answer::Text(taken.into())
}

#[test]
fn the_default_questions_keep_to_the_rules_of_declared_ones() {
    for question in Questions::talent(|id| id.into()).iter() {
        let (kind, options) = match &question.kind {
            Kind::OneOf(options) => ("one_of", options.clone()),
            Kind::SeveralOf(options) => ("several_of", options.clone()),
            Kind::LongText => ("long_text", Vec::new()),
            Kind::Link => ("link", Vec::new()),
            _ => ("short_text", Vec::new()),
        };
        let declared = Declaration {
            id: question.id.to_string(),
            label: question.label.clone(),
            help: question.help.clone(),
            kind: kind.into(),
            options,
            required: question.required,
            max_length: None,
        };
        assert_eq!(
            Questions::parse(vec![declared]).expect("valid").get(question.id.as_str()),
            Some(question)
        );
    }
}

#[test]
fn every_named_kind_can_be_declared() {
    for name in Kind::NAMES {
        assert!(Questions::parse(vec![declare("q", name)]).is_ok(), "{name}");
    }
}

#[test]
fn a_declaration_that_cannot_be_asked_names_itself_and_the_remedy() {
    let plain = || declare("colour", "one_of");
    for (declaration, remedy) in [
        (declare("Colour", "short_text"), "an id is"),
        (declare("", "short_text"), "an id is"),
        (declare("colour", "textarea"), "`kind` is one of short_text"),
        (Declaration { options: vec!["Red".into()], ..plain() }, "`options` needs"),
        (Declaration { options: vec!["Red".into(), "Red ".into()], ..plain() }, "`options` needs"),
        (Declaration { kind: "date".into(), ..plain() }, "`options` is for"),
        (Declaration { label: " ".into(), ..plain() }, "it needs a `label`"),
        (Declaration { max_length: Some(9), ..plain() }, "`max_length` is"),
        (Declaration { max_length: Some(0), ..declare("colour", "short_text") }, "`max_length` is"),
    ] {
        let id = declaration.id.clone();
        let message = Questions::parse(vec![declaration]).expect_err("invalid").to_string();
        assert!(message.starts_with(&format!("question `{id}`: ")), "{message}");
        assert!(message.contains(remedy), "{message}");
    }
    let twice = Questions::parse(vec![plain(), plain()]).expect_err("twice").to_string();
    assert!(twice.contains("give each its own"), "{twice}");
}

#[test]
fn each_kind_takes_what_fits_it() {
    assert_eq!(answer("short_text", &[" Designer "]), Ok(Some(text("Designer"))));
    assert_eq!(answer("long_text", &["one\r\ntwo\rthree"]), Ok(Some(text("one\ntwo\nthree"))));
    assert_eq!(answer("link", &["https://example.com/me"]), Ok(Some(text("https://example.com/me"))));
    assert_eq!(answer("link", &["linkedin.com/in/sam"]), Ok(Some(text("https://linkedin.com/in/sam"))));
    assert_eq!(answer("email", &["Sam@Example.com"]), Ok(Some(text("sam@example.com"))));
    assert_eq!(answer("phone", &["+49 (30) 90-18.20"]), Ok(Some(text("+49 (30) 90-18.20"))));
    assert_eq!(answer("number", &["2,5"]), Ok(Some(Answer::Number(2.5))));
    assert_eq!(answer("date", &["2028-02-29"]), Ok(Some(text("2028-02-29"))));
    assert_eq!(answer("one_of", &["Red"]), Ok(Some(text("Red"))));
    assert_eq!(answer("yes_no", &["no"]), Ok(Some(Answer::YesNo(false))));
    let both = Answer::Several(vec!["Red".into(), "Blue".into()]);
    assert_eq!(answer("several_of", &["Blue", "Red", "Blue"]), Ok(Some(both)));
}

#[test]
fn each_kind_refuses_what_does_not_fit_it() {
    for (kind, bad) in [
        ("short_text", "two\nlines"),
        ("short_text", "evil\u{202E}txt"),
        ("long_text", "a\u{0}b"),
        ("link", "javascript:alert(1)"),
        ("link", "data:text/html,x"),
        ("link", "nonsense"),
        ("link", "me@example.com"),
        ("email", "sam"),
        ("phone", "call me"),
        ("phone", "12"),
        ("phone", "00+4930901820"),
        ("number", "many"),
        ("number", "NaN"),
        ("number", "1e9"),
        ("number", "inf"),
        ("number", "9007199254740992"),
        ("date", "2027-02-29"),
        ("date", "12.11.2026"),
        ("one_of", "Green"),
        ("several_of", "Green"),
        ("yes_no", "maybe"),
    ] {
        assert!(answer(kind, &[bad]).is_err(), "{kind}: {bad:?}");
    }
    assert!(answer("one_of", &["Red", "Blue"]).is_err());
    assert_eq!(answer("short_text", &[&"x".repeat(201)]), Err("Please use at most 200 characters.".into()));
    assert!(answer("long_text", &[&"x".repeat(4001)]).is_err());
}

#[test]
fn the_form_demands_what_is_required_and_the_api_does_not() {
    let declared = |kind| Declaration { required: true, ..declare("q", kind) };
    for (kind, message) in
        [("short_text", "Please fill this in."), ("several_of", "Please choose an answer.")]
    {
        let questions = Questions::parse(vec![declared(kind)]).expect("a question");
        let errors = submit(&questions, &fields(&[("q", "  ")])).expect_err("required");
        assert_eq!(errors.get("answers.q").map(ToString::to_string).as_deref(), Some(message));
        assert!(questions.check(questions.read_form(&fields(&[])), Demand::NameAndEmail).is_ok());
    }
}

#[test]
fn the_form_drops_an_answer_to_no_question() {
    let application = submit(&one("date"), &fields(&[("gone", "x")])).expect("an application");
    assert!(application.answers.is_empty());
}

#[test]
fn a_value_of_another_type_is_no_answer() {
    let number = || Answer::Number(5.0);
    for (kind, value) in [
        ("short_text", number()),
        ("one_of", Answer::Several(vec!["Red".into()])),
        ("date", Answer::YesNo(true)),
        ("number", text("5")),
        ("yes_no", text("yes")),
        ("several_of", number()),
    ] {
        let questions = one(kind);
        let checked = questions.get("q").expect("the question").check(value);
        assert_eq!(checked, Err(Refusal::OtherKind), "{kind}");
    }
}

#[test]
fn every_wrong_field_is_named_once_and_in_the_order_of_the_form() {
    let mut draft = Draft { name: " ".into(), email: "sam".into(), ..Draft::default() };
    draft.refuse("role", Refusal::NoField);
    draft.refuse("answers.q", Refusal::Date);
    draft.refuse("answers.q", Refusal::OtherKind);
    let errors = one("date").check(draft, Demand::Form).expect_err("four errors");
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["name", "email", "answers.q", "role"]);
    assert_eq!(errors.get("answers.q"), Some(&Refusal::Date));
}
