/* The table of the caller's gemeenten, which the wall's views join. Filling it for a caller who may see all 285 costs more than a
 * small answer, and usually the next request comes from a caller with exactly the same ones: then it stays as it is. */
#include "data/store/spatialite/connection.h"

#include <stdlib.h>
#include <string.h>

void scope_forget(spatialite *s)
{
    free(s->scope);
    s->scope = NULL;
    tenant_rows_set(&s->tenant_rows, NULL, 0);
}

/* Compares every byte: a scope that is merely similar is another scope. Each code ends in its NUL, which no text holds. */
static bool is_filled_with(const spatialite *s, const char *const *gemeenten, size_t count)
{
    const char *at = s->scope;
    if (!at)
        return false;
    for (size_t i = 0; i < count; i++) {
        const size_t n = strlen(gemeenten[i]) + 1;
        if ((size_t)(s->scope + s->scope_size - at) < n || memcmp(at, gemeenten[i], n) != 0)
            return false;
        at += n;
    }
    return at == s->scope + s->scope_size;
}

static void note(spatialite *s, const char *const *gemeenten, size_t count)
{
    size_t size = 0;
    for (size_t i = 0; i < count; i++)
        size += strlen(gemeenten[i]) + 1;
    s->scope = malloc(size + 1);
    if (!s->scope)
        abort();
    char *at = s->scope;
    for (size_t i = 0; i < count; i++)
        at = stpcpy(at, gemeenten[i]) + 1;
    s->scope_size = size;
    s->scope_key = digest_of(s->scope, size);
}

status scope_fill(spatialite *s, const char *const *gemeenten, size_t count)
{
    if (is_filled_with(s, gemeenten, count))
        return status_ok();
    scope_forget(s); /* known again once all of it is in */
    TRY(run_own(s, OWN_CLEAR_SCOPE));
    for (size_t i = 0; i < count; i++) {
        TRY(bind_own_text(s, OWN_ADD_SCOPE, 1, gemeenten[i]));
        TRY(run_own(s, OWN_ADD_SCOPE));
    }
    tenant_rows_set(&s->tenant_rows, gemeenten, count);
    note(s, gemeenten, count);
    return status_ok();
}
