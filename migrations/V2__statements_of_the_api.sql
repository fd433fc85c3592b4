-- Where a row of the inbox came from: a signed webhook, or a reading of Cal.com's API.
ALTER TABLE deliveries ADD COLUMN source TEXT NOT NULL DEFAULT 'webhook' CHECK (source = 'webhook' OR source = 'api');

-- How far Cal.com's API was read; one row, or none before the first pass.
CREATE TABLE reconciliation (
    id        INTEGER PRIMARY KEY CHECK (id = 1),
    mark      TEXT,             -- the latest change that was read, by Cal.com's clock
    looked_at INTEGER NOT NULL, -- bookings.id: up to this one, open bookings were asked for one by one
    passed_at TEXT NOT NULL,    -- when the last pass ended, by Cal.com's clock
    repaired  INTEGER NOT NULL, -- how many bookings that pass repaired
    history   INTEGER NOT NULL  -- the passes before, the last in the lowest bit: 1 where one repaired any
) STRICT;
