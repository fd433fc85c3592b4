//! A browser to be driven: headless Chromium through chromedriver, by the `WebDriver` protocol.

use std::cell::Cell;
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Value, json};

use crate::browser::chromium::Turn;
use crate::support::patience::PATIENCE;

/// The key under which the protocol names an element.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// The rules of axe-core that a narrow window may break where a wide one does not: colours, sizes, and names
/// that are not shown.
pub(crate) const NARROW: [&str; 9] = [
    "aria-hidden-focus",
    "button-name",
    "color-contrast",
    "empty-table-header",
    "label",
    "link-name",
    "scrollable-region-focusable",
    "select-name",
    "target-size",
];

/// One browser window, or several, with cookies of their own. Fails the test at its end if a page
/// broke its Content-Security-Policy or wrote an error to the console.
pub(crate) struct Browser {
    /// Statuses that pages are meant to get here, and that the browser writes down as errors.
    expected: Vec<&'static str>,
    /// How it is set up, if it is known.
    look: Cell<Option<Look>>,
    /// What axe-core does not look at.
    unjudged: &'static [&'static str],
    turn: Turn,
}

/// How a browser is set up.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Look {
    pub(crate) width: u32,
    pub(crate) dark: bool,
    pub(crate) zone: &'static str,
    /// As in the header `Accept-Language`.
    pub(crate) language: &'static str,
}

impl Default for Look {
    fn default() -> Self {
        Self { width: 1280, dark: false, zone: "Europe/Berlin", language: "en-GB" }
    }
}

impl Browser {
    /// A browser that knows of no page; `None` where there is none, which is an error only where `CI` is set.
    pub(crate) fn open() -> Option<Self> {
        // Rows are alike, and each costs as much as the first.
        let unjudged = &["tr:nth-child(n+13)", "li:nth-child(n+13)"];
        let browser = Self { expected: Vec::new(), look: Cell::new(None), unjudged, turn: Turn::wait()? };
        browser.look(Look::default());
        Some(browser)
    }

    /// axe-core judges every row of a list.
    pub(crate) fn judge_every_row(&mut self) {
        self.unjudged = &[];
    }

    /// Pages may be answered with this status.
    pub(crate) fn expect(&mut self, status: &'static str) {
        self.expected.push(status);
    }

    /// Leaves the page, and drops the cookies and files that it left.
    pub(crate) fn forget(&self) {
        self.go("about:blank");
        self.chromium("Network.clearBrowserCookies", &json!({}));
        self.chromium("Network.clearBrowserCache", &json!({}));
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        self.turn.call("POST", path, body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn read(&self, path: &str) -> Value {
        self.turn.call("GET", path, &Value::Null).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    fn delete(&self, path: &str) {
        self.turn.call("DELETE", path, &Value::Null).unwrap_or_else(|error| panic!("{path}: {error}"));
    }

    /// A command of Chromium's own protocol.
    pub(crate) fn chromium(&self, command: &str, parameters: &Value) -> Value {
        if command.starts_with("Emulation.") {
            self.look.set(None);
        }
        self.post("/goog/cdp/execute", &json!({"cmd": command, "params": parameters}))
    }

    /// Sets the window up; each command costs a hundredth of a second, so only for what differs.
    pub(crate) fn look(&self, look: Look) {
        let before = self.look.get();
        let differs =
            |is_same: fn(&Look, &Look) -> bool| before.is_none_or(|before| !is_same(&before, &look));
        if differs(|a, b| a.width == b.width) {
            let size = json!({"width": look.width, "height": 800, "deviceScaleFactor": 1, "mobile": false});
            self.chromium("Emulation.setDeviceMetricsOverride", &size);
        }
        if differs(|a, b| a.dark == b.dark) {
            let scheme = if look.dark { "dark" } else { "light" };
            // A colour on its way to another is neither of the two that are to be judged.
            let media = json!({"features": [
                {"name": "prefers-color-scheme", "value": scheme},
                {"name": "prefers-reduced-motion", "value": "reduce"},
            ]});
            self.chromium("Emulation.setEmulatedMedia", &media);
        }
        if differs(|a, b| a.zone == b.zone) {
            self.chromium("Emulation.setTimezoneOverride", &json!({"timezoneId": look.zone}));
        }
        if differs(|a, b| a.language == b.language) {
            let agent = json!({"userAgent": "Mozilla/5.0", "acceptLanguage": look.language});
            self.chromium("Emulation.setUserAgentOverride", &agent);
        }
        self.look.set(Some(look));
    }

    /// Whether pages may run scripts.
    pub(crate) fn scripts(&self, allowed: bool) {
        self.chromium("Emulation.setScriptExecutionDisabled", &json!({"value": !allowed}));
    }

    pub(crate) fn go(&self, url: &str) {
        self.post("/url", &json!({"url": url}));
    }

    pub(crate) fn url(&self) -> String {
        self.read("/url").as_str().expect("an address").to_owned()
    }

    /// Runs a script in the page.
    pub(crate) fn run(&self, script: &str, arguments: &Value) -> Value {
        self.post("/execute/sync", &json!({"script": script, "args": arguments}))
    }

    fn find(&self, css: &str) -> Option<String> {
        let found = self.turn.call("POST", "/element", &json!({"using": "css selector", "value": css}));
        found.ok().and_then(|element| element[ELEMENT].as_str().map(str::to_owned))
    }

    /// Waits until `look` finds something.
    #[track_caller]
    pub(crate) fn until<T>(&self, what: &str, look: impl Fn(&Self) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            if let Some(found) = look(self) {
                return found;
            }
            assert!(begun.elapsed() < PATIENCE, "no {what} on {}:\n{}", self.url(), self.text("body"));
            std::thread::sleep(Duration::from_millis(40));
        }
    }

    #[track_caller]
    pub(crate) fn sees(&self, text: &str) {
        // The protocol's own command for an element's text costs far more than a script.
        let script =
            json!({"script": "return document.body.innerText.includes(arguments[0])", "args": [text]});
        self.until(text, |browser| {
            browser.turn.call("POST", "/execute/sync", &script).is_ok_and(|seen| seen == true).then_some(())
        });
    }

    /// The visible text of the first element that matches.
    pub(crate) fn text(&self, css: &str) -> String {
        let Some(element) = self.find(css) else { return String::new() };
        let text = self.turn.call("GET", &format!("/element/{element}/text"), &Value::Null);
        text.ok().and_then(|text| text.as_str().map(str::to_owned)).unwrap_or_default()
    }

    pub(crate) fn attribute(&self, css: &str, name: &str) -> Option<String> {
        let element = self.find(css)?;
        self.read(&format!("/element/{element}/attribute/{name}")).as_str().map(str::to_owned)
    }

    pub(crate) fn has(&self, css: &str) -> bool {
        self.find(css).is_some()
    }

    #[track_caller]
    pub(crate) fn click(&self, css: &str) {
        let element = self.until(css, |browser| browser.find(css));
        self.post(&format!("/element/{element}/click"), &json!({}));
    }

    #[track_caller]
    pub(crate) fn fill(&self, css: &str, text: &str) {
        let element = self.until(css, |browser| browser.find(css));
        self.post(&format!("/element/{element}/clear"), &json!({}));
        self.post(&format!("/element/{element}/value"), &json!({"text": text}));
    }

    /// Presses keys, wherever the focus is.
    pub(crate) fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| {
                [json!({"type": "keyDown", "value": key}), json!({"type": "keyUp", "value": key})]
            })
            .collect();
        self.post("/actions", &json!({"actions": [{"type": "key", "id": "keys", "actions": actions}]}));
    }

    /// Moves the focus with the keyboard until it is on what matches, and seen to be there.
    #[track_caller]
    pub(crate) fn reach(&self, css: &str) {
        for _ in 0..80 {
            if self.run("return document.activeElement.matches(arguments[0])", &json!([css])) == json!(true) {
                let ring = "const style = getComputedStyle(document.activeElement.closest('.choice') ?? document.activeElement);
                    return style.outlineStyle !== 'none'";
                assert_eq!(self.run(ring, &json!([])), json!(true), "no focus to be seen on {css}");
                return;
            }
            self.press("\u{E004}");
        }
        panic!("{css} cannot be reached");
    }

    fn windows(&self) -> Vec<String> {
        let windows = self.read("/window/handles");
        windows.as_array().expect("windows").iter().filter_map(|id| id.as_str().map(str::to_owned)).collect()
    }

    /// Goes on in the window that was opened `n`th.
    pub(crate) fn window(&self, n: usize) {
        let window = self.until("window", |browser| browser.windows().get(n).cloned());
        self.post("/window", &json!({"handle": window}));
        self.look.set(None);
    }

    pub(crate) fn close_window(&self) {
        self.delete("/window");
    }

    /// Puts axe-core into every page from now on, which costs less than to send it to each.
    pub(crate) fn with_axe(&self) {
        let script = json!({"source": include_str!("../../fixtures/axe-core/axe.min.js")});
        self.chromium("Page.addScriptToEvaluateOnNewDocument", &script);
    }

    /// What axe-core finds wrong with the page, in the words of its rules: of all of them, or of `rules` alone.
    pub(crate) fn violations(&self, rules: &[&str]) -> Vec<String> {
        if self.run("return typeof axe", &json!([])) == "undefined" {
            self.run(include_str!("../../fixtures/axe-core/axe.min.js"), &json!([]));
        }
        let script = "const [rules, exclude, done] = arguments;
            axe.run({exclude}, {resultTypes: ['violations'], ...(rules.length && {runOnly: rules})}).then(
                (found) => done(found.violations.flatMap((rule) => rule.nodes.map(
                    (node) => rule.id + ': ' + node.target + ': ' + node.failureSummary))),
                (error) => done([String(error)]));";
        let found = self.post("/execute/async", &json!({"script": script, "args": [rules, self.unjudged]}));
        found
            .as_array()
            .expect("a list")
            .iter()
            .map(|text| text.as_str().unwrap_or_default().to_owned())
            .collect()
    }

    /// The whole page as a picture.
    pub(crate) fn picture(&self, look: Look) -> Vec<u8> {
        let height = self.run("return Math.max(document.body.scrollHeight, 480)", &json!([]));
        let clip = json!({"x": 0, "y": 0, "width": look.width, "height": height, "scale": 1});
        let shot =
            self.chromium("Page.captureScreenshot", &json!({"captureBeyondViewport": true, "clip": clip}));
        BASE64_STANDARD.decode(shot["data"].as_str().expect("a picture")).expect("base64")
    }

    /// What pages wrote to the console that they should not have.
    fn complaints(&self) -> Vec<String> {
        let log = self.post("/se/log", &json!({"type": "browser"}));
        let lines = log.as_array().cloned().unwrap_or_default().into_iter();
        lines
            .filter(|line| line["level"] == "SEVERE" || line["level"] == "WARNING")
            .map(|line| line["message"].as_str().unwrap_or_default().to_owned())
            .filter(|line| !self.expected.iter().any(|status| line.contains(&format!("status of {status}"))))
            .collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        if std::thread::panicking() {
            return;
        }
        let complaints = self.complaints();
        assert!(complaints.is_empty(), "the console says: {complaints:#?}");
        self.forget();
        // What was emulated belongs to the window.
        let windows = self.windows();
        let fresh = self.post("/window/new", &json!({"type": "tab"}));
        for window in windows {
            self.post("/window", &json!({"handle": window}));
            self.look.set(None);
            self.delete("/window");
        }
        self.post("/window", &json!({"handle": fresh["handle"]}));
        self.complaints();
        self.turn.give_back();
    }
}
