/* The journal: whether boekingen, their lines and the kept versions tell how each row came to be what it is.
 *
 * Every state of a row, kept or present, begins at a boeking and ends at one (van, tot; NULL: it is the present one). The lines
 * say at which boeking a state begins, ends, or both. What lies before the pruning limit (snoeigrens) may be gone, so nothing is
 * asked of it. A value that was changed past the door without a new boeking cannot be seen here: no line tells values. */
#include "data/store/spatialite/inspect.h"

/* Both lists are put in order once, in files of SQLite's own: the store has no indexes for these questions, and needs none. */
static const char prepare[] =
    "CREATE TEMP TABLE grens AS SELECT max(1, coalesce((SELECT max(boeking) FROM snoeigrens), 1)) AS van,"
    " coalesce((SELECT max(id) FROM boeking), 0) AS laatste,"
    " EXISTS (SELECT 1 FROM snoeigrens) AS gesnoeid;"
    "CREATE TEMP TABLE staat AS SELECT nr, id, boeking AS van, tot_boeking AS tot, geschrapt, versie FROM risicolocatie_versie"
    " UNION ALL SELECT NULL, id, boeking, NULL, geschrapt, versie FROM risicolocatie;"
    "CREATE INDEX temp.staat_van ON staat (id, van);"
    "CREATE TEMP TABLE regel AS SELECT boeking, nr, wat, object, aantal FROM boeking_regel WHERE tabel = 'risicolocatie';"
    "CREATE INDEX temp.regel_object ON regel (object, boeking, nr);"
    "CREATE TEMP TABLE slot AS SELECT object, boeking, nr, wat FROM regel r WHERE object IS NOT NULL AND NOT EXISTS"
    " (SELECT 1 FROM regel l WHERE l.object = r.object AND l.boeking = r.boeking AND l.nr > r.nr);"
    "CREATE INDEX temp.slot_object ON slot (object, boeking);";

/* The end of what was done to an object in a boeking is its row of `slot`. Each line but a removal counts one version on; a row
 * that was loaded begins with 1, one of a sample with 5 at most. */
static const inspection_query questions[] = {
    {"JournaalLeeg", "heeft geen enkele boeking", "has no boeking at all", "SELECT 'boeking' FROM grens WHERE laatste = 0"},
    {"JournaalGat", "hierna ontbreekt een boeking", "a boeking is missing after it",
     "SELECT 'boeking.' || b.id FROM boeking b, grens WHERE b.id >= grens.van AND b.id < grens.laatste"
     " AND NOT EXISTS (SELECT 1 FROM boeking n WHERE n.id = b.id + 1)"},
    {"JournaalTijdTerug", "staat voor de boeking ervoor: %s", "is before the boeking before it: %s",
     "SELECT 'boeking.' || id, moment FROM (SELECT id, moment, lag(moment) OVER (ORDER BY id) AS voor FROM boeking) WHERE moment "
     "< "
     "voor"},
    {"RegelZonderBoeking", "hoort bij een boeking die er niet is", "belongs to a boeking that is not there",
     "SELECT 'boeking_regel.' || boeking || '.' || nr FROM boeking_regel WHERE boeking NOT IN (SELECT id FROM boeking)"},
    {"RijNaJournaal", "is van boeking %s, en die is er niet", "is of boeking %s, which is not there",
     "SELECT 'risicolocatie.' || id, staat.van FROM staat, grens WHERE staat.van >= grens.van AND staat.van NOT IN (SELECT id "
     "FROM "
     "boeking)"},
    {"VersieketenGebroken", "een versie eindigt bij boeking %s, en daar begint er geen",
     "a version ends at boeking %s, and none begins there",
     "SELECT 'risicolocatie.' || id, tot FROM staat s WHERE tot IS NOT NULL"
     " AND NOT EXISTS (SELECT 1 FROM staat n WHERE n.id = s.id AND n.van = s.tot)"
     " AND NOT EXISTS (SELECT 1 FROM slot l WHERE l.object = s.id AND l.boeking = s.tot AND l.wat = 'verwijderd')"},
    {"VersiesOverlappen", "er zijn twee versies van boeking %s", "there are two versions at boeking %s",
     "SELECT 'risicolocatie.' || id, volgt FROM (SELECT id, tot, lead(van) OVER (PARTITION BY id ORDER BY van) AS volgt FROM "
     "staat)"
     " WHERE volgt IS NOT NULL AND (tot IS NULL OR volgt < tot)"},
    {"VersieZonderRegel", "begint bij boeking %s, en het journaal weet dat niet",
     "begins at boeking %s, and the journal does not know",
     "SELECT 'risicolocatie.' || id, s.van FROM staat s, grens g WHERE s.van > 1 AND s.van >= g.van"
     " AND NOT EXISTS (SELECT 1 FROM slot l WHERE l.object = s.id AND l.boeking = s.van AND l.wat <> 'verwijderd')"
     " AND NOT EXISTS (SELECT 1 FROM regel l WHERE l.object IS NULL AND l.boeking = s.van)"},
    {"EindeZonderRegel", "eindigt bij boeking %s, en het journaal weet dat niet",
     "ends at boeking %s, and the journal does not know",
     "SELECT 'risicolocatie.' || id, s.tot FROM staat s, grens g WHERE s.tot >= g.van"
     " AND NOT EXISTS (SELECT 1 FROM slot l WHERE l.object = s.id AND l.boeking = s.tot)"},
    {"RegelZonderVersie", "kreeg bij boeking %s een nieuwe versie, en die is er niet",
     "got a new version at boeking %s, which is not there",
     "SELECT 'risicolocatie.' || object, l.boeking FROM slot l, grens g WHERE l.boeking >= g.van AND l.wat <> 'verwijderd'"
     " AND NOT EXISTS (SELECT 1 FROM staat s WHERE s.id = l.object AND s.van = l.boeking)"},
    {"VerwijderdMaarEr", "werd verwijderd bij boeking %s, en is er nog", "was removed at boeking %s, and is still there",
     "SELECT 'risicolocatie.' || object, l.boeking FROM slot l, grens g WHERE l.boeking >= g.van AND l.wat = 'verwijderd'"
     " AND EXISTS (SELECT 1 FROM staat s WHERE s.id = l.object AND s.van <= l.boeking AND (s.tot IS NULL OR s.tot > l.boeking))"},
    {"VorigeVersieOntbreekt", "veranderde bij boeking %s, en hoe het daarvoor was ontbreekt",
     "changed at boeking %s, and how it was before is missing",
     "SELECT 'risicolocatie.' || object, l.boeking FROM regel l, grens g WHERE l.boeking > g.van AND l.object IS NOT NULL"
     " AND l.wat <> 'toegevoegd' AND NOT EXISTS (SELECT 1 FROM staat s WHERE s.id = l.object AND s.tot = l.boeking)"
     " AND NOT EXISTS (SELECT 1 FROM regel v WHERE v.object = l.object AND v.boeking = l.boeking AND v.nr < l.nr)"},
    {"SchrappingAnders", "zegt iets anders van schrappen dan het journaal bij boeking %s",
     "says something else of being struck off than the journal at boeking %s",
     "SELECT 'risicolocatie.' || object, l.boeking FROM slot l JOIN staat s ON s.id = l.object AND s.van = l.boeking"
     " WHERE (l.wat = 'geschrapt' AND s.geschrapt <> 1) OR (l.wat = 'hersteld' AND s.geschrapt <> 0)"},
    {"VersieAnders", "heeft versie %s, en het journaal telt er andere", "has version %s, and the journal counts others",
     "SELECT 'risicolocatie.' || r.id, r.versie FROM (SELECT s.*, lag(versie) OVER rij AS voor, lag(tot) OVER rij AS voor_tot,"
     " (SELECT count(*) FROM regel l WHERE l.object = s.id AND l.boeking = s.van AND l.wat <> 'verwijderd') AS keer"
     " FROM staat s WINDOW rij AS (PARTITION BY id ORDER BY van)) r, grens g WHERE CASE"
     " WHEN r.keer > 0 AND r.van > g.van AND (NOT g.gesnoeid OR r.voor_tot > g.van) THEN r.versie <> coalesce(r.voor, 0) + r.keer"
     " WHEN r.keer = 0 AND r.voor IS NULL AND r.van > 1 AND NOT g.gesnoeid THEN r.versie NOT BETWEEN 1 AND 5 ELSE 0 END"},
    {"NummersTerug", "geeft nummer %s en hoger nog eens", "gives number %s and higher once more",
     "SELECT 'id_reeks.' || r.gemeente_nis, r.volgend FROM (SELECT id / 10000000 AS nis, max(id % 10000000) AS hoogste FROM staat"
     " WHERE id % 10000000 < 9000000 GROUP BY 1) h JOIN id_reeks r ON r.gemeente_nis = printf('%05d', h.nis)"
     " WHERE r.volgend <= h.hoogste"},
    {"LadingAnders", "laadde een ander aantal rijen dan er van haar zijn: %s", "loaded another number of rows than are of it: %s",
     "SELECT 'boeking.' || boeking, geladen || ', ' || er FROM (SELECT l.boeking, sum(aantal) AS geladen,"
     " (SELECT count(*) FROM staat s WHERE s.van = l.boeking) AS er FROM regel l, grens g WHERE object IS NULL AND l.boeking >= "
     "g.van"
     " GROUP BY l.boeking) WHERE geladen <> er"},
};

status inspect_journal(inspector *i)
{
    TRY(store_exec(i->w, prepare));
    for (size_t n = 0; n < sizeof questions / sizeof *questions; n++)
        TRY(inspect_rows_of(i, &questions[n]));
    return status_ok();
}
