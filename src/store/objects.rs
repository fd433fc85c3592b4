//! Compares the tables, indexes, views and triggers of a database with those that bookhook creates.
//!
//! A foreign trigger could undo an acknowledged change, and a view in place of a table or a missing index
//! could refuse it; `SQLite` detects none of this as damage. So the schema is compared with what the
//! migrations create in memory, character by character, because ignoring comments or spaces would need a
//! parser for SQL.

use std::collections::BTreeMap;

use refinery::Migration;
use rusqlite::Connection;

use super::error::{Difference, DifferenceKind};

/// Refinery's own table, which it makes as it likes.
pub(super) const HISTORY: &str = "refinery_schema_history";
/// The prefix of Litestream's own tables.
const LITESTREAM: &str = "_litestream_";

/// Each object by its kind and name, with its table and the statement that made it.
pub(super) type Objects = BTreeMap<(String, String), (String, Option<String>)>;

/// The first object that differs from those that are expected; `None` if none does.
pub(super) fn difference(db: &Connection, expected: &Objects) -> rusqlite::Result<Option<Difference>> {
    let found = objects(db)?;
    let differs =
        |kind, (of, name): &(String, String)| Some(Difference { object: format!("{of} {name}"), kind });
    for (key, object) in &found {
        match expected.get(key) {
            None => return Ok(differs(DifferenceKind::Added, key)),
            Some(known) if known != object => return Ok(differs(DifferenceKind::Changed, key)),
            Some(_) => {}
        }
    }
    let missing = expected.keys().find(|key| !found.contains_key(key));
    Ok(missing.and_then(|key| differs(DifferenceKind::Missing, key)))
}

/// Returns the objects that these migrations create up to `version`. Takes a millisecond.
pub(super) fn expected(migrations: &[Migration], version: i32) -> rusqlite::Result<Objects> {
    let mut due: Vec<_> = migrations.iter().filter(|migration| migration.version() <= version).collect();
    due.sort();
    let db = Connection::open_in_memory()?;
    due.iter().filter_map(|migration| migration.sql()).try_for_each(|sql| db.execute_batch(sql))?;
    objects(&db)
}

/// All objects but those that other programs make for themselves.
pub(super) fn objects(db: &Connection) -> rusqlite::Result<Objects> {
    let mut statement = db.prepare("SELECT type, name, tbl_name, sql, rootpage FROM sqlite_schema")?;
    let mut rows = statement.query([])?;
    let mut objects = Objects::new();
    while let Some(row) = rows.next()? {
        let (kind, name, table): (String, String, String) =
            (row.get("type")?, row.get("name")?, row.get("tbl_name")?);
        // A view, a trigger or a virtual table has no page of its own.
        let is_stored = row.get::<_, Option<i64>>("rootpage")?.is_some_and(|page| page > 0);
        if !(is_stored && is_foreign(&name, &table)) {
            objects.insert((kind, name), (table, row.get("sql")?));
        }
    }
    Ok(objects)
}

/// Tables and indexes that `SQLite`, refinery or Litestream make for themselves.
fn is_foreign(name: &str, table: &str) -> bool {
    name.starts_with("sqlite_") || table == HISTORY || table.starts_with(LITESTREAM)
}
