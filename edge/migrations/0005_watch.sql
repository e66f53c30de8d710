-- What alerts are made of: numbers a minute, kept for a day; and which alerts
-- are raised. Nothing about anyone.

CREATE TABLE tally (
  minute INTEGER NOT NULL,                    -- minutes since 1970
  what   TEXT NOT NULL CHECK (what IN ('failed', 'refused', 'skewed')),
  number INTEGER NOT NULL,
  PRIMARY KEY (minute, what)
) STRICT;

CREATE TABLE alert (
  name  TEXT PRIMARY KEY,
  level TEXT NOT NULL,
  since INTEGER NOT NULL
) STRICT;

CREATE INDEX delivery_by_end ON delivery (state, ended_at);

INSERT INTO schema_version (version) VALUES (5);
