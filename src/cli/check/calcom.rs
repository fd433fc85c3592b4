//! Checks the set-up at Cal.com, as far as the key can read it.

use time::OffsetDateTime;

use crate::cli::support::calcom::CalCom;
use crate::config::secret::{API_KEY, WebhookSecrets, key_warning};
use crate::config::{Cadence, Configuration, Origin, Settings, Sources};
use crate::health::{self, Finding};
use crate::remote::{look as look_at, ngrok};
use crate::server::calcom::{Memory, Target};
use crate::store::Reader;

const WHAT: &str = "cal.com";

/// Nothing, unless applicants book at Cal.com.
pub(super) fn look(sources: &Sources, configuration: &Configuration, now: OffsetDateTime) -> Vec<Finding> {
    let settings = &configuration.settings;
    if settings.cal_link.is_none() {
        return Vec::new();
    }
    let key = match API_KEY.read(&sources.environment) {
        Ok(Some(key)) => key,
        Ok(None) => {
            return vec![health::no_key()];
        }
        Err(mistake) => return vec![Finding::mistake(WHAT, mistake)],
    };
    let mut findings: Vec<Finding> =
        key_warning(&key).map(|warning| Finding::warning(WHAT, warning)).into_iter().collect();
    follow(configuration);
    let mut calcom = match CalCom::open(sources, settings) {
        Ok(calcom) => calcom,
        Err(failure) => {
            let (problem, remedy) = failure.into_words();
            findings.push(Finding::unseen(WHAT, problem, remedy));
            return findings;
        }
    };
    match look_at(&mut calcom.client, &calcom.link) {
        Err(error) => {
            let of_the_key = error.is_of_the_key();
            findings.push(health::not_looked_at(&error.to_string(), &error.remedy(), of_the_key));
        }
        Ok(account) => {
            let secrets = WebhookSecrets::find(&sources.environment, &settings.database).ok().flatten();
            let memory = Memory::load(&settings.database);
            let target = Target::from_settings(settings, secrets.as_ref(), &memory);
            let apart = account.date.map(|date| now - date);
            findings.push(health::key_and_clock(&account.me.name(), apart));
            findings.extend(health::flaws(&target.flaws(&account)));
            findings.extend(reconciled(settings, account.date.unwrap_or(now)));
        }
    }
    findings
}

/// Returns the finding about the last pass; `now` by the API's clock.
fn reconciled(settings: &Settings, now: OffsetDateTime) -> Option<Finding> {
    let reader = Reader::open(&settings.database).ok()?;
    let Cadence(every) = settings.reconcile_every;
    Some(match reader.reconciled() {
        Ok(last) => health::reconciled(last.as_ref(), every, now),
        Err(error) => Finding::read("reconcile", &error),
    })
}

/// Takes the tunnel's address, if there is one now.
fn follow(configuration: &Configuration) {
    let public = &configuration.settings.public_url;
    if !public.follows_ngrok() {
        return;
    }
    let found = ngrok::address(configuration.rocket.port).ok();
    if let Some(origin) = found.and_then(|address| address.parse::<Origin>().ok()) {
        public.set(origin);
    }
}
