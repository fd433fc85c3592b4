//! Secrets: the names under which they are given, the order of their sources, and the one that bookhook makes.

mod api_key;
mod names;
mod own;
mod team;
mod text;
mod webhook;

use self::names::{CURRENT, PREVIOUS};

pub use self::names::Provenance;
pub use api_key::{API_KEY, key_warning};
pub use team::{find_or_make_team_key, team_key, team_key_path};
pub use text::SecretText;
pub use webhook::{WebhookSecrets, own_path};

/// The environment variables that give a secret or name its file.
pub(super) const VARIABLES: [&str; 6] =
    [CURRENT.variable, CURRENT.file, PREVIOUS.variable, PREVIOUS.file, API_KEY.variable, API_KEY.file];
