//! Databases that were used, and a damaged one.

use std::fs;
use std::path::PathBuf;

use crate::support::server::{Setup, wire};

pub(crate) const BODIES: [&str; 4] = ["BOOKING_CREATED", "BOOKING_RESCHEDULED", "BOOKING_CANCELLED", "PING"];

/// A folder with a database that holds a profile, bookings and deliveries.
pub(crate) fn used() -> Setup {
    let setup = Setup::new();
    let server = setup.start();
    server.apply("Sam Okafor", "sam.okafor@example.com");
    for name in BODIES {
        assert_eq!(server.deliver(&wire(name)).status, 200);
    }
    server.stop();
    setup
}

pub(crate) fn path(setup: &Setup, name: &str) -> PathBuf {
    setup.database().with_file_name(name)
}

/// A database that was used, and then lost a part of its last page.
pub(crate) fn damaged() -> Setup {
    let setup = used();
    let mut bytes = fs::read(setup.database()).expect("the file");
    let last = bytes.len() - 4096;
    bytes[last..last + 200].fill(0xa5);
    fs::write(setup.database(), bytes).expect("written");
    setup
}
