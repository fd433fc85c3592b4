//! Links into Cal.com's pages, and what its redirect brings back.

use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize, parse as pairs};

use crate::domain::ids::{BookingUid, ProfileId, SeatRef};
use crate::domain::matching::BookingName;
use crate::domain::seat::Seat;
use crate::domain::text::{Email, InvalidText, WebUrl};

/// The hosted service's app: home of its calls, and of bookings of which nothing else is known.
const APP: &str = "https://app.cal.com";
/// The part of the booking link that Cal.com puts into the booking's metadata, and passes on to the page
/// after the booking.
const METADATA: &str = "metadata[profileId]";

/// The team's booking page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalLink(Url);

impl CalLink {
    /// Reads an address, or the short form that Cal.com shows: `team/interview` and
    /// `cal.com/team/interview` are `https://cal.com/team/interview`.
    ///
    /// # Errors
    /// [`InvalidText::NotALink`] for anything else, such as a site without a path: there is nothing
    /// to book. Another host needs its `https://`, or it could be taken for a user of cal.com.
    pub fn parse(text: &str) -> Result<Self, InvalidText> {
        let text = text.trim();
        let address = if text.contains(':') { text.to_owned() } else { long_form(text)? };
        let address = WebUrl::parse(&address)?;
        let url = Url::parse(address.as_str()).map_err(|_| InvalidText::NotALink)?;
        if url.path() == "/" { Err(InvalidText::NotALink) } else { Ok(Self(url)) }
    }

    /// The address to book at, with what the booking form is filled with, and the profile to
    /// which the booking's deliveries will name themselves.
    #[must_use]
    pub fn booking(&self, name: &str, email: &Email, profile: ProfileId) -> String {
        let profile = profile.to_string();
        let ours = [("name", name), ("email", email.as_str()), (METADATA, &profile)];
        // Cal.com takes the first of a repeated name.
        let others: Vec<_> =
            self.0.query_pairs().filter(|(key, _)| ours.iter().all(|(our, _)| our != key)).collect();
        let query = Serializer::new(String::new()).extend_pairs(&others).extend_pairs(ours).finish();
        let mut url = self.0.clone();
        url.set_query(Some(&query));
        url.into()
    }

    /// The address as the setting gave it, in full.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

fn long_form(text: &str) -> Result<String, InvalidText> {
    let path = text.trim_start_matches('/');
    let first = path.split(['/', '?', '#']).next().unwrap_or_default();
    if first.is_empty() || text.contains(char::is_whitespace) {
        Err(InvalidText::NotALink)
    } else if is_hosted(first) {
        Ok(format!("https://{path}"))
    } else if first.contains('.') {
        Err(InvalidText::NotALink)
    } else {
        Ok(format!("https://cal.com/{path}"))
    }
}

fn is_hosted(host: &str) -> bool {
    host == "cal.com" || host.ends_with(".cal.com")
}

/// The pages on which attendees change their bookings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BookingPages {
    origin: String,
}

impl BookingPages {
    /// They are where the booking was made, if its deliveries tell (`booker_url`), else where the
    /// team's link leads, else at the hosted service.
    #[must_use]
    pub fn new(booker_url: Option<&WebUrl>, cal_link: Option<&CalLink>) -> Self {
        let known = booker_url.and_then(|url| Url::parse(url.as_str()).ok());
        let url = known.as_ref().or(cal_link.map(|link| &link.0));
        Self { origin: url.map_or_else(|| APP.to_owned(), |url| url.origin().ascii_serialization()) }
    }

    /// Where to choose another time.
    #[must_use]
    pub fn reschedule(&self, uid: &BookingUid, seat: Option<&Seat>) -> String {
        let seat = seat.and_then(Seat::reference).map(SeatRef::as_str);
        format!("{}/reschedule/{}", self.origin, encode(seat.unwrap_or(uid.as_str())))
    }

    /// Where to cancel.
    #[must_use]
    pub fn cancel(&self, uid: &BookingUid, seat: Option<&Seat>) -> String {
        let page = format!("{}/booking/{}?cancel=true", self.origin, encode(uid.as_str()));
        match seat.and_then(Seat::reference) {
            Some(seat) => format!("{page}&seatReferenceUid={}", encode(seat.as_str())),
            None => page,
        }
    }
}

fn encode(text: &str) -> String {
    byte_serialize(text.as_bytes()).collect()
}

/// The page of a Cal Video call. The booking pages of the hosted service have many hosts, its
/// calls have one.
pub(super) fn video(booker_url: &WebUrl, uid: &BookingUid) -> Option<WebUrl> {
    let booker = Url::parse(booker_url.as_str()).ok()?;
    let origin = if booker.host_str().is_some_and(is_hosted) {
        APP.into()
    } else {
        booker.origin().ascii_serialization()
    };
    WebUrl::parse(&format!("{origin}/video/{}", encode(uid.as_str()))).ok()
}

/// Whether this is the page of a booking's Cal Video call, where its calls are. Where no delivery tells
/// where that is, any host will do: the uid is chosen when the booking is made, so that only who takes
/// a seat of it can make up such a link.
pub(super) fn is_video_of(url: &WebUrl, uid: &BookingUid, booker_url: Option<&WebUrl>) -> bool {
    if let Some(booker) = booker_url {
        return video(booker, uid).as_ref() == Some(url);
    }
    let page = format!("/video/{}", encode(uid.as_str()));
    Url::parse(url.as_str()).is_ok_and(|url| url.path() == page)
}

/// Cal.com's redirect after a booking. Nothing in it is signed: it is a hint where to
/// look, never proof. All else in its query is personal data, and dropped here.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redirect {
    /// The booking that was made.
    pub uid: Option<BookingUid>,
    /// The seat that was taken, if there are seats.
    pub seat: Option<SeatRef>,
    /// The profile that the booking's link named, for the booking's metadata.
    pub profile: Option<ProfileId>,
    /// It claims that a booking was made.
    pub booked: bool,
}

impl Redirect {
    /// Reads a raw query. Of a repeated name the last value counts, for Cal.com appends its own
    /// to those that were there.
    #[must_use]
    pub fn parse(query: &str) -> Self {
        let (mut uid, mut seat, mut profile, mut confirmed, mut success) = (None, None, None, false, false);
        for (name, value) in pairs(query.as_bytes()) {
            match &*name {
                "uid" => uid = BookingUid::parse(&value),
                "seatReferenceUid" => seat = SeatRef::parse(&value),
                METADATA => profile = ProfileId::parse(&value),
                "bookingConfirmed" => confirmed = value == "true",
                "isSuccessBookingPage" => success = value == "true",
                _ => {}
            }
        }
        let named = uid.is_some();
        Self {
            booked: confirmed || success || named,
            seat: seat.filter(|_| named),
            profile: profile.filter(|_| named),
            uid,
        }
    }

    /// The booking that it names.
    #[must_use]
    pub fn name(&self) -> Option<BookingName> {
        self.uid.clone().map(|uid| BookingName { uid, seat: self.seat.clone() })
    }

    /// The query that says the same and nothing else; empty when there is nothing to say. A page
    /// whose own query differs redirects there, so that no personal data stays in the address.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut query = Serializer::new(String::new());
        if let Some(uid) = &self.uid {
            query.append_pair("uid", uid.as_str());
        }
        if let Some(seat) = &self.seat {
            query.append_pair("seatReferenceUid", seat.as_str());
        }
        if let Some(profile) = self.profile {
            query.append_pair(METADATA, &profile.to_string());
        }
        if self.booked {
            query.append_pair("bookingConfirmed", "true");
        }
        query.finish()
    }
}

#[cfg(test)]
mod tests {
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
        for bad in ["https://cal.com", "https://cal.com/", "cal.com", "acme.cal.com", "https://cal.com/?x=1"]
        {
            assert_eq!(CalLink::parse(bad), Err(InvalidText::NotALink), "{bad:?}");
        }
    }

    #[test]
    fn the_booking_link_fills_the_form() {
        let expected = format!(
            "https://cal.com/team/interview?name=Zo%C3%AB+O%26K&email=sam%2Bx%40example.com&{PROFILE}"
        );
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
        assert_eq!(
            pages.cancel(&uid, None),
            "https://acme.cal.com/booking/8hT2mQzLr4VnXsKpW6cYbe?cancel=true"
        );
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
        for nothing in [
            "seatReferenceUid=3be5-61",
            "uid=u&seatReferenceUid=sam%40example.com",
            "uid=u&seatReferenceUid=",
        ] {
            assert_eq!(Redirect::parse(nothing).seat, None, "{nothing}");
        }
    }

    #[test]
    fn a_redirect_keeps_the_profile_that_its_booking_was_made_for() {
        let redirect =
            Redirect::parse(&format!("{PROFILE}&email=sam%40example.com&uid=u&bookingConfirmed=true"));
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
}
