//! Lines for programs: one JSON object each.

use std::fmt::{self, Debug, Write};

use tracing::field::{Field, Visit};
use tracing::{Event, Subscriber};
use tracing_subscriber::fmt::format::Writer;
use tracing_subscriber::fmt::{FmtContext, FormatEvent, FormatFields};
use tracing_subscriber::registry::LookupSpan;

use super::clock::now;
use super::text::{clock, word};

/// `{"time":"2026-01-15T14:00:00.123Z","level":"info","message":"...","field":...}`
pub(super) struct Json;

impl<S, N> FormatEvent<S, N> for Json
where
    S: Subscriber + for<'a> LookupSpan<'a>,
    N: for<'a> FormatFields<'a> + 'static,
{
    fn format_event(&self, _: &FmtContext<'_, S, N>, mut line: Writer<'_>, event: &Event<'_>) -> fmt::Result {
        let now = now();
        let date = now.date();
        let (year, month, day) = (date.year(), u8::from(date.month()), date.day());
        write!(line, "{{\"time\":\"{year:04}-{month:02}-{day:02}T")?;
        line.write_str(clock(now, &mut [0; 8]))?;
        write!(line, ".{:03}Z\",\"level\":\"{}\"", now.millisecond(), word(*event.metadata().level()))?;
        let mut fields = Fields { line: &mut line, result: Ok(()) };
        event.record(&mut fields);
        fields.result?;
        line.write_str("}\n")
    }
}

struct Fields<'a, 'w> {
    line: &'a mut Writer<'w>,
    result: fmt::Result,
}

impl Fields<'_, '_> {
    fn put(&mut self, field: &Field, value: impl FnOnce(&mut Writer<'_>) -> fmt::Result) {
        self.result = self.result.and_then(|()| {
            self.line.write_str(",\"")?;
            self.line.write_str(field.name())?;
            self.line.write_str("\":")?;
            value(self.line)
        });
    }

    fn quoted(&mut self, field: &Field, value: impl FnOnce(&mut Escaping<'_, '_>) -> fmt::Result) {
        self.put(field, |line| {
            line.write_char('"')?;
            value(&mut Escaping(line))?;
            line.write_char('"')
        });
    }
}

impl Visit for Fields<'_, '_> {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.quoted(field, |text| write!(text, "{value:?}"));
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        self.quoted(field, |text| text.write_str(value));
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.put(field, |line| write!(line, "{value}"));
    }

    fn record_i64(&mut self, field: &Field, value: i64) {
        self.put(field, |line| write!(line, "{value}"));
    }

    fn record_bool(&mut self, field: &Field, value: bool) {
        self.put(field, |line| write!(line, "{value}"));
    }

    fn record_f64(&mut self, field: &Field, value: f64) {
        // JSON has no word for infinity and the like.
        self.put(
            field,
            |line| if value.is_finite() { write!(line, "{value}") } else { line.write_str("null") },
        );
    }
}

/// Writes text inside a JSON string.
struct Escaping<'a, 'w>(&'a mut Writer<'w>);

impl Write for Escaping<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        let special = |c: char| c < ' ' || matches!(c, '"' | '\\' | '\u{7f}');
        while let Some(at) = rest.find(special) {
            let (plain, tail) = rest.split_at(at);
            self.0.write_str(plain)?;
            match tail.as_bytes()[0] {
                b'\n' => self.0.write_str("\\n")?,
                quote @ (b'"' | b'\\') => write!(self.0, "\\{}", char::from(quote))?,
                control => write!(self.0, "\\u{control:04x}")?,
            }
            // All of these are one byte long.
            rest = &tail[1..];
        }
        self.0.write_str(rest)
    }
}
