-- The team: who may sign in to its pages, and the browsers in which somebody has. The tables of the
-- applicants know nothing of these.

CREATE TABLE members (
    number     INTEGER PRIMARY KEY,
    email      TEXT UNIQUE,   -- NULL once the member is removed; the name stays with what they wrote
    name       TEXT NOT NULL,
    role       TEXT NOT NULL CHECK (role = 'owner' OR role = 'member'),
    password   TEXT,          -- argon2id in the PHC format; NULL once removed
    zone       TEXT,          -- IANA name of the time zone that the member chose
    made_at    TEXT NOT NULL,
    removed_at TEXT
) STRICT;

-- The cookie itself is in the browser alone.
CREATE TABLE sessions (
    digest    BLOB PRIMARY KEY, -- SHA-256 of the cookie's value
    member    INTEGER NOT NULL REFERENCES members (number),
    made_at   TEXT NOT NULL,
    seen_at   TEXT NOT NULL,    -- written at most once an hour
    proved_at TEXT NOT NULL,    -- when the member last typed the password
    browser   TEXT NOT NULL     -- such as "Firefox on Linux"
) STRICT, WITHOUT ROWID;

-- Finds the sessions of a member.
CREATE INDEX sessions_member ON sessions (member);

-- The join and reset links that were used, until they would have expired.
CREATE TABLE used_links (
    nonce BLOB PRIMARY KEY,
    until TEXT NOT NULL
) STRICT, WITHOUT ROWID;
