//! Texts that the settings give in one language or several.

use std::collections::BTreeMap;
use std::marker::PhantomData;
use std::str::FromStr;

use serde::de::{Deserialize, Deserializer, Error};

use crate::domain::language::{Language, Text};

/// A value for every reader, or one for each of several languages, by their codes.
#[derive(serde::Deserialize)]
#[serde(untagged)]
enum Written<T> {
    Each(BTreeMap<String, T>),
    One(T),
}

/// A text of the form of `T`, in one language or several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Translated<T>(pub Text, PhantomData<T>);

/// A text of any length, in one language or several.
#[derive(serde::Deserialize)]
#[serde(try_from = "Written<String>")]
pub(super) struct AnyText(pub(super) Text);

/// A list of texts, as long in each language.
#[derive(serde::Deserialize)]
#[serde(try_from = "Written<Vec<String>>")]
pub(super) struct TextList(pub(super) Vec<Text>);

impl<'de, T: FromStr<Err = &'static str>> Deserialize<'de> for Translated<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let fits = |text: &str| text.parse::<T>().map(drop);
        let wrong = |form: &str| {
            D::Error::custom(format!(
                "{form}, or a table of such texts by language, like {{ de = \"Hallo\" }}"
            ))
        };
        let Ok(AnyText(text)) = AnyText::deserialize(from) else { return Err(wrong("a text")) };
        text.all().try_for_each(fits).map_err(wrong)?;
        Ok(Self(text, PhantomData))
    }
}

impl TryFrom<Written<String>> for AnyText {
    type Error = &'static str;

    fn try_from(written: Written<String>) -> Result<Self, Self::Error> {
        match written {
            Written::One(text) => Ok(Self(text.into())),
            Written::Each(texts) => {
                let texts = texts.into_iter();
                let texts = texts.map(|(code, text)| language(&code).map(|known| (known, text)));
                Text::translated(texts.collect::<Result<_, _>>()?)
                    .map(Self)
                    .ok_or("a table of texts has one at least")
            }
        }
    }
}

impl TryFrom<Written<Vec<String>>> for TextList {
    type Error = &'static str;

    fn try_from(written: Written<Vec<String>>) -> Result<Self, Self::Error> {
        let lists = match written {
            Written::One(texts) => {
                return Ok(Self(texts.into_iter().map(Text::from).collect()));
            }
            Written::Each(lists) => lists,
        };
        let mut texts: Vec<Vec<(Language, String)>> = Vec::new();
        for (code, list) in lists {
            let language = language(&code)?;
            texts.resize_with(texts.len().max(list.len()), Vec::new);
            for (all, text) in texts.iter_mut().zip(list) {
                all.push((language, text));
            }
        }
        if texts.iter().any(|text| text.len() != texts[0].len()) {
            return Err("a list has as many texts in each language");
        }
        Ok(Self(texts.into_iter().filter_map(Text::translated).collect()))
    }
}

fn language(code: &str) -> Result<Language, &'static str> {
    let language = Language::ALL.into_iter().find(|language| language.code() == code);
    language.ok_or("a language is one of en, de, fr, es, pt, it, nl, pl, tr, ar and ja")
}
