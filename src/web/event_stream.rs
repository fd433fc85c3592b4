//! Server-sent events.

use std::time::Duration;

use rocket::Request;
use rocket::futures::stream::Stream;
use rocket::http::ContentType;
use rocket::response::stream::ByteStream;
use rocket::response::{self, Responder};

/// A proxy or a browser that has gone is noticed within this time.
pub(super) const HEARTBEAT: Duration = Duration::from_secs(15);
/// After this time a stream ends, and the browser asks again by itself.
pub(super) const LIFETIME: Duration = Duration::from_secs(30 * 60);
/// Each open stream holds a buffer of so many bytes; a longer message goes out in parts.
const CHUNK: usize = 256;

/// An event stream that no proxy buffers. Written by hand, because each open stream holds its state, and
/// Rocket's own, with its timer, has twice as much.
pub(super) struct Follow<S>(pub(super) S);

impl<'r, S, T> Responder<'r, 'r> for Follow<S>
where
    S: Stream<Item = T> + Send + 'r,
    T: AsRef<[u8]> + Send + Unpin + 'r,
{
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'r> {
        let mut response = ByteStream::from(self.0).respond_to(request)?;
        response.set_header(ContentType::EventStream);
        response.set_raw_header("X-Accel-Buffering", "no");
        response.set_max_chunk_size(CHUNK);
        Ok(response)
    }
}
