//! The rules that the store computes with.

use crate::calcom::CODEC;
use crate::config::Settings;
use crate::store::Rules;

/// The format of Cal.com's bodies, and the team's choices.
pub(crate) fn rules(settings: &Settings) -> Rules {
    Rules { codec: CODEC, match_by_email: settings.match_by_email }
}
