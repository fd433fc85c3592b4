//! Reading a body: within its limit, within its time.

use std::time::Duration;

use rocket::Request;
use rocket::data::{ByteUnit, Data, FromData, Outcome};
use rocket::http::Status;
use rocket::tokio::io::AsyncReadExt;
use rocket::tokio::time::timeout;
use serde::de::DeserializeOwned;

use crate::web::error::ApiError;

/// How long a body may take to arrive; managed by Rocket.
#[derive(Clone, Copy)]
pub(crate) struct BodyTimeout(pub Duration);

/// Reads the whole body, up to the limit of this name in Rocket's settings.
pub(super) async fn read(request: &Request<'_>, data: Data<'_>, limit: &str) -> Result<Vec<u8>, ApiError> {
    let limit = request.limits().get(limit).unwrap_or(ByteUnit::Kibibyte(64));
    let announced = request.headers().get_one("Content-Length").and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit.as_u64()) {
        return Err(ApiError::BodyTooLarge(limit.as_u64()));
    }
    let time = request.rocket().state::<BodyTimeout>().map_or(Duration::from_secs(10), |timeout| timeout.0);
    let expected = announced.and_then(|length| usize::try_from(length).ok()).unwrap_or(4096);
    match timeout(time, read_all(data, limit, expected)).await {
        Ok(body) => body,
        Err(_) => Err(ApiError::BodyTooSlow(time.as_secs())),
    }
}

async fn read_all(data: Data<'_>, limit: ByteUnit, expected: usize) -> Result<Vec<u8>, ApiError> {
    // A lying Content-Length gets its memory only as the bytes come.
    let mut body = Vec::with_capacity(expected.min(64 * 1024));
    let mut stream = data.open(limit + 1);
    stream.read_to_end(&mut body).await.map_err(|_| ApiError::BodyIncomplete)?;
    if body.len() as u64 > limit.as_u64() {
        return Err(ApiError::BodyTooLarge(limit.as_u64()));
    }
    Ok(body)
}

/// A JSON body, up to the limit `json`.
pub(crate) struct JsonBody<T>(pub T);

#[rocket::async_trait]
impl<'r, T: DeserializeOwned> FromData<'r> for JsonBody<T> {
    type Error = ApiError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        if request.content_type().is_some_and(|kind| !kind.is_json()) {
            return Outcome::Error((Status::UnsupportedMediaType, ApiError::NotJson));
        }
        let body = read(request, data, "json").await;
        let parsed = body.and_then(|body| serde_json::from_slice(&body).map_err(|_| ApiError::MalformedJson));
        match parsed {
            Ok(value) => Outcome::Success(Self(value)),
            Err(error) => Outcome::Error((error.status(), error)),
        }
    }
}
