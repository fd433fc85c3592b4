//! Changes to the team: joining, signing in, changing and removing members.

use rusqlite::Connection;
use time::OffsetDateTime;

use crate::domain::activity::Action;
use crate::domain::member::{Doer, Member, MemberNumber, Role};
use crate::store::tables::members::NewMember;
use crate::store::tables::sessions::{NewSession, SessionKey};
use crate::store::tables::{activity, members, second_steps, sessions, used_links};

/// A second step that has no row yet.
#[derive(Clone)]
pub struct NewSecondStep {
    /// The secret of the app, in Base32.
    pub secret: String,
    /// The step of the code that was shown.
    pub step: i64,
    /// The digests of the recovery codes.
    pub codes: Vec<[u8; 32]>,
}

/// The outcome of joining.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joined {
    /// There is a new member, who is signed in.
    Joined,
    /// The link was used before.
    LinkUsed,
    /// Another member has this address.
    AddressTaken,
}

/// The outcome of a change to a member.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Changed {
    /// It was changed.
    Changed,
    /// The team would have no owner; nothing was changed.
    LastOwner,
    /// There is no such member any more, or a password or link is no longer valid.
    Gone,
}

/// A join or reset link, which works once.
#[derive(Clone, Copy, Debug)]
pub struct OneTimeLink {
    /// The random part, which names it.
    pub nonce: [u8; 16],
    /// When it expires.
    pub until: OffsetDateTime,
}

/// A new password, and the session that begins with it.
pub struct NewPassword {
    /// Whose it is.
    pub member: MemberNumber,
    /// Its hash, in the PHC format.
    pub hash: String,
    /// The session.
    pub session: NewSession,
}

/// A member who shows a password, and the session that begins with it.
pub struct SignIn {
    /// The member.
    pub member: MemberNumber,
    /// The hash that the password was compared with.
    pub verified: String,
    /// The code shown for the second step.
    pub shown: Option<ShownCode>,
    /// The session.
    pub session: NewSession,
}

/// Adds a member, signed in where there is a session to begin. Whoever joins first is an owner, whatever
/// the link says.
pub(in crate::store) fn join(
    db: &Connection,
    link: OneTimeLink,
    new: &NewMember,
    session: Option<&NewSession>,
    now: OffsetDateTime,
) -> rusqlite::Result<Joined> {
    if used_links::is_spent(db, &link.nonce)? {
        return Ok(Joined::LinkUsed);
    }
    if members::with_email(db, &new.email)?.is_some() {
        return Ok(Joined::AddressTaken);
    }
    used_links::spend(db, &link.nonce, link.until, now)?;
    let number = insert(db, new, now)?;
    if let Some(session) = session {
        sessions::insert(db, number, session, now)?;
    }
    Ok(Joined::Joined)
}

/// The member whom a proxy names, who becomes one if they are none.
pub(in crate::store) fn admit(
    db: &Connection,
    new: &NewMember,
    now: OffsetDateTime,
) -> rusqlite::Result<Option<Member>> {
    if let Some(member) = members::with_email(db, &new.email)? {
        return Ok(Some(member));
    }
    let number = insert(db, new, now)?;
    members::one(db, number)
}

fn insert(db: &Connection, new: &NewMember, now: OffsetDateTime) -> rusqlite::Result<MemberNumber> {
    let role = if members::any(db)? { new.role } else { Role::Owner };
    let number = members::insert(db, new, role, now)?;
    activity::add(db, now, Some(number), Action::Joined, None)?;
    Ok(number)
}

/// Gives a member a new password by a link, ends all their sessions, and begins one.
pub(in crate::store) fn reset(
    db: &Connection,
    link: OneTimeLink,
    new: &NewPassword,
    now: OffsetDateTime,
) -> rusqlite::Result<Changed> {
    let NewPassword { member, hash, session } = new;
    let member = *member;
    if members::one(db, member)?.is_none() || !used_links::spend(db, &link.nonce, link.until, now)? {
        return Ok(Changed::Gone);
    }
    members::set_password(db, member, hash)?;
    // Somebody who needs the link may have lost the app, too.
    second_steps::clear(db, member)?;
    sessions::end_others(db, member, None)?;
    sessions::insert(db, member, session, now)?;
    activity::add(db, now, Some(member), Action::SignedIn, None)?;
    Ok(Changed::Changed)
}

/// The code that a member showed besides the password. It is used up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ShownCode {
    /// The code of this step of their app.
    Step(i64),
    /// The recovery code with this digest.
    Recovery([u8; 32]),
}

/// Begins a session, unless the verified password has changed since, or a second step is missing.
pub(in crate::store) fn sign_in(
    db: &Connection,
    SignIn { member, verified, shown, session }: &SignIn,
    now: OffsetDateTime,
) -> rusqlite::Result<Changed> {
    let member = *member;
    let is_right = match shown {
        None => second_steps::find(db, member)?.is_none(),
        Some(ShownCode::Step(step)) => second_steps::use_step(db, member, *step)?,
        Some(ShownCode::Recovery(digest)) => second_steps::use_code(db, member, digest)?,
    };
    if !is_right || members::password(db, member)?.as_ref() != Some(verified) {
        return Ok(Changed::Gone);
    }
    sessions::insert(db, member, session, now)?;
    activity::add(db, now, Some(member), Action::SignedIn, None)?;
    Ok(Changed::Changed)
}

/// Changes a password, unless it was changed since `verified` was; ends all other sessions.
pub(in crate::store) fn change_password(
    db: &Connection,
    member: MemberNumber,
    verified: &str,
    password: &str,
    kept: SessionKey,
) -> rusqlite::Result<Changed> {
    if members::password(db, member)?.as_deref() != Some(verified) {
        return Ok(Changed::Gone);
    }
    members::set_password(db, member, password)?;
    sessions::end_others(db, member, Some(kept))?;
    Ok(Changed::Changed)
}

/// Sets up a member's second step, whose code was shown, or turns it off.
pub(in crate::store) fn set_second_step(
    db: &Connection,
    doer: Doer,
    new: Option<&NewSecondStep>,
) -> rusqlite::Result<()> {
    let action = if let Some(NewSecondStep { secret, step, codes }) = new {
        second_steps::set(db, doer.member, secret, *step, codes)?;
        Action::SecondStepOn
    } else {
        second_steps::clear(db, doer.member)?;
        Action::SecondStepOff
    };
    activity::add(db, doer.at, Some(doer.member), action, None)
}

/// Changes a role. The last owner stays one.
pub(in crate::store) fn set_role(
    db: &Connection,
    doer: Doer,
    member: MemberNumber,
    role: Role,
) -> rusqlite::Result<Changed> {
    match members::one(db, member)? {
        None => return Ok(Changed::Gone),
        Some(_) if role == Role::Member && !members::has_other_owner(db, member)? => {
            return Ok(Changed::LastOwner);
        }
        Some(_) => members::set_role(db, member, role)?,
    }
    activity::add(db, doer.at, Some(doer.member), Action::GaveRole(role), Some(member.0))?;
    Ok(Changed::Changed)
}

/// Removes a member, whose sessions end at once. The last owner stays.
pub(in crate::store) fn remove(
    db: &Connection,
    doer: Doer,
    member: MemberNumber,
) -> rusqlite::Result<Changed> {
    match members::one(db, member)? {
        None => Ok(Changed::Gone),
        Some(found) if found.role == Role::Owner && !members::has_other_owner(db, member)? => {
            Ok(Changed::LastOwner)
        }
        Some(_) => {
            remove_anyway(db, Some(doer.member), member, doer.at)?;
            Ok(Changed::Changed)
        }
    }
}

/// Removes a member, also the last owner.
pub(in crate::store) fn remove_anyway(
    db: &Connection,
    by: Option<MemberNumber>,
    member: MemberNumber,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    sessions::end_others(db, member, None)?;
    second_steps::clear(db, member)?;
    members::remove(db, member, now)?;
    activity::add(db, now, by, Action::Removed, Some(member.0))
}
