//! Finds everything in the database about one person: what an erasure removes and an export of one person
//! contains.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::Connection;

use crate::domain::codec::Codec;
use crate::domain::erasure::Person;
use crate::domain::event::{BookingEvent, Decoded, Meaning, Source};
use crate::domain::ids::ProfileId;
use crate::domain::seat::Seat;
use crate::domain::text::{Email, comparable};
use crate::store::tables::{deliveries, links, notes, profiles};

/// The person, by profile or by address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Who {
    /// The person of a profile: its address counts.
    Profile(ProfileId),
    /// The person with an address.
    Email(Email),
}

/// The rows that are about a person, by the numbers that are their keys, in order.
#[derive(Default)]
pub(in crate::store) struct Rows {
    pub profiles: Vec<i64>,
    /// Those about one of the profiles.
    pub notes: Vec<i64>,
    /// Links of bookings to one of the profiles.
    pub links: Vec<i64>,
    /// Each seat is a row of its own.
    pub bookings: Vec<i64>,
    pub deliveries: Vec<i64>,
}

impl Rows {
    pub(in crate::store) fn is_empty(&self) -> bool {
        self.profiles.is_empty() && self.bookings.is_empty() && self.deliveries.is_empty()
    }
}

/// A search for a person.
pub(in crate::store) struct Search {
    pub person: Person,
    /// The names on the person's profiles and bookings, as they were written.
    pub names: BTreeSet<String>,
    codec: Codec,
    /// The numbers of the profiles.
    profiles: Vec<i64>,
    /// The texts to search deliveries for: the address, and the ids of the profiles.
    sought: Vec<String>,
    owned: Owned,
}

/// How a delivery concerns the person.
pub(in crate::store) enum Concern {
    /// It is about a booking of theirs.
    Own(Decoded),
    /// It is about something else, and names them.
    Named(Decoded),
}

impl Search {
    /// Finds the person; `None` if there is no such profile.
    pub(in crate::store) fn find_person(
        db: &Connection,
        who: &Who,
        codec: Codec,
    ) -> rusqlite::Result<Option<Self>> {
        let Some(email) = address(db, who)? else { return Ok(None) };
        let mut statement = db.prepare("SELECT number, id, name FROM talent_profiles WHERE email = ?1")?;
        let rows = statement
            .query_map([email.as_str()], |row| Ok((row.get("number")?, row.get("id")?, row.get("name")?)))?;
        let found = rows.collect::<rusqlite::Result<Vec<(i64, String, String)>>>()?;
        let owned = Owned::find(db, &email)?;
        let ids = || found.iter().map(|(_, id, _)| id.clone());
        let sought: Vec<String> = ids().chain([comparable(email.as_str()).into_owned()]).collect();
        let names = found.iter().map(|(.., name)| name).chain(&owned.names).cloned().collect();
        let words = found.iter().map(|(.., name)| name).chain(&owned.names);
        let words = words.map(|name| comparable(name).into_owned()).chain(sought.iter().cloned()).collect();
        let profiles = ids().filter_map(|id| ProfileId::parse(&id)).collect();
        Ok(Some(Self {
            person: Person { email, profiles, words },
            names,
            codec,
            profiles: found.iter().map(|(number, ..)| *number).collect(),
            sought,
            owned,
        }))
    }

    /// Searches all deliveries.
    pub(in crate::store) fn rows(&self, db: &Connection) -> rusqlite::Result<Rows> {
        let mut found = Vec::new();
        let mut statement = db.prepare("SELECT id, booking, body, source FROM deliveries ORDER BY id")?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            if self
                .concern(row.get("booking")?, deliveries::source(row)?, row.get_ref("body")?.as_bytes()?)
                .is_some()
            {
                found.push(row.get("id")?);
            }
        }
        let (profiles, bookings) = (self.profiles.clone(), self.owned.ids.clone());
        let notes =
            profiles.iter().map(|number| notes::ids(db, *number)).collect::<rusqlite::Result<Vec<_>>>()?;
        let links = links::ids_of_person(db, &self.person.email)?;
        Ok(Rows { profiles, notes: notes.concat(), links, bookings, deliveries: found })
    }

    /// How a delivery about the booking of this number concerns the person; `None` if it does not.
    pub(in crate::store) fn concern(
        &self,
        booking: Option<i64>,
        source: Source,
        body: &[u8],
    ) -> Option<Concern> {
        let seats = booking.and_then(|booking| self.owned.bookings.get(&booking));
        let is_named = self.is_named_in(body);
        if seats.is_none() && !is_named {
            return None;
        }
        let decoded = (self.codec.decode)(source, body);
        let is_own = match &decoded.meaning {
            Meaning::Event(event) => {
                self.person.is_booker(event) || seats.is_some_and(|seats| seats.concern(event))
            }
            Meaning::Ignored(_) | Meaning::Unreadable(_) => false,
        };
        match (is_own, is_named) {
            (true, _) => Some(Concern::Own(decoded)),
            (false, true) => Some(Concern::Named(decoded)),
            (false, false) => None,
        }
    }

    /// Whether a body holds the address, or the id of one of the profiles.
    pub(in crate::store) fn is_named_in(&self, body: &[u8]) -> bool {
        (self.codec.mentions)(body, &self.sought)
    }
}

fn address(db: &Connection, who: &Who) -> rusqlite::Result<Option<Email>> {
    match who {
        Who::Email(email) => Ok(Some(email.clone())),
        Who::Profile(id) => {
            let found = profiles::number_and_email(db, *id)?;
            Ok(found.map(|(_, email)| email))
        }
    }
}

/// The bookings that are the person's, by the number that deliveries know.
#[derive(Default)]
struct Owned {
    ids: Vec<i64>,
    names: Vec<String>,
    bookings: BTreeMap<i64, Seats>,
}

/// Which seats of a booking, and at which addresses; one seat of no name where there are none.
#[derive(Default)]
struct Seats {
    ids: BTreeSet<Option<Seat>>,
    addresses: BTreeSet<String>,
}

impl Owned {
    fn find(db: &Connection, email: &Email) -> rusqlite::Result<Self> {
        let sql = "SELECT first, seat, attendee_email, attendee_name, id
                     FROM bookings JOIN (SELECT uid, min(id) AS first FROM bookings GROUP BY uid) USING (uid)
                    WHERE attendee_email = ?1 OR seat = ?1
                       OR profile IN (SELECT number FROM talent_profiles WHERE email = ?1)
                    ORDER BY id";
        let mut statement = db.prepare(sql)?;
        let mut rows = statement.query([email.as_str()])?;
        let mut owned = Self::default();
        while let Some(row) = rows.next()? {
            let seats = owned.bookings.entry(row.get("first")?).or_default();
            seats.ids.insert(Seat::parse(row.get_ref("seat")?.as_str()?));
            seats.addresses.extend(row.get::<_, Option<String>>("attendee_email")?);
            owned.names.extend(row.get::<_, Option<String>>("attendee_name")?);
            owned.ids.push(row.get("id")?);
        }
        Ok(owned)
    }
}

impl Seats {
    /// Whether an event of the booking is about the person.
    fn concern(&self, event: &BookingEvent) -> bool {
        let of = |email: &Email| self.addresses.contains(email.as_str());
        let is_seat = match &event.seat {
            None => false,
            Some(Seat::Ref(_)) => self.ids.contains(&event.seat),
            Some(Seat::Of(email)) => of(email),
        };
        self.ids.contains(&None) || is_seat || event.details.attendee_email.as_ref().is_some_and(of)
    }
}
