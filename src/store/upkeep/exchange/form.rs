//! The form of an export: its version, its limits, and the error of a line that breaks it.

use std::fmt;

/// The version of the form. It changes when an earlier bookhook could not read the lines.
pub const FORMAT: u32 = 2;
/// The extent, in the header, of an export of one person's data.
pub const PERSON: &str = "person";
/// No server takes a larger body, in bytes, whatever its limit: there is no room for more at a time.
pub const LARGEST_BODY: usize = 32 * 1024 * 1024;
/// The longest line that is taken, in bytes. An export writes no body more than twice as long as it
/// is, and nothing else of such a size.
pub const LONGEST: usize = 2 * LARGEST_BODY + 256 * 1024;

/// The error of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineError {
    /// Not one JSON object.
    NotJson,
    /// It has no `kind`, or one that this version does not know.
    Kind,
    /// The form is of a version that this bookhook does not know.
    Format,
    /// A field is missing, or its value is not of the form that it must have.
    Field(&'static str),
    /// Longer than [`LONGEST`].
    TooLong,
    /// It is not where it belongs: the header first, and once; the end last.
    Order,
    /// Something of the same number, name or content came before.
    Repeated(&'static str),
    /// The file ends before its last line.
    CutOff,
    /// The last line counts otherwise than there were lines.
    Count,
    /// The last line has the digest of other lines.
    Changed,
    /// The database takes no such value.
    Refused(&'static str),
    /// The export is of one person.
    OnePerson,
}

impl fmt::Display for LineError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson => f.write_str("it is not a JSON object, or not all of one"),
            Self::Kind => f.write_str("its kind is not known"),
            Self::Format => {
                write!(f, "its format is later than {FORMAT}, the last one that this bookhook knows")
            }
            Self::Field(name) => write!(f, "its field {name} is missing or not of the right form"),
            Self::TooLong => write!(f, "it is longer than {LONGEST} bytes"),
            Self::Order => f.write_str("it is not in its place: a header comes first, an end last"),
            Self::Repeated(what) => write!(f, "the same {what} came before"),
            Self::CutOff => f.write_str("the file ends before it: it is empty or was cut off"),
            Self::Count => f.write_str("it counts otherwise than there were lines: some are missing"),
            Self::Changed => f.write_str("its sha256 is not that of the lines before it: they were changed"),
            Self::Refused(what) => write!(f, "the database cannot hold a {what} like this"),
            Self::OnePerson => f.write_str("the export holds the data of one person only"),
        }
    }
}
