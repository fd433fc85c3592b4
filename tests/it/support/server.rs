//! The real binary, on a free port, in a fresh folder.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::LazyLock;
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use bookhook::calcom::signature::{Secret, sign};
use serde_json::Value;
use tempfile::TempDir;

use super::patience::PATIENCE;

/// The secret that servers under test are given.
pub(crate) const SECRET: &str = "s3cr3t-webhook-key";
/// The webhook's path.
pub(crate) const WEBHOOK: &str = "/api/webhooks/calcom";

/// How a server under test is started.
pub(crate) struct Setup {
    folder: TempDir,
    environment: Vec<(String, String)>,
    makes_database: bool,
}

/// An empty database. Made once, and copied for each server: to make one takes half of a server's start.
static EMPTY: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let setup = Setup::new().without_database();
    setup.start().stop();
    fs::read(setup.database()).expect("the database")
});

impl Setup {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        Self { folder, environment: Vec::new(), makes_database: false }
            .with("CAL_COM_WEBHOOK_SECRET", SECRET)
            .with("BOOKHOOK_PUBLIC_URL", "http://localhost:3001")
            .with("ROCKET_PORT", "0")
            // Nor does the machine's own file count.
            .with("ROCKET_CONFIG", concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/Rocket.toml"))
    }

    /// The server makes its database.
    pub(crate) fn without_database(mut self) -> Self {
        self.makes_database = true;
        self
    }

    /// Sets an environment variable.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.into(), value.into()));
        self
    }

    /// Takes an environment variable away.
    pub(crate) fn without(mut self, name: &str) -> Self {
        self.environment.retain(|(known, _)| known != name);
        self
    }

    pub(crate) fn database(&self) -> PathBuf {
        self.folder.path().join("bookhook.db")
    }

    /// Puts a database there, where there is none.
    pub(crate) fn put_database(&self, bytes: &[u8]) {
        let file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(self.database());
        file.expect("a new file").write_all(bytes).expect("written");
    }

    fn has_files(&self) -> bool {
        fs::read_dir(self.folder.path()).expect("the folder").next().is_some()
    }

    /// A subcommand of bookhook in this folder and environment, to be run.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bookhook"));
        command.current_dir(self.folder.path()).args(arguments).stdin(Stdio::null());
        for (name, _) in std::env::vars() {
            let ours = ["ROCKET_", "BOOKHOOK_", "CAL_COM_"].iter().any(|prefix| name.starts_with(prefix));
            if ours {
                command.env_remove(name);
            }
        }
        command.envs(self.environment.iter().cloned());
        command
    }

    /// Starts the server, and waits until it listens.
    pub(crate) fn start(&self) -> Server {
        let is_elsewhere = self.environment.iter().any(|(name, _)| name == "BOOKHOOK_DATABASE");
        if !(self.makes_database || is_elsewhere || self.has_files()) {
            self.put_database(&EMPTY);
        }
        Self::launch(self.command(&[])).unwrap_or_else(|log| panic!("it did not start: {log:?}"))
    }

    /// As above; `None` when it ends instead.
    pub(crate) fn try_start(&self) -> Option<Server> {
        Self::launch(self.command(&[])).ok()
    }

    /// Starts the server from a script of the shell, in which `$0` is bookhook.
    pub(crate) fn start_in_shell(&self, script: &str) -> Server {
        let bookhook = self.command(&[]);
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script).arg(bookhook.get_program()).stdin(Stdio::null());
        shell.current_dir(self.folder.path());
        for (name, value) in bookhook.get_envs() {
            match value {
                Some(value) => shell.env(name, value),
                None => shell.env_remove(name),
            };
        }
        Self::launch(shell).unwrap_or_else(|log| panic!("it did not start: {log:?}"))
    }

    /// What it said, if it ended before it listened.
    fn launch(mut command: Command) -> Result<Server, Vec<String>> {
        let mut process = command
            .env("ROCKET_PORT", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .expect("a server");
        let mut lines = BufReader::new(process.stderr.take().expect("its log")).lines();
        let (mut log, mut metrics) = (Vec::new(), None);
        let address = loop {
            let Some(line) = lines.next() else {
                process.wait().expect("its end");
                return Err(log);
            };
            let line = line.expect("a line");
            metrics = metrics.or_else(|| told(&line, "metrics"));
            let listening = told(&line, "listening");
            log.push(line);
            if let Some(address) = listening {
                break address;
            }
        };
        // The pipe is read to its end, or the server would wait for it.
        let rest = std::thread::spawn(move || log.into_iter().chain(lines.map_while(Result::ok)).collect());
        Ok(Server { process, address, metrics, log: Some(rest) })
    }
}

/// The address that a line of the log tells, in either format.
fn told(line: &str, field: &str) -> Option<SocketAddr> {
    let forms = [format!("\"{field}\":\"http://"), format!("{field}=http://")];
    let rest = forms.iter().find_map(|form| Some(line.split_once(form)?.1))?;
    let end = rest.find(['/', '"', ' ']).unwrap_or(rest.len());
    rest[..end].parse().ok()
}

/// A running server. Killed when dropped.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
    metrics: Option<SocketAddr>,
    log: Option<JoinHandle<Vec<String>>>,
}

impl Server {
    /// The process.
    pub(crate) fn id(&self) -> u32 {
        self.process.id()
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address)
    }

    /// Sends a request as it stands, and reads the answer to its end.
    pub(crate) fn raw(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        // A server that answers early closes early.
        let _ = stream.write_all(request);
        Answer::read(stream)
    }

    pub(crate) fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        stream
    }

    pub(crate) fn request(&self, method: &str, path: &str, headers: &[(&str, &str)], body: &[u8]) -> Answer {
        let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n");
        for (name, value) in headers {
            let _ = write!(head, "{name}: {value}\r\n");
        }
        let _ = write!(head, "Content-Length: {}\r\n\r\n", body.len());
        self.raw(&[head.as_bytes(), body].concat())
    }

    pub(crate) fn get(&self, path: &str) -> Answer {
        self.request("GET", path, &[], b"")
    }

    pub(crate) fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.request("POST", path, &[("Content-Type", "application/json")], body.to_string().as_bytes())
    }

    /// Delivers a body signed with [`SECRET`].
    pub(crate) fn deliver(&self, body: &[u8]) -> Answer {
        let signature = sign(&Secret::new(SECRET).expect("a secret"), body);
        self.request("POST", WEBHOOK, &[("X-Cal-Signature-256", &signature)], body)
    }

    /// Shows that a profile knows a booking.
    pub(crate) fn claim(&self, profile: &str, uid: &str) {
        let claim = serde_json::json!({ "uid": uid });
        let answer = self.post_json(&format!("/api/public/booking/{profile}/claim"), &claim);
        assert_eq!(answer.status, 200, "{answer:?}");
    }

    /// What `/metrics` says. The server was given an address for it.
    pub(crate) fn metrics(&self) -> Answer {
        let address = self.metrics.expect("an address of the metrics");
        let mut stream = TcpStream::connect(address).expect("connected");
        stream.set_read_timeout(Some(PATIENCE)).expect("a time-out");
        let request = b"GET /metrics HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
        stream.write_all(request).expect("asked");
        Answer::read(stream)
    }

    /// Makes a profile, and returns its id.
    pub(crate) fn apply(&self, name: &str, email: &str) -> String {
        let answer =
            self.post_json("/api/public/profiles", &serde_json::json!({"name": name, "email": email}));
        answer.json()["data"]["profileId"].as_str().expect("a profile").to_owned()
    }

    /// Sends SIGTERM; returns how it ended, after how long, and what it logged.
    pub(crate) fn stop(mut self) -> (ExitStatus, Duration, Vec<String>) {
        let begun = Instant::now();
        signal(&self.process, "-TERM");
        let status = self.process.wait().expect("its end");
        let took = begun.elapsed();
        (status, took, self.take_log())
    }

    /// Sends SIGKILL, as the system does when memory runs out.
    pub(crate) fn kill(mut self) {
        self.process.kill().expect("killed");
        self.process.wait().expect("its end");
    }

    fn take_log(&mut self) -> Vec<String> {
        self.log.take().map_or_else(Vec::new, |log| log.join().expect("its log"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn signal(process: &Child, signal: &str) {
    let sent = Command::new("kill").args([signal, &process.id().to_string()]).status().expect("kill");
    assert!(sent.success());
}

/// What a server answered.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    fn read(mut stream: TcpStream) -> Self {
        let mut bytes = Vec::new();
        // A reset after an early answer does not take the answer back.
        let _ = stream.read_to_end(&mut bytes);
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").expect("an answer");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let status = head.get(9..12).and_then(|status| status.parse().ok()).expect("a status");
        Self { status, head, body: bytes.split_off(end + 4) }
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON: {self:?}"))
    }

    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code of an error, with its status.
    pub(crate) fn error(&self) -> (u16, String) {
        let code = self.json()["error"]["code"].as_str().unwrap_or_default().to_owned();
        (self.status, code)
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(':'));
        lines.into_iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.trim())
    }
}

/// Runs a command to its end: its status, standard output and standard error.
pub(crate) fn finish(mut command: Command) -> (i32, String, String) {
    let output = command.output().expect("it ran");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("text");
    (output.status.code().unwrap_or(-1), text(output.stdout), text(output.stderr))
}

/// The uid of the booking that most fixtures are about.
pub(crate) const UID: &str = "8hT2mQzLr4VnXsKpW6cYbe";

/// The bytes of a fixture: a body as Cal.com sends it.
pub(crate) fn wire(name: &str) -> Vec<u8> {
    let path = Path::new("tests/fixtures/calcom/wire").join(format!("{name}.body"));
    fs::read(&path).unwrap_or_else(|_| panic!("no {}", path.display()))
}
