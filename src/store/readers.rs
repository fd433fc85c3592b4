//! The connections that read.

use std::cell::Cell;
use std::iter::once;
use std::path::{Path, PathBuf};

use parking_lot::{Mutex, MutexGuard};
use rusqlite::Connection;

use super::connection::open_reader;
use super::error::ReadError;

/// How many can read at once. More wait.
const SLOTS: usize = 32;

type Slot = Mutex<Option<Connection>>;

/// Read-only connections to one file. Each thread keeps to the one that it had last, so that a
/// one-row read costs a lock that nobody else wants, and no hop to another thread. There are as many
/// as ever read at once.
pub(super) struct Readers {
    path: PathBuf,
    slots: Box<[Slot]>,
}

thread_local! {
    /// The slot that this thread had last.
    static LAST: Cell<usize> = const { Cell::new(0) };
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, slots: (0..SLOTS).map(|_| Slot::default()).collect() }
    }

    /// The file.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Runs `read` on a connection. One that failed is not used again.
    pub(super) fn with<T>(
        &self,
        read: impl FnOnce(&Connection) -> rusqlite::Result<T>,
    ) -> Result<T, ReadError> {
        let mut slot = self.take();
        let db = match slot.take() {
            Some(db) => db,
            None => open_reader(&self.path).map_err(ReadError)?,
        };
        let value = read(&db).map_err(ReadError)?;
        *slot = Some(db);
        Ok(value)
    }

    /// Closes all connections. A later read opens a new one.
    pub(super) fn close(&self) {
        for slot in &self.slots {
            *slot.lock() = None;
        }
    }

    fn take(&self) -> MutexGuard<'_, Option<Connection>> {
        let last = LAST.get();
        let free = |n: usize| self.slots[n].try_lock().map(|slot| (n, slot));
        match once(last).chain(0..SLOTS).find_map(free) {
            Some((n, slot)) => {
                LAST.set(n);
                slot
            }
            None => self.slots[last].lock(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::thread::scope;

    use super::*;
    use crate::store::schema;
    use crate::store::tables::row;

    fn count(db: &Connection) -> rusqlite::Result<i64> {
        db.query_row("SELECT count(*) FROM deliveries", [], row::only)
    }

    fn readers() -> (tempfile::TempDir, Readers) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.db");
        drop(schema::open(&path).expect("a database"));
        (folder, Readers::new(path))
    }

    fn open(readers: &Readers) -> usize {
        readers.slots.iter().filter(|slot| slot.lock().is_some()).count()
    }

    #[test]
    fn there_are_as_many_connections_as_read_at_once_and_none_after_closing() {
        let (_folder, readers) = readers();
        for _ in 0..3 {
            scope(|scope| scope.spawn(|| readers.with(count)).join().expect("a thread")).expect("read");
        }
        assert_eq!(open(&readers), 1);
        let together = Barrier::new(3);
        let read = || {
            readers.with(|db| {
                together.wait();
                count(db)
            })
        };
        scope(|scope| {
            let all = [scope.spawn(read), scope.spawn(read), scope.spawn(read)];
            for one in all {
                assert_eq!(one.join().expect("a thread").expect("read"), 0);
            }
        });
        assert_eq!(open(&readers), 3);
        readers.close();
        assert_eq!(open(&readers), 0);
        assert_eq!(readers.with(count).expect("read"), 0);
    }

    #[test]
    fn a_connection_that_failed_or_panicked_is_not_used_again() {
        let (_folder, readers) = readers();
        assert!(readers.with(|_| Err::<(), _>(rusqlite::Error::InvalidQuery)).is_err());
        assert_eq!(open(&readers), 0);
        let panicked = scope(|scope| scope.spawn(|| readers.with::<()>(|_| panic!("a defect"))).join());
        assert!(panicked.is_err());
        assert_eq!(readers.with(count).expect("read"), 0);
    }
}
