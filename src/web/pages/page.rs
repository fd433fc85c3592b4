//! HTML answers.

use askama::Template;
use rocket::http::{ContentType, Header, Status};
use rocket::response::{self, Responder};
use rocket::{Request, Response};

use super::notice::Notice;
use crate::store::WriteError;
use crate::web::app::App;
use crate::web::error::ApiError;
use crate::web::metrics::Metrics;

/// A page that was drawn.
#[derive(Clone, Debug)]
pub(in crate::web) struct Page {
    status: Status,
    html: String,
}

impl Page {
    /// Draws a page.
    pub(in crate::web) fn draw(page: &impl Template) -> Result<Self, PageError> {
        let html = page.render().map_err(|_| PageError(ApiError::Internal))?;
        Ok(Self { status: Status::Ok, html })
    }

    /// The same page under another status.
    pub(in crate::web) fn with_status(self, status: Status) -> Self {
        Self { status, ..self }
    }
}

impl<'r> Responder<'r, 'static> for Page {
    fn respond_to(self, _: &'r Request<'_>) -> response::Result<'static> {
        Response::build()
            .status(self.status)
            .header(ContentType::HTML)
            .sized_body(self.html.len(), std::io::Cursor::new(self.html))
            .ok()
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
        let Some(app) = request.rocket().state::<App>() else { return self.0.respond_to(request) };
        let (status, message) = (self.0.status(), self.0.message());
        let notice = Notice::new(&app.shell, heading(status), &message);
        let stuck = self.0 == ApiError::Unavailable(WriteError::BadRow);
        let drawn = Page::draw(&if stuck { notice.stuck() } else { notice });
        let Ok(page) = drawn else { return self.0.respond_to(request) };
        Metrics::count_error(request, &self.0);
        let mut response = page.with_status(status).respond_to(request)?;
        if let Some(seconds) = self.0.retry_after() {
            response.set_header(Header::new("Retry-After", seconds.to_string()));
        }
        Ok(response)
    }
}

fn heading(status: Status) -> &'static str {
    match status.code {
        403 => "This is not open from here",
        404 | 405 => "There is no page here",
        429 => "A little too fast",
        503 => "One moment, please",
        500..=599 => "Something went wrong",
        _ => "This could not be understood",
    }
}
