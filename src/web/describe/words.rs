//! Schemas of words on the wire, each of which is a type inside.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{ObjectBuilder, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::domain::profile::ProfileStatus;
use crate::store::Outcome;

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident as $wire:literal: $words:expr, $meaning:literal;)+) => {
        $($(#[$doc])*
        pub(in crate::web) struct $name;

        impl PartialSchema for $name {
            fn schema() -> RefOr<Schema> {
                let words = ObjectBuilder::new().schema_type(Type::String).enum_values(Some($words));
                words.description(Some($meaning)).into()
            }
        }

        impl ToSchema for $name {
            fn name() -> Cow<'static, str> {
                $wire.into()
            }
        })+
    };
}

words! {
    /// The status of an application.
    StatusWord as "ProfileStatus": ProfileStatus::ALL.map(ProfileStatus::as_str),
        "The application's status: no booking yet (`APPLIED`), waits for the host (`INTERVIEW_REQUESTED`), booked \
        (`INTERVIEW_SCHEDULED`), cancelled, declined by the host, the host asked for another time \
        (`INTERVIEW_RESCHEDULING`), held (`INTERVIEW_ENDED`), or missed (`NO_SHOW`).";
    /// The outcome of a delivery.
    OutcomeWord as "Outcome": Outcome::ALL.map(Outcome::as_str),
        "What became of the delivery: it is part of a booking (`applied`), repeats an earlier one and changes nothing \
        (`duplicate`), is stored and changes nothing (`ignored`), or is stored but not understood (`unreadable`).";
    /// Whether deliveries can be stored.
    ReadinessWord as "Readiness": ["ready", "not_ready"],
        "Whether deliveries can be stored.";
    /// What is known of the set-up at Cal.com.
    CalcomWord as "CalcomStatus": ["ok", "flawed", "key_refused", "unseen"],
        "What the last pass over Cal.com's API saw: nothing that is not as it should be (`ok`), something (`flawed`), that \
        Cal.com refuses the key (`key_refused`), or nothing, because none could look (`unseen`).";
}
