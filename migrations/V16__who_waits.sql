-- Finds the interviews of some days: the bookings that stand or wait for the host, and that are an applicant's or may
-- be. Meetings of other event types, and what a member said is nobody's, are not in it.
DROP INDEX bookings_agenda;
CREATE INDEX bookings_agenda ON bookings (start_time)
    WHERE (status = 'ACCEPTED' OR status = 'PENDING')
      AND (profile IS NOT NULL OR matched_by IS NULL AND other_type = 0);

-- Finds and counts the applications that wait for the team or for the applicant to choose again, with the booking
-- that says since when. It has all columns of its condition, so that no application is read for it.
DROP INDEX talent_profiles_waiting;
CREATE INDEX talent_profiles_waiting ON talent_profiles (status, number, booking, decision, withdrawn_at)
    WHERE decision IS NULL AND withdrawn_at IS NULL
      AND (status = 'INTERVIEW_REQUESTED' OR status = 'INTERVIEW_RESCHEDULING'
           OR status = 'INTERVIEW_ENDED' OR status = 'NO_SHOW');
