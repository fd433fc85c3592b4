//! Gauges, read at scrape time.

use prometheus_client::encoding::text;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::{ConstGauge, Gauge};
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::Registry;
use time::OffsetDateTime;

use super::labels::Label;
use crate::live::Live;
use crate::reconcile::{PassStatus, Seen};
use crate::store::{BackupState, LastDelivery, Store};

/// Unmatched bookings are counted up to here; a higher count would not say more.
const UNMATCHED_BOUND: u32 = 100_000;

/// The sources of the gauges.
#[derive(Clone)]
pub(super) struct Gauges {
    pub(super) store: Store,
    pub(super) live: Live,
    pub(super) started: OffsetDateTime,
}

impl Gauges {
    /// Reads and writes all gauges, and leaves out those that cannot be read. Reads the disk, for a few
    /// milliseconds at most.
    pub(super) fn write(
        &self,
        text: &mut String,
        backups: Option<BackupState>,
        reconciled: Option<&PassStatus>,
        now: OffsetDateTime,
    ) -> std::fmt::Result {
        let mut registry = Registry::with_prefix("bookhook");
        let version: [Label; 1] = [("version", env!("CARGO_PKG_VERSION"))];
        registry.register("build", "The program", Info::new(version));
        let start = self.started.unix_timestamp();
        add(
            &mut registry,
            "process_start_time_seconds",
            "Start of the process, in Unix time",
            start.try_into(),
        );
        let queue = self.store.queue();
        add(&mut registry, "queue_jobs", "Changes that wait for their commit", queue.jobs.try_into());
        add(
            &mut registry,
            "queue_bytes",
            "Bytes of bodies that wait for their commit",
            queue.bytes.try_into(),
        );
        add(&mut registry, "event_streams", "Open event streams", Ok::<u64, ()>(self.live.waiting().into()));
        let unmatched = self.store.unmatched(UNMATCHED_BOUND).map(u64::from);
        add(&mut registry, "unmatched_bookings", "Bookings that fit no profile", unmatched);
        if let Ok(Some(LastDelivery { received_at: Some(last), .. })) = self.store.reader().last_delivery() {
            let help = "Time since the last delivery that was not a repetition";
            add(&mut registry, "last_delivery_age_seconds", help, seconds(now - last));
        }
        if let Ok(sizes) = self.store.sizes() {
            add(&mut registry, "database_bytes", "Size of the database", Ok::<_, ()>(sizes.database));
            add(&mut registry, "wal_bytes", "Size of the write-ahead log", Ok::<_, ()>(sizes.log));
        }
        add(&mut registry, "disk_free_bytes", "Free space on the database's disk", self.store.free_space());
        if let Some(state) = backups {
            let help = "Whether the last try to make a backup failed";
            add(&mut registry, "backup_failing", help, Ok::<_, ()>(state.failing.into()));
            if let Some(last) = state.last_proven {
                add(
                    &mut registry,
                    "last_backup_age_seconds",
                    "Time since the last proven backup",
                    seconds(now - last),
                );
            }
        }
        if let Some(status) = reconciled {
            self.reconciliation(&mut registry, status, now);
        }
        text::encode_registry(text, &registry)
    }

    fn reconciliation(&self, registry: &mut Registry, status: &PassStatus, now: OffsetDateTime) {
        let PassStatus { passes, failures, repaired, seen, problem } = status;
        let numbers = [
            ("reconcile_passes", "Passes over Cal.com's API that succeeded since the start", *passes),
            ("reconcile_failures", "Passes over Cal.com's API that failed since the start", *failures),
            ("reconcile_failing", "Whether the last pass failed", problem.is_some().into()),
            ("reconcile_repaired_bookings", "Bookings that passes repaired since the start", *repaired),
        ];
        for (name, help, number) in numbers {
            add(registry, name, help, Ok::<_, ()>(number));
        }
        if let Some(Seen { flaws, ahead, .. }) = seen {
            let help = "What is not as it should be at Cal.com";
            add(registry, "calcom_flaws", help, u64::try_from(flaws.len()));
            let each = Family::<[Label; 1], Gauge>::default();
            for flaw in flaws {
                each.get_or_create(&[("flaw", flaw.code())]).set(1);
            }
            registry.register("calcom_flaw", "Each thing that is not as it should be at Cal.com", each);
            if let Some(ahead) = ahead {
                let help = "Difference between Cal.com's clock and this machine's";
                add(registry, "calcom_clock_difference_seconds", help, seconds(ahead.abs()));
            }
        }
        if let Ok(Some(last)) = self.store.reader().reconciled() {
            let age = seconds(status.at_calcom(now) - last.passed_at);
            add(registry, "last_reconcile_age_seconds", "Time since the last pass that succeeded", age);
            let help = "How many of the last eight passes repaired bookings";
            add(registry, "reconcile_repairing_passes", help, Ok::<u64, ()>(last.lately().into()));
        }
    }
}

/// Returns 0 for a negative age, which results from a clock that was set back.
fn seconds(age: time::Duration) -> Result<u64, std::num::TryFromIntError> {
    age.whole_seconds().max(0).try_into()
}

fn add<E>(registry: &mut Registry, name: &str, help: &str, value: Result<u64, E>) {
    if let Ok(value) = value {
        registry.register(name, help, ConstGauge::new(value));
    }
}
