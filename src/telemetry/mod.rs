//! Logs: one line for each event, on standard error.
//!
//! Lines carry no spans, so nothing is kept for a request between its events.

mod clock;
mod json;
mod lines;
mod text;

use std::any::Any;
use std::io::{self, IsTerminal, Stderr};
use std::panic::{self, PanicHookInfo};

use tracing::error;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::util::SubscriberInitExt;

use self::lines::Lines;
use crate::config::LogFormat;

pub use clock::now;

/// The log of this process. Dropping it writes what waits to be written.
#[must_use]
pub struct Log(Lines<Stderr>);

impl Drop for Log {
    fn drop(&mut self) {
        self.0.write_all();
    }
}

/// Starts the log of this process, and logs panics from then on. The first call wins.
///
/// # Errors
/// The system gives no thread.
pub fn init(level: LevelFilter, format: LogFormat) -> io::Result<Log> {
    let terminal = io::stderr().is_terminal();
    let text = match format {
        LogFormat::Auto => terminal,
        LogFormat::Text => true,
        LogFormat::Json => false,
    };
    let colour = terminal && std::env::var_os("NO_COLOR").is_none_or(|set| set.is_empty());
    let shape = if text { Shape::Text { colour } } else { Shape::Json };
    let lines = Lines::to(io::stderr());
    if subscriber(level, shape, lines.clone()).try_init().is_ok() {
        lines.write_in_background()?;
        panic::set_hook(Box::new(log_panic));
    }
    Ok(Log(lines))
}

#[derive(Clone, Copy)]
enum Shape {
    Text { colour: bool },
    Json,
}

/// Each line is one write to `writer`, so that lines of several threads do not mix.
fn subscriber<W>(level: LevelFilter, shape: Shape, writer: W) -> Box<dyn tracing::Subscriber + Send + Sync>
where
    W: for<'a> MakeWriter<'a> + Send + Sync + 'static,
{
    let plain = tracing_subscriber::fmt().with_max_level(level).with_ansi(false).with_writer(writer);
    match shape {
        Shape::Text { colour } => Box::new(plain.event_format(text::Text { colour }).finish()),
        Shape::Json => Box::new(plain.event_format(json::Json).finish()),
    }
}

fn log_panic(panic: &PanicHookInfo<'_>) {
    let location = panic.location().map(tracing::field::display);
    let thread = std::thread::current();
    let message = literal(panic.payload());
    error!(location, thread = thread.name().unwrap_or("unnamed"), "a bug stopped a task: {message}");
}

/// A message formatted at run time may contain personal data, so only literals are logged.
fn literal(payload: &dyn Any) -> &'static str {
    payload.downcast_ref::<&'static str>().copied().unwrap_or("(its message is not logged)")
}

#[cfg(test)]
mod tests;
