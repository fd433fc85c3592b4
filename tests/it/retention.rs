//! What retention removes, and what not.

use crate::support::dump;
use crate::support::people::rich;

#[test]
fn without_a_retention_nothing_is_forgotten() {
    let setup = rich();
    let age = "UPDATE deliveries SET received_at = '2020-01-01T00:00:00.000Z'";
    rusqlite::Connection::open(setup.database()).expect("a database").execute(age, []).expect("aged");
    let before = dump::everything(&setup.database());
    setup.start().stop();
    assert_eq!(dump::everything(&setup.database()), before);
}
