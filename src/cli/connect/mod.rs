//! `bookhook connect` and `disconnect`: set up at Cal.com what docs/calcom-setup.md shows by hand.

mod apply;
mod ask;
mod disconnect;
mod plan;
mod tunnel;
mod wait;

use std::io::{self, Write};
use std::thread::sleep;
use std::time::Duration;

use clap::Args;

use self::apply::{Setup, apply};
use self::ask::{Permission, asked, consent};
use self::plan::{Plan, strangers};
use self::tunnel::follow;
use self::wait::Arrivals;
use super::support::calcom::CalCom;
use super::support::failure::{Exit, Failure};
use super::support::terminal::tell;
use crate::calcom::api::Flaw;
use crate::config::secret::WebhookSecrets;
use crate::config::{Configuration, Origin, Settings, Sources};
use crate::domain::printable::printable;
use crate::random::random;
use crate::remote::{Account, look};
use crate::server::calcom::{Memory, Target};
use crate::store;

pub(super) use self::disconnect::{DisconnectArguments, run as disconnect};

/// How often the tunnel's address is read.
const BETWEEN_LOOKS: Duration = Duration::from_secs(3);

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(super) struct Arguments {
    /// Show the plan, and change nothing
    #[arg(long, conflicts_with_all = ["yes", "wait", "watch"])]
    dry_run: bool,
    /// Do not ask for confirmation, and also replace a different secret or redirect
    #[arg(long)]
    yes: bool,
    /// Afterwards, wait for the first signed delivery
    #[arg(long)]
    wait: bool,
    /// Afterwards, follow the address of the ngrok tunnel until this command is stopped
    #[arg(long, conflicts_with = "wait")]
    watch: bool,
}

pub(super) fn run(sources: &Sources, arguments: &Arguments) -> Result<(), Failure> {
    let configuration = Configuration::load(sources)?;
    let settings = &configuration.settings;
    let follows = settings.public_url.follows_ngrok();
    if arguments.watch && !follows {
        return Err(Failure::new(Exit::Usage, "there is no tunnel to follow: public_url is a fixed address")
            .with_remedy("set BOOKHOOK_PUBLIC_URL=ngrok, or omit --watch"));
    }
    let mut calcom = CalCom::open(sources, settings)?;
    follow(&configuration)?;
    acceptable(&settings.public_url.get())?;
    let before = Arrivals::now(&settings.database)?;
    connect(&mut calcom, sources, settings, Permission::new(arguments.dry_run, arguments.yes))?;
    if arguments.dry_run {
        return Ok(());
    }
    if arguments.wait {
        return before.wait(&settings.database);
    }
    writeln!(
        io::stdout(),
        "Now test it: press Ping test at the webhook in Cal.com, or book a time; \
         then run `bookhook deliveries`. `bookhook connect --wait` waits for the delivery."
    )?;
    if arguments.watch { watch(&mut calcom, sources, &configuration) } else { Ok(()) }
}

fn watch(calcom: &mut CalCom, sources: &Sources, configuration: &Configuration) -> Result<(), Failure> {
    writeln!(io::stdout(), "Following the tunnel; press Ctrl-C to stop.")?;
    let mut said = None;
    loop {
        sleep(BETWEEN_LOOKS);
        let done = match follow(configuration) {
            Ok(false) => Ok(()),
            Ok(true) => connect(calcom, sources, &configuration.settings, Permission::Given),
            Err(failure) => Err(failure),
        };
        // A lasting problem is reported once.
        let problem = done.err().map(Failure::into_words);
        if let Some((problem, remedy)) = problem.as_ref().filter(|_| problem != said) {
            tell(&format!("warning: {}: {}", printable(problem), printable(remedy)));
        }
        said = problem;
    }
}

/// Cal.com delivers only to public https addresses, and redirects only to names with a dot.
fn acceptable(origin: &Origin) -> Result<(), Failure> {
    if origin.as_str().starts_with("https://") && origin.is_public() {
        return Ok(());
    }
    let problem =
        format!("Cal.com does not deliver to public_url {origin}: the address must be https and public");
    Err(Failure::new(Exit::Configuration, problem).with_remedy(
        "set public_url to such an address; on a laptop run `ngrok http 3001` and set it to \"ngrok\"",
    ))
}

/// Reads the set-up, asks, changes it, and reads the result back.
fn connect(
    calcom: &mut CalCom,
    sources: &Sources,
    settings: &Settings,
    permission: Permission,
) -> Result<(), Failure> {
    let database = &settings.database;
    let secrets = WebhookSecrets::find(&sources.environment, database)?;
    if secrets.is_none() && database.exists() && store::is_in_use(database)? {
        return Err(Failure::new(
            Exit::Configuration,
            "a server runs here, but its webhook secret was not found",
        )
        .with_remedy(
            "run this with the environment of the server, or set CAL_COM_WEBHOOK_SECRET to its secret",
        ));
    }
    let fresh = random()?;
    let memory = Memory::load(database);
    let mut target = Target::from_settings(settings, secrets.as_ref(), &memory);
    if secrets.is_none() {
        target.wanted.secret = hex::encode(fresh);
    }
    let account = look(&mut calcom.client, &calcom.link)?;
    let plan = Plan::new(&account, &target, &memory);
    let mut setup = Setup { calcom, account, target, memory, database };
    show(&setup, &plan, secrets.is_none())?;
    let Some(plan) = permitted(plan, permission)? else { return Ok(()) };
    if plan.is_empty() {
        return report(&setup.account, &setup.target, false);
    }
    // Stored here before it is set there, so that the first delivery verifies.
    WebhookSecrets::find_or_make(&sources.environment, database, fresh)?;
    let applied = apply(&mut setup, &plan)?;
    let Setup { calcom, account, target, memory, .. } = setup;
    let after = look(&mut calcom.client, &calcom.link)?;
    let touched = after.event_type.differs_from(&account.event_type);
    if !touched.is_empty() {
        let fields = touched.join(", ");
        tell(&format!(
            "warning: with the redirect, Cal.com changed these fields of the event type as well: {fields}"
        ));
    }
    if !memory.unknown_triggers.is_empty() {
        let names = memory.unknown_triggers.join(", ");
        tell(&format!("warning: this Cal.com does not know the triggers {names}; the others are set"));
    }
    report(&after, &target, applied.redirect_refused)
}

fn show(setup: &Setup<'_>, plan: &Plan, makes_secret: bool) -> Result<(), Failure> {
    let Setup { calcom, account, target, memory, .. } = setup;
    let mut out = io::stdout().lock();
    let line = |text: &str| printable(text).into_owned();
    writeln!(out, "account     {} at {}", line(&account.me.name()), calcom.client.base())?;
    writeln!(out, "event type  {} ({})", line(&account.event_type.slug), account.event_type.id)?;
    for url in strangers(account, target, memory) {
        writeln!(out, "note        another webhook delivers to {}; it stays as it is", line(url))?;
    }
    if plan.is_empty() {
        return Ok(writeln!(out, "nothing to change")?);
    }
    if makes_secret {
        writeln!(out, "to do       create a webhook secret here")?;
    }
    for step in plan.lines(account, target) {
        writeln!(out, "to do       {}", line(&step))?;
    }
    Ok(())
}

/// Returns the part of the plan to carry out; `None` if it was only to be shown.
fn permitted(plan: Plan, permission: Permission) -> Result<Option<Plan>, Failure> {
    match permission {
        Permission::Show => Ok(None),
        Permission::Given => Ok(Some(plan)),
        Permission::Ask if plan.is_empty() => Ok(Some(plan)),
        Permission::Ask => {
            consent("Type yes to go on: ")?;
            if plan.foreign.is_empty() {
                return Ok(Some(plan));
            }
            let foreign: Vec<String> = plan.foreign.iter().map(Flaw::words).collect();
            let question =
                format!("This was set by somebody else ({}). Type yes to replace it: ", foreign.join("; "));
            Ok(Some(if asked(&question)? { plan } else { plan.without_foreign() }))
        }
    }
}

/// Reports the set-up as it was read back. A redirect that the account's plan does not include is not a
/// failure.
fn report(account: &Account, target: &Target, redirect_refused: bool) -> Result<(), Failure> {
    let left = target.flaws(account);
    let excused = |flaw: &&Flaw| redirect_refused && matches!(flaw, Flaw::NoRedirect | Flaw::OtherRedirect);
    let mut out = io::stdout().lock();
    for flaw in &left {
        let remedy = match flaw.by_hand() {
            _ if excused(&flaw) => format!(
                "your plan at Cal.com does not include it; in the event type, under Advanced, set Redirect on booking to {}",
                target.redirect
            ),
            Some(remedy) => remedy.to_owned(),
            None if flaw.is_foreign() => "run this again with --yes to replace it".to_owned(),
            None => "run this again".to_owned(),
        };
        writeln!(out, "warning     {}; {}", printable(&flaw.words()), printable(&remedy))?;
    }
    let wrong = left.iter().filter(|flaw| !excused(flaw)).count();
    if wrong == 0 {
        return Ok(writeln!(
            out,
            "connected   {} delivers here, as read back from Cal.com",
            account.event_type.slug
        )?);
    }
    drop(out);
    Err(Failure::new(Exit::Failed, "the set-up at Cal.com is not complete")
        .with_remedy("see the warnings above; docs/calcom-setup.md shows each step by hand"))
}
