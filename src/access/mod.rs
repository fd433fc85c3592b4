//! Access: passwords, codes, and the links with which people join the team. Pure.

mod invitation;
mod password;
mod second_step;

pub use invitation::{BadLink, Invitation, Purpose, TeamKey};
pub use password::{Hashed, Password, WeakPassword};
pub use second_step::{RecoveryCode, TotpSecret};
