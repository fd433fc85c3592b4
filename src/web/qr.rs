//! An address as a QR code.

use std::fmt::Write as _;

use qrcode::{Color, EcLevel, QrCode};

/// The light frame that readers need around a code, in modules.
const FRAME: usize = 4;

/// A QR code as the path of a drawing: one line for each run of dark modules.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawing {
    /// How wide and high it is, with its frame.
    pub(crate) side: usize,
    /// The `d` of an SVG path with a stroke of width 1.
    pub(crate) path: String,
}

impl Drawing {
    /// The code of a text; `None` if it is too long for one.
    #[must_use]
    pub(crate) fn new(text: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(text, EcLevel::L).ok()?;
        let width = code.width();
        let mut path = String::new();
        for (y, row) in code.to_colors().chunks(width).enumerate() {
            let mut x = 0;
            for run in row.chunk_by(|one, next| one == next) {
                if run[0] == Color::Dark {
                    let _ = write!(path, "M{} {}.5h{}", x + FRAME, y + FRAME, run.len());
                }
                x += run.len();
            }
        }
        Some(Self { side: width + 2 * FRAME, path })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corners_have_the_marks_that_readers_look_for() {
        let Drawing { side, path } = Drawing::new("https://book.example.com/schedule/x").expect("a code");
        for mark in ["M4 4.5h7", "M4 10.5h7", &format!("M{} 4.5h7", side - 4 - 7)] {
            assert!(path.contains(mark), "{mark}: {path}");
        }
    }

    #[test]
    fn the_code_of_an_application_is_small() {
        let address = format!("https://talent.northwind.example.com/schedule/{}", "0".repeat(36));
        assert!(Drawing::new(&address).expect("a code").path.len() < 4 * 1024);
    }
}
