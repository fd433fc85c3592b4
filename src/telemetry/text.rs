//! Lines for people: the time, the level, the message, the fields.

use std::fmt::{self, Debug, Write};

use time::OffsetDateTime;
use tracing::field::{Field, Visit};
use tracing::{Event, Level, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use super::clock::now;
use crate::domain::printable::steers;

const DIM: &str = "\x1b[2m";
const RESET: &str = "\x1b[0m";

/// `14:00:00 info  message  field=value`, with the time in UTC.
pub(super) struct Text {
    pub(super) colour: bool,
}

impl<S, N> FormatEvent<S, N> for Text
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut line: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let level = event.metadata().level();
        let colour = |code| if self.colour { code } else { "" };
        let (dim, paint, reset) = (colour(DIM), colour(colour_of(*level)), colour(RESET));
        line.write_str(dim)?;
        line.write_str(clock(now(), &mut [0; 8]))?;
        write!(line, "Z{reset} {paint}{:<5}{reset} ", word(*level))?;
        let mut fields = Fields { line: &mut line, dim, reset, first: true, result: Ok(()) };
        event.record(&mut fields);
        fields.result?;
        line.write_char('\n')
    }
}

/// `HH:MM:SS`, without the detour over the formatting machinery.
pub(super) fn clock(now: OffsetDateTime, buffer: &mut [u8; 8]) -> &str {
    let (hour, minute, second) = now.to_hms();
    *buffer = *b"00:00:00";
    for (at, number) in [(0, hour), (3, minute), (6, second)] {
        buffer[at] += number / 10;
        buffer[at + 1] += number % 10;
    }
    str::from_utf8(buffer).unwrap_or_default()
}

/// The name of a level in lower case.
pub(super) fn word(level: Level) -> &'static str {
    match level {
        Level::ERROR => "error",
        Level::WARN => "warn",
        Level::INFO => "info",
        Level::DEBUG => "debug",
        Level::TRACE => "trace",
    }
}

fn colour_of(level: Level) -> &'static str {
    match level {
        Level::ERROR => "\x1b[31m",
        Level::WARN => "\x1b[33m",
        Level::INFO => "\x1b[32m",
        Level::DEBUG | Level::TRACE => DIM,
    }
}

struct Fields<'a, 'w> {
    line: &'a mut Writer<'w>,
    dim: &'static str,
    reset: &'static str,
    first: bool,
    result: fmt::Result,
}

impl Visit for Fields<'_, '_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let gap = if std::mem::take(&mut self.first) { "" } else { "  " };
        let (dim, reset) = (self.dim, self.reset);
        self.result = self.result.and_then(|()| {
            match field.name() {
                "message" => self.line.write_str(gap)?,
                name => write!(self.line, "{gap}{dim}{name}={reset}")?,
            }
            write!(OneLine(self.line), "{value:?}")
        });
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        // Plain words need no quotes.
        let plain = |c: char| c.is_alphanumeric() || "-_./:@%+".contains(c);
        if field.name() == "message" || value.chars().all(plain) {
            self.record_debug(field, &format_args!("{value}"));
        } else {
            self.record_debug(field, &value);
        }
    }
}

/// Writes foreign text so that it can neither end the line nor control the terminal.
struct OneLine<'a, 'w>(&'a mut Writer<'w>);

impl Write for OneLine<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(steers) {
            let (plain, tail) = rest.split_at(at);
            self.0.write_str(plain)?;
            let mut after = tail.chars();
            after.next().into_iter().flat_map(char::escape_default).try_for_each(|c| self.0.write_char(c))?;
            rest = after.as_str();
        }
        self.0.write_str(rest)
    }
}
