-- Schema 6: the same check of `bron`, without a list.
--
-- SQLite puts a list of more than two values in a temporary table, and a check has it made anew for each row that is written: a quarter of the time of
-- an insert. Comparisons need none. A constraint is text in the schema and changes nothing that is stored, so the text is changed in its place
-- (https://sqlite.org/lang_altertable.html section 7, the second procedure); RESET reads the schema anew, and the table that comes and goes tells
-- every other connection to do so too. A table that somebody gave another check keeps it.

PRAGMA writable_schema = ON;
UPDATE sqlite_master
   SET sql = replace(sql, 'CHECK (bron IN (''gemeente'', ''deskundige'', ''omgevingsloket'', ''migratie''))',
                     'CHECK (bron = ''gemeente'' OR bron = ''deskundige'' OR bron = ''omgevingsloket'' OR bron = ''migratie'')')
 WHERE type = 'table' AND name = 'risicolocatie';
PRAGMA writable_schema = RESET;
CREATE TABLE schema_is_anders (x);
DROP TABLE schema_is_anders;
