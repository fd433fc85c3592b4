//! The `bookhook` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    bookhook::cli::run()
}
