//! `bookhook team`: manages who may use the team's pages. Whoever can read the key beside the database runs the
//! server, and may let people in. A link is only signed, so making one writes nothing.

use std::io::{self, Write};

use clap::{Args, Subcommand};

use super::support::failure::{Exit, Failure};
use super::support::terminal::tell;
use super::support::values;
use crate::access::{Invitation, Purpose, TeamKey};
use crate::config::secret::{team_key, team_key_path};
use crate::config::{Configuration, Settings, Sources};
use crate::domain::instant;
use crate::domain::member::Role;
use crate::domain::printable::printable;
use crate::domain::text::{Email, PersonName};
use crate::random::random;
use crate::server::team::link;
use crate::store::{self, ListedMember, OpenError, Reader, Removed};
use crate::telemetry;

#[derive(Debug, Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Print a link with which one person joins, also while the server runs
    Invite {
        /// Make the person an owner; the first person always is one
        #[arg(long)]
        owner: bool,
    },
    /// Print a link with which a member chooses a new password, also while the server runs
    Reset {
        /// The member's e-mail address
        #[arg(value_parser = values::email)]
        email: Email,
    },
    /// List the members, also while the server runs
    List,
    /// Remove a member, even the last owner, while the server is stopped
    Remove {
        /// The member's e-mail address
        #[arg(value_parser = values::email)]
        email: Email,
    },
    /// Replace the name of a removed member in their notes and activity, while the server is stopped
    Forget {
        /// The name, as the pages show it
        #[arg(value_parser = values::person)]
        name: PersonName,
    },
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let settings = Configuration::load(sources)?.settings;
    match &arguments.action {
        Action::Invite { owner } => invite(&settings, if *owner { Role::Owner } else { Role::Member }),
        Action::Reset { email } => reset(&settings, email),
        Action::List => list(&settings),
        Action::Remove { email } => remove(&settings, email),
        Action::Forget { name } => forget(&settings, name),
    }
}

fn invite(settings: &Settings, role: Role) -> Result<(), Failure> {
    print_link(settings, Purpose::Join(role))?;
    let who = match role {
        Role::Owner => "an owner",
        Role::Member => "a member, or as an owner if nobody has joined before",
    };
    tell(&format!("It works once, for 24 hours. Whoever opens it joins as {who}."));
    Ok(())
}

fn reset(settings: &Settings, email: &Email) -> Result<(), Failure> {
    if settings.team && !settings.takes_passwords() {
        return Err(Failure::new(
            Exit::Configuration,
            "your proxy signs members in, so they have no passwords here",
        )
        .with_remedy("change the password there, or set team_passwords = true to use both"));
    }
    let found = Reader::open(&settings.database)?.member_with(email)?;
    print_link(settings, Purpose::Reset(found.ok_or_else(|| unknown(email))?.number))?;
    tell(
        "It works once, for 24 hours. Whoever opens it chooses the new password, and is signed out elsewhere.",
    );
    Ok(())
}

fn print_link(settings: &Settings, purpose: Purpose) -> Result<(), Failure> {
    if !settings.team {
        return Err(Failure::new(Exit::Configuration, "the team's pages are off")
            .with_remedy("remove team = false from the settings, and restart the server"));
    }
    let Some(key) = team_key(&settings.database)? else {
        let path = team_key_path(&settings.database);
        let problem = format!("there is no team key at {} yet", path.display());
        return Err(Failure::new(Exit::Configuration, problem)
            .with_remedy("start bookhook once to generate one, or run this where bookhook runs"));
    };
    let invitation = Invitation::new(purpose, telemetry::now(), random()?);
    writeln!(io::stdout(), "{}", link(settings, &invitation, &TeamKey::new(&key)))?;
    Ok(())
}

fn list(settings: &Settings) -> Result<(), Failure> {
    let members = Reader::open(&settings.database)?.members()?;
    let mut out = io::stdout().lock();
    if members.is_empty() {
        writeln!(out, "Nobody has joined yet; `bookhook team invite` prints a link.")?;
        return Ok(());
    }
    for ListedMember { member, seen_at } in members {
        let used = seen_at.map_or_else(|| "signed out".to_owned(), instant::to_seconds);
        let (email, name) = (printable(member.email.as_str()), printable(member.name.as_str()));
        writeln!(out, "{:6}  {used:20}  {email}  {name}", member.role.as_str())?;
    }
    Ok(())
}

fn remove(settings: &Settings, email: &Email) -> Result<(), Failure> {
    match store::remove_member(&settings.database, email, telemetry::now()).map_err(in_use)? {
        Removed::Unknown => Err(unknown(email)),
        Removed::Removed => Ok(writeln!(io::stdout(), "Removed, and signed out everywhere.")?),
        Removed::WithoutOwner => {
            writeln!(io::stdout(), "Removed, and signed out everywhere. No owner is left:")?;
            Ok(writeln!(io::stdout(), "`bookhook team invite --owner` prints a link for one.")?)
        }
    }
}

fn forget(settings: &Settings, name: &PersonName) -> Result<(), Failure> {
    let forgotten = store::forget_members(&settings.database, name).map_err(|error| match error {
        OpenError::InUse { .. } => {
            Failure::from(error).with_remedy("stop the server, run this again, and start it")
        }
        error => error.into(),
    })?;
    if forgotten == 0 {
        let problem = format!("no removed member has the name {}", printable(name.as_str()));
        return Err(Failure::new(Exit::Failed, problem).with_remedy(
            "write the name as the pages show it; if they are still a member, remove them first",
        ));
    }
    Ok(writeln!(io::stdout(), "Done: the pages now say \"Former member\".")?)
}

fn unknown(email: &Email) -> Failure {
    Failure::new(Exit::Failed, format!("no member has the address {}", email.as_str()))
        .with_remedy("`bookhook team list` lists them")
}

fn in_use(error: OpenError) -> Failure {
    match error {
        OpenError::InUse { .. } => Failure::from(error).with_remedy(
            "remove the member on the team's pages; or stop the server, run this again, and start it",
        ),
        error => error.into(),
    }
}
