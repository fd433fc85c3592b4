-- The inbox (deliveries), the applications and the claims are the source of truth; bookings and the
-- status of profiles are computed from them and can be rebuilt at any time. Keys that other tables
-- point at are integers in order of insertion, because keys in random order, such as uids, cost a
-- page each. Times are RFC 3339 in UTC with a fixed width, so that they sort as text and people can
-- read them. Words are checked with OR, because for IN SQLite would make a b-tree of the words at
-- every insert.

-- Marks the file as bookhook's: "book" in ASCII.
PRAGMA application_id = 0x626f6f6b;

CREATE TABLE talent_profiles (
    number       INTEGER PRIMARY KEY,
    id           TEXT NOT NULL UNIQUE,
    name         TEXT NOT NULL,
    email        TEXT NOT NULL,
    answers      TEXT NOT NULL CHECK (json_valid(answers)),
    status       TEXT NOT NULL DEFAULT 'APPLIED' CHECK (
                     status = 'APPLIED' OR status = 'INTERVIEW_REQUESTED' OR status = 'INTERVIEW_SCHEDULED'
                     OR status = 'INTERVIEW_CANCELLED' OR status = 'INTERVIEW_DECLINED'
                     OR status = 'INTERVIEW_RESCHEDULING' OR status = 'INTERVIEW_ENDED'
                     OR status = 'NO_SHOW'),
    booking      INTEGER, -- bookings.id: the current booking
    completed_at TEXT,
    created_at   TEXT NOT NULL,
    updated_at   TEXT NOT NULL
) STRICT;

-- Finds a booking's profile by the booker's address.
CREATE INDEX talent_profiles_email ON talent_profiles (email);

-- Bookings of which an applicant has shown to know the uid: facts, as the applications are, which
-- no replay changes.
CREATE TABLE claims (
    profile    INTEGER NOT NULL REFERENCES talent_profiles (number),
    uid        TEXT NOT NULL,
    seat       TEXT NOT NULL DEFAULT '', -- the seat's reference, if it was given
    claimed_at TEXT NOT NULL,
    PRIMARY KEY (profile, uid, seat)
) STRICT, WITHOUT ROWID;

-- Finds the claims to a booking.
CREATE INDEX claims_uid ON claims (uid);

CREATE TABLE bookings (
    id                    INTEGER PRIMARY KEY,
    uid                   TEXT NOT NULL,
    seat                  TEXT NOT NULL DEFAULT '', -- '' unless the event type has seats
    profile               INTEGER REFERENCES talent_profiles (number),
    profile_id            TEXT,                     -- the same profile, by the name people know
    matched_by            TEXT CHECK (
                              matched_by = 'metadata' OR matched_by = 'claim' OR matched_by = 'email'),
    inherited             INTEGER NOT NULL, -- whether a booking that this one replaces was matched so
    named_profile_id      TEXT, -- what the metadata names, while there is no such profile
    status                TEXT NOT NULL CHECK (
                              status = 'PENDING' OR status = 'ACCEPTED' OR status = 'REJECTED'
                              OR status = 'CANCELLED' OR status = 'RESCHEDULED'),
    title                 TEXT,
    event_type            TEXT,
    start_time            TEXT,
    end_time              TEXT,
    meeting_link          TEXT,
    location              TEXT,
    attendee_name         TEXT,
    attendee_email        TEXT,
    attendee_timezone     TEXT,
    organizer_name        TEXT,
    booker_url            TEXT, -- where Cal.com's reschedule and cancel pages are
    rescheduled_from      TEXT,
    rescheduled_to        TEXT,
    cancellation_reason   TEXT,
    asks_for_another_time INTEGER NOT NULL,
    ended                 INTEGER NOT NULL,
    no_show               INTEGER NOT NULL,
    first_event_at        TEXT,
    updated_at            TEXT, -- the time of the last event, by Cal.com's clock
    recurring             INTEGER, -- Cal.com's id of the event type, if it recurs
    predecessor           INTEGER, -- bookings.id: the row of the same attendee in rescheduled_from
    rank                  INTEGER  -- the profile shows its booking with the highest; NULL: never this
) STRICT;

-- Finds what a profile shows when its current booking ends.
CREATE INDEX bookings_profile ON bookings (profile) WHERE profile IS NOT NULL;
-- Finds the bookings to which one hands its owner on.
CREATE INDEX bookings_predecessor ON bookings (predecessor) WHERE predecessor IS NOT NULL;
-- Finds what a new profile could attach by its address, also further along a chain of reschedules.
-- Most bookings are matched by metadata, which no address changes; they are not in it.
CREATE INDEX bookings_attendee_email ON bookings (attendee_email)
    WHERE attendee_email IS NOT NULL AND ifnull(matched_by, 'email') <> 'metadata';

-- Finds what a new profile was named by; hardly ever anything.
CREATE INDEX bookings_named_profile_id ON bookings (named_profile_id) WHERE named_profile_id IS NOT NULL;

-- Counts the bookings that belong to nobody; the others are not in it.
CREATE INDEX bookings_unmatched ON bookings (profile) WHERE profile IS NULL;

-- What the deliveries of one booking say about others, which most say nothing of.
CREATE TABLE booking_relations (
    target   TEXT NOT NULL,    -- the uid of another booking, or the event type and attendee of a series
    kind     TEXT NOT NULL CHECK (
                 kind = 'replaces' OR kind = 'in_chain' OR kind = 'follows_in_chain'
                 OR kind = 'occurs' OR kind = 'ends_series'),
    sequence INTEGER NOT NULL, -- how often the first booking of the chain was moved
    seat     TEXT NOT NULL,
    at       INTEGER NOT NULL, -- when it was said, in microseconds since 1970
    tie      BLOB NOT NULL,    -- decides at equal times
    uid      TEXT NOT NULL,    -- the booking whose deliveries say it
    start    INTEGER NOT NULL, -- when an occurrence begins, or from when on a series ends, in seconds
    PRIMARY KEY (target, kind, sequence, seat, at, tie, uid)
) STRICT, WITHOUT ROWID;

-- Finds a booking by Cal.com's name for it. Written a run of bookings at a time, in order of the
-- hashes; booking_uids_progress tells which are not in it yet.
CREATE TABLE booking_uids (
    hash    INTEGER NOT NULL, -- the first eight bytes of the uid's SHA-256
    booking INTEGER NOT NULL, -- bookings.id; the row says whether it has the uid
    PRIMARY KEY (hash, booking)
) STRICT, WITHOUT ROWID;

-- One row, or none before the first run.
CREATE TABLE booking_uids_progress (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    through INTEGER NOT NULL, -- all bookings up to this id are in booking_uids,
    run     INTEGER NOT NULL, -- and of those up to this id
    hash    INTEGER NOT NULL  -- the ones with a lower hash than this
) STRICT;

CREATE TABLE deliveries (
    id          INTEGER PRIMARY KEY,
    received_at TEXT NOT NULL,
    trigger     TEXT NOT NULL,
    booking     INTEGER, -- bookings.id: the first row of the booking's uid
    outcome     TEXT NOT NULL CHECK (outcome = 'applied' OR outcome = 'ignored' OR outcome = 'unreadable'),
    reason      TEXT,    -- why it was ignored, or could not be read
    digest      BLOB,    -- SHA-256 of the body, only where there is no booking to compare within
    body        ANY NOT NULL -- as it came: text, or a blob where it is not UTF-8
) STRICT;

-- Finds the deliveries that a booking is folded from.
CREATE INDEX deliveries_booking ON deliveries (booking) WHERE booking IS NOT NULL;
-- Finds a repeated delivery that is about no booking.
CREATE UNIQUE INDEX deliveries_digest ON deliveries (digest) WHERE digest IS NOT NULL;

-- What was turned away, counted by reason: nothing of a refused request itself is kept.
CREATE TABLE refusals (
    code     TEXT PRIMARY KEY,
    count    INTEGER NOT NULL,
    first_at TEXT NOT NULL,
    last_at  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- When the database was last proved to take a write; one row.
CREATE TABLE readiness (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    checked_at TEXT NOT NULL
) STRICT;

-- The time up to which retention counts, by the sender's clock and by how long servers ran: never by
-- this machine's clock alone. One row, or none before the first hour with a retention.
CREATE TABLE retention (
    id         INTEGER PRIMARY KEY CHECK (id = 1),
    counted_to TEXT NOT NULL
) STRICT;

-- Each profile with its current booking, in the words of the original system.
CREATE VIEW talent_profile AS
SELECT p.id,
       p.name,
       p.email,
       b.uid               AS calendar_booking_id,
       b.meeting_link      AS meeting_link,
       b.start_time        AS scheduled_start_time,
       b.end_time          AS scheduled_end_time,
       b.attendee_name     AS attendee_name,
       b.attendee_timezone AS attendee_timezone,
       p.status,
       p.completed_at,
       p.created_at,
       p.updated_at
  FROM talent_profiles p
  LEFT JOIN bookings b ON b.id = p.booking;
