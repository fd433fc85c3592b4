//! Chromium behind chromedriver. One that a test has finished with serves the next: to start one takes
//! longer than most tests do.

use std::io::{BufRead, BufReader};
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::LazyLock;

use parking_lot::{Condvar, Mutex};
use serde_json::{Value, json};

use crate::support::patience::PATIENCE;

/// How many tests may have a browser at once: some wait for seconds until a page does something by itself.
const AT_ONCE: usize = 4;

/// How often chromedriver is started until it gets a port.
const TRIES: usize = 10;

static ROOM: Room = Room { state: Mutex::new((0, Vec::new())), left: Condvar::new() };

/// The number of browsers that tests have, and the browsers that none has.
struct Room {
    state: Mutex<(usize, Vec<Chromium>)>,
    left: Condvar,
}

/// A browser with one session of the `WebDriver` protocol.
pub(crate) struct Chromium {
    session: String,
    _driver: Driver,
}

/// chromedriver, and the shell that ends it.
struct Driver {
    process: Child,
    guardian: Child,
}

/// The right of one test to a browser, and the browser.
pub(crate) struct Turn {
    chromium: Option<Chromium>,
}

impl Turn {
    /// Waits for a browser; `None` where there is none, which is an error only where `CI` is set.
    pub(crate) fn wait() -> Option<Self> {
        let mut state = ROOM.state.lock();
        ROOM.left.wait_while(&mut state, |(taken, _)| *taken == AT_ONCE);
        state.0 += 1;
        let idle = state.1.pop();
        drop(state);
        let turn = Self { chromium: idle.or_else(Chromium::start) };
        turn.chromium.is_some().then_some(turn)
    }

    /// Whoever has the next turn gets this browser.
    pub(crate) fn give_back(&mut self) {
        ROOM.state.lock().1.extend(self.chromium.take());
    }

    /// Asks chromedriver for what is at `path` of the session.
    pub(crate) fn call(&self, method: &str, path: &str, body: &Value) -> Result<Value, String> {
        let session = self.chromium.as_ref().map(|chromium| chromium.session.as_str());
        call(method, &format!("{}{path}", session.unwrap_or_default()), body)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        ROOM.state.lock().0 -= 1;
        ROOM.left.notify_one();
    }
}

impl Chromium {
    fn start() -> Option<Self> {
        // It takes a port that is free at ::1, and ends if a server has the same one at 127.0.0.1.
        for _ in 0..TRIES {
            let mut driver = Driver::start()?;
            if let Some(port) = driver.port() {
                return Some(Self::begin(driver, &port));
            }
        }
        panic!("chromedriver got no port in {TRIES} tries");
    }

    fn begin(driver: Driver, port: &str) -> Self {
        let url = format!("http://127.0.0.1:{port}/session");
        // On a busy machine a browser may end before it has begun.
        let begin = || call("POST", &url, &capabilities());
        let session = begin().or_else(|_| begin()).expect("a session");
        let session = format!("{url}/{}", session["sessionId"].as_str().expect("its id"));
        Self { session, _driver: driver }
    }
}

impl Driver {
    fn start() -> Option<Self> {
        let files = tempfile::tempdir().expect("a folder").keep();
        let mut command = Command::new("chromedriver");
        command.arg("--port=0").env("TMPDIR", &files).stdout(Stdio::piped()).stderr(Stdio::null());
        let Ok(process) = command.process_group(0).spawn() else {
            assert!(std::env::var_os("CI").is_none(), "install chromium-headless-shell and chromium-driver");
            eprintln!(
                "skipped: there is no chromedriver (apt install chromium-headless-shell chromium-driver)"
            );
            return None;
        };
        // Nothing is dropped at the end of the tests, but then this shell's input ends.
        let end = "read _; kill -9 -\"$0\"; rm -rf \"$1\"";
        let mut guardian = Command::new("sh");
        guardian.args(["-c", end, &process.id().to_string()]).arg(files).process_group(0);
        let guardian = guardian.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::null());
        let guardian = guardian.spawn().expect("a shell");
        Some(Self { process, guardian })
    }

    /// Where it listens; `None` once it has ended without that.
    fn port(&mut self) -> Option<String> {
        let mut lines = BufReader::new(self.process.stdout.take()?).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| {
            line.rsplit_once("successfully on port ").map(|(_, port)| port.trim_end_matches('.').to_owned())
        });
        std::thread::spawn(move || lines.for_each(drop));
        port
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        drop(self.guardian.stdin.take());
        let _ = self.guardian.wait();
        let _ = self.process.wait();
    }
}

/// Chromium without a window's frame, where it is installed: it starts in a quarter of the time.
fn headless_shell() -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .map(|folder| folder.join("chromium-headless-shell"))
        .find(|file| file.is_file())
}

fn capabilities() -> Value {
    let arguments = [
        "--headless=new",
        "--no-sandbox",
        "--disable-dev-shm-usage",
        "--hide-scrollbars",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-extensions",
        "--disable-sync",
        "--no-first-run",
        // A process for each page, and one in reserve, would take as long to start as the page.
        "--renderer-process-limit=1",
        "--disable-site-isolation-trials",
        "--disable-features=SpareRendererForSitePerProcess,IsolateOrigins,site-per-process",
        "--lang=en-GB",
        // A name that is not the browser's own machine, so that plain http is not private.
        "--host-resolver-rules=MAP talent.test 127.0.0.1",
    ];
    let mut options = json!({"args": arguments});
    if let Some(binary) = headless_shell() {
        options["binary"] = json!(binary);
    }
    json!({"capabilities": {"alwaysMatch": {
        "goog:chromeOptions": options,
        "goog:loggingPrefs": {"browser": "ALL"},
    }}})
}

/// One agent, so that a browser's hundreds of commands share a connection.
static AGENT: LazyLock<ureq::Agent> = LazyLock::new(|| {
    let config = ureq::Agent::config_builder().http_status_as_error(false).proxy(None);
    config.timeout_global(Some(PATIENCE)).build().into()
});

fn call(method: &str, url: &str, body: &Value) -> Result<Value, String> {
    let answer = match method {
        "GET" => AGENT.get(url).call(),
        "DELETE" => AGENT.delete(url).call(),
        _ => AGENT.post(url).header("Content-Type", "application/json").send(body.to_string()),
    };
    let mut answer = answer.map_err(|error| error.to_string())?;
    let text = answer
        .body_mut()
        .with_config()
        .limit(64 << 20)
        .read_to_string()
        .map_err(|error| error.to_string())?;
    let mut answer: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let value = answer["value"].take();
    match value["error"].as_str() {
        Some(error) => Err(format!("{error}: {}", value["message"])),
        None => Ok(value),
    }
}
