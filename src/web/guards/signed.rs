//! The guard of the webhook: raw bytes whose signature was verified.

use rocket::Request;
use rocket::data::{Data, FromData, Outcome};
use time::OffsetDateTime;

use super::body;
use super::clock::Now;
use crate::calcom::signature::{HEADER, HEADER_ALIAS, Secrets, Signature};
use crate::web::error::ApiError;
use crate::web::record::Record;

/// A delivery's body, exactly as it came, signed with an active secret.
///
/// The header's form is checked before a byte of the body is read. The Content-Type is ignored:
/// Cal.com sends JSON as form data when a payload template is used.
pub(crate) struct SignedBody {
    bytes: Vec<u8>,
    received_at: OffsetDateTime,
}

impl SignedBody {
    /// Returns the raw bytes, and when the last of them came.
    #[must_use]
    pub(crate) fn into_parts(self) -> (Vec<u8>, OffsetDateTime) {
        (self.bytes, self.received_at)
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for SignedBody {
    type Error = ApiError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match verified(request, data).await {
            Ok(body) => Outcome::Success(body),
            Err(error) => {
                Record::get(request).delivery.refused(&error);
                Outcome::Error((error.status(), error))
            }
        }
    }
}

async fn verified(request: &Request<'_>, data: Data<'_>) -> Result<SignedBody, ApiError> {
    let secrets = request.rocket().state::<Secrets>().ok_or(ApiError::Internal)?;
    let headers = request.headers();
    let values: Vec<&str> = headers.get(HEADER).chain(headers.get(HEADER_ALIAS)).collect();
    let signature = Signature::from_headers(&values).map_err(ApiError::Signature)?;
    let body = body::read(request, data, body::limit(request, "webhook")).await?;
    let signed_with = secrets.verify(body.bytes(), &signature).map_err(ApiError::Signature)?;
    Record::get(request).delivery.verified(signed_with);
    Ok(SignedBody { bytes: body.into_bytes(), received_at: Now::read(request).0 })
}
