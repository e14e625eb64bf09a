-- Schema 3: stored queries (WFS 2.0 (09-025r2) §14) that organisations made for themselves.
--
-- An id belongs to its organisation: two may use one id, for a refusal would tell that another has it. The key begins with the organisation, so that a
-- look-up steps over nobody else's rows.

CREATE TABLE opgeslagen_vraag (
  organisatie TEXT NOT NULL                    -- as the token names it: KBO number without dots, OVO code
    CHECK (length(organisatie) BETWEEN 1 AND 32 AND organisatie NOT GLOB '*[^0-9A-Za-z]*'),
  id TEXT NOT NULL CHECK (length(id) BETWEEN 1 AND 200),
  definitie TEXT NOT NULL CHECK (length(definitie) BETWEEN 1 AND 65536), -- wfs:StoredQueryDefinition with every namespace that it uses
  gemaakt_op TEXT NOT NULL,
  gemaakt_door TEXT NOT NULL,                  -- for the audit trail: user:SUBJECT, key:ID, or empty
  PRIMARY KEY (organisatie, id)
);
