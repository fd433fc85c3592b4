//! Asks a person before anything is changed at Cal.com.

use std::io::{self, BufRead, IsTerminal, Write};

use crate::cli::support::failure::{Exit, Failure};
use crate::domain::printable::printable;

/// Which part of the plan to carry out.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Permission {
    /// The part that a person confirms.
    Ask,
    /// All of it.
    Given,
    /// Nothing: it is only shown.
    Show,
}

impl Permission {
    pub(super) fn new(dry_run: bool, yes: bool) -> Self {
        match (dry_run, yes) {
            (true, _) => Self::Show,
            (_, true) => Self::Given,
            _ => Self::Ask,
        }
    }
}

/// Fails unless a person says yes.
pub(super) fn consent(question: &str) -> Result<(), Failure> {
    if !io::stdin().is_terminal() {
        let problem = "nothing was changed: there is no terminal to ask on";
        return Err(Failure::new(Exit::Failed, problem).with_remedy("say --yes if the plan is right"));
    }
    if asked(question)? { Ok(()) } else { Err(Failure::new(Exit::Failed, "nothing was changed")) }
}

pub(super) fn asked(question: &str) -> Result<bool, Failure> {
    let mut out = io::stderr();
    write!(out, "{}", printable(question))?;
    out.flush()?;
    let mut answer = String::new();
    io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim() == "yes")
}
