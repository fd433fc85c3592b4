//! The lines of an export, which an import takes back. One JSON object a line: first a header,
//! then profiles, deliveries, refusals and bookings, at last how many there were and the SHA-256 of
//! all lines before, so that a file that is not as it was written is known.

use std::fmt;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::domain::event::Source;
use crate::domain::ids::{BookingUid, Digest, ProfileId, SeatRef};
use crate::domain::instant;
use crate::domain::text::{Email, PersonName};
use crate::store::tables::profiles::StoredAnswers;

/// The version of the form. It changes when an earlier bookhook could not read the lines.
pub const FORMAT: u32 = 1;
/// The extent, in the header, of an export of one person's data.
pub const PERSON: &str = "person";
/// No server takes a larger body, in bytes, whatever its limit: there is no room for more at a time.
pub const LARGEST_BODY: usize = 32 * 1024 * 1024;
/// The longest line that is taken, in bytes. An export writes no body more than twice as long as it
/// is, and nothing else of such a size.
pub const LONGEST: usize = 2 * LARGEST_BODY + 256 * 1024;

/// One line of an export. Computed columns are not in it: an import computes them.
#[derive(PartialEq, Eq)]
pub enum Line {
    /// The first line.
    Header,
    /// A profile.
    Profile(ProfileLine),
    /// A delivery.
    Delivery(DeliveryLine),
    /// A count of what was turned away.
    Refusal(RefusalLine),
    /// A booking. It follows from the deliveries, so nothing of it is taken.
    Booking,
    /// The last line.
    End(End),
}

/// The count and digest of the lines before the last one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    /// How many there are of each kind.
    pub counts: Counts,
    /// The SHA-256 of all their bytes, with the line feeds.
    pub sum: Digest,
}

/// A profile, without the columns that follow from its bookings.
#[derive(PartialEq, Eq)]
pub struct ProfileLine {
    /// Its place in the order of insertion.
    pub number: i64,
    /// Its identifier.
    pub id: ProfileId,
    /// The applicant's name.
    pub name: String,
    /// The applicant's address.
    pub email: Email,
    /// The answers, as they were written.
    pub answers: StoredAnswers,
    /// When the applicant completed it, in RFC 3339.
    pub completed_at: Option<String>,
    /// When the applicant withdrew it, in RFC 3339.
    pub withdrawn_at: Option<String>,
    /// When it was made, in RFC 3339.
    pub created_at: String,
    /// The bookings that it claimed.
    pub claims: Vec<ClaimLine>,
}

/// A booking of which an applicant has shown to know the uid.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimLine {
    /// The booking's uid.
    pub uid: BookingUid,
    /// The seat's reference, if it was given.
    pub seat: Option<SeatRef>,
    /// When, in RFC 3339.
    pub claimed_at: String,
}

/// A delivery as it came.
#[derive(PartialEq, Eq)]
pub struct DeliveryLine {
    /// Its number in the inbox.
    pub id: i64,
    /// When it came, in RFC 3339.
    pub received_at: String,
    /// The digest of the body that came, where only a part of it was kept.
    pub digest: Option<Digest>,
    /// Where it came from.
    pub source: Source,
    /// Its stored body: the bytes as received, unless there is a digest of others.
    pub body: Vec<u8>,
}

/// The refusals for one reason.
#[derive(PartialEq, Eq)]
pub struct RefusalLine {
    /// The reason: the code that the sender got.
    pub code: String,
    /// How often.
    pub count: i64,
    /// When first, in RFC 3339.
    pub first_at: String,
    /// When last, in RFC 3339.
    pub last_at: String,
}

/// How many lines of each kind there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Profiles.
    pub profiles: u64,
    /// Deliveries.
    pub deliveries: u64,
    /// Reasons for which something was turned away.
    pub refusals: u64,
    /// Bookings, each seat counted.
    pub bookings: u64,
}

/// The error of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
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

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotJson => f.write_str("it is not a JSON object, or not all of one"),
            Self::Kind => f.write_str("its kind is not known"),
            Self::Format => write!(f, "its format is not {FORMAT}, the only one that this bookhook knows"),
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

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    kind: Option<&'a RawValue>,
}

/// Fields by name, each read on its own, so that a wrong one can be named.
struct Fields<'a>(std::collections::BTreeMap<String, &'a RawValue>);

impl<'a> Fields<'a> {
    fn parse(line: &'a str) -> Result<Self, Problem> {
        serde_json::from_str(line).map(Self).map_err(|_| Problem::NotJson)
    }

    fn get<T: Deserialize<'a>>(&self, name: &'static str) -> Result<T, Problem> {
        let raw = self.0.get(name).map_or("null", |raw| raw.get());
        serde_json::from_str(raw).map_err(|_| Problem::Field(name))
    }

    /// A value that one of the parsers takes and gives back unchanged.
    fn text(&self, name: &'static str, is: impl Fn(&str) -> bool) -> Result<String, Problem> {
        let text: String = self.get(name)?;
        if is(&text) { Ok(text) } else { Err(Problem::Field(name)) }
    }

    fn time(&self, name: &'static str) -> Result<String, Problem> {
        self.text(name, is_time)
    }

    /// Earlier exports do not have every time.
    fn optional_time(&self, name: &'static str) -> Result<Option<String>, Problem> {
        let time: Option<String> = self.get(name)?;
        if time.as_deref().is_none_or(is_time) { Ok(time) } else { Err(Problem::Field(name)) }
    }

    fn number(&self, name: &'static str) -> Result<i64, Problem> {
        self.get(name).and_then(|number: i64| if number > 0 { Ok(number) } else { Err(Problem::Field(name)) })
    }
}

fn is_time(text: &str) -> bool {
    instant::parse(text).is_some_and(|time| instant::to_millis(time) == text)
}

/// Reads one line, without its line feed.
///
/// # Errors
/// Parses a line, or returns its problem.
pub fn parse(line: &[u8]) -> Result<Line, Problem> {
    let line = std::str::from_utf8(line).map_err(|_| Problem::NotJson)?;
    let kind: Kind<'_> = serde_json::from_str(line).map_err(|_| Problem::NotJson)?;
    match kind.kind.map(RawValue::get) {
        Some("\"header\"") => header(&Fields::parse(line)?),
        Some("\"profile\"") => profile(&Fields::parse(line)?).map(Line::Profile),
        Some("\"delivery\"") => delivery(&Fields::parse(line)?).map(Line::Delivery),
        Some("\"refusal\"") => refusal(&Fields::parse(line)?).map(Line::Refusal),
        Some("\"booking\"") => Ok(Line::Booking),
        Some("\"end\"") => end(&Fields::parse(line)?),
        _ => Err(Problem::Kind),
    }
}

fn header(fields: &Fields<'_>) -> Result<Line, Problem> {
    let (format, extent): (u32, Option<&str>) = (fields.get("format")?, fields.get("extent")?);
    match extent {
        _ if format != FORMAT => Err(Problem::Format),
        None => Ok(Line::Header),
        Some(PERSON) => Err(Problem::OnePerson),
        Some(_) => Err(Problem::Field("extent")),
    }
}

fn profile(fields: &Fields<'_>) -> Result<ProfileLine, Problem> {
    let id: String = fields.get("id")?;
    let email: String = fields.get("email")?;
    let answers: &RawValue = fields.get("answers")?;
    Ok(ProfileLine {
        number: fields.number("number")?,
        id: ProfileId::parse(&id).filter(|parsed| parsed.to_string() == id).ok_or(Problem::Field("id"))?,
        name: fields
            .text("name", |name| PersonName::parse(name).is_ok_and(|parsed| parsed.as_str() == name))?,
        email: Email::parse(&email)
            .ok()
            .filter(|parsed| parsed.as_str() == email)
            .ok_or(Problem::Field("email"))?,
        answers: StoredAnswers::parse(answers.get()).ok_or(Problem::Field("answers"))?,
        completed_at: fields.optional_time("completed_at")?,
        withdrawn_at: fields.optional_time("withdrawn_at")?,
        created_at: fields.time("created_at")?,
        claims: claims(fields).ok_or(Problem::Field("claims"))?,
    })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawClaim {
    uid: String,
    seat: String,
    claimed_at: String,
}

/// In order, each once, as an export writes them.
fn claims(fields: &Fields<'_>) -> Option<Vec<ClaimLine>> {
    let raw: Vec<RawClaim> = fields.get("claims").ok()?;
    let claims: Vec<_> = raw.into_iter().map(claim).collect::<Option<_>>()?;
    claims.is_sorted_by(|one, next| (&one.uid, &one.seat) < (&next.uid, &next.seat)).then_some(claims)
}

fn claim(RawClaim { uid, seat, claimed_at }: RawClaim) -> Option<ClaimLine> {
    let seat = if seat.is_empty() { None } else { Some(SeatRef::parse(&seat)?) };
    is_time(&claimed_at).then_some(ClaimLine { uid: BookingUid::parse(&uid)?, seat, claimed_at })
}

fn delivery(fields: &Fields<'_>) -> Result<DeliveryLine, Problem> {
    let (text, digits): (Option<String>, Option<String>) = (fields.get("body")?, fields.get("body_hex")?);
    let body = match (text, digits) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(digits)) => hex::decode(digits).map_err(|_| Problem::Field("body_hex"))?,
        _ => return Err(Problem::Field("body")),
    };
    if body.len() > LARGEST_BODY {
        return Err(Problem::Field("body"));
    }
    // Earlier exports hold webhooks alone.
    let source: Option<String> = fields.get("source")?;
    let source = source.map_or(Some(Source::Webhook), |source| Source::parse(&source));
    let digits: Option<String> = fields.get("digest")?;
    let digest = digits.map(|digits| digest(&digits, "digest"));
    Ok(DeliveryLine {
        id: fields.number("id")?,
        received_at: fields.time("received_at")?,
        digest: digest.transpose()?,
        source: source.ok_or(Problem::Field("source"))?,
        body,
    })
}

fn refusal(fields: &Fields<'_>) -> Result<RefusalLine, Problem> {
    Ok(RefusalLine {
        code: fields.text("code", |code| {
            (1..=64).contains(&code.len()) && code.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        })?,
        count: fields.number("count")?,
        first_at: fields.time("first_at")?,
        last_at: fields.time("last_at")?,
    })
}

fn end(fields: &Fields<'_>) -> Result<Line, Problem> {
    let sum: String = fields.get("sha256")?;
    let counts = Counts {
        profiles: fields.get("profiles")?,
        deliveries: fields.get("deliveries")?,
        refusals: fields.get("refusals")?,
        bookings: fields.get("bookings")?,
    };
    Ok(Line::End(End { counts, sum: digest(&sum, "sha256")? }))
}

fn digest(digits: &str, field: &'static str) -> Result<Digest, Problem> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(digits, &mut bytes).map(|()| Digest(bytes)).map_err(|_| Problem::Field(field))
}
