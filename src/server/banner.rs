//! The banner and log line of a start.

use std::io::{self, IsTerminal, Write};
use std::net::SocketAddr;
use std::path::Path;

use rocket::fairing::AdHoc;
use rocket::{Build, Orbit, Rocket};

use crate::config::secret::{Provenance, WebhookSecrets};
use crate::config::{Configuration, Environment};
use crate::domain::printable::printable;
use crate::web::paths;

pub(super) struct Banner {
    database: String,
    secret: String,
    public_url: String,
    /// Whether interviews are booked with the stand-in for Cal.com.
    simulated: bool,
    /// How to run a command in another shell.
    command: String,
    /// The link with which the first member joins the team, in development.
    first_link: Option<String>,
}

impl Banner {
    pub(super) fn new(
        configuration: &Configuration,
        secrets: &WebhookSecrets,
        environment: &Environment,
        first_link: Option<String>,
    ) -> Self {
        let secret = match &secrets.current.from {
            Provenance::Own(_) | Provenance::Made(_) => {
                "made by bookhook; `bookhook secret` prints it".to_owned()
            }
            from => format!("from {from}"),
        };
        Self {
            database: absolute(&configuration.settings.database),
            secret,
            public_url: configuration.settings.public_url.to_string(),
            simulated: configuration.simulates(),
            command: command(environment),
            first_link,
        }
    }

    /// Has the server print it when it listens.
    pub(super) fn attach(self, rocket: Rocket<Build>) -> Rocket<Build> {
        rocket.attach(AdHoc::on_liftoff("banner", |rocket| Box::pin(async move { self.print(rocket) })))
    }

    /// Logs where the server listens, and prints more on a terminal.
    fn print(self, rocket: &Rocket<Orbit>) {
        let listening = SocketAddr::new(rocket.config().address, rocket.config().port);
        let url = format_args!("http://{listening}");
        tracing::info!(listening = %url, database = %self.database, version = env!("CARGO_PKG_VERSION"), "started");
        if io::stdout().is_terminal() {
            drop(io::stdout().write_all(self.text(listening).as_bytes()));
        }
    }

    fn text(&self, listening: SocketAddr) -> String {
        let Self { public_url, command, .. } = self;
        let (page, calendar) = if self.simulated {
            // It is for this machine only.
            (format!("http://localhost:{}", listening.port()), "; the stand-in for Cal.com is on")
        } else {
            (public_url.clone(), "")
        };
        let team = self.first_link.as_ref().map_or_else(String::new, |link| {
            format!("  To join the team as its first owner, open\n  {link}\n\n")
        });
        format!(
            "\n  bookhook {version}\n\n  Open {page}/ in a browser{calendar}.\n\n{team}  listening  \
             http://{listening}\n  database   {database}\n  secret     {secret}\n  webhook    \
             {public_url}{path}\n\n  Try it in another shell: {command} send BOOKING_CREATED\n\n",
            version = env!("CARGO_PKG_VERSION"),
            database = printable(&self.database),
            secret = printable(&self.secret),
            path = paths::WEBHOOK,
        )
    }
}

/// `cargo run` does not put `bookhook` on the path, and another shell does not have this shell's port.
fn command(environment: &Environment) -> String {
    let program = if environment.get("CARGO").is_some() { "cargo run --" } else { "bookhook" };
    match environment.get("ROCKET_PORT").and_then(|port| port.to_str()) {
        Some(port) => format!("ROCKET_PORT={} {program}", printable(port)),
        None => program.to_owned(),
    }
}

fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).display().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn banner(simulated: bool, environment: &[(&str, &str)]) -> String {
        let banner = Banner {
            database: "/srv/bookhook.db".into(),
            secret: "from CAL_COM_WEBHOOK_SECRET".into(),
            public_url: "https://book.example.com".into(),
            simulated,
            command: command(&environment.iter().copied().collect()),
            first_link: simulated.then(|| "http://localhost:3002/team/join/00".to_owned()),
        };
        banner.text(SocketAddr::from(([127, 0, 0, 1], 3002)))
    }

    #[test]
    fn the_first_line_says_what_to_open() {
        let local = banner(true, &[]);
        assert!(local.contains("Open http://localhost:3002/ in a browser; the stand-in for Cal.com is on."));
        let public = banner(false, &[]);
        assert!(public.contains("Open https://book.example.com/ in a browser.\n"), "{public}");
    }

    #[test]
    fn a_link_for_the_first_member_stands_before_the_rest() {
        let text = banner(true, &[]);
        let (link, listening) = (text.find("/team/join/00\n"), text.find("listening"));
        assert!(link.is_some() && link < listening, "{text}");
        assert!(!banner(false, &[]).contains("join"));
    }

    #[test]
    fn the_line_to_try_works_as_it_is_typed() {
        assert!(banner(true, &[]).contains(": bookhook send BOOKING_CREATED\n"));
        let cargo = [("CARGO", "/usr/bin/cargo"), ("ROCKET_PORT", "3002")];
        let text = banner(true, &cargo);
        assert!(text.contains(": ROCKET_PORT=3002 cargo run -- send BOOKING_CREATED\n"), "{text}");
    }
}
