//! A profile's id in a path.

use rocket::request::FromParam;

use crate::domain::ids::ProfileId;
use crate::web::error::ApiError;

impl<'a> FromParam<'a> for ProfileId {
    type Error = ApiError;

    fn from_param(param: &'a str) -> Result<Self, Self::Error> {
        Self::parse(param).ok_or(ApiError::UnknownProfile)
    }
}
