//! The second step of signing in: the secret of a member's app, and the rows of `recovery_codes`.

use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::domain::member::MemberNumber;

/// A member's second step.
#[derive(Clone, Debug)]
pub struct SecondStep {
    /// What their app knows, in Base32.
    pub secret: String,
    /// The step of the last code; `None` before the first.
    pub last: Option<i64>,
    /// How many recovery codes are left.
    pub codes: usize,
}

/// The second step of a member; `None` if they have none.
pub(in crate::store) fn find(db: &Connection, member: MemberNumber) -> rusqlite::Result<Option<SecondStep>> {
    let sql = "SELECT totp, totp_step,
                      (SELECT count(*) FROM recovery_codes c WHERE c.member = m.number) AS codes
                 FROM members m WHERE number = ?1 AND totp IS NOT NULL";
    let read = |row: &Row<'_>| {
        let codes: i64 = row.get("codes")?;
        Ok(SecondStep {
            secret: row.get("totp")?,
            last: row.get("totp_step")?,
            codes: usize::try_from(codes).unwrap_or_default(),
        })
    };
    db.prepare_cached(sql)?.query_row([member.0], read).optional()
}

/// Sets a member's second step, in place of any earlier one.
pub(in crate::store) fn set(
    db: &Connection,
    member: MemberNumber,
    secret: &str,
    step: i64,
    codes: &[[u8; 32]],
) -> rusqlite::Result<()> {
    clear(db, member)?;
    let sql = "UPDATE members SET totp = ?2, totp_step = ?3 WHERE number = ?1";
    db.prepare_cached(sql)?.execute(params![member.0, secret, step])?;
    let mut insert = db.prepare_cached("INSERT INTO recovery_codes (digest, member) VALUES (?1, ?2)")?;
    for code in codes {
        insert.execute(params![code.as_slice(), member.0])?;
    }
    Ok(())
}

/// Takes a member's second step away.
pub(in crate::store) fn clear(db: &Connection, member: MemberNumber) -> rusqlite::Result<()> {
    let sql = "UPDATE members SET totp = NULL, totp_step = NULL WHERE number = ?1";
    db.prepare_cached(sql)?.execute([member.0])?;
    db.prepare_cached("DELETE FROM recovery_codes WHERE member = ?1")?.execute([member.0]).map(drop)
}

/// Uses up the code of a step; `false` if one as late was used before.
pub(in crate::store) fn use_step(db: &Connection, member: MemberNumber, step: i64) -> rusqlite::Result<bool> {
    let sql = "UPDATE members SET totp_step = ?2
                WHERE number = ?1 AND totp IS NOT NULL AND (totp_step IS NULL OR totp_step < ?2)";
    Ok(db.prepare_cached(sql)?.execute(params![member.0, step])? == 1)
}

/// Uses up a recovery code; `false` if the member has none like it.
pub(in crate::store) fn use_code(
    db: &Connection,
    member: MemberNumber,
    digest: &[u8; 32],
) -> rusqlite::Result<bool> {
    let sql = "DELETE FROM recovery_codes WHERE digest = ?1 AND member = ?2";
    Ok(db.prepare_cached(sql)?.execute(params![digest.as_slice(), member.0])? == 1)
}
