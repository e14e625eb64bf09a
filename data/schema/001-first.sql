-- Schema 1: the whole store. Names are the domain's (Dutch); comments say why.
-- Every statement runs inside one transaction; a SELECT that gives 0 means that SpatiaLite refused (data/store/spatialite/writer_migrate.c).

SELECT InitSpatialMetaData(0, 'NONE');
-- Only the reference systems that the service speaks: the full EPSG list is 5 MB and takes seconds.
SELECT InsertEpsgSrid(31370);
SELECT InsertEpsgSrid(3812);
SELECT InsertEpsgSrid(4258);
SELECT InsertEpsgSrid(4326);
SELECT InsertEpsgSrid(3857);

-- What the store holds: origin of contours and KBO numbers, sample settings. For operators and the label "schematisch".
CREATE TABLE kenmerk (
  naam TEXT NOT NULL PRIMARY KEY,
  waarde TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE gemeente (
  id INTEGER PRIMARY KEY,                      -- the NIS code as a number
  nis_code TEXT NOT NULL UNIQUE CHECK (nis_code GLOB '[0-9][0-9][0-9][0-9][0-9]'),
  naam TEXT NOT NULL CHECK (length(naam) BETWEEN 1 AND 100),
  provincie TEXT,
  kbo_nummer TEXT CHECK (length(kbo_nummer) = 10 AND kbo_nummer NOT GLOB '*[^0-9]*'),
  kbo_verzonnen INTEGER NOT NULL DEFAULT 0 CHECK (kbo_verzonnen IN (0, 1)),
  geldig_van TEXT NOT NULL CHECK (geldig_van IS date(geldig_van)),
  geldig_tot TEXT CHECK (geldig_tot IS date(geldig_tot) AND geldig_tot >= geldig_van),
  integratie_omgv INTEGER NOT NULL DEFAULT 1 CHECK (integratie_omgv IN (0, 1)),
  contour_bron TEXT NOT NULL DEFAULT 'schematisch' CHECK (contour_bron IN ('schematisch', 'officieel')),
  geometry MULTIPOLYGON NOT NULL,
  CHECK (id = CAST(nis_code AS INTEGER)),
  UNIQUE (nis_code, naam)                      -- parent key of risicolocatie's copy of the name
);
-- A merged gemeente keeps its organisation: several NIS codes may share a KBO number over time, so not unique.
CREATE INDEX gemeente_kbo ON gemeente (kbo_nummer);

CREATE TABLE rubriek (
  id INTEGER PRIMARY KEY,
  lijst TEXT NOT NULL CHECK (lijst IN ('VLAREBO_BIJLAGE_I', 'VLAREM_KOLOM_8')),
  code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 100),
  versie INTEGER NOT NULL DEFAULT 1 CHECK (versie > 0),
  omschrijving TEXT,
  vlarebo_categorie TEXT CHECK (vlarebo_categorie IN ('O', 'A', 'B', 'S', 'I')), -- NULL: nulrubriek, or not known
  vito_id TEXT,
  vito_versie_id TEXT,
  geverifieerd INTEGER NOT NULL DEFAULT 0 CHECK (geverifieerd IN (0, 1)), -- 0: never publish as a fact
  bron TEXT,                                   -- the page that states it
  UNIQUE (lijst, code, versie),
  UNIQUE (id, lijst, code),                    -- parent key of risicolocatie's copies
  UNIQUE (vito_id, vito_versie_id, lijst)
);

-- One number per gemeente, never given twice: a record's id shows nothing of another gemeente, and a removed record's id never
-- comes back for another one. id = NIS code * 10^7 + number.
CREATE TABLE id_reeks (
  gemeente_nis TEXT NOT NULL PRIMARY KEY REFERENCES gemeente (nis_code) ON UPDATE CASCADE,
  volgend INTEGER NOT NULL DEFAULT 1 CHECK (volgend BETWEEN 1 AND 10000000)
) WITHOUT ROWID;

-- Wide on purpose: the hot read path scans this one table and joins nothing. The copies are held true by the composite foreign keys
-- (gemeente_naam, rubriek, rubriekenlijst: ON UPDATE CASCADE) and, where NULL would switch a foreign key off, by the trigger
-- rubriek_naar_risicolocatie below (rubriek_omschrijving, vlarebo_categorie, vito_id, vito_versie_id).
CREATE TABLE risicolocatie (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 9007199254740991), -- 2^53-1: exact in JSON (RFC 8259 section 6)
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
  bron TEXT NOT NULL CHECK (bron IN ('gemeente', 'deskundige', 'omgevingsloket', 'migratie')),
  startdatum TEXT NOT NULL CHECK (startdatum IS date(startdatum)),
  einddatum TEXT CHECK (einddatum IS date(einddatum) AND einddatum >= startdatum),
  omv_nummer TEXT CHECK (omv_nummer GLOB 'OMV_[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]'),
  iioa_nummer TEXT CHECK (iioa_nummer GLOB '[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]-[0-9][0-9][0-9][0-9]'),
  wijziging_vergunning TEXT NOT NULL DEFAULT 'NEE' CHECK (wijziging_vergunning IN ('JA', 'NEE')),
  geschrapt INTEGER NOT NULL DEFAULT 0 CHECK (geschrapt IN (0, 1)),
  geschrapt_op TEXT CHECK (geschrapt_op GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
  oppervlakte_m2 REAL CHECK (oppervlakte_m2 >= 0),
  aangemaakt_op TEXT NOT NULL CHECK (aangemaakt_op GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
  gewijzigd_op TEXT NOT NULL CHECK (gewijzigd_op GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z'),
  versie INTEGER NOT NULL DEFAULT 1 CHECK (versie > 0),
  geometry MULTIPOLYGON NOT NULL,
  -- The list follows from the start date (the VLAREM column took over on 1 June 2015).
  CHECK ((startdatum < '2015-06-01') = (rubriekenlijst = 'VLAREBO_BIJLAGE_I')),
  CHECK (geschrapt = 1 OR geschrapt_op IS NULL),
  FOREIGN KEY (gemeente_nis, gemeente_naam) REFERENCES gemeente (nis_code, naam) ON UPDATE CASCADE,
  FOREIGN KEY (rubriek_id, rubriekenlijst, rubriek) REFERENCES rubriek (id, lijst, code) ON UPDATE CASCADE
);
CREATE INDEX risicolocatie_gemeente ON risicolocatie (gemeente_nis, geschrapt);
CREATE INDEX risicolocatie_vergunning ON risicolocatie (omv_nummer, iioa_nummer) WHERE omv_nummer IS NOT NULL;

CREATE TRIGGER rubriek_naar_risicolocatie
AFTER UPDATE OF omschrijving, vlarebo_categorie, vito_id, vito_versie_id ON rubriek
BEGIN
  UPDATE risicolocatie
     SET rubriek_omschrijving = NEW.omschrijving, vlarebo_categorie = NEW.vlarebo_categorie,
         vito_id = NEW.vito_id, vito_versie_id = NEW.vito_versie_id
   WHERE rubriek_id = NEW.id;
END;

CREATE TABLE perceel (
  id INTEGER PRIMARY KEY,
  capakey TEXT NOT NULL UNIQUE
    CHECK (capakey GLOB '[0-9][0-9][0-9][0-9][0-9][A-Z][0-9][0-9][0-9][0-9]/[0-9][0-9][A-Z_][0-9][0-9][0-9]'),
  gemeente_nis TEXT NOT NULL REFERENCES gemeente (nis_code) ON UPDATE CASCADE,
  geometry MULTIPOLYGON NOT NULL
);
CREATE INDEX perceel_gemeente ON perceel (gemeente_nis);

-- Derived, rebuilt at will: which parcel is covered by which risicolocatie (interiors overlap; touching edges do not count).
CREATE TABLE perceel_risicolocatie (
  capakey TEXT NOT NULL REFERENCES perceel (capakey) ON UPDATE CASCADE ON DELETE CASCADE,
  risicolocatie INTEGER NOT NULL REFERENCES risicolocatie (id) ON DELETE CASCADE,
  overlap_m2 REAL NOT NULL CHECK (overlap_m2 >= 0),
  overlap_pct REAL NOT NULL CHECK (overlap_pct BETWEEN 0 AND 100),
  PRIMARY KEY (capakey, risicolocatie)
) WITHOUT ROWID;
CREATE INDEX perceel_risicolocatie_terug ON perceel_risicolocatie (risicolocatie);

SELECT RecoverGeometryColumn('gemeente', 'geometry', 31370, 'MULTIPOLYGON', 'XY');
SELECT RecoverGeometryColumn('risicolocatie', 'geometry', 31370, 'MULTIPOLYGON', 'XY');
SELECT RecoverGeometryColumn('perceel', 'geometry', 31370, 'MULTIPOLYGON', 'XY');
SELECT CreateSpatialIndex('gemeente', 'geometry');
SELECT CreateSpatialIndex('risicolocatie', 'geometry');
SELECT CreateSpatialIndex('perceel', 'geometry');
