//! Random bytes.

/// Returns bytes from the system that nobody can guess.
///
/// # Errors
/// The system provides none.
pub(crate) fn random<const N: usize>() -> Result<[u8; N], getrandom::Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes)?;
    Ok(bytes)
}
