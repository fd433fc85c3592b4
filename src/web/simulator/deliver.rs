//! Posts deliveries to the webhook, over a socket like Cal.com.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use rocket::request::{FromRequest, Outcome, Request};
use rocket::tokio;
use rocket::tokio::task::spawn_blocking;

use crate::calcom::sample::Sample;
use crate::calcom::signature::{HEADER, Secret, Secrets, sign};
use crate::web::error::ApiError;
use crate::web::paths;

/// When deliveries arrive, seen from the redirect.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Timing {
    /// The delay after it; without one, before it.
    after: Option<Duration>,
    /// Each arrives twice.
    twice: bool,
}

impl Timing {
    /// The choices: a value of the form, and its meaning.
    pub(super) const CHOICES: [(&'static str, &'static str); 4] = [
        ("before", "before the redirect"),
        ("3", "3 seconds after it"),
        ("30", "30 seconds after it"),
        ("180", "3 minutes after it"),
    ];

    pub(super) fn parse(choice: &str, twice: bool) -> Self {
        let offered = Self::CHOICES.iter().any(|(offered, _)| *offered == choice);
        let seconds = choice.parse().ok().filter(|_| offered);
        Self { after: seconds.map(Duration::from_secs), twice }
    }
}

/// The webhook of this server.
pub(super) struct Webhook {
    url: String,
    secret: Secret,
}

impl Webhook {
    /// Makes the deliveries; returns once they arrived, or at once if they shall come later.
    pub(super) async fn deliver(self, samples: Vec<Sample>, timing: Timing) -> Result<(), ApiError> {
        let bodies: Vec<Vec<u8>> = samples.iter().map(Sample::body).collect();
        let bodies = if timing.twice { [bodies.clone(), bodies].concat() } else { bodies };
        let Some(pause) = timing.after else { return self.post(bodies).await };
        tokio::spawn(async move {
            tokio::time::sleep(pause).await;
            self.post(bodies).await
        });
        Ok(())
    }

    async fn post(self, bodies: Vec<Vec<u8>>) -> Result<(), ApiError> {
        let all = move || bodies.iter().all(|body| self.post_one(body));
        if spawn_blocking(all).await.is_ok_and(|taken| taken) {
            return Ok(());
        }
        tracing::error!("the simulator's delivery was refused");
        Err(ApiError::Internal)
    }

    fn post_one(&self, body: &[u8]) -> bool {
        let config = ureq::Agent::config_builder().timeout_global(Some(Duration::from_secs(10)));
        let agent: ureq::Agent = config.proxy(None).max_redirects(0).build().into();
        let request = agent.post(&self.url).header(HEADER, sign(&self.secret, body));
        request.header("Content-Type", "application/json").send(body).is_ok()
    }
}

#[rocket::async_trait]
impl<'r> FromRequest<'r> for Webhook {
    type Error = std::convert::Infallible;

    async fn from_request(request: &'r Request<'_>) -> Outcome<Self, Self::Error> {
        let Some(secrets) = request.rocket().state::<Secrets>() else {
            return Outcome::Forward(rocket::http::Status::InternalServerError);
        };
        let config = request.rocket().config();
        let address =
            if config.address.is_unspecified() { IpAddr::V4(Ipv4Addr::LOCALHOST) } else { config.address };
        let url = format!("http://{}{}", SocketAddr::new(address, config.port), paths::WEBHOOK);
        Outcome::Success(Self { url, secret: secrets.current.clone() })
    }
}
