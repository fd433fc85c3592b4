//! Odd bodies that can still be read, and the reason given for one that cannot.

use proptest::prelude::*;

use super::*;

/// The event of a recorded booking, to compare with those of odd spellings of its body.
fn plain() -> BookingEvent {
    event_in(&fixtures::body("BOOKING_CREATED"))
}

#[test]
fn bytes_that_are_no_text_are_unreadable() {
    assert_eq!(decode(b"{\"a\":\"\xff\"}").meaning, Meaning::Unreadable(WhyUnreadable::NotUtf8));
}

#[test]
fn text_that_is_not_json_is_unreadable() {
    for body in ["", " ", "{", "{}{}", "\0", "a=b&c=d", "[1", &"[".repeat(9000)] {
        assert_eq!(meaning_of(body), Meaning::Unreadable(WhyUnreadable::NotJson), "{body:?}");
    }
}

#[test]
fn json_that_is_not_an_object_is_unreadable_for_that_reason() {
    let deep = format!("{}{}", "[".repeat(9000), "]".repeat(9000));
    for body in ["false", "null", "[]", "\"x\"", " 1.5e3\n", "\u{FEFF}[{}]", &deep] {
        assert_eq!(meaning_of(body), Meaning::Unreadable(WhyUnreadable::NotAnObject), "{body:?}");
    }
}

#[test]
fn an_object_without_a_trigger_is_unreadable() {
    for body in ["{}", r#"{"triggerEvent":null}"#, r#"{"triggerEvent":" "}"#, r#"{"triggerEvent":["PING"]}"#]
    {
        assert_eq!(meaning_of(body), Meaning::Unreadable(WhyUnreadable::NoTrigger), "{body}");
    }
    let mut old: Value = serde_json::from_str(&fixtures::body("MEETING_ENDED")).expect("JSON");
    old.as_object_mut().expect("an object").remove("triggerEvent");
    assert_eq!(meaning_of(&old.to_string()), Meaning::Unreadable(WhyUnreadable::NoTrigger));
}

#[test]
fn an_unknown_trigger_is_kept_by_its_name() {
    let decoded = decode(br#"{"triggerEvent":"CALENDAR_ENTRY_REJECTED","payload":{"uid":"x"}}"#);
    assert_eq!(decoded.trigger, "CALENDAR_ENTRY_REJECTED");
    assert_eq!(decoded.meaning, Meaning::Ignored(WhyIgnored::UnknownTrigger));
}

#[test]
fn a_template_that_names_trigger_and_booking_is_read() {
    let body = json!({ "triggerEvent": "BOOKING_CREATED", "uid": UID, "title": "Intro", "payload": null });
    let event = event_in(&body.to_string());
    assert_eq!((event.uid.as_str(), event.details.title), (UID, Some("Intro".into())));
    assert_eq!((event.at, event.status), (None, Some(BookingStatus::Accepted)));
}

#[test]
fn a_byte_order_mark_and_white_space_around_do_no_harm() {
    let body = format!("\u{FEFF} \r\n{}\n", fixtures::body("BOOKING_CREATED"));
    assert_eq!(event_in(&body), plain());
}

#[test]
fn the_order_of_names_does_not_matter() {
    let body: Value = serde_json::from_str(&fixtures::body("BOOKING_CREATED")).expect("JSON");
    assert_eq!(event_in(&body.to_string()), plain());
}

#[test]
fn oddities_beside_the_booking_do_no_harm() {
    for oddity in [
        r#""z":1e400"#.to_owned(),
        r#""z":"\ud800""#.to_owned(),
        r#""\ud800":1"#.to_owned(),
        r#""z":"\u0000""#.to_owned(),
        r#""uid":"other""#.to_owned(),
        format!(r#""z":{}{}"#, "[".repeat(100_000), "]".repeat(100_000)),
        format!(r#""z":{}1{}"#, r#"{"a":"#.repeat(100_000), "}".repeat(100_000)),
    ] {
        let body = fixtures::body("BOOKING_CREATED");
        let body = body.replacen(r#""payload":{"#, &format!(r#""payload":{{{oddity},"#), 1);
        assert_eq!(event_in(&body), plain(), "{}", &oddity[..10]);
    }
}

#[test]
fn a_member_of_another_type_is_unknown_alone() {
    let others = [json!(null), json!(true), json!(1.5), json!([[1]]), json!({ "a": {} }), json!("\u{0}")];
    let body: Value = serde_json::from_str(&fixtures::body("BOOKING_CREATED")).expect("JSON");
    let names: Vec<String> = body["payload"]
        .as_object()
        .expect("a payload")
        .keys()
        .filter(|name| *name != "uid")
        .cloned()
        .collect();
    for name in &names {
        for other in &others {
            let event = changed("BOOKING_CREATED", |payload| payload[name] = other.clone());
            assert_eq!((event.uid, event.at), (plain().uid, plain().at), "{name}: {other}");
        }
    }
}

#[test]
fn an_odd_member_is_lost_alone() {
    let odd = |payload: &mut Value| payload["organizer"] = json!(["x"]);
    let event = changed("BOOKING_CREATED", odd);
    assert_eq!(event.details, crate::domain::details::Details { organizer_name: None, ..plain().details });
}

/// JSON with the names and words that matter, anywhere and with any type.
fn any_json() -> impl Strategy<Value = Value> {
    let names = prop::sample::select(vec![
        "triggerEvent",
        "createdAt",
        "payload",
        "uid",
        "bookingUid",
        "status",
        "startTime",
        "location",
        "organizer",
        "attendees",
        "email",
        "name",
        "noShow",
        "bookingId",
        "responses",
        "value",
        "metadata",
        "profileId",
        "videoCallUrl",
        "videoCallData",
        "type",
        "url",
        "bookerUrl",
        "attendeeSeatId",
        "seatsPerTimeSlot",
        "rescheduleUid",
        "cancellationReason",
        "requestReschedule",
    ]);
    let words = prop::sample::select(vec![
        "BOOKING_CREATED",
        "BOOKING_CANCELLED",
        "MEETING_ENDED",
        "BOOKING_NO_SHOW_UPDATED",
        "ACCEPTED",
        "",
        "2026-11-12T14:00:00Z",
        "https://x.de/",
        "daily_video",
        "a@b.de",
        "Please reschedule. x",
        "\u{0}",
        UID,
    ]);
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        words.prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 60, 12, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::btree_map(names.clone().prop_map(String::from), inner, 0..12)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_bytes_stop_the_reader(body in prop::collection::vec(any::<u8>(), 0..300)) {
        let _reading = decode(&body);
    }

    #[test]
    fn no_json_stops_the_reader(payload in any_json(), trigger in prop::sample::select(Trigger::ALL)) {
        let _flat = decode(payload.to_string().as_bytes());
        let body = json!({ "triggerEvent": trigger.name(), "payload": payload });
        let decoded = decode(body.to_string().as_bytes());
        prop_assert_eq!(decoded.trigger, trigger.name());
    }

    #[test]
    fn no_cut_of_a_body_is_read_as_a_booking(end in 0..2848_usize) {
        let body = fixtures::body("BOOKING_CREATED").into_bytes();
        prop_assert!(matches!(decode(&body[..end]).meaning, Meaning::Unreadable(_)));
    }
}
