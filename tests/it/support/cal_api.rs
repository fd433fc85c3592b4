//! A stand-in for Cal.com's API v2, over a socket, in which each request can fail.

use std::collections::HashMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::thread::spawn;
use std::time::Duration;

use bookhook::remote::Wait;
use parking_lot::{Mutex, MutexGuard};
use serde_json::{Value, json};

use super::server::Setup;

/// The key that the stand-in knows.
pub(crate) const KEY: &str = "cal_live_canary_0123456789";
/// Where servers under test are reached in public.
pub(crate) const PUBLIC: &str = "https://book.example.com";
/// The page of the event type.
pub(crate) const LINK: &str = "https://cal.com/dana-reyes/intro-call";
/// The event type's number.
pub(crate) const TYPE: i64 = 881_204;

/// How a request fails.
#[derive(Clone, Debug)]
pub(crate) enum Failing {
    /// With this status and body; nothing is done.
    Answer(u16, String),
    /// As above, with headers.
    With(u16, &'static str),
    /// The connection closes without an answer; nothing is done.
    Silence,
    /// It is done, and the connection closes without an answer.
    Lost,
}

/// A request as it came.
#[derive(Clone, Debug)]
pub(crate) struct Asked {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) headers: HashMap<String, String>,
    pub(crate) body: Value,
}

/// A limit of requests, in a time that passes only while somebody waits.
#[derive(Default)]
pub(crate) struct Limit {
    /// How many requests a minute may have.
    pub(crate) whole: u64,
    /// How many this minute has had.
    pub(crate) used: u64,
    /// The most that a minute has had.
    pub(crate) most: u64,
    /// How many were refused.
    pub(crate) refused: u64,
    /// The time since the beginning.
    pub(crate) now: Duration,
    /// When this minute began.
    pub(crate) began: Duration,
}

impl Limit {
    /// Counts a request: whether it is refused, and what headers the answer has.
    fn count(&mut self) -> (bool, String) {
        let minute = Duration::from_secs(60);
        if self.now.saturating_sub(self.began) >= minute {
            (self.began, self.used) = (self.now, 0);
        }
        self.used += 1;
        let is_refused = self.used > self.whole;
        self.refused += u64::from(is_refused);
        self.most = self.most.max(self.used);
        let (whole, left) = (self.whole, self.whole.saturating_sub(self.used));
        let reset = (self.began + minute).saturating_sub(self.now).as_secs();
        let headers = format!(
            "X-RateLimit-Limit-Default: {whole}\r\nX-RateLimit-Remaining-Default: {left}\r\n\
             X-RateLimit-Reset-Default: {reset}\r\n"
        );
        (is_refused, headers)
    }
}

/// Changes the bookings.
pub(crate) type Move = Box<dyn FnMut(&mut Vec<Value>) + Send>;

/// What the account holds, and how the server behaves.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a way in which servers differ")]
pub(crate) struct State {
    pub(crate) me: Value,
    pub(crate) event_types: Vec<Value>,
    pub(crate) teams: Vec<Value>,
    /// Of each team, by its number.
    pub(crate) team_event_types: HashMap<i64, Vec<Value>>,
    /// By the path of their scope.
    pub(crate) webhooks: Vec<(String, Value)>,
    /// The triggers that the server knows; all where it is empty.
    pub(crate) triggers: Vec<&'static str>,
    /// Why keys do not open, if they do not.
    pub(crate) unauthorized: Option<&'static str>,
    /// The plan does not include redirects.
    pub(crate) refuses_redirects: bool,
    /// A change of an event type loses what is not repeated.
    pub(crate) is_lossy: bool,
    /// By the number of the request, from 0 on.
    pub(crate) failing: HashMap<usize, Failing>,
    /// The bookings, in the API's form.
    pub(crate) bookings: Vec<Value>,
    /// The server does not know the parameters that limit a list.
    pub(crate) ignores_filters: bool,
    /// Nor those that divide it into pages.
    pub(crate) ignores_pages: bool,
    /// Called before each list is read: the list moves.
    pub(crate) before_list: Option<Move>,
    /// The seconds that the server's clock is ahead.
    pub(crate) ahead: i64,
    /// How many requests may be made, if there is a limit.
    pub(crate) limit: Option<Limit>,
    /// All requests, in order.
    pub(crate) asked: Vec<Asked>,
    made: u32,
}

/// The running stand-in.
pub(crate) struct CalApi {
    pub(crate) url: String,
    state: Arc<Mutex<State>>,
}

impl CalApi {
    /// With one event type and no webhook.
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let state = Arc::new(Mutex::new(State {
            me: json!({ "id": 4021, "username": "dana-reyes", "email": "dana@example.com", "organizationId": null }),
            event_types: vec![event_type()],
            ..State::default()
        }));
        let shared = Arc::clone(&state);
        spawn(move || {
            for stream in listener.incoming().flatten() {
                let state = Arc::clone(&shared);
                spawn(move || serve(stream, &state));
            }
        });
        Self { url, state }
    }

    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock()
    }

    /// A bookhook with the key, which asks this.
    pub(crate) fn setup(&self) -> Setup {
        Setup::new()
            .with("CAL_COM_API_KEY", KEY)
            .with("BOOKHOOK_CAL_API_URL", &self.url)
            .with("BOOKHOOK_CAL_LINK", LINK)
            .with("BOOKHOOK_PUBLIC_URL", PUBLIC)
    }

    /// Waits in the time of the limit.
    pub(crate) fn clock(&self) -> Wait {
        let state = Arc::clone(&self.state);
        Box::new(move |time| {
            if let Some(limit) = &mut state.lock().limit {
                limit.now += time;
            }
            false
        })
    }

    /// The webhooks, each with its scope.
    pub(crate) fn webhooks(&self) -> Vec<(String, Value)> {
        self.state().webhooks.clone()
    }

    /// Where the event type sends bookers.
    pub(crate) fn redirect(&self) -> Value {
        self.state().event_types[0]["successRedirectUrl"].clone()
    }

    /// The requests since this was last asked.
    pub(crate) fn take_asked(&self) -> Vec<Asked> {
        std::mem::take(&mut self.state().asked)
    }
}

/// The event type of the booking link.
pub(crate) fn event_type() -> Value {
    json!({
        "id": TYPE, "ownerId": 4021, "slug": "intro-call", "title": "Intro Call", "lengthInMinutes": 30,
        "bookingUrl": "https://cal.com/dana-reyes/intro-call", "successRedirectUrl": null,
        "forwardParamsSuccessRedirect": true, "hidden": false, "seatsPerTimeSlot": null,
        "lengthInMinutesOptions": [15, 30], "bookerLayouts": { "defaultLayout": "month" },
        "confirmationPolicy": { "type": "time", "noticeThreshold": { "count": 2, "unit": "hours" } },
    })
}

fn serve(stream: TcpStream, state: &Mutex<State>) {
    let mut reader = BufReader::new(stream);
    while let Some(asked) = read(&mut reader) {
        let (answer, ahead) = {
            let mut state = state.lock();
            (answer(&mut state, &asked), state.ahead)
        };
        let Some((status, headers, body)) = answer else { return };
        let date = now(ahead);
        let head = format!(
            "HTTP/1.1 {status} X\r\nContent-Type: application/json; charset=utf-8\r\nDate: {date}\r\n\
             Content-Length: {}\r\n{headers}\r\n",
            body.len()
        );
        let sent = reader.get_mut().write_all(&[head.as_bytes(), body.as_bytes()].concat());
        if sent.is_err() {
            return;
        }
    }
}

/// The time as the `Date` header has it.
fn now(ahead: i64) -> String {
    let now = time::OffsetDateTime::now_utc() + time::Duration::seconds(ahead);
    let text = now.format(&time::format_description::well_known::Rfc2822).expect("a date");
    text.replace("+0000", "GMT")
}

fn read(reader: &mut BufReader<TcpStream>) -> Option<Asked> {
    let mut line = String::new();
    if reader.read_line(&mut line).ok()? == 0 {
        return None;
    }
    let mut words = line.split_whitespace();
    let (method, path) = (words.next()?.to_owned(), words.next()?.to_owned());
    let mut headers = HashMap::new();
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(": ") else { break };
        headers.insert(name.to_ascii_lowercase(), value.to_owned());
    }
    let length = headers.get("content-length").and_then(|length| length.parse().ok()).unwrap_or(0);
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let body = serde_json::from_slice(&body).unwrap_or_default();
    Some(Asked { method, path, headers, body })
}

type Reply = (u16, String, String);

fn answer(state: &mut State, asked: &Asked) -> Option<Reply> {
    let number = state.asked.len();
    state.asked.push(asked.clone());
    let (is_refused, headers) = state.limit.as_mut().map(Limit::count).unwrap_or_default();
    if is_refused {
        return Some((429, headers, "{}".into()));
    }
    let json = |(status, body): (u16, Value)| (status, headers, body.to_string());
    match state.failing.get(&number).cloned() {
        Some(Failing::Answer(status, body)) => Some((status, String::new(), body)),
        Some(Failing::With(status, headers)) => Some((status, headers.into(), "{}".into())),
        Some(Failing::Silence) => None,
        Some(Failing::Lost) => {
            drop(route(state, asked));
            None
        }
        None => Some(json(route(state, asked))),
    }
}

fn error(status: u16, code: &str, message: &str) -> (u16, Value) {
    let details = json!({ "message": message, "statusCode": status });
    (status, json!({ "status": "error", "error": { "code": code, "message": message, "details": details } }))
}

fn data(status: u16, data: Value) -> (u16, Value) {
    (status, json!({ "status": "success", "data": data }))
}

fn route(state: &mut State, asked: &Asked) -> (u16, Value) {
    let authorized = asked.headers.get("authorization").is_some_and(|key| *key == format!("Bearer {KEY}"));
    if let Some(why) = state.unauthorized.or((!authorized).then_some("Invalid API Key")) {
        return error(401, "UnauthorizedException", why);
    }
    let (path, query) = asked.path.split_once('?').unwrap_or((&asked.path, ""));
    let Some(path) = path.strip_prefix("/v2") else { return error(404, "NotFoundException", "Cannot GET") };
    let parts: Vec<&str> = path.trim_start_matches('/').split('/').collect();
    match (asked.method.as_str(), parts.as_slice()) {
        ("GET", ["me"]) => data(200, state.me.clone()),
        ("GET", ["bookings"]) => list(state, query, &asked.headers),
        ("GET", ["bookings", uid]) => match state.bookings.iter().find(|booking| booking["uid"] == *uid) {
            Some(booking) => data(200, booking.clone()),
            None => error(404, "NotFoundException", "Booking not found"),
        },
        ("GET", ["teams"]) => data(200, state.teams.clone().into()),
        ("GET", ["event-types"]) => data(200, state.event_types.clone().into()),
        ("GET", ["teams", team, "event-types"]) => data(
            200,
            team.parse().ok().and_then(|team: i64| state.team_event_types.get(&team)).cloned().into(),
        ),
        (method, [.., "webhooks"]) => webhooks(state, method, path, query, &asked.body),
        ("PATCH", [.., "webhooks", id]) => {
            let scope = path.trim_end_matches(id).trim_end_matches('/').to_owned();
            change_webhook(state, &scope, id, &asked.body)
        }
        ("PATCH", ["event-types", id]) => {
            let lossy = state.is_lossy;
            change_type(state.refuses_redirects, lossy, state.event_types.iter_mut(), id, &asked.body)
        }
        ("PATCH", ["teams", team, "event-types", id]) => {
            let lossy = state.is_lossy;
            let types = team.parse().ok().and_then(|team: i64| state.team_event_types.get_mut(&team));
            change_type(state.refuses_redirects, lossy, types.into_iter().flatten(), id, &asked.body)
        }
        _ => error(404, "NotFoundException", "Cannot GET"),
    }
}

fn list(state: &mut State, query: &str, headers: &HashMap<String, String>) -> (u16, Value) {
    if headers.get("cal-api-version").map(String::as_str) != Some("2024-08-13") {
        return data(200, json!({ "bookings": [], "recurringInfo": [] }));
    }
    if let Some(mut before) = state.before_list.take() {
        before(&mut state.bookings);
        state.before_list = Some(before);
    }
    let text = |name: &str| {
        let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
        pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value.replace("%3A", ":"))
    };
    let mut all: Vec<&Value> = state.bookings.iter().collect();
    let fields = [("Updated", "updatedAt"), ("Created", "createdAt"), ("Start", "start")];
    for (name, field) in fields {
        let after = text(&format!("after{name}At")).or_else(|| text(&format!("after{name}")));
        if let Some(after) = after.filter(|_| !state.ignores_filters) {
            all.retain(|booking| booking[field].as_str().is_some_and(|time| *time >= *after));
        }
        if text(&format!("sort{name}At")).or_else(|| text(&format!("sort{name}"))).is_some() {
            all.sort_by_key(|booking| booking[field].as_str().map(str::to_owned));
        }
    }
    let total = state.bookings.len();
    let (skip, take) = (number(query, "skip").unwrap_or(0), number(query, "take").unwrap_or(100));
    let (skip, take) = if state.ignores_pages { (0, usize::MAX) } else { (skip, take) };
    let page: Vec<Value> = all.into_iter().skip(skip).take(take).cloned().collect();
    // The totals are those of a list without filters.
    let pagination = json!({ "totalItems": total, "returnedItems": total, "hasNextPage": true });
    (200, json!({ "status": "success", "data": page, "pagination": pagination }))
}

fn webhooks(state: &mut State, method: &str, scope: &str, query: &str, body: &Value) -> (u16, Value) {
    if method == "GET" {
        let skip = number(query, "skip").unwrap_or(0);
        let of_scope = state.webhooks.iter().filter(|(known, _)| known == scope).map(|(_, webhook)| webhook);
        let take = number(query, "take").unwrap_or(250);
        return data(200, of_scope.skip(skip).take(take).cloned().collect::<Vec<_>>().into());
    }
    if let Some(refused) = unknown_trigger(state, body).or_else(|| unsafe_url(body)) {
        return refused;
    }
    let same = |(known, webhook): &(String, Value)| {
        known == scope && webhook["subscriberUrl"] == body["subscriberUrl"]
    };
    if state.webhooks.iter().any(same) {
        return error(
            409,
            "ConflictException",
            "Webhook with this subscriber url already exists for this user",
        );
    }
    state.made += 1;
    let mut webhook = json!({ "id": format!("6f7bc124-0000-4c95-b0f1-{:012}", state.made), "payloadTemplate": null,
        "secret": null, "version": "2021-10-20", "time": null, "timeUnit": null });
    merge(&mut webhook, body);
    state.webhooks.push((scope.to_owned(), webhook.clone()));
    data(201, webhook)
}

fn change_webhook(state: &mut State, scope: &str, id: &str, body: &Value) -> (u16, Value) {
    if let Some(refused) = unknown_trigger(state, body).or_else(|| unsafe_url(body)) {
        return refused;
    }
    let known = state.webhooks.iter_mut().find(|(known, webhook)| known == scope && webhook["id"] == id);
    let Some((_, webhook)) = known else { return error(404, "NotFoundException", "Webhook not found") };
    merge(webhook, body);
    data(200, webhook.clone())
}

fn change_type<'a>(
    refuses: bool,
    is_lossy: bool,
    mut types: impl Iterator<Item = &'a mut Value>,
    id: &str,
    body: &Value,
) -> (u16, Value) {
    if refuses {
        return error(403, "ForbiddenException", "Redirects need a team plan");
    }
    let Some(known) = types.find(|known| known["id"].as_i64() == id.parse().ok()) else {
        return error(404, "NotFoundException", "Event type not found");
    };
    if is_lossy {
        for field in ["lengthInMinutesOptions", "bookerLayouts", "confirmationPolicy"] {
            if body[field].is_null() {
                known[field] = Value::Null;
            }
        }
    }
    // `null` and `forwardParamsSuccessRedirect` are dropped without a word.
    if let Some(url) = body["successRedirectUrl"].as_str() {
        known["successRedirectUrl"] = url.into();
    }
    data(200, known.clone())
}

fn merge(into: &mut Value, from: &Value) {
    for (name, value) in from.as_object().into_iter().flatten() {
        into[name] = value.clone();
    }
}

/// Repeats the request, the secret too.
fn bad_request(body: &Value, property: &str, constraints: Value) -> (u16, Value) {
    let errors = json!([{ "target": body, "value": body[property], "property": property, "children": [], "constraints": constraints }]);
    let error = json!({ "code": "BadRequestException", "message": "Bad Request Exception", "details": { "errors": errors } });
    (400, json!({ "status": "error", "error": error }))
}

fn unknown_trigger(state: &State, body: &Value) -> Option<(u16, Value)> {
    let asked = body["triggers"].as_array()?;
    let is_unknown = |name: &Value| !state.triggers.iter().any(|known| name == known);
    if state.triggers.is_empty() || !asked.iter().any(is_unknown) {
        return None;
    }
    let text =
        format!("each value in triggers must be one of the following values: {}", state.triggers.join(", "));
    Some(bad_request(body, "triggers", json!({ "isEnum": text })))
}

fn unsafe_url(body: &Value) -> Option<(u16, Value)> {
    let url = body["subscriberUrl"].as_str()?;
    let text = "Webhook URL is not allowed: only HTTPS URLs to public hosts are permitted";
    (!url.starts_with("https://"))
        .then(|| bad_request(body, "subscriberUrl", json!({ "webhookSafeUrl": text })))
}

fn number(query: &str, name: &str) -> Option<usize> {
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name)?.1.parse().ok()
}
