//! Carries out the plan. Nothing here deletes.

use std::path::Path;

use super::plan::{Plan, Step};
use crate::calcom::api::{Change, Flaw, Refusal, TRIGGERS, Wanted};
use crate::cli::support::calcom::{CalCom, remember};
use crate::cli::support::failure::Failure;
use crate::remote::{Account, ApiError, look};
use crate::server::calcom::{Memory, Target};

/// Older servers do not know the last triggers, and may not say so.
const NEWER: usize = 2;

/// The result of writing, besides the state that is read back.
#[derive(Default)]
pub(super) struct Applied {
    /// The plan of the account does not include the redirect.
    pub(super) redirect_refused: bool,
}

/// The present and the desired set-up at Cal.com, and the stored state.
pub(super) struct Setup<'a> {
    pub(super) calcom: &'a mut CalCom,
    pub(super) account: Account,
    pub(super) target: Target,
    pub(super) memory: Memory,
    pub(super) database: &'a Path,
}

/// Carries out the plan. Steps before a failure stay, and another run continues from there.
pub(super) fn apply(setup: &mut Setup<'_>, plan: &Plan) -> Result<Applied, Failure> {
    let Setup { calcom, account, target, memory, database } = setup;
    if let Some(step) = &plan.subscription {
        // Detects a folder that cannot be written before anything is changed.
        remember(memory, database)?;
        let unknown = subscribe(calcom, account, step, &mut target.wanted)?;
        memory.unknown_triggers.extend(unknown);
        memory.subscriber_url = Some(target.wanted.url.clone());
        remember(memory, database)?;
    }
    if !plan.redirect {
        return Ok(Applied::default());
    }
    let there = account.event_type.redirect();
    if there != memory.redirect.as_deref() && there != Some(&target.redirect) {
        memory.redirect_before = there.map(str::to_owned);
    }
    let earlier = memory.redirect.replace(target.redirect.clone());
    remember(memory, database)?;
    match calcom.client.ask("the redirect", &account.event_type.redirect_to(&target.redirect)) {
        Ok(_) => Ok(Applied::default()),
        Err(error) if error.refusal() == Some(&Refusal::Forbidden) => {
            memory.redirect = earlier;
            remember(memory, database)?;
            Ok(Applied { redirect_refused: true })
        }
        Err(error) => Err(error.into()),
    }
}

/// Creates or changes the subscription, and returns the triggers that the server does not know.
fn subscribe(
    calcom: &mut CalCom,
    account: &Account,
    step: &Step,
    wanted: &mut Wanted,
) -> Result<Vec<String>, ApiError> {
    let scope = account.event_type.scope();
    let mut step = step.clone();
    let mut unknown = Vec::new();
    loop {
        let request = match &step {
            Step::Create => scope.create(wanted),
            Step::Change { id, from, flaws } => {
                let known = account.subscriptions.iter().find(|known| known.id.to_string() == *id);
                let triggers =
                    known.map_or_else(|| wanted.triggers.clone(), |known| known.united(&wanted.triggers));
                let sets_secret = flaws.iter().any(|flaw| matches!(flaw, Flaw::NoSecret | Flaw::OtherSecret));
                let url = from.as_ref().map(|_| wanted.url.clone());
                let secret = sets_secret.then(|| wanted.secret.clone());
                scope.change(id, &Change { active: true, url, triggers, secret })
            }
        };
        let Err(error) = calcom.client.ask("the webhook", &request) else { return Ok(unknown) };
        match error.refusal() {
            Some(Refusal::Triggers(allowed)) if unknown.is_empty() => {
                let is_known = |name: &String| match &**allowed {
                    [] => !TRIGGERS[TRIGGERS.len() - NEWER..].contains(&name.as_str()),
                    allowed => allowed.contains(name),
                };
                let all = std::mem::take(&mut wanted.triggers);
                (wanted.triggers, unknown) = all.into_iter().partition(is_known);
                if unknown.is_empty() || wanted.triggers.is_empty() {
                    return Err(error);
                }
            }
            // Somebody else has created it in the meantime, or an answer was lost.
            Some(Refusal::Conflict) if step == Step::Create => {
                let again = look(&mut calcom.client, &calcom.link)?;
                let Some(known) = again.ours(&wanted.url) else { return Err(error) };
                let flaws = vec![Flaw::NoSecret];
                step = Step::Change { id: known.id.to_string(), from: None, flaws };
            }
            _ => return Err(error),
        }
    }
}
