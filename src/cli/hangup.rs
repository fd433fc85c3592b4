//! SIGHUP, which a closed terminal sends: it stops the server like SIGTERM, but not one that was
//! started by `nohup`, which has the system ignore it.

use figment::providers::Serialized;
use rocket::config::Sig;

use crate::config::Configuration;

/// Takes SIGHUP from the signals that stop the server, where the process was started to ignore it.
pub(super) fn respected(mut configuration: Configuration) -> Configuration {
    let signals = &mut configuration.rocket.shutdown.signals;
    if is_ignored() && signals.remove(&Sig::Hup) {
        let left: Vec<Sig> = signals.iter().copied().collect();
        let left = Serialized::global("shutdown.signals", left);
        configuration.figment = configuration.figment.merge(left);
    }
    configuration
}

/// Linux tells; elsewhere the signal is taken for one that is not ignored.
fn is_ignored() -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    ignores_hangup(&status)
}

/// Signals are bits, counted from the lowest; SIGHUP is the first.
fn ignores_hangup(status: &str) -> bool {
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).is_some_and(|mask| mask & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::ignores_hangup;

    #[test]
    fn the_first_bit_says_that_it_is_ignored() {
        assert!(ignores_hangup("Name:\tbookhook\nSigIgn:\t0000000000001001\nSigCgt:\t0\n"));
        assert!(!ignores_hangup("SigIgn:\t0000000000001000\nSigCgt:\t1\n"));
        assert!(!ignores_hangup(""));
    }
}
