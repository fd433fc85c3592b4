-- Finds bookings by their uid, and by when they start unless they are nobody's and of another event type. Written in
-- sorted runs of bookings; booking_index_progress tells which are not in it yet. Copied, because SQLite parses the
-- whole schema several times to rename a table, in every new file, too.
CREATE TABLE booking_index (
    key     INTEGER NOT NULL, -- the first eight bytes of the uid's SHA-256, or the start in seconds since 1970
    booking INTEGER NOT NULL, -- bookings.id; the row says whether it has the key
    PRIMARY KEY (key, booking)
) STRICT, WITHOUT ROWID;

-- One row, or none before the first run.
CREATE TABLE booking_index_progress (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    through INTEGER NOT NULL, -- all bookings up to this id are in booking_index,
    run     INTEGER NOT NULL, -- and of those up to this id
    key     INTEGER NOT NULL  -- the entries with a lower key than this
) STRICT;

INSERT INTO booking_index (key, booking)
SELECT hash, booking FROM booking_uids
 UNION
SELECT unixepoch(start_time), id FROM bookings
 WHERE start_time IS NOT NULL AND (other_type = 0 OR profile IS NOT NULL)
   AND id <= (SELECT run FROM booking_uids_progress)
 ORDER BY 1, 2;
INSERT INTO booking_index_progress (id, through, run, key)
SELECT id, through, run, hash FROM booking_uids_progress;

DROP TABLE booking_uids;
DROP TABLE booking_uids_progress;
DROP INDEX bookings_agenda;
