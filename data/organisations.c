#include "data/organisations.h"

static status gemeenten_of(void *context, const char *organisation, arena *a, text_list *nis)
{
    return store_gemeenten_of(context, organisation, a, nis);
}

static status gemeenten_now(void *context, const char *known, arena *a, text_list *nis)
{
    return store_gemeenten_now(context, known, a, nis);
}

static status all(void *context, arena *a, text_list *nis)
{
    return store_gemeenten(context, a, nis);
}

directory organisations_of(store *s)
{
    return (directory){s, gemeenten_of, gemeenten_now, all};
}

static void close_store(void *handle)
{
    store_close(handle);
}

status organisations_kbo_of(const char *store_path, const char *nis, arena *a, const char **kbo)
{
    static const catalog nothing = {0};
    store_settings *settings = arena_alloc(a, sizeof *settings);
    store *s = NULL;
    *settings = (store_settings){.location = store_path, .query_timeout_s = 10};
    TRY(store_open(settings, &nothing, &s));
    arena_defer(a, close_store, s);
    return store_kbo_of(s, nis, a, kbo);
}
