-- Schema 4: a spatial index per restricted table that knows whose a row is.
--
-- Beside SpatiaLite's own index (idx_…, which other programs use) stands one with a third dimension: the NIS code. Rows of one gemeente lie together in
-- it, so a box that is asked by a caller of gemeente A passes nothing of B, however large the box is and however much B has there. A step of one NIS code
-- is 2^20, a row's own thickness 2^14: far larger than coordinates in metres, so that the R-tree splits by gemeente first; both are exact in its 4-byte
-- floats. data/store/spatialite/tenant_index.c reads it, data/store/spatialite/writer_bulk.c fills it when much is loaded.

CREATE VIRTUAL TABLE eigen_risicolocatie_geometry USING rtree (pkid, xmin, xmax, ymin, ymax, nismin, nismax);
INSERT INTO eigen_risicolocatie_geometry
SELECT r.pkid, r.xmin, r.xmax, r.ymin, r.ymax, t.gemeente_nis * 1048576.0, t.gemeente_nis * 1048576.0 + 16384.0
  FROM risicolocatie t JOIN idx_risicolocatie_geometry r ON r.pkid = t.id ORDER BY t.gemeente_nis, r.xmin;

CREATE TRIGGER eigen_risicolocatie_erbij AFTER INSERT ON risicolocatie
BEGIN
  INSERT OR REPLACE INTO eigen_risicolocatie_geometry
  VALUES (NEW.id, MbrMinX(NEW.geometry), MbrMaxX(NEW.geometry), MbrMinY(NEW.geometry), MbrMaxY(NEW.geometry),
          NEW.gemeente_nis * 1048576.0, NEW.gemeente_nis * 1048576.0 + 16384.0);
END;
CREATE TRIGGER eigen_risicolocatie_anders AFTER UPDATE OF id, gemeente_nis, geometry ON risicolocatie
WHEN NEW.id <> OLD.id OR NEW.gemeente_nis <> OLD.gemeente_nis OR NEW.geometry <> OLD.geometry
BEGIN
  DELETE FROM eigen_risicolocatie_geometry WHERE pkid = OLD.id;
  INSERT OR REPLACE INTO eigen_risicolocatie_geometry
  VALUES (NEW.id, MbrMinX(NEW.geometry), MbrMaxX(NEW.geometry), MbrMinY(NEW.geometry), MbrMaxY(NEW.geometry),
          NEW.gemeente_nis * 1048576.0, NEW.gemeente_nis * 1048576.0 + 16384.0);
END;
CREATE TRIGGER eigen_risicolocatie_weg AFTER DELETE ON risicolocatie
BEGIN
  DELETE FROM eigen_risicolocatie_geometry WHERE pkid = OLD.id;
END;

CREATE VIRTUAL TABLE eigen_perceel_geometry USING rtree (pkid, xmin, xmax, ymin, ymax, nismin, nismax);
INSERT INTO eigen_perceel_geometry
SELECT r.pkid, r.xmin, r.xmax, r.ymin, r.ymax, t.gemeente_nis * 1048576.0, t.gemeente_nis * 1048576.0 + 16384.0
  FROM perceel t JOIN idx_perceel_geometry r ON r.pkid = t.id ORDER BY t.gemeente_nis, r.xmin;

CREATE TRIGGER eigen_perceel_erbij AFTER INSERT ON perceel
BEGIN
  INSERT OR REPLACE INTO eigen_perceel_geometry
  VALUES (NEW.id, MbrMinX(NEW.geometry), MbrMaxX(NEW.geometry), MbrMinY(NEW.geometry), MbrMaxY(NEW.geometry),
          NEW.gemeente_nis * 1048576.0, NEW.gemeente_nis * 1048576.0 + 16384.0);
END;
CREATE TRIGGER eigen_perceel_anders AFTER UPDATE OF id, gemeente_nis, geometry ON perceel
WHEN NEW.id <> OLD.id OR NEW.gemeente_nis <> OLD.gemeente_nis OR NEW.geometry <> OLD.geometry
BEGIN
  DELETE FROM eigen_perceel_geometry WHERE pkid = OLD.id;
  INSERT OR REPLACE INTO eigen_perceel_geometry
  VALUES (NEW.id, MbrMinX(NEW.geometry), MbrMaxX(NEW.geometry), MbrMinY(NEW.geometry), MbrMaxY(NEW.geometry),
          NEW.gemeente_nis * 1048576.0, NEW.gemeente_nis * 1048576.0 + 16384.0);
END;
CREATE TRIGGER eigen_perceel_weg AFTER DELETE ON perceel
BEGIN
  DELETE FROM eigen_perceel_geometry WHERE pkid = OLD.id;
END;
