//! The rows of `talent_profiles`. Answers are JSON in them, and nowhere else.

use std::collections::BTreeMap;

use rusqlite::{Connection, OptionalExtension, Row, named_params, params};
use serde_json::{Map, Value, json};
use time::OffsetDateTime;

use super::bookings::{self, BookingRow, Rank, columns};
use super::{row, search};
use crate::domain::booking::Booking;
use crate::domain::foreign::ForeignText;
use crate::domain::ids::ProfileId;
use crate::domain::instant;
use crate::domain::profile::{Profile, ProfileStatus};
use crate::domain::questions::{Answer, Answers, Application};
use crate::domain::text::Email;

const TABLE: &str = "talent_profiles";

/// A profile with the booking that it shows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Current {
    /// The profile.
    pub profile: Profile,
    /// Its current booking, unless it is withheld.
    pub booking: Option<Booking>,
    /// Its current booking was matched by address alone. Anybody can apply with anybody's address, so only
    /// the status of that booking is shown until it is claimed.
    pub withheld: bool,
}

/// Answers as the column has them: a JSON object with a member for each.
#[derive(Clone, PartialEq, Eq)]
pub struct StoredAnswers(String);

impl StoredAnswers {
    /// Takes any JSON object as it is written, unless its values are nested too deeply to be read.
    pub(in crate::store) fn parse(json: &str) -> Option<Self> {
        serde_json::from_str::<Map<String, Value>>(json).is_ok().then(|| Self(json.to_owned()))
    }

    pub(in crate::store) fn len(&self) -> usize {
        self.0.len()
    }
}

impl From<&Answers> for StoredAnswers {
    fn from(answers: &Answers) -> Self {
        let members = answers.iter().map(|(id, answer)| (id.to_string(), value(answer)));
        Self(Value::Object(members.collect()).to_string())
    }
}

fn value(answer: &Answer) -> Value {
    match answer {
        Answer::Text(text) => json!(text.as_str()),
        Answer::Number(number) => whole(*number).map_or_else(|| json!(number), Value::from),
        Answer::Several(options) => options.iter().map(ForeignText::as_str).collect(),
        Answer::YesNo(yes) => json!(yes),
    }
}

/// `5.0` was given as `5`, and is stored so.
fn whole(number: f64) -> Option<i64> {
    #[expect(clippy::cast_possible_truncation, reason = "whole and below 2^53")]
    let whole = || number as i64;
    (number.fract() == 0.0 && number.abs() < 9e15).then(whole)
}

/// A profile that has no row yet.
pub(in crate::store) struct NewProfile {
    /// `None`: the next one.
    pub number: Option<i64>,
    pub id: ProfileId,
    pub name: String,
    pub email: Email,
    pub answers: StoredAnswers,
    /// In RFC 3339.
    pub completed_at: Option<String>,
    /// In RFC 3339.
    pub withdrawn_at: Option<String>,
    /// In RFC 3339.
    pub created_at: String,
}

impl NewProfile {
    pub(in crate::store) fn new(id: ProfileId, application: Application, now: OffsetDateTime) -> Self {
        let Application { name, email, answers } = application;
        Self {
            number: None,
            id,
            name: name.as_str().to_owned(),
            email,
            answers: (&answers).into(),
            completed_at: None,
            withdrawn_at: None,
            created_at: instant::to_millis(now),
        }
    }
}

/// Whether the row with the id of `new` holds the same application; `None` if there is no such row.
pub(in crate::store) fn holds(db: &Connection, new: &NewProfile) -> rusqlite::Result<Option<bool>> {
    let sql = "SELECT name = ?2 AND email = ?3 AND answers = ?4 FROM talent_profiles WHERE id = ?1";
    let NewProfile { id, name, email, answers, .. } = new;
    let key = params![id.to_string(), name, email.as_str(), answers.0];
    db.prepare_cached(sql)?.query_row(key, row::only).optional()
}

/// Adds a row.
pub(in crate::store) fn insert(db: &Connection, new: &NewProfile) -> rusqlite::Result<()> {
    let sql = "INSERT INTO talent_profiles
                      (number, id, name, email, answers, completed_at, withdrawn_at, created_at, updated_at)
               VALUES (:number, :id, :name, :email, :answers, :completed_at, :withdrawn_at, :created_at,
                       :created_at)";
    let NewProfile { number, id, name, email, answers, completed_at, withdrawn_at, created_at } = new;
    db.prepare_cached(sql)?.execute(named_params! {
        ":number": number,
        ":id": id.to_string(),
        ":name": name,
        ":email": email.as_str(),
        ":answers": answers.0,
        ":completed_at": completed_at,
        ":withdrawn_at": withdrawn_at,
        ":created_at": created_at,
    })?;
    search::add(db, db.last_insert_rowid())
}

/// Makes an application withdrawn since `at`; `None`: not withdrawn.
pub(in crate::store) fn set_withdrawn(
    db: &Connection,
    id: ProfileId,
    at: Option<OffsetDateTime>,
) -> rusqlite::Result<()> {
    let sql = "UPDATE talent_profiles
                  SET withdrawn_at = ?2,
                      updated_at = max(created_at, ifnull(completed_at, ''), ifnull(?2, ''),
                                       ifnull((SELECT b.updated_at FROM bookings b WHERE b.id = booking), ''))
                WHERE id = ?1";
    db.prepare_cached(sql)?.execute(params![id.to_string(), at.map(instant::to_millis)]).map(drop)
}

/// Gives a profile another address.
pub(in crate::store) fn set_email(db: &Connection, number: i64, email: &Email) -> rusqlite::Result<()> {
    search::remove(db, number)?;
    let sql = "UPDATE talent_profiles SET email = ?2 WHERE number = ?1";
    db.prepare_cached(sql)?.execute(params![number, email.as_str()])?;
    search::add(db, number)
}

/// Makes an application completed since `now`.
pub(in crate::store) fn set_completed(
    db: &Connection,
    id: ProfileId,
    now: OffsetDateTime,
) -> rusqlite::Result<()> {
    let sql = "UPDATE talent_profiles SET completed_at = ?2, updated_at = max(updated_at, ?2) WHERE id = ?1";
    db.prepare_cached(sql)?.execute([id.to_string(), instant::to_millis(now)]).map(drop)
}

/// The profile with the booking that it shows.
pub(in crate::store) fn current(db: &Connection, id: ProfileId) -> rusqlite::Result<Option<Current>> {
    let sql = concat!(
        "SELECT p.number, p.name, p.email, p.status, p.completed_at, p.withdrawn_at, p.created_at, p.updated_at, ",
        columns!(),
        " FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking WHERE p.id = ?1"
    );
    let current = |row: &Row<'_>| {
        let profile = row::read(TABLE, row.get("number")?, row, |row| read(row, id))?;
        let booking = bookings::read_joined(row)?;
        let withheld = booking.as_ref().is_some_and(|row| row.holder().is_none());
        let booking = booking.filter(|_| !withheld).map(|row| row.booking);
        Ok(Current { profile, booking, withheld })
    };
    db.prepare_cached(sql)?.query_row([id.to_string()], current).optional()
}

fn read(row: &Row<'_>, id: ProfileId) -> rusqlite::Result<Profile> {
    Ok(Profile {
        id,
        name: row.get("name")?,
        email: row::parsed(row, "email", |text| Email::parse(text).ok())?,
        status: row::parsed(row, "status", ProfileStatus::parse)?,
        completed_at: row::time(row, "completed_at")?,
        withdrawn_at: row::time(row, "withdrawn_at")?,
        created_at: row::parsed(row, "created_at", instant::parse)?,
        updated_at: row::parsed(row, "updated_at", instant::parse)?,
    })
}

/// The number of a profile; `None` if there is no such profile.
pub(in crate::store) fn number(db: &Connection, id: ProfileId) -> rusqlite::Result<Option<i64>> {
    let sql = "SELECT number FROM talent_profiles WHERE id = ?1";
    db.prepare_cached(sql)?.query_row([id.to_string()], row::only).optional()
}

/// The id of the profile with a number; `None` if there is no such profile.
pub(in crate::store) fn id(db: &Connection, number: i64) -> rusqlite::Result<Option<ProfileId>> {
    let sql = "SELECT id FROM talent_profiles WHERE number = ?1";
    let read = |row: &Row<'_>| row::read(TABLE, number, row, |row| row::parsed(row, "id", ProfileId::parse));
    db.prepare_cached(sql)?.query_row([number], read).optional()
}

/// The number and the address of a profile; `None` if there is no such profile.
pub(in crate::store) fn number_and_email(
    db: &Connection,
    id: ProfileId,
) -> rusqlite::Result<Option<(i64, Email)>> {
    let sql = "SELECT number, email FROM talent_profiles WHERE id = ?1";
    let read = |row: &Row<'_>| {
        let number = row.get("number")?;
        let email =
            row::read(TABLE, number, row, |row| row::parsed(row, "email", |text| Email::parse(text).ok()))?;
        Ok((number, email))
    };
    db.prepare_cached(sql)?.query_row([id.to_string()], read).optional()
}

/// The profiles with an address, each with the time it was made.
pub(in crate::store) fn with_email(
    db: &Connection,
    email: &Email,
) -> rusqlite::Result<Vec<(OffsetDateTime, ProfileId)>> {
    let mut statement = db.prepare_cached("SELECT created_at, id FROM talent_profiles WHERE email = ?1")?;
    let read = |row: &Row<'_>| {
        let made = instant::parse(row.get_ref("created_at")?.as_str()?);
        Ok(made.zip(ProfileId::parse(row.get_ref("id")?.as_str()?)))
    };
    statement.query_map([email.as_str()], read)?.filter_map(Result::transpose).collect()
}

/// The current booking of a profile.
pub(in crate::store) struct CurrentBooking {
    pub number: i64,
    pub profile: Option<ProfileId>,
    /// The current booking's row.
    pub booking: Option<i64>,
    /// Its rank.
    pub rank: Rank,
    /// It is an occurrence of a recurring booking.
    pub recurs: bool,
}

/// Returns the current booking of a profile.
pub(in crate::store) fn shown(db: &Connection, number: i64) -> rusqlite::Result<CurrentBooking> {
    let sql = "SELECT p.id, p.booking, b.rank, b.uid, b.seat, b.recurring IS NOT NULL AS recurs
                 FROM talent_profiles p LEFT JOIN bookings b ON b.id = p.booking WHERE p.number = ?1";
    db.prepare_cached(sql)?.query_row([number], |row| {
        Ok(CurrentBooking {
            number,
            profile: ProfileId::parse(row.get_ref("id")?.as_str()?),
            booking: row.get("booking")?,
            rank: (
                row.get("rank")?,
                row.get::<_, Option<String>>("uid")?.unwrap_or_default(),
                row.get::<_, Option<String>>("seat")?.unwrap_or_default(),
            ),
            recurs: row.get("recurs")?,
        })
    })
}

/// Sets the booking that a profile shows, or none. The time of the update follows from that booking, not from
/// the arrival of deliveries.
pub(in crate::store) fn show(
    db: &Connection,
    shown: &CurrentBooking,
    row: Option<&BookingRow>,
) -> rusqlite::Result<()> {
    let sql = "UPDATE talent_profiles
                  SET status = :status, booking = :booking,
                      updated_at = max(created_at, ifnull(completed_at, ''), ifnull(withdrawn_at, ''),
                                       :heard_at)
                WHERE number = :number";
    let booking = row.map(|row| &row.booking);
    db.prepare_cached(sql)?
        .execute(named_params! {
            ":number": shown.number,
            ":status": ProfileStatus::from_booking(booking).as_str(),
            ":booking": row.map(|row| row.id),
            ":heard_at":
                booking.and_then(|booking| booking.last_event_at).map_or(String::new(), instant::to_millis),
        })
        .map(drop)
}

/// The ids of the questions that anybody answered, in the order of their first answers.
pub(in crate::store) fn answered(db: &Connection) -> rusqlite::Result<Vec<String>> {
    let sql = "SELECT answer.key FROM talent_profiles p, json_each(p.answers) answer
                GROUP BY answer.key ORDER BY min(p.number), min(answer.id)";
    let mut statement = db.prepare(sql)?;
    statement.query_map([], row::only)?.collect()
}

/// The answers of a profile as people read them, by the ids of the questions.
pub(in crate::store) fn answers(
    db: &Connection,
    id: ProfileId,
) -> rusqlite::Result<BTreeMap<String, String>> {
    let sql = "SELECT answers FROM talent_profiles WHERE id = ?1";
    let read = |row: &Row<'_>| Ok(answers_as_text(row.get_ref("answers")?.as_str()?.as_bytes()));
    Ok(db.prepare_cached(sql)?.query_row([id.to_string()], read).optional()?.unwrap_or_default())
}

/// A column of answers as people read them, by the ids of the questions; several options are
/// separated by semicolons.
pub(in crate::store) fn answers_as_text(column: &[u8]) -> BTreeMap<String, String> {
    let answers: BTreeMap<String, Value> = serde_json::from_slice(column).unwrap_or_default();
    answers.into_iter().map(|(id, answer)| (id, as_text(answer))).collect()
}

fn as_text(answer: Value) -> String {
    match answer {
        Value::Null => String::new(),
        Value::String(text) => text,
        Value::Array(several) => several.into_iter().map(as_text).collect::<Vec<_>>().join("; "),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::questions::QuestionId;

    fn stored(answer: Answer) -> String {
        let id = QuestionId::parse("q").expect("an id");
        StoredAnswers::from(&Answers::from([(id, answer)])).0
    }

    #[test]
    fn each_kind_of_answer_has_its_json() {
        for (answer, json) in [
            (Answer::Text("a \"b\"".into()), r#"{"q":"a \"b\""}"#),
            (Answer::Number(5.0), r#"{"q":5}"#),
            (Answer::Number(-2.5), r#"{"q":-2.5}"#),
            (Answer::Number(12e14), r#"{"q":1200000000000000}"#),
            (Answer::Number(Answer::MOST), r#"{"q":9007199254740991.0}"#),
            (Answer::Several(vec!["Red".into(), "Blue".into()]), r#"{"q":["Red","Blue"]}"#),
            (Answer::YesNo(false), r#"{"q":false}"#),
        ] {
            assert_eq!(stored(answer), json);
        }
        assert_eq!(StoredAnswers::from(&Answers::new()).0, "{}");
    }

    #[test]
    fn an_answer_of_each_kind_is_one_text() {
        let answers = answers_as_text(br#"{"a":"text","b":3.5,"c":true,"d":["a","b, c"],"e":null,"f":5}"#);
        let texts: Vec<_> = answers.values().map(String::as_str).collect();
        assert_eq!(texts, ["text", "3.5", "true", "a; b, c", "", "5"]);
    }
}
