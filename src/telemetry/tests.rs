use std::io;
use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tracing::{debug, info, warn};

use super::*;

#[derive(Clone, Default)]
struct Capture(Arc<Mutex<Vec<u8>>>);

impl io::Write for Capture {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn logged(shape: Shape, work: impl FnOnce()) -> String {
    let capture = Capture::default();
    let writer = capture.clone();
    let subscriber = subscriber(LevelFilter::INFO, shape, move || writer.clone());
    tracing::subscriber::with_default(subscriber, work);
    String::from_utf8(capture.0.lock().unwrap().clone()).unwrap()
}

fn object(line: &str) -> Value {
    serde_json::from_str(line).unwrap_or_else(|error| panic!("{error}: {line}"))
}

#[test]
fn a_line_for_programs_is_one_json_object() {
    let line = logged(Shape::Json, || info!(status = 200, route = "/x", fast = true, "answered"));
    let mut object = object(&line);
    let time = object["time"].take();
    let expected = json!({"time": null, "level": "info", "message": "answered", "status": 200, "route": "/x", "fast": true});
    assert_eq!(object, expected);
    assert!(crate::domain::instant::parse(time.as_str().unwrap()).is_some(), "{time}");
    assert!(line.ends_with("}\n"));
}

#[test]
fn hostile_text_stays_inside_its_json_string() {
    let hostile = "a\"b\\c\nd\u{1b}[31m\u{7f}é";
    let line =
        logged(Shape::Json, || warn!(name = hostile, debugged = ?hostile, rate = f64::NAN, "{hostile}"));
    let object = object(&line);
    assert_eq!(object["message"], hostile);
    assert_eq!(object["name"], hostile);
    assert_eq!(object["debugged"], format!("{hostile:?}"));
    assert_eq!(object["rate"], Value::Null);
    assert_eq!(line.matches('\n').count(), 1);
}

#[test]
fn a_line_for_people_is_short() {
    let line = logged(Shape::Text { colour: false }, || info!(status = 200, why = "two words", "answered"));
    let (clock, rest) = line.split_once(' ').unwrap();
    assert_eq!(clock.len(), "14:00:00Z".len());
    assert_eq!(rest, "info  answered  status=200  why=\"two words\"\n");
}

#[test]
fn hostile_text_cannot_steer_the_terminal() {
    let line = logged(Shape::Text { colour: false }, || info!(name = %"x\u{1b}[2J\u{202e}", "a\nb"));
    assert!(line.ends_with("info  a\\nb  name=x\\u{1b}[2J\\u{202e}\n"), "{line:?}");
}

#[test]
fn colours_are_only_for_terminals() {
    let coloured = logged(Shape::Text { colour: true }, || info!("hello"));
    let plain = logged(Shape::Text { colour: false }, || info!("hello"));
    assert!(coloured.contains('\u{1b}') && !plain.contains('\u{1b}'));
}

#[test]
fn what_is_below_the_level_is_not_logged() {
    assert_eq!(logged(Shape::Json, || debug!("quiet")), "");
}

#[test]
fn a_panic_tells_literals_and_nothing_else() {
    let told = |panicking: fn()| {
        let payload = panic::catch_unwind(panicking).unwrap_err();
        literal(payload.as_ref()).to_owned()
    };
    assert_eq!(told(|| panic!("the plan is broken")), "the plan is broken");
    let told = told(|| panic!("no such person: {}", std::hint::black_box("sam@example.com")));
    assert_eq!(told, "(its message is not logged)");
}

#[test]
fn lines_wait_until_something_is_wrong() {
    let capture = Capture::default();
    let lines = Lines::to(capture.clone());
    let written = || String::from_utf8(capture.0.lock().unwrap().clone()).unwrap().lines().count();
    let subscriber = subscriber(LevelFilter::INFO, Shape::Json, lines.clone());
    tracing::subscriber::with_default(subscriber, || {
        info!("one");
        assert_eq!(written(), 0);
        warn!("two");
        assert_eq!(written(), 2);
        info!("three");
    });
    lines.write_all();
    assert_eq!(written(), 3);
}

#[test]
fn no_more_lines_wait_than_may() {
    let capture = Capture::default();
    let lines = Lines::to(capture.clone());
    let subscriber = subscriber(LevelFilter::INFO, Shape::Json, lines);
    tracing::subscriber::with_default(subscriber, || {
        let kilobyte = "x".repeat(1024);
        (0..300).for_each(|_| info!("{kilobyte}"));
    });
    assert!(capture.0.lock().unwrap().len() > 250 * 1024);
}
