//! A form's body.

use rocket::Request;
use rocket::data::{ByteUnit, Data, FromData, Outcome};
use rocket::request::FromRequest;
use url::form_urlencoded;

use super::body;
use super::limits::Quota;
use super::origin::OwnPage;
use crate::web::error::ApiError;

/// The fields of a form, each a name and a value as a browser sends them.
#[derive(Default)]
pub(crate) struct FormBody(pub(crate) Vec<(String, String)>);

impl FormBody {
    /// Reads a form of at most so many bytes.
    pub(crate) async fn read(
        request: &Request<'_>,
        data: Data<'_>,
        limit: ByteUnit,
    ) -> Result<Self, ApiError> {
        if !request.content_type().is_some_and(|kind| kind.is_form()) {
            return Err(ApiError::NotAForm);
        }
        let body = body::read(request, data, limit).await?;
        Ok(Self(form_urlencoded::parse(body.bytes()).into_owned().collect()))
    }

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
        match Self::read(request, data, body::limit(request, "form")).await {
            Ok(form) => Outcome::Success(form),
            Err(error) => refuse(error),
        }
    }
}

/// A form that a page of ours sent, of which each client may send only so many.
pub(crate) struct LimitedForm<What> {
    pub(crate) body: FormBody,
    pub(crate) quota: Result<Quota<What>, ApiError>,
}

#[rocket::async_trait]
impl<'r, What: 'static> FromData<'r> for LimitedForm<What> {
    type Error = ApiError;

    async fn from_data(request: &'r Request<'_>, data: Data<'r>) -> Outcome<'r, Self> {
        let own = Result::<OwnPage, ApiError>::from_request(request).await.succeeded();
        if let Err(error) = own.unwrap_or(Err(ApiError::Internal)) {
            return refuse(error);
        }
        let quota = Result::<Quota<What>, ApiError>::from_request(request).await.succeeded();
        let quota = quota.unwrap_or(Err(ApiError::Internal));
        FormBody::from_data(request, data).await.map(|body| Self { body, quota })
    }
}

fn refuse<'r, T: FromData<'r, Error = ApiError>>(error: ApiError) -> Outcome<'r, T> {
    Outcome::Error((error.status(), error))
}
