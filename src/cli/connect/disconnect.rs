//! `bookhook disconnect`: disables our subscription, and restores the redirect.

use std::io::{self, Write};

use clap::Args;

use super::ask::{Permission, consent};
use super::tunnel::follow;
use crate::calcom::api::Change;
use crate::cli::support::calcom::{CalCom, remember};
use crate::cli::support::failure::{Exit, Failure};
use crate::config::{Configuration, Sources};
use crate::domain::printable::printable;
use crate::remote::look;
use crate::server::calcom::{Memory, Target};

#[derive(Debug, Args)]
pub(in crate::cli) struct DisconnectArguments {
    /// Show the plan, and change nothing
    #[arg(long, conflicts_with = "yes")]
    dry_run: bool,
    /// Do not ask for confirmation
    #[arg(long)]
    yes: bool,
}

pub(in crate::cli) fn run(sources: &Sources, arguments: &DisconnectArguments) -> Result<(), Failure> {
    let configuration = Configuration::load(sources)?;
    let settings = &configuration.settings;
    let mut calcom = CalCom::open(sources, settings)?;
    let mut memory = Memory::load(&settings.database);
    // The address of a closed tunnel is stored.
    if memory.subscriber_url.is_none() {
        follow(&configuration)?;
    }
    let target = Target::from_settings(settings, None, &memory);
    let url = memory.subscriber_url.clone().unwrap_or_else(|| target.wanted.url.clone());
    let redirect = memory.redirect.clone().unwrap_or_else(|| target.redirect.clone());
    let account = look(&mut calcom.client, &calcom.link)?;
    let active = account.ours(&url).filter(|known| known.active).map(|known| known.id.to_string());
    let redirects = account.event_type.redirect() == Some(&redirect);
    let mut out = io::stdout();
    writeln!(out, "account     {} at {}", printable(&account.me.name()), calcom.client.base())?;
    if active.is_none() && !redirects {
        return Ok(writeln!(out, "nothing to change: no webhook of this bookhook is enabled there")?);
    }
    if active.is_some() {
        writeln!(out, "to do       disable the webhook for {}", printable(&url))?;
    }
    if redirects {
        let before = memory.redirect_before.as_deref().unwrap_or("none");
        writeln!(out, "to do       put the event type's redirect back to {}", printable(before))?;
    }
    match Permission::new(arguments.dry_run, arguments.yes) {
        Permission::Show => return Ok(()),
        Permission::Given => {}
        Permission::Ask => consent("Type yes to go on: ")?,
    }
    let scope = account.event_type.scope();
    if let Some(id) = &active {
        let off = Change { active: false, url: None, triggers: Vec::new(), secret: None };
        calcom.client.ask("the webhook", &scope.change(id, &off))?;
    }
    if redirects {
        let request = account.event_type.redirect_back(memory.redirect_before.as_deref());
        calcom.client.ask("the redirect", &request)?;
    }
    let after = look(&mut calcom.client, &calcom.link)?;
    if after.ours(&url).is_some_and(|known| known.active) {
        return Err(Failure::new(Exit::Failed, "the webhook is still enabled at Cal.com")
            .with_remedy("disable it there under Settings, Developer, Webhooks"));
    }
    writeln!(out, "disabled    no webhook of this bookhook delivers any more; it can be enabled again")?;
    if after.event_type.redirect() == Some(&redirect) {
        return Err(Failure::new(Exit::Failed, "Cal.com's API does not remove a redirect")
            .with_remedy("in the event type, under Advanced, switch off Redirect on booking"));
    }
    (memory.redirect, memory.redirect_before) = (None, None);
    remember(&memory, &settings.database)
}
