//! HTML answers.

use askama::Template;
use rocket::http::{ContentType, Method, Status};
use rocket::response::{self, Responder};
use rocket::{Request, Response};

use super::frame::Frame;
use super::notice::Notice;
use crate::domain::language::Language;
use crate::web::error::ApiError;
use crate::web::metrics::Metrics;
use crate::web::record::Record;

/// A page that was drawn.
#[derive(Clone, Debug)]
pub(in crate::web) struct Page {
    status: Status,
    language: Language,
    /// Other visitors get the page in other languages.
    varies: bool,
    html: String,
    /// Why the request was not served, if it was not.
    refused: Option<ApiError>,
}

impl Page {
    /// Draws a page, which has this frame.
    pub(in crate::web) fn draw(page: &impl Template, frame: &Frame<'_>) -> Result<Self, PageError> {
        let html = page.render().map_err(|_| PageError(ApiError::Internal))?;
        Ok(Self {
            status: Status::Ok,
            language: frame.words.0,
            varies: frame.here.is_some(),
            html,
            refused: None,
        })
    }

    /// The same page under another status.
    pub(in crate::web) fn with_status(self, status: Status) -> Self {
        Self { status, ..self }
    }

    /// The same page as the answer to a request that was not served.
    pub(in crate::web) fn refusing(self, error: ApiError) -> Self {
        Self { status: error.status(), refused: Some(error), ..self }
    }
}

impl<'r> Responder<'r, 'static> for Page {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let mut response = Response::build();
        response.status(self.status).header(ContentType::HTML);
        response.raw_header("Content-Language", self.language.code());
        if self.varies {
            response.raw_header("Vary", "Accept-Language, Cookie");
        }
        if let Some(error) = &self.refused {
            Metrics::count_error(request, error);
            if let Some(seconds) = error.retry_after() {
                response.raw_header("Retry-After", seconds.to_string());
            }
        }
        response.sized_body(self.html.len(), std::io::Cursor::new(self.html)).ok()
    }
}

/// An error that a person sees in a browser.
#[derive(Debug)]
pub(in crate::web) struct PageError(pub(in crate::web) ApiError);

impl<E: Into<ApiError>> From<E> for PageError {
    fn from(error: E) -> Self {
        Self(error.into())
    }
}

impl<'r> Responder<'r, 'static> for PageError {
    fn respond_to(self, request: &'r Request<'_>) -> response::Result<'static> {
        let Some(frame) = Frame::new(request) else { return self.0.respond_to(request) };
        let notice = Notice::new(&frame, &self.0, request.method() == Method::Post, Record::get(request).id);
        match Page::draw(&notice, &frame) {
            Ok(page) => page.refusing(self.0).respond_to(request),
            Err(_) => self.0.respond_to(request),
        }
    }
}
