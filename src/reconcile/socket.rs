//! Lets a command request a pass from the running server, over a socket beside the database that only its
//! owner may open. It carries the request and the summary, never a statement.

use std::io::{self, BufRead, BufReader, Write};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::{UnixListener, UnixStream};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::outcome::{PassError, Summary};
use super::pass::Options;
use crate::domain::instant;

/// The request of a command: one line.
#[derive(Serialize, Deserialize)]
struct Request {
    since: Option<String>,
    dry_run: bool,
}

/// The answers of the server: one line for each.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Reply {
    Read(u64),
    Done(Box<Summary>),
    Failed { problem: String, remedy: String },
}

/// The outcome of a request.
pub enum Asked {
    /// The pass succeeded.
    Done(Summary),
    /// The pass failed.
    Failed {
        /// Why.
        problem: String,
        /// The remedy.
        remedy: String,
    },
    /// No server with a key listens.
    Nobody,
}

fn path_beside(database: &Path) -> PathBuf {
    let mut name = database.as_os_str().to_owned();
    name.push(".socket");
    name.into()
}

/// Requests a pass from the server that has this database open. Calls `progress` with the number of bookings
/// read so far.
#[must_use]
pub fn ask(database: &Path, options: Options, mut progress: impl FnMut(u64)) -> Asked {
    let Ok(mut stream) = UnixStream::connect(path_beside(database)) else { return Asked::Nobody };
    let request = Request { since: options.since.map(instant::to_millis), dry_run: options.dry_run };
    if send(&mut stream, &request).is_err() {
        return Asked::Nobody;
    }
    for line in BufReader::new(stream).lines().map_while(Result::ok) {
        match serde_json::from_str(&line) {
            Ok(Reply::Read(count)) => progress(count),
            Ok(Reply::Done(summary)) => return Asked::Done(*summary),
            Ok(Reply::Failed { problem, remedy }) => return Asked::Failed { problem, remedy },
            Err(_) => break,
        }
    }
    let problem = "the server stopped before the pass was done".to_owned();
    Asked::Failed { problem, remedy: "run it again: the next pass begins where this one did".to_owned() }
}

fn send(stream: &mut UnixStream, value: &impl Serialize) -> io::Result<()> {
    let mut line = serde_json::to_vec(value)?;
    line.push(b'\n');
    stream.write_all(&line)
}

/// The socket of the server.
pub(super) struct Listener(UnixListener);

impl Listener {
    /// Opens the socket. The caller holds the database's lock, so an existing file is a leftover.
    pub(super) fn open(database: &Path) -> io::Result<Self> {
        let path = path_beside(database);
        match std::fs::remove_file(&path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let listener = UnixListener::bind(&path)?;
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600))?;
        Ok(Self(listener))
    }

    /// Serves requests one after another until `is_over`.
    pub(super) fn serve(
        &self,
        is_over: impl Fn() -> bool,
        pass: impl Fn(Options, &mut dyn FnMut(u64)) -> Result<Summary, PassError>,
    ) {
        for stream in self.0.incoming().flatten() {
            if is_over() {
                return;
            }
            // A client that has gone gets no answer.
            drop(answer(stream, &pass));
        }
    }

    /// Wakes [`serve`](Self::serve), which then returns, and removes the file: the process
    /// may end before `serve` returns.
    pub(super) fn close(database: &Path) {
        let path = path_beside(database);
        drop(UnixStream::connect(&path));
        drop(std::fs::remove_file(path));
    }
}

fn answer(
    stream: UnixStream,
    pass: impl Fn(Options, &mut dyn FnMut(u64)) -> Result<Summary, PassError>,
) -> io::Result<()> {
    let mut line = String::new();
    BufReader::new(stream.try_clone()?).read_line(&mut line)?;
    let Ok(request) = serde_json::from_str::<Request>(&line) else { return Ok(()) };
    let options =
        Options { since: request.since.as_deref().and_then(instant::parse), dry_run: request.dry_run };
    let mut out = stream.try_clone()?;
    let done = pass(options, &mut |count| drop(send(&mut out, &Reply::Read(count))));
    let reply = match done {
        Ok(summary) => Reply::Done(Box::new(summary)),
        Err(error) => Reply::Failed { problem: error.to_string(), remedy: error.remedy() },
    };
    let mut stream = stream;
    send(&mut stream, &reply)
}
