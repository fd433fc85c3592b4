//! A database of each release opens with every later build.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use bookhook::store::{self, Reconciled};
use rocket::tokio::runtime::Runtime;
use rusqlite::Connection;
use serde_json::Value;
use sha2::{Digest, Sha256};
use time::OffsetDateTime;

use crate::support::server::{Server, Setup, UID, WEBHOOK, wire};
use crate::support::team::{join, link, post, set_up_second_step};
use crate::support::{RULES, dump, open_store};

/// `0.1.0.db` is a database that bookhook 0.1.0 wrote, `0.1.0.json` what it answered about it. Both are
/// frozen with that release.
const STORED: &str = "tests/fixtures/schema";

/// The release whose schema is not frozen yet.
const NEXT: &str = "0.2.0";

/// What the API says of each profile, by its id.
fn answers(server: &Server, database: &Path) -> BTreeMap<String, Value> {
    let db = Connection::open(database).expect("a database");
    let mut profiles = db.prepare("SELECT id FROM talent_profiles").expect("a query");
    let ids = profiles.query_map([], |row| row.get::<_, String>(0)).expect("profiles");
    ids.map(|id| {
        let id = id.expect("an id");
        let answer = server.get(&format!("/api/public/booking/{id}")).json()["data"].take();
        (id, answer)
    })
    .collect()
}

/// The tables, and how many rows each holds.
fn tables(database: &Path) -> Vec<(String, i64)> {
    let db = Connection::open(database).expect("a database");
    let mut tables = db.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").expect("a query");
    let names = tables.query_map([], |row| row.get::<_, String>(0)).expect("tables");
    let count = |name: &str| db.query_row(&format!("SELECT count(*) FROM {name}"), [], |row| row.get(0));
    names
        .map(|name| name.expect("a name"))
        .map(|name| {
            let rows = count(&name).expect("a number");
            (name, rows)
        })
        .collect()
}

/// Everything that a schema consists of, in the words of its statements.
fn schema(database: &Path) -> Vec<String> {
    dump::rows(database, "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name")
}

/// Every stored database: its file, and what was answered about it.
fn stored() -> Vec<(PathBuf, BTreeMap<String, Value>)> {
    let files = fs::read_dir(STORED).expect("the stored ones").map(|entry| entry.expect("an entry").path());
    let databases = files.filter(|path| path.extension().is_some_and(|kind| kind == "db"));
    databases
        .map(|database| {
            let told = fs::read_to_string(database.with_extension("json")).expect("what was answered");
            (database, serde_json::from_str(&told).expect("JSON"))
        })
        .collect()
}

/// A copy of a stored database, where a server looks for it.
fn copied(database: &Path) -> Setup {
    let setup = Setup::new();
    fs::copy(database, setup.database()).expect("copied");
    setup
}

#[test]
fn a_database_of_every_release_gets_the_schema_of_this_build() {
    let fresh = Setup::new();
    drop(open_store(&fresh.database()));
    for (database, _) in stored() {
        let setup = copied(&database);
        drop(open_store(&setup.database()));
        assert_eq!(schema(&setup.database()), schema(&fresh.database()), "{}", database.display());
    }
}

#[test]
fn a_database_of_every_release_keeps_all_deliveries_and_profiles_and_replays_to_the_same() {
    let kept = "SELECT (SELECT count(*) FROM deliveries), (SELECT count(*) FROM talent_profiles)";
    for (database, _) in stored() {
        let setup = copied(&database);
        let before = dump::rows(&setup.database(), kept);
        drop(open_store(&setup.database()));
        assert_eq!(dump::rows(&setup.database(), kept), before, "{}", database.display());
        let opened = dump::tables(&setup.database());
        store::replay(&setup.database(), RULES, |_, _| {}).expect("replayed");
        assert_eq!(dump::tables(&setup.database()), opened, "{}", database.display());
    }
}

#[test]
fn a_database_of_every_release_is_whole_after_its_upgrade() {
    for (database, _) in stored() {
        let setup = copied(&database);
        drop(open_store(&setup.database()));
        let runs = dump::rows(&setup.database(), "SELECT count(*) FROM booking_index_progress");
        assert_eq!(runs, ["[Integer(1)]"], "{}", database.display());
        let copy = setup.database().with_extension("copy");
        store::backup(&setup.database(), &copy, |_, _| {}).expect("proven, with its index");
    }
}

#[test]
fn a_database_of_every_release_is_answered_from_as_that_release_did() {
    for (database, told) in stored() {
        let setup = copied(&database);
        let server = setup.start();
        let now = answers(&server, &setup.database());
        assert_eq!(now.len(), told.len());
        for (id, answer) in told {
            // Later builds may say more.
            for (key, value) in answer.as_object().expect("an object") {
                assert_eq!(now[&id].get(key), Some(value), "{key} in {}", database.display());
            }
        }
        assert_eq!(server.deliver(&wire("BOOKING_CREATED")).json()["outcome"], "duplicate");
        server.stop();
    }
}

#[test]
fn the_present_schema_is_stored_with_rows_in_every_table() {
    let migrations = fs::read_dir("migrations").expect("migrations").count();
    let latest = "SELECT max(version) FROM refinery_schema_history";
    let present = stored()
        .into_iter()
        .find(|(database, _)| dump::rows(database, latest) == [format!("[Integer({migrations})]")]);
    let (database, _) = present.expect("run: cargo test --test it write_the_schema -- --ignored");
    let empty: Vec<_> = tables(&database).into_iter().filter(|(_, rows)| *rows == 0).collect();
    assert_eq!(empty, []);
}

/// Makes the files of this release. Before it is out, after each change of the schema or of what is
/// answered: `cargo test --test it write_the_schema -- --ignored`
#[test]
#[ignore = "writes fixtures"]
fn write_the_schema() {
    let setup = Setup::new();
    let server = setup.start();
    let applicants = ["Sam Okafor", "Zoë Okafor", "Dana Reyes"];
    let applicants = applicants.map(|name| server.apply(name, "sam.okafor@example.com"));
    let bodies = fs::read_dir("tests/fixtures/calcom/wire").expect("bodies");
    let mut bodies: Vec<PathBuf> = bodies.map(|entry| entry.expect("an entry").path()).collect();
    bodies.sort();
    for path in bodies {
        assert_eq!(server.deliver(&fs::read(&path).expect("a body")).status, 200, "{}", path.display());
    }
    let claim = serde_json::json!({"uid": UID});
    let claimed = server.post_json(&format!("/api/public/booking/{}/claim", applicants[0]), &claim);
    assert_eq!(claimed.status, 200, "{claimed:?}");
    assert_eq!(server.deliver(b"\xff").json()["outcome"], "unreadable");
    assert_eq!(server.request("POST", WEBHOOK, &[], b"{}").status, 401);
    assert_eq!(server.get("/readyz").status, 200);
    let owner = join(&server, &link(&setup, &["invite"]), "Dana");
    assert_eq!(post(&server, &owner, "/team/applicants/1/notes", "text=Clear").status, 303);
    set_up_second_step(&server, &owner);
    let linked = post(&server, &owner, "/team/bookings/link", &format!("uid={UID}&seat=&applicant=2"));
    assert_eq!(linked.status, 303, "{linked:?}");
    let told = serde_json::to_string_pretty(&answers(&server, &setup.database())).expect("JSON");
    server.stop();
    index_some(&setup.database());
    let known = OffsetDateTime::UNIX_EPOCH;
    let reconciled =
        Reconciled { mark: Some(known), looked_at: 0, passed_at: known, repaired: 0, history: 0 };
    open_store(&setup.database()).keep_reconciled(reconciled).expect("kept");
    Runtime::new().expect("a runtime").block_on(open_store(&setup.database()).count_to(known)).expect("kept");
    let target = Path::new(STORED).join(format!("{NEXT}.db"));
    drop(fs::remove_file(&target));
    store::backup(&setup.database(), &target, |_, _| {}).expect("proven");
    fs::write(target.with_extension("json"), told + "\n").expect("written");
}

/// Writes some bookings into the index, which a server does by the thousand.
fn index_some(database: &Path) {
    let db = Connection::open(database).expect("a database");
    let mut first = db.prepare("SELECT id, uid FROM bookings ORDER BY id LIMIT 10").expect("a query");
    let rows = first.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)));
    let mut through = 0;
    for row in rows.expect("bookings") {
        let (id, uid) = row.expect("a booking");
        let digest = Sha256::digest(uid.as_bytes());
        let hash = i64::from_be_bytes(digest[..8].try_into().expect("eight bytes"));
        db.execute("INSERT INTO booking_index VALUES (?1, ?2)", [hash, id]).expect("written");
        through = id;
    }
    let starts = "INSERT OR IGNORE INTO booking_index SELECT unixepoch(start_time), id FROM bookings
                   WHERE id <= ?1 AND start_time IS NOT NULL";
    db.execute(starts, [through]).expect("written");
    db.execute("INSERT INTO booking_index_progress VALUES (1, ?1, ?1, 0)", [through]).expect("written");
}
