-- What is kept of a lead, and where each of its deliveries stands.
-- Moments are milliseconds since 1970 (UTC).

CREATE TABLE lead (
  id                 TEXT PRIMARY KEY,        -- random, without meaning
  reference          TEXT NOT NULL UNIQUE,    -- VI-2026-7F3K9Q: what people say
  link_hash          TEXT NOT NULL UNIQUE,    -- SHA-256 of the status link's key
  partner            TEXT NOT NULL,
  locale             TEXT NOT NULL,
  received_at        INTEGER NOT NULL,
  facts              TEXT NOT NULL,           -- JSON as received: coarse, not personal
  result             TEXT NOT NULL,           -- JSON: what the rules said that day
  person             TEXT,                    -- JSON; null once erased
  likeness           TEXT NOT NULL,           -- hash of company and subject
  possible_duplicate INTEGER NOT NULL,
  withdrawn_at       INTEGER,
  erased_at          INTEGER                  -- of person
) STRICT;

CREATE INDEX lead_by_likeness ON lead (likeness, received_at);
CREATE INDEX lead_by_age ON lead (received_at);

CREATE TABLE delivery (
  id              TEXT PRIMARY KEY,           -- lead and recipient: the webhook-id
  lead            TEXT NOT NULL REFERENCES lead (id),
  recipient       TEXT NOT NULL,
  state           TEXT NOT NULL CHECK (state IN ('due', 'delivered', 'parked', 'withdrawn')),
  parked_for      TEXT,                       -- exhausted, gone, erased
  promised_by     TEXT,                       -- a day
  attempts        INTEGER NOT NULL DEFAULT 0,
  next_attempt_at INTEGER NOT NULL,
  not_before      INTEGER NOT NULL DEFAULT 0, -- as the recipient asked (Retry-After)
  lease           TEXT,                       -- whoever holds it is sending
  leased_until    INTEGER NOT NULL DEFAULT 0,
  created_at      INTEGER NOT NULL,
  ended_at        INTEGER
) STRICT;

CREATE INDEX delivery_due ON delivery (state, next_attempt_at);
CREATE INDEX delivery_by_lead ON delivery (lead);

CREATE TABLE attempt (
  delivery TEXT NOT NULL REFERENCES delivery (id),
  number   INTEGER NOT NULL,
  at       INTEGER NOT NULL,
  answer   TEXT NOT NULL                      -- a status, or why there was none
) STRICT;

CREATE INDEX attempt_by_delivery ON attempt (delivery);

CREATE TABLE idempotency (
  key_hash   TEXT PRIMARY KEY,                -- the key itself is not kept
  body_hash  TEXT NOT NULL,
  lead       TEXT NOT NULL,
  answer     TEXT NOT NULL,                   -- JSON, without the status link
  created_at INTEGER NOT NULL
) STRICT;

CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- A recipient that said 410: nothing is sent there until its address changes.
CREATE TABLE stopped (
  recipient TEXT PRIMARY KEY,
  url_hash  TEXT NOT NULL,
  at        INTEGER NOT NULL
) STRICT;

CREATE TABLE heartbeat (
  name TEXT PRIMARY KEY,
  at   INTEGER NOT NULL
) STRICT;

CREATE TABLE schema_version (
  version INTEGER NOT NULL
) STRICT;

INSERT INTO schema_version (version) VALUES (1);
