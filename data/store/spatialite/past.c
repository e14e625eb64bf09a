/* Looking back: finds the last boeking up to a moment, and the gemeenten whose rows this caller may see as they were. From then
 * on the reading is of the relations of the past (wall_past.c), until it is left. */
#include "data/store/spatialite/connection.h"
#include "data/store/spatialite/wall_past.h"

#include <string.h>

/* A gemeente's old code leads to the gemeente that it became: organisatie_gemeente says so for tokens and files too. One that is
 * in use still, or that leads to two, leads nowhere. */
#define LEADS_ON                                                                                                               \
    "l.organisatie GLOB '[0-9][0-9][0-9][0-9][0-9]' AND NOT EXISTS (SELECT 1 FROM main.gemeente g WHERE g.nis_code = "         \
    "l.organisatie AND " VALID_TODAY("g") ") AND NOT EXISTS (SELECT 1 FROM main.organisatie_gemeente o WHERE o.organisatie = " \
                                          "l.organisatie AND o.nis_code <> l.nis_code)"

const char *past_version_column(const layer *l)
{
    const property *p = layer_property(l, "versie");
    return p && p->type == VALUE_INTEGER ? p->column : NULL;
}

void past_forget(spatialite *s)
{
    s->past = (kept_past){0};
    s->dialect.past = false;
}

void past_end(spatialite *s)
{
    s->past.booking = 0;
    s->dialect.past = false;
}

static status prepare_all(spatialite *s)
{
    const char *tag = s->dialect.tag;
    TRY(prepare_own(s, OWN_CLEAR_THEN, sqlite3_mprintf("DELETE FROM temp.\"" PAST_SCOPE "%s\"", tag)));
    TRY(prepare_own(
        s, OWN_FILL_THEN,
        sqlite3_mprintf("WITH RECURSIVE c(nis) AS (SELECT nis FROM temp.\"scope_%s\" UNION SELECT l.organisatie FROM c "
                        "JOIN main.organisatie_gemeente l ON l.nis_code = c.nis WHERE " LEADS_ON
                        ") INSERT INTO temp.\"" PAST_SCOPE "%s\" SELECT nis FROM c",
                        tag, tag)));
    TRY(prepare_own(s, OWN_READ_THEN, sqlite3_mprintf("SELECT nis FROM temp.\"" PAST_SCOPE "%s\"", tag)));
    TRY(prepare_own(s, OWN_BOOKING,
                    sqlite3_mprintf("SELECT id FROM main.boeking WHERE moment <= ?1 ORDER BY moment DESC, id DESC LIMIT 1")));
    TRY(prepare_own(s, OWN_LAST, sqlite3_mprintf("SELECT moment FROM main.boeking ORDER BY id DESC LIMIT 1")));
    TRY(prepare_own(s, OWN_FIRST,
                    sqlite3_mprintf("SELECT coalesce((SELECT moment FROM main.snoeigrens ORDER BY boeking DESC LIMIT 1), "
                                    "(SELECT moment FROM main.boeking ORDER BY id LIMIT 1))")));
    return prepare_own(s, OWN_LOOK_BACK, sqlite3_mprintf("UPDATE temp.\"gate_%s\" SET booking = ?1", tag));
}

/* Nothing can be told of what was before the first boeking, nor of what was pruned. */
static status check_moment(spatialite *s, const char *moment)
{
    arena *a = arena_new();
    text_list first = {0};
    status read = read_own_texts(s, OWN_FIRST, a, &first);
    if (read.code == ST_OK && (first.count == 0 || strcmp(moment, first.items[0]) < 0))
        read = FAIL(BAD_PARAM, "peildatum", "de lagen zijn pas bewaard vanaf %.40s: vraag een peildatum na dat tijdstip",
                    "how the layers were is kept since %.40s: ask for a peildatum after that moment",
                    first.count ? first.items[0] : "nu");
    arena_free(a);
    return read;
}

static status fill_gemeenten(spatialite *s)
{
    arena *a = arena_new();
    text_list nis = {0};
    status filled = run_own(s, OWN_CLEAR_THEN);
    if (filled.code == ST_OK)
        filled = run_own(s, OWN_FILL_THEN);
    if (filled.code == ST_OK)
        filled = read_own_texts(s, OWN_READ_THEN, a, &nis);
    if (filled.code == ST_OK)
        tenant_rows_set(&s->past_rows, nis.items, nis.count);
    arena_free(a);
    return filled;
}

static status prepare_trusted(spatialite *s)
{
    s->trusted = true;
    const status prepared = prepare_all(s);
    s->trusted = false;
    return prepared;
}

/* They are those of the reading before this one when the data and the scope are. */
status past_find_gemeenten(spatialite *s)
{
    int64_t version = -1;
    TRY(prepare_trusted(s));
    TRY(read_data_version(s, &version));
    if (s->past.version == version && digest_equal(&s->past.scope, &s->scope_key))
        return status_ok();
    past_forget(s);
    TRY(fill_gemeenten(s));
    s->past = (kept_past){.version = version, .scope = s->scope_key};
    return status_ok();
}

static status find_booking(spatialite *s, const char *moment, int64_t *out)
{
    TRY(bind_own_text(s, OWN_BOOKING, 1, moment));
    const status found = read_own_number(s, OWN_BOOKING, out);
    sqlite3_clear_bindings(s->own[OWN_BOOKING]);
    return found;
}

status spatialite_look_back(spatialite *s, const char *moment, arena *a, const char **at)
{
    int64_t booking = 0;
    if (!s->entered)
        return FAIL(INTERNAL, "", "de opslag kreeg geen rechten mee", "no scope was given to the store");
    TRY(prepare_trusted(s));
    TRY(past_settle(s, moment, a, &moment));
    TRY(past_find_gemeenten(s));
    TRY(check_moment(s, moment));
    TRY(find_booking(s, moment, &booking));
    if (sqlite3_bind_int64(s->own[OWN_LOOK_BACK], 1, booking) != SQLITE_OK)
        return reading_failed(s, "bind");
    TRY(run_own(s, OWN_LOOK_BACK));
    s->past.booking = booking;
    s->dialect.past = true;
    *at = moment;
    return status_ok();
}
