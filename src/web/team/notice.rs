//! The page for an error.

use askama::Template;
use rocket::http::Status;
use rocket::request::Request;
use rocket::response::{self, Responder};

use super::frame::draw;
use crate::domain::note::InvalidNote;
use crate::domain::text::Email;
use crate::store::{ReadError, WriteError};
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::pages::shell::Shell;
use crate::web::record::Record;

/// An error shown to a member, or to somebody signing in or joining.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TeamError {
    /// Only an owner may do that.
    NotOwner,
    /// A join or reset link that does not work.
    BadLink,
    /// Only a proxy can name the member, and it did not.
    Unnamed,
    /// The proxy names somebody who is no member.
    NoMember(Email),
    /// The text is not a valid note, and is too long to be given back on a page.
    Note(InvalidNote),
    /// Any other error of a request.
    Api(ApiError),
}

impl From<ReadError> for TeamError {
    fn from(error: ReadError) -> Self {
        Self::Api(error.into())
    }
}

impl From<WriteError> for TeamError {
    fn from(error: WriteError) -> Self {
        Self::Api(error.into())
    }
}

#[derive(Template)]
#[template(path = "team/notice.html")]
struct Notice<'a> {
    shell: &'a Shell,
    heading: &'a str,
    lead: String,
    request: String,
}

impl TeamError {
    fn words(&self) -> (&'static str, String) {
        let own = |heading, lead: &str| (heading, lead.to_owned());
        match self {
            Self::NotOwner => own("Only owners can do that", "Ask an owner of the team, or to become one."),
            Self::BadLink => own(
                "This link doesn’t work",
                "It works once, for 24 hours, and was used or has expired. Ask whoever sent it for a new one.",
            ),
            Self::Unnamed => own(
                "Your proxy didn’t say who you are",
                "Come here by the address at which you sign in. Whoever runs the server finds in docs/team.md what \
                 the proxy has to send.",
            ),
            Self::NoMember(email) => (
                "You aren’t a member of this team",
                format!("You’re signed in as {}. Ask an owner for a link to join.", email.as_str()),
            ),
            Self::Note(invalid) => ("The note was not stored", invalid.to_string()),
            Self::Api(ApiError::CrossSite) => own(
                "That didn’t come from this page",
                "Nothing was changed. Open the page itself, and press the button there.",
            ),
            Self::Api(ApiError::NotFound | ApiError::MethodNotAllowed { .. }) => {
                own("There’s nothing here", "The address may be old, or mistyped.")
            }
            Self::Api(ApiError::TooManyRequests(seconds)) => {
                ("Too many tries", format!("Wait {seconds} s, then try again."))
            }
            Self::Api(ApiError::Unavailable(WriteError::Busy)) => {
                own("Too much at once", "Nothing was changed. Try again in a moment.")
            }
            Self::Api(ApiError::Unavailable(
                WriteError::DiskFull | WriteError::Locked | WriteError::Moved | WriteError::Unavailable,
            )) => own(
                "The database can’t be used",
                "Nothing was changed. The server’s log and `bookhook check` give the reason.",
            ),
            Self::Api(ApiError::Unavailable(_) | ApiError::Internal) => {
                own("Something went wrong", "That’s our fault. The server’s log has the reason.")
            }
            Self::Api(error) => ("That didn’t work", error.message()),
        }
    }

    /// The error that the API would answer with, for the status and the metrics.
    fn api(self) -> ApiError {
        match self {
            Self::NotOwner | Self::NoMember(_) => ApiError::Refused(Status::Forbidden.code),
            Self::Unnamed => ApiError::Refused(Status::Unauthorized.code),
            Self::BadLink => ApiError::NotFound,
            Self::Note(_) => ApiError::Refused(Status::UnprocessableEntity.code),
            Self::Api(error) => error,
        }
    }
}

impl<'r> Responder<'r, 'static> for TeamError {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let Some(app) = request.rocket().state::<App>() else { return self.api().respond_to(request) };
        let (heading, lead) = self.words();
        let request_id = format!("{:016x}", Record::get(request).id);
        let notice = Notice { shell: &app.shell, heading, lead, request: request_id };
        match draw(&notice, &app.shell) {
            Ok(page) => page.refusing(self.api()).respond_to(request),
            Err(_) => self.api().respond_to(request),
        }
    }
}
