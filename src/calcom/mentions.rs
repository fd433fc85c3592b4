//! Whether a body names somebody, in whatever way it is written.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;

use crate::domain::text::comparable;

/// Whether a body holds one of the words, which are [`comparable`]: in any case, with composed or
/// decomposed marks, escaped as JSON or links escape, in UTF-8 or in UTF-16 of either byte order.
#[must_use]
pub fn mentions(body: &[u8], words: &[String]) -> bool {
    // An address holds an `@`, which in UTF-16 has a zero byte.
    let wide = || body.contains(&0).then(|| utf16(body)).into_iter().flatten();
    is_in(&String::from_utf8_lossy(body), words) || wide().any(|text| is_in(&text, words))
}

fn is_in(text: &str, words: &[String]) -> bool {
    let plain = comparable(&unescaped(text)).into_owned();
    let any = |text: &str| words.iter().any(|word| text.contains(word.as_str()));
    any(&plain)
        || match percent_decode_str(&plain).decode_utf8_lossy() {
            Cow::Borrowed(_) => false,
            Cow::Owned(linked) => any(&comparable(&linked)),
        }
}

/// The bytes as UTF-16 of both byte orders, from the first byte and from the second.
fn utf16(body: &[u8]) -> Vec<String> {
    let mut texts = Vec::with_capacity(4);
    for bytes in [body, body.get(1..).unwrap_or_default()] {
        for unit in [u16::from_le_bytes, u16::from_be_bytes] {
            let units = bytes.chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
            texts.push(text(units));
        }
    }
    texts
}

fn text(units: impl Iterator<Item = u16>) -> String {
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// Resolves `\u0040`; the other escapes stand for nothing that is part of a word.
fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("\\u") {
        return Cow::Borrowed(text);
    }
    let mut plain = String::with_capacity(text.len());
    let mut units = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find("\\u") {
        let (before, escape) = rest.split_at(at);
        // A character beyond the first 65,536 is two escapes in a row.
        if !before.is_empty() {
            plain.push_str(&self::text(units.drain(..)));
            plain.push_str(before);
        }
        if let Some(unit) = escape.get(2..6).and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
            units.push(unit);
            rest = &escape[6..];
        } else {
            plain.push_str(&self::text(units.drain(..)));
            plain.push_str("\\u");
            rest = &escape[2..];
        }
    }
    plain.push_str(&self::text(units.drain(..)));
    plain.push_str(rest);
    Cow::Owned(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(word: &str) -> [String; 1] {
        [comparable(word).into_owned()]
    }

    #[test]
    fn a_word_is_found_however_it_is_written() {
        let sam = words("sam+x@example.com");
        for text in [
            "<Sam+X@Example.com>",
            "sam+x\\u0040example.com",
            "?e=sam%2Bx%40example.com",
            "e=sam+x%40example.com",
            "\\u00\\u0073am+x@example.com",
        ] {
            assert!(mentions(text.as_bytes(), &sam), "{text}");
        }
        assert!(!mentions(b"sam@example.com \\u00 \\ud83d", &sam));
    }

    #[test]
    fn a_word_with_marks_is_found_composed_and_decomposed() {
        let zoe = words("zoë@example.com");
        for text in [
            "Zoë@example.com",
            "ZOE\u{308}@EXAMPLE.COM",
            "zoe\\u0308@example.com",
            "?e=zo%C3%AB%40example.com",
            "?e=zoe%CC%88%40example.com",
        ] {
            assert!(mentions(text.as_bytes(), &zoe), "{text}");
        }
    }

    #[test]
    fn a_word_beyond_the_first_plane_is_found_in_its_two_escapes() {
        assert!(mentions(b"\\ud83d\\ude00@example.com", &words("\u{1f600}@example.com")));
    }

    #[test]
    fn a_word_is_found_in_utf_16_of_either_byte_order_and_at_any_byte() {
        let zoe = words("zoë@example.com");
        for spelling in ["Zoë@example.com", "zoe\u{308}@example.com"] {
            for bytes in [u16::to_le_bytes, u16::to_be_bytes] {
                let wide: Vec<u8> = spelling.encode_utf16().flat_map(bytes).collect();
                assert!(mentions(&wide, &zoe));
                assert!(mentions(&[b"{", &wide[..], b"}"].concat(), &zoe));
            }
        }
        assert!(!mentions(b"\0\0\0", &zoe));
    }
}
