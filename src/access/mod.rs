//! Who may come in: passwords, and the links with which people join the team. Pure.

mod invitation;
mod password;

pub use invitation::{BadLink, Invitation, Purpose, TeamKey};
pub use password::{Hashed, Password, WeakPassword};
