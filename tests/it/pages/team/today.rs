//! What waits for the team.

use bookhook::calcom::sample::Sample;
use bookhook::calcom::trigger::Trigger;
use bookhook::domain::ids::{BookingUid, ProfileId};
use time::{Duration, OffsetDateTime};

use crate::support::patience::eventually;
use crate::support::server::{Server, Setup, WEBHOOK, finish, wire};
use crate::support::team::{get, join, link, post, with_owner};

/// Has Cal.com tell something about a booking that begins in so many minutes; returns what it told.
fn tell(server: &Server, trigger: Trigger, name: &str, profile: Option<&str>, minutes: i64) -> Sample {
    let now = OffsetDateTime::now_utc();
    let word: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let uid = BookingUid::parse(&format!("uid-of-{word}")).expect("a uid");
    let mut sample = Sample::new(trigger, uid, now, now + Duration::minutes(minutes));
    sample.profile = profile.and_then(ProfileId::parse);
    sample.attendee_name = name.into();
    sample.attendee_email = format!("{word}@nobody.example.com");
    sample.asks_for_another_time = trigger == Trigger::BookingCancelled;
    assert_eq!(server.deliver(&sample.body()).status, 200);
    sample
}

fn apply(server: &Server, name: &str) -> String {
    server.apply(name, &format!("{name}@example.com"))
}

/// The part of the page with this heading, as far as the next part.
fn part(server: &Server, who: &str, heading: &str) -> String {
    let page = get(server, who, "/team").text();
    let part = page.split("<section ").find(|part| part.contains(&format!(">{heading}")));
    part.map_or_else(String::new, |part| part.split("</section>").next().unwrap_or_default().to_owned())
}

#[test]
fn before_the_first_booking_the_page_says_what_to_set_up_at_calcom() {
    let setup = Setup::new().with("BOOKHOOK_PUBLIC_URL", "https://book.example.com");
    let server = setup.start();
    let path = crate::support::team::team(&setup, &["invite"]).1;
    let owner = join(&server, path.trim().trim_start_matches("https://book.example.com"), "Dana");
    let page = get(&server, &owner, "/team").text();
    for words in
        ["Welcome, <bdi>Dana Example", "https://book.example.com/api/webhooks/calcom", "BOOKING_CREATED</li>"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("PING, seen"), "{page}");
    server.deliver(&wire("PING"));
    let page = get(&server, &owner, "/team").text();
    assert!(page.contains("PING, seen ") && page.contains("Welcome,"), "{page}");
    tell(&server, Trigger::BookingCreated, "kim", None, 60);
    let page = get(&server, &owner, "/team").text();
    assert!(page.contains("<h1>Today</h1>") && !page.contains("Welcome"), "{page}");
}

#[test]
fn where_nothing_waits_the_page_says_so() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let ana = apply(&server, "ana");
    tell(&server, Trigger::BookingCreated, "ana", Some(&ana), 60 * 24 * 30);
    post(&server, &owner, "/team/seen", "number=1");
    let page = get(&server, &owner, "/team").text();
    assert!(page.contains("Nothing waits.") && !page.contains(">Interviews<"), "{page}");
}

#[test]
fn the_next_interview_stands_first_with_its_link_and_those_that_are_over_are_gone() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    for (name, minutes) in [("late", 90), ("soon", 30), ("past", -60), ("far", 60 * 24 * 3), ("now", -10)] {
        let profile = apply(&server, name);
        tell(&server, Trigger::BookingCreated, name, Some(&profile), minutes);
    }
    let part = part(&server, &owner, "Interviews");
    let at = |name: &str| part.find(&format!("<bdi>{name}</bdi>"));
    assert!(at("now") < at("soon") && at("soon") < at("late") && at("now").is_some(), "{part}");
    assert_eq!((at("past"), at("far")), (None, None), "{part}");
    assert!(
        part.contains("class=\"passing\">now</small>") && part.contains("class=\"button main\" href=\"http"),
        "{part}"
    );
}

#[test]
fn who_waits_for_a_host_or_picks_another_time_or_is_over_without_a_decision_is_listed() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    let [asks, again, over] = ["asks", "again", "over"].map(|name| apply(&server, name));
    tell(&server, Trigger::BookingRequested, "asks", Some(&asks), 600);
    tell(&server, Trigger::BookingCreated, "again", Some(&again), 600);
    tell(&server, Trigger::BookingCancelled, "again", Some(&again), 600);
    tell(&server, Trigger::BookingCreated, "over", Some(&over), -600);
    tell(&server, Trigger::MeetingEnded, "over", Some(&over), -600);
    for (heading, name, number) in [
        ("Waiting for a host", "asks", 1),
        ("Picking another time", "again", 2),
        ("Over, no decision yet", "over", 3),
    ] {
        let part = part(&server, &owner, heading);
        assert!(
            part.contains(&format!("/team/applicants/{number}\"><bdi>{name}</bdi>")),
            "{heading}: {part}"
        );
        assert!(part.contains("<span class=\"count\">1</span>"), "{heading}: {part}");
    }
    assert!(get(&server, &owner, "/team").text().contains("2 things wait for the team."));
    post(&server, &owner, "/team/applicants/3/decision", "decision=rejected");
    assert_eq!(part(&server, &owner, "Over, no decision yet"), "");
}

#[test]
fn bookings_that_belong_to_nobody_are_listed() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    for n in 1..=7 {
        tell(&server, Trigger::BookingCreated, &format!("odd{n}"), None, 600);
    }
    let part = part(&server, &owner, "Bookings without an applicant");
    assert!(part.contains("<span class=\"count\">7</span>"), "{part}");
    assert_eq!(part.matches("<li>").count(), 5);
    assert!(part.contains("odd7") && !part.contains("odd2"), "{part}");
}

#[test]
fn new_applicants_are_new_to_each_member_until_that_member_has_seen_them() {
    let setup = Setup::new();
    let (server, dana) = with_owner(&setup);
    apply(&server, "ana");
    let kim = join(&server, &link(&setup, &["invite"]), "Kim");
    let new = |who: &str| part(&server, who, "New applicants");
    assert!(new(&dana).contains("ana"), "to the first member all are new");
    assert_eq!(new(&kim), "", "not those who applied before one joined");
    apply(&server, "zoe");
    assert!(new(&dana).contains("name=\"number\" value=\"2\""), "{}", new(&dana));
    apply(&server, "max");
    assert_eq!(post(&server, &dana, "/team/seen", "number=2").header("location"), Some("/team?seen=true"));
    assert!(get(&server, &dana, "/team?seen=true").text().contains("Marked as seen."));
    let left = new(&dana);
    assert!(left.contains("max") && !left.contains("zoe"), "who came after the page is still new: {left}");
    assert!(new(&kim).contains("zoe") && new(&kim).contains("max"));
    assert_eq!(post(&server, &dana, "/team/seen", "number=x").status, 422);
}

#[test]
fn nobody_has_seen_an_applicant_who_is_yet_to_come() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    apply(&server, "ana");
    post(&server, &owner, "/team/seen", "number=1000");
    apply(&server, "zoe");
    post(&server, &owner, "/team/seen", "number=2");
    server.stop();
    assert_eq!(finish(setup.command(&["erase", "zoe@example.com", "--yes"])).0, 0);
    let server = setup.start();
    apply(&server, "max");
    let new = part(&server, &owner, "New applicants");
    assert!(new.contains("/team/applicants/2\"><bdi>max"), "the number was given again: {new}");
}

#[test]
fn what_is_turned_away_is_told_as_trouble() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    assert!(!get(&server, &owner, "/team").text().contains("Deliveries are turned away"));
    assert_eq!(server.request("POST", WEBHOOK, &[], b"{}").status, 401);
    let told = || {
        let page = get(&server, &owner, "/team").text();
        page.contains("Deliveries are turned away: “No signature”.").then_some(())
    };
    eventually("the trouble", told);
}

#[test]
fn names_on_the_page_are_text_and_nothing_else() {
    let setup = Setup::new();
    let (server, owner) = with_owner(&setup);
    server.apply("<img src=x onerror=alert(1)>", "ana@example.com");
    tell(&server, Trigger::BookingCreated, "<b>odd</b>", None, 600);
    let page = get(&server, &owner, "/team").text();
    assert!(page.contains("&#60;img src=x") && !page.contains("<img src=x"), "{page}");
    assert!(page.contains("&#60;b&#62;odd") && !page.contains("<b>odd"), "{page}");
}
