//! The operating system's errors, in plain words.

use std::io::ErrorKind;

/// Returns the reason in the form that follows a colon: no capital letter, no full stop.
#[must_use]
pub fn reason(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "no such file or folder",
        ErrorKind::PermissionDenied => "permission denied",
        ErrorKind::AlreadyExists => "it already exists",
        ErrorKind::IsADirectory => "it is a folder, not a file",
        ErrorKind::NotADirectory => "a part of its path is not a folder",
        ErrorKind::InvalidFilename => "its name is not allowed or too long",
        ErrorKind::StorageFull => "the disk is full",
        ErrorKind::QuotaExceeded => "the disk quota is used up",
        ErrorKind::FileTooLarge => "the file would be too large",
        ErrorKind::ReadOnlyFilesystem => "the file system is read-only",
        ErrorKind::AddrInUse => "another program is listening there",
        ErrorKind::AddrNotAvailable => "this machine does not have that address",
        ErrorKind::OutOfMemory => "there is no memory left",
        ErrorKind::TimedOut => "it took too long",
        ErrorKind::BrokenPipe => "whoever read it has closed it",
        _ => "the system reports an input or output error",
    }
}
