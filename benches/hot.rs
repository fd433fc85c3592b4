//! The functions that every delivery runs through: `cargo bench --bench hot`
#![expect(clippy::expect_used, clippy::panic, reason = "a bench fails by panicking")]

use std::hint::black_box;

use bookhook::calcom::signature::{Secret, Secrets, Signature, sign};
use bookhook::calcom::{self, CODEC};
use bookhook::domain::event::{Meaning, Recorded};
use bookhook::domain::fold::{History, fold};
use bookhook::domain::ids::{BookingUid, Digest};
use bookhook::store::{Hooks, Rules, Store};
use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use rocket::futures::future::join_all;
use rocket::tokio::runtime::Runtime;
use time::OffsetDateTime;

const CREATED: &[u8] = include_bytes!("../tests/fixtures/calcom/wire/BOOKING_CREATED.body");
const CANCELLED: &[u8] = include_bytes!("../tests/fixtures/calcom/wire/BOOKING_CANCELLED.body");
const ENDED: &[u8] = include_bytes!("../tests/fixtures/calcom/wire/MEETING_ENDED.body");
const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";

fn verify(c: &mut Criterion) {
    let secret = Secret::new("bench-secret").expect("a secret");
    let header = sign(&secret, CREATED);
    let secrets = Secrets { current: secret, previous: None };
    c.bench_function("verify a body of 2.8 KB", |b| {
        b.iter(|| {
            Signature::from_headers(&[&header])
                .and_then(|signature| secrets.verify(black_box(CREATED), &signature))
        });
    });
}

fn read(c: &mut Criterion) {
    c.bench_function("decode BOOKING_CREATED", |b| {
        b.iter(|| calcom::decode(black_box(CREATED)));
    });
    c.bench_function("decode MEETING_ENDED", |b| b.iter(|| calcom::decode(black_box(ENDED))));
}

fn recorded(body: &[u8], n: u8) -> Recorded {
    match calcom::decode(body).meaning {
        Meaning::Event(event) => Recorded { event: *event, digest: Digest([n; 32]) },
        other => panic!("not an event: {other:?}"),
    }
}

fn fold_three(c: &mut Criterion) {
    let uid = BookingUid::parse(UID).expect("a uid");
    let events = vec![recorded(CREATED, 1), recorded(CANCELLED, 2), recorded(ENDED, 3)];
    c.bench_function("fold three events", |b| {
        b.iter_batched(
            || events.clone(),
            |events| fold(&uid, &History::alone(events)),
            BatchSize::SmallInput,
        );
    });
}

fn apply(c: &mut Criterion) {
    let folder = tempfile::tempdir().expect("a folder");
    let rules = Rules { codec: CODEC, match_by_email: true };
    let path = folder.path().join("bookhook.db");
    let store = Store::open(&path, rules, Hooks::default()).expect("a store");
    let runtime = Runtime::new().expect("a runtime");
    let text = std::str::from_utf8(CREATED).expect("text");
    let mut n = 0_u32;
    c.bench_function("keep and apply 64 deliveries in one commit", |b| {
        b.iter_batched(
            || {
                n += 1;
                (0..64).map(|m| text.replace(UID, &format!("bench-{n}-{m}")).into_bytes()).collect::<Vec<_>>()
            },
            |bodies| {
                runtime.block_on(join_all(bodies.into_iter().map(|body| {
                    let decoded = calcom::decode(&body);
                    store.deliver(body, decoded, OffsetDateTime::UNIX_EPOCH)
                })))
            },
            BatchSize::SmallInput,
        );
    });
}

criterion_group!(benches, verify, read, fold_three, apply);
criterion_main!(benches);
