/* What changed in a layer since a place in its feed: of each row the last change alone, in the order in which they were
 * committed. Read by statements of our own, for the boekingen lie outside of the wall's relations; so the scope is in their text,
 * as it is in theirs (versions.c). A row stands in the feed where its state began, or, when it left the scope, where that ended.
 *
 * What was before the limit of pruning counts as of that limit: the boekingen of before it are gone. */
#include "data/store/spatialite/connection.h"
#include "data/store/spatialite/wall_past.h"

#include "base/hex.h"

#include <stdlib.h>
#include <string.h>

enum { KEY_BYTES = 8, MOMENT_DIGITS = 17, ID_DIGITS = 16 };

/* Where a reader is: after the change of this row by this boeking. */
typedef struct place {
    int64_t booking, pruned; /* pruned: the limit; 0: nothing was pruned */
    int64_t id;
} place;

static status begin_again(void)
{
    return FAIL(BAD_PARAM, "na",
                "deze plaats is er niet (meer), of uw gemeenten zijn sindsdien andere: begin uw kopie opnieuw, zonder na "
                "(BeginOpnieuw)",
                "this place is not there (any more), or your municipalities have become other ones: begin your copy anew, "
                "without na (BeginOpnieuw)");
}

/* --- A place as text: moment, id, and whose feed it is of --- */

/* Never the number of a boeking: that tells how much others write (docs/decisions/journal.md). */
static const char *key_of(const spatialite *s, arena *a)
{
    char *key = arena_alloc(a, 2 * KEY_BYTES + 1);
    hex_write(s->scope_key.bytes, KEY_BYTES, key);
    return key;
}

static const char *place_text(const spatialite *s, const row_change *last, arena *a)
{
    text t = text_new(a);
    for (const char *c = last->moment; *c; c++)
        if (*c >= '0' && *c <= '9')
            text_addf(&t, "%c", *c);
    text_addf(&t, "-%lld-%s", (long long)last->id, key_of(s, a));
    return t.chars;
}

static bool is_digits(const char *given, size_t least, size_t most)
{
    const size_t n = strlen(given);
    return n >= least && n <= most && strspn(given, "0123456789") == n;
}

/* False: no feed of this caller's has such a place. */
static bool read_text(const spatialite *s, const char *given, arena *a, const char **moment, int64_t *id)
{
    const text_list parts = text_split(a, given, '-');
    if (parts.count != 3 || !is_digits(parts.items[0], MOMENT_DIGITS, MOMENT_DIGITS) ||
        !is_digits(parts.items[1], 1, ID_DIGITS) || strcmp(parts.items[2], key_of(s, a)) != 0)
        return false;
    const char *d = parts.items[0];
    *moment = arena_printf(a, "%.4s-%.2s-%.2sT%.2s:%.2s:%.2s.%.3sZ", d, d + 4, d + 6, d + 8, d + 10, d + 12, d + 14);
    *id = strtoll(parts.items[1], NULL, 10);
    return true;
}

/* --- Statements --- */

static int find_booking(spatialite *s, const char *moment, place *out)
{
    sqlite3_stmt *found = NULL;
    int code = prepare_fixed(s,
                             sqlite3_mprintf("SELECT coalesce((SELECT max(id) FROM main.boeking WHERE moment = ?1), 0), "
                                             "coalesce((SELECT max(boeking) FROM main.snoeigrens), 0)"),
                             &found);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(found, 1, moment, -1, SQLITE_TRANSIENT);
    if (code == SQLITE_OK)
        code = step_within_limits(s, found);
    if (code == SQLITE_ROW) {
        out->booking = sqlite3_column_int64(found, 0);
        out->pruned = sqlite3_column_int64(found, 1);
    }
    sqlite3_finalize(found);
    return code;
}

/* Which rows of a table these gemeenten may see; of: the table of gemeenten. */
static void add_scope(sqlite3_str *sql, const spatialite *s, const layer *l, const char *of)
{
    sqlite3_str_appendf(sql, "t.\"%w\" IN (SELECT nis FROM temp.\"%s%s\") AND (SELECT open FROM temp.\"gate_%s\")",
                        l->restrict_column, of, s->dialect.tag, s->dialect.tag);
}

/* ?1 the boeking, ?2 the id, ?3 the limit of pruning. */
static char *text_of_known(const spatialite *s, const layer *l)
{
    sqlite3_str *sql = sqlite3_str_new(s->db);
    sqlite3_str_appendf(sql, "SELECT EXISTS (SELECT 1 FROM main.\"%w\" t WHERE t.\"%w\" = ?2 AND max(t.boeking, ?3) = ?1 AND ",
                        l->table, l->id_column);
    add_scope(sql, s, l, PAST_SCOPE);
    sqlite3_str_appendf(sql,
                        ") OR EXISTS (SELECT 1 FROM main.\"%w" PAST_VERSIONS "\" t WHERE t.\"%w\" = ?2 AND "
                        "(max(t.boeking, ?3) = ?1 OR t.tot_boeking = ?1) AND ",
                        l->table, l->id_column);
    add_scope(sql, s, l, PAST_SCOPE);
    sqlite3_str_appendall(sql, ")");
    return sqlite3_str_finish(sql);
}

/* The rows that are there. */
static void add_present(sqlite3_str *sql, const spatialite *s, const layer *l)
{
    const char *version = past_version_column(l);
    sqlite3_str_appendf(sql, "SELECT max(t.boeking, ?3) AS van, t.\"%w\" AS id, ", l->id_column);
    sqlite3_str_appendf(sql, version ? "t.\"%w\"" : "0", version);
    sqlite3_str_appendf(sql, " AS nummer, ");
    sqlite3_str_appendf(sql, l->hide_column ? "t.\"%w\"" : "0", l->hide_column);
    sqlite3_str_appendf(sql, " AS verborgen, 0 AS weg FROM main.\"%w\" t WHERE (max(t.boeking, ?3), t.\"%w\") > (?1, ?2) AND ",
                        l->table, l->id_column);
    add_scope(sql, s, l, "scope_");
}

/* Those that were, and went to another gemeente or out of the layer: of each when it last went. */
static void add_gone(sqlite3_str *sql, const spatialite *s, const layer *l)
{
    sqlite3_str_appendf(sql,
                        "SELECT max(t.tot_boeking) AS van, t.\"%w\" AS id, 0 AS nummer, 0 AS verborgen, 1 AS weg FROM "
                        "main.\"%w" PAST_VERSIONS "\" t WHERE t.tot_boeking >= ?1 AND t.tot_boeking > ?3 AND ",
                        l->id_column, l->table);
    add_scope(sql, s, l, PAST_SCOPE);
    sqlite3_str_appendf(sql,
                        " AND NOT EXISTS (SELECT 1 FROM main.\"%w\" n WHERE n.\"%w\" = t.\"%w\" AND n.\"%w\" IN (SELECT nis FROM "
                        "temp.\"scope_%s\")) GROUP BY t.\"%w\" HAVING (max(t.tot_boeking), t.\"%w\") > (?1, ?2)",
                        l->table, l->id_column, l->id_column, l->restrict_column, s->dialect.tag, l->id_column, l->id_column);
}

/* One more than is given. */
static char *text_of(const spatialite *s, const layer *l)
{
    sqlite3_str *sql = sqlite3_str_new(s->db);
    sqlite3_str_appendall(sql, "SELECT c.id, c.nummer, c.verborgen, c.weg, b.moment FROM (");
    add_present(sql, s, l);
    sqlite3_str_appendall(sql, " UNION ALL ");
    add_gone(sql, s, l);
    sqlite3_str_appendf(sql, " ORDER BY van, id LIMIT %d) c LEFT JOIN main.boeking b ON b.id = c.van ORDER BY c.van, c.id",
                        (int)CHANGES_MOST + 1);
    return sqlite3_str_finish(sql);
}

static int prepare_at(spatialite *s, char *sql, const place *at, sqlite3_stmt **out)
{
    int code = prepare_fixed(s, sql, out);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(*out, 1, at->booking);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(*out, 2, at->id);
    return code == SQLITE_OK ? sqlite3_bind_int64(*out, 3, at->pruned) : code;
}

/* --- Reading --- */

static int check_known(spatialite *s, const layer *l, const place *at, bool *known)
{
    sqlite3_stmt *found = NULL;
    int code = prepare_at(s, text_of_known(s, l), at, &found);
    if (code == SQLITE_OK)
        code = step_within_limits(s, found);
    *known = code == SQLITE_ROW && sqlite3_column_int(found, 0) == 1;
    sqlite3_finalize(found);
    return code;
}

/* A place that this store never gave, as when it was put back from a backup, or that was pruned, is not one to go on from. */
static status find_place(spatialite *s, const layer *l, const char *after, arena *a, place *out)
{
    const char *moment = "";
    bool known = true;
    *out = (place){0};
    if (after && !read_text(s, after, a, &moment, &out->id))
        return begin_again();
    if (find_booking(s, moment, out) != SQLITE_ROW)
        return reading_failed(s, "find a place in the changes");
    if (!after)
        return status_ok();
    if (check_known(s, l, out, &known) != SQLITE_ROW)
        return reading_failed(s, "find a place in the changes");
    return known && out->booking > 0 && out->booking >= out->pruned ? status_ok() : begin_again();
}

static row_change change_at(sqlite3_stmt *s, arena *a, bool *lost)
{
    const unsigned char *moment = sqlite3_column_text(s, 4);
    *lost |= !moment; /* of every boeking that is not pruned there is one */
    return (row_change){.id = sqlite3_column_int64(s, 0),
                        .version = sqlite3_column_int64(s, 1),
                        .hidden = sqlite3_column_int(s, 2) == 1,
                        .gone = sqlite3_column_int(s, 3) == 1,
                        .moment = moment ? arena_strdup(a, (const char *)moment) : ""};
}

static int read_all(spatialite *s, const layer *l, const place *from, arena *a, row_changes *out)
{
    sqlite3_stmt *statement = NULL;
    row_change *items = arena_array(a, CHANGES_MOST, sizeof *items);
    size_t count = 0;
    bool lost = false;
    int code = prepare_at(s, text_of(s, l), from, &statement);
    if (code == SQLITE_OK)
        code = step_within_limits(s, statement);
    for (; code == SQLITE_ROW && count < CHANGES_MOST; code = step_within_limits(s, statement))
        items[count++] = change_at(statement, a, &lost);
    *out = (row_changes){.items = items, .count = count, .more = code == SQLITE_ROW};
    sqlite3_finalize(statement);
    return lost ? SQLITE_CORRUPT : code == SQLITE_ROW ? SQLITE_DONE : code;
}

status changes_read(spatialite *s, const layer *l, const char *after, arena *a, row_changes *out)
{
    place from = {0};
    row_changes found = {0};
    if (!s->entered)
        return FAIL(INTERNAL, "", "de opslag kreeg geen rechten mee", "no scope was given to the store");
    TRY(past_find_gemeenten(s));
    TRY(find_place(s, l, after, a, &from));
    if (read_all(s, l, &from, a, &found) != SQLITE_DONE)
        return reading_failed(s, "read the changes");
    found.place = found.count ? place_text(s, &found.items[found.count - 1], a) : after;
    *out = found;
    return status_ok();
}
