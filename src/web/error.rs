//! The errors that clients see: a stable code, our own words, a fitting status.

use rocket::http::Status;

use crate::calcom::signature::SignatureProblem;
use crate::domain::profile::ProfileStatus;
use crate::domain::questions::{FieldError, FieldErrors};
use crate::store::{ReadError, WriteError};

/// Why a request was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ApiError {
    /// The delivery's signature does not verify.
    Signature(SignatureProblem),
    /// The body is longer than this many bytes.
    BodyTooLarge(u64),
    /// The body took too long, or paused while others needed its memory.
    BodyTooSlow,
    /// The connection broke before the whole body had arrived.
    BodyIncomplete,
    /// The body is not JSON, or not of the shape that the route takes.
    MalformedJson,
    /// The body's type is not JSON.
    NotJson,
    /// Fields are invalid.
    InvalidFields(FieldErrors),
    /// The body's type is not a form.
    NotAForm,
    /// A form that was sent from another site's page.
    CrossSite,
    /// There is no such profile.
    UnknownProfile,
    /// A development page that was asked for from elsewhere.
    NotLocal,
    /// The profile has no booking with a time.
    NoBooking,
    /// Too many event streams are open, from this address or in all.
    TooManyStreams,
    /// There is nothing at this address.
    NotFound,
    /// The address takes other methods, which are listed.
    MethodNotAllowed {
        /// The methods it takes, separated by commas.
        allow: String,
        /// The purpose of the address.
        purpose: &'static str,
    },
    /// There is no booking with this uid that the profile could claim.
    UnknownBooking,
    /// Nothing but the address says that the interview is the applicant's.
    NotClaimed,
    /// The application cannot be completed in this status.
    NotScheduled(ProfileStatus),
    /// Too many of these from one address; may be tried again after this many seconds.
    TooManyRequests(u64),
    /// Nothing was stored; the same request may succeed in a moment.
    Unavailable(WriteError),
    /// A request that the server does not take, by the status that the framework gave it.
    Refused(u16),
    /// A defect of ours.
    Internal,
}

impl ApiError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Signature(problem) => problem.code(),
            Self::BodyTooLarge(_) => "body_too_large",
            Self::BodyTooSlow => "body_too_slow",
            Self::BodyIncomplete => "body_incomplete",
            Self::MalformedJson => "malformed_json",
            Self::NotJson => "not_json",
            Self::NotAForm => "not_a_form",
            Self::CrossSite => "cross_site",
            Self::NotLocal => "not_local",
            Self::InvalidFields(_) => "invalid_field",
            Self::UnknownProfile => "profile_not_found",
            Self::NoBooking => "no_booking",
            Self::TooManyStreams => "too_many_streams",
            Self::NotFound => "not_found",
            Self::MethodNotAllowed { .. } => "method_not_allowed",
            Self::UnknownBooking => "booking_not_found",
            Self::NotClaimed => "booking_not_claimed",
            Self::NotScheduled(_) => "interview_not_scheduled",
            Self::TooManyRequests(_) => "too_many_requests",
            Self::Unavailable(WriteError::Busy) => "busy",
            Self::Unavailable(WriteError::DiskFull) => "disk_full",
            Self::Unavailable(WriteError::Locked | WriteError::Moved | WriteError::Unavailable) => {
                "storage_unavailable"
            }
            Self::Unavailable(WriteError::BadRow) => "unreadable_row",
            Self::Refused(_) => "bad_request",
            Self::Unavailable(WriteError::Failed) | Self::Internal => "internal_error",
        }
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::Signature(_) => Status::Unauthorized,
            Self::BodyTooLarge(_) => Status::PayloadTooLarge,
            Self::BodyTooSlow => Status::RequestTimeout,
            Self::BodyIncomplete | Self::MalformedJson => Status::BadRequest,
            Self::NotJson | Self::NotAForm => Status::UnsupportedMediaType,
            Self::CrossSite | Self::NotLocal => Status::Forbidden,
            Self::InvalidFields(_) | Self::NotScheduled(_) | Self::NotClaimed => Status::UnprocessableEntity,
            Self::UnknownProfile | Self::UnknownBooking | Self::NoBooking | Self::NotFound => {
                Status::NotFound
            }
            Self::MethodNotAllowed { .. } => Status::MethodNotAllowed,
            Self::TooManyRequests(_) => Status::TooManyRequests,
            Self::Refused(status) => Status::new(*status),
            Self::Unavailable(WriteError::Failed | WriteError::BadRow) | Self::Internal => {
                Status::InternalServerError
            }
            Self::TooManyStreams | Self::Unavailable(_) => Status::ServiceUnavailable,
        }
    }

    /// After how many seconds the same request may succeed.
    pub(super) fn retry_after(&self) -> Option<u64> {
        match self {
            Self::TooManyRequests(seconds) => Some(*seconds),
            Self::TooManyStreams => Some(15),
            Self::Unavailable(WriteError::Busy) => Some(1),
            Self::Unavailable(WriteError::Failed) => None,
            Self::Unavailable(_) => Some(5),
            _ => None,
        }
    }

    /// Returns the problem and the remedy, for the person at the other end.
    #[must_use]
    pub fn message(&self) -> String {
        match self {
            Self::Signature(problem) => problem.to_string(),
            Self::BodyTooLarge(limit) => format!("The body is longer than {limit} bytes."),
            Self::BodyTooSlow => "The body took too long to arrive.".into(),
            Self::BodyIncomplete => "The connection broke before the whole body had arrived.".into(),
            Self::MalformedJson => "The body is not the JSON object that this address expects.".into(),
            Self::NotJson => "Send the body as JSON, with the header Content-Type: application/json.".into(),
            Self::InvalidFields(errors) => errors
                .iter()
                .next()
                .map_or_else(String::new, |FieldError { field, why }| format!("{field}: {why}")),
            Self::NotAForm => "Send the form as a browser does, as application/x-www-form-urlencoded.".into(),
            Self::CrossSite => "Please open the page itself, and send the form from there.".into(),
            Self::NotLocal => {
                "The simulator is for the computer that it runs on. Open it as localhost, without a proxy or a tunnel.".into()
            }
            Self::NoBooking => "There is no booking with a time yet.".into(),
            Self::TooManyStreams => "Too many event streams are open. Try again in 15 s.".into(),
            Self::UnknownProfile => "There is no profile with this id.".into(),
            Self::UnknownBooking => {
                "This profile cannot claim a booking with this uid. Send the uid from Cal.com's redirect or confirmation.".into()
            }
            Self::NotClaimed => {
                "Only the e-mail address connects this interview with the profile. Claim it first: send its uid to /api/public/booking/<profileId>/claim.".into()
            }
            Self::NotFound => "There is nothing at this address.".into(),
            Self::MethodNotAllowed { allow, purpose } => format!("{purpose} It takes {allow}."),
            Self::NotScheduled(status) => format!(
                "An application is completed once its interview is scheduled; this one's status is {}.",
                status.as_str()
            ),
            Self::TooManyRequests(seconds) => format!("Too many requests. Try again in {seconds} s."),
            Self::Unavailable(WriteError::Busy) => {
                "The server is busy. Try again in a moment.".into()
            }
            Self::Unavailable(WriteError::DiskFull) => {
                "The disk is full, so nothing was stored. Try again later.".into()
            }
            Self::Unavailable(WriteError::Locked | WriteError::Moved | WriteError::Unavailable) => {
                "The database cannot be written, so nothing was stored. Try again later.".into()
            }
            Self::Unavailable(WriteError::BadRow) => {
                "This application cannot be read. The server's log names the row.".into()
            }
            Self::Refused(_) => "The request could not be understood.".into(),
            Self::Unavailable(WriteError::Failed) | Self::Internal => {
                "Something went wrong on our side. It has been logged.".into()
            }
        }
    }
}

impl From<WriteError> for ApiError {
    fn from(error: WriteError) -> Self {
        Self::Unavailable(error)
    }
}

impl From<ReadError> for ApiError {
    fn from(error: ReadError) -> Self {
        tracing::error!(%error, "a read failed");
        Self::Unavailable(if error.row().is_some() { WriteError::BadRow } else { WriteError::Unavailable })
    }
}

impl From<FieldErrors> for ApiError {
    fn from(errors: FieldErrors) -> Self {
        Self::InvalidFields(errors)
    }
}

impl From<FieldError> for ApiError {
    fn from(error: FieldError) -> Self {
        Self::InvalidFields(error.into())
    }
}
