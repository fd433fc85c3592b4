//! Deliveries as Cal.com makes them, for the `send` command and the simulator. Their format is that of the
//! releases of early 2026, which contains least, so what works with it works with all.

mod bodies;

use time::{Duration, OffsetDateTime};

use super::trigger::Trigger;
use crate::domain::ids::{BookingUid, ProfileId};

/// One delivery to be made. Its texts are sent unchanged, so they may be as hostile as an attendee's.
#[derive(Clone)]
pub struct Sample {
    /// The event.
    pub trigger: Trigger,
    /// The booking that it is about.
    pub uid: BookingUid,
    /// When it happened; for `MEETING_*`, when the booking was made.
    pub created_at: OffsetDateTime,
    /// When the meeting begins.
    pub start: OffsetDateTime,
    /// How long it lasts.
    pub minutes: u32,
    /// The booking that this one replaces, and when that would have begun.
    pub previous: Option<(BookingUid, OffsetDateTime)>,
    /// The profile in the booking link's metadata. Cal.com carries it in some triggers only, and
    /// so does the sample.
    pub profile: Option<ProfileId>,
    /// The seat, of a seated booking.
    pub seat: Option<String>,
    /// The booker's name.
    pub attendee_name: String,
    /// The booker's e-mail address.
    pub attendee_email: String,
    /// The booker's IANA time zone.
    pub attendee_timezone: String,
    /// The host's name.
    pub host_name: String,
    /// The event type's name, of which the slug and the title are made.
    pub event_name: String,
    /// The origin of the booking pages, without a slash at the end.
    pub booker_url: String,
    /// Why it was cancelled or rejected.
    pub reason: String,
    /// The host cancels and asks for another time.
    pub asks_for_another_time: bool,
}

impl Sample {
    /// A delivery about a video call of half an hour.
    #[must_use]
    pub fn new(trigger: Trigger, uid: BookingUid, created_at: OffsetDateTime, start: OffsetDateTime) -> Self {
        Self {
            trigger,
            uid,
            created_at,
            start,
            minutes: 30,
            previous: None,
            profile: None,
            seat: None,
            attendee_name: "Zoë Okafor".into(),
            attendee_email: "sam.okafor@example.com".into(),
            attendee_timezone: "America/New_York".into(),
            host_name: "Dana Reyes".into(),
            event_name: "Interview".into(),
            booker_url: "https://cal.com".into(),
            reason: String::new(),
            asks_for_another_time: false,
        }
    }

    fn end(&self) -> OffsetDateTime {
        self.start.saturating_add(self.length())
    }

    fn length(&self) -> Duration {
        Duration::minutes(self.minutes.into())
    }
}

/// A uid in Cal.com's form: 22 characters, which spell 16 random bytes.
#[must_use]
pub fn uid_from_random(bytes: [u8; 16]) -> String {
    const ALPHABET: &[u8; 58] = b"123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ";
    let mut rest = u128::from_be_bytes(bytes);
    let mut uid = [b'1'; 22];
    for character in uid.iter_mut().rev() {
        *character = ALPHABET[(rest % 58) as usize];
        rest /= 58;
    }
    uid.iter().copied().map(char::from).collect()
}

#[cfg(test)]
mod tests;
