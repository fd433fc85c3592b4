//! The command line: one file for each subcommand, and what they share in `support`.

mod backup;
mod check;
mod completions;
mod connect;
mod deliveries;
mod demo;
mod erase;
mod export;
mod healthcheck;
mod import;
mod man;
mod reconcile;
mod replay;
mod restore;
mod secret;
mod send;
mod serve;
mod support;
mod team;

use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

use crate::config::{Environment, MACHINE_FILE, Sources};

pub use support::failure::{Exit, Failure};
use support::usage;

/// Turns signed Cal.com webhooks into bookings in your own database.
#[derive(Debug, Parser)]
#[command(
    name = "bookhook",
    version,
    about,
    subcommand_value_name = "COMMAND",
    subcommand_help_heading = "Commands"
)]
struct Cli {
    /// Settings file to read instead of ./Rocket.toml or /etc/bookhook/Rocket.toml
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server; `bookhook` alone does the same
    Serve,
    /// Sign and post a delivery as Cal.com would
    Send(Box<send::Arguments>),
    /// List deliveries with their outcomes, and what was refused
    Deliveries(deliveries::Arguments),
    /// Read bookings that no webhook reported from Cal.com's API, also while the server runs
    Reconcile(reconcile::Arguments),
    /// Rebuild bookings and profiles from the deliveries
    Replay,
    /// Copy the database, also while the server runs, and prove the copy
    Backup(backup::Arguments),
    /// Replace the database with a backup, and rename the old one
    Restore(restore::Arguments),
    /// Write all data as JSON lines or CSV, also while the server runs
    Export(export::Arguments),
    /// Load an export's JSON lines into an empty database
    Import(import::Arguments),
    /// Erase a person from all tables and bodies
    Erase(erase::Arguments),
    /// Invite and list members of the team, reset their passwords, and remove them
    Team(team::Arguments),
    /// Check settings, secret, database, disk, backups, clock, and the set-up at Cal.com
    Check,
    /// Fill an empty database with invented applicants
    Demo(demo::Arguments),
    /// Set up the webhook and the redirect at Cal.com through its API
    Connect(connect::Arguments),
    /// Disable the webhook at Cal.com, and restore the redirect
    Disconnect(connect::DisconnectArguments),
    /// Print the webhook secret to enter in Cal.com
    Secret,
    /// Check that the server on this machine answers
    Healthcheck,
    /// Print a completion script for your shell
    Completions(completions::Arguments),
    /// Write manual pages, one for each command
    Man(man::Arguments),
    /// Print the version
    #[command(hide = true)]
    Version,
}

/// Parses the command line of this process and runs the command.
#[must_use]
pub fn run() -> ExitCode {
    let Cli { config, command } = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => return usage::explain(&error),
    };
    let sources = Sources {
        environment: Environment::of_process(),
        file: config,
        fallback: Some(MACHINE_FILE.into()),
        ..Sources::default()
    };
    let done = match command.unwrap_or(Command::Serve) {
        Command::Serve => serve::run(&sources),
        Command::Send(arguments) => send::run(&sources, *arguments),
        Command::Deliveries(arguments) => deliveries::run(&sources, &arguments),
        Command::Reconcile(arguments) => reconcile::run(&sources, &arguments),
        Command::Replay => replay::run(&sources),
        Command::Backup(arguments) => backup::run(&sources, &arguments),
        Command::Restore(arguments) => restore::run(&sources, &arguments),
        Command::Export(arguments) => export::run(&sources, &arguments),
        Command::Import(arguments) => import::run(&sources, &arguments),
        Command::Erase(arguments) => erase::run(&sources, &arguments),
        Command::Team(arguments) => team::run(&sources, &arguments),
        Command::Check => check::run(&sources),
        Command::Demo(arguments) => demo::run(&sources, &arguments),
        Command::Connect(arguments) => connect::run(&sources, &arguments),
        Command::Disconnect(arguments) => connect::disconnect(&sources, &arguments),
        Command::Secret => secret::run(&sources),
        Command::Healthcheck => healthcheck::run(&sources),
        Command::Completions(arguments) => completions::run(&arguments, Cli::command()),
        Command::Man(arguments) => man::run(&arguments, Cli::command()),
        Command::Version => version(),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => failure.report(),
    }
}

fn version() -> Result<(), Failure> {
    Ok(writeln!(io::stdout(), "bookhook {}", env!("CARGO_PKG_VERSION"))?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_is_well_formed() {
        Cli::command().debug_assert();
    }
}
