-- Schema 9: the caller's own reference of a risk location, and emergencies in the journal.
--
-- A client that did not hear our answer sends its row again; with its reference the second one is refused. It is unique within a gemeente for the organisation that
-- wrote it, kenmerk_van: two programs that both count from 1 are not in each other's way. Of a row that a file brought kenmerk_van is NULL: whose it is nobody said, and
-- the index lets such rows be alike. The index begins with the gemeente, as all do (005).

ALTER TABLE risicolocatie ADD COLUMN eigen_kenmerk TEXT CHECK (length(eigen_kenmerk) BETWEEN 1 AND 100);
ALTER TABLE risicolocatie ADD COLUMN kenmerk_van TEXT;
CREATE UNIQUE INDEX risicolocatie_kenmerk ON risicolocatie (gemeente_nis, eigen_kenmerk, kenmerk_van) WHERE eigen_kenmerk IS NOT NULL;

ALTER TABLE risicolocatie_versie ADD COLUMN eigen_kenmerk TEXT;
ALTER TABLE risicolocatie_versie ADD COLUMN kenmerk_van TEXT;

-- Why a caller who may write in emergencies alone did so; NULL: no emergency.
ALTER TABLE boeking ADD COLUMN nood TEXT CHECK (length(nood) BETWEEN 1 AND 1000);
