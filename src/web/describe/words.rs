//! Schemas of what is a word or an id on the wire and a type within.

use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Schema, SchemaFormat, SchemaType, Type};
use utoipa::openapi::{RefOr, Required};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use crate::domain::profile::ProfileStatus;
use crate::store::Outcome;

fn words(description: &str, words: impl IntoIterator<Item = &'static str>) -> RefOr<Schema> {
    ObjectBuilder::new()
        .schema_type(Type::String)
        .description(Some(description))
        .enum_values(Some(words))
        .into()
}

/// Where an application stands.
pub(in crate::web) struct StatusWord;

impl PartialSchema for StatusWord {
    fn schema() -> RefOr<Schema> {
        let description = "Where the application stands: no booking yet (`APPLIED`), waits for the host \
            (`INTERVIEW_REQUESTED`), booked (`INTERVIEW_SCHEDULED`), cancelled, declined by the host, the host \
            asked for another time (`INTERVIEW_RESCHEDULING`), held (`INTERVIEW_ENDED`), or missed (`NO_SHOW`).";
        words(description, ProfileStatus::ALL.map(ProfileStatus::as_str))
    }
}

impl ToSchema for StatusWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "ProfileStatus".into()
    }
}

/// What became of a delivery.
pub(in crate::web) struct OutcomeWord;

impl PartialSchema for OutcomeWord {
    fn schema() -> RefOr<Schema> {
        let description = "What became of it: part of a booking (`applied`), had come before and changed nothing \
            (`duplicate`), kept and changes nothing (`ignored`), or kept but not understood (`unreadable`).";
        words(description, Outcome::ALL.map(Outcome::as_str))
    }
}

impl ToSchema for OutcomeWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "Outcome".into()
    }
}

/// Whether deliveries can be kept.
pub(in crate::web) struct ReadinessWord;

impl PartialSchema for ReadinessWord {
    fn schema() -> RefOr<Schema> {
        words("Whether deliveries can be kept.", ["ready", "not_ready"])
    }
}

impl ToSchema for ReadinessWord {
    fn name() -> std::borrow::Cow<'static, str> {
        "Readiness".into()
    }
}

/// A signed body: any bytes at all are taken.
pub(in crate::web) struct AnyBody;

impl PartialSchema for AnyBody {
    fn schema() -> RefOr<Schema> {
        let description = "Cal.com's webhook payload. Mostly an object with `triggerEvent`, `createdAt` and \
            `payload`. Every field may be missing, and a payload template may make anything of it: what \
            cannot be read is kept as `unreadable`.";
        ObjectBuilder::new().schema_type(SchemaType::AnyValue).description(Some(description)).into()
    }
}

impl ToSchema for AnyBody {
    fn name() -> std::borrow::Cow<'static, str> {
        "Delivery".into()
    }
}

/// A profile's id in a path.
pub(in crate::web) struct ProfilePath;

impl IntoParams for ProfilePath {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<utoipa::openapi::path::Parameter> {
        let uuid =
            ObjectBuilder::new().schema_type(Type::String).format(Some(SchemaFormat::Custom("uuid".into())));
        let parameter = ParameterBuilder::new()
            .name("id")
            .parameter_in(ParameterIn::Path)
            .required(Required::True)
            .description(Some("The profile's id."))
            .schema(Some(uuid.build()));
        vec![parameter.build()]
    }
}
