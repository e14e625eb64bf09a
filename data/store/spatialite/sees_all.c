/* Whether a layer holds nothing but the caller's own rows. For a caller who may see every gemeente no path has to avoid the rows
 * of others: there are none, and a row can be looked up by its id alone, not in each of 285 gemeenten. Checked for such callers
 * only; for any other the answer would reveal whether another gemeente has rows. The wall's condition is on every path all the
 * same. */
#include "data/store/spatialite/connection.h"

#include <stdlib.h>
#include <string.h>

enum { NOT_KNOWN, WHOLE, NOT_WHOLE };

void sees_all_forget(spatialite *s)
{
    free(s->whole.layers);
    s->whole.layers = NULL;
}

/* Whether the scope is exactly the list of today's gemeenten, as read for this caller in this version of the data. */
static bool sees_every_gemeente(const spatialite *s, int64_t version)
{
    const gemeenten_kept *all = &s->all_gemeenten;
    const char *at = s->scope;
    if (!at || all->day == 0 || all->version != version)
        return false;
    for (size_t i = 0; i < all->count; i++) {
        const size_t n = strlen(all->nis[i]) + 1;
        if ((size_t)(s->scope + s->scope_size - at) < n || memcmp(at, all->nis[i], n) != 0)
            return false;
        at += n;
    }
    return at == s->scope + s->scope_size;
}

/* Whether there are rows of nobody (NULL) or of a gemeente outside the scope: steps through the index from one gemeente to the
 * next. */
static char *others_sql(const spatialite *s, const layer *l, const char *index)
{
    return sqlite3_mprintf("WITH RECURSIVE g(nis) AS (SELECT min(t.\"%w\") FROM main.\"%w\" t%s UNION ALL SELECT (SELECT "
                           "min(t.\"%w\") FROM main.\"%w\" t%s WHERE "
                           "t.\"%w\" > g.nis) FROM g WHERE g.nis IS NOT NULL) SELECT EXISTS (SELECT 1 FROM main.\"%w\" t%s WHERE "
                           "t.\"%w\" IS NULL) OR EXISTS "
                           "(SELECT 1 FROM g WHERE nis IS NOT NULL AND nis NOT IN (SELECT nis FROM temp.\"scope_%s\"))",
                           l->restrict_column, l->table, index, l->restrict_column, l->table, index, l->restrict_column, l->table,
                           index, l->restrict_column, s->dialect.tag);
}

static bool has_others(spatialite *s, const layer *l)
{
    char *index = tenant_ids_index(s, l), *sql = index && *index ? others_sql(s, l, index) : NULL;
    sqlite3_stmt *statement = NULL;
    bool others = true;
    if (sql && sqlite3_prepare_v2(s->db, sql, -1, &statement, NULL) == SQLITE_OK && sqlite3_step(statement) == SQLITE_ROW)
        others = sqlite3_column_int(statement, 0) != 0;
    sqlite3_finalize(statement);
    sqlite3_free(sql);
    sqlite3_free(index);
    return others;
}

static unsigned char *kept_for(spatialite *s, const layer *l, int64_t version)
{
    if (s->whole.version != version || !digest_equal(&s->whole.scope, &s->scope_key))
        sees_all_forget(s);
    if (!s->whole.layers)
        s->whole.layers = calloc(s->layers->count, 1);
    if (!s->whole.layers)
        abort(); /* as arena_alloc does */
    s->whole.version = version;
    s->whole.scope = s->scope_key;
    return &s->whole.layers[l - s->layers->layers];
}

bool spatialite_sees_all(spatialite *s, const layer *l)
{
    int64_t version = -1;
    if (!s->entered || !l->restrict_column || read_data_version(s, &version).code != ST_OK || !sees_every_gemeente(s, version))
        return false;
    unsigned char *kept = kept_for(s, l, version);
    if (*kept == NOT_KNOWN) {
        s->trusted = true;
        *kept = has_others(s, l) ? NOT_WHOLE : WHOLE;
        s->trusted = false;
    }
    return *kept == WHOLE;
}
