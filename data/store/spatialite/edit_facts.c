/* What the lists of reference say, and what a risk location says now, for the door to write (data/store/edit_derive.c). */
#include "data/store/spatialite/edit_connection.h"
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>

static status ended(writer *w, sqlite3_stmt *s, int code)
{
    sqlite3_reset(s);
    return code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : store_failed(w, "looking something up");
}

status edit_facts_rubriek(writer *w, slice list, slice code, arena *a, rubriek_facts *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, NEWEST_RUBRIEK, &s));
    store_bind(s, 1, list);
    store_bind(s, 2, code);
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
