//! Waits for the proof that deliveries arrive.

use std::io::{self, Write};
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::calcom::signature::SignatureProblem;
use crate::cli::support::failure::Failure;
use crate::domain::printable::printable;
use crate::store::{OpenError, Reader, Refusal};

const BETWEEN_LOOKS: Duration = Duration::from_millis(500);

/// The deliveries and refusals up to a moment.
pub(super) struct Arrivals {
    last: i64,
    refused: u64,
}

impl Arrivals {
    /// Reads the arrivals up to now; none where there is no database yet.
    pub(super) fn now(database: &Path) -> Result<Self, Failure> {
        let Some(reader) = open(database)? else { return Ok(Self { last: 0, refused: 0 }) };
        let last = reader.last_delivery()?.map_or(0, |last| last.id);
        Ok(Self { last, refused: refused(&reader.refusals()?).0 })
    }

    /// Returns when a signed delivery has been stored since then. Reports refused ones.
    pub(super) fn wait(mut self, database: &Path) -> Result<(), Failure> {
        let mut out = io::stdout();
        writeln!(out, "Waiting for the first delivery; Ctrl-C stops waiting and changes nothing.")?;
        loop {
            if let Some(reader) = open(database)? {
                if let Some(new) = reader.last_delivery()?.filter(|new| new.id > self.last) {
                    return Ok(writeln!(out, "A signed delivery has arrived: {}.", printable(&new.trigger))?);
                }
                let (count, problem) = refused(&reader.refusals()?);
                if let Some(problem) = problem.filter(|_| count > self.refused) {
                    self.refused = count;
                    writeln!(out, "A delivery was refused: {problem}.")?;
                }
            }
            sleep(BETWEEN_LOOKS);
        }
    }
}

fn open(database: &Path) -> Result<Option<Reader>, Failure> {
    match Reader::open(database) {
        Ok(reader) => Ok(Some(reader)),
        Err(OpenError::Missing { .. }) => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// How many were refused for their signature, and why the last one.
fn refused(refusals: &[Refusal]) -> (u64, Option<SignatureProblem>) {
    let problem = |code: &str| SignatureProblem::ALL.into_iter().find(|problem| problem.code() == code);
    let ours = || refusals.iter().filter_map(|refusal| Some((refusal.count, problem(&refusal.code)?)));
    (ours().map(|(count, _)| count).sum(), ours().next().map(|(_, problem)| problem))
}
