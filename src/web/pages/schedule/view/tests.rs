use time::macros::datetime;

use super::*;
use crate::calcom::links::CalLink;
use crate::domain::booking::{Attendance, BookingStatus};
use crate::domain::event::{BookingEvent, EventKind, Recorded};
use crate::domain::fold::{History, fold};
use crate::domain::foreign::ForeignText;
use crate::domain::ids::{BookingUid, Digest, ProfileId, SeatRef};
use crate::domain::profile::ProfileStatus;
use crate::domain::text::{Email, WebUrl};
use crate::store::Current;
use crate::web::pages::look::Look;
use crate::web::pages::shell::Shell;

const NOW: OffsetDateTime = datetime!(2026-11-02 9:00 UTC);

/// A booking as an event of this kind leaves it.
fn booking(kind: EventKind, status: BookingStatus, change: impl Fn(&mut BookingEvent)) -> Booking {
    let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid");
    let mut event = BookingEvent::new(uid.clone(), kind);
    event.at = Some(datetime!(2026-11-01 9:00 UTC));
    event.status = Some(status);
    event.details.title = Some("Interview between Dana Reyes and Sam Okafor".into());
    event.details.start = Some(datetime!(2026-11-12 14:00 UTC));
    event.details.end = Some(datetime!(2026-11-12 14:30 UTC));
    event.details.link = WebUrl::parse("https://meet.example.com/abc-defg-hij").ok();
    event.details.location = Some("integrations:google:meet".into());
    event.details.organizer_name = Some("Dana Reyes".into());
    event.details.attendee_timezone = Some("Europe/Berlin".into());
    event.details.booker_url = WebUrl::parse("https://cal.com").ok();
    change(&mut event);
    fold(&uid, &History::alone(vec![Recorded { event, digest: Digest([0; 32]) }])).remove(0)
}

fn accepted() -> Booking {
    booking(EventKind::Created, BookingStatus::Accepted, |_| {})
}

fn current(booking: Option<Booking>) -> Current {
    let profile = Profile {
        id: ProfileId::from_random([7; 16]),
        name: "Sam Okafor".into(),
        email: Email::parse("sam@example.com").expect("an address"),
        status: ProfileStatus::from_booking(booking.as_ref()),
        completed_at: None,
        withdrawn_at: None,
        created_at: NOW,
        updated_at: NOW,
    };
    Current { profile, booking, withheld: false }
}

fn html(visit: Visit<'_>, link: Option<&CalLink>, simulated: bool) -> String {
    let shell = Shell::new(Look::default_settings());
    let calendar = Calendar { link, simulated, team: "Acme" };
    SchedulePage::new(&Frame::english(&shell), calendar, visit, NOW).render().expect("a page")
}

/// The page of a browser without a script that has asked so often for a booking.
fn waiting(visit: Visit<'_>, asked: u8) -> String {
    let shell = Shell::new(Look::default_settings());
    let (frame, link) = (Frame::english(&shell), cal_link());
    let calendar = Calendar { link: Some(&link), simulated: false, team: "Acme" };
    let wait = Wait { asked, address: "/schedule?uid=x".into() };
    SchedulePage::new(&frame, calendar, visit, NOW).waiting(wait).render().expect("a page")
}

fn cal_link() -> CalLink {
    CalLink::parse("acme/interview").expect("a link")
}

fn page(current: &Current) -> String {
    html(Visit::Applicant { current, version: "v1", returning: false }, Some(&cal_link()), false)
}

fn page_of(booking: Booking) -> String {
    page(&current(Some(booking)))
}

#[track_caller]
fn says(html: &str, texts: &[&str]) {
    for text in texts {
        assert!(html.contains(text), "{text:?} is not on the page:\n{html}");
    }
}

#[track_caller]
fn never_says(html: &str, texts: &[&str]) {
    for text in texts {
        assert!(!html.contains(text), "{text:?} is on the page:\n{html}");
    }
}

const COMPLETE: &str = "action=\"/schedule/complete\"";

#[test]
fn a_stranger_is_shown_the_way_to_the_form() {
    let html = html(Visit::Stranger, Some(&cal_link()), false);
    says(&html, &["We can’t find your application", "href=\"/talent-network\""]);
    never_says(&html, &["data-events"]);
}

#[test]
fn an_applicant_without_a_booking_can_open_the_calendar() {
    let html = page(&current(None));
    says(&html, &["Pick a time", "Open the calendar", "https://cal.com/acme/interview?name=Sam+Okafor"]);
    says(&html, &["rel=\"noopener noreferrer\"", "target=\"_blank\""]);
    says(&html, &["data-events=\"/api/public/booking/07070707-0707-4707-8707-070707070707/events\""]);
    never_says(&html, &[COMPLETE, "http-equiv"]);
}

#[test]
fn a_team_without_a_calendar_says_so() {
    let current = current(None);
    let html = html(Visit::Applicant { current: &current, version: "v1", returning: false }, None, false);
    says(&html, &["Booking isn’t open yet"]);
    never_says(&html, &["Open the calendar"]);
}

#[test]
fn the_stand_in_is_opened_at_the_host_that_the_applicant_came_by() {
    let link = CalLink::parse("http://localhost:3001/simulator").expect("a link");
    let current = current(None);
    let visit = Visit::Applicant { current: &current, version: "v1", returning: false };
    says(&html(visit, Some(&link), true), &["href=\"/simulator?name="]);
}

#[test]
fn a_booking_on_its_way_is_waited_for_with_and_without_a_script() {
    let current = current(None);
    let visit = Visit::Applicant { current: &current, version: "v1", returning: true };
    let html = waiting(visit, 0);
    says(
        &html,
        &[
            "Confirming your booking",
            "data-events=",
            "<noscript><meta http-equiv=\"refresh\" content=\"5; url=/schedule?uid=x&#38;asked=1\">",
        ],
    );
    says(
        &html,
        &["This is taking longer than usual", "href=\"/schedule\">Pick a time again", "data-poll=\"5\""],
    );
}

#[test]
fn a_booking_that_stands_shows_all_that_is_needed_to_come() {
    let html = page_of(accepted());
    says(&html, &["You’re booked", "Thursday, 12 November 2026", "3:00 to 3:30 pm, Berlin time"]);
    says(
        &html,
        &["30 minutes", "Dana Reyes", "Google Meet", "href=\"https://meet.example.com/abc-defg-hij\""],
    );
    says(&html, &["/calendar.ics", "https://calendar.google.com/", "https://outlook.live.com/"]);
    says(&html, &["https://cal.com/reschedule/8hT2mQzLr4VnXsKpW6cYbe", "?cancel=true", COMPLETE]);
    says(
        &html,
        &[
            "data-announce=\"You’re booked: Thursday, 12 November 2026, 3:00 to 3:30 pm, Berlin time (UTC+1)\"",
        ],
    );
}

#[test]
fn the_title_of_the_tab_tells_when_the_interview_is() {
    says(&page_of(accepted()), &["<title>✓ You’re booked: Thursday, 12 November 2026"]);
}

#[test]
fn a_requested_booking_waits_for_its_host() {
    let html = page_of(booking(EventKind::Requested, BookingStatus::Pending, |_| {}));
    says(&html, &["Waiting for confirmation", "Dana Reyes\u{2069} will confirm", "12 November 2026"]);
    never_says(&html, &[COMPLETE]);
}

#[test]
fn a_host_who_asks_for_another_time_sends_to_the_reschedule_page() {
    let html = page_of(booking(EventKind::Cancelled, BookingStatus::Cancelled, |event| {
        event.asks_for_another_time = true;
        event.reason = Some("A sick child".into());
    }));
    says(&html, &["Please pick another time", "A sick child", "Dana Reyes\u{2069} asked"]);
    says(&html, &["class=\"button\" href=\"https://cal.com/reschedule/8hT2mQzLr4VnXsKpW6cYbe\""]);
}

#[test]
fn a_cancelled_or_declined_booking_can_be_made_again() {
    let cancelled = page_of(booking(EventKind::Cancelled, BookingStatus::Cancelled, |_| {}));
    says(
        &cancelled,
        &["Your interview was cancelled", "Pick another time", "https://cal.com/acme/interview?name="],
    );
    let declined = page_of(booking(EventKind::Rejected, BookingStatus::Rejected, |_| {}));
    says(&declined, &["That time didn’t work", "Pick another time"]);
    never_says(&(cancelled + &declined), &[COMPLETE, "Join the call"]);
}

#[test]
fn a_meeting_that_is_over_can_be_completed() {
    let ended = booking(EventKind::Ended, BookingStatus::Accepted, |_| {});
    let html = page_of(ended);
    says(&html, &["Thanks for talking with us", COMPLETE]);
    never_says(&html, &["data-until"]);
    let mut past = accepted();
    past.details.start = Some(NOW - Duration::hours(2));
    past.details.end = Some(NOW - Duration::hours(1));
    says(&page_of(past), &["Thanks for talking with us", COMPLETE]);
}

#[test]
fn one_who_missed_it_can_book_again() {
    let mut missed = accepted();
    missed.attendance = Attendance::Missed { over: true };
    let html = page_of(missed);
    says(&html, &["Sorry we missed each other", "Pick another time"]);
    never_says(&html, &[COMPLETE]);
}

#[test]
fn a_completed_application_keeps_the_meeting_in_view() {
    let mut current = current(Some(accepted()));
    current.profile.completed_at = Some(NOW);
    let html = page(&current);
    says(&html, &["Your application is complete", "Thank you", "12 November 2026", "Join the call"]);
    never_says(&html, &[COMPLETE]);
}

#[test]
fn a_completed_application_whose_interview_is_cancelled_says_so() {
    let cancelled = booking(EventKind::Cancelled, BookingStatus::Cancelled, |_| {});
    let mut current = current(Some(cancelled));
    current.profile.completed_at = Some(NOW);
    says(&page(&current), &["Your interview was cancelled"]);
}

#[test]
fn a_guest_sees_the_booking_and_nothing_that_opens_the_application() {
    let Current { profile, booking, .. } = current(Some(accepted()));
    let html = html(Visit::Guest { found: booking.as_ref(), offer: None }, Some(&cal_link()), false);
    says(&html, &["You’re booked", "12 November 2026", "Join the call"]);
    never_says(&html, &[COMPLETE, &profile.id.to_string(), "data-events", "calendar.ics", "sam@example.com"]);
    never_says(&html, &["aria-current"]);
}

#[test]
fn a_guest_whose_booking_has_not_arrived_asks_again() {
    let html = waiting(Visit::Guest { found: None, offer: None }, 0);
    says(&html, &["Confirming your booking", "data-poll=\"5\"", "http-equiv=\"refresh\""]);
}

#[test]
fn a_browser_without_a_script_gets_help_later_and_stops_asking_in_the_end() {
    let visit = Visit::Guest { found: None, offer: None };
    never_says(&waiting(visit, 3), &["later group now"]);
    says(&waiting(visit, 4), &["later group now", "asked=5"]);
    never_says(&waiting(visit, 24), &["http-equiv"]);
}

#[test]
fn a_booking_that_stands_is_not_hidden_behind_one_that_is_expected() {
    let current = current(Some(accepted()));
    let html = waiting(Visit::Applicant { current: &current, version: "v1", returning: true }, 0);
    says(&html, &["You’re booked", "12 November 2026", "Until then, this booking stands", "data-poll=\"5\""]);
}

#[test]
fn a_page_knows_when_time_alone_changes_it() {
    let at = |start| {
        let mut booking = accepted();
        booking.details.start = Some(start);
        booking.details.end = Some(start + Duration::minutes(30));
        page_of(booking)
    };
    says(&at(NOW + Duration::minutes(15)), &["data-next=\"301\"", "data-state=\"scheduled\""]);
    says(&at(NOW + Duration::minutes(9)), &["data-next=\"2342\"", "data-state=\"scheduled soon\""]);
}

#[test]
fn a_meeting_that_was_moved_says_from_when() {
    let (shell, link, before) = (Shell::new(Look::default_settings()), cal_link(), accepted());
    let frame = Frame::english(&shell);
    let calendar = Calendar { link: Some(&link), simulated: false, team: "Acme" };
    let mut moved = accepted();
    moved.details.start = before.details.start.map(|start| start + Duration::days(1));
    let current = current(Some(moved));
    let visit = Visit::Applicant { current: &current, version: "v1", returning: false };
    let page =
        |before| SchedulePage::new(&frame, calendar, visit, NOW).moved_from(before).render().expect("a page");
    says(
        &page(Some(&before)),
        &["Your interview has moved", "Moved from Thursday, 12 November 2026, 3:00 to 3:30 pm"],
    );
    says(&page(current.booking.as_ref()), &["You’re booked"]);
}

#[test]
fn a_withdrawn_application_offers_to_cancel_what_stands_and_to_apply_again() {
    let mut withdrawn = current(Some(accepted()));
    withdrawn.profile.withdrawn_at = Some(NOW);
    let html = page(&withdrawn);
    says(&html, &["You’ve withdrawn", "2 November 2026", "?cancel=true", "action=\"/schedule/renew\""]);
    never_says(&html, &[COMPLETE]);
    withdrawn.booking = None;
    withdrawn.profile.status = ProfileStatus::Applied;
    never_says(&page(&withdrawn), &["?cancel=true"]);
}

#[test]
fn a_guest_with_an_application_can_say_that_the_booking_is_theirs() {
    let booking = accepted();
    let name = BookingName { uid: booking.uid.clone(), seat: SeatRef::parse("3be5-61") };
    let page = |offer| html(Visit::Guest { found: Some(&booking), offer }, Some(&cal_link()), false);
    says(&page(Some(&name)), &["This is my interview", "action=\"/schedule/claim\"", "value=\"3be5-61\""]);
    never_says(&page(None), &["/schedule/claim"]);
}

#[test]
fn of_a_booking_with_the_same_address_only_the_status_is_shown_and_how_to_see_more() {
    let current = Current { booking: None, withheld: true, ..current(Some(accepted())) };
    let html = page(&current);
    says(&html, &["Is this interview yours?", "An interview was booked with your email address."]);
    says(&html, &["action=\"/schedule/claim\"", "<label for=\"uid\">", "data-events="]);
    never_says(
        &html,
        &[COMPLETE, "calendar.ics", "12 November", "Dana", "meet.example.com", "cal.com/reschedule"],
    );
}

#[test]
fn a_wrong_reference_is_said_to_be_wrong_and_can_be_corrected() {
    let current = Current { booking: None, withheld: true, ..current(Some(accepted())) };
    let visit = Visit::Applicant { current: &current, version: "", returning: false };
    let (shell, link) = (Shell::new(Look::default_settings()), cal_link());
    let calendar = Calendar { link: Some(&link), simulated: false, team: "Acme" };
    let frame = Frame::english(&shell);
    let page = SchedulePage::new(&frame, calendar, visit, NOW).with_wrong_reference("x\"><b>");
    let html = page.render().expect("a page");
    says(
        &html,
        &["role=\"alert\"", "find an interview of yours", "value=\"x&#34;&#62;&#60;b&#62;\"", "aria-invalid"],
    );
    never_says(&html, &["data-events"]);
}

#[test]
fn hostile_text_is_shown_as_text() {
    let evil = ForeignText::from("<img src=x onerror=alert(1)>\u{202E}\u{1b}\"'&");
    let html = page_of(booking(EventKind::Cancelled, BookingStatus::Cancelled, |event| {
        event.details.title = Some(evil.clone());
        event.details.organizer_name = Some(evil.clone());
        event.details.location = Some("javascript:alert(1)".into());
        event.details.attendee_timezone = Some(evil.clone());
        event.reason = Some(evil.clone());
    }));
    never_says(&html, &["<img src=x", "href=\"javascript:", "\u{202E}", "\u{1b}"]);
    says(&html, &["&#60;img src=x onerror=alert(1)&#62;"]);
    let mut named = current(None);
    named.profile.name = "x\"><script>alert(1)</script>".repeat(300).into();
    never_says(&page(&named), &["<script>alert"]);
}

#[test]
fn a_booking_of_which_little_is_known_has_a_page_all_the_same() {
    let html = page_of(booking(EventKind::Created, BookingStatus::Accepted, |event| {
        event.details = crate::domain::details::Details::default();
    }));
    says(&html, &["You’re booked", COMPLETE]);
    never_says(&html, &["class=\"when\"", "Join the call", "calendar.ics"]);
}

#[test]
fn every_state_leaves_room_for_its_assets() {
    assert!(page_of(accepted()).len() < 12 * 1024);
}
