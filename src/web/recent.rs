//! Answers about profiles that were just given. A page that is asked for again and again costs a
//! query only after its profile changed.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::{Mutex, MutexGuard};

use crate::domain::ids::ProfileId;

/// An answer is given for so long, for somebody may have changed the file by hand.
const FRESH: Duration = Duration::from_secs(1);
/// How many answers a part keeps.
const MOST: usize = 256;
/// How many bytes one that is kept has; they are seldom more than 1,000.
const LARGEST: usize = 4096;

/// The answers, of one kind. Clones share them.
#[derive(Clone, Default)]
pub struct Recent(Arc<[Mutex<Part>; 16]>);

/// In parts, so that two requests at once seldom wait for each other.
#[derive(Default)]
struct Part {
    /// How often a profile of this part has changed.
    changes: u64,
    answers: HashMap<ProfileId, (Instant, Arc<str>)>,
}

impl Recent {
    /// The profile has changed: what is asked for from now on is made anew. Never blocks for long,
    /// so the writer may call it.
    pub fn forget(&self, id: ProfileId) {
        let mut part = self.part(id);
        part.changes += 1;
        part.answers.remove(&id);
    }

    /// The recent answer about a profile, else the one that is made now; `None` is not kept.
    pub(super) fn or_make<E>(
        &self,
        id: ProfileId,
        make: impl FnOnce() -> Result<Option<String>, E>,
    ) -> Result<Option<Arc<str>>, E> {
        let now = Instant::now();
        let changes = {
            let part = self.part(id);
            match part.answers.get(&id) {
                Some((at, answer)) if now.saturating_duration_since(*at) < FRESH => {
                    return Ok(Some(Arc::clone(answer)));
                }
                _ => part.changes,
            }
        };
        let Some(answer) = make()? else { return Ok(None) };
        let answer: Arc<str> = answer.into();
        let mut part = self.part(id);
        // It may be older than a change that came meanwhile.
        if part.changes == changes && answer.len() <= LARGEST {
            if part.answers.len() >= MOST {
                part.answers.clear();
            }
            part.answers.insert(id, (now, Arc::clone(&answer)));
        }
        Ok(Some(answer))
    }

    fn part(&self, id: ProfileId) -> MutexGuard<'_, Part> {
        let [.., last] = *id.as_bytes();
        self.0[usize::from(last) % self.0.len()].lock()
    }
}

#[cfg(test)]
mod tests {
    use std::convert::Infallible;

    use super::*;

    const ID: fn(u8) -> ProfileId = |n| ProfileId::from_random([n; 16]);

    fn answer(recent: &Recent, id: ProfileId, text: &str) -> Option<Arc<str>> {
        let Ok(answer) = recent.or_make(id, || Ok::<_, Infallible>(Some(text.to_owned())));
        answer
    }

    #[test]
    fn an_answer_is_made_once() {
        let recent = Recent::default();
        assert_eq!(answer(&recent, ID(1), "first").as_deref(), Some("first"));
        assert_eq!(answer(&recent, ID(1), "second").as_deref(), Some("first"));
        assert_eq!(answer(&recent, ID(2), "another").as_deref(), Some("another"));
    }

    #[test]
    fn after_a_change_it_is_made_anew() {
        let recent = Recent::default();
        answer(&recent, ID(1), "first");
        recent.forget(ID(1));
        assert_eq!(answer(&recent, ID(1), "second").as_deref(), Some("second"));
    }

    #[test]
    fn an_answer_that_a_change_overtook_is_not_kept() {
        let recent = Recent::default();
        let Ok(overtaken) = recent.or_make(ID(1), || {
            recent.forget(ID(1));
            Ok::<_, Infallible>(Some("first".to_owned()))
        });
        assert_eq!(overtaken.as_deref(), Some("first"));
        assert_eq!(answer(&recent, ID(1), "second").as_deref(), Some("second"));
    }

    #[test]
    fn what_is_not_there_is_asked_for_again() {
        let recent = Recent::default();
        assert_eq!(recent.or_make(ID(1), || Ok::<_, Infallible>(None)), Ok(None));
        assert_eq!(answer(&recent, ID(1), "now").as_deref(), Some("now"));
    }

    #[test]
    fn no_more_is_kept_than_may_be() {
        let recent = Recent::default();
        for n in 0..10_000_u32 {
            let mut bytes = [0; 16];
            bytes[..4].copy_from_slice(&n.to_be_bytes());
            answer(&recent, ProfileId::from_random(bytes), "x");
        }
        let kept: usize = recent.0.iter().map(|part| part.lock().answers.len()).sum();
        assert!((1..=16 * MOST).contains(&kept), "{kept}");
    }
}
