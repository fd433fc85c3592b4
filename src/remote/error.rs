//! Why Cal.com's API could not be read or changed.

use std::fmt;

use crate::calcom::api::{ApiUrl, Refusal};

/// Why a request failed. Contains no key, no secret and no text of the answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// There was no answer.
    NoAnswer {
        /// The event.
        problem: String,
        /// The remedy.
        remedy: String,
    },
    /// The API refused, or answered unexpectedly.
    Refused {
        /// The address of the API.
        base: ApiUrl,
        /// The requested thing; it follows the word "for".
        what: &'static str,
        /// Why not.
        refusal: Refusal,
    },
    /// No event type of the account is that of `cal_link`.
    NoEventType {
        /// The account.
        account: String,
    },
    /// The caller stopped while it waited.
    Stopped,
}

impl ApiError {
    /// An answer without its time, so that ages are unknown.
    #[must_use]
    pub fn without_date(base: &ApiUrl) -> Self {
        Self::Refused { base: base.clone(), what: "the time of its answer", refusal: Refusal::Shape }
    }

    /// Why the API refused; `None` if it did not answer.
    #[must_use]
    pub fn refusal(&self) -> Option<&Refusal> {
        match self {
            Self::Refused { refusal, .. } => Some(refusal),
            _ => None,
        }
    }

    /// Whether the key is the cause: only other settings help.
    #[must_use]
    pub fn is_of_the_key(&self) -> bool {
        matches!(self.refusal(), Some(Refusal::KeyInvalid | Refusal::KeyExpired | Refusal::NoLicence))
    }

    /// A stable word for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        let refusal = match self {
            Self::NoAnswer { .. } => return "no_answer",
            Self::NoEventType { .. } => return "no_event_type",
            Self::Stopped => return "stopped",
            Self::Refused { refusal, .. } => refusal,
        };
        match refusal {
            Refusal::KeyInvalid => "key_unknown",
            Refusal::KeyExpired => "key_expired",
            Refusal::NoLicence => "no_licence",
            Refusal::Forbidden => "forbidden",
            Refusal::TooMany => "too_many_requests",
            Refusal::Redirect => "redirected",
            Refusal::Server(_) => "server_failed",
            Refusal::NotFound | Refusal::NotJson | Refusal::Shape => "not_the_api",
            Refusal::Conflict | Refusal::Triggers(_) | Refusal::Fields(_) | Refusal::Other(_) => "refused",
        }
    }

    /// Returns the remedy.
    #[must_use]
    pub fn remedy(&self) -> String {
        let refusal = match self {
            Self::NoAnswer { remedy, .. } => return remedy.clone(),
            Self::NoEventType { .. } => {
                return "correct cal_link, or use a key of the account that owns the event type; for a team's, of one \
                        of its admins"
                    .into();
            }
            Self::Stopped => return "run it again".into(),
            Self::Refused { refusal, .. } => refusal,
        };
        match refusal {
            Refusal::KeyInvalid | Refusal::KeyExpired => {
                "create a key in Cal.com under Settings, Developer, API keys, and put it in CAL_COM_API_KEY; a key of \
                 one region or server does not work at another (cal_api_url)"
            }
            Refusal::NoLicence => {
                "the API of a self-hosted Cal.com needs CALCOM_LICENSE_KEY there; without it, set the webhook up by \
                 hand as docs/calcom-setup.md shows, and unset CAL_COM_API_KEY"
            }
            Refusal::Forbidden => {
                "use the key of somebody who may: the owner of the event type, or an admin of its team; some things \
                 need another plan"
            }
            Refusal::TooMany => "wait a minute; everything that uses the same key shares its 120 requests a minute",
            Refusal::Redirect => "set cal_api_url to the address that it redirects to: bookhook does not send the key along a redirect",
            Refusal::Server(_) => "try again later; nothing is lost",
            Refusal::NotFound | Refusal::NotJson | Refusal::Shape => {
                "check that cal_api_url is the address of Cal.com's API v2, such as https://api.cal.com/v2"
            }
            Refusal::Conflict => "run it again",
            Refusal::Triggers(_) | Refusal::Fields(_) | Refusal::Other(_) => {
                "set it up by hand as docs/calcom-setup.md shows"
            }
        }
        .into()
    }
}

impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (base, what, refusal) = match self {
            Self::NoAnswer { problem, .. } => return f.write_str(problem),
            Self::NoEventType { account } => {
                return write!(f, "the account {account} may change no event type that matches cal_link");
            }
            Self::Stopped => return f.write_str("it was stopped while it waited for Cal.com"),
            Self::Refused { base, what, refusal } => (base, what, refusal),
        };
        match refusal {
            Refusal::KeyInvalid => write!(f, "{base} does not know the API key"),
            Refusal::KeyExpired => f.write_str("the API key is expired"),
            Refusal::NoLicence => write!(f, "the server of {base} has no licence for its API"),
            Refusal::Forbidden => write!(f, "{base} does not allow the API key to access {what}"),
            Refusal::NotFound => write!(f, "{base} does not have {what}"),
            Refusal::Conflict => write!(f, "{base} has {what} already"),
            Refusal::Triggers(_) => write!(f, "{base} does not know the triggers for {what}"),
            Refusal::Fields(names) => write!(f, "{base} refused {} for {what}", names.join(", ")),
            Refusal::TooMany => write!(f, "{base} refuses more requests for now"),
            Refusal::Redirect => write!(f, "{base} redirects the request for {what}"),
            Refusal::Server(status) => write!(f, "{base} failed with status {status} when asked for {what}"),
            Refusal::NotJson => write!(f, "{base} is not Cal.com's API: it answered with a page"),
            Refusal::Shape => {
                write!(f, "{base} answered in an unexpected format when asked for {what}")
            }
            Refusal::Other(status) => write!(f, "{base} answered {status} when asked for {what}"),
        }
    }
}

impl std::error::Error for ApiError {}
