-- Keys of what is kept of persons, what was erased, what operators did, and
-- what keeps floods out. No table here holds anything personal.

-- The key that a lead's `person` is locked with, itself locked by a secret of
-- the Worker's. Apart from the leads: an export of either alone opens nothing.
CREATE TABLE lead_key (
  lead    TEXT PRIMARY KEY,                   -- no foreign key: it goes first
  key_id  TEXT NOT NULL,                      -- which secret opens it
  wrapped TEXT NOT NULL                       -- base64url
) STRICT;

CREATE INDEX lead_key_by_key ON lead_key (key_id);

-- Why a lead is looked at by an operator before it goes on; null for most.
-- Its deliveries are parked for `quarantine` until then.
ALTER TABLE lead ADD COLUMN quarantined_for TEXT;

-- Whose `person` was erased, and why. Exported apart from the rest, and played
-- again after an older export was restored.
CREATE TABLE erased (
  lead TEXT PRIMARY KEY,
  at   INTEGER NOT NULL,
  why  TEXT NOT NULL                          -- withdrawn, delivered, too-old
) STRICT;

CREATE INDEX erased_by_age ON erased (at);

-- What operators did and looked at. Each row holds the hash of the one before,
-- so that none can be changed, removed or moved unseen.
CREATE TABLE audit (
  number  INTEGER PRIMARY KEY,                -- 1, 2, 3 and so on without a gap
  at      INTEGER NOT NULL,
  who     TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,                      -- an id without meaning
  detail  TEXT NOT NULL,                      -- JSON
  before  TEXT NOT NULL,                      -- the hash of the row before
  hash    TEXT NOT NULL
) STRICT;

-- The newest row, so that one that is missing at the end is missed.
CREATE TABLE audit_head (
  one    INTEGER PRIMARY KEY CHECK (one = 1),
  number INTEGER NOT NULL,
  hash   TEXT NOT NULL
) STRICT;

-- Step tokens that a lead was sent with: each is for one.
CREATE TABLE spent_token (
  token TEXT PRIMARY KEY,
  lead  TEXT NOT NULL,
  at    INTEGER NOT NULL
) STRICT;

CREATE INDEX spent_token_by_age ON spent_token (at);

-- How many leads came in an hour, of all, of a partner, from a network. The
-- name of a network is a salted hash that nobody can make again the day after.
CREATE TABLE quota (
  of     TEXT NOT NULL,
  hour   INTEGER NOT NULL,                    -- hours since 1970
  number INTEGER NOT NULL,
  PRIMARY KEY (of, hour)
) STRICT;

INSERT INTO schema_version (version) VALUES (4);
