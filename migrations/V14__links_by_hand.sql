-- What members said of whose a booking is. Facts, as claims are, which no replay changes. The latest that
-- was not undone counts, by its number.
CREATE TABLE booking_links (
    id        INTEGER PRIMARY KEY,
    uid       TEXT NOT NULL,
    seat      TEXT NOT NULL, -- '' for a booking without seats
    profile   INTEGER REFERENCES talent_profiles (number), -- NULL: no applicant's
    member    INTEGER NOT NULL REFERENCES members (number),
    made_at   TEXT NOT NULL,
    undone_at TEXT
) STRICT;

-- Finds the links of a booking.
CREATE INDEX booking_links_uid ON booking_links (uid);

-- Bookings can be matched by hand, too, also to nobody. SQLite widens no CHECK, so the table is made anew.
DROP VIEW talent_profile;

CREATE TABLE new_bookings (
    id                    INTEGER PRIMARY KEY,
    uid                   TEXT NOT NULL,
    seat                  TEXT NOT NULL DEFAULT '', -- '' unless the event type has seats
    profile               INTEGER REFERENCES talent_profiles (number),
    profile_id            TEXT,                     -- the same profile, by the name people know
    matched_by            TEXT CHECK (
                              matched_by = 'hand' OR matched_by = 'metadata' OR matched_by = 'claim'
                              OR matched_by = 'email'),
    inherited             INTEGER NOT NULL, -- whether a booking that this one replaces was matched so
    named_profile_id      TEXT, -- what the metadata names, where the booking was not matched by that
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
    rank                  INTEGER, -- the profile shows its booking with the highest; NULL: never this
    other_type            INTEGER NOT NULL DEFAULT 0, -- whether it is of an event type that is not the team's
    unmatched             INTEGER  -- 1 while it waits for somebody to say whose it is, else NULL
) STRICT;

INSERT INTO new_bookings
       (id, uid, seat, profile, profile_id, matched_by, inherited, named_profile_id, status, title, event_type,
        start_time, end_time, meeting_link, location, attendee_name, attendee_email, attendee_timezone,
        organizer_name, booker_url, rescheduled_from, rescheduled_to, cancellation_reason, asks_for_another_time,
        ended, no_show, first_event_at, updated_at, recurring, predecessor, rank,
        other_type, unmatched)
SELECT id, uid, seat, profile, profile_id, matched_by, inherited, named_profile_id, status, title, event_type,
       start_time, end_time, meeting_link, location, attendee_name, attendee_email, attendee_timezone,
       organizer_name, booker_url, rescheduled_from, rescheduled_to, cancellation_reason, asks_for_another_time,
       ended, no_show, first_event_at, updated_at, recurring, predecessor, rank,
       other_type,
       iif(profile IS NULL AND other_type = 0 AND status <> 'RESCHEDULED'
           AND ifnull(substr(attendee_email, -15), '') <> '@erased.invalid', 1, NULL)
  FROM bookings ORDER BY id;

DROP TABLE bookings;
ALTER TABLE new_bookings RENAME TO bookings;

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
-- Counts, by event type, the bookings that were left out.
CREATE INDEX bookings_left_out ON bookings (event_type) WHERE profile IS NULL AND other_type = 1;
-- Lists and counts the unmatched bookings; the others are not in it.
CREATE INDEX bookings_unmatched ON bookings (unmatched) WHERE unmatched IS NOT NULL;
-- Finds the interviews of some days: those that stand or wait for the host.
CREATE INDEX bookings_agenda ON bookings (start_time) WHERE status = 'ACCEPTED' OR status = 'PENDING';

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
       p.withdrawn_at,
       p.created_at,
       p.updated_at
  FROM talent_profiles p
  LEFT JOIN bookings b ON b.id = p.booking;
