//! Flaws in the set-up at Cal.com.

use super::event_type::EventType;
use super::subscription::{Scope, Subscription, SubscriptionSecret, Wanted};

/// A flaw that keeps deliveries or applicants away.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// No subscription delivers here.
    Missing,
    /// The subscription is off: hosted Cal.com turns it off when a server answers 410.
    Inactive,
    /// The subscription does not send these triggers.
    Triggers(Vec<String>),
    /// A template shapes its bodies.
    Template,
    /// The subscription has no secret.
    NoSecret,
    /// The subscription has another secret.
    OtherSecret,
    /// The subscription sends another version of the payload.
    Version,
    /// A second subscription delivers here as well.
    Twin(Scope),
    /// Bookers stay at Cal.com.
    NoRedirect,
    /// Bookers are sent elsewhere.
    OtherRedirect,
    /// The redirect does not carry the booking.
    NotForwarded,
}

impl Flaw {
    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Missing => "subscription_missing",
            Self::Inactive => "subscription_inactive",
            Self::Triggers(_) => "triggers_missing",
            Self::Template => "payload_template",
            Self::NoSecret => "secret_missing",
            Self::OtherSecret => "secret_differs",
            Self::Version => "version_differs",
            Self::Twin(_) => "subscription_twice",
            Self::NoRedirect => "redirect_missing",
            Self::OtherRedirect => "redirect_differs",
            Self::NotForwarded => "redirect_not_forwarded",
        }
    }

    /// Returns the problem.
    #[must_use]
    pub fn words(&self) -> String {
        match self {
            Self::Missing => "no webhook at Cal.com delivers to this address".into(),
            Self::Inactive => "the webhook at Cal.com is disabled".into(),
            Self::Triggers(names) => format!("the webhook at Cal.com does not send {}", names.join(", ")),
            Self::Template => "the webhook at Cal.com has a custom payload template".into(),
            Self::NoSecret => "the webhook at Cal.com has no secret".into(),
            Self::OtherSecret => "the webhook at Cal.com has another secret".into(),
            Self::Version => "the webhook at Cal.com sends another version of its bodies".into(),
            Self::Twin(scope) => format!("a second webhook delivers to this address, among {scope}"),
            Self::NoRedirect => {
                "the event type has no redirect, so applicants do not come back by themselves".into()
            }
            Self::OtherRedirect => "the event type redirects applicants to another page".into(),
            Self::NotForwarded => "the event type's redirect does not forward query parameters".into(),
        }
    }

    /// Returns the remedy where a person has to act; `None` where `bookhook connect` does it.
    #[must_use]
    pub fn by_hand(&self) -> Option<&'static str> {
        match self {
            Self::Twin(_) => Some("disable one of the two in Cal.com: each booking is delivered twice"),
            Self::NotForwarded => {
                Some("in the event type, under Advanced, switch on the forwarding of query parameters")
            }
            _ => None,
        }
    }

    /// Whether somebody else chose the present value, so that it is not replaced without asking.
    #[must_use]
    pub fn is_foreign(&self) -> bool {
        matches!(self, Self::OtherSecret | Self::OtherRedirect)
    }

    /// Whether the flaw is about the event type's redirect.
    #[must_use]
    pub fn is_of_redirect(&self) -> bool {
        matches!(self, Self::NoRedirect | Self::OtherRedirect | Self::NotForwarded)
    }
}

/// Returns all flaws. `twins` are the scopes with a second subscription to our address.
#[must_use]
pub fn flaws(
    subscription: Option<&Subscription>,
    wanted: &Wanted,
    twins: &[Scope],
    event_type: &EventType,
    redirect: &str,
) -> Vec<Flaw> {
    let mut found = match subscription {
        None => vec![Flaw::Missing],
        Some(subscription) => of_subscription(subscription, wanted),
    };
    found.extend(twins.iter().copied().map(Flaw::Twin));
    match event_type.redirect() {
        None => found.push(Flaw::NoRedirect),
        Some(url) if url != redirect => found.push(Flaw::OtherRedirect),
        Some(_) => {}
    }
    if !event_type.forwards() {
        found.push(Flaw::NotForwarded);
    }
    found
}

fn of_subscription(subscription: &Subscription, wanted: &Wanted) -> Vec<Flaw> {
    let lacks = |name: &&String| !subscription.triggers.contains(name);
    let missing: Vec<String> = wanted.triggers.iter().filter(lacks).cloned().collect();
    let secret = match &subscription.secret {
        SubscriptionSecret::Empty => Some(Flaw::NoSecret),
        SubscriptionSecret::Secret(secret) if *secret != wanted.secret => Some(Flaw::OtherSecret),
        SubscriptionSecret::Secret(_) | SubscriptionSecret::Nothing => None,
    };
    let found = [
        (!subscription.active).then_some(Flaw::Inactive),
        (!missing.is_empty()).then_some(Flaw::Triggers(missing)),
        subscription.has_template().then_some(Flaw::Template),
        secret,
        subscription.has_other_version().then_some(Flaw::Version),
    ];
    found.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::calcom::api::event_type::event_types;
    use crate::calcom::api::subscription::{TRIGGERS, subscriptions};

    #[test]
    fn every_drift_of_a_subscription_is_found() {
        let wanted = Wanted {
            url: "https://hooks.example.com/api/webhooks/calcom".into(),
            triggers: TRIGGERS.map(str::to_owned).to_vec(),
            secret: "s".into(),
        };
        let drifted = json!({ "data": [{ "id": "1", "subscriberUrl": wanted.url, "active": false, "triggers": TRIGGERS[1..],
            "payloadTemplate": "{}", "secret": null, "version": "2026-07-27" }] });
        let drifted = subscriptions(drifted.to_string().as_bytes()).expect("a list");
        let types = json!({ "data": [{ "id": 1, "slug": "x", "successRedirectUrl": "https://elsewhere.example", "forwardParamsSuccessRedirect": false }] });
        let types = event_types(types.to_string().as_bytes(), None).expect("a list");
        let found =
            flaws(drifted.first(), &wanted, &[Scope::EventType(1)], &types[0], "https://ours.example");
        let codes: Vec<_> = found.iter().map(Flaw::code).collect();
        let expected = [
            "subscription_inactive",
            "triggers_missing",
            "payload_template",
            "secret_missing",
            "version_differs",
            "subscription_twice",
            "redirect_differs",
            "redirect_not_forwarded",
        ];
        assert_eq!(codes, expected);
    }
}
