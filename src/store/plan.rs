//! How SQLite reads what a query asks for, for the tests of lists.

use super::schema;

/// Each query, and the steps of its plan in a new database.
pub(super) fn plans<Q: AsRef<str>>(queries: impl IntoIterator<Item = Q>) -> Vec<(Q, Vec<String>)> {
    let folder = tempfile::tempdir().expect("a folder");
    let db = schema::open(&folder.path().join("a.db")).expect("a database");
    let plan = |sql: &str| {
        let mut statement = db.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).expect("a query");
        for at in 1..=statement.parameter_count() {
            statement.raw_bind_parameter(at, 1).expect("bound");
        }
        let steps = statement.raw_query().mapped(|row| row.get("detail"));
        steps.map(|step| step.expect("a step")).collect()
    };
    let plans: Vec<_> = queries.into_iter().map(|sql| (plan(sql.as_ref()), sql)).collect();
    assert!(plans.iter().all(|(steps, _): &(Vec<String>, Q)| !steps.is_empty()));
    plans.into_iter().map(|(steps, sql)| (sql, steps)).collect()
}
