-- Schema 5: what is looked up by its value is looked up within a gemeente.
--
-- An index that begins with another column leads past the rows of every gemeente that holds the value: whether another gemeente has this parcel, or how
-- often it has this permit, could be measured. perceel's own UNIQUE (capakey) stays, and is kept out of readers' way (data/store/spatialite/wall.c).

CREATE INDEX perceel_eigen ON perceel (gemeente_nis, capakey);
DROP INDEX risicolocatie_vergunning;
CREATE INDEX risicolocatie_vergunning ON risicolocatie (gemeente_nis, omv_nummer, iioa_nummer) WHERE omv_nummer IS NOT NULL;
