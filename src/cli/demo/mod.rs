//! `bookhook demo`: fills an empty database with invented applicants, for newcomers, pictures and load tests.
//! Applications and bookings take the same way as those from the form and from Cal.com, and the team's actions
//! the same way as those on its pages.

mod answers;
mod colleagues;
mod crowd;
mod people;
mod story;
mod timeline;
mod trouble;

use std::io::{self, Write};

use clap::Args;
use clap::builder::RangedU64ValueParser;
use indicatif::ProgressBar;
use rocket::futures::stream::{self, StreamExt};
use rocket::tokio::runtime::Builder;
use time::OffsetDateTime;

use self::people::FORTY;
use self::story::{News, What};
use self::timeline::Timeline;
use self::trouble::{in_use, incomplete};
use super::support::failure::{Exit, Failure};
use super::support::progress;
use crate::calcom;
use crate::config::{Configuration, Sources};
use crate::domain::count::count;
use crate::domain::printable::printable;
use crate::server::ServeError;
use crate::server::rules::rules;
use crate::store::{self, Hooks, Outcome, Store, WriteError};
use crate::telemetry;

/// How many changes are in the writer's queue at once. It has room for more.
const TOGETHER: usize = 512;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    /// How many applicants to invent
    #[arg(long, value_name = "N", default_value_t = FORTY, value_parser = RangedU64ValueParser::<u32>::new().range(1..=10_000_000))]
    profiles: u32,
}

/// What was filled in.
#[derive(Default)]
struct Filled {
    applicants: u64,
    deliveries: u64,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let settings = Configuration::load(sources)?.settings;
    let store = Store::open(&settings.database, rules(&settings), Hooks::default()).map_err(in_use)?;
    if !store.is_empty()? {
        return Err(Failure::new(
            Exit::Database,
            "the database is not empty: invented applicants would mix with its contents",
        )
        .with_remedy("set BOOKHOOK_DATABASE to a file that does not exist, here and for the server"));
    }
    let now = telemetry::now();
    let timeline = Timeline::new(arguments.profiles, now, &settings.questions);
    let bar = progress::applicants(arguments.profiles.into());
    let runtime = Builder::new_current_thread().build().map_err(|error| ServeError::Thread(error.kind()))?;
    let filled = runtime.block_on(fill(&store, timeline, &bar));
    bar.finish_and_clear();
    let Filled { applicants, deliveries } = filled.map_err(incomplete)?;
    let colleagues = runtime.block_on(colleagues::work(&store, now))?;
    // Its last clone waits until all is in the file.
    drop(store);
    for email in &colleagues {
        store::remove_member(&settings.database, email, now).map_err(in_use)?;
    }
    let mut out = io::stdout().lock();
    let (applicants, deliveries) = (
        count(applicants, "invented applicant", "invented applicants"),
        count(deliveries, "delivery", "deliveries"),
    );
    writeln!(
        out,
        "Filled {} with {applicants} and {deliveries}.",
        printable(&settings.database.display().to_string())
    )?;
    writeln!(out, "Start bookhook, and `bookhook team invite` prints a link to the team's pages.")?;
    Ok(())
}

/// Plays the news in its order; the next is written down while the writer stores the last.
async fn fill(store: &Store, timeline: Timeline<'_>, bar: &ProgressBar) -> Result<Filled, WriteError> {
    let mut filled = Filled::default();
    let mut told = stream::iter(timeline).map(|news| tell(store, news)).buffered(TOGETHER);
    while let Some(kept) = told.next().await {
        match kept? {
            Kept::Applicant => {
                filled.applicants += 1;
                bar.inc(1);
            }
            Kept::Delivery => filled.deliveries += 1,
            Kept::Nothing => {}
        }
    }
    Ok(filled)
}

/// What came of a piece of news.
enum Kept {
    Applicant,
    Delivery,
    /// Nothing that is counted.
    Nothing,
}

async fn tell(store: &Store, News { at, what }: News) -> Result<Kept, WriteError> {
    match what {
        What::Applies(id, application) => {
            store.create_profile(id, application, at).await?;
            Ok(Kept::Applicant)
        }
        What::Delivers(sample) => deliver(store, sample.body(), at).await,
        What::Posts(body) => deliver(store, body.to_vec(), at).await,
        What::Claims(id, booking) => store.claim(id, booking, at).await.map(|_| Kept::Nothing),
        What::Completes(id) => store.complete(id, at).await.map(|_| Kept::Nothing),
        What::Withdraws(id) => store.withdraw(id, Some(at)).await.map(|_| Kept::Nothing),
        What::Refused(code, times) => store.count_refusals(code, times, at).await.map(|()| Kept::Nothing),
    }
}

async fn deliver(store: &Store, body: Vec<u8>, at: OffsetDateTime) -> Result<Kept, WriteError> {
    let decoded = calcom::decode(&body);
    let receipt = store.deliver(body, decoded, at).await?;
    Ok(if receipt.outcome == Outcome::Duplicate { Kept::Nothing } else { Kept::Delivery })
}
