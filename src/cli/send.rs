//! `bookhook send`: signs and posts a delivery as Cal.com would, so that everything can be tried
//! without it.

use std::io::{self, Write};
use std::path::PathBuf;
use std::time::Duration;

use clap::{ArgGroup, Args};
use time::{OffsetDateTime, Time};

use super::terminal::printable;
use super::{Exit, Failure, local, random, signing};
use crate::calcom::sample::{Sample, uid_from_random};
use crate::calcom::signature::{HEADER, Secret, sign};
use crate::calcom::trigger::Trigger;
use crate::config::secret::{Secrets, own_path};
use crate::config::{Configuration, Sources};
use crate::domain::ids::{BookingUid, ProfileId};
use crate::domain::instant;
use crate::web::webhook;

const PATIENCE: Duration = Duration::from_secs(30);

#[derive(Debug, Args)]
#[command(group = ArgGroup::new("what").required(true).args(["trigger", "reschedule_of", "cancel", "file"]))]
pub(super) struct Arguments {
    /// What happened, in Cal.com's word for it
    #[arg(value_parser = trigger)]
    trigger: Option<Trigger>,
    /// The profile that the booking link named
    #[arg(long, value_name = "ID", value_parser = profile)]
    profile: Option<ProfileId>,
    /// The booking that it happened to [default: a new one]
    #[arg(long, value_parser = uid)]
    uid: Option<BookingUid>,
    /// Send that this booking was rescheduled
    #[arg(long, value_name = "UID", value_parser = uid, conflicts_with_all = ["cancel", "file"])]
    reschedule_of: Option<BookingUid>,
    /// Send that this booking was cancelled
    #[arg(long, value_name = "UID", value_parser = uid, conflicts_with_all = ["trigger", "uid", "file"])]
    cancel: Option<BookingUid>,
    /// The host cancels to ask for another time
    #[arg(long)]
    another_time: bool,
    /// The seat, of a seated booking
    #[arg(long, value_name = "ID")]
    seat: Option<String>,
    /// The booker's name
    #[arg(long)]
    name: Option<String>,
    /// The booker's e-mail address
    #[arg(long)]
    email: Option<String>,
    /// The booker's time zone
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// When the meeting begins, in RFC 3339 [default: in three days at 14:00 UTC]
    #[arg(long, value_name = "TIME", value_parser = start)]
    start: Option<OffsetDateTime>,
    /// Send the bytes of this file as they are
    #[arg(long, conflicts_with = "trigger")]
    file: Option<PathBuf>,
    /// Where to post [default: this machine's bookhook]
    #[arg(long)]
    url: Option<String>,
}

fn trigger(text: &str) -> Result<Trigger, String> {
    let names = || Trigger::ALL.iter().map(|trigger| trigger.name()).collect::<Vec<_>>().join(", ");
    Trigger::parse(text).ok_or_else(|| format!("the triggers are {}", names()))
}

fn profile(text: &str) -> Result<ProfileId, &'static str> {
    ProfileId::parse(text).ok_or("a profile's id is a UUID")
}

fn uid(text: &str) -> Result<BookingUid, &'static str> {
    BookingUid::parse(text).ok_or("a booking's uid is one word")
}

fn start(text: &str) -> Result<OffsetDateTime, &'static str> {
    instant::parse(text).ok_or("a time is written like 2026-01-15T14:00:00Z")
}

pub(super) fn run(sources: &Sources, arguments: Arguments) -> Result<(), Failure> {
    let configuration = Configuration::load(sources)?;
    let secret = secret(sources, &configuration)?;
    let url = arguments.url.clone().unwrap_or_else(|| local::url(&configuration, webhook::PATH));
    let body = match &arguments.file {
        Some(path) => std::fs::read(path).map_err(|error| {
            Failure::new(Exit::Failed, format!("cannot read {}: {}", path.display(), error.kind()))
        })?,
        None => sample(arguments)?.body(),
    };
    let (status, answer) = post(&url, &secret, &body)?;
    writeln!(io::stdout(), "{}", printable(&answer))?;
    if status == 200 { Ok(()) } else { Err(refused(&url, status)) }
}

fn secret(sources: &Sources, configuration: &Configuration) -> Result<Secret, Failure> {
    let database = &configuration.settings.database;
    if let Some(secrets) = Secrets::find(&sources.environment, database)? {
        signing::active(&secrets).map(|active| active.current)
    } else {
        let place = own_path(database);
        let problem = format!("there is no webhook secret to sign with, nor the file {}", place.display());
        let remedy = "run this where bookhook runs, or set CAL_COM_WEBHOOK_SECRET to the server's secret";
        Err(Failure::new(Exit::Configuration, problem).with_remedy(remedy))
    }
}

fn sample(arguments: Arguments) -> Result<Sample, Failure> {
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
    sample.previous = arguments.reschedule_of.map(|old| (old, start - time::Duration::days(1)));
    sample.profile = arguments.profile;
    sample.seat = arguments.seat;
    sample.asks_for_another_time = arguments.another_time;
    sample.attendee_name = arguments.name.unwrap_or(sample.attendee_name);
    sample.attendee_email = arguments.email.unwrap_or(sample.attendee_email);
    sample.attendee_timezone = arguments.zone.unwrap_or(sample.attendee_timezone);
    Ok(sample)
}

fn new_uid() -> Result<BookingUid, Failure> {
    let uid = BookingUid::parse(&uid_from_random(random()?));
    uid.ok_or_else(|| Failure::new(Exit::Failed, "a uid made of random bytes is none"))
}

fn post(url: &str, secret: &Secret, body: &[u8]) -> Result<(u16, String), Failure> {
    let sent = local::agent(PATIENCE)
        .post(url)
        .header(HEADER, sign(secret, body))
        .header("Content-Type", "application/json")
        .send(body);
    let mut answer = sent
        .map_err(|_| local::nobody(url).with_remedy("start bookhook first, or say where it is with --url"))?;
    let text = answer.body_mut().read_to_string().unwrap_or_default();
    Ok((answer.status().as_u16(), text))
}

fn refused(url: &str, status: u16) -> Failure {
    let failure = Failure::new(Exit::Failed, format!("{url} answered {status}"));
    match status {
        401 => failure.with_remedy("sign with the server's secret: set CAL_COM_WEBHOOK_SECRET to what `bookhook secret` prints there"),
        _ => failure,
    }
}
