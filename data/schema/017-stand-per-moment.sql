-- Schema 17: the index that gives the layer in its order also knows since when each row stands as it is.
--
-- So the rows that stood at a moment are counted, and passed over to a later page, without a look at the rows themselves (data/store/spatialite/wall_past.c). The id
-- stands before the boeking, or the rows of a gemeente would no longer be in the order of their ids.

DROP INDEX risicolocatie_gemeente;
CREATE INDEX risicolocatie_gemeente ON risicolocatie (gemeente_nis, geschrapt, id, boeking);
