//! A team's accent colour, and the shades of it that stay readable (WCAG 2.2, 1.4.3 and 1.4.11).

use std::fmt;

/// An opaque sRGB colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Colour([u8; 3]);

/// The accent on one background, each shade checked against what it stands on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shades {
    /// Buttons and marks: the accent itself.
    pub fill: Colour,
    /// Around `fill`: at least 3:1 against the background.
    pub edge: Colour,
    /// Text on `fill`: at least 4.5:1.
    pub on_fill: Colour,
    /// Links and other text on the background and on `soft`: at least 4.5:1.
    pub text: Colour,
    /// A tint of the background.
    pub soft: Colour,
}

impl Colour {
    /// White.
    pub const WHITE: Self = Self([255; 3]);
    /// Nearly black: dark enough that it or white reads well on any colour.
    pub const INK: Self = Self([4, 5, 7]);

    /// Creates a colour from its red, green and blue parts.
    #[must_use]
    pub const fn new(red: u8, green: u8, blue: u8) -> Self {
        Self([red, green, blue])
    }

    /// Reads `#rgb` or `#rrggbb`; `None` for other text.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits: Vec<u8> =
            text.trim().strip_prefix('#')?.chars().map(nibble).collect::<Option<Vec<u8>>>()?;
        match *digits.as_slice() {
            [r, g, b] => Some(Self([r * 17, g * 17, b * 17])),
            [r, r2, g, g2, b, b2] => Some(Self([r * 16 + r2, g * 16 + g2, b * 16 + b2])),
            _ => None,
        }
    }

    /// The contrast ratio of two colours, from 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (a, b) = (self.luminance(), other.luminance());
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    /// The shades of this accent on `background`: its own colour if that is readable, else the nearest
    /// readable one towards black or white.
    #[must_use]
    pub fn shades_on(self, background: Self) -> Shades {
        let away = background.most_readable();
        let edge = self.toward(away, |shade| shade.contrast(background) >= 3.0);
        let soft = background.mix(self, 0.12);
        let readable = |shade: Self| shade.contrast(background) >= 4.5 && shade.contrast(soft) >= 4.5;
        Shades { fill: self, edge, on_fill: self.most_readable(), text: self.toward(away, readable), soft }
    }

    /// White or ink, whichever reads better on this colour; the better one is above 4.5:1 on any.
    fn most_readable(self) -> Self {
        // People read white on a strong colour better than the formula says, so white wins while it passes.
        let white = self.contrast(Self::WHITE);
        if white >= 4.5 || white >= self.contrast(Self::INK) { Self::WHITE } else { Self::INK }
    }

    fn toward(self, end: Self, good: impl Fn(Self) -> bool) -> Self {
        (0..=50u8).map(|step| self.mix(end, f64::from(step) / 50.0)).find(|&shade| good(shade)).unwrap_or(end)
    }

    fn mix(self, other: Self, share: f64) -> Self {
        let mut mixed = self.0;
        for (part, end) in mixed.iter_mut().zip(other.0) {
            let value = f64::from(*part) * (1.0 - share) + f64::from(end) * share;
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between two bytes")]
            let byte = value.round() as u8;
            *part = byte;
        }
        Self(mixed)
    }

    fn luminance(self) -> f64 {
        let [r, g, b] = self.0.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }
}

fn nibble(digit: char) -> Option<u8> {
    digit.to_digit(16).and_then(|value| u8::try_from(value).ok())
}

impl fmt::Display for Colour {
    /// `#rrggbb`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [r, g, b] = self.0;
        write!(f, "#{r:02x}{g:02x}{b:02x}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DARK: Colour = Colour::new(20, 22, 27);

    #[test]
    fn a_colour_is_three_or_six_hex_digits() {
        assert_eq!(Colour::parse("#1a7f5a").map(|c| c.to_string()).as_deref(), Some("#1a7f5a"));
        assert_eq!(Colour::parse(" #FA0 ").map(|c| c.to_string()).as_deref(), Some("#ffaa00"));
        for bad in ["", "red", "1a7f5a", "#1a7f5", "#1a7f5g", "#1a7f5a80", "#é1a7f"] {
            assert_eq!(Colour::parse(bad), None, "{bad:?}");
        }
    }

    #[test]
    fn every_accent_reads_well_on_light_and_dark() {
        for step in 0..4096_u32 {
            let text = format!("#{step:03x}");
            let accent = Colour::parse(&text).expect("a colour");
            for background in [Colour::WHITE, DARK] {
                let Shades { fill, edge, on_fill, text, soft } = accent.shades_on(background);
                assert!(edge.contrast(background) >= 3.0, "{accent} edge on {background}");
                assert!(on_fill.contrast(fill) >= 4.5, "{accent} text on its fill");
                assert!(text.contrast(background) >= 4.5, "{accent} text on {background}");
                assert!(text.contrast(soft) >= 4.5, "{accent} text on its tint of {background}");
            }
        }
    }

    #[test]
    fn the_accent_stays_the_team_s_own_and_a_pale_one_gets_an_edge() {
        let strong = Colour::parse("#1a7f5a").expect("a colour").shades_on(Colour::WHITE);
        assert_eq!(strong.edge, strong.fill);
        let yellow = Colour::parse("#fff3a8").expect("a colour");
        let pale = yellow.shades_on(Colour::WHITE);
        assert!(pale.fill == yellow && pale.edge != yellow);
    }
}
