-- Schema 14: the migration of an old inventory of parcels (docs/migration.md).
--
-- Which record was made of which line of it: a line that says the same is not made again, however often the file is brought. It is written in the transaction of the
-- record, and stays when that is removed.
CREATE TABLE migratie_rij (
  capakey TEXT NOT NULL,
  rubriek TEXT NOT NULL,
  startdatum TEXT NOT NULL,
  bron TEXT NOT NULL,
  risicolocatie INTEGER NOT NULL,
  PRIMARY KEY (capakey, rubriek, startdatum, bron)
) WITHOUT ROWID;
