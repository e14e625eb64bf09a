/* How far back the store can tell how its layers were, and forgetting the rest (data/schema/008-boeking.sql: snoeigrens). */
#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>
#include <string.h>

/* Rows of one transaction: others who write wait no longer than these take. */
enum { STEP_ROWS = 2000 };

/* The only text of a statement; NULL when it gives none. */
static status read_text(writer *w, const char *sql, arena *a, const char **out)
{
    text_list found;
    TRY(writer_ask_texts(w, sql, NULL, 0, a, &found));
    *out = found.count ? found.items[0] : NULL;
    return status_ok();
}

static status count(writer *w, const char *sql, int64_t *out)
{
    return writer_ask_number(w, sql, NULL, 0, out);
}

/* With the limit as ?1, which is compared with columns of numbers. */
static status count_before(writer *w, const char *sql, int64_t limit, int64_t *out)
{
    char number[WRITER_NUMBER_ROOM];
    const slice before = writer_number(limit, number);
    return writer_ask_number(w, sql, &before, 1, out);
}

#define SINCE                                                                                                                 \
    "SELECT coalesce((SELECT moment FROM snoeigrens ORDER BY boeking DESC LIMIT 1), (SELECT moment FROM boeking ORDER BY id " \
    "LIMIT 1))"

status writer_history(writer *w, arena *a, history_extent *out)
{
    history_extent h = {0};
    TRY(read_text(w, SINCE, a, &h.since));
    TRY(count(w, "SELECT count(*) FROM risicolocatie_versie", &h.versions));
    TRY(count(w, "SELECT count(*) FROM boeking", &h.bookings));
    TRY(count(w, "SELECT count(*) FROM boeking_regel", &h.lines));
    *out = h;
    return status_ok();
}

/* What lies before the limit, ?1. A boeking that made a row or a version what it is stays, so that it can be told who did. */
#define OLD_VERSIONS "FROM risicolocatie_versie WHERE tot_boeking <= ?1"
#define OLD_NUMBERS                                                                                              \
    "(SELECT id FROM boeking WHERE id < ?1 EXCEPT SELECT boeking FROM risicolocatie EXCEPT SELECT boeking FROM " \
    "risicolocatie_versie WHERE tot_boeking > ?1)"
#define OLD_LINES "FROM boeking_regel WHERE boeking IN " OLD_NUMBERS
#define OLD_BOOKINGS "FROM boeking WHERE id IN " OLD_NUMBERS

/* The last boeking up to the moment, or the limit that is there already when that is later; 0: there is none. */
static status find_limit(writer *w, const char *moment, int64_t *out)
{
    const char *now = NULL;
    int64_t limit = 0, before = 0;
    const slice until = slice_of(moment);
    TRY(read_text(w, "SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now')", w->arena, &now));
    if (!now || strcmp(moment, now) > 0)
        return FAIL(BAD_INPUT, "before", "%s ligt in de toekomst; er is niets verwijderd",
                    "%s lies in the future; nothing was removed", moment);
    TRY(writer_ask_number(w, "SELECT id FROM boeking WHERE moment <= ?1 ORDER BY moment DESC, id DESC LIMIT 1", &until, 1,
                          &limit));
    TRY(count(w, "SELECT coalesce(max(boeking), 0) FROM snoeigrens", &before));
    if (limit == 0 && before == 0)
        return FAIL(BAD_INPUT, "before", "van voor %s is niets bewaard; er is niets verwijderd",
                    "nothing of before %s is kept; nothing was removed", moment);
    *out = limit > before ? limit : before;
    return status_ok();
}

status writer_would_prune(writer *w, const char *moment, pruned *out)
{
    pruned p = {0};
    int64_t limit = 0;
    TRY(find_limit(w, moment, &limit));
    TRY(count_before(w, "SELECT count(*) " OLD_VERSIONS, limit, &p.versions));
    TRY(count_before(w, "SELECT count(*) " OLD_BOOKINGS, limit, &p.bookings));
    TRY(count_before(w, "SELECT count(*) " OLD_LINES, limit, &p.lines));
    *out = p;
    return status_ok();
}

/* Runs it with the limit as ?1; *changes: of how many rows. */
static status run_limited(writer *w, const char *sql, int64_t limit, int64_t *changes)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(w, sql, &s));
    sqlite3_bind_int64(s, 1, limit);
    const status done = store_step(w, s, "pruning the history");
    *changes = done.code == ST_OK ? sqlite3_changes(w->db) : 0;
    sqlite3_finalize(s);
    return done;
}

static status run_alone(writer *w, const char *sql, int64_t limit, int64_t *changes)
{
    TRY(writer_begin(w));
    const status done = run_limited(w, sql, limit, changes);
    if (done.code == ST_OK)
        return writer_commit(w);
    writer_rollback(w);
    return done;
}

/* Not when that limit is there. The moment that was asked for, not the boeking's: that would tell when somebody changed
 * something. */
static status set_limit(writer *w, const char *moment, int64_t limit)
{
    sqlite3_stmt *s = NULL;
    TRY(store_prepare(
        w, "INSERT INTO snoeigrens (boeking, moment) SELECT ?2, ?1 WHERE ?2 > (SELECT coalesce(max(boeking), 0) FROM snoeigrens)",
        &s));
    store_bind(s, 1, slice_of(moment));
    sqlite3_bind_int64(s, 2, limit);
    const status done = store_step(w, s, "setting the limit of the history");
    sqlite3_finalize(s);
    return done;
}

static status begin_pruning(writer *w, const char *moment, int64_t *limit)
{
    TRY(writer_begin(w));
    status done = find_limit(w, moment, limit);
    if (done.code == ST_OK)
        done = set_limit(w, moment, *limit);
    if (done.code == ST_OK)
        return writer_commit(w);
    writer_rollback(w);
    return done;
}

/* Until a step removes nothing. */
static status remove_in_steps(writer *w, const char *sql, int64_t limit, int64_t *removed)
{
    int64_t changes = 1;
    while (changes > 0) {
        TRY(run_alone(w, arena_printf(w->arena, "%s LIMIT %d)", sql, (int)STEP_ROWS), limit, &changes));
        *removed += changes;
    }
    return status_ok();
}

/* Lines before their boekingen, which they point to. */
status writer_prune(writer *w, const char *moment, pruned *out)
{
    pruned p = {0};
    int64_t limit = 0;
    TRY(begin_pruning(w, moment, &limit));
    TRY(remove_in_steps(w, "DELETE FROM risicolocatie_versie WHERE nr IN (SELECT nr " OLD_VERSIONS, limit, &p.versions));
    TRY(run_alone(w, "DELETE " OLD_LINES, limit, &p.lines));
    TRY(run_alone(w, "DELETE " OLD_BOOKINGS, limit, &p.bookings));
    *out = p;
    return status_ok();
}
