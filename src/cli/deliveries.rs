//! `bookhook deliveries`: what came, what became of it, and what was turned away.

use std::io::{self, Write};
use std::path::Path;

use clap::Args;

use super::terminal::printable;
use super::{Exit, Failure};
use crate::calcom::signature::SignatureProblem;
use crate::config::{Configuration, Sources};
use crate::store::{DeliverySummary, Reader, Refusal};

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// Show this delivery with its body instead of the list
    id: Option<i64>,
    /// How many of the latest to list
    #[arg(long, default_value_t = 20, value_name = "N")]
    limit: u32,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let database = Configuration::load(sources)?.settings.database;
    let reader = Reader::open(&database)?;
    let mut out = io::stdout().lock();
    match arguments.id {
        Some(id) => show(&mut out, &reader, id),
        None => list(&mut out, &reader, arguments.limit, &database),
    }
}

fn list(out: &mut impl Write, reader: &Reader, limit: u32, database: &Path) -> Result<(), Failure> {
    let deliveries = reader.deliveries(limit)?;
    if deliveries.is_empty() {
        writeln!(out, "Nothing has been delivered to {} yet.", printable(&database.display().to_string()))?;
    } else {
        writeln!(out, "{:>8}  {:24}  {:32}  {:10}  booking", "id", "received", "trigger", "outcome")?;
    }
    for delivery in deliveries.iter().rev() {
        writeln!(out, "{}", line(delivery))?;
    }
    let refusals = reader.refusals()?;
    if !refusals.is_empty() {
        writeln!(out, "\nRefused, and nothing of it kept:")?;
    }
    for refusal in &refusals {
        writeln!(out, "{}", refused(refusal))?;
    }
    Ok(())
}

fn line(delivery: &DeliverySummary) -> String {
    let DeliverySummary { id, received_at, trigger, outcome, .. } = delivery;
    let about = match (&delivery.booking, delivery.reason.as_deref()) {
        (Some(uid), _) => printable(uid).into_owned(),
        (None, Some(reason)) => explained(reason).to_owned(),
        (None, None) => String::new(),
    };
    let trigger = printable(trigger);
    format!("{id:>8}  {received_at:24}  {trigger:32}  {outcome:10}  {about}").trim_end().to_owned()
}

/// The stable words of the inbox, for people.
fn explained(reason: &str) -> &str {
    match reason {
        "test" => "Cal.com's test button: the signature verified",
        "not_a_booking" => "not about a booking",
        "no_effect" => "says nothing that a booking holds",
        "unknown_trigger" => "a trigger that this version does not know",
        "not_utf8" => "not UTF-8",
        "not_json" => "not JSON: a custom payload template?",
        "no_trigger" => "names no trigger: a custom payload template?",
        "no_uid" => "names no booking",
        other => other,
    }
}

fn refused(refusal: &Refusal) -> String {
    let Refusal { code, count, last_at, .. } = refusal;
    let times = if *count == 1 { "once" } else { "times" };
    let count = if *count == 1 { String::new() } else { format!("{count} ") };
    let problem = SignatureProblem::ALL.into_iter().find(|problem| problem.code() == code);
    let advice = problem.map_or(String::new(), |problem| format!("\n    {problem}"));
    format!("  {code}: {count}{times}, last at {last_at}{advice}")
}

fn show(out: &mut impl Write, reader: &Reader, id: i64) -> Result<(), Failure> {
    let Some(delivery) = reader.delivery(id)? else {
        let problem = format!("there is no delivery {id}");
        return Err(Failure::new(Exit::Failed, problem).with_remedy("`bookhook deliveries` lists them"));
    };
    let summary = &delivery.summary;
    writeln!(out, "delivery  {}", summary.id)?;
    writeln!(out, "received  {}", summary.received_at)?;
    writeln!(out, "trigger   {}", printable(&summary.trigger))?;
    writeln!(out, "outcome   {}", summary.outcome)?;
    if let Some(reason) = &summary.reason {
        writeln!(out, "reason    {}", explained(reason))?;
    }
    if let Some(uid) = &summary.booking {
        writeln!(out, "booking   {}", printable(uid))?;
    }
    writeln!(out, "\n{}", printable_body(&delivery.body))?;
    Ok(())
}

/// JSON laid out to be read; anything else as it came. Never a character that steers a terminal.
fn printable_body(body: &[u8]) -> String {
    let text = match serde_json::from_slice::<serde_json::Value>(body) {
        Ok(value) => format!("{value:#}"),
        Err(_) => String::from_utf8_lossy(body).into_owned(),
    };
    let lines: Vec<_> = text.lines().map(printable).collect();
    lines.join("\n")
}
