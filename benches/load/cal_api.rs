//! A stand-in for Cal.com's API with a great many bookings.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::spawn;
use std::time::Instant;

use bookhook::calcom::api::PAGE;
use bookhook::domain::instant;
use time::format_description::well_known::Rfc2822;
use time::{Duration, OffsetDateTime};
use url::form_urlencoded;

/// The key that servers are given.
pub(crate) const KEY: &str = "cal_live_bench";
/// The page of the one event type.
pub(crate) const LINK: &str = "https://cal.com/dana-reyes/intro-call";

/// The running stand-in.
pub(crate) struct CalApi {
    pub(crate) url: String,
    asked: Arc<AtomicU64>,
}

impl CalApi {
    /// Its bookings were made one after the other in the last weeks, and begin in the next ones. `limit` is
    /// how many requests it says that a key has a minute.
    pub(crate) fn start(bookings: u32, limit: Option<u64>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let asked = Arc::<AtomicU64>::default();
        let (count, now) = (Arc::clone(&asked), OffsetDateTime::now_utc());
        let limit = limit.map(|limit| Limit { requests: limit, since: Instant::now() });
        let list = List { bookings, made: now - Duration::days(25), start: now + Duration::days(1), limit };
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let count = Arc::clone(&count);
                spawn(move || list.serve(stream, &count));
            }
        });
        Self { url, asked }
    }

    /// How many requests were answered.
    pub(crate) fn asked(&self) -> u64 {
        self.asked.load(Ordering::Relaxed)
    }
}

#[derive(Clone, Copy)]
struct List {
    bookings: u32,
    made: OffsetDateTime,
    start: OffsetDateTime,
    limit: Option<Limit>,
}

/// So many requests in each minute from a moment on.
#[derive(Clone, Copy)]
struct Limit {
    requests: u64,
    since: Instant,
}

impl Limit {
    /// The headers of the answer that is the `minute.1`th in the minute `minute.0`; counts it.
    fn headers(self, minute: &mut (u64, u64)) -> String {
        let seconds = self.since.elapsed().as_secs();
        let asked = if minute.0 == seconds / 60 { minute.1 + 1 } else { 1 };
        *minute = (seconds / 60, asked);
        format!(
            "X-RateLimit-Limit-Default: {0}\r\nX-RateLimit-Remaining-Default: {1}\r\n\
             X-RateLimit-Reset-Default: {2}\r\n",
            self.requests,
            self.requests.saturating_sub(asked),
            60 - seconds % 60
        )
    }
}

/// The time from one booking to the next.
const STEP: Duration = Duration::seconds(20);

impl List {
    fn serve(self, stream: TcpStream, asked: &AtomicU64) {
        let mut reader = BufReader::new(stream);
        let mut line = String::new();
        let mut minute = (0, 0);
        while reader.read_line(&mut line).is_ok_and(|length| length > 0) {
            let path = line.split(' ').nth(1).unwrap_or_default().to_owned();
            while line != "\r\n" {
                line.clear();
                if reader.read_line(&mut line).is_err() {
                    return;
                }
            }
            line.clear();
            let body = self.answer(&path);
            let date = OffsetDateTime::now_utc().format(&Rfc2822).expect("a date").replace("+0000", "GMT");
            let limit = self.limit.map(|limit| limit.headers(&mut minute)).unwrap_or_default();
            let head =
                format!("HTTP/1.1 200 OK\r\nDate: {date}\r\n{limit}Content-Length: {}\r\n\r\n", body.len());
            if reader.get_mut().write_all(&[head.as_bytes(), body.as_bytes()].concat()).is_err() {
                return;
            }
            asked.fetch_add(1, Ordering::Relaxed);
        }
    }

    fn answer(self, path: &str) -> String {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let data = match path.trim_start_matches("/v2") {
            "/me" => r#"{"id":1,"username":"dana-reyes","email":"dana@example.com"}"#.into(),
            "/event-types" => r#"[{"id":1,"ownerId":1,"slug":"intro-call","title":"Intro Call"}]"#.into(),
            "/bookings" => self.page(query),
            _ => "[]".into(),
        };
        format!(r#"{{"status":"success","data":{data}}}"#)
    }

    /// A page from a time on; no two bookings have the same.
    fn page(self, query: &str) -> String {
        let after = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name.starts_with("after"));
        let (name, time) = after.expect("a time to begin at");
        let since = if name == "afterStart" { self.start } else { self.made };
        let from = instant::parse(&time).expect("a time") - since;
        let step = STEP.whole_milliseconds();
        let first = u32::try_from((from.whole_milliseconds() + step - 1).div_euclid(step).max(0));
        let first = first.expect("few bookings").min(self.bookings);
        let page = u32::try_from(PAGE).expect("a small page");
        let rows: Vec<String> = (first..self.bookings.min(first + page)).map(|n| self.booking(n)).collect();
        format!("[{}]", rows.join(","))
    }

    fn booking(self, n: u32) -> String {
        let at = |since: OffsetDateTime| instant::to_millis(since + STEP * n);
        let (made, start, end) = (at(self.made), at(self.start), at(self.start + Duration::minutes(30)));
        format!(
            r#"{{"id":{n},"uid":"8hT2mQzLr4VnXs{n:08}","title":"Intro Call between Dana Reyes and Guest {n}","description":"",
            "hosts":[{{"id":1,"name":"Dana Reyes","email":"dana@example.com","username":"dana-reyes","timeZone":"Europe/Madrid"}}],
            "status":"accepted","start":"{start}","end":"{end}","duration":30,"eventTypeId":1,
            "eventType":{{"id":1,"slug":"intro-call"}},"meetingUrl":"https://app.cal.com/video/8hT2mQzLr4VnXs{n:08}",
            "location":"https://app.cal.com/video/8hT2mQzLr4VnXs{n:08}","absentHost":false,"createdAt":"{made}","updatedAt":"{made}",
            "metadata":{{}},"rating":null,"icsUid":"8hT2mQzLr4VnXs{n:08}@Cal.com","guests":[],
            "attendees":[{{"name":"Guest {n}","email":"guest{n}@example.com","displayEmail":"guest{n}@example.com",
            "timeZone":"Europe/Madrid","language":"en","absent":false}}],
            "bookingFieldsResponses":{{"name":"Guest {n}","email":"guest{n}@example.com","displayEmail":"guest{n}@example.com",
            "location":{{"value":"integrations:daily","optionValue":""}},"notes":"{:200}","guests":[]}}}}"#,
            "A few words about the interview."
        )
    }
}
