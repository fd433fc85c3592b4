//! What one delivery and one read cost as the file grows, how fast a replay is, and how large the
//! file becomes: `cargo bench --bench growth`, or `-- --bookings 100000` for a smaller one. The sizes are measured in
//! turn, several times, because a machine's speed drifts within minutes.
#![expect(clippy::expect_used, reason = "a bench fails by panicking")]
#![expect(clippy::print_stdout, reason = "a bench prints what it measured")]

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use bookhook::calcom::sample::{Sample, uid_from_random};
use bookhook::calcom::trigger::Trigger;
use bookhook::calcom::{self, CODEC};
use bookhook::domain::ids::{BookingUid, ProfileId};
use bookhook::domain::instant;
use bookhook::domain::questions::{Answers, Application};
use bookhook::domain::text::{Email, PersonName};
use bookhook::store::{Hooks, Rules, Store};
use rocket::futures::future::join_all;
use rocket::tokio::runtime::Runtime;
use rustix::fs::sync;
use tempfile::TempDir;
use time::OffsetDateTime;

const RULES: Rules = Rules { codec: CODEC, match_by_email: true };
/// Deliveries that wait together, as under load.
const TOGETHER: u32 = 64;
/// Bookings for each profile.
const SHARE: u32 = 10;
/// The deliveries measured from each size on: those of a whole run of the booking index, because one half of a run costs
/// more than the other.
const MEASURED: u32 = 32_768;
const ROUNDS: u32 = 7;

fn main() {
    let mut arguments = std::env::args().skip_while(|argument| argument != "--bookings");
    let bookings: u32 = arguments.nth(1).map_or(1_000_000, |count| count.parse().expect("a number"));
    let smaller = [1_000, 10_000, 100_000].into_iter().filter(|size| *size < bookings);
    let sizes: Vec<u32> = smaller.chain([bookings]).collect();
    let mut large = Bench::filled_to(bookings);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let measure = |size: &u32| match *size {
            size if size == bookings => large.measure(),
            size => Bench::filled_to(size).measure(),
        };
        rounds.push(sizes.iter().map(measure).collect::<Vec<Costs>>());
    }
    report(&sizes, &rounds);
    let path = large.path();
    let file = mebibytes(&path);
    let bodies = f64::from(u32::try_from(large.bytes / 1024).expect("terabytes are not measured")) / 1024.0;
    println!("\nfile: {file:.0} MiB for {bodies:.0} MiB of bodies: {:.2} times", file / bodies);
    drop(large.store);
    replay(&path, large.bookings);
}

/// What one delivery and one read cost in microseconds, and the length of the write-ahead log in MiB.
struct Costs {
    delivery: f64,
    read: f64,
    log: f64,
}

/// Prints the medians for each size, and how costs at the last compare to those at the first within a round.
fn report(sizes: &[u32], rounds: &[Vec<Costs>]) {
    let delivery: fn(&Costs) -> f64 = |costs| costs.delivery;
    let read: fn(&Costs) -> f64 = |costs| costs.read;
    println!("{:>12} {:>16} {:>12} {:>10}", "bookings", "us a delivery", "us a read", "WAL MiB");
    for (nth, size) in sizes.iter().enumerate() {
        let median = |cost: fn(&Costs) -> f64| spread(rounds.iter().map(|round| cost(&round[nth])))[1];
        println!(
            "{size:12} {:16.1} {:12.2} {:10.1}",
            median(delivery),
            median(read),
            median(|costs| costs.log)
        );
    }
    for (what, cost) in [("a delivery", delivery), ("a read", read)] {
        let ratios = rounds.iter().map(|round| cost(&round[sizes.len() - 1]) / cost(&round[0]));
        let [least, median, greatest] = spread(ratios);
        println!(
            "at the last size {what} costs {median:.2} times as much as at the first ({least:.2} to {greatest:.2})"
        );
    }
}

/// The least, the median and the greatest.
fn spread(values: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    [values[0], values[values.len() / 2], values[values.len() - 1]]
}

/// A store with a database of its own.
struct Bench {
    store: Store,
    runtime: Runtime,
    folder: TempDir,
    bookings: u32,
    /// The bytes of all bodies in it.
    bytes: usize,
}

impl Bench {
    /// Makes so many bookings, and their profiles.
    fn filled_to(bookings: u32) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let store = Store::open(&database(&folder), RULES, Hooks::default()).expect("a store");
        let mut bench =
            Self { store, runtime: Runtime::new().expect("a runtime"), folder, bookings: 0, bytes: 0 };
        for first in (0..bookings).step_by(TOGETHER as usize) {
            let numbers: Vec<u32> = (first..bookings.min(first + TOGETHER)).collect();
            bench.profiles(&numbers);
            let bodies: Vec<Vec<u8>> = numbers.iter().map(|n| body(*n)).collect();
            bench.deliver(bodies);
        }
        bench
    }

    fn path(&self) -> PathBuf {
        database(&self.folder)
    }

    fn measure(&mut self) -> Costs {
        let delivery = micros(self.deliveries());
        let log = mebibytes(&self.path().with_extension("db-wal"));
        Costs { delivery, read: micros(self.reads()), log }
    }

    /// Makes the profiles of these bookings.
    fn profiles(&self, numbers: &[u32]) {
        numbers.iter().filter(|n| n.is_multiple_of(SHARE)).for_each(|n| self.profile(*n / SHARE));
    }

    fn profile(&self, number: u32) {
        let application = Application {
            name: PersonName::parse("Sam").expect("a name"),
            email: Email::parse(&format!("applicant{number}@example.com")).expect("an address"),
            answers: Answers::new(),
        };
        let made = self.store.create_profile(profile_id(number), application, at(number));
        self.runtime.block_on(made).expect("kept");
    }

    fn deliver(&mut self, bodies: Vec<Vec<u8>>) {
        self.bookings += u32::try_from(bodies.len()).expect("few");
        self.bytes += bodies.iter().map(Vec::len).sum::<usize>();
        let all = bodies.into_iter().map(|body| {
            let decoded = calcom::decode(&body);
            self.store.deliver(body, decoded, OffsetDateTime::UNIX_EPOCH)
        });
        for receipt in self.runtime.block_on(join_all(all)) {
            receipt.expect("kept");
        }
    }

    /// The time that one delivery takes.
    fn deliveries(&mut self) -> Duration {
        let numbers: Vec<u32> = (self.bookings..self.bookings + MEASURED).collect();
        self.profiles(&numbers);
        let batches: Vec<Vec<Vec<u8>>> =
            numbers.chunks(TOGETHER as usize).map(|chunk| chunk.iter().map(|n| body(*n)).collect()).collect();
        // The disk may still be busy with the file before.
        sync();
        let begun = Instant::now();
        for batch in batches {
            self.deliver(batch);
        }
        begun.elapsed() / MEASURED
    }

    /// The time that one read takes of the booking of one of the newest profiles, which are those
    /// that somebody waits for.
    fn reads(&self) -> Duration {
        let profiles = self.bookings / SHARE;
        let begun = Instant::now();
        for n in 0..20_000_u32 {
            let number = profiles - 1 - n.wrapping_mul(2_654_435_761) % 500.min(profiles);
            let current = self.store.current(profile_id(number)).expect("read").expect("a profile");
            assert!(current.booking.is_some());
        }
        begun.elapsed() / 20_000
    }
}

fn database(folder: &TempDir) -> PathBuf {
    folder.path().join("bookhook.db")
}

fn replay(path: &Path, deliveries: u32) {
    let begun = Instant::now();
    bookhook::store::replay(path, RULES, |_, _| {}).expect("replayed");
    let seconds = begun.elapsed().as_secs_f64();
    let rate = f64::from(deliveries) / seconds;
    println!(
        "replay: {deliveries} deliveries in {seconds:.1} s, {rate:.0} per second; {:.0} MiB resident",
        resident()
    );
}

fn at(second: u32) -> OffsetDateTime {
    instant::parse("2026-01-01T00:00:00Z").expect("an instant") + time::Duration::seconds(second.into())
}

fn profile_id(number: u32) -> ProfileId {
    ProfileId::from_random(scattered(number))
}

/// Sixteen bytes that are far from those of the next number.
fn scattered(number: u32) -> [u8; 16] {
    let spread = u128::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835);
    spread.to_le_bytes()
}

fn body(n: u32) -> Vec<u8> {
    let uid = BookingUid::parse(&uid_from_random(scattered(n))).expect("a uid");
    let mut sample = Sample::new(Trigger::BookingCreated, uid, at(n), at(n) + time::Duration::days(3));
    sample.profile = Some(profile_id(n / SHARE));
    sample.attendee_name = format!("Guest {n}");
    sample.attendee_email = format!("guest{n}@example.com");
    sample.body()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

fn mebibytes(path: &Path) -> f64 {
    let bytes = std::fs::metadata(path).map_or(0, |file| file.len());
    f64::from(u32::try_from(bytes / 1024).unwrap_or(u32::MAX)) / 1024.0
}

/// This process's resident memory in MiB.
fn resident() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse::<f64>().ok()).unwrap_or(0.0) / 1024.0
}
