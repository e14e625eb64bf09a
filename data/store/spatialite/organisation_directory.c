/* Facts about gemeenten and organisations that the server itself needs; not behind the wall. */
#include "data/store/spatialite/connection.h"

#include "base/clock.h"

#include <string.h>

/* The texts of the first column, as far as there is room. False: no memory for one. */
static bool read_texts(sqlite3_stmt *statement, arena *a, text_list *list, int *result)
{
    for (*result = sqlite3_step(statement); *result == SQLITE_ROW && list->count < GEMEENTEN_MOST;
         *result = sqlite3_step(statement)) {
        if (sqlite3_column_type(statement, 0) == SQLITE_NULL)
            continue;
        const char *chars = (const char *)sqlite3_column_text(statement, 0);
        if (!chars)
            return false;
        list->items[list->count++] = arena_strdup(a, chars);
    }
    return true;
}

static status bind_keys(const spatialite *s, own_statement which, const char *key, const char *second)
{
    if (key)
        TRY(bind_own_text(s, which, 1, key));
    return second ? bind_own_text(s, which, 2, second) : status_ok();
}

status read_own_texts(spatialite *s, own_statement which, arena *a, text_list *out)
{
    sqlite3_stmt *statement = s->own[which];
    text_list list = {.items = arena_array(a, GEMEENTEN_MOST, sizeof *list.items)};
    int result = SQLITE_OK;
    s->trusted = true;
    const bool read = read_texts(statement, a, &list, &result);
    s->trusted = false;
    sqlite3_reset(statement);
    sqlite3_clear_bindings(statement);
    if (!read || result != SQLITE_DONE)
        return reading_failed(s, "look up");
    *out = list;
    return status_ok();
}

/* The texts of the first column of one of the store's own statements, for its keys (NULL: it has none). */
static status look_up_by_two(spatialite *s, own_statement which, const char *key, const char *second, arena *a, text_list *out)
{
    TRY(reconnect(s));
    TRY(bind_keys(s, which, key, second));
    return read_own_texts(s, which, a, out);
}

static status look_up(spatialite *s, own_statement which, const char *key, arena *a, text_list *out)
{
    return look_up_by_two(s, which, key, NULL, a, out);
}

status spatialite_gemeenten_of(store *s, const char *organisation, arena *a, text_list *nis)
{
    return look_up(spatialite_of(s), OWN_GEMEENTEN_OF, organisation, a, nis);
}

status spatialite_gemeenten_now(store *s, const char *known, arena *a, text_list *nis)
{
    return look_up(spatialite_of(s), OWN_GEMEENTEN_NOW, known, a, nis);
}

static void keep(gemeenten_kept *kept, const text_list *nis, int64_t version, int64_t day)
{
    *kept = (gemeenten_kept){.version = version, .day = day, .count = nis->count};
    for (size_t i = 0; i < nis->count; i++) {
        if (strlen(nis->items[i]) >= NIS_BYTES) {
            kept->day = 0; /* longer than the store's own schema allows */
            return;
        }
        memcpy(kept->nis[i], nis->items[i], strlen(nis->items[i]) + 1);
    }
}

static text_list kept_list(const gemeenten_kept *kept, arena *a)
{
    text_list list = {.items = arena_array(a, kept->count + 1, sizeof *list.items), .count = kept->count};
    char *copy = arena_alloc(a, sizeof kept->nis[0] * (kept->count + 1));
    memcpy(copy, kept->nis, sizeof kept->nis[0] * kept->count);
    for (size_t i = 0; i < kept->count; i++)
        list.items[i] = copy + sizeof kept->nis[0] * i;
    return list;
}

/* They change with a write to the store, and at midnight (UTC, as date('now') has it). */
status spatialite_gemeenten(store *of, arena *a, text_list *nis)
{
    enum { DAY = 24 * 60 * 60 };
    spatialite *s = spatialite_of(of);
    const int64_t day = clock_wall() / DAY;
    int64_t version = -1;
    TRY(reconnect(s));
    TRY(read_data_version(s, &version));
    if (s->all_gemeenten.day != day || s->all_gemeenten.version != version) {
        text_list found = {0};
        TRY(look_up(s, OWN_GEMEENTEN, NULL, a, &found));
        keep(&s->all_gemeenten, &found, version, day);
        *nis = found;
        return status_ok();
    }
    *nis = kept_list(&s->all_gemeenten, a);
    return status_ok();
}

status spatialite_organisation_of(store *s, const char *nis, arena *a, const char **kbo)
{
    text_list found = {0};
    TRY(look_up(spatialite_of(s), OWN_KBO_OF, nis, a, &found));
    *kbo = found.count ? found.items[0] : NULL;
    return status_ok();
}

status spatialite_stored_query(store *s, const char *organisation, const char *id, arena *a, const char **definition)
{
    text_list found = {0};
    TRY(look_up_by_two(spatialite_of(s), OWN_STORED_QUERY, organisation, id, a, &found));
    *definition = found.count ? found.items[0] : NULL;
    return status_ok();
}

status spatialite_stored_query_ids(store *s, const char *organisation, arena *a, text_list *ids)
{
    return look_up(spatialite_of(s), OWN_STORED_QUERY_IDS, organisation, a, ids);
}
