//! Buffers lines for standard error. Lines within a few milliseconds are written together, because a separate
//! write costs a request more than its line.

use std::io::{self, Write};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

use tracing::{Level, Metadata};
use tracing_subscriber::fmt::MakeWriter;

/// How long lines gather after the last write.
const PAUSE: Duration = Duration::from_millis(5);
/// With more bytes waiting than this, a new line waits until they are written.
const MOST: usize = 256 * 1024;

/// The buffer. Clones share it.
pub(super) struct Lines<O>(Arc<Inner<O>>);

struct Inner<O> {
    waiting: Mutex<Vec<u8>>,
    news: Condvar,
    /// Taken before the lines are, so that they are written in order.
    out: Mutex<O>,
}

impl<O> Clone for Lines<O> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<O: Write + Send + 'static> Lines<O> {
    pub(super) fn to(out: O) -> Self {
        let (waiting, news) = (Mutex::default(), Condvar::new());
        Self(Arc::new(Inner { waiting, news, out: Mutex::new(out) }))
    }

    /// Writes from time to time, on a thread of its own, until the process ends.
    pub(super) fn write_in_background(&self) -> io::Result<()> {
        let lines = self.clone();
        let work = move || loop {
            let empty = |waiting: &mut Vec<u8>| waiting.is_empty();
            drop(lines.0.news.wait_while(lines.waiting(), empty).unwrap_or_else(PoisonError::into_inner));
            lines.write_all();
            thread::sleep(PAUSE);
        };
        thread::Builder::new().name("log".into()).spawn(work).map(drop)
    }

    /// Writes the buffer.
    pub(super) fn write_all(&self) {
        let mut out = self.0.out.lock().unwrap_or_else(PoisonError::into_inner);
        let lines = std::mem::take(&mut *self.waiting());
        // There is nowhere to report that the log cannot be written.
        let _ = out.write_all(&lines);
    }

    fn put(&self, line: &[u8], urgent: bool) {
        let mut waiting = self.waiting();
        let (first, full) = (waiting.is_empty(), waiting.len() + line.len() > MOST);
        waiting.extend_from_slice(line);
        drop(waiting);
        if urgent || full {
            self.write_all();
        } else if first {
            self.0.news.notify_one();
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes one line.
pub(super) struct LineWriter<'a, O> {
    lines: &'a Lines<O>,
    /// A warning or an error may be the last line before a crash.
    urgent: bool,
}

impl<O: Write + Send + 'static> Write for LineWriter<'_, O> {
    fn write(&mut self, line: &[u8]) -> io::Result<usize> {
        self.lines.put(line, self.urgent);
        Ok(line.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.lines.write_all();
        Ok(())
    }
}

impl<'a, O: Write + Send + 'static> MakeWriter<'a> for Lines<O> {
    type Writer = LineWriter<'a, O>;

    fn make_writer(&'a self) -> Self::Writer {
        LineWriter { lines: self, urgent: true }
    }

    fn make_writer_for(&'a self, event: &Metadata<'_>) -> Self::Writer {
        LineWriter { lines: self, urgent: *event.level() <= Level::WARN }
    }
}
