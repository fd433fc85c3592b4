//! A payload's details of the meeting: how to decode them, and how to encode them again.

use serde_json::{Map, Value};

use super::json::Raw;
use super::links;
use super::payload::{Answer, Metadata, Payload, Person, Responses, Video};
use crate::domain::details::Details;
use crate::domain::event::{BookingEvent, EventKind};
use crate::domain::foreign::ForeignText;
use crate::domain::ids::BookingUid;
use crate::domain::instant;
use crate::domain::text::{Email, WebUrl};

/// Reads the details, and whether a visitor may have made up the link.
///
/// `booker` is the first attendee. The attendees of a no-show are those who were marked, booker
/// or not, so that it knows nothing about the booker.
pub(super) fn decode(
    kind: EventKind,
    uid: &BookingUid,
    payload: &Payload<'_>,
    booker: Option<&Person<'_>>,
) -> (Details, bool) {
    let booker_url = payload.booker_url.web_url();
    let (link, link_is_unproven) = link(kind, uid, payload, booker_url.as_ref());
    let mut details = Details {
        title: payload.title.foreign(),
        event_type: payload.event_type.foreign(),
        start: payload.start.instant(),
        end: payload.end.instant(),
        link,
        location: payload.location.foreign(),
        organizer_name: organizer_name(payload),
        booker_url,
        ..Details::default()
    };
    if kind != EventKind::NoShow {
        let responses = || payload.responses.object::<Responses<'_>>();
        details.attendee_name = booker
            .and_then(|booker| booker.name.foreign())
            .or_else(|| answer(responses().name))
            .or_else(|| booker.and_then(|booker| full_name(booker.first_name, booker.last_name)));
        details.attendee_email = booker
            .and_then(|booker| booker.email.email())
            .or_else(|| Email::parse(answer(responses().email)?.as_str()).ok());
        details.attendee_timezone = booker.and_then(|booker| booker.time_zone.foreign());
    }
    (details, link_is_unproven)
}

/// Writes what [`decode`] reads, but for the booker.
pub(super) fn encode(event: &BookingEvent, payload: &mut Map<String, Value>) {
    let Details { title, event_type, start, end, link, location, organizer_name, booker_url, .. } =
        &event.details;
    set(payload, "title", text(title));
    set(payload, "type", text(event_type));
    set(payload, "startTime", start.map(instant::to_millis));
    set(payload, "endTime", end.map(instant::to_millis));
    set(payload, "location", text(location));
    set(payload, "bookerUrl", booker_url.as_ref().map(WebUrl::as_str));
    // Read as proven: the place itself, a call's own page, and what is in `videoCallData`.
    if let Some(link) = link.as_ref().filter(|link| text(location) != Some(link.as_str())) {
        let is_named = event.link_is_unproven || links::is_video_of(link, &event.uid, booker_url.as_ref());
        let (object, name) = if is_named { ("metadata", "videoCallUrl") } else { ("videoCallData", "url") };
        set_in(payload, object, name, Some(link.as_str()));
    }
    set_in(payload, "organizer", "name", text(organizer_name));
}

/// Writes what [`decode`] reads of the booker.
pub(super) fn encode_booker(details: &Details) -> Map<String, Value> {
    let Details { attendee_name, attendee_email, attendee_timezone, .. } = details;
    let mut booker = Map::new();
    set(&mut booker, "name", text(attendee_name));
    set(&mut booker, "email", attendee_email.as_ref().map(Email::as_str));
    set(&mut booker, "timeZone", text(attendee_timezone));
    booker
}

/// Where the meeting is, and whether a visitor may have made that up, as they can by a `videoCallUrl`
/// in the address of the booking page. Show where such a link leads, and never follow it for them.
///
/// An integration's token, an address or a phone number is a location, not a link. The page of a
/// video call is preferred to the room of its provider, which lets no one in by itself. A request
/// that moves a booking brings the old one's call with it, so only its place counts.
fn link(
    kind: EventKind,
    uid: &BookingUid,
    payload: &Payload<'_>,
    booker_url: Option<&WebUrl>,
) -> (Option<WebUrl>, bool) {
    let place = payload.location.web_url();
    if kind == EventKind::Requested {
        return (place, false);
    }
    let metadata: Metadata<'_> = payload.metadata.object();
    let named = metadata.video_url.web_url();
    let proven = named
        .clone()
        .filter(|url| links::is_video_of(url, uid, booker_url))
        .or_else(|| room(kind, uid, payload, booker_url))
        .or(place);
    let is_unproven = proven.is_none() && named.is_some();
    (proven.or(named), is_unproven)
}

/// The call that Cal.com made for the booking.
fn room(
    kind: EventKind,
    uid: &BookingUid,
    payload: &Payload<'_>,
    booker_url: Option<&WebUrl>,
) -> Option<WebUrl> {
    let video: Video<'_> = payload.video.object();
    let stands = matches!(kind, EventKind::Created | EventKind::Rescheduled | EventKind::Updated);
    let is_cal_video = video.provider.text().as_deref() == Some("daily_video")
        || (stands && payload.location.text().as_deref() == Some("integrations:daily"));
    let page = booker_url.filter(|_| is_cal_video).and_then(|booker| links::video(booker, uid));
    page.or_else(|| video.url.web_url())
}

/// Database rows name the organizer as `user`.
fn organizer_name(payload: &Payload<'_>) -> Option<ForeignText> {
    let organizer: Person<'_> = payload.organizer.object();
    organizer.name.foreign().or_else(|| payload.user.object::<Person<'_>>().name.foreign())
}

fn answer(answer: Raw<'_>) -> Option<ForeignText> {
    let plain = |raw: Raw<'_>| {
        let parts: Answer<'_> = raw.object();
        raw.foreign().or_else(|| full_name(parts.first_name, parts.last_name))
    };
    plain(answer).or_else(|| plain(answer.object::<Answer<'_>>().value))
}

fn full_name(first: Raw<'_>, last: Raw<'_>) -> Option<ForeignText> {
    match (first.text(), last.text()) {
        (Some(first), Some(last)) => Some(format!("{first} {last}").into()),
        (one, other) => one.or(other).map(|name| name.into_owned().into()),
    }
}

/// Sets a member, if its value is known.
pub(super) fn set(object: &mut Map<String, Value>, name: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object.insert(name.into(), value.into());
    }
}

/// Sets a member of the object that is the member `inner`, if its value is known.
pub(super) fn set_in(
    object: &mut Map<String, Value>,
    inner: &str,
    name: &str,
    value: Option<impl Into<Value>>,
) {
    if value.is_some()
        && let Value::Object(inner) = object.entry(inner).or_insert_with(|| Map::new().into())
    {
        set(inner, name, value);
    }
}

#[expect(clippy::ref_option, reason = "callers hold the fields of a borrowed struct")]
pub(super) fn text(text: &Option<ForeignText>) -> Option<&str> {
    text.as_ref().map(ForeignText::as_str)
}
