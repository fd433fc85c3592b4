//! Settings of the application: the form's path, a contact, and when it is complete.

use super::values::value;
use crate::domain::text::{Email, WebUrl};

/// Where applicants can ask.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Contact {
    /// By e-mail.
    Email(Email),
    /// On a page.
    Page(WebUrl),
}

impl Contact {
    /// The address to link to.
    #[must_use]
    pub fn link(&self) -> String {
        match self {
            Self::Email(email) => format!("mailto:{}", email.as_str()),
            Self::Page(page) => page.as_str().to_owned(),
        }
    }

    /// The address as people write it.
    #[must_use]
    pub fn text(&self) -> &str {
        match self {
            Self::Email(email) => email.as_str(),
            Self::Page(page) => {
                let bare = page.as_str().trim_start_matches("https://").trim_start_matches("http://");
                bare.trim_end_matches('/')
            }
        }
    }
}

/// The path of the form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApplyPath(String);

impl ApplyPath {
    /// The path, with a slash at its beginning and none at its end.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// When an application is complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Complete {
    /// When the applicant says so after the booking.
    Button,
    /// With the booking; nothing else is needed.
    Auto,
}

/// First segments of the paths of other routes.
const TAKEN: [&str; 13] = [
    "api",
    "assets",
    "booking",
    "docs",
    "healthz",
    "language",
    "openapi.json",
    "readyz",
    "reschedule",
    "schedule",
    "simulator",
    "team",
    "thanks",
];

value!(
    ApplyPath,
    "a path of small letters, digits and hyphens that no other page has, like \"/talent-network\" or \"/jobs/apply\"",
    |text| {
        let segments = text.strip_prefix('/')?.split('/').collect::<Vec<_>>();
        let is_plain = |segment: &&str| {
            !segment.is_empty()
                && segment.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        let is_free = segments.first().is_some_and(|first| !TAKEN.contains(first));
        (text.len() <= 100 && is_free && segments.iter().all(is_plain)).then(|| Self(text.to_owned()))
    }
);

value!(
    Contact,
    "an e-mail address or a web address, like \"jobs@example.com\" or \"https://example.com/contact\"",
    |text| Email::parse(text).map(Self::Email).or_else(|_| WebUrl::parse(text).map(Self::Page)).ok()
);

value!(Complete, "\"button\" or \"auto\"", |text| match text {
    "button" => Some(Self::Button),
    "auto" => Some(Self::Auto),
    _ => None,
});

value!(WebUrl, "an http or https address, like \"https://example.com/privacy\"", |text| {
    Self::parse(text).ok()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_has_a_path_of_its_own() {
        for good in ["/talent-network", "/jobs", "/jobs/apply-2"] {
            assert_eq!(good.parse::<ApplyPath>().as_ref().map(ApplyPath::as_str), Ok(good));
        }
        for bad in
            ["", "/", "jobs", "/jobs/", "//jobs", "/Jobs", "/jobs?x", "/<id>", "/schedule", "/api/x", "/team"]
        {
            assert!(bad.parse::<ApplyPath>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_contact_is_shown_as_people_write_it() {
        let contact = |text: &str| {
            text.parse::<Contact>().ok().map(|contact| (contact.link(), contact.text().to_owned()))
        };
        assert_eq!(
            contact("jobs@example.com"),
            Some(("mailto:jobs@example.com".into(), "jobs@example.com".into()))
        );
        let page = "https://example.com/contact";
        assert_eq!(contact(page), Some((page.into(), "example.com/contact".into())));
        assert_eq!(contact("javascript:alert(1)"), None);
    }
}
