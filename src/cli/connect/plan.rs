//! The plan of changes at Cal.com, and its words.

use crate::calcom::api::{Flaw, Subscription, SubscriptionSecret, Wanted};
use crate::remote::Account;
use crate::server::calcom::{Memory, Target};
use crate::web::paths;

/// The change of the subscription.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// There is none.
    Create,
    /// There is one, with these flaws.
    Change {
        id: String,
        /// Its address, if it is an earlier one of ours.
        from: Option<String>,
        flaws: Vec<Flaw>,
    },
}

/// The plan.
pub(super) struct Plan {
    pub(super) subscription: Option<Step>,
    /// The redirect is to be set.
    pub(super) redirect: bool,
    /// Values that somebody else may have chosen, and that would be replaced.
    pub(super) foreign: Vec<Flaw>,
}

impl Plan {
    pub(super) fn new(account: &Account, target: &Target, memory: &Memory) -> Self {
        let found = target.flaws(account);
        let mendable = |flaw: &&Flaw| flaw.by_hand().is_none();
        let redirect = found.iter().filter(mendable).any(Flaw::is_of_redirect);
        let of_subscription = |flaws: &[Flaw]| -> Vec<Flaw> {
            flaws.iter().filter(mendable).filter(|flaw| !flaw.is_of_redirect()).cloned().collect()
        };
        let (step, found) = match (account.ours(&target.wanted.url), moved(account, target, memory)) {
            (None, None) => (Some(Step::Create), found),
            (Some(known), _) => {
                let flaws = of_subscription(&found);
                let change = Step::Change { id: known.id.to_string(), from: None, flaws: flaws.clone() };
                ((!flaws.is_empty()).then_some(change), found)
            }
            (None, Some(old)) => {
                let there = Target {
                    wanted: Wanted { url: old.subscriber_url.clone(), ..target.wanted.clone() },
                    redirect: target.redirect.clone(),
                    previous: None,
                };
                let found = there.flaws(account);
                let from = Some(old.subscriber_url.clone());
                (Some(Step::Change { id: old.id.to_string(), from, flaws: of_subscription(&found) }), found)
            }
        };
        let foreign =
            found.into_iter().filter(Flaw::is_foreign).filter(|flaw| !is_ours(flaw, account, target, memory));
        Self { subscription: step, redirect, foreign: foreign.collect() }
    }

    /// Nothing is to be done.
    pub(super) fn is_empty(&self) -> bool {
        self.subscription.is_none() && !self.redirect
    }

    /// Returns the plan without replacing foreign values.
    pub(super) fn without_foreign(mut self) -> Self {
        let keeps = |flaw: &Flaw| !self.foreign.contains(flaw);
        if let Some(Step::Change { flaws, from, .. }) = &mut self.subscription {
            flaws.retain(keeps);
            if flaws.is_empty() && from.is_none() {
                self.subscription = None;
            }
        }
        self.redirect &= !self.foreign.iter().any(Flaw::is_of_redirect);
        self
    }

    /// Returns the steps, one line each.
    pub(super) fn lines(&self, account: &Account, target: &Target) -> Vec<String> {
        let mut lines = Vec::new();
        match &self.subscription {
            None => {}
            Some(Step::Create) => lines.push(format!(
                "create a webhook for {}, among {}",
                target.wanted.url,
                account.event_type.scope()
            )),
            Some(Step::Change { from, flaws, .. }) => {
                if let Some(from) = from {
                    lines.push(format!("move the webhook from {from} to {}", target.wanted.url));
                }
                lines.extend(
                    flaws.iter().map(|flaw| mending(flaw).to_owned()).filter(|line| !line.is_empty()),
                );
                lines.extend(flaws.iter().filter_map(|flaw| match flaw {
                    Flaw::Triggers(names) => Some(format!("add the triggers {}", names.join(", "))),
                    _ => None,
                }));
            }
        }
        if self.redirect {
            let redirect = &target.redirect;
            lines.push(match account.event_type.redirect() {
                Some(old) => format!("replace the event type's redirect to {old} by {redirect}"),
                None => format!("set the event type's redirect to {redirect}"),
            });
        }
        lines
    }
}

fn mending(flaw: &Flaw) -> &'static str {
    match flaw {
        Flaw::Inactive => "enable the webhook",
        Flaw::Template => "remove the webhook's payload template",
        Flaw::NoSecret => "give the webhook its secret",
        Flaw::OtherSecret => "replace the webhook's secret",
        Flaw::Version => "set the webhook's version",
        _ => "",
    }
}

/// Our subscription at an address that we had before.
fn moved<'a>(account: &'a Account, target: &Target, memory: &Memory) -> Option<&'a Subscription> {
    let before = memory.subscriber_url.as_ref().filter(|url| **url != target.wanted.url)?;
    account.subscriptions.iter().find(|known| known.subscriber_url == *before)
}

/// Whether a value differs only because ours was another one before.
fn is_ours(flaw: &Flaw, account: &Account, target: &Target, memory: &Memory) -> bool {
    match flaw {
        Flaw::OtherRedirect => account.event_type.redirect() == memory.redirect.as_deref(),
        Flaw::OtherSecret => {
            let known = account.ours(&target.wanted.url).or_else(|| moved(account, target, memory));
            match (known.map(|known| &known.secret), &target.previous) {
                (Some(SubscriptionSecret::Secret(there)), Some(previous)) => there == previous,
                _ => false,
            }
        }
        _ => false,
    }
}

/// Subscriptions to other servers' webhook paths, which may be old ones of ours: they stay as they are.
pub(super) fn strangers<'a>(
    account: &'a Account,
    target: &'a Target,
    memory: &'a Memory,
) -> impl Iterator<Item = &'a str> {
    let all = account.subscriptions.iter().chain(account.others.iter().map(|(_, known)| known));
    let like_ours = move |known: &&Subscription| {
        let url = &known.subscriber_url;
        let is_ours = *url == target.wanted.url || Some(url) == memory.subscriber_url.as_ref();
        known.active && url.ends_with(paths::WEBHOOK) && !is_ours
    };
    all.filter(like_ours).map(|known| known.subscriber_url.as_str())
}
