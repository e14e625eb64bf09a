-- Schema 8: the journal of what is changed, and the rows as they were before.
--
-- boeking has one row for each transaction that changed rows of a layer; boeking_regel says what was done to which row; TABLE_versie keeps each row as it was
-- until a boeking changed it. Moments are those of boekingen alone: a version holds from boeking `boeking` on until boeking `tot_boeking`, so that a clock that goes
-- back, or two changes in a second, leave neither hole nor overlap. The layer at a moment: with B the last boeking up to then, the versions with
-- boeking <= B < tot_boeking, and the rows of the table itself with boeking <= B. docs/decisions/journal.md tells why.
--
-- Nothing of it can be changed or removed but by pruning, and only the pseudonym of a person can be cut from who he is: triggers hold that. A trigger that fires
-- at a REPLACE does not see the row that goes, so every INSERT is looked at too.

CREATE TABLE pseudoniem (
  id INTEGER PRIMARY KEY,
  persoon TEXT UNIQUE                          -- user:SUBJECT or key:ID; NULL: erased
);
CREATE TRIGGER pseudoniem_erbij BEFORE INSERT ON pseudoniem
WHEN EXISTS (SELECT 1 FROM pseudoniem WHERE id = NEW.id OR persoon = NEW.persoon)
BEGIN SELECT RAISE(ABORT, 'pseudoniem: die is er al'); END;
CREATE TRIGGER pseudoniem_anders BEFORE UPDATE ON pseudoniem
WHEN NEW.id <> OLD.id OR NEW.persoon IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'pseudoniem: een persoon kan alleen gewist worden (NULL)'); END;
CREATE TRIGGER pseudoniem_weg BEFORE DELETE ON pseudoniem
BEGIN SELECT RAISE(ABORT, 'pseudoniem: zet persoon op NULL; het nummer blijft'); END;

CREATE TABLE boeking (
  id INTEGER PRIMARY KEY,
  moment TEXT NOT NULL CHECK (moment IS strftime('%Y-%m-%dT%H:%M:%fZ', moment)), -- of the commit, never before that of the boeking before
  weg TEXT NOT NULL CHECK (length(weg) BETWEEN 1 AND 20), -- begin: what the store held when its journal began; verzoek; invoer
  rol TEXT,
  organisatie TEXT,                            -- as the token names it; several with a comma between when none was chosen
  pseudoniem INTEGER REFERENCES pseudoniem (id),
  verzoek TEXT                                 -- X-Request-Id
);
INSERT INTO boeking (id, moment, weg) VALUES (1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'), 'begin');

-- What lies before this boeking may be removed, and nothing can tell any more how the layer was then.
CREATE TABLE snoeigrens (
  boeking INTEGER PRIMARY KEY,
  moment TEXT NOT NULL
);
CREATE TRIGGER snoeigrens_erbij BEFORE INSERT ON snoeigrens
WHEN NOT EXISTS (SELECT 1 FROM boeking WHERE id = NEW.boeking) OR NEW.boeking <= (SELECT max(boeking) FROM snoeigrens)
BEGIN SELECT RAISE(ABORT, 'snoeigrens: alleen een boeking die er is, na de vorige grens'); END;
CREATE TRIGGER snoeigrens_anders BEFORE UPDATE ON snoeigrens
BEGIN SELECT RAISE(ABORT, 'snoeigrens: blijft zoals ze is'); END;
CREATE TRIGGER snoeigrens_weg BEFORE DELETE ON snoeigrens
BEGIN SELECT RAISE(ABORT, 'snoeigrens: blijft zoals ze is'); END;

CREATE TRIGGER boeking_erbij BEFORE INSERT ON boeking
WHEN NEW.id IS NOT (SELECT max(id) + 1 FROM boeking) OR NEW.moment < (SELECT moment FROM boeking ORDER BY id DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'boeking: alleen na de laatste'); END;
CREATE TRIGGER boeking_anders BEFORE UPDATE ON boeking
BEGIN SELECT RAISE(ABORT, 'boeking: blijft zoals ze is'); END;
CREATE TRIGGER boeking_weg BEFORE DELETE ON boeking
WHEN OLD.id >= coalesce((SELECT max(boeking) FROM snoeigrens), 0)
BEGIN SELECT RAISE(ABORT, 'boeking: blijft zoals ze is'); END;

-- A boeking is written last, and takes no more lines then.
CREATE TABLE boeking_regel (
  boeking INTEGER NOT NULL REFERENCES boeking (id) DEFERRABLE INITIALLY DEFERRED,
  nr INTEGER NOT NULL,                         -- in the order of the steps
  wat TEXT NOT NULL CHECK (wat = 'toegevoegd' OR wat = 'gewijzigd' OR wat = 'geschrapt' OR wat = 'hersteld' OR wat = 'geladen'),
  tabel TEXT NOT NULL,
  object INTEGER,                              -- its id; NULL for what was loaded in bulk
  gemeente_nis TEXT,                           -- whose the row was before, of a new one whose it is
  aantal INTEGER NOT NULL DEFAULT 1,
  reden TEXT,
  PRIMARY KEY (boeking, nr),
  CHECK ((object IS NULL) = (wat = 'geladen'))
) WITHOUT ROWID;
CREATE INDEX boeking_regel_eigen ON boeking_regel (gemeente_nis, tabel, object);
CREATE TRIGGER boeking_regel_erbij BEFORE INSERT ON boeking_regel
WHEN NEW.boeking <= (SELECT max(id) FROM boeking) OR EXISTS (SELECT 1 FROM boeking_regel WHERE boeking = NEW.boeking AND nr = NEW.nr)
BEGIN SELECT RAISE(ABORT, 'boeking_regel: deze boeking is afgesloten'); END;
CREATE TRIGGER boeking_regel_anders BEFORE UPDATE ON boeking_regel
BEGIN SELECT RAISE(ABORT, 'boeking_regel: blijft zoals ze is'); END;
CREATE TRIGGER boeking_regel_weg BEFORE DELETE ON boeking_regel
WHEN OLD.boeking >= coalesce((SELECT max(boeking) FROM snoeigrens), 0)
BEGIN SELECT RAISE(ABORT, 'boeking_regel: blijft zoals ze is'); END;

-- The boeking since which the row is as it is. No foreign key: that would be looked up at every row of a load, and a pruned boeking leaves its rows.
ALTER TABLE risicolocatie ADD COLUMN boeking INTEGER NOT NULL DEFAULT 1;

-- Every column of risicolocatie, under its own name, and without its rules: those of today need not be those of then.
CREATE TABLE risicolocatie_versie (
  nr INTEGER PRIMARY KEY,
  boeking INTEGER NOT NULL,
  tot_boeking INTEGER NOT NULL REFERENCES boeking (id) DEFERRABLE INITIALLY DEFERRED,
  id INTEGER NOT NULL,
  gemeente_nis TEXT NOT NULL,
  gemeente_naam TEXT NOT NULL,
  rubriek_id INTEGER NOT NULL,
  rubriek TEXT NOT NULL,
  rubriek_omschrijving TEXT,
  rubriekenlijst TEXT NOT NULL,
  vlarebo_categorie TEXT,
  vito_id TEXT,
  vito_versie_id TEXT,
  omschrijving TEXT,
  bron TEXT NOT NULL,
  startdatum TEXT NOT NULL,
  einddatum TEXT,
  omv_nummer TEXT,
  iioa_nummer TEXT,
  wijziging_vergunning TEXT NOT NULL,
  geschrapt INTEGER NOT NULL,
  geschrapt_op TEXT,
  oppervlakte_m2 REAL,
  aangemaakt_op TEXT NOT NULL,
  gewijzigd_op TEXT NOT NULL,
  versie INTEGER NOT NULL,
  geometry BLOB NOT NULL,
  CHECK (boeking < tot_boeking),
  UNIQUE (gemeente_nis, id, tot_boeking)
);
CREATE TRIGGER risicolocatie_versie_erbij BEFORE INSERT ON risicolocatie_versie
WHEN NEW.tot_boeking <= (SELECT max(id) FROM boeking)
  OR EXISTS (SELECT 1 FROM risicolocatie_versie WHERE nr = NEW.nr)
  OR EXISTS (SELECT 1 FROM risicolocatie_versie WHERE gemeente_nis = NEW.gemeente_nis AND id = NEW.id AND tot_boeking = NEW.tot_boeking)
BEGIN SELECT RAISE(ABORT, 'risicolocatie_versie: deze boeking is afgesloten'); END;
CREATE TRIGGER risicolocatie_versie_anders BEFORE UPDATE ON risicolocatie_versie
BEGIN SELECT RAISE(ABORT, 'risicolocatie_versie: blijft zoals ze is'); END;
CREATE TRIGGER risicolocatie_versie_weg BEFORE DELETE ON risicolocatie_versie
WHEN OLD.tot_boeking > coalesce((SELECT max(boeking) FROM snoeigrens), 0)
BEGIN SELECT RAISE(ABORT, 'risicolocatie_versie: blijft zoals ze is'); END;

-- As 004 and 007 have it, and a fourth dimension: the boekingen. Their numbers are exact in its floats up to 16 million; past that it rounds outward.
CREATE VIRTUAL TABLE historiek_risicolocatie_geometry USING rtree (nr, xmin, xmax, ymin, ymax, nismin, nismax, boeking, tot_boeking);
CREATE TRIGGER historiek_risicolocatie_erbij AFTER INSERT ON risicolocatie_versie
BEGIN
  INSERT INTO historiek_risicolocatie_geometry
  VALUES (NEW.nr, MbrMinX(NEW.geometry), MbrMaxX(NEW.geometry), MbrMinY(NEW.geometry), MbrMaxY(NEW.geometry),
          NEW.gemeente_nis * 1048576.0 + NEW.geschrapt * 524288.0, NEW.gemeente_nis * 1048576.0 + NEW.geschrapt * 524288.0 + 16384.0,
          NEW.boeking, NEW.tot_boeking);
END;
CREATE TRIGGER historiek_risicolocatie_weg AFTER DELETE ON risicolocatie_versie
BEGIN
  DELETE FROM historiek_risicolocatie_geometry WHERE nr = OLD.nr;
END;
