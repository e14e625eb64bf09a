/* How many rows match in each gemeente, which a page, the next page and every `hits` would otherwise count again. Kept per query
 * and per set of gemeenten for as long as nobody writes. It gives the total, and where in the caller's own order a page begins,
 * so that no page steps over the rows before it. */
#include "data/store/spatialite/connection.h"

#include "base/heap.h"

#include <stdlib.h>
#include <string.h>

enum { VALUES_MOST = 64 }; /* a query with more is unlikely to come again, and takes time to compare with others */

void counts_forget(spatialite *s)
{
    for (size_t i = 0; i < COUNTS_KEPT; i++) {
        free(s->counts.all[i].shares);
        s->counts.all[i] = (kept_count){0};
    }
}

static digest digest_of_value(const bound *v, const digest *before)
{
    struct {
        digest before, bytes;
        int64_t kind, integer;
        double real;
    } parts = {*before, {{0}}, v->kind, v->integer, v->real};
    if (v->bytes)
        parts.bytes = digest_of(v->bytes, v->size);
    return digest_of(&parts, sizeof parts);
}

/* All that the answer depends on besides the data: the statement, its values, and whose rows they are. */
static digest key_of(const spatialite *s, const sql_plan *p)
{
    const digest parts[2] = {s->scope_key, digest_of(p->sql, strlen(p->sql))};
    digest key = digest_of(parts, sizeof parts);
    if (s->past.booking) /* of which the statement says nothing */
        key = digest_of_value(&(bound){.kind = BOUND_INTEGER, .integer = s->past.booking}, &key);
    for (size_t i = 0; i < p->value_count; i++)
        key = digest_of_value(&p->values[i], &key);
    return key;
}

static kept_count *place_of(spatialite *s, const digest *key)
{
    return &s->counts.all[digest_number(key) % COUNTS_KEPT];
}

static status forget_what_is_old(spatialite *s)
{
    int64_t version = -1;
    TRY(read_data_version(s, &version)); /* of this reading: a request sees one state of the data from its beginning to its end */
    if (version != s->counts.version)
        counts_forget(s);
    s->counts.version = version;
    return status_ok();
}

/* The next gemeente and its number of rows. A text that is not an NIS code cannot be kept: then there is a sum and no shares. */
static void add_share(kept_count *c, sqlite3_stmt *statement, size_t *room)
{
    const unsigned char *nis = sqlite3_column_text(statement, 0);
    const int64_t count = sqlite3_column_int64(statement, 1);
    c->total += count;
    c->unplaced |= !nis || sqlite3_column_bytes(statement, 0) >= NIS_BYTES;
    if (c->unplaced)
        return;
    if (c->share_count == *room)
        c->shares = heap_grow(c->shares, room, sizeof *c->shares);
    share *s = &c->shares[c->share_count++];
    memcpy(s->nis, nis, (size_t)sqlite3_column_bytes(statement, 0) + 1);
    s->count = count;
}

static status count_shares(spatialite *s, const sql_plan *p, kept_count *out)
{
    sqlite3_stmt *statement = NULL;
    kept_count c = {.is_there = out->is_there, .key = out->key};
    size_t room = 0;
    TRY(open_statement(s, p, &statement));
    int result = step_within_limits(s, statement);
    for (; result == SQLITE_ROW; result = step_within_limits(s, statement))
        add_share(&c, statement, &room);
    const status done = result == SQLITE_DONE ? status_ok() : reading_failed(s, "count");
    shelf_put_back(s, statement);
    if (done.code != ST_OK)
        free(c.shares);
    else
        *out = c;
    return done;
}

static bool is_kept(const kept_count *c, const digest *key)
{
    return c->is_there && digest_equal(&c->key, key);
}

static status sum_once(spatialite *s, const sql_plan *p, int64_t *out)
{
    kept_count c = {0};
    TRY(count_shares(s, p, &c));
    free(c.shares);
    *out = c.total;
    return status_ok();
}

status counts_sum(spatialite *s, const sql_plan *p, int64_t *out)
{
    if (p->value_count > VALUES_MOST)
        return sum_once(s, p, out);
    TRY(forget_what_is_old(s));
    kept_count fresh = {.is_there = true, .key = key_of(s, p)};
    kept_count *kept = place_of(s, &fresh.key);
    if (!is_kept(kept, &fresh.key)) {
        TRY(count_shares(s, p, &fresh));
        free(kept->shares);
        *kept = fresh;
    }
    *out = kept->total;
    return status_ok();
}

bool spatialite_place(spatialite *s, const sql_plan *p, int64_t start, page_place *out)
{
    if (!s->entered || p->value_count > VALUES_MOST)
        return false;
    const digest key = key_of(s, p);
    const kept_count *kept = place_of(s, &key);
    int64_t before = 0;
    if (!is_kept(kept, &key) || kept->unplaced)
        return false;
    for (size_t i = 0; i < kept->share_count; i++) {
        if (before + kept->shares[i].count > start) {
            *out = (page_place){kept->shares[i].nis, start - before};
            return true;
        }
        before += kept->shares[i].count;
    }
    return false;
}
