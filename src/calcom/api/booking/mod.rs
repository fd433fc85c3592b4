//! Bookings as the API lists them, and the statements made from them.

use time::OffsetDateTime;
use url::form_urlencoded::Serializer;

use super::answer::Refusal;
use super::request::Request;
use super::subscription::PAGE;
use crate::calcom::json::{self, Object, Raw, objects};
use crate::calcom::links;
use crate::domain::booking::BookingStatus;
use crate::domain::details::Details;
use crate::domain::event::{BookingEvent, EventKind, Replaced};
use crate::domain::event_types::Slug;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::{BookingUid, ProfileId, SeatRef};
use crate::domain::instant;
use crate::domain::seat::Seat;
use crate::domain::text::{Email, WebUrl};

/// The version of these answers. Without it, a server answers successfully in another format.
const VERSION: Option<&str> = Some("2024-08-13");
/// The text that the API writes where it could not read its own row.
const UNKNOWN: &str = "unknown";

/// The time by which a list is sorted and read, earliest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// When a booking changed last.
    Updated,
    /// When it was made.
    Created,
    /// When it begins.
    Start,
}

impl By {
    /// Asks for the bookings from a time on; at most [`PAGE`] after the first `skip`.
    #[must_use]
    pub fn request(self, from: OffsetDateTime, skip: usize) -> Request {
        let (after, sort) = match self {
            Self::Updated => ("afterUpdatedAt", "sortUpdatedAt"),
            Self::Created => ("afterCreatedAt", "sortCreated"),
            Self::Start => ("afterStart", "sortStart"),
        };
        let query = Serializer::new("?".to_owned())
            .append_pair(after, &instant::to_millis(from))
            .append_pair(sort, "asc")
            .append_pair("take", &PAGE.to_string())
            .append_pair("skip", &skip.to_string())
            .finish();
        Request::get(format!("/bookings{query}"), VERSION)
    }

    /// Returns that time of a booking.
    #[must_use]
    pub fn time(self, row: &ApiBooking) -> Option<OffsetDateTime> {
        match self {
            Self::Updated => row.updated,
            Self::Created => row.created,
            Self::Start => row.details.start,
        }
    }
}

/// A booking as the API returns it.
#[derive(Clone)]
pub struct ApiBooking {
    /// Cal.com's name of it.
    pub uid: BookingUid,
    /// Cal.com's number of its event type; `None` if that was deleted.
    pub event_type: Option<i64>,
    /// When it changed last.
    pub updated: Option<OffsetDateTime>,
    /// The profile that its link carried.
    pub profile: Option<ProfileId>,
    /// The booking that it replaced.
    pub from: Option<BookingUid>,
    /// The booking that replaced it.
    pub to: Option<BookingUid>,
    created: Option<OffsetDateTime>,
    status: Option<BookingStatus>,
    reason: Option<ForeignText>,
    recurs: bool,
    details: Details,
    attendees: Vec<Attendee>,
}

#[derive(Clone)]
struct Attendee {
    name: Option<ForeignText>,
    email: Option<Email>,
    zone: Option<ForeignText>,
    absent: Option<bool>,
    seat: Option<SeatRef>,
    profile: Option<ProfileId>,
}

objects! {
    List { data: b"data" }

    Fields {
        uid: b"uid", status: b"status", title: b"title", start: b"start", end: b"end", created: b"createdAt",
        updated: b"updatedAt", hosts: b"hosts", event_type: b"eventType", event_type_id: b"eventTypeId",
        location: b"location", meeting_url: b"meetingUrl", reason: b"cancellationReason",
        from: b"rescheduledFromUid", to: b"rescheduledToUid", metadata: b"metadata", attendees: b"attendees",
        guests: b"guests", answers: b"bookingFieldsResponses", recurring: b"recurringBookingUid",
    }

    TypeFields { id: b"id", slug: b"slug" }

    PersonFields {
        name: b"name", email: b"email", zone: b"timeZone", absent: b"absent", seat: b"seatUid",
        metadata: b"metadata",
    }

    MetadataFields { profile: b"profileId" }

    AnswerFields { email: b"email" }
}

/// A page of bookings.
pub struct Page {
    /// The bookings that could be read.
    pub rows: Vec<ApiBooking>,
    /// How many there were.
    pub length: usize,
}

/// Reads a page. One booking that cannot be read does not stop the others.
///
/// # Errors
/// It is no page of this version.
pub fn bookings(body: &[u8]) -> Result<Page, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::NotJson)?;
    let list: List<'_> = json::parse(text).ok_or(Refusal::NotJson)?;
    let length = list.data.length().ok_or(Refusal::Shape)?;
    let rows: Vec<ApiBooking> =
        list.data.objects::<Fields<'_>>().iter().filter_map(ApiBooking::read).collect();
    // If none of many is a booking, this is another kind of list.
    if rows.is_empty() && length > 0 { Err(Refusal::Shape) } else { Ok(Page { rows, length }) }
}

/// Asks for one booking.
#[must_use]
pub fn one_booking(uid: &BookingUid) -> Request {
    let uid = percent_encoding::utf8_percent_encode(uid.as_str(), percent_encoding::NON_ALPHANUMERIC);
    Request::get(format!("/bookings/{uid}"), VERSION)
}

/// Reads one booking; `None` for the list that a series gives.
///
/// # Errors
/// It is no booking of this version.
pub fn booking(body: &[u8]) -> Result<Option<ApiBooking>, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::NotJson)?;
    let list: List<'_> = json::parse(text).ok_or(Refusal::NotJson)?;
    if list.data.length().is_some() {
        return Ok(None);
    }
    ApiBooking::read(&list.data.object()).map(Some).ok_or(Refusal::Shape)
}

impl ApiBooking {
    fn read(row: &Fields<'_>) -> Option<Self> {
        let uid = row.uid.booking_uid()?;
        let kind: TypeFields<'_> = row.event_type.object();
        let hosts: Vec<PersonFields<'_>> = row.hosts.objects();
        let answers: AnswerFields<'_> = row.answers.object();
        let people: Vec<Attendee> = row.attendees.objects().iter().map(Attendee::read).collect();
        let to = row.to.booking_uid().filter(|to| *to != uid);
        let place = row.location.foreign().or_else(|| row.meeting_url.foreign());
        let mut details = Details {
            title: row.title.foreign(),
            event_type: kind.slug.foreign(),
            start: row.start.instant(),
            end: row.end.instant(),
            link: place.as_ref().and_then(|place| WebUrl::parse(place.as_str()).ok()),
            organizer_name: hosts.first().and_then(|host| known(host.name)),
            ..Details::default()
        };
        // Webhooks send the link besides the place; here the link replaces it.
        details.location = place.filter(|_| details.link.is_none());
        if !people.iter().any(|person| person.seat.is_some()) {
            let not_bookers: Vec<Email> = hosts.iter().filter_map(|host| host.email.email()).collect();
            let guests: Vec<Email> =
                row.guests.texts().iter().filter_map(|text| Email::parse(text).ok()).collect();
            booker(&people, answers.email.email(), &[not_bookers, guests].concat(), &mut details);
        }
        Some(Self {
            event_type: kind.id.integer().or_else(|| row.event_type_id.integer()),
            updated: row.updated.instant(),
            created: row.created.instant(),
            profile: profile(row.metadata),
            from: row.from.booking_uid().filter(|from| *from != uid),
            status: status(row.status, to.is_some()),
            reason: known(row.reason),
            recurs: row.recurring.text().is_some(),
            attendees: people,
            details,
            to,
            uid,
        })
    }

    /// The slug of its event type.
    #[must_use]
    pub fn slug(&self) -> Option<Slug> {
        self.details.event_type.as_ref().map(ForeignText::as_str).and_then(Slug::parse)
    }

    /// The time of its last change, if known: by Cal.com's clock, never the time of the request.
    #[must_use]
    pub fn at(&self) -> Option<OffsetDateTime> {
        self.updated.or(self.created)
    }

    /// Whether it is a cancellation without a successor, which may be about to be written.
    #[must_use]
    pub fn may_be_moving(&self) -> bool {
        self.status == Some(BookingStatus::Cancelled) && self.to.is_none()
    }

    /// The ids of its seats; `None` unless it is confirmed, has seats and lists their attendees.
    #[must_use]
    pub fn seats(&self) -> Option<Vec<&SeatRef>> {
        let seats: Vec<&SeatRef> = self.attendees.iter().filter_map(|person| person.seat.as_ref()).collect();
        (self.status == Some(BookingStatus::Accepted) && !seats.is_empty()).then_some(seats)
    }

    /// Returns its events: one, or one for each seat. Their time is that of the booking's last change, never
    /// that of the request.
    #[must_use]
    pub fn statements(&self) -> Vec<BookingEvent> {
        let seated: Vec<BookingEvent> =
            self.attendees.iter().filter_map(|person| self.of_seat(person)).collect();
        let has_ended = !matches!(self.status, Some(BookingStatus::Accepted | BookingStatus::Pending) | None);
        // A booking that ended as a whole also ended for seats that are no longer listed.
        let whole = (seated.is_empty() || has_ended).then(|| self.whole());
        whole.into_iter().chain(seated).collect()
    }

    fn whole(&self) -> BookingEvent {
        let details = self.details.clone();
        let unproven = details.link.as_ref().is_some_and(|link| !links::is_video_of(link, &self.uid, None));
        BookingEvent {
            at: self.at(),
            made_at: self.created,
            status: self.status,
            replaces: self.from.clone().map(|uid| Replaced { uid, start: None, end: None }),
            moved_to: self.to.clone(),
            recurring: self.event_type.filter(|_| self.recurs),
            profile: self.profile,
            link_is_unproven: unproven,
            reason: self.reason.clone(),
            details,
            ..BookingEvent::new(self.uid.clone(), EventKind::Stated)
        }
    }

    fn of_seat(&self, person: &Attendee) -> Option<BookingEvent> {
        let mut event = self.whole();
        event.seat = Some(Seat::Ref(person.seat.clone()?));
        event.profile = person.profile.or(self.profile);
        event.details.attendee_name.clone_from(&person.name);
        event.details.attendee_email.clone_from(&person.email);
        event.details.attendee_timezone.clone_from(&person.zone);
        Some(event)
    }

    /// Whether an attendee missed the meeting, as far as the API says. This has no time of its own.
    #[must_use]
    pub fn absent(&self, email: &Email) -> Option<bool> {
        let of = |person: &&Attendee| person.email.as_ref() == Some(email);
        self.attendees.iter().find(of)?.absent
    }

    /// Returns an event that an attendee missed the meeting, or did not.
    #[must_use]
    pub fn no_show(
        &self,
        seat: Option<&Seat>,
        email: &Email,
        missed: bool,
        at: OffsetDateTime,
    ) -> BookingEvent {
        BookingEvent { no_shows: vec![(email.clone(), missed)], ..self.event(seat, at) }
    }

    /// Returns an event that a seat is free again.
    #[must_use]
    pub fn seat_left(&self, seat: &Seat, at: OffsetDateTime) -> BookingEvent {
        BookingEvent { status: Some(BookingStatus::Cancelled), ..self.event(Some(seat), at) }
    }

    fn event(&self, seat: Option<&Seat>, at: OffsetDateTime) -> BookingEvent {
        BookingEvent {
            at: Some(at),
            seat: seat.cloned(),
            ..BookingEvent::new(self.uid.clone(), EventKind::Stated)
        }
    }
}

impl Attendee {
    fn read(person: &PersonFields<'_>) -> Self {
        Self {
            name: known(person.name),
            email: person.email.email(),
            zone: person.zone.foreign(),
            absent: person.absent.flag(),
            seat: person.seat.seat_ref(),
            profile: profile(person.metadata),
        }
    }
}

/// The booker is the attendee with the address in the answers, else the first who is neither a host nor
/// a guest: attendees have no order, and co-hosts are among them.
fn booker(people: &[Attendee], answer: Option<Email>, others: &[Email], details: &mut Details) {
    let is_other = |person: &&Attendee| person.email.as_ref().is_none_or(|email| others.contains(email));
    let found = match &answer {
        Some(email) => people.iter().find(|person| person.email.as_ref() == Some(email)),
        None => people.iter().find(|person| !is_other(person)),
    };
    details.attendee_email = answer.or_else(|| found.and_then(|person| person.email.clone()));
    details.attendee_name = found.and_then(|person| person.name.clone());
    details.attendee_timezone = found.and_then(|person| person.zone.clone());
}

fn profile(metadata: Raw<'_>) -> Option<ProfileId> {
    ProfileId::parse(&metadata.object::<MetadataFields<'_>>().profile.text()?)
}

fn known(text: Raw<'_>) -> Option<ForeignText> {
    text.foreign().filter(|text| text.as_str() != UNKNOWN)
}

fn status(status: Raw<'_>, was_replaced: bool) -> Option<BookingStatus> {
    Some(match &*status.text()?.to_ascii_lowercase() {
        "accepted" => BookingStatus::Accepted,
        "pending" | "awaiting_host" => BookingStatus::Pending,
        "rejected" => BookingStatus::Rejected,
        "cancelled" if was_replaced => BookingStatus::Rescheduled,
        "cancelled" => BookingStatus::Cancelled,
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
