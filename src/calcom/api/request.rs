//! One request. There is no method that deletes.

use serde_json::Value;

/// How a request is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// Reads.
    Get,
    /// Creates.
    Post,
    /// Changes what is sent, and nothing else.
    Patch,
}

/// A request below the [`ApiUrl`](super::url::ApiUrl). Its body may hold a secret, so nothing shows it.
#[derive(Clone, PartialEq)]
pub struct Request {
    /// How it is made.
    pub method: Method,
    /// Begins with a slash; has the query, too.
    pub path: String,
    /// The version of the endpoint, where several answer.
    pub version: Option<&'static str>,
    /// The body to send.
    pub body: Option<Value>,
}

impl Request {
    pub(super) fn get(path: impl Into<String>, version: Option<&'static str>) -> Self {
        Self { method: Method::Get, path: path.into(), version, body: None }
    }

    pub(super) fn with_body(
        method: Method,
        path: String,
        version: Option<&'static str>,
        body: Value,
    ) -> Self {
        Self { method, path, version, body: Some(body) }
    }
}
