-- Up to which applicant a member has seen the new ones, and when the member said so.
ALTER TABLE members ADD COLUMN seen_profile INTEGER NOT NULL DEFAULT 0;
ALTER TABLE members ADD COLUMN seen_profile_at TEXT;

-- Finds the applications that wait for the team or for the applicant to choose again. Most deliveries
-- change none of it: whoever applied, booked or cancelled is not in it.
CREATE INDEX talent_profiles_waiting ON talent_profiles (status)
    WHERE decision IS NULL AND withdrawn_at IS NULL
      AND (status = 'INTERVIEW_REQUESTED' OR status = 'INTERVIEW_RESCHEDULING'
           OR status = 'INTERVIEW_ENDED' OR status = 'NO_SHOW');
