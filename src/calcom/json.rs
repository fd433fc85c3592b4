//! JSON from a sender that varies its types.
//!
//! A value stays unparsed until it is read as a text, a flag, an object or a list; a value of another type is
//! then unknown, without harm to others. The body is checked to be well-formed without recursion, so nesting
//! has no limit; numbers beyond any range and unpaired surrogates are well-formed. Of a repeated name the
//! last value counts, as in JavaScript.

use std::borrow::Cow;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};
use serde_json::value::RawValue;

use crate::domain::text::beginning;

/// The longest text that is kept, in characters. Attendees write without a limit, and a booking is read for
/// every view of its page; the raw body keeps the full text.
const LONGEST: usize = 16_384;

/// One unparsed value. The default stands for a missing name.
#[derive(Clone, Copy, Default)]
pub(super) struct Raw<'a>(&'a str);

impl<'a> Raw<'a> {
    /// Whether the name is present, even with `null`.
    pub(super) fn is_present(self) -> bool {
        !self.0.is_empty()
    }

    /// Whether the name is present with a value.
    pub(super) fn is_known(self) -> bool {
        self.is_present() && self.0 != "null"
    }

    pub(super) fn is_object(self) -> bool {
        self.0.starts_with('{')
    }

    /// A string, or a number as it was written; `None` when blank. NUL and unpaired surrogates, which
    /// databases refuse, become U+FFFD.
    pub(super) fn text(self) -> Option<Cow<'a, str>> {
        let text = match self.0.strip_prefix('"').and_then(|text| text.strip_suffix('"')) {
            Some(plain) if !plain.contains('\\') => Cow::Borrowed(plain),
            Some(_) => Cow::Owned(unescape(self.0)?),
            None if self.0.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Cow::Borrowed(self.0),
            None => return None,
        };
        (!text.trim().is_empty()).then(|| shorten(text))
    }

    /// A boolean, or the words and digits for one.
    pub(super) fn flag(self) -> Option<bool> {
        match self.0 {
            "true" | "\"true\"" | "1" | "\"1\"" => Some(true),
            "false" | "\"false\"" | "0" | "\"0\"" => Some(false),
            _ => None,
        }
    }

    /// Returns the object's fields; none for a value of another type.
    pub(super) fn object<T: Object<'a>>(self) -> T {
        if self.is_object() { parse(self.0).unwrap_or_default() } else { T::default() }
    }

    /// How long a list is; `None` for a value of another type.
    pub(super) fn length(self) -> Option<usize> {
        self.0
            .starts_with('[')
            .then(|| serde_json::from_str::<Vec<IgnoredAny>>(self.0).map_or(0, |items| items.len()))
    }

    /// The texts in the list, without what else is in it.
    pub(super) fn texts(self) -> Vec<Cow<'a, str>> {
        if !self.0.starts_with('[') {
            return Vec::new();
        }
        let items: Vec<&'a RawValue> = serde_json::from_str(self.0).unwrap_or_default();
        items.into_iter().filter_map(|item| Raw(item.get()).text()).collect()
    }

    /// The objects in the list, without what else is in it.
    pub(super) fn objects<T: Object<'a>>(self) -> Vec<T> {
        if !self.0.starts_with('[') {
            return Vec::new();
        }
        let items: Vec<&'a RawValue> = serde_json::from_str(self.0).unwrap_or_default();
        items
            .into_iter()
            .map(|item| Raw(item.get()))
            .filter(|item| item.is_object())
            .map(Raw::object)
            .collect()
    }
}

fn shorten(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(beginning(text, LONGEST)),
        Cow::Owned(mut text) => {
            text.truncate(beginning(&text, LONGEST).len());
            Cow::Owned(text)
        }
    }
}

/// The text of a JSON string. Parsed as bytes, because only then does `serde_json` accept unpaired
/// surrogates, which JavaScript writes.
fn unescape(quoted: &str) -> Option<String> {
    struct Bytes;
    impl Visitor<'_> for Bytes {
        type Value = String;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("a string")
        }

        fn visit_bytes<E: Error>(self, bytes: &[u8]) -> Result<String, E> {
            Ok(String::from_utf8_lossy(bytes).replace('\0', "\u{FFFD}"))
        }
    }
    serde_json::Deserializer::from_str(quoted).deserialize_bytes(Bytes).ok()
}

/// An object of which some members matter.
pub(super) trait Object<'a>: Default {
    /// Returns the slot for the value of `key`, if it matters.
    fn slot(&mut self, key: &[u8]) -> Option<&mut Raw<'a>>;
}

/// Reads an object; `None` when `text` is anything else.
pub(super) fn parse<'a, T: Object<'a>>(text: &'a str) -> Option<T> {
    let mut json = serde_json::Deserializer::from_str(text);
    let object = json.deserialize_map(Members(PhantomData)).ok()?;
    json.end().ok()?;
    Some(object)
}

struct Members<T>(PhantomData<T>);

impl<'de, T: Object<'de>> Visitor<'de> for Members<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut object = T::default();
        while let Some(slot) = map.next_key_seed(Key(&mut object))? {
            match slot {
                Some(slot) => *slot = Raw(map.next_value::<&RawValue>()?.get()),
                None => drop(map.next_value::<IgnoredAny>()?),
            }
        }
        Ok(object)
    }
}

/// Finds the slot for a name without copying the name.
struct Key<'s, T>(&'s mut T);

impl<'de: 's, 's, T: Object<'de>> DeserializeSeed<'de> for Key<'s, T> {
    type Value = Option<&'s mut Raw<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, key: D) -> Result<Self::Value, D::Error> {
        key.deserialize_bytes(self)
    }
}

impl<'de: 's, 's, T: Object<'de>> Visitor<'de> for Key<'s, T> {
    type Value = Option<&'s mut Raw<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_bytes<E: Error>(self, key: &[u8]) -> Result<Self::Value, E> {
        Ok(self.0.slot(key))
    }
}

/// Defines objects by the members that matter and Cal.com's names for them.
macro_rules! objects {
    ($($(#[$doc:meta])* $name:ident { $($field:ident: $key:literal),+ $(,)? })+) => {$(
        $(#[$doc])*
        #[derive(Default)]
        pub(super) struct $name<'a> {
            $(pub(super) $field: Raw<'a>,)+
        }

        impl<'a> Object<'a> for $name<'a> {
            fn slot(&mut self, key: &[u8]) -> Option<&mut Raw<'a>> {
                match key {
                    $($key => Some(&mut self.$field),)+
                    _ => None,
                }
            }
        }
    )+};
}
pub(super) use objects;

#[cfg(test)]
mod tests {
    use super::*;

    objects! {
        Sample { a: b"a", b: b"b" }
    }

    fn a(text: &str) -> Raw<'_> {
        parse::<Sample<'_>>(text).expect("an object").a
    }

    #[test]
    fn a_value_of_another_type_is_unknown() {
        for json in [r#"{"a":null}"#, r#"{"a":[1]}"#, r#"{"a":{"b":1}}"#, r#"{"a":true}"#, r#"{"b":"x"}"#] {
            assert_eq!(a(json).text(), None, "{json}");
        }
        assert_eq!(a(r#"{"a":"yes"}"#).flag(), None);
        assert!(!a(r#"{"a":"x"}"#).object::<Sample<'_>>().a.is_present());
        assert!(a(r#"{"a":{"b":1}}"#).objects::<Sample<'_>>().is_empty());
    }

    #[test]
    fn numbers_and_words_stand_in_for_texts_and_flags() {
        assert_eq!(a(r#"{"a":1e400}"#).text().as_deref(), Some("1e400"));
        assert_eq!(a(r#"{"a":-12}"#).text().as_deref(), Some("-12"));
        assert_eq!(a(r#"{"a":"true"}"#).flag(), Some(true));
        assert_eq!(a(r#"{"a":0}"#).flag(), Some(false));
    }

    #[test]
    fn blank_text_is_unknown() {
        assert_eq!(a(r#"{"a":" \n"}"#).text(), None);
        assert_eq!(a(r#"{"a":""}"#).text(), None);
    }

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(a(r#"{"a":"\"Zo\u00eb\" \ud83d\ude00"}"#).text().as_deref(), Some("\"Zoë\" 😀"));
        assert_eq!(a(r#"{"\u0061":"x"}"#).text().as_deref(), Some("x"));
    }

    #[test]
    fn half_a_surrogate_pair_is_replaced() {
        let text = a(r#"{"a":"x\ud800y","\udfff":"\udfff"}"#).text();
        assert_eq!(text.as_deref(), Some("x\u{FFFD}\u{FFFD}\u{FFFD}y"));
    }

    #[test]
    fn a_nul_is_replaced() {
        assert_eq!(a(r#"{"a":"x\u0000y"}"#).text().as_deref(), Some("x\u{FFFD}y"));
    }

    #[test]
    fn the_last_of_a_repeated_name_counts() {
        assert_eq!(a(r#"{"a":"1","a":{"b":1},"a":"3"}"#).text().as_deref(), Some("3"));
    }

    #[test]
    fn a_long_text_is_cut_between_characters() {
        let long = "ë".repeat(LONGEST + 1);
        let cut = a(&format!(r#"{{"a":"{long}"}}"#)).text().map(|text| text.chars().count());
        assert_eq!(cut, Some(LONGEST));
        let whole = a(&format!(r#"{{"a":"\u00eb{}"}}"#, "ë".repeat(LONGEST))).text().map(|text| text.len());
        assert_eq!(whole, Some(2 * LONGEST));
    }

    #[test]
    fn a_list_gives_its_objects() {
        let json = r#"{"a":[null,{"a":"1"},[{"a":"x"}],"y",{"a":"2"}]}"#;
        let texts: Vec<_> =
            a(json).objects::<Sample<'_>>().into_iter().filter_map(|item| item.a.text()).collect();
        assert_eq!(texts, ["1", "2"]);
    }

    #[test]
    fn text_that_is_no_object_is_none() {
        let bad = [
            "",
            "[]",
            "false",
            "{",
            "{}x",
            "{\"a\":1,}",
            "{a:1}",
            "{\"a\":\"\0\"}",
            "{\"b\":\"\n\"}",
            "{}\0",
        ];
        for text in bad {
            assert!(parse::<Sample<'_>>(text).is_none(), "{text:?}");
        }
    }
}
