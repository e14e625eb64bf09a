#include "data/manage/history.h"

#include "auth/scope_operator.h"
#include "data/model/own_layers.h"
#include "data/model/resource_id.h"

enum { TIMEOUT_S = 60 };

static void close_store(void *handle)
{
    store_close(handle);
}

static status enter(store *s, arena *a, rows **out)
{
    text_list every = {0};
    TRY(store_gemeenten(s, a, &every));
    return rows_enter(s, scope_of_operator(every.items, every.count, a), (store_watch){0}, a, out);
}

/* Settings and catalog live as long as the store, in the arena. */
static status open_store(const char *path, const char *layers, arena *a, catalog **known, store **out)
{
    catalog *c = arena_alloc(a, sizeof *c);
    store_settings *settings = arena_alloc(a, sizeof *settings);
    store *s = NULL;
    *settings = (store_settings){.location = path, .query_timeout_s = TIMEOUT_S};
    TRY(layers ? catalog_read(layers, a, c) : catalog_read_own(a, c));
    TRY(store_open(settings, c, &s));
    arena_defer(a, close_store, s);
    *known = c;
    *out = s;
    return status_ok();
}

status history_versions(const char *path, const char *layers, const char *id, arena *a, row_versions *out)
{
    catalog *known = NULL;
    const layer *l = NULL;
    int64_t number = 0;
    store *s = NULL;
    rows *r = NULL;
    TRY(open_store(path, layers, a, &known, &s));
    TRY(resource_id_read(known, id, &l, &number));
    if (!l)
        return FAIL(BAD_INPUT, "object", "er is geen laag van '%.60s'", "there is no layer of '%.60s'", id);
    TRY(enter(s, a, &r));
    return rows_versions(r, l, number, out);
}
