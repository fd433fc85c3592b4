//! Examples that are real: one applicant's way through the server's own code.

use serde::Serialize;
use serde_json::{Value, json};
use time::macros::datetime;

use super::questions;
use crate::calcom;
use crate::calcom::sample::Sample;
use crate::calcom::trigger::Trigger;
use crate::domain::event::{Meaning, Recorded};
use crate::domain::fold::{History, fold};
use crate::domain::ids::{BookingUid, Digest, ProfileId};
use crate::domain::profile::{Profile, ProfileStatus};
use crate::domain::text::{Email, PersonName};
use crate::store::{Current, Outcome, Receipt};
use crate::web::api::events;
use crate::web::api::ops::{Health, Ready};
use crate::web::api::profiles::{Completed, NewProfile, ProfileView};
use crate::web::api::webhook::Received;
use crate::web::app::App;
use crate::web::calendar::Entry;
use crate::web::describe::booking::BookingView;
use crate::web::paths;
use crate::web::response::Success;

/// What became of the applicant, in each step.
struct Way {
    id: ProfileId,
    delivery: Vec<u8>,
    current: Current,
}

impl Way {
    fn walked() -> Option<Self> {
        let id = ProfileId::parse("3f0c8a52-6d7e-4b1f-9a44-c2b81d5e7f60")?;
        let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe")?;
        let (made, start) = (datetime!(2026-11-02 09:30:00 UTC), datetime!(2026-11-12 14:00:00 UTC));
        let mut sample = Sample::new(Trigger::BookingCreated, uid.clone(), made, start);
        sample.profile = Some(id);
        let delivery = sample.body();
        let Meaning::Event(event) = calcom::decode(&delivery).meaning else { return None };
        let recorded = Recorded { digest: Digest::default(), event: *event };
        let booking = fold(&uid, &History::alone(vec![recorded])).pop()?;
        let profile = Profile {
            id,
            name: sample.attendee_name.into(),
            email: Email::parse(&sample.attendee_email).ok()?,
            status: ProfileStatus::of(Some(&booking)),
            completed_at: None,
            created_at: datetime!(2026-11-02 09:24:00 UTC),
            updated_at: made,
        };
        Some(Self { id, delivery, current: Current { profile, booking: Some(booking), withheld: false } })
    }

    fn received(&self) -> Received {
        Received::from(Receipt {
            delivery: 1,
            outcome: Outcome::Applied,
            booking: self.current.booking.as_ref().map(|booking| booking.uid.clone()),
            profile: Some(self.id),
        })
    }
}

/// Gives each operation its examples. `None` if one cannot be made, which a test rules out.
pub(super) fn add(document: &mut Value, app: &App) -> Option<()> {
    let way = Way::walked()?;
    let Current { profile, booking, .. } = &way.current;
    let view = serde_json::to_value(BookingView::of(app, way.current.clone())).ok()?;
    let entry = Entry::of(booking.as_ref()?, profile.updated_at, &app.shell.look.team)?;
    let made = NewProfile::of(app, way.id, &PersonName::parse(profile.name.as_str()).ok()?, &profile.email);
    let (json, public) = ("application/json", "/api/public");
    let of_booking = format!("{public}/booking/{{id}}");
    let of_profile = format!("{public}/profiles/{{id}}");
    let mut put = |path: &str, place: &str, kind: &str, value: Value| {
        document["paths"].get_mut(path)?.pointer_mut(place)?["content"].get_mut(kind)?["example"] = value;
        Some(())
    };
    let webhook = paths::WEBHOOK;
    put(webhook, "/post/requestBody", json, serde_json::from_slice(&way.delivery).ok()?)?;
    put(webhook, "/post/responses/200", json, value(way.received())?)?;
    let application = json!({
        "name": profile.name.as_str(), "email": profile.email.as_str(), "answers": questions::example(&app.settings.questions),
    });
    put(&format!("{public}/profiles"), "/post/requestBody", json, application)?;
    put(&format!("{public}/profiles"), "/post/responses/201", json, value(Success::of(made))?)?;
    put(&of_profile, "/get/responses/200", json, value(Success::of(ProfileView::from(profile.clone())))?)?;
    let completed = Completed::of(way.id, datetime!(2026-11-02 09:31:00 UTC));
    put(&format!("{of_profile}/complete"), "/post/responses/200", json, value(Success::of(completed))?)?;
    put(&of_booking, "/get/responses/200", json, value(Success::of(&view))?)?;
    let claim = json!({ "uid": booking.as_ref()?.uid.as_str() });
    put(&format!("{of_booking}/claim"), "/post/requestBody", json, claim)?;
    put(&format!("{of_booking}/claim"), "/post/responses/200", json, value(Success::of(&view))?)?;
    let stream = events::event(&view.to_string());
    put(&format!("{of_booking}/events"), "/get/responses/200", "text/event-stream", stream.into())?;
    let file = entry.to_ics(way.id, &app.site());
    put(&format!("{of_booking}/calendar.ics"), "/get/responses/200", "text/calendar", file.into())?;
    put("/healthz", "/get/responses/200", json, value(Health::OK)?)?;
    put("/readyz", "/get/responses/200", json, value(Ready::unless(Vec::new(), Some(21 << 30)))?)?;
    put(
        "/readyz",
        "/get/responses/503",
        json,
        value(Ready::unless(vec!["disk_full", "disk_space_low"], Some(0)))?,
    )
}

fn value(answer: impl Serialize) -> Option<Value> {
    serde_json::to_value(answer).ok()
}
