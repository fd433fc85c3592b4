//! Commands beside a server.

use crate::support::server::{Server, Setup, finish};

/// Sends to a server under test, with what `arguments` say.
pub(crate) fn send(setup: &Setup, server: &Server, arguments: &[&str]) -> (i32, String, String) {
    let mut command = setup.command(&["send"]);
    command.args(arguments).env("ROCKET_PORT", server.address.port().to_string());
    finish(command)
}
