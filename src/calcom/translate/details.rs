//! What a payload knows about the meeting.

use crate::calcom::json::Raw;
use crate::calcom::links;
use crate::calcom::payload::{Answer, Metadata, Payload, Person, Responses, Video};
use crate::domain::event::{Details, EventKind};
use crate::domain::ids::BookingUid;
use crate::domain::text::{Email, WebUrl};

/// `booker` is the first attendee. The attendees of a no-show are those who were marked, booker
/// or not, so that it knows nothing about the booker.
pub(super) fn of(
    kind: EventKind,
    uid: &BookingUid,
    payload: &Payload<'_>,
    booker: Option<&Person<'_>>,
) -> Details {
    let booker_url = payload.booker_url.web_url();
    let mut details = Details {
        title: payload.title.owned(),
        event_type: payload.event_type.owned(),
        start: payload.start.instant(),
        end: payload.end.instant(),
        link: link(uid, payload, booker_url.as_ref()),
        location: payload.location.owned(),
        organizer_name: organizer_name(payload),
        booker_url,
        ..Details::default()
    };
    if kind != EventKind::NoShow {
        let responses = || payload.responses.object::<Responses<'_>>();
        details.attendee_name = booker
            .and_then(|booker| booker.name.owned())
            .or_else(|| answer(responses().name))
            .or_else(|| booker.and_then(|booker| full_name(booker.first_name, booker.last_name)));
        details.attendee_email = booker
            .and_then(|booker| booker.email.email())
            .or_else(|| Email::parse(&answer(responses().email)?).ok());
        details.attendee_timezone = booker.and_then(|booker| booker.time_zone.owned());
    }
    details
}

/// An integration's token, an address or a phone number is a location, not a link. A video call's
/// own page is preferred to the room of its provider, which lets no one in by itself. Visitors can
/// set `videoCallUrl` in the booking link: show where a link leads, and never follow it for them.
fn link(uid: &BookingUid, payload: &Payload<'_>, booker_url: Option<&WebUrl>) -> Option<WebUrl> {
    let metadata: Metadata<'_> = payload.metadata.object();
    let room = || {
        let video: Video<'_> = payload.video.object();
        let url = video.url.web_url()?;
        let is_daily = video.provider.text().as_deref() == Some("daily_video");
        let page = booker_url.filter(|_| is_daily).and_then(|booker| links::video(booker, uid));
        Some(page.unwrap_or(url))
    };
    metadata.video_url.web_url().or_else(room).or_else(|| payload.location.web_url())
}

/// Database rows name the organizer as `user`.
fn organizer_name(payload: &Payload<'_>) -> Option<String> {
    let organizer: Person<'_> = payload.organizer.object();
    organizer.name.owned().or_else(|| payload.user.object::<Person<'_>>().name.owned())
}

fn answer(answer: Raw<'_>) -> Option<String> {
    let plain = |raw: Raw<'_>| {
        let parts: Answer<'_> = raw.object();
        raw.owned().or_else(|| full_name(parts.first_name, parts.last_name))
    };
    plain(answer).or_else(|| plain(answer.object::<Answer<'_>>().value))
}

fn full_name(first: Raw<'_>, last: Raw<'_>) -> Option<String> {
    match (first.text(), last.text()) {
        (Some(first), Some(last)) => Some(format!("{first} {last}")),
        (one, other) => one.or(other).map(String::from),
    }
}
