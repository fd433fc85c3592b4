//! Links to Cal.com's pages, and the query of its redirect.

use percent_encoding::percent_decode_str;
use url::Url;
use url::form_urlencoded::{Serializer, byte_serialize, parse as pairs};

use crate::domain::event_types::Slug;
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
    /// [`InvalidText::NotALink`] for anything else, such as a site without a path, where nothing can be
    /// booked. Other hosts need `https://`, because they could be users of cal.com.
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

    /// Returns the event type of the link. `None` for the page of a person or a team, for several people, and
    /// for a form, which lead to one of many.
    #[must_use]
    pub fn event_type(&self) -> Option<Slug> {
        let segments = self.0.path_segments()?.filter(|segment| !segment.is_empty());
        let segments: Vec<&str> = segments.collect();
        let path = match segments.as_slice() {
            ["org", _, rest @ ..] => rest,
            path => path,
        };
        let slug = match path {
            ["team" | "d", _, slug] => slug,
            ["team" | "d" | "forms", ..] => return None,
            [person, slug] if !person.contains('+') => slug,
            _ => return None,
        };
        Slug::parse(&percent_decode_str(slug).decode_utf8().ok()?)
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

/// Cal.com's redirect after a booking. Nothing in it is signed: it is a hint, never proof. The rest of its
/// query is personal data, and dropped here.
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
mod tests;
