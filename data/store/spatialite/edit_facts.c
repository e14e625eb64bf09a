/* What the lists of reference say, and what a risk location says now, for the door to write (data/store/edit_derive.c). */
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>
#include <string.h>

static status ended(writer *w, sqlite3_stmt *s, int code)
{
    sqlite3_reset(s);
    return code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : store_failed(w, "looking something up");
}

status edit_facts_rubriek(writer *w, slice list, slice code, int64_t id, arena *a, rubriek_facts *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, NEWEST_RUBRIEK, &s));
    store_bind(s, 1, list);
    store_bind(s, 2, code);
    sqlite3_bind_int64(s, 3, id);
    const int result = sqlite3_step(s);
    if (result == SQLITE_ROW)
        *out = (rubriek_facts){sqlite3_column_int64(s, 0), store_text(s, 1, a), store_text(s, 2, a), store_text(s, 3, a),
                               store_text(s, 4, a)};
    return ended(w, s, result);
}

status edit_facts_gemeente(writer *w, const char *nis, arena *a, const char **name)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, NAME_OF_GEMEENTE, &s));
    store_bind(s, 1, slice_of(nis));
    const int result = sqlite3_step(s);
    if (result == SQLITE_ROW)
        *name = store_text(s, 0, a);
    return ended(w, s, result);
}

status edit_facts_texts(writer *w, int64_t id, arena *a, row_texts *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, TEXTS_NOW, &s));
    sqlite3_bind_int64(s, 1, id);
    const int result = sqlite3_step(s);
    if (result == SQLITE_ROW)
        *out = (row_texts){store_text(s, 0, a), store_text(s, 1, a), store_text(s, 2, a), store_text(s, 3, a),
                           store_text(s, 4, a), store_text(s, 5, a), store_text(s, 6, a)};
    return ended(w, s, result);
}

status edit_facts_kenmerk(writer *w, const char *nis, slice reference, slice van, int64_t *out)
{
    sqlite3_stmt *s = NULL;
    int64_t found = 0;
    TRY(store_statement(w, FIND_KENMERK, &s));
    store_bind(s, 1, slice_of(nis));
    store_bind(s, 2, reference);
    store_bind(s, 3, van);
    TRY(store_find_number(w, s, "looking for a reference", &found));
    *out = found;
    return status_ok();
}

static geometry blob_of(sqlite3_stmt *s, int at, arena *a)
{
    const void *bytes = sqlite3_column_blob(s, at);
    const size_t size = (size_t)sqlite3_column_bytes(s, at);
    if (!bytes)
        return (geometry){0};
    uint8_t *copy = arena_alloc(a, size);
    memcpy(copy, bytes, size);
    return (geometry){copy, size};
}

status edit_facts_contour(writer *w, const char *nis, arena *a, gemeente_contour *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, CONTOUR_OF_GEMEENTE, &s));
    store_bind(s, 1, slice_of(nis));
    const int result = sqlite3_step(s);
    if (result == SQLITE_ROW)
        *out = (gemeente_contour){blob_of(s, 1, a), sqlite3_column_int(s, 0) == 1};
    return ended(w, s, result);
}

status edit_facts_near(writer *w, const double box[4], arena *a, text_list *nis)
{
    enum { MOST = 1000 };
    sqlite3_stmt *s = NULL;
    int result = SQLITE_ROW;
    text_list found = {arena_array(a, MOST, sizeof *found.items), 0};
    TRY(store_statement(w, GEMEENTEN_NEAR, &s));
    for (int i = 0; i < 4; i++)
        sqlite3_bind_double(s, i + 1, box[i]);
    while ((result = sqlite3_step(s)) == SQLITE_ROW && found.count < MOST)
        found.items[found.count++] = store_text(s, 0, a);
    TRY(ended(w, s, result));
    *nis = found;
    return status_ok();
}

static char *shape_text(const layer *l)
{
    return sqlite3_mprintf("SELECT \"%w\" FROM \"%w\" WHERE \"%w\" = ?1", l->properties[l->geometry].column, l->table,
                           l->id_column);
}

status edit_facts_shape(writer *w, const layer *l, int64_t id, arena *a, geometry *out)
{
    sqlite3_stmt *s = NULL;
    if (l->geometry == l->property_count)
        return status_ok();
    char *sql = shape_text(l);
    const status made = sql ? store_prepare(w, sql, &s) : store_failed(w, "writing a statement");
    sqlite3_free(sql);
    TRY(made);
    sqlite3_bind_int64(s, 1, id);
    const int result = sqlite3_step(s);
    if (result == SQLITE_ROW)
        *out = blob_of(s, 0, a);
    const status done = ended(w, s, result);
    sqlite3_finalize(s);
    return done;
}
