//! `bookhook deliveries`: lists deliveries with their outcomes, and what was refused.

use std::io::{self, Write};
use std::path::Path;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use serde_json::{Value, json};
use time::OffsetDateTime;

use super::support::failure::{Exit, Failure};
use super::support::terminal::json_line;
use super::support::values;
use crate::calcom::explain;
use crate::config::{Configuration, Sources};
use crate::domain::event::Source;
use crate::domain::ids::BookingUid;
use crate::domain::printable::printable;
use crate::store::{DeliveryDetail, DeliveryFilter, DeliverySummary, Outcome, Reader, Refusal};
use crate::web::turned_away;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Show this delivery with its body, in place of the list
    #[arg(conflicts_with_all = ["limit", "booking", "outcome", "since"], value_parser = values::delivery)]
    id: Option<i64>,
    /// List the latest N deliveries
    #[arg(long, default_value_t = 20, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    limit: u32,
    /// List only deliveries about this booking
    #[arg(long, value_name = "UID", value_parser = values::uid)]
    booking: Option<BookingUid>,
    /// List only deliveries with this outcome
    #[arg(long, value_parser = outcome())]
    outcome: Option<Outcome>,
    /// List only deliveries received since this time, like 2026-01-15 or 2026-01-15T14:00:00Z
    #[arg(long, value_name = "TIME", value_parser = values::time)]
    since: Option<OffsetDateTime>,
    /// Print JSON, one delivery per line, without refusals
    #[arg(long)]
    json: bool,
}

impl Arguments {
    fn wanted(&self) -> DeliveryFilter {
        let Self { limit, outcome, since, .. } = *self;
        DeliveryFilter { limit, booking: self.booking.clone(), outcome, since }
    }

    fn has_filter(&self) -> bool {
        self.booking.is_some() || self.outcome.is_some() || self.since.is_some()
    }
}

/// The outcomes that a stored delivery can have: a duplicate is not stored.
fn outcome() -> impl TypedValueParser<Value = Outcome> {
    let kept = || Outcome::ALL.into_iter().filter(|outcome| *outcome != Outcome::Duplicate);
    PossibleValuesParser::new(kept().map(Outcome::as_str)).try_map(move |word| {
        kept().find(|outcome| outcome.as_str() == word).ok_or("there is no such outcome")
    })
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let database = Configuration::load(sources)?.settings.database;
    let reader = Reader::open(&database)?;
    let mut out = io::stdout().lock();
    match arguments.id {
        Some(id) => show(&mut out, &reader, id, arguments.json),
        None if arguments.json => lines(&mut out, &reader, arguments),
        None => list(&mut out, &reader, arguments, &database),
    }
}

fn lines(out: &mut impl Write, reader: &Reader, arguments: &Arguments) -> Result<(), Failure> {
    for delivery in reader.deliveries(&arguments.wanted())?.iter().rev() {
        writeln!(out, "{}", json_line(&record(delivery)))?;
    }
    Ok(())
}

fn record(delivery: &DeliverySummary) -> Value {
    let DeliverySummary { id, received_at, trigger, outcome, reason, booking, source } = delivery;
    json!({
        "id": id, "receivedAt": received_at, "trigger": trigger, "outcome": outcome, "reason": reason,
        "booking": booking, "source": source.as_str(),
    })
}

fn list(
    out: &mut impl Write,
    reader: &Reader,
    arguments: &Arguments,
    database: &Path,
) -> Result<(), Failure> {
    let deliveries = reader.deliveries(&arguments.wanted())?;
    if !deliveries.is_empty() {
        writeln!(out, "{:>8}  {:24}  {:32}  {:10}  booking", "id", "received", "trigger", "outcome")?;
    } else if arguments.has_filter() {
        writeln!(out, "No delivery matches.")?;
    } else {
        writeln!(out, "Nothing has been delivered to {} yet.", printable(&database.display().to_string()))?;
    }
    for delivery in deliveries.iter().rev() {
        writeln!(out, "{}", line(delivery))?;
    }
    // Nothing of a refused request is stored that a filter could match.
    let refusals = if arguments.has_filter() { Vec::new() } else { reader.refusals()? };
    if !refusals.is_empty() {
        writeln!(out, "\nRefused (counted only; nothing was stored):")?;
    }
    for refusal in &refusals {
        writeln!(out, "{}", refused(refusal))?;
    }
    let left_out = if arguments.has_filter() { Vec::new() } else { reader.left_out()? };
    if !left_out.is_empty() {
        let types = turned_away::left_out(&left_out, |slug| printable(slug).into_owned());
        writeln!(out, "\nBookings of event types that event_types does not list:\n  {types}")?;
    }
    Ok(())
}

fn line(delivery: &DeliverySummary) -> String {
    let DeliverySummary { id, received_at, trigger, outcome, .. } = delivery;
    let about = match (&delivery.booking, delivery.reason.as_deref()) {
        (Some(uid), _) => printable(uid).into_owned(),
        (None, Some(reason)) => explain::reason(reason).to_owned(),
        (None, None) => String::new(),
    };
    let trigger = printable(trigger);
    format!("{id:>8}  {received_at:24}  {trigger:32}  {outcome:10}  {about}").trim_end().to_owned()
}

fn refused(refusal: &Refusal) -> String {
    let Refusal { code, last_at, .. } = refusal;
    let times = if refusal.count == 1 { "once".into() } else { format!("{} times", refusal.count) };
    let advice = turned_away::advice(code).map_or_else(String::new, |advice| format!("\n    {advice}"));
    format!("  {code}: {times}, last at {last_at}{advice}")
}

fn show(out: &mut impl Write, reader: &Reader, id: i64, as_json: bool) -> Result<(), Failure> {
    let Some(delivery) = reader.delivery(id)? else {
        let problem = format!("there is no delivery {id}");
        return Err(Failure::new(Exit::Failed, problem).with_remedy("`bookhook deliveries` lists them"));
    };
    if as_json {
        return Ok(writeln!(out, "{}", json_line(&whole(&delivery)))?);
    }
    let summary = &delivery.summary;
    writeln!(out, "delivery  {}", summary.id)?;
    writeln!(out, "received  {}", summary.received_at)?;
    if summary.source == Source::Api {
        writeln!(out, "source    Cal.com's API; no webhook had reported it")?;
    }
    writeln!(out, "trigger   {}", printable(&summary.trigger))?;
    writeln!(out, "outcome   {}", summary.outcome)?;
    if let Some(reason) = &summary.reason {
        writeln!(out, "reason    {}", explain::reason(reason))?;
    }
    if let Some(uid) = &summary.booking {
        writeln!(out, "booking   {}", printable(uid))?;
    }
    writeln!(out, "\n{}", explain::indented(&delivery.body))?;
    Ok(())
}

/// Adds the body under the names that exports use.
fn whole(delivery: &DeliveryDetail) -> Value {
    let mut record = record(&delivery.summary);
    match std::str::from_utf8(&delivery.body) {
        Ok(text) => record["body"] = text.into(),
        Err(_) => record["body_hex"] = hex::encode(&delivery.body).into(),
    }
    record
}
