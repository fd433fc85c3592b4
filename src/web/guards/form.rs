//! A form's body.

use rocket::Request;
use rocket::data::{Data, FromData, Outcome};
use url::form_urlencoded;

use super::body;
use crate::web::error::ApiError;

/// The fields of a form, each a name and a value as a browser sends them, up to the limit `form`.
#[derive(Default)]
pub(crate) struct FormBody(pub(crate) Vec<(String, String)>);

impl FormBody {
    /// The first value of a field, without the white space around it.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next().map(str::trim)
    }

    /// All values of a field.
    pub(crate) fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

#[rocket::async_trait]
impl<'r> FromData<'r> for FormBody {
    type Error = ApiError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        if !request.content_type().is_some_and(|kind| kind.is_form()) {
            return refuse(ApiError::NotAForm);
        }
        match body::read(request, data, "form").await {
            Ok(body) => Outcome::Success(Self(form_urlencoded::parse(body.bytes()).into_owned().collect())),
            Err(error) => refuse(error),
        }
    }
}

fn refuse<'r>(error: ApiError) -> Outcome<'r, FormBody> {
    Outcome::Error((error.status(), error))
}
