//! `bookhook send`: signs and posts a delivery as Cal.com would, to try everything without Cal.com.

use std::fs::{self, File};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{ArgGroup, Args};
use rocket::data::ByteUnit;
use time::{OffsetDateTime, Time};
use ureq::Proxy;
use url::Url;

use super::support::failure::{Exit, Failure};
use super::support::{local, values};
use crate::calcom::sample::{Sample, uid_from_random};
use crate::calcom::signature::{HEADER, Secret, sign};
use crate::calcom::trigger::Trigger;
use crate::config::secret::{WebhookSecrets, own_path};
use crate::config::{Configuration, Settings, Sources};
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::printable::printable;
use crate::domain::profile::Profile;
use crate::domain::system::reason;
use crate::random::random;
use crate::store::Reader;
use crate::web::paths;

const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).args(["trigger", "reschedule_of", "cancel", "file"]))]
pub(super) struct Arguments {
    /// The trigger, as Cal.com names it
    #[arg(value_parser = trigger(), ignore_case = true)]
    trigger: Option<Trigger>,
    /// The profile that the booking is for; the booker has its name and address
    #[arg(long, value_name = "ID", value_parser = values::profile)]
    profile: Option<ProfileId>,
    /// The booking that the delivery is about [default: a new one]
    #[arg(long, value_parser = values::uid)]
    uid: Option<BookingUid>,
    /// Reschedule this booking
    #[arg(long, value_name = "UID", value_parser = values::uid, conflicts_with_all = ["cancel", "file"])]
    reschedule_of: Option<BookingUid>,
    /// Cancel this booking
    #[arg(long, value_name = "UID", value_parser = values::uid, conflicts_with_all = ["trigger", "uid", "file"])]
    cancel: Option<BookingUid>,
    /// Cancel this booking as a host who asks for another time
    #[arg(long)]
    another_time: bool,
    /// The seat, in a booking with seats
    #[arg(long, value_name = "ID")]
    seat: Option<String>,
    /// The booker's name [default: the profile's, or a sample]
    #[arg(long)]
    name: Option<String>,
    /// The booker's e-mail address [default: the profile's, or a sample]
    #[arg(long)]
    email: Option<String>,
    /// The booker's time zone
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// When the meeting starts, like 2026-01-15T14:00:00Z [default: in three days at 14:00 UTC]
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    start: Option<OffsetDateTime>,
    /// Send the bytes of this file unchanged
    #[arg(long, conflicts_with = "trigger")]
    file: Option<PathBuf>,
    /// Where to post, like `http://localhost:3001` [default: this machine's bookhook]
    #[arg(long, value_parser = url)]
    url: Option<Url>,
}

fn trigger() -> impl TypedValueParser<Value = Trigger> {
    let names = Trigger::ALL.iter().map(|trigger| trigger.name());
    PossibleValuesParser::new(names)
        .try_map(|name| Trigger::parse(&name.to_ascii_uppercase()).ok_or("there is no such trigger"))
}

/// Adds the webhook's path if there is none: Cal.com has the whole address, people type the
/// first part of it.
fn url(text: &str) -> Result<Url, &'static str> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host());
    let mut url = url.ok_or("write an address like http://localhost:3001")?;
    if url.path() == "/" {
        url.set_path(paths::WEBHOOK);
    }
    Ok(url)
}

pub(super) fn run(sources: &Sources, arguments: Arguments) -> Result<(), Failure> {
    let configuration = Configuration::load(sources)?;
    let secret = secret(sources, &configuration)?;
    let url = arguments.url.clone();
    let body = match &arguments.file {
        Some(path) => read(path, &configuration)?,
        None => sample(arguments, &configuration.settings)?.body(),
    };
    let (url, proxy, start) = match url {
        Some(url) => (url.into(), Proxy::try_from_env(), "check the address, and whether the server runs"),
        None => (local::url(&configuration, paths::WEBHOOK), None, local::START),
    };
    let sent = local::agent(PATIENCE, proxy)
        .post(&url)
        .header(HEADER, sign(&secret, &body))
        .header("Content-Type", "application/json")
        .send(&body);
    let mut answer = sent.map_err(|error| local::no_answer(&url, &error, start))?;
    let (status, text) = (answer.status().as_u16(), answer.body_mut().read_to_string().unwrap_or_default());
    writeln!(io::stdout(), "{}", printable(&text))?;
    if status == 200 { Ok(()) } else { Err(refused(&url, status)) }
}

/// Reads at most twice the server's limit, which is enough to be refused.
fn read(path: &Path, configuration: &Configuration) -> Result<Vec<u8>, Failure> {
    let name = path.display();
    let cannot = |error: &io::Error| {
        Failure::new(Exit::Failed, format!("{name} cannot be read: {}", reason(error.kind())))
            .with_remedy("name a file with the body to send")
    };
    // Reading anything else might never end.
    if !fs::metadata(path).map_err(|error| cannot(&error))?.is_file() {
        return Err(Failure::new(Exit::Failed, format!("{name} is not a regular file"))
            .with_remedy("write the body to a file first"));
    }
    let limit = configuration.rocket.limits.get("webhook").map_or(0, ByteUnit::as_u64);
    let most = limit.saturating_mul(2);
    let mut body = Vec::new();
    let file = File::open(path).map_err(|error| cannot(&error))?;
    file.take(most.saturating_add(1)).read_to_end(&mut body).map_err(|error| cannot(&error))?;
    if u64::try_from(body.len()).is_ok_and(|length| length <= most) {
        return Ok(body);
    }
    Err(Failure::new(Exit::Failed, format!("{name} is longer than {most} bytes"))
        .with_remedy(format!("limits.webhook allows deliveries of up to {limit} bytes")))
}

fn secret(sources: &Sources, configuration: &Configuration) -> Result<Secret, Failure> {
    let database = &configuration.settings.database;
    if let Some(secrets) = WebhookSecrets::find(&sources.environment, database)? {
        Ok(secrets.active.current)
    } else {
        let place = own_path(database);
        let problem = format!("there is no webhook secret to sign with: {} does not exist", place.display());
        let remedy = "run this where bookhook runs, or set CAL_COM_WEBHOOK_SECRET to the server's secret";
        Err(Failure::new(Exit::Configuration, problem).with_remedy(remedy))
    }
}

/// Returns the person whose application it is, if it is in this machine's database.
fn applicant(arguments: &Arguments, database: &Path) -> Option<Profile> {
    let id = arguments.profile?;
    Some(Reader::open(database).ok()?.profile(id).ok()??.profile)
}

fn sample(arguments: Arguments, settings: &Settings) -> Result<Sample, Failure> {
    let applicant = applicant(&arguments, &settings.database);
    let now = OffsetDateTime::now_utc();
    let afternoon = Time::from_hms(14, 0, 0).unwrap_or(Time::MIDNIGHT);
    let start = arguments.start.unwrap_or((now + time::Duration::days(3)).replace_time(afternoon));
    let cancels = arguments.cancel.is_some();
    let trigger = match arguments.trigger {
        Some(trigger) => trigger,
        None if cancels => Trigger::BookingCancelled,
        None => Trigger::BookingRescheduled,
    };
    let uid = match arguments.uid.or(arguments.cancel) {
        Some(uid) => uid,
        None => new_uid()?,
    };
    let mut sample = Sample::new(trigger, uid, now, start);
    if let Some(slug) = settings.scope().first() {
        slug.as_str().clone_into(&mut sample.event_name);
    }
    sample.previous = arguments.reschedule_of.map(|old| (old, start - time::Duration::days(1)));
    sample.profile = arguments.profile;
    sample.seat = arguments.seat;
    sample.asks_for_another_time = arguments.another_time;
    if let Some(applicant) = applicant {
        sample.attendee_name = applicant.name.into_string();
        applicant.email.as_str().clone_into(&mut sample.attendee_email);
    }
    sample.attendee_name = arguments.name.unwrap_or(sample.attendee_name);
    sample.attendee_email = arguments.email.unwrap_or(sample.attendee_email);
    sample.attendee_timezone = arguments.zone.unwrap_or(sample.attendee_timezone);
    Ok(sample)
}

fn new_uid() -> Result<BookingUid, Failure> {
    let uid = BookingUid::parse(&uid_from_random(random()?));
    uid.ok_or_else(|| Failure::new(Exit::Failed, "generated an invalid uid"))
}

fn refused(url: &str, status: u16) -> Failure {
    let failure = Failure::new(Exit::Failed, format!("{url} answered {status}"));
    match status {
        300..400 => failure.with_remedy("redirects are not followed; use the address that this one redirects to"),
        400 if url.starts_with("http:") => failure.with_remedy("write https:// if that port expects TLS"),
        401 => failure.with_remedy(
            "sign with the server's secret: set CAL_COM_WEBHOOK_SECRET to what `bookhook secret` prints there",
        ),
        404 | 405 => failure.with_remedy(format!("the webhook's path is {}", paths::WEBHOOK)),
        413 => failure.with_remedy("send a shorter body, or raise limits.webhook where the server runs"),
        503 => failure.with_remedy("run `bookhook check` where the server runs"),
        _ => failure,
    }
}
