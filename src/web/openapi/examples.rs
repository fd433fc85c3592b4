//! Real examples: one applicant's path through the server's own code.

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
use crate::web::api::profiles::{Completed, NewProfile, ProfileView};
use crate::web::api::webhook::Received;
use crate::web::app::App;
use crate::web::describe::booking::BookingView;
use crate::web::paths;
use crate::web::response::Success;

/// The profile's id in all examples.
pub(in crate::web) const PROFILE: &str = "3f0c8a52-6d7e-4b1f-9a44-c2b81d5e7f60";

/// Gives the operations their examples. `None` if one cannot be made, which a test rules out.
pub(super) fn add(document: &mut Value, app: &App) -> Option<()> {
    let id = ProfileId::parse(PROFILE)?;
    let uid = BookingUid::parse("8hT2mQzLr4VnXsKpW6cYbe")?;
    let (created, start) = (datetime!(2026-11-02 09:30:00 UTC), datetime!(2026-11-12 14:00:00 UTC));
    let mut sample = Sample::new(Trigger::BookingCreated, uid.clone(), created, start);
    sample.profile = Some(id);
    let delivery = sample.body();
    let Meaning::Event(event) = calcom::decode(&delivery).meaning else { return None };
    let recorded = Recorded { digest: Digest::default(), event: *event };
    let booking = fold(&uid, &History::alone(vec![recorded])).pop()?;
    let (name, email) =
        (PersonName::parse(&sample.attendee_name).ok()?, Email::parse(&sample.attendee_email).ok()?);
    let application = json!({
        "name": name.as_str(), "email": email.as_str(), "answers": questions::example(&app.settings.questions),
    });
    let profile = Profile {
        id,
        name: sample.attendee_name.into(),
        email: email.clone(),
        status: ProfileStatus::from_booking(Some(&booking)),
        completed_at: None,
        withdrawn_at: None,
        created_at: datetime!(2026-11-02 09:24:00 UTC),
        updated_at: created,
    };
    let receipt =
        Receipt { delivery: 1, outcome: Outcome::Applied, booking: Some(uid.clone()), profile: Some(id) };
    let completed = Completed::new(id, datetime!(2026-11-02 09:31:00 UTC));
    let current = Current { profile: profile.clone(), booking: Some(booking), withheld: false };
    let view = value(BookingView::new(app, current))?;
    let (profiles, one) = ("/api/public/profiles", "/api/public/profiles/{id}");
    let booking = "/api/public/booking/{id}";
    let examples = [
        (paths::WEBHOOK, "/post/requestBody", serde_json::from_slice(&delivery).ok()?),
        (paths::WEBHOOK, "/post/responses/200", value(Received::from(receipt))?),
        (profiles, "/post/requestBody", application),
        (profiles, "/post/responses/201", value(Success::new(NewProfile::new(app, id, &name, &email)))?),
        (one, "/get/responses/200", value(Success::new(ProfileView::from(profile)))?),
        (&format!("{one}/complete"), "/post/responses/200", value(Success::new(completed))?),
        (booking, "/get/responses/200", value(Success::new(&view))?),
        (&format!("{booking}/claim"), "/post/requestBody", json!({ "uid": uid.as_str() })),
        (&format!("{booking}/claim"), "/post/responses/200", value(Success::new(&view))?),
        (&format!("{booking}/events"), "/get/responses/200", events::event(&view.to_string()).into()),
    ];
    for (path, place, example) in examples {
        let content = document["paths"].get_mut(path)?.pointer_mut(place)?["content"].as_object_mut()?;
        content.values_mut().next()?["example"] = example;
    }
    Some(())
}

fn value(answer: impl Serialize) -> Option<Value> {
    serde_json::to_value(answer).ok()
}
