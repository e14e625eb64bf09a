-- Schema 7: the own index of risicolocatie knows which rows are hidden.
--
-- A hidden row (geschrapt) stands half a NIS step up in the third dimension (data/schema/004-eigen-index.sql), beside the visible rows of its gemeente. So the rows
-- of a box can be counted from the index alone: looking each of them up to see whether it is hidden cost more than all the rest.

DROP TRIGGER eigen_risicolocatie_erbij;
CREATE TRIGGER eigen_risicolocatie_erbij AFTER INSERT ON risicolocatie
BEGIN
  INSERT OR REPLACE INTO eigen_risicolocatie_geometry
  VALUES (NEW.id, MbrMinX(NEW.geometry), MbrMaxX(NEW.geometry), MbrMinY(NEW.geometry), MbrMaxY(NEW.geometry),
          NEW.gemeente_nis * 1048576.0 + NEW.geschrapt * 524288.0, NEW.gemeente_nis * 1048576.0 + NEW.geschrapt * 524288.0 + 16384.0);
END;
DROP TRIGGER eigen_risicolocatie_anders;
CREATE TRIGGER eigen_risicolocatie_anders AFTER UPDATE OF id, gemeente_nis, geometry ON risicolocatie
WHEN NEW.id <> OLD.id OR NEW.gemeente_nis <> OLD.gemeente_nis OR NEW.geometry <> OLD.geometry
BEGIN
  DELETE FROM eigen_risicolocatie_geometry WHERE pkid = OLD.id;
  INSERT OR REPLACE INTO eigen_risicolocatie_geometry
  VALUES (NEW.id, MbrMinX(NEW.geometry), MbrMaxX(NEW.geometry), MbrMinY(NEW.geometry), MbrMaxY(NEW.geometry),
          NEW.gemeente_nis * 1048576.0 + NEW.geschrapt * 524288.0, NEW.gemeente_nis * 1048576.0 + NEW.geschrapt * 524288.0 + 16384.0);
END;
-- A trigger of its own: it needs no function of SpatiaLite, so a program without it can strike a row off, as before.
CREATE TRIGGER eigen_risicolocatie_geschrapt AFTER UPDATE OF geschrapt ON risicolocatie
WHEN NEW.geschrapt <> OLD.geschrapt
BEGIN
  UPDATE eigen_risicolocatie_geometry
     SET nismin = NEW.gemeente_nis * 1048576.0 + NEW.geschrapt * 524288.0, nismax = NEW.gemeente_nis * 1048576.0 + NEW.geschrapt * 524288.0 + 16384.0
   WHERE pkid = NEW.id;
END;

UPDATE eigen_risicolocatie_geometry SET nismin = nismin + 524288.0, nismax = nismax + 524288.0
 WHERE pkid IN (SELECT id FROM risicolocatie WHERE geschrapt = 1);
