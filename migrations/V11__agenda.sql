-- Finds the interviews of some days: those that stand or wait for the host.
CREATE INDEX bookings_agenda ON bookings (start_time) WHERE status = 'ACCEPTED' OR status = 'PENDING';
