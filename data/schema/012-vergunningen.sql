-- Schema 12: the daily flow of permits from the Omgevingsloket (docs/permits.md).
--
-- Every row that the flow makes or labels goes through the door to write, as any other; these tables say how far the flow is, which events were seen, what a person
-- has to look at, and which record came from which permit. They are written in the transaction of those rows.

-- Everything that was decided from the begin of `begin` until the begin of `tot` has been taken in. One row, none before the first run.
CREATE TABLE vergunning_stand (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  begin TEXT NOT NULL CHECK (begin IS date(begin)),
  tot TEXT NOT NULL CHECK (tot IS date(tot)),
  gelopen_op TEXT NOT NULL
);

-- The deliveries that were read. One of days that are in already is read too when it comes, or comes again with another content.
CREATE TABLE vergunning_levering (
  naam TEXT NOT NULL,                          -- of the file
  som TEXT NOT NULL,                           -- its SHA-256
  gelezen_op TEXT NOT NULL,
  PRIMARY KEY (naam, som)
) WITHOUT ROWID;

-- An event is taken in once, however often it is delivered.
CREATE TABLE vergunning_gebeurtenis (
  uuid TEXT NOT NULL PRIMARY KEY,              -- of a line without one: sha256: and the sum of the line
  omv_nummer TEXT,                             -- NULL when it could not be read
  toestand TEXT NOT NULL CHECK (toestand = 'klaar' OR toestand = 'wacht'), -- wacht: tried again at each run
  uitkomst TEXT NOT NULL,                      -- what it was taken for, one word
  beslist TEXT CHECK (beslist IS date(beslist)), -- the day of the decision; NULL when it does not matter
  levering TEXT NOT NULL,                      -- the name of the file
  tot TEXT NOT NULL CHECK (tot IS date(tot)),  -- the end of what that file covers
  regel TEXT,                                  -- the line, for as long as it waits
  gezien_op TEXT NOT NULL,
  CHECK (toestand = 'klaar' OR regel IS NOT NULL)
);
CREATE INDEX vergunning_gebeurtenis_wacht ON vergunning_gebeurtenis (toestand) WHERE toestand = 'wacht';
CREATE INDEX vergunning_gebeurtenis_omv ON vergunning_gebeurtenis (omv_nummer, uitkomst);

-- The record that was made of one rubriek of one installation in one gemeente. It stays when the record is removed: then that is not made again.
CREATE TABLE vergunning_rij (
  omv_nummer TEXT NOT NULL,
  iioa_nummer TEXT NOT NULL,
  vito_id TEXT NOT NULL,
  vito_versie_id TEXT NOT NULL,
  gemeente_nis TEXT NOT NULL,
  risicolocatie INTEGER NOT NULL,
  toegekend TEXT NOT NULL CHECK (toegekend IS date(toegekend)),
  PRIMARY KEY (omv_nummer, iioa_nummer, vito_id, vito_versie_id, gemeente_nis)
) WITHOUT ROWID;
CREATE INDEX vergunning_rij_locatie ON vergunning_rij (risicolocatie);

-- What the flow could not do by itself. Nothing is ever dropped: it stays here until it could be done, or a person says that it is settled.
CREATE TABLE vergunning_werklijst (
  nr INTEGER PRIMARY KEY,
  gebeurtenis TEXT NOT NULL,
  iioa_nummer TEXT NOT NULL DEFAULT '',
  code TEXT NOT NULL,
  wat TEXT NOT NULL DEFAULT '',                -- the value that it is about
  uitleg TEXT NOT NULL,
  sinds TEXT NOT NULL,
  loop INTEGER NOT NULL,                       -- the number of the last try that found it still so
  opgelost_op TEXT,                            -- NULL: open
  opgelost_door TEXT,                          -- who said so; NULL: a later try went well
  UNIQUE (gebeurtenis, iioa_nummer, code, wat)
);

-- When a gemeente switched the integration on or off. gemeente.integratie_omgv has what holds now; without a row it is as it was at first: on.
CREATE TABLE integratie_stand (
  gemeente_nis TEXT NOT NULL REFERENCES gemeente (nis_code) ON UPDATE CASCADE,
  vanaf TEXT NOT NULL,                         -- UTC, to the second
  aan INTEGER NOT NULL CHECK (aan = 0 OR aan = 1),
  wie TEXT NOT NULL,
  PRIMARY KEY (gemeente_nis, vanaf)
) WITHOUT ROWID;

-- That somebody looked at a record, beside it and never in it. wijziging: what its wijziging_vergunning was then; when the permit is changed later, it is to be looked at
-- again.
CREATE TABLE nazicht (
  risicolocatie INTEGER PRIMARY KEY,
  wijziging TEXT NOT NULL,
  op TEXT NOT NULL,
  wie TEXT NOT NULL
);
