//! Guards: the needs of handlers, each as a type whose instance is proof.

mod applicant;
mod body;
mod client;
mod clock;
mod cookie;
mod form;
mod limits;
mod origin;
mod profile;
mod query;
mod room;
mod signed;

pub(super) use applicant::Applicant;
pub(super) use body::{BodyTimeout, JsonBody};
pub(super) use client::{ClientAddress, TrustedProxies};
pub(super) use clock::{Clock, Now};
pub(super) use cookie::{BrowserCookie, CookieName};
pub(super) use form::{FormBody, LimitedForm};
pub(super) use limits::{CLAIMS_PER_MINUTE, Claims, Limit, Profiles, Quota, SIGN_INS_PER_MINUTE, SignIns};
pub(super) use origin::{OwnForm, OwnPage, is_from_own_page};
pub(super) use query::RawQuery;
pub(super) use room::BodyRoom;
pub(super) use signed::SignedBody;
