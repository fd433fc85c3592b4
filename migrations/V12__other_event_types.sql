-- Whether a booking's own deliveries say that it is of an event type that is not the team's. Such a booking holds
-- nobody, and shows nowhere unless it is an applicant's.
ALTER TABLE bookings ADD COLUMN other_type INTEGER NOT NULL DEFAULT 0;

-- Counts the bookings that belong to nobody; the others are not in it.
DROP INDEX bookings_unmatched;
CREATE INDEX bookings_unmatched ON bookings (profile, other_type) WHERE profile IS NULL AND other_type = 0;

-- Counts, by event type, the bookings that were left out.
CREATE INDEX bookings_left_out ON bookings (event_type) WHERE profile IS NULL AND other_type = 1;
