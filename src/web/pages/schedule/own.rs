//! The parts of an application's own page besides its state.

use std::collections::BTreeMap;

use crate::domain::profile::Profile;
use crate::domain::questions::{Kind, Questions};
use crate::store::ReadError;
use crate::web::app::App;
use crate::web::pages::frame::Frame;
use crate::web::qr::Drawing;

/// The way back to the page, and what was sent.
pub(crate) struct Own {
    /// The private address of the application.
    pub(crate) address: String,
    /// The same as a QR code.
    pub(crate) code: Option<Drawing>,
    /// The calendar file, as an address that calendar programs subscribe to.
    pub(crate) subscription: String,
    /// Questions and their answers.
    pub(crate) sent: Vec<(String, String)>,
}

impl Own {
    pub(super) fn new(app: &App, frame: &Frame<'_>, profile: &Profile) -> Result<Self, ReadError> {
        let address = app.page_of(profile.id);
        let code = Drawing::new(&address);
        let origin = app.settings.public_url.to_string();
        let host = origin.split_once("://").map_or(&*origin, |(_, host)| host);
        let subscription = format!("webcal://{host}/api/public/booking/{}/calendar.ics", profile.id);
        let answers = app.store.answers(profile.id)?;
        let sent = sent(&app.settings.questions, frame, profile, answers);
        Ok(Self { address, code, subscription, sent })
    }
}

/// In the order of the form, then answers to questions that are no longer asked.
fn sent(
    questions: &Questions,
    frame: &Frame<'_>,
    profile: &Profile,
    mut answers: BTreeMap<String, String>,
) -> Vec<(String, String)> {
    let mut sent = vec![
        (frame.say("apply-name"), profile.name.as_str().to_owned()),
        (frame.say("apply-email"), profile.email.as_str().to_owned()),
    ];
    for question in questions.iter() {
        if let Some(answer) = answers.remove(question.id.as_str()) {
            let answer = match (&question.kind, &*answer) {
                (Kind::YesNo, "true") => frame.say("yes"),
                (Kind::YesNo, "false") => frame.say("no"),
                _ => answer,
            };
            sent.push((question.label.in_language(frame.words.0).to_owned(), answer));
        }
    }
    sent.extend(answers);
    sent
}
