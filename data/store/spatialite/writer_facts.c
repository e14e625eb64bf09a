/* What the writing side reads from the store, and the small changes to gemeenten. */
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>

static slice column_slice(sqlite3_stmt *s, int at, arena *a)
{
    return slice_of(store_text(s, at, a));
}

static void read_gemeente(sqlite3_stmt *s, arena *a, known_gemeente *g)
{
    g->nis_code = store_text(s, 0, a);
    g->naam = store_text(s, 1, a);
    g->kbo_nummer = store_text(s, 2, a);
    g->kbo_verzonnen = sqlite3_column_int(s, 3) != 0;
    g->officieel = sqlite3_column_int(s, 4) != 0;
    g->next = g->taken = sqlite3_column_int64(s, 5);
    for (int i = 0; i < 4; i++)
        g->box[i] = sqlite3_column_double(s, 6 + i);
}

static status read_gemeenten(writer *w, arena *a, known_facts *out)
{
    sqlite3_stmt *s = NULL;
    int64_t rows = 0;
    TRY(writer_count(w, TABLE_GEMEENTE, &rows));
    TRY(store_prepare(w,
                      "SELECT nis_code, naam, kbo_nummer, kbo_verzonnen, contour_bron = 'officieel', coalesce(volgend, 1),"
                      " MbrMinX(geometry), MbrMinY(geometry), MbrMaxX(geometry), MbrMaxY(geometry)"
                      " FROM gemeente LEFT JOIN id_reeks ON gemeente_nis = nis_code ORDER BY nis_code",
                      &s));
    out->gemeenten = arena_array(a, (size_t)rows, sizeof *out->gemeenten);
    int code = SQLITE_ROW;
    for (out->gemeente_count = 0; out->gemeente_count < (size_t)rows && (code = sqlite3_step(s)) == SQLITE_ROW;
         out->gemeente_count++)
        read_gemeente(s, a, &out->gemeenten[out->gemeente_count]);
    sqlite3_finalize(s);
    return code == SQLITE_ROW ? status_ok() : store_failed(w, "reading gemeenten");
}

static void read_rubriek(sqlite3_stmt *s, arena *a, rubriek_row *r)
{
    r->id = sqlite3_column_int64(s, 0);
    r->lijst = column_slice(s, 1, a);
    r->code = column_slice(s, 2, a);
    r->versie = sqlite3_column_int64(s, 3);
    r->omschrijving = column_slice(s, 4, a);
    r->vlarebo_categorie = column_slice(s, 5, a);
    r->vito_id = column_slice(s, 6, a);
    r->vito_versie_id = column_slice(s, 7, a);
    r->geverifieerd = sqlite3_column_int(s, 8) != 0;
    r->bron = column_slice(s, 9, a);
}

static status read_rubrieken(writer *w, arena *a, known_facts *out)
{
    sqlite3_stmt *s = NULL;
    int64_t rows = 0;
    TRY(store_count_rows(w, "rubriek", &rows));
    TRY(store_prepare(
        w,
        "SELECT id, lijst, code, versie, omschrijving, vlarebo_categorie, vito_id, vito_versie_id, geverifieerd, bron"
        " FROM rubriek ORDER BY lijst, code, versie",
        &s));
    out->rubrieken = arena_array(a, (size_t)rows, sizeof *out->rubrieken);
    int code = SQLITE_ROW;
    for (out->rubriek_count = 0; out->rubriek_count < (size_t)rows && (code = sqlite3_step(s)) == SQLITE_ROW;
         out->rubriek_count++)
        read_rubriek(s, a, &out->rubrieken[out->rubriek_count]);
    sqlite3_finalize(s);
    return code == SQLITE_ROW ? status_ok() : store_failed(w, "reading rubrieken");
}

static status read_pruned(writer *w, known_facts *out)
{
    int64_t limits = 0;
    TRY(store_count_rows(w, "snoeigrens", &limits));
    out->pruned = limits > 0;
    return status_ok();
}

status writer_facts(writer *w, arena *a, known_facts *out)
{
    known_facts facts = {0};
    TRY(read_pruned(w, &facts));
    TRY(read_gemeenten(w, a, &facts));
    TRY(read_rubrieken(w, a, &facts));
    *out = facts;
    return status_ok();
}

status writer_has_risicolocatie(writer *w, int64_t id, bool *out)
{
    sqlite3_stmt *s = NULL;
    if (w->bulks[TABLE_RISICOLOCATIE].was_empty) {
        *out = false; /* rows of this load do not count */
        return status_ok();
    }
    TRY(store_statement(w, HAS_RISICOLOCATIE, &s));
    sqlite3_bind_int64(s, 1, id);
    const int code = sqlite3_step(s);
    sqlite3_reset(s);
    if (code != SQLITE_ROW && code != SQLITE_DONE)
        return store_failed(w, "looking for an id");
    *out = code == SQLITE_ROW;
    return status_ok();
}

status writer_find_twin(writer *w, const risicolocatie_row *row, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    if (w->bulks[TABLE_RISICOLOCATIE].was_empty)
        return status_ok();
    TRY(store_statement(w, FIND_TWIN, &s));
    for (int i = 0; i < 4; i++)
        sqlite3_bind_double(s, i + 1, row->contour->box[i]);
    store_bind(s, 5, row->gemeente_nis);
    sqlite3_bind_int64(s, 6, row->rubriek->id);
    store_bind(s, 7, row->startdatum);
    sqlite3_bind_int(s, 8, row->geschrapt);
    store_bind_shape(w, s, 9, row->contour);
    return store_find_number(w, s, "looking for the same row", out);
}

status writer_set_contour(writer *w, const char *nis_code, slice naam, const geometry_build *contour)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, SET_CONTOUR, &s));
    store_bind(s, 1, slice_of(nis_code));
    store_bind(s, 2, naam);
    store_bind_shape(w, s, 3, contour);
    return store_step(w, s, "putting a contour");
}

status writer_set_kbo(writer *w, const char *nis_code, const char *kbo, bool verzonnen)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, SET_KBO, &s));
    store_bind(s, 1, slice_of(nis_code));
    store_bind(s, 2, slice_of(kbo));
    sqlite3_bind_int(s, 3, verzonnen);
    return store_step(w, s, "putting a KBO number");
}

status writer_set_kenmerk(writer *w, const char *naam, const char *waarde)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, SET_KENMERK, &s));
    store_bind(s, 1, slice_of(naam));
    store_bind(s, 2, slice_of(waarde));
    return store_step(w, s, "putting a label");
}

#define CONTENT "inhoud"
#define MADE_UP "voorbeeld, verzonnen: --features "

status writer_mark_sample(writer *w, uint32_t features, const char *others)
{
    return writer_set_kenmerk(w, CONTENT, arena_printf(w->arena, MADE_UP "%u%s", features, others));
}

status store_mark_imported(writer *w)
{
    return writer_set_kenmerk(w, CONTENT, "ook andere risicolocaties dan voorbeelden: met import geladen");
}

/* A load may be many transactions until it is there (writer_aside.c). */
status writer_mark_imported(writer *w)
{
    w->marks = w->loads;
    return w->loads ? status_ok() : store_mark_imported(w);
}

/* By its label, which an import changes, and by the number of rows in it: other programs write too. */
status writer_is_sample(writer *w, bool *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(
        w,
        "SELECT EXISTS (SELECT 1 FROM kenmerk WHERE naam = '" CONTENT "' AND waarde LIKE"
        " '" MADE_UP "' || (SELECT count(*) FROM risicolocatie) || ' --seed %')"
        " AND NOT EXISTS (SELECT 1 FROM geometry_columns WHERE f_table_name NOT IN ('gemeente', 'risicolocatie', 'perceel'))",
        &s));
    const bool found = sqlite3_step(s) == SQLITE_ROW;
    if (found)
        *out = sqlite3_column_int(s, 0);
    sqlite3_finalize(s);
    return found ? status_ok() : store_failed(w, "looking for a sample");
}
