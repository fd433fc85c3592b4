//! Icons and words for statuses and decisions.

use crate::domain::decision::Decision;
use crate::domain::matching::MatchedBy;
use crate::domain::profile::ProfileStatus;
use crate::store::Tab;

/// An icon and a word. The icon's colour only helps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Badge {
    /// The name of the icon.
    pub(super) icon: &'static str,
    /// `good`, `wait`, `bad` or nothing.
    pub(super) tone: &'static str,
    /// The word.
    pub(super) word: &'static str,
}

impl Badge {
    /// The badge of an application.
    pub(super) fn new(status: ProfileStatus, withdrawn: bool) -> Self {
        let (icon, tone, word) = match status {
            _ if withdrawn => ("out", "", "Withdrawn"),
            ProfileStatus::Applied => ("tobook", "", "To book"),
            ProfileStatus::InterviewRequested => ("clock", "wait", "Requested"),
            ProfileStatus::InterviewScheduled => ("booked", "good", "Scheduled"),
            ProfileStatus::InterviewCancelled => ("cancelled", "bad", "Cancelled"),
            ProfileStatus::InterviewDeclined => ("declined", "bad", "Declined"),
            ProfileStatus::InterviewRescheduling => ("turn", "wait", "Rescheduling"),
            ProfileStatus::InterviewEnded => ("over", "", "Over"),
            ProfileStatus::NoShow => ("noshow", "bad", "No-show"),
        };
        Self { icon, tone, word }
    }
}

/// The icon and the word of a decision: filled circles, so that none is taken for a status.
pub(super) fn of_decision(decision: Decision) -> Badge {
    let (icon, tone, word) = match decision {
        Decision::Accepted => ("accept", "good", "Accepted"),
        Decision::OnHold => ("hold", "wait", "On hold"),
        Decision::Rejected => ("reject", "bad", "Rejected"),
    };
    Badge { icon, tone, word }
}

/// The word on the button that decides so.
pub(super) fn verb(decision: Decision) -> &'static str {
    match decision {
        Decision::Accepted => "Accept",
        Decision::OnHold => "On hold",
        Decision::Rejected => "Reject",
    }
}

/// Whether the time of an interview that the application shows no longer holds.
pub(super) fn is_void(status: ProfileStatus) -> bool {
    use ProfileStatus::{InterviewCancelled, InterviewDeclined, InterviewRescheduling};
    matches!(status, InterviewCancelled | InterviewDeclined | InterviewRescheduling)
}

/// How a booking was matched, in words.
pub(super) fn how_matched(by: MatchedBy) -> &'static str {
    match by {
        MatchedBy::Hand => "Linked by hand",
        MatchedBy::Metadata => "The booking named this application",
        MatchedBy::Claim => "The applicant knew the booking",
        MatchedBy::Email => "By the email address alone; they see its status only",
    }
}

/// The name of a tab, and its word in addresses.
pub(super) fn tab_words(tab: Tab) -> (&'static str, &'static str) {
    match tab {
        Tab::All => ("All", "all"),
        Tab::ToBook => ("To book", "to-book"),
        Tab::Requested => ("Requested", "requested"),
        Tab::Scheduled => ("Scheduled", "scheduled"),
        Tab::Over => ("Over", "over"),
        Tab::Cancelled => ("Cancelled", "cancelled"),
        Tab::Withdrawn => ("Withdrawn", "withdrawn"),
        Tab::Open => ("Open", "open"),
        Tab::Decided => ("Decided", "decided"),
    }
}

/// Returns the text for an empty tab.
pub(super) fn empty(tab: Tab) -> &'static str {
    match tab {
        Tab::All => "Whoever fills in the form appears here at once.",
        Tab::ToBook => {
            "Everybody who applied has picked a time. People who were asked for another time end up here, too."
        }
        Tab::Requested => "No request waits for a host. Only event types that need confirmation end up here.",
        Tab::Scheduled => "No interview is scheduled.",
        Tab::Over => "No interview waits for a decision. Those that ended or were missed end up here.",
        Tab::Cancelled => "Nobody cancelled. Interviews that were cancelled or declined end up here.",
        Tab::Withdrawn => "Nobody withdrew their application.",
        Tab::Open => "Everybody has a decision. New applicants appear here automatically.",
        Tab::Decided => "No decisions yet. Open an applicant and accept, reject or put them on hold.",
    }
}
