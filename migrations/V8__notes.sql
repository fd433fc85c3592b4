-- What members write about an applicant, for each other. Facts, which no replay changes.
CREATE TABLE notes (
    id        INTEGER PRIMARY KEY,
    profile   INTEGER NOT NULL REFERENCES talent_profiles (number),
    member    INTEGER NOT NULL REFERENCES members (number),
    text      TEXT NOT NULL,
    made_at   TEXT NOT NULL,
    edited_at TEXT
) STRICT;

-- Finds the notes about an applicant.
CREATE INDEX notes_profile ON notes (profile);
