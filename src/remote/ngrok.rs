//! The address of a tunnel, from the ngrok agent on this machine.

use std::fmt;
use std::time::Duration;

use serde::Deserialize;
use ureq::Agent;

/// The agent's address for its tunnels.
pub const AGENT: &str = "http://127.0.0.1:4040/api/tunnels";

const PATIENCE: Duration = Duration::from_secs(2);

/// Why there is no address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NgrokError {
    /// No agent answers.
    NoAgent,
    /// The agent has no https tunnel to this port.
    NoTunnel(u16),
}

impl NgrokError {
    /// Returns the remedy.
    #[must_use]
    pub fn remedy(self) -> &'static str {
        "run `ngrok http` with bookhook's port in another shell, or set public_url to an address of your own"
    }
}

impl fmt::Display for NgrokError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoAgent => write!(f, "no ngrok agent answers at {AGENT}"),
            Self::NoTunnel(port) => write!(f, "ngrok has no https tunnel to port {port}"),
        }
    }
}

impl std::error::Error for NgrokError {}

#[derive(Deserialize)]
struct Tunnels {
    tunnels: Vec<Tunnel>,
}

#[derive(Deserialize)]
struct Tunnel {
    public_url: String,
    #[serde(default)]
    config: Target,
}

#[derive(Default, Deserialize)]
struct Target {
    #[serde(default)]
    addr: String,
}

/// The https address that leads to this port of this machine.
///
/// # Errors
/// No agent answers, or it has no such tunnel.
pub fn address(port: u16) -> Result<String, NgrokError> {
    let config = Agent::config_builder().proxy(None).max_redirects(0).timeout_global(Some(PATIENCE)).build();
    let answer = Agent::from(config).get(AGENT).call();
    let text =
        answer.and_then(|mut answer| answer.body_mut().read_to_string()).map_err(|_| NgrokError::NoAgent)?;
    find(&text, port)
}

fn find(text: &str, port: u16) -> Result<String, NgrokError> {
    let Tunnels { tunnels } = serde_json::from_str(text).map_err(|_| NgrokError::NoAgent)?;
    let leads_here = |tunnel: &&Tunnel| {
        let addr = tunnel.config.addr.trim_end_matches('/');
        addr.rsplit(':').next().and_then(|port| port.parse().ok()) == Some(port)
    };
    let https = tunnels.iter().filter(|tunnel| tunnel.public_url.starts_with("https://"));
    let found = https.filter(leads_here).map(|tunnel| tunnel.public_url.clone()).min();
    found.ok_or(NgrokError::NoTunnel(port))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tunnel_to_our_port_is_taken() {
        let text = r#"{"tunnels":[
            {"public_url":"https://other.ngrok-free.app","config":{"addr":"http://localhost:8080"}},
            {"public_url":"http://ours.ngrok-free.app","config":{"addr":"http://localhost:3001"}},
            {"public_url":"https://ours.ngrok-free.app","config":{"addr":"http://localhost:3001","inspect":true}}],"uri":"/api/tunnels"}"#;
        assert_eq!(find(text, 3001).as_deref(), Ok("https://ours.ngrok-free.app"));
        assert_eq!(find(text, 3002), Err(NgrokError::NoTunnel(3002)));
        assert_eq!(find("<html>", 3001), Err(NgrokError::NoAgent));
    }
}
