-- What the team decided about an application, and which member did. Facts, as completed_at is, which no
-- replay changes; the applicant is never shown them.
ALTER TABLE talent_profiles ADD COLUMN decision TEXT CHECK (
    decision = 'accepted' OR decision = 'rejected' OR decision = 'on_hold');
ALTER TABLE talent_profiles ADD COLUMN decided_at TEXT;
ALTER TABLE talent_profiles ADD COLUMN decided_by INTEGER REFERENCES members (number);
