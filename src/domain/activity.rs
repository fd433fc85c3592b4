//! The record of members' actions: our own words and numbers, no names and no text.

use super::decision::Decision;
use super::member::Role;

/// The subject of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// An applicant.
    Applicant,
    /// A member.
    Member,
    /// A delivery.
    Delivery,
}

impl Kind {
    /// The word that is stored.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Applicant => "applicant",
            Self::Member => "member",
            Self::Delivery => "delivery",
        }
    }
}

/// An action of a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Signed in.
    SignedIn,
    /// Joined the team.
    Joined,
    /// Set up two-factor authentication.
    SecondStepOn,
    /// Turned two-factor authentication off.
    SecondStepOff,
    /// Removed a member.
    Removed,
    /// Gave a member this role.
    GaveRole(Role),
    /// Decided about an applicant, or undid a decision.
    Decided(Option<Decision>),
    /// Restored an earlier decision.
    Restored(Decision),
    /// Wrote a note about an applicant.
    Noted,
    /// Changed a note.
    EditedNote,
    /// Deleted a note.
    DeletedNote,
    /// Linked a booking to an applicant by hand.
    Linked,
    /// Undid such a link.
    Unlinked,
    /// Linked a booking to no applicant.
    SetAside,
    /// Undid that.
    PutBack,
    /// Downloaded a list of applicants.
    Exported,
    /// Read a delivery again.
    ReadAgain,
}

impl Action {
    /// The verb that is stored.
    #[must_use]
    pub fn verb(self) -> &'static str {
        match self {
            Self::SignedIn => "signed_in",
            Self::Joined => "joined",
            Self::SecondStepOn => "second_step_on",
            Self::SecondStepOff => "second_step_off",
            Self::Removed => "removed",
            Self::GaveRole(_) => "role",
            Self::Decided(_) => "decided",
            Self::Restored(_) => "restored",
            Self::Noted => "noted",
            Self::EditedNote => "edited",
            Self::DeletedNote => "deleted",
            Self::Linked => "linked",
            Self::Unlinked => "unlinked",
            Self::SetAside => "set_aside",
            Self::PutBack => "put_back",
            Self::Exported => "exported",
            Self::ReadAgain => "read_again",
        }
    }

    /// The word that is stored beside the verb.
    #[must_use]
    pub fn detail(self) -> Option<&'static str> {
        match self {
            Self::GaveRole(role) => Some(role.as_str()),
            Self::Decided(decision) => decision.map(Decision::as_str),
            Self::Restored(decision) => Some(decision.as_str()),
            _ => None,
        }
    }

    /// Returns the subject; `None` if the action has none.
    #[must_use]
    pub fn kind(self) -> Option<Kind> {
        match self {
            Self::SignedIn
            | Self::Joined
            | Self::SecondStepOn
            | Self::SecondStepOff
            | Self::SetAside
            | Self::PutBack
            | Self::Exported => None,
            Self::Removed | Self::GaveRole(_) => Some(Kind::Member),
            Self::ReadAgain => Some(Kind::Delivery),
            Self::Decided(_)
            | Self::Restored(_)
            | Self::Noted
            | Self::EditedNote
            | Self::DeletedNote
            | Self::Linked
            | Self::Unlinked => Some(Kind::Applicant),
        }
    }

    /// Reads a verb with its detail.
    #[must_use]
    pub fn parse(verb: &str, detail: Option<&str>) -> Option<Self> {
        Some(match (verb, detail) {
            ("role", Some(role)) => Self::GaveRole(Role::parse(role)?),
            ("decided", Some(decision)) => Self::Decided(Some(Decision::parse(decision)?)),
            ("decided", None) => Self::Decided(None),
            ("restored", Some(decision)) => Self::Restored(Decision::parse(decision)?),
            ("signed_in", None) => Self::SignedIn,
            ("joined", None) => Self::Joined,
            ("second_step_on", None) => Self::SecondStepOn,
            ("second_step_off", None) => Self::SecondStepOff,
            ("removed", None) => Self::Removed,
            ("noted", None) => Self::Noted,
            ("edited", None) => Self::EditedNote,
            ("deleted", None) => Self::DeletedNote,
            ("linked", None) => Self::Linked,
            ("unlinked", None) => Self::Unlinked,
            ("set_aside", None) => Self::SetAside,
            ("put_back", None) => Self::PutBack,
            ("exported", None) => Self::Exported,
            ("read_again", None) => Self::ReadAgain,
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_action_is_read_from_its_own_words_only() {
        let words = [Action::SignedIn, Action::Joined, Action::Removed, Action::Noted, Action::EditedNote];
        let links = [Action::Linked, Action::Unlinked, Action::SetAside, Action::PutBack];
        let more = [
            Action::SecondStepOn,
            Action::SecondStepOff,
            Action::ReadAgain,
            Action::DeletedNote,
            Action::Exported,
            Action::Decided(None),
            Action::Restored(Decision::OnHold),
            Action::GaveRole(Role::Owner),
        ];
        let decided = Decision::ALL.map(|decision| Action::Decided(Some(decision)));
        for action in words.into_iter().chain(links).chain(more).chain(decided) {
            assert_eq!(Action::parse(action.verb(), action.detail()), Some(action));
        }
        for (verb, detail) in [("role", None), ("decided", Some("maybe")), ("noted", Some("Ana")), ("", None)]
        {
            assert_eq!(Action::parse(verb, detail), None, "{verb}");
        }
    }
}
