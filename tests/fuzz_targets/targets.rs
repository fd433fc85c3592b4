//! One function for each kind of foreign input: what must hold for any bytes at all. `cargo fuzz`
//! searches with them without end, `cargo test` tries the seeds and some thousand changes of them.

use std::path::PathBuf;

use bookhook::calcom;
use bookhook::calcom::links::{BookingPages, CalLink, Redirect};
use bookhook::calcom::signature::{Secret, Secrets, Signature, SignedWith, sign};
use bookhook::config::{Configuration, Environment, Sources};
use bookhook::domain::activity::Action;
use bookhook::domain::booking::Booking;
use bookhook::domain::event::{BookingEvent, EventKind, Meaning, Recorded};
use bookhook::domain::fold::{History, fold};
use bookhook::domain::foreign::ForeignText;
use bookhook::domain::ids::{BookingUid, Digest, ProfileId};
use bookhook::domain::instant;
use bookhook::domain::note::NoteText;
use bookhook::domain::printable::printable;
use bookhook::domain::questions::{Answer, Declaration, Demand, Kind, Questions};
use bookhook::domain::text::{Email, PersonName, WebUrl, is_directional};
use bookhook::store::exchange::{self, Line};
use bookhook::web::calendar::Entry;
use icalendar::{Calendar, CalendarComponent, Component};
use url::Url;

/// The signature header: each line is one header's value, the last line is the body.
pub(crate) fn signature(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut values: Vec<&str> = text.split('\n').collect();
    let body = values.pop().unwrap_or_default().as_bytes();
    let secret = Secret::new("a secret").expect("a secret");
    let secrets = Secrets { current: secret.clone(), previous: None };
    let right = sign(&secret, body);
    let parsed = Signature::parse(&right).expect("our own signature");
    assert_eq!(secrets.verify(body, &parsed), Ok(SignedWith::Current));
    if let Ok(signature) = Signature::from_headers(&values) {
        assert_eq!(values.len(), 1, "two headers were taken");
        assert_eq!(values[0].len(), 64);
        let made_by_us = values[0].eq_ignore_ascii_case(&right);
        assert_eq!(secrets.verify(body, &signature).is_ok(), made_by_us);
    }
}

/// A delivery's body, from its bytes to the booking.
pub(crate) fn delivery(data: &[u8]) {
    let decoded = calcom::decode(data);
    assert_eq!(decoded, calcom::decode(data), "the same bytes were read in two ways");
    assert!(!decoded.trigger.contains('\0'), "databases choke on it");
    let least = calcom::encode(&decoded);
    assert_eq!(calcom::decode(&least), decoded, "{}", String::from_utf8_lossy(&least));
    let Meaning::Event(event) = decoded.meaning else { return };
    is_tame(&event);
    let digest = Digest([1; 32]);
    let recorded = Recorded { event: (*event).clone(), digest };
    let once = fold(&event.uid, &History::alone(vec![recorded.clone()]));
    assert_eq!(
        once,
        fold(&event.uid, &History::alone(vec![recorded.clone(), recorded.clone()])),
        "repetition counted"
    );
    for booking in &once {
        leads_home(booking);
    }
    // The booking that this one takes the place of.
    if let Some(replaced) = &event.replaces {
        drop(fold(&replaced.uid, &History { replaced_by: vec![recorded.clone()], ..History::default() }));
    }
}

fn is_tame(event: &BookingEvent) {
    let details = &event.details;
    for link in details.link.iter().chain(&details.booker_url) {
        assert!(is_web(link.as_str()), "{link:?}");
    }
    let texts = [&details.title, &details.location, &details.attendee_name, &details.attendee_timezone];
    for text in texts.into_iter().chain([&details.event_type, &details.organizer_name, &event.reason]) {
        let Some(text) = text.as_ref().map(ForeignText::as_str) else { continue };
        assert!(!text.contains('\0'), "databases choke on it");
        assert!(text.chars().count() <= 16_384, "it has no bounds");
    }
    for time in details.start.iter().chain(&details.end).chain(&event.at) {
        let written = instant::to_millis(*time);
        assert_eq!(instant::parse(&written).map(instant::to_millis), Some(written), "{time}");
    }
}

/// The links to Cal.com's pages stay on the host on which the booking was made.
fn leads_home(booking: &Booking) {
    let pages = BookingPages::new(booking.details.booker_url.as_ref(), None);
    let home =
        booking.details.booker_url.as_ref().map(|url| Url::parse(url.as_str()).expect("a link").origin());
    for page in [
        pages.reschedule(&booking.uid, booking.seat.as_ref()),
        pages.cancel(&booking.uid, booking.seat.as_ref()),
    ] {
        let page = Url::parse(&page).expect("a link");
        assert!(home.as_ref().is_none_or(|home| *home == page.origin()), "{page}");
        assert_eq!(page.path_segments().map(Iterator::count), Some(2), "{page}");
    }
}

fn is_web(link: &str) -> bool {
    let url = Url::parse(link).expect("a link");
    matches!(url.scheme(), "http" | "https") && url.has_host() && !link.contains(['"', '<', '>', ' ', '\n'])
}

/// The query with which Cal.com sends a browser back.
pub(crate) fn redirect(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    drop(calcom::reference::find(&text));
    let redirect = Redirect::parse(&text);
    let query = redirect.to_query();
    let plain = |c: char| c.is_ascii_alphanumeric() || "=&%+-._*~".contains(c);
    assert!(query.chars().all(plain), "{query:?}");
    assert_eq!(Redirect::parse(&query), redirect, "a page would redirect to itself for ever");
    assert!(query.len() < 2_000, "{}", query.len());
}

/// A settings file.
pub(crate) fn settings(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let folder = tempfile::tempdir().expect("a folder");
    let file: PathBuf = folder.path().join("Rocket.toml");
    std::fs::write(&file, text).expect("written");
    let environment: Environment = [("BOOKHOOK_LOG", "off")].into_iter().collect();
    let directory = folder.path().into();
    match Configuration::load(&Sources { environment, file: Some(file), directory, ..Sources::default() }) {
        Ok(configuration) => drop(format!("{:?}", configuration.settings)),
        Err(errors) => {
            assert!(!errors.0.is_empty(), "no error");
            for error in errors.0 {
                assert!(!error.problem.is_empty(), "no problem");
                assert!(!error.remedy.is_empty(), "no remedy");
            }
        }
    }
}

/// What may become a link: addresses in bodies and in the settings.
pub(crate) fn links(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    if let Ok(url) = WebUrl::parse(&text) {
        assert!(is_web(url.as_str()), "{url:?}");
        assert_eq!(WebUrl::parse(url.as_str()), Ok(url.clone()), "it is not in its final form");
    }
    let Ok(link) = CalLink::parse(&text) else { return };
    let email = Email::parse("sam@example.com").expect("an address");
    let profile = ProfileId::from_random([7; 16]);
    let page = Url::parse(&link.booking("Sam & Kit", &email, profile)).expect("a link");
    assert_eq!(page.origin(), Url::parse(link.as_str()).expect("a link").origin());
    for (name, value) in [("name", "Sam & Kit"), ("email", email.as_str())] {
        let found: Vec<_> = page.query_pairs().filter(|(known, _)| known == name).collect();
        assert!(matches!(&found[..], [(_, only)] if only == value), "{page}");
    }
}

/// What an applicant types: a name, and an e-mail address on the second line.
pub(crate) fn applicant(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let (name, email) = text.split_once('\n').unwrap_or((&text, &text));
    if let Ok(name) = PersonName::parse(name) {
        let readable = |c: char| !c.is_control() && !is_directional(c);
        assert!(name.as_str().chars().all(readable), "{name:?}");
        assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
    }
    if let Ok(email) = Email::parse(email) {
        assert!(!email.as_str().contains([' ', '<', '>', ',', '"', '\n']), "{email:?}");
        assert_eq!(Email::parse(email.as_str()), Ok(email.clone()), "two spellings of one mailbox");
    }
    if let Some(uid) = BookingUid::parse(&text) {
        assert_eq!(BookingUid::parse(uid.as_str()), Some(uid));
    }
    if let Some(id) = ProfileId::parse(&text) {
        assert_eq!(ProfileId::parse(&id.to_string()), Some(id));
    }
    if let Some(time) = instant::parse(&text) {
        let written = instant::to_millis(time);
        assert_eq!(instant::parse(&written).map(instant::to_millis), Some(written));
    }
}

/// The lines of an export that may be anybody's.
pub(crate) fn import(data: &[u8]) {
    for line in data.split(|byte| *byte == b'\n') {
        match exchange::parse(line) {
            Ok(Line::Profile(profile)) => {
                assert_eq!(PersonName::parse(profile.name.as_str()), Ok(profile.name));
                assert_eq!(Email::parse(profile.email.as_str()), Ok(profile.email));
                assert!(profile.number > 0);
            }
            Ok(Line::Member(member)) => {
                assert_eq!(PersonName::parse(member.name.as_str()), Ok(member.name));
                assert_eq!(member.email.is_none(), member.removed_at.is_some());
            }
            Ok(Line::Note(note)) => assert_eq!(NoteText::parse(note.text.as_str()), Ok(note.text)),
            Ok(Line::Activity(done)) => {
                assert_eq!(Action::parse(done.action.verb(), done.action.detail()), Some(done.action));
            }
            Ok(Line::Link(link)) => {
                assert_eq!(BookingUid::parse(link.uid.as_str()), Some(link.uid));
                assert!(link.id > 0);
            }
            Ok(Line::Delivery(delivery)) => {
                assert!(delivery.id > 0);
                assert!(instant::parse(&delivery.received_at).is_some());
            }
            Ok(Line::Refusal(refusal)) => assert!(refusal.count > 0),
            Ok(Line::Header | Line::Booking | Line::End(_)) => {}
            Err(problem) => assert!(!problem.to_string().is_empty()),
        }
    }
}

/// The application form as a browser posts it, with a question of each kind.
pub(crate) fn form(data: &[u8]) {
    let fields: Vec<_> = url::form_urlencoded::parse(data).into_owned().collect();
    let questions = one_of_each_kind();
    match questions.check(questions.read_form(&fields), Demand::Form) {
        Ok(application) => {
            for (id, answer) in &application.answers {
                let question = questions.get(id.as_str()).expect("an answer to no question");
                // The limit is for what is typed; a link is kept in its longer, final form.
                let longest = if question.kind == Kind::Link { usize::MAX } else { question.max_length };
                fits(answer, longest);
                let again = question.check(answer.clone());
                assert!(question.kind == Kind::Link || again == Ok(Some(answer.clone())), "it is not final");
            }
            assert!(questions.iter().all(|q| !q.required || application.answers.contains_key(&q.id)));
        }
        Err(errors) => {
            assert!(errors.iter().count() > 0, "refused for nothing");
            assert!(errors.iter().all(|error| !error.why.to_string().is_empty()));
        }
    }
}

fn fits(answer: &Answer, longest: usize) {
    let readable = |text: &ForeignText| {
        let text = text.as_str();
        assert!(text.chars().count() <= longest, "longer than it may be");
        assert!(
            !text.chars().any(|c| is_directional(c) || (c.is_control() && c != '\n' && c != '\t')),
            "{text:?}"
        );
    };
    match answer {
        Answer::Text(text) => readable(text),
        Answer::Several(texts) => texts.iter().for_each(readable),
        Answer::Number(number) => assert!(number.is_finite()),
        Answer::YesNo(_) => {}
    }
}

fn one_of_each_kind() -> Questions {
    let declare = |(n, kind): (usize, &&str)| Declaration {
        id: (*kind).to_owned(),
        label: "?".into(),
        kind: (*kind).to_owned(),
        options: if kind.ends_with("_of") { vec!["a".into(), "b, c".into()] } else { Vec::new() },
        required: n == 0,
        ..Declaration::default()
    };
    Questions::parse(Kind::NAMES.iter().enumerate().map(declare).collect()).expect("questions")
}

/// A booking's texts in its calendar file, read back by another program's parser: the title, the
/// place, the host and the link, a line each; what is left over is the title's.
pub(crate) fn calendar(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.splitn(4, '\n').map(ForeignText::from);
    let mut event =
        BookingEvent::new(BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid"), EventKind::Created);
    let start = instant::parse("2026-11-12T14:00:00Z");
    event.details.location = lines.next();
    event.details.organizer_name = lines.next();
    event.details.link = lines.next().and_then(|link| WebUrl::parse(link.as_str()).ok());
    event.details.title = lines.next();
    event.details.start = start;
    let title = event.details.title.clone();
    let recorded = Recorded { event, digest: Digest::default() };
    let uid = recorded.event.uid.clone();
    let booking = fold(&uid, &History::alone(vec![recorded])).remove(0);
    let entry = Entry::new(&booking, start.expect("an instant"), "Acme").expect("an entry");
    let file = entry.to_ics(
        ProfileId::from_random([7; 16]),
        "talent.example.com",
        "https://talent.example.com/schedule/x",
    );
    assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
    assert!(!file.replace("\r\n", "").contains(char::is_control), "{file:?}");
    let calendar: Calendar = file.parse().unwrap_or_else(|error| panic!("{error}: {file}"));
    let events: Vec<_> = calendar.iter().filter_map(CalendarComponent::as_event).collect();
    let [event] = &events[..] else { panic!("{} entries: {file}", events.len()) };
    assert_eq!(calendar.components.len(), 1, "{file}");
    for name in ["UID", "SEQUENCE", "DTSTAMP", "DTSTART", "STATUS"] {
        assert_eq!(file.matches(&format!("\r\n{name}:")).count(), 1, "{file}");
    }
    if let Some(title) = title {
        let plain = title.as_str().replace("\r\n", "\n").replace('\r', "\n");
        let plain: String = plain.chars().filter(|c| *c == '\n' || !c.is_control()).collect();
        assert_eq!(event.get_summary().unwrap_or_default(), plain);
    }
}

/// Foreign text on somebody's terminal.
pub(crate) fn terminal(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let shown = printable(&text);
    assert!(!shown.chars().any(|c| c.is_control() || is_directional(c)), "{shown:?}");
    assert_eq!(printable(&shown), shown);
}
