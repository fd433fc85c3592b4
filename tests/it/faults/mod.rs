//! The two promises when everything goes wrong: crashes, failing disks, damaged files, wrong
//! clocks, floods and slow clients, each against the real server.
//!
//! Each kind has a short version that runs always, and a long one:
//! `cargo test --release --test it faults -- --ignored --test-threads 1`.

mod client;
mod clock;
mod crash;
mod damage;
mod disk;
mod failing;
mod overload;
mod retention;
mod shim;
mod slow;
mod upgrade;
