//! Reads a body within its size limit, its time limit, and the memory for all bodies.

use std::time::{Duration, Instant};

use rocket::Request;
use rocket::data::{ByteUnit, Data, DataStream, FromData, Outcome};
use rocket::http::Status;
use rocket::tokio::io::AsyncReadExt;
use rocket::tokio::select;
use rocket::tokio::time::timeout;
use serde::de::DeserializeOwned;

use super::room::{BodyRoom, Reservation};
use crate::store::WriteError;
use crate::web::error::ApiError;

/// How long a body may take to arrive; managed by Rocket.
#[derive(Clone, Copy)]
pub(crate) struct BodyTimeout(pub Duration);

/// Most bodies fit into the first step of so many bytes; from there it doubles.
const FIRST: usize = 8 * 1024;

/// A body, and its place in the room for all of them.
pub(super) struct Body {
    bytes: Vec<u8>,
    place: Option<Reservation>,
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

    /// Makes place for more, up to `most` bytes in all, before it is there. A body that does not say
    /// how long it is moves to the room for large ones when it becomes one.
    fn grow(&mut self, room: &BodyRoom, announced: bool, most: usize) -> Result<(), ApiError> {
        let (now, capacity) = (Instant::now(), self.bytes.capacity());
        let next = if capacity == 0 { FIRST } else { capacity * 2 }.min(most);
        let room = room.room_for(if announced { most } else { next });
        match &self.place {
            Some(place) if place.is_in(room) => {
                if !place.grow(next - capacity, now) {
                    return Err(ApiError::Unavailable(WriteError::Busy));
                }
            }
            _ => self.place = Some(room.take(next, now).ok_or(ApiError::Unavailable(WriteError::Busy))?),
        }
        self.bytes.reserve_exact(next - self.bytes.len());
        Ok(())
    }

    /// Reads what is there of the next bytes; returns how many, and 0 at the end.
    async fn read(&mut self, stream: &mut DataStream<'_>) -> Result<usize, ApiError> {
        let Some(place) = &self.place else { return Err(ApiError::Internal) };
        let read = select! {
            read = stream.read_buf(&mut self.bytes) => read.map_err(|_| ApiError::BodyIncomplete)?,
            () = place.revoked() => return Err(ApiError::BodyTooSlow),
        };
        place.received(read, Instant::now());
        Ok(read)
    }
}

/// Returns the limit of this name in Rocket's settings.
pub(super) fn limit(request: &Request<'_>, name: &str) -> ByteUnit {
    request.limits().get(name).unwrap_or(ByteUnit::Kibibyte(64))
}

/// Reads the whole body of at most so many bytes.
pub(super) async fn read(request: &Request<'_>, data: Data<'_>, limit: ByteUnit) -> Result<Body, ApiError> {
    let announced = request.headers().get_one("Content-Length").and_then(|length| length.parse::<u64>().ok());
    if announced.is_some_and(|length| length > limit.as_u64()) {
        return Err(ApiError::BodyTooLarge(limit.as_u64()));
    }
    let room = request.rocket().state::<BodyRoom>().ok_or(ApiError::Internal)?;
    let time = request.rocket().state::<BodyTimeout>().map_or(Duration::from_secs(10), |timeout| timeout.0);
    let body = timeout(time, read_all(data, limit, announced, room)).await;
    body.unwrap_or(Err(ApiError::BodyTooSlow))
}

async fn read_all(
    data: Data<'_>,
    limit: ByteUnit,
    announced: Option<u64>,
    room: &BodyRoom,
) -> Result<Body, ApiError> {
    // One byte more than it may have tells that it has more, or that it ends.
    let most = usize::try_from(announced.unwrap_or(limit.as_u64())).unwrap_or(usize::MAX).saturating_add(1);
    let mut body = Body { bytes: Vec::new(), place: None };
    let mut stream = data.open(limit + 1);
    loop {
        if body.bytes.len() == body.bytes.capacity() {
            if body.bytes.len() >= most {
                return Err(ApiError::BodyTooLarge(limit.as_u64()));
            }
            // A lying Content-Length gets its memory only as the bytes come.
            body.grow(room, announced.is_some(), most)?;
        }
        if body.read(&mut stream).await? == 0 {
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
        let body = read(request, data, limit(request, "json")).await;
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

    fn grown(most: usize, announced: bool) -> (BodyRoom, Body) {
        let (room, mut body) =
            (BodyRoom::for_bodies_up_to(ByteUnit::Mebibyte(1)), Body { bytes: Vec::new(), place: None });
        while body.bytes.capacity() < most {
            assert_eq!(body.grow(&room, announced, most), Ok(()));
        }
        (room, body)
    }

    #[test]
    fn a_body_grows_up_to_what_it_may_have() {
        assert_eq!(grown(20_001, true).1.bytes.capacity(), 20_001);
        assert_eq!(grown(1, true).1.bytes.capacity(), 1);
    }

    #[test]
    fn a_body_of_unknown_length_moves_to_the_large_ones_when_it_becomes_one() {
        let is_small = |(room, body): (BodyRoom, Body)| {
            body.place.expect("a place").is_in(room.room_for(BodyRoom::SMALL))
        };
        assert!(is_small(grown(64 * 1024, false)));
        assert!(!is_small(grown(128 * 1024, false)));
        assert!(!is_small(grown(128 * 1024, true)));
    }
}
