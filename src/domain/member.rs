//! Who belongs to the team, and how long a browser stays signed in.

use time::{Duration, OffsetDateTime};

use super::text::{Email, PersonName};

/// What a member may do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Works with applicants.
    Member,
    /// Also manages members.
    Owner,
}

impl Role {
    /// Reads the word that is stored and sent.
    #[must_use]
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Member, Self::Owner].into_iter().find(|role| role.as_str() == word)
    }

    /// The word that is stored, sent and shown.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Member => "member",
            Self::Owner => "owner",
        }
    }
}

/// Names a member forever: numbers are never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MemberNumber(pub i64);

/// The member who acts, and the time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doer {
    /// The member.
    pub member: MemberNumber,
    /// The time.
    pub at: OffsetDateTime,
}

/// A person of the team who was not removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// The number.
    pub number: MemberNumber,
    /// The address that the member signs in with.
    pub email: Email,
    /// The name that colleagues see.
    pub name: PersonName,
    /// The role.
    pub role: Role,
    /// The IANA name of the member's time zone, if they chose one.
    pub zone: Option<String>,
}

/// When a browser signed in, was last used, and last proved the password.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Session {
    /// When it signed in.
    pub made_at: OffsetDateTime,
    /// When it was last used, to the hour.
    pub seen_at: OffsetDateTime,
    /// When the password was last typed in it.
    pub proved_at: OffsetDateTime,
}

impl Session {
    /// A session that nobody used for this long ends.
    const IDLE: Duration = Duration::days(14);
    /// Every session ends after this long.
    pub const LONGEST: Duration = Duration::days(60);
    /// How long the password counts as just typed.
    const PROVED: Duration = Duration::minutes(10);
    /// How often its use is recorded.
    const NOTED: Duration = Duration::hours(1);

    /// When it ends if nobody uses it.
    #[must_use]
    pub fn ends_at(&self) -> OffsetDateTime {
        (self.seen_at + Self::IDLE).min(self.made_at + Self::LONGEST)
    }

    /// Whether it is over.
    #[must_use]
    pub fn has_ended(&self, now: OffsetDateTime) -> bool {
        now >= self.ends_at()
    }

    /// Whether its use is to be recorded again.
    #[must_use]
    pub fn is_to_be_noted(&self, now: OffsetDateTime) -> bool {
        now - self.seen_at >= Self::NOTED
    }

    /// Whether the password was typed in it recently enough not to ask again.
    #[must_use]
    pub fn is_proved(&self, now: OffsetDateTime) -> bool {
        now - self.proved_at < Self::PROVED
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn session(seen: i64) -> Session {
        let at = |days| OffsetDateTime::UNIX_EPOCH + Duration::days(days);
        Session { made_at: at(0), seen_at: at(seen), proved_at: at(0) }
    }

    fn after(days: i64) -> OffsetDateTime {
        OffsetDateTime::UNIX_EPOCH + Duration::days(days)
    }

    #[test]
    fn a_session_ends_after_two_weeks_without_use() {
        assert!(!session(0).has_ended(after(14) - Duration::SECOND));
        assert!(session(0).has_ended(after(14)));
        assert!(!session(13).has_ended(after(26)));
    }

    #[test]
    fn a_session_ends_after_sixty_days_however_often_it_is_used() {
        assert!(!session(59).has_ended(after(60) - Duration::SECOND));
        assert!(session(59).has_ended(after(60)));
    }

    #[test]
    fn a_password_counts_as_just_typed_for_ten_minutes() {
        let typed = OffsetDateTime::UNIX_EPOCH;
        assert!(session(0).is_proved(typed + Duration::seconds(599)));
        assert!(!session(0).is_proved(typed + Duration::seconds(600)));
    }

    #[test]
    fn the_use_of_a_session_is_noted_once_an_hour() {
        let seen = OffsetDateTime::UNIX_EPOCH;
        assert!(!session(0).is_to_be_noted(seen + Duration::minutes(59)));
        assert!(session(0).is_to_be_noted(seen + Duration::minutes(60)));
    }

    #[test]
    fn a_role_is_read_from_its_own_word_only() {
        assert_eq!(
            [Role::Member, Role::Owner].map(|role| Role::parse(role.as_str())),
            [Some(Role::Member), Some(Role::Owner)]
        );
        assert_eq!(Role::parse("Owner"), None);
    }
}
