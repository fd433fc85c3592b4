//! The first look at a file, before `SQLite` gets it.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;

use super::error::OpenError;
use super::files::beside;

/// The application id that the first migration writes into the file's header.
pub(super) const APPLICATION_ID: i32 = 0x626f_6f6b;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";

/// The header of an SQLite file.
struct Header {
    pages: u64,
    page_size: u64,
    /// Whether the program that wrote the file last kept the number of pages up to date.
    counts_pages: bool,
}

impl Header {
    /// `None` where the bytes are no header of SQLite's.
    fn parse(bytes: &[u8; 100]) -> Option<Self> {
        let word = |at: usize| u32::from_be_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
        let page_size = match u16::from_be_bytes([bytes[16], bytes[17]]) {
            1 => 65_536,
            size => u64::from(size),
        };
        let counts_pages = word(24) == word(92) && word(28) > 0;
        bytes.starts_with(SQLITE_MAGIC).then(|| Self { pages: word(28).into(), page_size, counts_pages })
    }
}

/// Whether a file that begins with these bytes, its first hundred, is one of bookhook's.
pub(super) fn is_ours(head: &[u8]) -> bool {
    head.starts_with(SQLITE_MAGIC) && head.get(68..72) == Some(&APPLICATION_ID.to_be_bytes())
}

/// Files that a database leaves beside it, and that are useless or harmful to another one.
const REMAINS: [&str; 3] = ["-wal", "-shm", "-journal"];

/// Says of a database that is not there whether its log still is.
pub(super) fn missing(path: &Path) -> OpenError {
    let path = path.to_owned();
    match REMAINS.map(|added| beside(&path, added)).into_iter().find(|log| log.exists()) {
        Some(log) => OpenError::LogAlone { path, log },
        None => OpenError::Missing { path },
    }
}

/// Says what the file is, and whether all of it is there. While there is a write-ahead log, the
/// newest pages may be in it alone.
///
/// Not for a file that this process has open: on Unix, closing a file drops every lock that the
/// process holds on it, `SQLite`'s too. Another program that closes the database then takes itself
/// for the last, and removes the log from under this one.
pub(super) fn check(path: &Path) -> Result<(), OpenError> {
    let mut bytes = [0; 100];
    let read = File::open(path).and_then(|mut file| {
        let length = file.metadata()?.len();
        Ok((length, file.read_exact(&mut bytes).is_ok()))
    });
    let (length, whole) = match read {
        Ok(read) => read,
        Err(error) if error.kind() == ErrorKind::NotFound => return Err(missing(path)),
        Err(error) => return Err(OpenError::Folder { path: path.to_owned(), error }),
    };
    let damaged = || Err(OpenError::Damaged { path: path.to_owned() });
    match Header::parse(&bytes) {
        _ if length == 0 => damaged(),
        None => Err(OpenError::Foreign { path: path.to_owned() }),
        Some(_) if !whole => damaged(),
        Some(header) if header.counts_pages && !has_log(path) => {
            if length < header.pages * header.page_size {
                damaged()
            } else {
                Ok(())
            }
        }
        Some(_) => Ok(()),
    }
}

pub(super) fn has_log(path: &Path) -> bool {
    fs::metadata(beside(path, "-wal")).is_ok_and(|log| log.len() > 0)
}
