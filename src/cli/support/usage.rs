//! The message for a command line that cannot be parsed.

use std::process::ExitCode;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::failure::{Exit, Failure};
use crate::config::keys;

/// The settings of Rocket that people look for among the options.
const ROCKET: [&str; 3] = ["address", "port", "workers"];

/// Prints help, the version, or what is wrong with the command line.
pub(in crate::cli) fn explain(error: &clap::Error) -> ExitCode {
    if let Some(failure) = setting(error) {
        return failure.report();
    }
    // A failed write cannot be reported.
    drop(error.print());
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Exit::Usage as u8))
}

/// People try `--port 3002` first, but settings have one place for all commands.
fn setting(error: &clap::Error) -> Option<Failure> {
    let Some(ContextValue::String(option)) = error.get(ContextKind::InvalidArg) else { return None };
    let key = option.strip_prefix("--")?.replace('-', "_");
    let variable = if keys().contains(&key) {
        format!("BOOKHOOK_{}", key.to_uppercase())
    } else {
        ROCKET.contains(&key.as_str()).then(|| format!("ROCKET_{}", key.to_uppercase()))?
    };
    let problem = format!("{option} is a setting, not an option");
    let remedy = format!("set {variable} in the environment, or {key} in Rocket.toml");
    let unknown = error.kind() == ErrorKind::UnknownArgument;
    unknown.then(|| Failure::new(Exit::Usage, problem).with_remedy(remedy))
}
