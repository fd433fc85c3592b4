//! Sends one request at a time to Cal.com's API, with the key, with retries, and without following redirects.

use std::time::Duration;

use serde::de::DeserializeOwned;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc2822;
use ureq::http::{HeaderMap, Response};
use ureq::{Agent, Body, Proxy};

use super::error::ApiError;
use super::reach;
use crate::calcom::api::{self, ApiUrl, Method, Refusal, Request};

/// The timeout of Cal.com's own clients.
const PATIENCE: Duration = Duration::from_secs(30);
/// The pauses before a read is tried again.
const PAUSES: [Duration; 2] = [Duration::from_millis(500), Duration::from_secs(1)];
/// How often a request waits for the rate limit.
const WAITS: u32 = 3;
/// The largest answer: more than a page of 250 bookings with long answers.
const LARGEST: u64 = 32 * 1024 * 1024;

/// Waits for a duration; `true` if the caller was stopped meanwhile.
pub type Wait = Box<dyn FnMut(Duration) -> bool + Send>;

/// A client that sends the key.
pub struct Client {
    agent: Agent,
    base: ApiUrl,
    key: String,
    wait: Wait,
    /// How long the next request waits, so that half of the rate limit stays for others.
    pause: Option<Duration>,
}

/// A successful answer.
pub struct Answer {
    base: ApiUrl,
    what: &'static str,
    /// When the server sent it, by its clock.
    pub date: Option<OffsetDateTime>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Answer {
    /// Returns its data.
    ///
    /// # Errors
    /// It has an unexpected format.
    pub fn data<T: DeserializeOwned>(&self) -> Result<T, ApiError> {
        self.read(api::data)
    }

    /// Returns the result of `read` on its body.
    ///
    /// # Errors
    /// It has an unexpected format.
    pub fn read<T>(&self, read: impl FnOnce(&[u8]) -> Result<T, Refusal>) -> Result<T, ApiError> {
        read(&self.body).map_err(|refusal| ApiError::Refused {
            base: self.base.clone(),
            what: self.what,
            refusal,
        })
    }
}

impl Client {
    /// Returns a client for the API at `base`. Sends nothing yet.
    #[must_use]
    pub fn new(base: ApiUrl, key: &str, wait: Wait) -> Self {
        let proxy = if base.as_str().starts_with("https:") { Proxy::try_from_env() } else { None };
        let config = Agent::config_builder()
            .proxy(proxy)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(PATIENCE))
            .build();
        Self { agent: config.into(), base, key: key.to_owned(), wait, pause: None }
    }

    /// Makes a request and returns its successful answer. A read is tried three times if the server fails; a
    /// change only once, because it may have succeeded.
    ///
    /// # Errors
    /// Returns why there is none. `what` follows the word "for".
    pub fn ask(&mut self, what: &'static str, request: &Request) -> Result<Answer, ApiError> {
        let (mut pauses, mut waits) = (PAUSES.iter(), 0);
        loop {
            if let Some(pause) = self.pause.take() {
                self.stand(pause)?;
            }
            let answer = self.call(request);
            let is_final = |error: &ApiError| {
                let may_pass = match error {
                    ApiError::Refused { refusal, .. } => matches!(refusal, Refusal::Server(_)),
                    other => matches!(other, ApiError::NoAnswer { .. }),
                };
                request.method != Method::Get || !may_pass
            };
            match answer.and_then(|answer| self.accept(what, answer)) {
                Err(error) if error.refusal() == Some(&Refusal::TooMany) && waits < WAITS => waits += 1,
                Err(error) if !is_final(&error) => match pauses.next() {
                    Some(pause) => self.stand(*pause)?,
                    None => return Err(error),
                },
                done => return done,
            }
        }
    }

    /// Where the API is.
    #[must_use]
    pub fn base(&self) -> &ApiUrl {
        &self.base
    }

    fn stand(&mut self, pause: Duration) -> Result<(), ApiError> {
        if (self.wait)(pause) { Err(ApiError::Stopped) } else { Ok(()) }
    }

    fn call(&self, request: &Request) -> Result<Response<Body>, ApiError> {
        let url = format!("{}{}", self.base, request.path);
        let bearer = format!("Bearer {}", self.key);
        let sent = match (&request.method, &request.body) {
            (Method::Get, _) => {
                let call = self.agent.get(&url).header("Authorization", &bearer);
                match request.version {
                    Some(version) => call.header("cal-api-version", version),
                    None => call,
                }
                .call()
            }
            (method, body) => {
                let call =
                    if *method == Method::Post { self.agent.post(&url) } else { self.agent.patch(&url) };
                let call = call.header("Authorization", &bearer).header("Content-Type", "application/json");
                let body = body.as_ref().map(ToString::to_string).unwrap_or_default();
                match request.version {
                    Some(version) => call.header("cal-api-version", version),
                    None => call,
                }
                .send(&body)
            }
        };
        sent.map_err(|error| self.no_answer(&error))
    }

    fn no_answer(&self, error: &ureq::Error) -> ApiError {
        let start = "see whether Cal.com's API runs there, and whether cal_api_url is its address";
        let (problem, remedy) = reach::why(self.base.as_str(), error, start);
        ApiError::NoAnswer { problem, remedy }
    }

    /// Reads a whole answer, and the rate limit from its headers.
    fn accept(&mut self, what: &'static str, mut answer: Response<Body>) -> Result<Answer, ApiError> {
        let status = answer.status().as_u16();
        let date =
            header(answer.headers(), "date").and_then(|text| OffsetDateTime::parse(text, &Rfc2822).ok());
        let limit = Limit::from_headers(answer.headers());
        let body = answer.body_mut().with_config().limit(LARGEST).read_to_vec();
        let body = body.map_err(|error| self.no_answer(&error))?;
        match api::refusal(status, &body) {
            None => {
                self.pause = limit.pause(date);
                Ok(Answer { base: self.base.clone(), what, date, body })
            }
            Some(refusal) => {
                if refusal == Refusal::TooMany {
                    self.pause = Some(limit.after_refusal(date));
                }
                Err(ApiError::Refused { base: self.base.clone(), what, refusal })
            }
        }
    }
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The limit of requests, from the headers of an answer.
#[derive(Debug, Default, PartialEq, Eq)]
struct Limit {
    retry_after: Option<u64>,
    /// The limit with the fewest requests left, with its size and the time until its reset.
    tightest: Option<(u64, u64, u64)>,
}

impl Limit {
    fn from_headers(headers: &HeaderMap) -> Self {
        let number = |name: &str| header(headers, name).and_then(|text| text.trim().parse::<u64>().ok());
        let names = headers.keys().filter_map(|name| name.as_str().strip_prefix("x-ratelimit-remaining-"));
        let each = names.filter_map(|name| {
            let of = |part: &str| number(&format!("x-ratelimit-{part}-{name}"));
            Some((of("remaining")?, of("limit")?, of("reset").unwrap_or(60)))
        });
        Self { retry_after: number("retry-after"), tightest: each.min() }
    }

    /// How long to wait before the next request, so that half of the limit stays for others.
    fn pause(&self, date: Option<OffsetDateTime>) -> Option<Duration> {
        let (remaining, limit, reset) = self.tightest?;
        (remaining <= limit / 2).then(|| until(reset, date))
    }

    fn after_refusal(&self, date: Option<OffsetDateTime>) -> Duration {
        until(self.retry_after.or(self.tightest.map(|(.., reset)| reset)).unwrap_or(60), date)
    }
}

/// Seconds from now, or a time since 1970, as a duration from a second to five minutes.
fn until(seconds: u64, date: Option<OffsetDateTime>) -> Duration {
    let seconds = match (seconds > 1_000_000_000, date) {
        (true, Some(date)) => seconds.saturating_sub(u64::try_from(date.unix_timestamp()).unwrap_or(0)),
        (true, None) => 60,
        (false, _) => seconds,
    };
    Duration::from_secs(seconds.clamp(1, 5 * 60))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limit(headers: &[(&'static str, &'static str)]) -> Limit {
        let parse = |value: &str| value.parse().expect("a header");
        Limit::from_headers(
            &headers.iter().map(|(name, value)| (name.parse().expect("a name"), parse(value))).collect(),
        )
    }

    #[test]
    fn half_of_the_limit_stays_for_others() {
        let names = |remaining| {
            limit(&[
                ("X-RateLimit-Limit-Default", "120"),
                ("X-RateLimit-Remaining-Default", remaining),
                ("X-RateLimit-Reset-Default", "41"),
            ])
        };
        assert_eq!(names("61").pause(None), None);
        assert_eq!(names("60").pause(None), Some(Duration::from_secs(41)));
        assert_eq!(limit(&[]).pause(None), None, "no limit is told");
    }

    #[test]
    fn after_a_refusal_the_wait_is_a_second_at_least_and_five_minutes_at_most() {
        let seconds = |headers: &[_]| {
            let date = OffsetDateTime::from_unix_timestamp(1_800_000_000).expect("a time");
            limit(headers).after_refusal(Some(date)).as_secs()
        };
        assert_eq!(seconds(&[]), 60);
        assert_eq!(seconds(&[("Retry-After", "0")]), 1);
        assert_eq!(seconds(&[("Retry-After", "99999")]), 300);
        let of = |reset| {
            [("X-RateLimit-Limit-A", "9"), ("X-RateLimit-Remaining-A", "0"), ("X-RateLimit-Reset-A", reset)]
        };
        assert_eq!(seconds(&of("17")), 17);
        assert_eq!(seconds(&of("1800000030")), 30, "as documents show it");
    }

    #[test]
    fn the_date_of_an_answer_is_read() {
        let date = OffsetDateTime::parse("Wed, 25 Nov 2026 21:34:57 GMT", &Rfc2822).expect("a date");
        assert_eq!(date.unix_timestamp(), 1_795_642_497);
    }
}
