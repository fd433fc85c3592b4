-- A second step of signing in, which members may set up: an authenticator app, and codes for who lost it.

ALTER TABLE members ADD COLUMN totp TEXT;         -- the app's secret, in Base32
ALTER TABLE members ADD COLUMN totp_step INTEGER; -- of the last code, which works once: 30 s each, since 1970

CREATE TABLE recovery_codes (
    digest BLOB PRIMARY KEY, -- SHA-256
    member INTEGER NOT NULL REFERENCES members (number)
) STRICT, WITHOUT ROWID;

-- Finds the codes of a member.
CREATE INDEX recovery_codes_member ON recovery_codes (member);
