use std::sync::mpsc::channel;

use tokio::runtime::Builder;

use super::*;
use crate::domain::codec::Codec;
use crate::domain::event::{Decoded, Meaning, WhyIgnored};
use crate::domain::instant;
use crate::store::tables::refusals;
use crate::store::{Hooks, Rules, Store};

fn store(folder: &tempfile::TempDir) -> Store {
    let decode =
        |_, _: &[u8]| Decoded { trigger: String::new(), meaning: Meaning::Ignored(WhyIgnored::NotABooking) };
    let codec = Codec { decode, encode: |_| Vec::new(), mentions: |_, _| false };
    let rules = Rules { codec, match_by_email: true };
    Store::open(&folder.path().join("bookhook.db"), rules, Hooks::default()).expect("a store")
}

fn count(tx: &Tx<'_>, code: &'static str) -> rusqlite::Result<()> {
    refusals::count(tx.db, code, 1, instant::parse("2026-01-15T14:00:00Z").expect("an instant"))
}

/// Runs three jobs in one transaction, each of which counts something; the second goes on as told.
fn three(then: fn(&Tx<'_>) -> rusqlite::Result<()>) -> ([Result<(), WriteError>; 3], Vec<String>) {
    let folder = tempfile::tempdir().expect("a folder");
    let store = store(&folder);
    let (go, waits) = channel::<()>();
    let waits = Mutex::new(waits);
    let runtime = Builder::new_current_thread().build().expect("a runtime");
    let answers = runtime.block_on(async {
        let writer = &store.writer;
        // The writer is kept busy until the three wait in its queue.
        let busy = writer.submit(0, move |_| {
            let _ = waits.lock().recv();
            Ok(())
        });
        let one = writer.submit(0, |tx| count(tx, "one"));
        let two = writer.submit(0, move |tx| count(tx, "two").and_then(|()| then(tx)));
        let three = writer.submit(0, |tx| count(tx, "three"));
        let all = async { tokio::join!(busy, one, two, three, async { drop(go) }) };
        let (_, one, two, three, ()) = all.await;
        [one, two, three]
    });
    let counted = store.readers.with(refusals::all).expect("the counts");
    (answers, counted.into_iter().map(|refusal| format!("{} {}", refusal.code, refusal.count)).collect())
}

#[test]
fn jobs_of_one_transaction_are_all_kept() {
    let (answers, counted) = three(|_| Ok(()));
    assert_eq!(answers, [Ok(()); 3]);
    assert_eq!(counted.len(), 3);
}

#[test]
fn a_job_that_fails_takes_only_its_own_change_with_it() {
    let (answers, mut counted) = three(|_| Err(rusqlite::Error::InvalidQuery));
    counted.sort();
    assert_eq!(answers, [Ok(()), Err(WriteError::Failed), Ok(())]);
    assert_eq!(counted, ["one 1", "three 1"]);
}

#[test]
fn a_job_that_panics_takes_only_its_own_change_with_it() {
    let (answers, mut counted) = three(|_| panic!("a defect"));
    counted.sort();
    assert_eq!(answers, [Ok(()), Err(WriteError::Failed), Ok(())]);
    assert_eq!(counted, ["one 1", "three 1"]);
}
