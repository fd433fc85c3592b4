//! The origins whose pages may call the public API.

use std::fmt;

use super::values::{origin, value};

/// An origin as browsers name it, in which one `*` can stand for a part of the host's first label:
/// `https://*.preview.example.com`, `https://shop-*.example.net`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedOrigin(String);

impl AllowedOrigin {
    /// Whether it is this origin, as a browser names it. A `*` is at least one letter, digit or `-`.
    #[must_use]
    pub fn admits(&self, origin: &str) -> bool {
        let Some((before, after)) = self.0.split_once('*') else { return self.0 == origin };
        let part = origin.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
        part.is_some_and(|part| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        })
    }
}

impl fmt::Display for AllowedOrigin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

value!(
    AllowedOrigin,
    "http or https addresses of scheme, host and port alone, like \"https://www.example.com\"; a \"*\" can stand \
     in the first part of a host of three parts or more, like \"https://*.preview.example.com\"",
    |text| {
        let origin = origin(text)?;
        let (_, host) = origin.split_once("://")?;
        let (first, rest) = host.split_once('.').unwrap_or((host, ""));
        let stars = origin.matches('*').count();
        let fits = stars == 0 || (stars == 1 && first.contains('*') && rest.contains('.'));
        fits.then_some(Self(origin))
    }
);

#[cfg(test)]
mod tests {
    use super::*;

    fn admits(pattern: &str, origin: &str) -> bool {
        pattern.parse::<AllowedOrigin>().expect("a pattern").admits(origin)
    }

    #[test]
    fn a_star_is_a_part_of_one_label() {
        let previews = "https://*.Preview.example.com";
        assert!(admits(previews, "https://a-1.preview.example.com"));
        for other in [
            "https://preview.example.com",
            "https://.preview.example.com",
            "https://a.b.preview.example.com",
            "http://a.preview.example.com",
            "https://a.preview.example.com:8443",
            "https://a.preview.example.com.evil.example",
            "https://evil.example/.preview.example.com",
            "https://evil.example#.preview.example.com",
            "null",
        ] {
            assert!(!admits(previews, other), "{other}");
        }
        assert!(admits("http://shop-*.example.net:3000", "http://shop-git-main.example.net:3000"));
    }

    #[test]
    fn an_origin_without_a_star_is_that_one() {
        assert!(admits("https://A.example:443/", "https://a.example"));
        assert!(!admits("https://a.example", "https://b.example"));
    }

    #[test]
    fn a_star_elsewhere_is_refused() {
        for text in [
            "*",
            "https://*",
            "https://*.com",
            "https://a.*.example.com",
            "https://*.*.example.com",
            "https://**.example.com",
            "https://a.example.com:*",
            "*://a.example.com",
            "https://*.example.com/x",
        ] {
            assert!(text.parse::<AllowedOrigin>().is_err(), "{text}");
        }
    }
}
