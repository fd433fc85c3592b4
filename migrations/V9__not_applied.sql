-- Finds the deliveries that were ignored or could not be read; the others are not in it.
CREATE INDEX deliveries_not_applied ON deliveries (id) WHERE outcome = 'ignored' OR outcome = 'unreadable';
