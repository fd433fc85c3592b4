-- When the applicant withdrew the application; null again when they take that back. A fact, as
-- completed_at is, which no replay changes.
ALTER TABLE talent_profiles ADD COLUMN withdrawn_at TEXT;

DROP VIEW talent_profile;

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
