//! The limits that the system puts on the process.

/// Raises the limit of open files as far as the system allows. Each connection is a file, and the limit is
/// often 1,024.
pub(super) fn raise_open_files() {
    #[cfg(target_os = "linux")]
    {
        use nix::sys::resource::{Resource, getrlimit, setrlimit};
        let raised = getrlimit(Resource::RLIMIT_NOFILE)
            .and_then(|(_, most)| setrlimit(Resource::RLIMIT_NOFILE, most, most));
        if let Err(error) = raised {
            tracing::warn!(reason = error.desc(), "cannot raise the limit of open files");
        }
    }
}
