//! Reading a body: within its limit, within its time, within the memory for all of them.

use std::sync::Arc;
use std::time::Duration;

use rocket::Request;
use rocket::data::{ByteUnit, Data, FromData, Outcome};
use rocket::http::Status;
use rocket::tokio::io::AsyncReadExt;
use rocket::tokio::sync::{OwnedSemaphorePermit, Semaphore};
use rocket::tokio::time::timeout;
use serde::de::DeserializeOwned;

use crate::store::WriteError;
use crate::web::error::ApiError;

/// How long a body may take to arrive; managed by Rocket.
#[derive(Clone, Copy)]
pub(crate) struct BodyTimeout(pub Duration);

/// The memory for the bodies that are being read; managed by Rocket. Without it, clients that send
/// slowly and never finish would each hold as much as one body may have.
pub(crate) struct BodyRoom(Arc<Semaphore>);

impl BodyRoom {
    /// Room for so many bytes.
    pub(crate) const BYTES: usize = 32 * 1024 * 1024;
    /// Most bodies fit into the first step; from there it doubles.
    const FIRST: usize = 8 * 1024;

    #[must_use]
    pub(crate) fn new() -> Self {
        Self(Arc::new(Semaphore::new(Self::BYTES)))
    }
}

/// A body, and its place in the room for all of them.
pub(super) struct Body {
    bytes: Vec<u8>,
    room: Option<OwnedSemaphorePermit>,
}

impl Body {
    /// The bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes, whose place in the room is given back.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    /// Makes place for more, up to `most` bytes in all, before it is there.
    fn grow(&mut self, room: &BodyRoom, first: usize, most: usize) -> Result<(), ApiError> {
        let now = self.bytes.capacity();
        let next = if now == 0 { first } else { now * 2 }.min(most);
        let more = u32::try_from(next - now).unwrap_or(u32::MAX);
        let permit = Arc::clone(&room.0).try_acquire_many_owned(more);
        let permit = permit.map_err(|_| ApiError::Unavailable(WriteError::Busy))?;
        match &mut self.room {
            Some(held) => held.merge(permit),
            None => self.room = Some(permit),
        }
        self.bytes.reserve_exact(next - self.bytes.len());
        Ok(())
    }
}

/// Reads the whole body, up to the limit of this name in Rocket's settings.
pub(super) async fn read(request: &Request<'_>, data: Data<'_>, limit: &str) -> Result<Body, ApiError> {
    let limit = request.limits().get(limit).unwrap_or(ByteUnit::Kibibyte(64));
    let announced = request.headers().get_one("Content-Length").and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit.as_u64()) {
        return Err(ApiError::BodyTooLarge(limit.as_u64()));
    }
    let room = request.rocket().state::<BodyRoom>().ok_or(ApiError::Internal)?;
    let time = request.rocket().state::<BodyTimeout>().map_or(Duration::from_secs(10), |timeout| timeout.0);
    match timeout(time, read_all(data, limit, announced, room)).await {
        Ok(body) => body,
        Err(_) => Err(ApiError::BodyTooSlow(time.as_secs())),
    }
}

async fn read_all(
    data: Data<'_>,
    limit: ByteUnit,
    announced: Option<u64>,
    room: &BodyRoom,
) -> Result<Body, ApiError> {
    // One byte more than it may have tells that it has more.
    let size = |bytes: u64| usize::try_from(bytes).unwrap_or(usize::MAX).saturating_add(1);
    let (most, expected) = (size(limit.as_u64()), announced.map_or(BodyRoom::FIRST, size));
    let mut body = Body { bytes: Vec::new(), room: None };
    let mut stream = data.open(limit + 1);
    loop {
        if body.bytes.len() == body.bytes.capacity() {
            if body.bytes.len() >= most {
                return Err(ApiError::BodyTooLarge(limit.as_u64()));
            }
            // A lying Content-Length gets its memory only as the bytes come.
            body.grow(room, expected.min(BodyRoom::FIRST), most)?;
        }
        if stream.read_buf(&mut body.bytes).await.map_err(|_| ApiError::BodyIncomplete)? == 0 {
            return Ok(body);
        }
    }
}

/// A JSON body, up to the limit `json`.
pub(crate) struct JsonBody<T>(pub T);

#[rocket::async_trait]
impl<'r, T: DeserializeOwned> FromData<'r> for JsonBody<T> {
    type Error = ApiError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        // Other sites' pages can send anything else, also a body without a type, and need not ask.
        if !request.content_type().is_some_and(|kind| kind.is_json()) {
            return Outcome::Error((Status::UnsupportedMediaType, ApiError::NotJson));
        }
        let body = read(request, data, "json").await;
        let parsed =
            body.and_then(|body| serde_json::from_slice(&body.bytes).map_err(|_| ApiError::MalformedJson));
        match parsed {
            Ok(value) => Outcome::Success(Self(value)),
            Err(error) => Outcome::Error((error.status(), error)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_under_way_share_one_room_and_give_it_back() {
        let room = BodyRoom::new();
        let mut bodies = Vec::new();
        let body = || Body { bytes: Vec::new(), room: None };
        let half = BodyRoom::BYTES / 2;
        for _ in 0..2 {
            let mut body = body();
            assert_eq!(body.grow(&room, half, half), Ok(()));
            bodies.push(body);
        }
        let mut third = body();
        assert_eq!(third.grow(&room, 1, half), Err(ApiError::Unavailable(WriteError::Busy)));
        drop(bodies.pop().map(Body::into_bytes));
        assert_eq!(third.grow(&room, 1, half), Ok(()));
        assert_eq!(third.grow(&room, 1, half), Ok(()));
        assert_eq!(third.bytes.capacity(), 2);
    }
}
