//! The rows of `sessions`: browsers in which a member signed in.

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use time::OffsetDateTime;

use super::{members, row};
use crate::domain::instant;
use crate::domain::member::{Member, MemberNumber, Session};

/// What the table knows of a cookie: its SHA-256, which opens nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionKey(pub [u8; 32]);

/// A session that has no row yet.
#[derive(Clone, Debug)]
pub struct NewSession {
    /// Its key.
    pub key: SessionKey,
    /// The browser, in words.
    pub browser: String,
}

/// A session, as its member's own page shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedSession {
    /// Its key.
    pub key: SessionKey,
    /// Its times.
    pub session: Session,
    /// The browser, in words.
    pub browser: String,
}

/// The member whose session this is.
pub(in crate::store) fn find(
    db: &Connection,
    key: SessionKey,
) -> rusqlite::Result<Option<(Member, Session)>> {
    let sql = "SELECT m.number, m.email, m.name, m.role, m.zone, s.made_at, s.seen_at, s.proved_at
                 FROM sessions s JOIN members m ON m.number = s.member
                WHERE s.digest = ?1 AND m.removed_at IS NULL";
    let read = |row: &Row<'_>| Ok((members::read(row)?, times(row)?));
    db.prepare_cached(sql)?.query_row([key.0.as_slice()], read).optional()
}

fn times(row: &Row<'_>) -> rusqlite::Result<Session> {
    row::read("sessions", 0, row, |row| {
        Ok(Session {
            made_at: row::parsed(row, "made_at", instant::parse)?,
            seen_at: row::parsed(row, "seen_at", instant::parse)?,
            proved_at: row::parsed(row, "proved_at", instant::parse)?,
        })
    })
}

/// The sessions of a member, the one used last first.
pub(in crate::store) fn of_member(
    db: &Connection,
    member: MemberNumber,
) -> rusqlite::Result<Vec<ListedSession>> {
    let sql = "SELECT digest, browser, made_at, seen_at, proved_at FROM sessions WHERE member = ?1
                ORDER BY seen_at DESC, made_at DESC";
    let read = |row: &Row<'_>| {
        Ok(ListedSession {
            key: SessionKey(row.get("digest")?),
            browser: row.get("browser")?,
            session: times(row)?,
        })
    };
    db.prepare_cached(sql)?.query_map([member.0], read)?.collect()
}

/// Adds a row, and removes those of the member that have ended.
pub(in crate::store) fn insert(
    db: &Connection,
    member: MemberNumber,
    new: &NewSession,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    for old in of_member(db, member)?.into_iter().filter(|old| old.session.has_ended(now)) {
        end(db, member, old.key)?;
    }
    let sql = "INSERT INTO sessions (digest, member, made_at, seen_at, proved_at, browser)
               VALUES (:digest, :member, :now, :now, :now, :browser)";
    let row = named_params! {
        ":digest": new.key.0.as_slice(),
        ":member": member.0,
        ":now": instant::to_millis(now),
        ":browser": new.browser,
    };
    db.prepare_cached(sql)?.execute(row).map(drop)
}

/// Notes that a session is used.
pub(in crate::store) fn set_seen(
    db: &Connection,
    key: SessionKey,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    let sql = "UPDATE sessions SET seen_at = max(seen_at, ?2) WHERE digest = ?1";
    db.prepare_cached(sql)?.execute(params![key.0.as_slice(), instant::to_millis(now)]).map(drop)
}

/// Notes that the password was typed in a session.
pub(in crate::store) fn set_proved(
    db: &Connection,
    key: SessionKey,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    let sql = "UPDATE sessions SET proved_at = max(proved_at, ?2) WHERE digest = ?1";
    db.prepare_cached(sql)?.execute(params![key.0.as_slice(), instant::to_millis(now)]).map(drop)
}

/// Ends one session of a member.
pub(in crate::store) fn end(db: &Connection, member: MemberNumber, key: SessionKey) -> rusqlite::Result<()> {
    let sql = "DELETE FROM sessions WHERE digest = ?1 AND member = ?2";
    db.prepare_cached(sql)?.execute(params![key.0.as_slice(), member.0]).map(drop)
}

/// Ends all sessions of a member but one.
pub(in crate::store) fn end_others(
    db: &Connection,
    member: MemberNumber,
    kept: Option<SessionKey>,
) -> rusqlite::Result<()> {
    let sql = "DELETE FROM sessions WHERE member = ?1 AND (?2 IS NULL OR digest <> ?2)";
    let kept = kept.as_ref().map(|key| key.0.as_slice());
    db.prepare_cached(sql)?.execute(params![member.0, kept]).map(drop)
}
