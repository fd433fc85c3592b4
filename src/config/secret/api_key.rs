//! The key of Cal.com's API, which may be missing.

use super::names::Names;
use super::text::SecretText;
use crate::config::mistake::Mistake;

/// The key of Cal.com's API.
pub const API_KEY: Names = Names {
    what: "API key",
    at_cal_com: "the key of Cal.com's API",
    variable: "CAL_COM_API_KEY",
    file: "CAL_COM_API_KEY_FILE",
    credential: "cal_com_api_key",
};

/// How Cal.com's keys begin.
const BEGINNING: &str = "cal_";

/// Says what is probably a mistake.
#[must_use]
pub fn key_warning(key: &SecretText) -> Option<Mistake> {
    let doubt = format!("does not begin with {BEGINNING}, as Cal.com's keys do");
    let remedy = "copy the whole key from Cal.com's Settings, Developer, API keys";
    (!key.expose().starts_with(BEGINNING)).then(|| API_KEY.mistake(&key.from, &doubt, remedy))
}
