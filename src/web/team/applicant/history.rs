//! The history of an application.

use time::OffsetDateTime;

use crate::domain::activity::Action;
use crate::store::{ApplicantDelivery, WholeApplicant};
use crate::web::team::badge::of_decision;
use crate::web::team::room;
use crate::web::team::telling::{origin, words};
use crate::web::team::when::{Clock, When};

/// Something that happened.
pub(super) struct Entry {
    pub(super) icon: &'static str,
    pub(super) what: String,
    /// The number of the delivery behind it, and the delivery in words.
    pub(super) from: Option<(i64, String)>,
    /// The arrival, if it was late.
    pub(super) late: Option<String>,
    pub(super) at: Option<When>,
}

impl Entry {
    /// How many bytes of the page it takes.
    pub(super) fn weight(&self) -> usize {
        420 + room::weight(&self.what) + self.from.as_ref().map_or(0, |(_, from)| room::weight(from))
    }
}

/// Returns the history, latest entry first.
pub(super) fn history(whole: &WholeApplicant, clock: &Clock) -> Vec<Entry> {
    let profile = &whole.profile;
    let own = [
        (Some(profile.created_at), "person", "Applied"),
        (profile.completed_at, "check", "Finished the application"),
        (profile.withdrawn_at, "out", "Withdrew the application"),
    ];
    let own = own.into_iter().filter_map(|(at, icon, what)| {
        let entry = Entry { icon, what: what.to_owned(), from: None, late: None, at: Some(clock.when(at?)) };
        Some((at, entry))
    });
    let deliveries =
        whole.deliveries.iter().map(|one| (one.happened_at.or(one.received_at), of_delivery(one, clock)));
    // A decision older than the stored activity.
    let is_recorded = |at| whole.activity.iter().any(|one| one.at == at);
    let decided = whole.decided.as_ref().filter(|decided| !is_recorded(decided.at));
    let decided =
        decided.and_then(|made| by_team(made.at, Action::Decided(Some(made.decision)), &made.by, clock));
    let team = whole.activity.iter().filter_map(|one| {
        let who = one.by.as_deref().unwrap_or("The server’s administrator");
        by_team(one.at, one.action, who, clock)
    });
    let mut all: Vec<_> = team.chain(decided).chain(deliveries).chain(own).collect();
    // Stable: of one moment, the later delivery stays first.
    all.sort_by_key(|(at, _)| std::cmp::Reverse(*at));
    all.into_iter().map(|(_, entry)| entry).collect()
}

/// Returns an entry for what a member did, with its time.
fn by_team(
    at: OffsetDateTime,
    action: Action,
    who: &str,
    clock: &Clock,
) -> Option<(Option<OffsetDateTime>, Entry)> {
    let (icon, what) = match action {
        Action::Decided(Some(decision)) => {
            let standing = of_decision(decision);
            (standing.icon, format!("{} by {who}", standing.word))
        }
        Action::Restored(decision) => ("turn", format!("{who} restored “{}”", of_decision(decision).word)),
        Action::Decided(None) => ("turn", format!("{who} undid the decision")),
        Action::Noted => ("note", format!("{who} wrote a note")),
        Action::EditedNote => ("note", format!("{who} changed a note")),
        Action::DeletedNote => ("note", format!("{who} deleted a note")),
        Action::Linked => ("linked", format!("{who} linked a booking by hand")),
        Action::Unlinked => ("unlinked", format!("{who} undid a link")),
        Action::SignedIn
        | Action::Joined
        | Action::SecondStepOn
        | Action::SecondStepOff
        | Action::Removed
        | Action::GaveRole(_)
        | Action::SetAside
        | Action::PutBack
        | Action::Exported
        | Action::ReadAgain => return None,
    };
    Some((Some(at), Entry { icon, what, from: None, late: None, at: Some(clock.when(at)) }))
}

fn of_delivery(delivery: &ApplicantDelivery, clock: &Clock) -> Entry {
    let (icon, what) = words(&delivery.trigger);
    let time = delivery.start.map(|start| clock.when(start).prose);
    let what = match time.filter(|_| matches!(icon, "booked" | "clock" | "turn")) {
        Some(time) => format!("{what} {time}"),
        None => what.to_owned(),
    };
    let from = origin(delivery.source, &delivery.trigger, delivery.delivery);
    let late = match (delivery.happened_at, delivery.received_at) {
        (Some(happened), Some(received)) if received - happened > time::Duration::hours(1) => {
            Some(format!("came {}", clock.when(received).prose))
        }
        _ => None,
    };
    let at = delivery.happened_at.or(delivery.received_at).map(|at| clock.when(at));
    Entry { icon, what, from: Some((delivery.delivery, from)), late, at }
}
