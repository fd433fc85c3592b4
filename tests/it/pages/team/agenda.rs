//! The interviews to come, day by day.

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::BookingUid;
use time::{Date, Duration, OffsetDateTime, Time};

use crate::support::server::{Server, Setup};
use crate::support::team::{get, post, with_owner};

/// A server whose owner reads times in UTC.
fn in_utc(setup: &Setup) -> (Server, String) {
    let (server, owner) = with_owner(setup);
    assert_eq!(post(&server, &owner, "/team/me", "name=Dana+Example&zone=UTC").status, 303);
    (server, owner)
}

/// Days from today on, at noon.
fn noon(days: i64) -> OffsetDateTime {
    let noon = OffsetDateTime::now_utc().replace_time(Time::from_hms(12, 0, 0).expect("a time"));
    noon + Duration::days(days)
}

fn day(days: i64) -> Date {
    noon(days).date()
}

fn book(server: &Server, uid: &str, trigger: Trigger, start: OffsetDateTime, host: &str) {
    let created = start.min(OffsetDateTime::now_utc()) - Duration::HOUR;
    let mut sample = Sample::new(trigger, BookingUid::parse(uid).expect("a uid"), created, start);
    sample.attendee_name = format!("Booker {uid}");
    sample.attendee_email = format!("{uid}@example.com");
    sample.attendee_timezone = "Asia/Tokyo".into();
    sample.host_name = host.into();
    assert_eq!(server.deliver(&sample.body()).status, 200);
}

fn agenda(server: &Server, owner: &str, query: &str) -> String {
    let answer = get(server, owner, &format!("/team/agenda{query}"));
    assert_eq!(answer.status, 200, "{query}");
    answer.text()
}

#[test]
fn the_agenda_lists_what_stands_or_is_asked_for_by_days_in_the_members_zone() {
    let setup = Setup::new();
    let (server, owner) = in_utc(&setup);
    assert!(agenda(&server, &owner, "").contains("No interview in the next 30 days"));
    server.apply("Ana Example", "u1@example.com");
    book(&server, "u1", Trigger::BookingCreated, noon(1), "Dana");
    book(&server, "u2", Trigger::BookingRequested, noon(2), "Kim");
    book(&server, "u3", Trigger::BookingCancelled, noon(1), "Kim");
    let page = agenda(&server, &owner, "");
    let (begin, rest) = page.split_once(&format!("id=\"d{}\"", day(2))).expect("the second day");
    for words in [
        "Tomorrow, ",
        "href=\"/team/applicants/1\"",
        "Ana Example",
        "Scheduled",
        "Tokyo time</small>",
        "Join<span",
    ] {
        assert!(begin.contains(words), "{words}: {page}");
    }
    for words in ["class=\"ask\"", "Booker u2", "no applicant yet", "Requested", "href=\"/team/bookings/"] {
        assert!(rest.contains(words), "{words}: {page}");
    }
    assert!(page.contains("1 interview and 1 request") && !page.contains("Booker u3"), "{page}");
    assert!(page.contains("Times are in UTC, your time zone."), "{page}");
}

#[test]
fn the_agenda_goes_by_weeks_and_by_host_and_says_where_the_next_one_is() {
    let setup = Setup::new();
    let (server, owner) = in_utc(&setup);
    book(&server, "late", Trigger::BookingCreated, noon(20), "Dana");
    book(&server, "past", Trigger::BookingCreated, noon(-3), "Kim");
    let page = agenda(&server, &owner, "");
    let next = format!("href=\"/team/agenda?from={}\"", day(20));
    assert!(page.contains("No interview on these days") && page.contains(&next), "{page}");
    for (days, name) in [(-7, "past"), (15, "late")] {
        let page = agenda(&server, &owner, &format!("?from={}", day(days)));
        assert!(page.contains(&format!("Booker {name}")), "{page}");
        let week = format!("?from={}", day(days + 7));
        assert!(page.contains(&format!("href=\"/team/agenda{week}\" rel=\"next\"")), "{page}");
    }
    let week = format!("?from={}", day(15));
    assert!(agenda(&server, &owner, &format!("{week}&host=Dana")).contains("Booker late"));
    let other = agenda(&server, &owner, &format!("{week}&host=Kim"));
    assert!(!other.contains("Booker late") && other.contains("<option selected>Kim</option>"), "{other}");
    for odd in ["?from=2026-13-77", "?from=99999-01-01", "?after=x", "?host=%00"] {
        agenda(&server, &owner, odd);
    }
}

#[test]
fn a_full_day_is_listed_in_parts_each_interview_once() {
    let setup = Setup::new();
    let (server, owner) = in_utc(&setup);
    for n in 0..60 {
        book(&server, &format!("u{n}"), Trigger::BookingCreated, noon(1), "Dana");
    }
    let page = agenda(&server, &owner, "");
    assert!(page.contains("60 interviews") && page.len() < 60 * 1024, "{}", page.len());
    let (_, more) = page.rsplit_once("<a class=\"button\" href=\"/team/agenda?from=").expect("more");
    let query = more.split('"').next().expect("an address").replace("&#38;", "&");
    let rest = agenda(&server, &owner, &format!("?from={query}"));
    let rows = [&page, &rest].map(|page| page.matches("class=\"go\"").count());
    assert!(rows[0] <= 50 && rows[0] + rows[1] == 60, "{rows:?}");
}

#[test]
fn what_is_no_applicants_is_no_interview() {
    let setup = Setup::new();
    let (server, owner) = in_utc(&setup);
    book(&server, "u1", Trigger::BookingCreated, noon(1), "Dana");
    assert!(agenda(&server, &owner, "").contains("Booker u1"));
    post(&server, &owner, "/team/bookings/link", "uid=u1&seat=&applicant=nobody");
    assert!(agenda(&server, &owner, "").contains("No interview in the next 30 days"));
}

#[test]
fn a_booking_of_another_event_type_is_an_interview_once_it_is_an_applicants() {
    let setup = Setup::new().with("BOOKHOOK_EVENT_TYPES", "screening");
    let (server, owner) = in_utc(&setup);
    let ana = server.apply("Ana Example", "ana@example.com");
    book(&server, "u1", Trigger::BookingCreated, noon(1), "Dana");
    assert!(agenda(&server, &owner, "").contains("No interview in the next 30 days"));
    server.claim(&ana, "u1");
    let page = agenda(&server, &owner, "");
    assert!(page.contains("Ana Example"), "{page}");
}

#[test]
fn a_booking_with_another_start_is_listed_there_alone() {
    let setup = Setup::new();
    let (server, owner) = in_utc(&setup);
    for (days, word) in [(3, "Scheduled"), (5, "Requested")] {
        let trigger = if days == 3 { Trigger::BookingCreated } else { Trigger::BookingRequested };
        book(&server, "u1", trigger, noon(days), "Dana");
        let page = agenda(&server, &owner, "");
        assert!(page.contains(word), "{page}");
        assert_eq!(page.matches("class=\"go\"").count(), 1, "{page}");
        assert!(page.contains(&format!("id=\"d{}\"", day(days))), "{page}");
    }
}
