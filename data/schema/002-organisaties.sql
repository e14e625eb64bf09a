-- Schema 2: which gemeente an organisation stands for, beside gemeente.kbo_nummer; an index for looking ids up.
--
-- After a merger the old gemeente's users keep their old organisation in the access management for a while, integrators keep the old NIS code in
-- their settings, and an intermunicipal body may speak for several gemeenten. Each such link has a time of its own, and a source: who says so.

CREATE TABLE organisatie_gemeente (
  organisatie TEXT NOT NULL                    -- KBO number without dots, OVO code, or the NIS code of a gemeente before its merger
    CHECK (length(organisatie) BETWEEN 1 AND 32 AND organisatie NOT GLOB '*[^0-9A-Za-z]*'),
  nis_code TEXT NOT NULL REFERENCES gemeente (nis_code) ON UPDATE CASCADE,
  geldig_van TEXT NOT NULL CHECK (geldig_van IS date(geldig_van)),
  geldig_tot TEXT CHECK (geldig_tot IS date(geldig_tot) AND geldig_tot >= geldig_van), -- the last day; NULL: no end
  bron TEXT NOT NULL CHECK (length(bron) BETWEEN 1 AND 200),
  PRIMARY KEY (organisatie, nis_code, geldig_van)
) WITHOUT ROWID;
CREATE INDEX organisatie_gemeente_terug ON organisatie_gemeente (nis_code);

-- Finds an id among one gemeente's rows (SQLite puts the row id behind every index) without touching another's: data/store/spatialite/wall.c.
CREATE INDEX risicolocatie_eigen ON risicolocatie (gemeente_nis);
