#include "data/store/organisations.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static status gemeenten_of(void *context, const char *organisation, arena *a, text_list *nis)
{
    return store_gemeenten_of(context, organisation, a, nis);
}

static status gemeenten_now(void *context, const char *known, arena *a, text_list *nis)
{
    return store_gemeenten_now(context, known, a, nis);
}

static status organisation_of(void *context, const char *nis, arena *a, const char **organisation)
{
    return store_organisation_of(context, nis, a, organisation);
}

static status all(void *context, arena *a, text_list *nis)
{
    return store_gemeenten(context, a, nis);
}

directory organisations_of(store *s)
{
    return (directory){s, gemeenten_of, gemeenten_now, organisation_of, all};
}

static void close_store(void *handle)
{
    store_close(handle);
}

/* For a command that makes one query of the store; closed with the arena. */
static status open_for_command(const char *store_path, arena *a, store **out)
{
    static const catalog nothing = {0};
    if (access(store_path, F_OK) != 0)
        return FAIL(NOT_FOUND, "store",
                    "er is geen opslag %s: %s; kloppen --state en --store? Een nieuwe maakt u met 'risicolaag init'",
                    "there is no store %s: %s; are --state and --store right? 'risicolaag init' makes a new one", store_path,
                    strerror(errno));
    store_settings *settings = arena_alloc(a, sizeof *settings);
    *settings = (store_settings){.location = store_path, .query_timeout_s = 10};
    TRY(store_open(settings, &nothing, out));
    arena_defer(a, close_store, *out);
    return status_ok();
}

status organisations_kbo_of(const char *store_path, const char *nis, arena *a, const char **kbo)
{
    store *s = NULL;
    TRY(open_for_command(store_path, a, &s));
    return store_kbo_of(s, nis, a, kbo);
}

status organisations_check_gemeente(const char *store_path, const char *nis, arena *a)
{
    store *s = NULL;
    text_list found = {0};
    TRY(open_for_command(store_path, a, &s));
    TRY(store_gemeenten_now(s, nis, a, &found));
    if (found.count == 0)
        return FAIL(BAD_INPUT, "gemeente", "er is geen gemeente met NIS-code \"%.20s\" in de opslag",
                    "there is no gemeente with NIS code \"%.20s\" in the store", nis);
    return status_ok();
}
