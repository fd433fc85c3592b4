//! The signals that stop the server. SIGHUP, which a closed terminal sends, is one of them, unless
//! the server was started by `nohup`, which has the system ignore it.

use figment::providers::Serialized;
use rocket::Shutdown;
use rocket::config::Sig;
use rocket::tokio::signal::unix::{SignalKind, signal};
use rocket::tokio::spawn;

use crate::config::Configuration;

/// Stops the server on its signals from now on. Rocket itself listens for them only after it has
/// reported its start: a signal that came at once would end the process in the middle.
pub(super) fn listen(config: &rocket::config::Shutdown, shutdown: &Shutdown) {
    let ctrlc = config.ctrlc.then_some(SignalKind::interrupt());
    for kind in config.signals.iter().map(|signal| kind(*signal)).chain(ctrlc) {
        // Rocket reports a signal that it cannot listen for.
        if let Ok(mut signals) = signal(kind) {
            let shutdown = shutdown.clone();
            spawn(async move {
                signals.recv().await;
                shutdown.notify();
            });
        }
    }
}

fn kind(signal: Sig) -> SignalKind {
    match signal {
        Sig::Alrm => SignalKind::alarm(),
        Sig::Chld => SignalKind::child(),
        Sig::Hup => SignalKind::hangup(),
        Sig::Int => SignalKind::interrupt(),
        Sig::Io => SignalKind::io(),
        Sig::Pipe => SignalKind::pipe(),
        Sig::Quit => SignalKind::quit(),
        Sig::Usr1 => SignalKind::user_defined1(),
        Sig::Usr2 => SignalKind::user_defined2(),
        Sig::Term => SignalKind::terminate(),
    }
}

/// Removes SIGHUP from the signals that stop the server if the process was started to ignore it.
pub(super) fn without_ignored(mut configuration: Configuration) -> Configuration {
    let signals = &mut configuration.rocket.shutdown.signals;
    if is_ignored() && signals.remove(&Sig::Hup) {
        let left: Vec<Sig> = signals.iter().copied().collect();
        let left = Serialized::global("shutdown.signals", left);
        configuration.figment = configuration.figment.merge(left);
    }
    configuration
}

/// Reads it from Linux; on other systems the signal counts as not ignored.
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
