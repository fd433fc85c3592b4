-- What members did: who, when, and about which applicant or member. Words of ours and numbers: no names,
-- no text.
CREATE TABLE activity (
    id      INTEGER PRIMARY KEY,
    at      TEXT NOT NULL,
    member  INTEGER REFERENCES members (number), -- NULL: somebody at the server itself
    verb    TEXT NOT NULL,
    kind    TEXT,    -- what it is about, if anything: 'applicant', 'member'
    subject INTEGER, -- the number of that; NULL once it is erased
    detail  TEXT     -- such as the decision
) STRICT;

-- Finds what was done about an applicant.
CREATE INDEX activity_subject ON activity (kind, subject) WHERE subject IS NOT NULL;
