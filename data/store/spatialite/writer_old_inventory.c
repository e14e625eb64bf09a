/* The lines of an old inventory, and what becomes of each (data/store/old_inventory.h). They are in a temporary table, which
 * SQLite keeps in a file of its own when it is large. */
#include "data/store/old_inventory.h"

#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>

#define COUNT_OF(values) (sizeof(values) / sizeof *(values))

status old_inventory_begin(writer *w)
{
    return store_exec(w, "PRAGMA temp_store = FILE; DROP TABLE IF EXISTS temp.oud;"
                         "CREATE TEMP TABLE oud (nr INTEGER PRIMARY KEY, capakey TEXT, gezegd TEXT, rubriek TEXT, lijst TEXT,"
                         " bron TEXT, startdatum TEXT, einddatum TEXT, omv_nummer TEXT, iioa_nummer TEXT, omschrijving TEXT,"
                         " code TEXT, uitleg TEXT, lot TEXT, gemeente_nis TEXT)");
}

status old_inventory_add(writer *w, const old_line *l)
{
    char number[WRITER_NUMBER_ROOM];
    const slice values[] = {writer_number((int64_t)l->number, number),
                            l->capakey,
                            l->nis_code,
                            l->rubriek,
                            l->lijst,
                            l->bron,
                            l->startdatum,
                            l->einddatum,
                            l->omv_nummer,
                            l->iioa_nummer,
                            l->omschrijving,
                            slice_of(l->code),
                            slice_of(l->why)};
    return writer_run(
        w,
        "INSERT INTO temp.oud (nr, capakey, gezegd, rubriek, lijst, bron, startdatum, einddatum, omv_nummer, iioa_nummer,"
        " omschrijving, code, uitleg) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        values, COUNT_OF(values));
}

/* --- What becomes of each: the first that holds --- */

/* The gemeente is the parcel's. Of a parcel that is gone it is the one that the line names, else that of the parcels in the same
 * division of the cadastre: the first five digits. */
#define FIND_GEMEENTE                                                                                                        \
    "UPDATE temp.oud SET gemeente_nis = (SELECT gemeente_nis FROM perceel p WHERE p.capakey = oud.capakey);"                 \
    "UPDATE temp.oud SET lot = 'perceel' WHERE gemeente_nis IS NULL;"                                                        \
    "UPDATE temp.oud SET gemeente_nis = (SELECT p.gemeente_nis FROM perceel p WHERE p.capakey >= substr(oud.capakey, 1, 5)"  \
    " AND p.capakey < substr(oud.capakey, 1, 5) || '[' ORDER BY p.capakey LIMIT 1)"                                          \
    " WHERE lot = 'perceel' AND gezegd IS NULL AND length(capakey) = 17 AND capakey GLOB '[0-9][0-9][0-9][0-9][0-9][A-Z]*';" \
    "UPDATE temp.oud SET gemeente_nis = coalesce(gemeente_nis, gezegd, '') WHERE lot = 'perceel';"

#define FIND_NIL \
    "UPDATE temp.oud SET lot = 'nulrubriek', code = 'RubriekLeeg', uitleg = 'de rubriek is leeg' WHERE rubriek IS NULL;"

#define FIND_WRONG                                                                                                         \
    "UPDATE temp.oud SET lot = 'fout' WHERE code IS NOT NULL AND lot IS NOT 'nulrubriek';"                                 \
    "UPDATE temp.oud SET lot = 'fout', code = 'RubriekNietInLijst', uitleg = 'deze rubriek staat niet in lijst ' || lijst" \
    " WHERE (lot IS NULL OR lot = 'perceel')"                                                                              \
    " AND NOT EXISTS (SELECT 1 FROM rubriek r WHERE r.lijst = oud.lijst AND r.code = oud.rubriek);"                        \
    "UPDATE temp.oud SET lot = 'fout', code = 'GemeenteAnders', uitleg = 'het perceel ligt in gemeente ' || gemeente_nis"  \
    " WHERE lot IS NULL AND gezegd <> gemeente_nis;"

/* The newest version of the rubriek says its category. */
#define FIND_NO_CATEGORY                                                                                               \
    "UPDATE temp.oud SET lot = 'nulrubriek', code = 'RubriekZonderCategorie',"                                         \
    " uitleg = 'deze rubriek heeft geen VLAREBO-categorie in lijst ' || lijst WHERE (lot IS NULL OR lot = 'perceel')"  \
    " AND (SELECT coalesce(r.vlarebo_categorie, '') FROM rubriek r WHERE r.lijst = oud.lijst AND r.code = oud.rubriek" \
    " ORDER BY r.versie DESC LIMIT 1) = '';"

#define FIND_LOST                                                                                                         \
    "UPDATE temp.oud SET code = 'PerceelOnbekend', uitleg = 'dit perceel staat niet in de opslag' WHERE lot = 'perceel';" \
    "UPDATE temp.oud SET lot = 'contour', code = 'PerceelOngeldig',"                                                      \
    " uitleg = 'de contour van dit perceel kruist zichzelf, of heeft geen oppervlakte' WHERE lot IS NULL"                 \
    " AND NOT EXISTS (SELECT 1 FROM perceel p WHERE p.capakey = oud.capakey AND ST_IsValid(p.geometry) = 1 AND "          \
    "ST_Area(p.geometry) > 0);"

/* Of lines that say the same the first one counts; where another says more than that, a person must look. */
#define FIND_TWINS                                                                                                            \
    "UPDATE temp.oud SET lot = 'dubbel', code = 'Dubbel', uitleg = 'zelfde perceel, rubriek, startdatum en bron als nummer '" \
    " || eerste || iif(e.einddatum IS oud.einddatum AND e.omv_nummer IS oud.omv_nummer AND e.iioa_nummer IS oud.iioa_nummer"  \
    " AND e.omschrijving IS oud.omschrijving, '', '; let op: de rest van de rij is anders')"                                  \
    " FROM (SELECT nr AS van, min(nr) OVER (PARTITION BY capakey, rubriek, startdatum, bron) AS eerste FROM temp.oud"         \
    " WHERE lot IS NULL) JOIN temp.oud e ON e.nr = eerste WHERE oud.nr = van AND van <> eerste;"

#define FIND_MADE                                                                                                               \
    "UPDATE temp.oud SET lot = iif(EXISTS (SELECT 1 FROM risicolocatie r WHERE r.id = m.risicolocatie), 'al gedaan',"           \
    " 'verwijderd'), code = 'Verwijderd', uitleg = 'hiervan is al eens risicolocatie.' || m.risicolocatie || ' gemaakt, en die" \
    " is verwijderd; met --again wordt ze opnieuw gemaakt' FROM main.migratie_rij m WHERE lot IS NULL AND m.capakey = "         \
    "oud.capakey"                                                                                                               \
    " AND m.rubriek = oud.rubriek AND m.startdatum = oud.startdatum AND m.bron = oud.bron;"

status old_inventory_sort(writer *w, bool again)
{
    TRY(store_exec(w, FIND_GEMEENTE FIND_NIL FIND_WRONG FIND_NO_CATEGORY FIND_LOST FIND_TWINS FIND_MADE));
    if (again)
        TRY(store_exec(w, "UPDATE temp.oud SET lot = NULL WHERE lot = 'verwijderd'"));
    return store_exec(w, "CREATE INDEX temp.oud_gemeente ON oud (gemeente_nis)");
}

/* --- Telling of it --- */

typedef struct gemeenten_room {
    arena *arena;
    old_gemeenten list;
    size_t room;
} gemeenten_room;

static status add_gemeente(sqlite3_stmt *row, void *context)
{
    gemeenten_room *to = context;
    if (to->list.count == to->room)
        to->list.items = arena_grow(to->arena, to->list.items, &to->room, to->list.count + 1, sizeof *to->list.items);
    to->list.items[to->list.count++] = (old_gemeente){
        .nis_code = store_text(row, 0, to->arena),
        .naam = store_text(row, 1, to->arena),
        .counts = {.make = sqlite3_column_int64(row, 2),
                   .made = sqlite3_column_int64(row, 3),
                   .removed = sqlite3_column_int64(row, 4),
                   .twins = sqlite3_column_int64(row, 5),
                   .nil = sqlite3_column_int64(row, 6),
                   .lost = sqlite3_column_int64(row, 7),
                   .shape = sqlite3_column_int64(row, 8),
                   .wrong = sqlite3_column_int64(row, 9)},
    };
    return status_ok();
}

#define COUNT_LOT(lot) "sum(o.lot IS " lot "), "

status old_inventory_gemeenten(writer *w, arena *a, old_gemeenten *out)
{
    gemeenten_room found = {.arena = a};
    TRY(writer_ask(w,
                   "SELECT o.gemeente_nis, coalesce(g.naam, ''), " COUNT_LOT("NULL") COUNT_LOT("'al gedaan'")
                       COUNT_LOT("'verwijderd'") COUNT_LOT("'dubbel'") COUNT_LOT("'nulrubriek'") COUNT_LOT("'perceel'")
                           COUNT_LOT("'contour'") "sum(o.lot IS 'fout') FROM temp.oud o"
                                                  " LEFT JOIN gemeente g ON g.nis_code = o.gemeente_nis GROUP BY 1 ORDER BY 1",
                   NULL, 0, add_gemeente, &found));
    *out = found.list;
    return status_ok();
}

typedef struct line_room {
    status (*take)(void *context, const old_found *one);
    void *context;
} line_room;

/* NULL for NULL; valid until the next row. */
static slice column(sqlite3_stmt *row, int at)
{
    const char *chars = (const char *)sqlite3_column_text(row, at);
    return chars ? (slice){chars, (size_t)sqlite3_column_bytes(row, at)} : (slice){NULL, 0};
}

#define LINE                                                                                                                \
    "o.nr, o.capakey, o.gemeente_nis, o.rubriek, o.lijst, o.bron, o.startdatum, o.einddatum, o.omv_nummer, o.iioa_nummer, " \
    "o.omschrijving"
enum { CODE = 11, WHY, FATE, CONTOUR = CODE };

static old_found found_of(sqlite3_stmt *row)
{
    return (old_found){.line = {.number = (uint64_t)sqlite3_column_int64(row, 0),
                                .capakey = column(row, 1),
                                .nis_code = column(row, 2),
                                .rubriek = column(row, 3),
                                .lijst = column(row, 4),
                                .bron = column(row, 5),
                                .startdatum = column(row, 6),
                                .einddatum = column(row, 7),
                                .omv_nummer = column(row, 8),
                                .iioa_nummer = column(row, 9),
                                .omschrijving = column(row, 10)}};
}

static status take_to_make(sqlite3_stmt *row, void *context)
{
    const line_room *to = context;
    old_found one = found_of(row);
    one.contour = (geometry){sqlite3_column_blob(row, CONTOUR), (size_t)sqlite3_column_bytes(row, CONTOUR)};
    return to->take(to->context, &one);
}

static status take_to_tell(sqlite3_stmt *row, void *context)
{
    const line_room *to = context;
    old_found one = found_of(row);
    one.line.code = column(row, CODE).at;
    one.line.why = column(row, WHY).at;
    one.fate = column(row, FATE).at;
    return to->take(to->context, &one);
}

/* Asked again, under the write lock: another run may have made them since. */
status old_inventory_each_to_make(writer *w, const char *nis_code, status (*take)(void *context, const old_found *one),
                                  void *context)
{
    const slice values[] = {slice_of(nis_code)};
    return writer_ask(w,
                      "SELECT " LINE ", p.geometry FROM temp.oud o JOIN perceel p ON p.capakey = o.capakey"
                      " WHERE o.gemeente_nis = ?1 AND o.lot IS NULL AND NOT EXISTS (SELECT 1 FROM migratie_rij m"
                      " JOIN risicolocatie r ON r.id = m.risicolocatie WHERE m.capakey = o.capakey AND m.rubriek = o.rubriek"
                      " AND m.startdatum = o.startdatum AND m.bron = o.bron) ORDER BY o.nr",
                      values, COUNT_OF(values), take_to_make, &(line_room){take, context});
}

status old_inventory_each_to_tell(writer *w, const char *nis_code, status (*take)(void *context, const old_found *one),
                                  void *context)
{
    const slice values[] = {slice_of(nis_code)};
    return writer_ask(w,
                      "SELECT " LINE ", o.code, o.uitleg, o.lot FROM temp.oud o"
                      " WHERE o.gemeente_nis = ?1 AND o.lot IS NOT NULL AND o.lot <> 'al gedaan' ORDER BY o.nr",
                      values, COUNT_OF(values), take_to_tell, &(line_room){take, context});
}

/* --- Records --- */

status old_inventory_note(writer *w, const old_line *l, int64_t id)
{
    char number[WRITER_NUMBER_ROOM];
    const slice values[] = {l->capakey, l->rubriek, l->startdatum, l->bron, writer_number(id, number)};
    return writer_run(w,
                      "INSERT INTO migratie_rij (capakey, rubriek, startdatum, bron, risicolocatie) VALUES (?1, ?2, ?3, ?4, ?5)"
                      " ON CONFLICT (capakey, rubriek, startdatum, bron) DO UPDATE SET risicolocatie = excluded.risicolocatie",
                      values, COUNT_OF(values));
}

status old_inventory_refuse(writer *w, uint64_t number, const char *code, const char *why)
{
    char chars[WRITER_NUMBER_ROOM];
    const slice values[] = {writer_number((int64_t)number, chars), slice_of(code), slice_of(why)};
    return writer_run(w, "UPDATE temp.oud SET lot = 'fout', code = ?2, uitleg = ?3 WHERE nr = ?1", values, COUNT_OF(values));
}

/* --- Parcels that there are instead --- */

/* With blanks between them. */
static status find_keys(writer *w, const char *sql, slice capakey, arena *a, const char **out)
{
    text_list found;
    text keys = text_new(a);
    TRY(writer_ask_texts(w, sql, &capakey, 1, a, &found));
    for (size_t i = 0; i < found.count; i++)
        text_addf(&keys, "%s%s", i ? " " : "", found.items[i]);
    *out = keys.chars;
    return status_ok();
}

/* 40613A0001/00A000: the first ten are division, section and number; '0' comes just after '/'. */
status old_inventory_candidates(writer *w, slice capakey, arena *a, old_candidates *out)
{
    TRY(find_keys(w,
                  "SELECT capakey FROM perceel WHERE capakey >= substr(?1, 1, 10) || '/' AND capakey < substr(?1, 1, 10) || '0'"
                  " ORDER BY capakey LIMIT 10",
                  capakey, a, &out->same));
    return find_keys(w,
                     "SELECT * FROM (SELECT capakey FROM perceel WHERE capakey < substr(?1, 1, 10) || '/'"
                     " AND capakey >= substr(?1, 1, 6) ORDER BY capakey DESC LIMIT 3) UNION ALL"
                     " SELECT * FROM (SELECT capakey FROM perceel WHERE capakey >= substr(?1, 1, 10) || '0'"
                     " AND capakey < substr(?1, 1, 6) || ':' ORDER BY capakey LIMIT 3) ORDER BY 1",
                     capakey, a, &out->near);
}
