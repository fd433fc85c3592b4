//! The team's lines.

use super::fields::{Fields, email, name, time};
use super::form::LineError;
use crate::domain::activity::Action;
use crate::domain::ids::BookingUid;
use crate::domain::member::{MemberNumber, Role};
use crate::domain::note::NoteText;
use crate::domain::seat::Seat;
use crate::domain::text::{Email, PersonName};

/// A member of the team, without the password: whoever was imported gets a reset link.
#[derive(PartialEq, Eq)]
pub struct MemberLine {
    /// The number, never used again.
    pub number: i64,
    /// The address; `None` once the member is removed.
    pub email: Option<Email>,
    /// The name that colleagues see.
    pub name: PersonName,
    /// The role.
    pub role: Role,
    /// The IANA name of the time zone, if the member chose one.
    pub zone: Option<String>,
    /// Up to which profile the member has seen the new ones.
    pub seen_profile: i64,
    /// When the member said so, in RFC 3339.
    pub seen_profile_at: Option<String>,
    /// When the member joined, in RFC 3339.
    pub made_at: String,
    /// When the member was removed, in RFC 3339.
    pub removed_at: Option<String>,
}

/// A note about an applicant.
#[derive(PartialEq, Eq)]
pub struct NoteLine {
    /// Its number.
    pub id: i64,
    /// The number of the profile.
    pub profile: i64,
    /// Who wrote it.
    pub member: MemberNumber,
    /// What it says.
    pub text: NoteText,
    /// When it was written, in RFC 3339.
    pub made_at: String,
    /// When it was last changed, in RFC 3339.
    pub edited_at: Option<String>,
}

/// What a member did.
#[derive(PartialEq, Eq)]
pub struct ActivityLine {
    /// Its position in the order of actions.
    pub id: i64,
    /// When, in RFC 3339.
    pub at: String,
    /// The member; `None` for the server's administrator.
    pub member: Option<MemberNumber>,
    /// What.
    pub action: Action,
    /// The number of the profile or the member that it was about; `None` once that is erased.
    pub subject: Option<i64>,
}

/// A link of a booking by a member.
#[derive(PartialEq, Eq)]
pub struct LinkLine {
    /// Its number, which says which is later.
    pub id: i64,
    /// The booking's uid.
    pub uid: BookingUid,
    /// The seat, of a booking that has seats.
    pub seat: Option<Seat>,
    /// The number of the profile; `None`: it is no applicant's.
    pub profile: Option<i64>,
    /// Who said so.
    pub member: MemberNumber,
    /// When, in RFC 3339.
    pub made_at: String,
    /// When it was undone, in RFC 3339.
    pub undone_at: Option<String>,
}

pub(super) fn link(fields: &Fields<'_>) -> Result<LinkLine, LineError> {
    let seat = |text: &str| if text.is_empty() { Some(None) } else { Seat::parse(text).map(Some) };
    Ok(LinkLine {
        id: fields.number("id")?,
        uid: fields.parsed("uid", BookingUid::parse)?,
        seat: fields.parsed("seat", seat)?,
        profile: fields.get("profile")?,
        member: MemberNumber(fields.number("member")?),
        made_at: fields.parsed("made_at", time)?,
        undone_at: fields.optional("undone_at", time)?,
    })
}

pub(super) fn note(fields: &Fields<'_>) -> Result<NoteLine, LineError> {
    let text = |text: &str| NoteText::parse(text).ok().filter(|parsed| parsed.as_str() == text);
    Ok(NoteLine {
        id: fields.number("id")?,
        profile: fields.number("profile")?,
        member: MemberNumber(fields.number("member")?),
        text: fields.parsed("text", text)?,
        made_at: fields.parsed("made_at", time)?,
        edited_at: fields.optional("edited_at", time)?,
    })
}

pub(super) fn activity(fields: &Fields<'_>) -> Result<ActivityLine, LineError> {
    let detail: Option<String> = fields.get("detail")?;
    let member: Option<i64> = fields.get("member")?;
    Ok(ActivityLine {
        id: fields.number("id")?,
        at: fields.parsed("at", time)?,
        member: member.map(MemberNumber),
        action: fields.parsed("verb", |verb| Action::parse(verb, detail.as_deref()))?,
        subject: fields.get("subject")?,
    })
}

pub(super) fn member(fields: &Fields<'_>) -> Result<MemberLine, LineError> {
    let zone = |text: &str| (text.len() <= 64 && text.is_ascii()).then(|| text.to_owned());
    let line = MemberLine {
        number: fields.number("number")?,
        email: fields.optional("email", email)?,
        name: fields.parsed("name", name)?,
        role: fields.parsed("role", Role::parse)?,
        zone: fields.optional("zone", zone)?,
        seen_profile: fields.get::<Option<i64>>("seen_profile")?.unwrap_or(0),
        seen_profile_at: fields.optional("seen_profile_at", time)?,
        made_at: fields.parsed("made_at", time)?,
        removed_at: fields.optional("removed_at", time)?,
    };
    if line.email.is_some() == line.removed_at.is_some() { Err(LineError::Field("email")) } else { Ok(line) }
}
