//! The command line: one file for each subcommand.

mod completions;
mod failure;
mod secret;
pub mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Environment, Sources};

pub use failure::{Exit, Failure};

/// Turns signed Cal.com webhooks into bookings that a small team owns.
#[derive(Debug, Parser)]
#[command(name = "bookhook", version, subcommand_required = true, arg_required_else_help = true)]
struct Cli {
    /// Settings file to read instead of ./Rocket.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print the webhook secret to give to Cal.com
    Secret,
    /// Print a completion script for your shell
    Completions(completions::Arguments),
}

/// Parses the command line of this process and runs what it asks for.
#[must_use]
pub fn run() -> ExitCode {
    let Cli { config, command } = Cli::parse();
    let sources = Sources { environment: Environment::of_process(), file: config, ..Sources::default() };
    let done = match command {
        Command::Secret => secret::run(&sources),
        Command::Completions(arguments) => completions::run(&arguments),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::Cli;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
