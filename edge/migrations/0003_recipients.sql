-- How it goes with each recipient, and what replay and e-mail need. Only adds:
-- the code before it runs on.

CREATE TABLE recipient (
  recipient        TEXT PRIMARY KEY,
  paused_at        INTEGER,                    -- by an operator: nothing is sent, all is kept
  taken_at         INTEGER,                    -- when it last took a lead
  failing_since    INTEGER,                    -- the first failure after that
  failed_at        INTEGER,                    -- the last one
  recovering_since INTEGER,                    -- back, with a backlog: sent to slowly
  quiet_until      INTEGER NOT NULL DEFAULT 0, -- as it asked (Retry-After)
  next_at          INTEGER NOT NULL DEFAULT 0  -- while it fails or recovers: not before
) STRICT;

-- A recipient in it gets nothing: it said 410, or failed for five days.
ALTER TABLE stopped ADD COLUMN why TEXT NOT NULL DEFAULT 'gone';

ALTER TABLE delivery ADD COLUMN base INTEGER NOT NULL DEFAULT 0;    -- attempts before the schedule began anew
ALTER TABLE delivery ADD COLUMN notices INTEGER NOT NULL DEFAULT 0; -- e-mails that tell of it and were taken
ALTER TABLE delivery ADD COLUMN opened_at INTEGER;                  -- by an officer, on the pick-up page
ALTER TABLE attempt ADD COLUMN milliseconds INTEGER;                -- how long it took

CREATE INDEX delivery_by_recipient ON delivery (recipient, state, created_at);

INSERT INTO schema_version (version) VALUES (3);
