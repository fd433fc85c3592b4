//! The rows of `members`.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use time::OffsetDateTime;

use super::row;
use crate::domain::instant;
use crate::domain::member::{Doer, Member, MemberNumber, Role};
use crate::domain::text::{Email, PersonName};

const TABLE: &str = "members";

/// A member, as the list of members shows them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedMember {
    /// The member.
    pub member: Member,
    /// When one of their sessions was last used, to the hour; `None` if there is none.
    pub seen_at: Option<OffsetDateTime>,
}

/// A person who joins.
#[derive(Clone)]
pub struct NewMember {
    /// The address to sign in with.
    pub email: Email,
    /// The name that colleagues see.
    pub name: PersonName,
    /// The role that the link gives.
    pub role: Role,
    /// The hash of the password, in the PHC format; `None` for somebody whom a proxy names.
    pub password: Option<String>,
    /// The IANA name of the time zone, if the browser told it.
    pub zone: Option<String>,
}

/// Reads the columns `number`, `email`, `name`, `role` and `zone` of a member who was not removed.
pub(in crate::store) fn read(row: &Row<'_>) -> rusqlite::Result<Member> {
    let number: i64 = row.get("number")?;
    row::read(TABLE, number, row, |row| {
        Ok(Member {
            number: MemberNumber(number),
            email: row::parsed(row, "email", |text| Email::parse(text).ok())?,
            name: row::parsed(row, "name", |text| PersonName::parse(text).ok())?,
            role: row::parsed(row, "role", Role::parse)?,
            zone: row.get("zone")?,
        })
    })
}

/// Whether anybody has ever joined and was not removed.
pub(in crate::store) fn any(db: &Connection) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM members WHERE removed_at IS NULL)";
    db.prepare_cached(sql)?.query_row([], row::only)
}

/// A member who was not removed.
pub(in crate::store) fn one(db: &Connection, number: MemberNumber) -> rusqlite::Result<Option<Member>> {
    let sql = "SELECT number, email, name, role, zone FROM members WHERE number = ?1 AND removed_at IS NULL";
    db.prepare_cached(sql)?.query_row([number.0], read).optional()
}

/// The member with an address.
pub(in crate::store) fn with_email(db: &Connection, email: &Email) -> rusqlite::Result<Option<Member>> {
    let sql = "SELECT number, email, name, role, zone FROM members WHERE email = ?1";
    db.prepare_cached(sql)?.query_row([email.as_str()], read).optional()
}

/// The hash of a member's password: none until an imported member chose one, or while a proxy names them.
pub(in crate::store) fn password(db: &Connection, number: MemberNumber) -> rusqlite::Result<Option<String>> {
    let sql = "SELECT password FROM members WHERE number = ?1";
    let found = db.prepare_cached(sql)?.query_row([number.0], row::only).optional()?;
    Ok(found.flatten())
}

/// All members who were not removed, in the order in which they joined.
pub(in crate::store) fn all(db: &Connection) -> rusqlite::Result<Vec<ListedMember>> {
    let sql = "SELECT m.number, m.email, m.name, m.role, m.zone,
                      (SELECT max(s.seen_at) FROM sessions s WHERE s.member = m.number) AS seen_at
                 FROM members m WHERE m.removed_at IS NULL ORDER BY m.number";
    let listed = |row: &Row<'_>| Ok(ListedMember { member: read(row)?, seen_at: row::time(row, "seen_at")? });
    db.prepare_cached(sql)?.query_map([], listed)?.collect()
}

/// Adds a row, and returns its number.
pub(in crate::store) fn insert(
    db: &Connection,
    new: &NewMember,
    role: Role,
    now: OffsetDateTime,
) -> rusqlite::Result<MemberNumber> {
    let NewMember { email, name, password, zone, .. } = new;
    // Whoever comes later has the earlier applicants behind them; to the first they are all new.
    let sql = "INSERT INTO members (email, name, role, password, zone, made_at, seen_profile)
               SELECT :email, :name, :role, :password, :zone, :made_at,
                      CASE WHEN EXISTS (SELECT 1 FROM members WHERE removed_at IS NULL)
                           THEN (SELECT ifnull(max(number), 0) FROM talent_profiles) ELSE 0 END";
    db.prepare_cached(sql)?.execute(named_params! {
        ":email": email.as_str(),
        ":name": name.as_str(),
        ":role": role.as_str(),
        ":password": password,
        ":zone": zone,
        ":made_at": instant::to_millis(now),
    })?;
    Ok(MemberNumber(db.last_insert_rowid()))
}

/// Up to which applicant a member has seen the new ones, and when the member said so.
pub(in crate::store) fn seen(
    db: &Connection,
    number: MemberNumber,
) -> rusqlite::Result<(i64, Option<OffsetDateTime>)> {
    let sql = "SELECT seen_profile, seen_profile_at FROM members WHERE number = ?1";
    let read = |row: &Row<'_>| Ok((row.get("seen_profile")?, row::time(row, "seen_profile_at")?));
    Ok(db.prepare_cached(sql)?.query_row([number.0], read).optional()?.unwrap_or_default())
}

/// Notes that a member has seen the applicants up to a number.
pub(in crate::store) fn set_seen(db: &Connection, doer: Doer, number: i64) -> rusqlite::Result<()> {
    let sql = "UPDATE members SET seen_profile_at = ?3,
                      seen_profile = max(seen_profile, min(?2, (SELECT ifnull(max(number), 0) FROM talent_profiles)))
                WHERE number = ?1";
    db.prepare_cached(sql)?.execute(params![doer.member.0, number, instant::to_millis(doer.at)]).map(drop)
}

/// Limits what members have seen to the existing applicants, because the highest numbers may be reused.
pub(in crate::store) fn limit_seen(db: &Connection) -> rusqlite::Result<()> {
    let sql = "UPDATE members SET seen_profile =
                      min(seen_profile, (SELECT ifnull(max(number), 0) FROM talent_profiles))";
    db.execute(sql, []).map(drop)
}

/// Changes what a member says of themselves.
pub(in crate::store) fn set_profile(
    db: &Connection,
    number: MemberNumber,
    name: &PersonName,
    zone: Option<&str>,
) -> rusqlite::Result<bool> {
    let sql = "UPDATE members SET name = ?2, zone = ?3 WHERE number = ?1 AND removed_at IS NULL";
    Ok(db.prepare_cached(sql)?.execute(params![number.0, name.as_str(), zone])? == 1)
}

/// Changes the hash of a member's password.
pub(in crate::store) fn set_password(
    db: &Connection,
    number: MemberNumber,
    password: &str,
) -> rusqlite::Result<bool> {
    let sql = "UPDATE members SET password = ?2 WHERE number = ?1 AND removed_at IS NULL";
    Ok(db.prepare_cached(sql)?.execute(params![number.0, password])? == 1)
}

/// Changes a member's role.
pub(in crate::store) fn set_role(db: &Connection, number: MemberNumber, role: Role) -> rusqlite::Result<()> {
    let sql = "UPDATE members SET role = ?2 WHERE number = ?1";
    db.prepare_cached(sql)?.execute(params![number.0, role.as_str()]).map(drop)
}

/// Whether another owner than this one is left.
pub(in crate::store) fn has_other_owner(db: &Connection, number: MemberNumber) -> rusqlite::Result<bool> {
    let sql = "SELECT EXISTS (SELECT 1 FROM members
                               WHERE role = 'owner' AND removed_at IS NULL AND number <> ?1)";
    db.prepare_cached(sql)?.query_row([number.0], row::only)
}

/// The replacement for the name of a forgotten member.
const FORGOTTEN: &str = "Former member";

/// Replaces the name of all removed members who have it, and returns their number.
pub(in crate::store) fn forget(db: &Connection, name: &PersonName) -> rusqlite::Result<usize> {
    let sql = "UPDATE members SET name = ?2 WHERE removed_at IS NOT NULL AND name = ?1";
    db.execute(sql, [name.as_str(), FORGOTTEN])
}

/// Removes a member, of whom only the name stays.
pub(in crate::store) fn remove(
    db: &Connection,
    number: MemberNumber,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    let sql = "UPDATE members SET email = NULL, password = NULL, zone = NULL, removed_at = ?2
                WHERE number = ?1";
    db.prepare_cached(sql)?.execute(params![number.0, instant::to_millis(now)]).map(drop)
}
