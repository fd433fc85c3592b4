//! The lines of an export, which an import reads. One JSON object per line: first a header, then members,
//! profiles, notes, activity, links, deliveries, refusals and bookings, at last how many there were and the
//! SHA-256 of all lines before, so that a changed or truncated file is detected.

mod fields;
mod form;
mod team;

use serde::Deserialize;
use serde_json::value::RawValue;

use self::fields::{Fields, digest, email, name, time};
use crate::domain::decision::Decision;
use crate::domain::event::Source;
use crate::domain::ids::{BookingUid, Digest, ProfileId, SeatRef};
use crate::domain::instant;
use crate::domain::member::{Doer, MemberNumber};
use crate::domain::text::{Email, PersonName};
use crate::store::tables::profiles::StoredAnswers;

pub use self::form::{FORMAT, LARGEST_BODY, LONGEST, LineError, PERSON};
pub use self::team::{ActivityLine, LinkLine, MemberLine, NoteLine};

/// One line of an export. Computed columns are not in it: an import computes them.
#[derive(PartialEq, Eq)]
pub enum Line {
    /// The first line.
    Header,
    /// A member of the team.
    Member(MemberLine),
    /// A profile.
    Profile(ProfileLine),
    /// A note about an applicant.
    Note(NoteLine),
    /// What a member did.
    Activity(ActivityLine),
    /// A link of a booking by a member.
    Link(LinkLine),
    /// A delivery.
    Delivery(DeliveryLine),
    /// A count of refusals.
    Refusal(RefusalLine),
    /// A booking. It follows from the deliveries, so imports ignore it.
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
    pub name: PersonName,
    /// The applicant's address.
    pub email: Email,
    /// The answers, as they were written.
    pub answers: StoredAnswers,
    /// When the applicant completed it, in RFC 3339.
    pub completed_at: Option<String>,
    /// When the applicant withdrew it, in RFC 3339.
    pub withdrawn_at: Option<String>,
    /// What the team decided about it, and who did when.
    pub decided: Option<(Decision, Doer)>,
    /// When it was made, in RFC 3339.
    pub created_at: String,
    /// The bookings that it claimed.
    pub claims: Vec<ClaimLine>,
}

/// A claimed booking.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct ClaimLine {
    /// The booking's uid.
    pub uid: BookingUid,
    /// The seat's reference, if it was given.
    pub seat: Option<SeatRef>,
    /// When, in RFC 3339.
    pub claimed_at: String,
}

/// A delivery as received.
#[derive(PartialEq, Eq)]
pub struct DeliveryLine {
    /// Its number in the inbox.
    pub id: i64,
    /// When it came, in RFC 3339.
    pub received_at: String,
    /// The digest of the original body, if only a part of it is stored.
    pub digest: Option<Digest>,
    /// The source.
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
    /// Members of the team, also removed ones.
    pub members: u64,
    /// Profiles.
    pub profiles: u64,
    /// Notes about applicants.
    pub notes: u64,
    /// The activity of members.
    pub activity: u64,
    /// Links of bookings by members.
    pub links: u64,
    /// Deliveries.
    pub deliveries: u64,
    /// Reasons for refusals.
    pub refusals: u64,
    /// Bookings, each seat counted.
    pub bookings: u64,
}

#[derive(Deserialize)]
struct Kind<'a> {
    #[serde(borrow)]
    kind: Option<&'a RawValue>,
}

/// Reads one line, without its line feed.
///
/// # Errors
/// Parses a line, or returns its problem.
pub fn parse(line: &[u8]) -> Result<Line, LineError> {
    let line = std::str::from_utf8(line).map_err(|_| LineError::NotJson)?;
    let kind: Kind<'_> = serde_json::from_str(line).map_err(|_| LineError::NotJson)?;
    match kind.kind.map(RawValue::get) {
        Some("\"header\"") => header(&Fields::parse(line)?),
        Some("\"member\"") => team::member(&Fields::parse(line)?).map(Line::Member),
        Some("\"profile\"") => profile(&Fields::parse(line)?).map(Line::Profile),
        Some("\"note\"") => team::note(&Fields::parse(line)?).map(Line::Note),
        Some("\"activity\"") => team::activity(&Fields::parse(line)?).map(Line::Activity),
        Some("\"link\"") => team::link(&Fields::parse(line)?).map(Line::Link),
        Some("\"delivery\"") => delivery(&Fields::parse(line)?).map(Line::Delivery),
        Some("\"refusal\"") => refusal(&Fields::parse(line)?).map(Line::Refusal),
        Some("\"booking\"") => Ok(Line::Booking),
        Some("\"end\"") => end(&Fields::parse(line)?),
        _ => Err(LineError::Kind),
    }
}

fn header(fields: &Fields<'_>) -> Result<Line, LineError> {
    let (format, extent): (u32, Option<&str>) = (fields.get("format")?, fields.get("extent")?);
    match extent {
        // The first format had no members, and nothing that they did.
        _ if !(1..=FORMAT).contains(&format) => Err(LineError::Format),
        None => Ok(Line::Header),
        Some(PERSON) => Err(LineError::OnePerson),
        Some(_) => Err(LineError::Field("extent")),
    }
}

fn profile(fields: &Fields<'_>) -> Result<ProfileLine, LineError> {
    let answers: &RawValue = fields.get("answers")?;
    let id = |text: &str| ProfileId::parse(text).filter(|parsed| parsed.to_string() == text);
    Ok(ProfileLine {
        number: fields.number("number")?,
        id: fields.parsed("id", id)?,
        name: fields.parsed("name", name)?,
        email: fields.parsed("email", email)?,
        answers: StoredAnswers::parse(answers.get()).ok_or(LineError::Field("answers"))?,
        completed_at: fields.optional("completed_at", time)?,
        withdrawn_at: fields.optional("withdrawn_at", time)?,
        decided: decided(fields)?,
        created_at: fields.parsed("created_at", time)?,
        claims: claims(fields).ok_or(LineError::Field("claims"))?,
    })
}

/// All three fields, or none, as in earlier exports.
fn decided(fields: &Fields<'_>) -> Result<Option<(Decision, Doer)>, LineError> {
    let Some(decision) = fields.optional("decision", Decision::parse)? else { return Ok(None) };
    let member = MemberNumber(fields.number("decided_by")?);
    Ok(Some((decision, Doer { member, at: fields.parsed("decided_at", instant::parse)? })))
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
    Some(ClaimLine { uid: BookingUid::parse(&uid)?, seat, claimed_at: time(&claimed_at)? })
}

fn delivery(fields: &Fields<'_>) -> Result<DeliveryLine, LineError> {
    let (text, digits): (Option<String>, Option<String>) = (fields.get("body")?, fields.get("body_hex")?);
    let body = match (text, digits) {
        (Some(text), None) => text.into_bytes(),
        (None, Some(digits)) => hex::decode(digits).map_err(|_| LineError::Field("body_hex"))?,
        _ => return Err(LineError::Field("body")),
    };
    if body.len() > LARGEST_BODY {
        return Err(LineError::Field("body"));
    }
    Ok(DeliveryLine {
        id: fields.number("id")?,
        received_at: fields.parsed("received_at", time)?,
        digest: fields.optional("digest", digest)?,
        // Earlier exports hold webhooks alone.
        source: fields.optional("source", Source::parse)?.unwrap_or(Source::Webhook),
        body,
    })
}

fn refusal(fields: &Fields<'_>) -> Result<RefusalLine, LineError> {
    let is_code = |text: &str| {
        (1..=64).contains(&text.len()) && text.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    Ok(RefusalLine {
        code: fields.parsed("code", |text| is_code(text).then(|| text.to_owned()))?,
        count: fields.number("count")?,
        first_at: fields.parsed("first_at", time)?,
        last_at: fields.parsed("last_at", time)?,
    })
}

fn end(fields: &Fields<'_>) -> Result<Line, LineError> {
    // Earlier exports count fewer kinds.
    let later = |name| Ok(fields.get::<Option<u64>>(name)?.unwrap_or(0));
    let counts = Counts {
        members: later("members")?,
        profiles: fields.get("profiles")?,
        notes: later("notes")?,
        activity: later("activity")?,
        links: later("links")?,
        deliveries: fields.get("deliveries")?,
        refusals: fields.get("refusals")?,
        bookings: fields.get("bookings")?,
    };
    Ok(Line::End(End { counts, sum: fields.parsed("sha256", digest)? }))
}
