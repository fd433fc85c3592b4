//! The rows of `profiles_search`: the words of applicants' names and addresses.

use rusqlite::Connection;

use crate::domain::search::Word;

/// Adds a profile that has its row.
pub(in crate::store) fn add(db: &Connection, number: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO profiles_search (rowid, name, email)
               SELECT number, name, email FROM talent_profiles WHERE number = ?1";
    db.prepare_cached(sql)?.execute([number]).map(drop)
}

/// Removes a profile whose row is still as it was added.
pub(in crate::store) fn remove(db: &Connection, number: i64) -> rusqlite::Result<()> {
    let sql = "INSERT INTO profiles_search (profiles_search, rowid, name, email)
               SELECT 'delete', number, name, email FROM talent_profiles WHERE number = ?1";
    db.prepare_cached(sql)?.execute([number]).map(drop)
}

/// Makes all of it anew. What was removed before is then in no segment any more.
pub(in crate::store) fn rebuild(db: &Connection) -> rusqlite::Result<()> {
    db.execute("INSERT INTO profiles_search (profiles_search) VALUES ('rebuild')", []).map(drop)
}

/// The query for all of these words, each quoted so that none of it is an operator.
pub(in crate::store) fn query(words: &[Word]) -> String {
    let quoted = words.iter().map(|word| {
        let star = if word.is_beginning { "*" } else { "" };
        format!("\"{}\"{star}", word.text.replace('"', "\"\""))
    });
    quoted.collect::<Vec<_>>().join(" ")
}
