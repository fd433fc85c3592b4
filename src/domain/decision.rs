//! What the team decides about an application.

use time::OffsetDateTime;

/// The team's decision about an application. The applicant is never shown it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decision {
    /// The team wants the applicant.
    Accepted,
    /// The team waits.
    OnHold,
    /// The team does not want the applicant.
    Rejected,
}

impl Decision {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 3] = [Self::Accepted, Self::OnHold, Self::Rejected];

    /// The word for it in SQL, JSON and forms.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::OnHold => "on_hold",
            Self::Rejected => "rejected",
        }
    }

    /// Reads the word.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|decision| decision.as_str() == word)
    }
}

/// Decisions by the applicants' numbers; `None` removes the decision.
pub type Decisions = Vec<(i64, Option<Decision>)>;

/// A decision that was replaced by another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Earlier {
    /// The decision.
    pub decision: Decision,
    /// When it was made.
    pub at: OffsetDateTime,
}

/// Earlier decisions by the applicants' numbers; `None` for no decision.
pub type EarlierDecisions = Vec<(i64, Option<Earlier>)>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_decision_is_read_from_its_own_word_only() {
        for decision in Decision::ALL {
            assert_eq!(Decision::parse(decision.as_str()), Some(decision));
        }
        assert_eq!(Decision::parse("Accepted"), None);
    }
}
