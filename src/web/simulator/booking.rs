//! The bookings that were made here, as Cal.com would know them.

use std::collections::VecDeque;

use parking_lot::Mutex;
use time::OffsetDateTime;

use super::deliver::Timing;
use crate::calcom::sample::Sample;
use crate::calcom::trigger::Trigger;
use crate::domain::booking::BookingStatus;
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::instant;
use crate::web::guards::FormBody;
use crate::web::pages::zone::Zone;

/// More than anybody makes by hand.
const KEPT: usize = 200;

/// The form of the booking page.
#[derive(Clone)]
pub(super) struct BookingForm {
    start: OffsetDateTime,
    name: String,
    email: String,
    zone: String,
    profile: Option<ProfileId>,
    old: Option<String>,
    /// The host has to confirm it.
    requested: bool,
    origin: String,
    pub(super) timing: Timing,
}

impl BookingForm {
    /// Reads the form; `None` for one that our page did not make.
    pub(super) fn parse(form: &FormBody, origin: &str) -> Option<Self> {
        let text = |name| form.get(name).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Self {
            start: instant::parse(form.get("slot")?)?,
            name: text("name")?,
            email: text("email")?,
            zone: Zone::parse(form.get("tz")?)?.name().to_owned(),
            profile: form.get("metadata[profileId]").and_then(ProfileId::parse),
            old: text("rescheduleUid"),
            requested: form.get("requested").is_some(),
            origin: origin.to_owned(),
            timing: Timing::parse(form.get("webhook").unwrap_or_default(), form.get("twice").is_some()),
        })
    }

    /// Returns the pairs that the booking page's own query adds to the redirect.
    pub(super) fn query_pairs(&self) -> Vec<(&'static str, String)> {
        let profile = self.profile.map(|id| ("metadata[profileId]", id.to_string()));
        profile.into_iter().chain([("name", self.name.clone())]).collect()
    }
}

/// A booking that was made here.
#[derive(Clone)]
pub(super) struct Simulated {
    pub(super) sample: Sample,
    pub(super) status: BookingStatus,
    pub(super) note: Option<&'static str>,
    made: OffsetDateTime,
}

impl Simulated {
    /// The deliveries that its making causes.
    pub(super) fn created(&self, now: OffsetDateTime) -> Vec<Sample> {
        let trigger = match (self.status, &self.sample.previous) {
            (BookingStatus::Pending, _) => Trigger::BookingRequested,
            (_, Some(_)) => Trigger::BookingRescheduled,
            (_, None) => Trigger::BookingCreated,
        };
        vec![Sample { trigger, created_at: now, ..self.sample.clone() }]
    }

    /// Returns the pairs that Cal.com appends to the redirect.
    pub(super) fn redirect_pairs(&self) -> Vec<(&'static str, String)> {
        let Sample { uid, start, minutes, attendee_name, attendee_email, host_name, previous, .. } =
            &self.sample;
        let millis = |at: OffsetDateTime| instant::to_millis(at);
        let mut pairs = vec![
            ("uid", uid.to_string()),
            ("email", attendee_email.clone()),
            ("eventTypeSlug", "interview".into()),
            ("title", format!("Interview between {host_name} and {attendee_name}")),
            ("startTime", millis(*start)),
            ("endTime", millis(*start + time::Duration::minutes((*minutes).into()))),
            ("location", "integrations:daily".into()),
            ("attendeeName", attendee_name.clone()),
            ("hostName", host_name.clone()),
            ("attendeeStartTime", millis(*start)),
            ("isEmbed", "false".into()),
        ];
        if let Some((_, former)) = previous {
            pairs.push(("formerTime", millis(*former)));
        }
        pairs
    }

    /// Returns the actions that are possible now.
    pub(super) fn actions(&self) -> Vec<Action> {
        match self.status {
            BookingStatus::Pending => vec![Action::Confirm, Action::Reject, Action::Cancel],
            BookingStatus::Accepted => {
                vec![Action::Cancel, Action::AskForAnotherTime, Action::Start, Action::End, Action::NoShow]
            }
            _ => Vec::new(),
        }
    }
}

/// An attendee's or a host's action on a booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Action {
    Confirm,
    Reject,
    Cancel,
    AskForAnotherTime,
    Start,
    End,
    NoShow,
}

impl Action {
    const ALL: [Self; 7] = [
        Self::Confirm,
        Self::Reject,
        Self::Cancel,
        Self::AskForAnotherTime,
        Self::Start,
        Self::End,
        Self::NoShow,
    ];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Confirm => "confirm",
            Self::Reject => "reject",
            Self::Cancel => "cancel",
            Self::AskForAnotherTime => "another-time",
            Self::Start => "start",
            Self::End => "end",
            Self::NoShow => "no-show",
        }
    }

    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Confirm => "Confirm as the host",
            Self::Reject => "Decline as the host",
            Self::Cancel => "Cancel",
            Self::AskForAnotherTime => "Ask for another time as the host",
            Self::Start => "Let the meeting begin",
            Self::End => "Let the meeting end",
            Self::NoShow => "Mark the attendee as absent",
        }
    }

    pub(super) fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.name() == name)
    }

    fn trigger(self) -> Trigger {
        match self {
            Self::Confirm => Trigger::BookingCreated,
            Self::Reject => Trigger::BookingRejected,
            Self::Cancel | Self::AskForAnotherTime => Trigger::BookingCancelled,
            Self::Start => Trigger::MeetingStarted,
            Self::End => Trigger::MeetingEnded,
            Self::NoShow => Trigger::BookingNoShowUpdated,
        }
    }

    fn outcome(self) -> (BookingStatus, Option<&'static str>) {
        match self {
            Self::Confirm => (BookingStatus::Accepted, None),
            Self::Reject => (BookingStatus::Rejected, None),
            Self::Cancel => (BookingStatus::Cancelled, None),
            Self::AskForAnotherTime => (BookingStatus::Cancelled, Some("The host asked for another time.")),
            Self::Start => (BookingStatus::Accepted, Some("The meeting began.")),
            Self::End => (BookingStatus::Accepted, Some("The meeting is over.")),
            Self::NoShow => (BookingStatus::Accepted, Some("The attendee was absent.")),
        }
    }
}

/// All bookings of the stand-in, the oldest first; managed by Rocket.
#[derive(Default)]
pub(crate) struct SimulatedBookings(Mutex<VecDeque<Simulated>>);

impl SimulatedBookings {
    pub(super) fn get(&self, uid: &str) -> Option<Simulated> {
        self.0.lock().iter().find(|booking| booking.sample.uid.as_str() == uid).cloned()
    }

    /// Makes a booking, in the place of the one that it reschedules.
    pub(super) fn book(&self, form: &BookingForm, uid: BookingUid, now: OffsetDateTime) -> Simulated {
        let mut all = self.0.lock();
        let old = form.old.as_ref();
        let old = old.and_then(|old| all.iter_mut().find(|booking| booking.sample.uid.as_str() == old));
        let mut sample = Sample::new(Trigger::BookingCreated, uid, now, form.start);
        sample.profile = form.profile;
        sample.attendee_name.clone_from(&form.name);
        sample.attendee_email.clone_from(&form.email);
        sample.attendee_timezone.clone_from(&form.zone);
        sample.booker_url.clone_from(&form.origin);
        if let Some(old) = old {
            old.status = BookingStatus::Rescheduled;
            sample.previous = Some((old.sample.uid.clone(), old.sample.start));
            sample.profile = sample.profile.or(old.sample.profile);
        }
        let status = if form.requested { BookingStatus::Pending } else { BookingStatus::Accepted };
        let booking = Simulated { sample, status, note: None, made: now };
        if all.len() >= KEPT {
            all.pop_front();
        }
        all.push_back(booking.clone());
        booking
    }

    /// Applies an action to a booking, and returns the resulting delivery. `None` if there is no such
    /// booking, or the action is not possible.
    pub(super) fn act(&self, uid: &str, action: Action, reason: &str, now: OffsetDateTime) -> Option<Sample> {
        let mut all = self.0.lock();
        let booking = all.iter_mut().find(|booking| booking.sample.uid.as_str() == uid)?;
        if !booking.actions().contains(&action) {
            return None;
        }
        (booking.status, booking.note) = action.outcome();
        let trigger = action.trigger();
        let of_meeting = matches!(trigger, Trigger::MeetingStarted | Trigger::MeetingEnded);
        let created_at = if of_meeting { booking.made } else { now };
        let asks_for_another_time = action == Action::AskForAnotherTime;
        let reason = reason.chars().take(500).collect();
        Some(Sample { trigger, created_at, reason, asks_for_another_time, ..booking.sample.clone() })
    }
}
