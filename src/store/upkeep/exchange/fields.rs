//! The fields of a line.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::form::LineError;
use crate::domain::ids::Digest;
use crate::domain::instant;
use crate::domain::text::{Email, PersonName};

/// Fields by name, each read on its own, so that a wrong one can be named.
pub(super) struct Fields<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Fields<'a> {
    pub(super) fn parse(line: &'a str) -> Result<Self, LineError> {
        serde_json::from_str(line).map(Self).map_err(|_| LineError::NotJson)
    }

    pub(super) fn get<T: Deserialize<'a>>(&self, name: &'static str) -> Result<T, LineError> {
        let raw = self.0.get(name).map_or("null", |raw| raw.get());
        serde_json::from_str(raw).map_err(|_| LineError::Field(name))
    }

    /// A text that `parse` takes.
    pub(super) fn parsed<T>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<T, LineError> {
        let text: String = self.get(name)?;
        parse(&text).ok_or(LineError::Field(name))
    }

    /// As [`Self::parsed`], where the text may be missing.
    pub(super) fn optional<T>(
        &self,
        name: &'static str,
        parse: impl FnOnce(&str) -> Option<T>,
    ) -> Result<Option<T>, LineError> {
        let text: Option<String> = self.get(name)?;
        text.map(|text| parse(text.as_str()).ok_or(LineError::Field(name))).transpose()
    }

    /// A number from 1 on.
    pub(super) fn number(&self, name: &'static str) -> Result<i64, LineError> {
        self.get(name)
            .and_then(|number: i64| if number > 0 { Ok(number) } else { Err(LineError::Field(name)) })
    }
}

/// A time in the form in which it is stored.
pub(super) fn time(text: &str) -> Option<String> {
    let is_stored = instant::parse(text).is_some_and(|time| instant::to_millis(time) == text);
    is_stored.then(|| text.to_owned())
}

/// An address that parsing leaves as it is.
pub(super) fn email(text: &str) -> Option<Email> {
    Email::parse(text).ok().filter(|parsed| parsed.as_str() == text)
}

/// A name that parsing leaves as it is.
pub(super) fn name(text: &str) -> Option<PersonName> {
    PersonName::parse(text).ok().filter(|parsed| parsed.as_str() == text)
}

/// The 32 bytes that hexadecimal digits stand for.
pub(super) fn digest(digits: &str) -> Option<Digest> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(digits, &mut bytes).ok().map(|()| Digest(bytes))
}
