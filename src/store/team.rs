//! Members, sessions and passwords.

use time::OffsetDateTime;

use super::Store;
use super::error::{ReadError, WriteError};
use super::ingest::team::{self, Changed, Joined, NewPassword, NewSecondStep, OneTimeLink, SignIn};
use super::reader::Reader;
use super::tables::members::{ListedMember, NewMember};
use super::tables::second_steps::SecondStep;
use super::tables::sessions::{ListedSession, NewSession, SessionKey};
use super::tables::{members, second_steps, sessions, used_links};
use crate::domain::member::{Doer, Member, MemberNumber, Role, Session};
use crate::domain::text::{Email, PersonName};

impl Store {
    /// Whether the team has a member.
    pub fn has_members(&self) -> Result<bool, ReadError> {
        self.readers.with(members::any)
    }

    /// A member who was not removed.
    pub fn member(&self, number: MemberNumber) -> Result<Option<Member>, ReadError> {
        self.readers.with(|db| members::one(db, number))
    }

    /// The member with this address and a password, and its hash.
    pub fn password_of(&self, email: &Email) -> Result<Option<(MemberNumber, String)>, ReadError> {
        self.readers.with(|db| {
            let Some(member) = members::with_email(db, email)? else { return Ok(None) };
            Ok(members::password(db, member.number)?.map(|password| (member.number, password)))
        })
    }

    /// The session with this key and its member. It may have ended.
    pub fn session(&self, key: SessionKey) -> Result<Option<(Member, Session)>, ReadError> {
        self.readers.with(|db| sessions::find(db, key))
    }

    /// The sessions of a member, the one used last first.
    pub fn sessions_of(&self, member: MemberNumber) -> Result<Vec<ListedSession>, ReadError> {
        self.readers.with(|db| sessions::of_member(db, member))
    }

    /// Whether a link was used.
    pub fn is_link_used(&self, nonce: [u8; 16]) -> Result<bool, ReadError> {
        self.readers.with(|db| used_links::is_spent(db, &nonce))
    }

    /// Adds a member by a link that works once, and signs them in where there is a session to begin.
    /// Whoever joins first is an owner.
    pub async fn join(
        &self,
        link: OneTimeLink,
        new: NewMember,
        session: Option<NewSession>,
        now: OffsetDateTime,
    ) -> Result<Joined, WriteError> {
        self.writer.submit(0, move |tx| team::join(tx.db, link, &new, session.as_ref(), now)).await
    }

    /// The member whom a proxy names, who becomes one if they are none. Whoever is the first is an owner.
    pub async fn admit(&self, new: NewMember, now: OffsetDateTime) -> Result<Option<Member>, WriteError> {
        self.writer.submit(0, move |tx| team::admit(tx.db, &new, now)).await
    }

    /// Gives a member a new password by a link that works once, and signs them in there alone.
    pub async fn reset_password(
        &self,
        link: OneTimeLink,
        new: NewPassword,
        now: OffsetDateTime,
    ) -> Result<Changed, WriteError> {
        self.writer.submit(0, move |tx| team::reset(tx.db, link, &new, now)).await
    }

    /// A member's second step of signing in; `None` if they have none.
    pub fn second_step(&self, member: MemberNumber) -> Result<Option<SecondStep>, ReadError> {
        self.readers.with(|db| second_steps::find(db, member))
    }

    /// Sets up the doer's second step, in place of any earlier one, or turns it off.
    pub async fn set_second_step(&self, doer: Doer, new: Option<NewSecondStep>) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| team::set_second_step(tx.db, doer, new.as_ref())).await
    }

    /// Begins a session for a member whose password was verified. A code for the second step is used up.
    pub async fn sign_in(&self, sign_in: SignIn, now: OffsetDateTime) -> Result<Changed, WriteError> {
        self.writer.submit(0, move |tx| team::sign_in(tx.db, &sign_in, now)).await
    }

    /// Notes that a session is used.
    pub async fn note_use(&self, key: SessionKey, now: OffsetDateTime) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| sessions::set_seen(tx.db, key, now)).await
    }

    /// Notes that the password was typed in a session.
    pub async fn note_proof(&self, key: SessionKey, now: OffsetDateTime) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| sessions::set_proved(tx.db, key, now)).await
    }

    /// Ends a session of a member.
    pub async fn end_session(&self, member: MemberNumber, key: SessionKey) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| sessions::end(tx.db, member, key)).await
    }

    /// Ends all sessions of a member but one.
    pub async fn end_other_sessions(&self, member: MemberNumber, kept: SessionKey) -> Result<(), WriteError> {
        self.writer.submit(0, move |tx| sessions::end_others(tx.db, member, Some(kept))).await
    }

    /// Changes a password that was `verified`, and ends all sessions but one.
    pub async fn change_password(
        &self,
        member: MemberNumber,
        verified: String,
        password: String,
        kept: SessionKey,
    ) -> Result<Changed, WriteError> {
        self.writer
            .submit(0, move |tx| team::change_password(tx.db, member, &verified, &password, kept))
            .await
    }

    /// Changes what a member says of themselves.
    pub async fn change_member(
        &self,
        member: MemberNumber,
        name: PersonName,
        zone: Option<String>,
    ) -> Result<(), WriteError> {
        self.writer
            .submit(0, move |tx| members::set_profile(tx.db, member, &name, zone.as_deref()).map(drop))
            .await
    }

    /// Changes a member's role. The last owner stays one.
    pub async fn set_role(
        &self,
        doer: Doer,
        member: MemberNumber,
        role: Role,
    ) -> Result<Changed, WriteError> {
        self.writer.submit(0, move |tx| team::set_role(tx.db, doer, member, role)).await
    }

    /// Removes a member, who is signed out everywhere. The last owner stays.
    pub async fn remove_member(&self, doer: Doer, member: MemberNumber) -> Result<Changed, WriteError> {
        self.writer.submit(0, move |tx| team::remove(tx.db, doer, member)).await
    }
}

impl Reader {
    /// The members, in the order in which they joined.
    pub fn members(&self) -> Result<Vec<ListedMember>, ReadError> {
        self.readers.with(members::all)
    }

    /// The member with this address.
    pub fn member_with(&self, email: &Email) -> Result<Option<Member>, ReadError> {
        self.readers.with(|db| members::with_email(db, email))
    }
}
