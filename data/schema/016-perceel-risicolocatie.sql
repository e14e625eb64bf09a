-- Schema 16: what parcels and risk locations have in common, as a layer (data/store/spatialite/overlaps.h; domain rule 19).
--
-- Until now the table was there, and nothing filled it. The door to write keeps it; this program fills it once, right after this step.
-- A row is somebody's when both sides are: gemeente_nis is NULL when the parcel is of another gemeente than the risk location, and then no caller of the layer sees it.

DROP TABLE perceel_risicolocatie;
CREATE TABLE perceel_risicolocatie (
  id INTEGER PRIMARY KEY CHECK (id BETWEEN 1 AND 9007199254740991), -- made from the pair: it tells nothing of other rows, and stays when the row is made anew
  gemeente_nis TEXT REFERENCES gemeente (nis_code) ON UPDATE CASCADE,
  capakey TEXT NOT NULL REFERENCES perceel (capakey) ON UPDATE CASCADE ON DELETE CASCADE,
  locatie INTEGER NOT NULL REFERENCES risicolocatie (id) ON DELETE CASCADE,
  risicolocatie TEXT NOT NULL CHECK (risicolocatie = 'risicolocatie.' || locatie), -- its gml:id, to join with
  overlap_m2 REAL NOT NULL CHECK (overlap_m2 > 0),
  overlap_pct REAL NOT NULL CHECK (overlap_pct > 0 AND overlap_pct <= 100) -- of the parcel
);
CREATE INDEX perceel_risicolocatie_gemeente ON perceel_risicolocatie (gemeente_nis);
CREATE INDEX perceel_risicolocatie_eigen ON perceel_risicolocatie (gemeente_nis, capakey);
CREATE INDEX perceel_risicolocatie_perceel ON perceel_risicolocatie (capakey);
CREATE INDEX perceel_risicolocatie_locatie ON perceel_risicolocatie (locatie);
