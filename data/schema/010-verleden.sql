-- Schema 10: what finds the layer as it was (data/store/spatialite/wall_past.c).
--
-- The versions of a gemeente in the order in which the layer is given, with all that says whether one held at a moment: so the layer is counted without a look
-- at the versions themselves, and a page is given without sorting.
CREATE INDEX risicolocatie_versie_eigen ON risicolocatie_versie (gemeente_nis, geschrapt, id, tot_boeking, boeking);

-- The last boeking up to a moment.
CREATE INDEX boeking_moment ON boeking (moment);
