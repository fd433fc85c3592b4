//! The guard of the webhook: raw bytes whose signature was verified.

use rocket::Request;
use rocket::data::{Data, FromData, Outcome};

use super::body::{self, Body};
use crate::calcom::signature::{HEADER, HEADER_ALIAS, Secrets, Signature, SignedWith};
use crate::web::error::ApiError;

/// A delivery's body, exactly as it came, signed with an active secret.
///
/// The header's form is checked before a byte of the body is read. The Content-Type is not looked
/// at: Cal.com sends JSON as form data when a payload template is used.
pub(crate) struct SignedBody {
    body: Body,
    signed_with: SignedWith,
}

impl SignedBody {
    /// The raw bytes, and the secret that signed them.
    #[must_use]
    pub(crate) fn into_parts(self) -> (Vec<u8>, SignedWith) {
        (self.body.into_bytes(), self.signed_with)
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for SignedBody {
    type Error = ApiError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        match verified(request, data).await {
            Ok(body) => Outcome::Success(body),
            Err(error) => Outcome::Error((error.status(), error)),
        }
    }
}

async fn verified(request: &Request<'_>, data: Data<'_>) -> Result<SignedBody, ApiError> {
    let secrets = request.rocket().state::<Secrets>().ok_or(ApiError::Internal)?;
    let headers = request.headers();
    let values: Vec<&str> = headers.get(HEADER).chain(headers.get(HEADER_ALIAS)).collect();
    let signature = Signature::from_headers(&values).map_err(ApiError::Signature)?;
    let body = body::read(request, data, "webhook").await?;
    let signed_with = secrets.verify(body.bytes(), &signature).map_err(ApiError::Signature)?;
    Ok(SignedBody { body, signed_with })
}
