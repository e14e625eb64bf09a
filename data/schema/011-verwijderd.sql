-- Schema 11: a row can be removed, and the journal says so.
--
-- Only an import that replaces the rows of a gemeente removes any: what it was stays as a closed version, which no later one follows. The rule is text in the schema
-- and changes nothing that is stored, so the text is changed in its place (006-bron-zonder-lijst.sql tells why that is allowed).

PRAGMA writable_schema = ON;
UPDATE sqlite_master
   SET sql = replace(sql, 'wat = ''hersteld'' OR wat = ''geladen''', 'wat = ''hersteld'' OR wat = ''verwijderd'' OR wat = ''geladen''')
 WHERE type = 'table' AND name = 'boeking_regel';
PRAGMA writable_schema = RESET;
CREATE TABLE schema_is_anders (x);
DROP TABLE schema_is_anders;
