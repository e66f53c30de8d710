-- How often a partner's frame was opened and a lead was sent from it, a month.
-- Numbers alone: nothing about who, when or what was answered.

CREATE TABLE partner_count (
  partner TEXT NOT NULL,
  month   TEXT NOT NULL,                      -- 2026-11, in Stockholm
  what    TEXT NOT NULL CHECK (what IN ('frame', 'lead')),
  number  INTEGER NOT NULL,
  PRIMARY KEY (partner, month, what)
) STRICT;

INSERT INTO schema_version (version) VALUES (2);
