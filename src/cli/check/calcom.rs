//! The set-up at Cal.com, as far as the key lets us see it.

use time::{Duration, OffsetDateTime};

use super::finding::{Finding, TOLERANCE, age};
use crate::calcom::api::Flaw;
use crate::cli::support::calcom::CalCom;
use crate::cli::support::terminal::count;
use crate::config::secret::{API_KEY, WebhookSecrets, key_warning};
use crate::config::{Cadence, Configuration, Origin, Settings, Sources};
use crate::remote::{Account, look as look_at, ngrok};
use crate::server::calcom::{Memory, Wish};
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
            let remedy = "with CAL_COM_API_KEY set, this looks at the webhook and the redirect there";
            return vec![Finding::unseen(WHAT, "not looked at, because there is no API key", remedy)];
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
        Err(error) if error.is_of_the_key() => {
            findings.push(Finding::fail(WHAT, error.to_string(), error.remedy()));
        }
        Err(error) => findings.push(Finding::unseen(WHAT, format!("not looked at: {error}"), error.remedy())),
        Ok(account) => {
            let secrets = WebhookSecrets::find(&sources.environment, &settings.database).ok().flatten();
            let memory = Memory::load(&settings.database);
            let wish = Wish::from_settings(settings, secrets.as_ref(), &memory);
            findings.push(key_and_clock(&account, now));
            findings.extend(flaws(&account, &wish));
            findings.extend(reconciled(settings, account.date.unwrap_or(now)));
        }
    }
    findings
}

/// How the last pass stands; `now` by the API's clock.
fn reconciled(settings: &Settings, now: OffsetDateTime) -> Option<Finding> {
    let what = "reconcile";
    let reader = Reader::open(&settings.database).ok()?;
    let Cadence(every) = settings.reconcile_every;
    Some(match (reader.reconciled(), every) {
        (Err(error), _) => Finding::read(what, &error),
        (Ok(None), Some(_)) => Finding::unseen(what, "no pass has succeeded yet", "run `bookhook reconcile`"),
        (Ok(None), None) => Finding::ok(what, "off"),
        (Ok(Some(last)), _) => {
            let repaired = count(last.repaired, "booking", "bookings");
            let old = now - last.passed_at;
            let words = format!("the last pass was {} ago and repaired {repaired}", age(old));
            let late = every.is_some_and(|every| old > every.saturating_mul(4));
            if last.keeps_repairing() {
                let words = format!("{words}; {} of the last 8 passes repaired some", last.lately());
                Finding::warn(
                    what,
                    words,
                    "webhooks do not arrive: see the lines above and `bookhook deliveries`",
                )
            } else if late {
                Finding::warn(what, words, "see whether the server runs with CAL_COM_API_KEY, and its log")
            } else {
                Finding::ok(what, words)
            }
        }
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

fn key_and_clock(account: &Account, now: OffsetDateTime) -> Finding {
    let opens = format!("the key opens the account {}", account.me.name());
    let Some(date) = account.date else { return Finding::ok(WHAT, opens) };
    let difference = (now - date).abs();
    let seconds = count(difference.whole_seconds(), "second", "seconds");
    let words = format!("{opens}, and the clocks differ by {seconds}");
    if difference > TOLERANCE.max(Duration::seconds(1)) {
        Finding::warn(WHAT, words, "set the system's clock, and keep it right with NTP")
    } else {
        Finding::ok(WHAT, words)
    }
}

fn flaws(account: &Account, wish: &Wish) -> Vec<Finding> {
    let found = wish.flaws(account);
    let of = |flaw: &Flaw| if flaw.is_of_redirect() { "redirect" } else { "webhook" };
    let mut findings: Vec<Finding> = Vec::new();
    for (what, well) in [
        ("webhook", "Cal.com's delivers here, with all triggers and this secret"),
        ("redirect", "Cal.com's leads here, and carries the booking"),
    ] {
        let mine: Vec<&Flaw> = found.iter().filter(|flaw| of(flaw) == what).collect();
        if mine.is_empty() {
            findings.push(Finding::ok(what, well));
        }
        findings.extend(mine.into_iter().map(|flaw| finding(what, flaw)));
    }
    findings
}

/// Returns the finding for a flaw: a failure if it keeps deliveries away.
fn finding(what: &'static str, flaw: &Flaw) -> Finding {
    let remedy = flaw.by_hand().unwrap_or("run `bookhook connect`");
    match flaw {
        Flaw::Missing | Flaw::Inactive | Flaw::NoSecret | Flaw::OtherSecret => {
            Finding::fail(what, flaw.words(), remedy)
        }
        _ => Finding::warn(what, flaw.words(), remedy),
    }
}
