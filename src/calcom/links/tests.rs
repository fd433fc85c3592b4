use super::*;

fn link(text: &str) -> CalLink {
    CalLink::parse(text).expect("a link")
}

fn uid() -> BookingUid {
    BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe").expect("a uid")
}

fn web(text: &str) -> WebUrl {
    WebUrl::parse(text).expect("a link")
}

fn book(text: &str, name: &str) -> String {
    let email = Email::parse("sam+x@example.com").expect("an address");
    link(text).booking(name, &email, ProfileId::from_random([7; 16]))
}

const PROFILE: &str = "metadata%5BprofileId%5D=07070707-0707-4707-8707-070707070707";

#[test]
fn short_forms_are_pages_of_cal_com() {
    for short in ["team/interview", "/team/interview", "cal.com/team/interview", " team/interview "] {
        assert_eq!(link(short).as_str(), "https://cal.com/team/interview", "{short}");
    }
    assert_eq!(link("acme.cal.com/intro").as_str(), "https://acme.cal.com/intro");
}

#[test]
fn an_address_is_taken_as_it_is() {
    assert_eq!(link("http://localhost:3000/dana").as_str(), "http://localhost:3000/dana");
}

#[test]
fn what_leads_to_no_page_is_refused() {
    for bad in
        ["", "/", "javascript:alert(1)", "my team", "cal.example.com/dana", "localhost:3000/dana", "?a"]
    {
        assert_eq!(CalLink::parse(bad), Err(InvalidText::NotALink), "{bad:?}");
    }
}

#[test]
fn a_site_without_an_event_type_is_refused() {
    for bad in ["https://cal.com", "https://cal.com/", "cal.com", "acme.cal.com", "https://cal.com/?x=1"] {
        assert_eq!(CalLink::parse(bad), Err(InvalidText::NotALink), "{bad:?}");
    }
}

#[test]
fn the_booking_link_fills_the_form() {
    let expected =
        format!("https://cal.com/team/interview?name=Zo%C3%AB+O%26K&email=sam%2Bx%40example.com&{PROFILE}");
    assert_eq!(book("team/interview", "Zoë O&K"), expected);
}

#[test]
fn the_booking_link_keeps_the_query_of_the_setting() {
    let expected = format!(
        "https://cal.com/t/i?layout=month_view&a=1+2&name=Sam&email=sam%2Bx%40example.com&{PROFILE}#x"
    );
    assert_eq!(book("t/i?layout=month_view&a=1%202#x", "Sam"), expected);
}

#[test]
fn the_booking_link_replaces_what_the_setting_filled_in() {
    let expected = format!("https://cal.com/t/i?name=Sam&email=sam%2Bx%40example.com&{PROFILE}");
    assert_eq!(book("t/i?name=Dana&metadata%5BprofileId%5D=1&email=x", "Sam"), expected);
}

#[test]
fn a_booking_is_changed_where_it_was_made() {
    let pages = BookingPages::new(Some(&web("https://acme.cal.com/")), Some(&link("team/interview")));
    let uid = uid();
    assert_eq!(pages.reschedule(&uid, None), "https://acme.cal.com/reschedule/8hT2mQzLr4VnXsKpW6cYbe");
    assert_eq!(pages.cancel(&uid, None), "https://acme.cal.com/booking/8hT2mQzLr4VnXsKpW6cYbe?cancel=true");
}

#[test]
fn a_booking_made_nobody_knows_where_is_changed_where_the_link_leads() {
    let pages = BookingPages::new(None, Some(&link("https://cal.example.com:8443/dana?x=1")));
    assert_eq!(
        pages.reschedule(&uid(), None),
        "https://cal.example.com:8443/reschedule/8hT2mQzLr4VnXsKpW6cYbe"
    );
}

#[test]
fn a_booking_made_nobody_knows_where_without_a_link_is_changed_at_the_hosted_service() {
    let page = BookingPages::new(None, None).reschedule(&uid(), None);
    assert_eq!(page, "https://app.cal.com/reschedule/8hT2mQzLr4VnXsKpW6cYbe");
}

#[test]
fn a_seat_is_changed_alone() {
    let (pages, seat) = (BookingPages::new(None, None), Seat::parse("3be5-61"));
    assert_eq!(pages.reschedule(&uid(), seat.as_ref()), "https://app.cal.com/reschedule/3be5-61");
    assert!(pages.cancel(&uid(), seat.as_ref()).ends_with("?cancel=true&seatReferenceUid=3be5-61"));
}

#[test]
fn a_seat_known_by_its_attendee_is_changed_through_its_booking() {
    let pages = BookingPages::new(None, None);
    let seat = Seat::parse("sam@example.com");
    let seat = seat.as_ref();
    assert_eq!(pages.reschedule(&uid(), seat), pages.reschedule(&uid(), None));
    assert_eq!(pages.cancel(&uid(), seat), pages.cancel(&uid(), None));
}

#[test]
fn a_uid_cannot_leave_its_place_in_a_link() {
    let uid = BookingUid::parse("../a?b#c&d").expect("a uid");
    let page = BookingPages::new(None, None).cancel(&uid, None);
    assert_eq!(page, "https://app.cal.com/booking/..%2Fa%3Fb%23c%26d?cancel=true");
}

#[test]
fn calls_of_the_hosted_service_are_in_its_app() {
    for (booker, origin) in [
        ("https://cal.com", "https://app.cal.com"),
        ("https://acme.cal.com", "https://app.cal.com"),
        ("https://notcal.com", "https://notcal.com"),
        ("http://localhost:3000/x", "http://localhost:3000"),
    ] {
        let expected = web(&format!("{origin}/video/8hT2mQzLr4VnXsKpW6cYbe"));
        assert_eq!(video(&web(booker), &uid()), Some(expected), "{booker}");
    }
}

#[test]
fn a_call_s_page_is_known_by_its_booking() {
    let page = web("https://cal.example.com/video/8hT2mQzLr4VnXsKpW6cYbe");
    assert!(is_video_of(&page, &uid(), None));
    assert!(is_video_of(&page, &uid(), Some(&web("https://cal.example.com/team"))));
    assert!(!is_video_of(&page, &uid(), Some(&web("https://cal.com"))), "on another host");
    for other in ["https://evil.example/phish", "https://app.cal.com/video/other", "https://x.example/"] {
        assert!(!is_video_of(&web(other), &uid(), None), "{other}");
    }
}

#[test]
fn a_redirect_keeps_nothing_personal() {
    let query = "isSuccessBookingPage=true&email=sam%40example.com&attendeeName=Zo%C3%AB\
                 &uid=8hT2mQzLr4VnXsKpW6cYbe&title=x&location=integrations%3Adaily";
    let redirect = Redirect::parse(query);
    assert_eq!(redirect, Redirect { uid: Some(uid()), seat: None, profile: None, booked: true });
    assert_eq!(redirect.to_query(), "uid=8hT2mQzLr4VnXsKpW6cYbe&bookingConfirmed=true");
    assert_eq!(Redirect::parse(&redirect.to_query()), redirect);
}

#[test]
fn a_redirect_keeps_the_seat_of_its_booking() {
    let redirect =
        Redirect::parse("seatReferenceUid=3be5-61&email=sam%40example.com&uid=u&bookingConfirmed=true");
    assert_eq!(redirect.to_query(), "uid=u&seatReferenceUid=3be5-61&bookingConfirmed=true");
    assert_eq!(Redirect::parse(&redirect.to_query()), redirect);
    for nothing in
        ["seatReferenceUid=3be5-61", "uid=u&seatReferenceUid=sam%40example.com", "uid=u&seatReferenceUid="]
    {
        assert_eq!(Redirect::parse(nothing).seat, None, "{nothing}");
    }
}

#[test]
fn a_redirect_keeps_the_profile_that_its_booking_was_made_for() {
    let redirect = Redirect::parse(&format!("{PROFILE}&email=sam%40example.com&uid=u&bookingConfirmed=true"));
    assert_eq!(redirect.to_query(), format!("uid=u&{PROFILE}&bookingConfirmed=true"));
    assert_eq!(Redirect::parse(&redirect.to_query()), redirect);
    assert_eq!(Redirect::parse(PROFILE).profile, None);
}

#[test]
fn a_visit_that_is_no_redirect_has_nothing_to_say() {
    assert_eq!(Redirect::parse("utm_source=x"), Redirect::default());
    assert_eq!(Redirect::default().to_query(), "");
    assert!(!Redirect::parse("bookingConfirmed=false").booked);
}

#[test]
fn the_last_of_a_repeated_name_counts() {
    let redirect = Redirect::parse("uid=first&bookingConfirmed=true&uid=second&bookingConfirmed=false");
    assert_eq!(redirect.uid.as_ref().map(BookingUid::as_str), Some("second"));
    assert_eq!(Redirect::parse("uid=first&uid=a%20b").uid, None);
}

#[test]
fn a_link_names_its_event_type_and_no_other_page_does() {
    let named = |link: &str| {
        let slug = CalLink::parse(link).expect("a link").event_type();
        slug.map(|slug| slug.as_str().to_owned())
    };
    for (link, slug) in [
        ("dana/intro-call", "intro-call"),
        ("https://cal.com/team/acme/interview?month=2026-11", "interview"),
        ("https://acme.cal.com/sales/interview/", "interview"),
        ("https://cal.example.com/org/acme/dana/intro", "intro"),
        ("https://cal.com/d/8hT2mQzLr4/interview", "interview"),
        ("https://cal.example.com/dana/gespr%C3%A4ch", "gespräch"),
    ] {
        assert_eq!(named(link).as_deref(), Some(slug), "{link}");
    }
    for link in [
        "https://cal.com/dana",
        "https://cal.com/team/acme",
        "https://cal.com/dana+kim/30min",
        "https://cal.com/forms/f00",
        "https://cal.com/router?form=f00",
    ] {
        assert_eq!(named(link), None, "{link}");
    }
}
