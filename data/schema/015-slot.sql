-- Schema 15: locks that somebody holds on rows for a while (WFS 2.0 (09-025r2) §12, docs/decisions/locks.md).
--
-- Not in the journal: a lock changes no row. A row has one lock at most; one that has ended gives way to the next. A lock that has ended is known for a day, so that
-- its holder is told that it ended and not that it never was.

CREATE TABLE slot (
  id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*'), -- 128 bits, random
  beller TEXT NOT NULL,                        -- whose: a sum of the caller's gemeenten and organisations
  wie TEXT NOT NULL,                           -- user:SUBJECT or key:ID, for counting alone; empty: not known
  duur INTEGER NOT NULL CHECK (duur > 0),      -- seconds: when it is used again it lasts that long again
  tot INTEGER NOT NULL                         -- its end, in seconds since 1970
) WITHOUT ROWID;
CREATE INDEX slot_beller ON slot (beller, wie, tot);
CREATE INDEX slot_tot ON slot (tot);

CREATE TABLE slot_object (
  tabel TEXT NOT NULL,
  object INTEGER NOT NULL,                     -- its id
  slot TEXT NOT NULL,
  PRIMARY KEY (tabel, object)
) WITHOUT ROWID;
CREATE INDEX slot_object_slot ON slot_object (slot);
