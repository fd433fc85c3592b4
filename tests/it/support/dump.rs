//! What a database file holds, as anybody with the sqlite3 shell sees it.

use std::path::Path;

use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};

/// The rows of a query, each as text.
pub(crate) fn rows(path: &Path, sql: &str) -> Vec<String> {
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY).expect("a database");
    let mut statement = db.prepare(sql).expect("a query");
    let columns = statement.column_count();
    let line = |row: &rusqlite::Row<'_>| {
        let values: Vec<Value> = (0..columns).map(|column| row.get(column)).collect::<Result<_, _>>()?;
        Ok(format!("{values:?}"))
    };
    statement.query_map([], line).expect("rows").map(|row| row.expect("a row")).collect()
}

/// Every table that lasts, and the view, as anybody reads them.
pub(crate) fn everything(path: &Path) -> Vec<String> {
    let mut all = tables(path);
    // Passwords are in no export.
    let members = "SELECT number, email, name, role, zone, seen_profile, seen_profile_at, made_at, removed_at
                     FROM members ORDER BY 1";
    all.extend(rows(path, members));
    for table in ["notes", "activity", "refusals", "talent_profile"] {
        all.extend(rows(path, &format!("SELECT * FROM {table} ORDER BY 1")));
    }
    all
}

/// Everything that is computed, and what it is computed from.
pub(crate) fn tables(path: &Path) -> Vec<String> {
    ["bookings", "booking_relations", "talent_profiles", "claims", "booking_links", "deliveries"]
        .iter()
        .flat_map(|table| rows(path, &format!("SELECT * FROM {table} ORDER BY 1")))
        .collect()
}
