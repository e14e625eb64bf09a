/* Why a reading is stopped early: the time limit, the watch, a failure of GEOS. The first reason is kept until the reading is
 * left, so that nothing of it can become an answer. */
#include "data/store/spatialite/connection.h"

#include "base/clock.h"
#include "base/log.h"
#include "data/spatial/crossings.h"
#include "data/store/spatialite/filter_functions.h"

#include <time.h>

/* PROGRESS_STEPS: a function of ours is one step, whatever it costs; it asks by itself (sql_function.h). */
enum { PROGRESS_STEPS = 1000, ASK_EVERY_MS = 100 };

/* Asking costs a system call: not more often than ASK_EVERY_MS. */
static status_code ask_watch(spatialite *s)
{
    if (!s->watch.stop || (clock_ticks() - s->asked) * 1000 < ASK_EVERY_MS)
        return ST_OK;
    s->asked = clock_ticks();
    return s->watch.stop(s->watch.context);
}

static int progress(void *context)
{
    spatialite *s = context;
    mmap_trim_sometimes(s);
    if (s->trusted)
        return 0; /* the store's own short statements, also between requests */
    if (s->stopped == ST_OK)
        s->stopped = s->spent_s + clock_ticks() - s->began > s->settings->query_timeout_s ? ST_TIMEOUT : ask_watch(s);
    return s->stopped != ST_OK;
}

static bool is_stopped(const spatialite *s)
{
    return s->stopped != ST_OK || spatial_ended(s->spatial) != SPATIAL_WENT_WELL;
}

/* Only time inside SQLite counts: a slow reader at the other end is not a slow query. A row, or the end, that comes when there is
 * a reason to stop may lack something that was not computed, so it does not count. */
int step_within_limits(spatialite *s, sqlite3_stmt *statement)
{
    s->began = clock_ticks();
    const int result = sqlite3_step(statement);
    s->spent_s += clock_ticks() - s->began;
    return is_stopped(s) ? SQLITE_INTERRUPT : result;
}

/* SQLite cannot be stopped while it plans, and a filter of thousands of operators takes it a third of a second: so that time
 * counts too, and planning does not begin when none is left. */
int prepare_within_limits(spatialite *s, const char *sql, sqlite3_stmt **out)
{
    s->began = clock_ticks();
    if (progress(s) != 0)
        return SQLITE_INTERRUPT;
    const int result = sqlite3_prepare_v3(s->db, sql, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    s->spent_s += clock_ticks() - s->began;
    return result;
}

status watch_sleep(spatialite *s)
{
    static const struct timespec millisecond = {0, 1000000};
    s->began = clock_ticks();
    nanosleep(&millisecond, NULL);
    const bool stop = progress(s) != 0;
    s->spent_s += clock_ticks() - s->began;
    return stop ? reading_failed(s, "wait") : status_ok();
}

static bool must_stop(void *context)
{
    return progress(context) != 0;
}

void watch_begin(spatialite *s, store_watch watch)
{
    spatial_begin(s->spatial, (spatial_watch){s, must_stop});
    s->watch = watch;
    s->spent_s = 0;
    s->stopped = ST_OK;
    s->began = s->asked = clock_ticks();
}

void spatialite_has_taken(spatialite *s, double seconds)
{
    s->spent_s += seconds;
}

void be_watched(spatialite *s)
{
    sqlite3_progress_handler(s->db, PROGRESS_STEPS, progress, s);
}

status store_unavailable(void)
{
    return FAIL(UNAVAILABLE, "", "de gegevens zijn nu niet te lezen: probeer het straks opnieuw",
                "the data cannot be read now: try again later");
}

static status why_stopped(const spatialite *s)
{
    switch (s->stopped) {
    case ST_BUSY: return store_busy();
    case ST_NOT_PROCESSED: return store_edit_late();
    case ST_CLIENT_GONE:
        return FAIL(CLIENT_GONE, "", "de client heeft de verbinding gesloten", "the client closed the connection");
    default: break;
    }
    return FAIL(TIMEOUT, "", "de vraag duurt langer dan %d seconden: vraag een kleiner gebied of minder objecten",
                "the query takes more than %d seconds: ask for a smaller area or fewer features", s->settings->query_timeout_s);
}

status reading_failed(const spatialite *s, const char *doing)
{
    if (s->stopped != ST_OK)
        return why_stopped(s);
    if (sqlite3_errcode(s->db) == SQLITE_TOOBIG)
        return FAIL(BAD_PARAM, "filter", "filter: een functie maakt een tekst van meer dan %d bytes, of het filter is te lang",
                    "filter: a function makes a text of more than %d bytes, or the filter is too long", (int)FUNCTION_TEXT_MOST);
    if (sqlite3_errcode(s->db) == SQLITE_MISMATCH)
        return FAIL(INTERNAL, "filter",
                    "filter: een object is beschadigd: in de opslag staat geen getal waar een functie er een vraagt; meld het "
                    "aan de beheerder",
                    "filter: a feature is damaged: the store has no number where a function asks for one; tell the operator");
    if (spatial_ended(s->spatial) == SPATIAL_TOO_COMPLEX)
        return FAIL(
            BAD_PARAM, "filter",
            "filter: een geometrie is te ingewikkeld om mee te rekenen: herstel ze als ze zichzelf kruist, of vereenvoudig ze",
            "filter: a geometry is too complicated to compute with: repair it if it crosses itself, or simplify it");
    if (spatial_ended(s->spatial) == SPATIAL_CROSSES_OFTEN)
        return FAIL(BAD_PARAM, "filter",
                    "filter: een geometrie kruist of raakt zichzelf te vaak: een vlak mag dat hoogstens %d keer, minder als het "
                    "veel punten heeft, en het geheel "
                    "hoogstens %d keer; herstel of vereenvoudig ze",
                    "filter: a geometry crosses or touches itself too often: an area may do so at most %d times, fewer when it "
                    "has many points, and the whole at "
                    "most %d times; repair or simplify it",
                    AREA_CROSSINGS_MOST, CROSSINGS_MOST);
    if (spatial_ended(s->spatial) == SPATIAL_NO_ANSWER)
        return FAIL(
            BAD_PARAM, "filter",
            "filter: met een van de geometrieën kan niet gerekend worden: vraag een kleiner gebied, of laat die voorwaarde weg",
            "filter: one of the geometries is impossible to compute with: ask for a smaller area, or leave that condition out");
    log_write("error", "store: %s: %s (%d)", doing, sqlite3_errmsg(s->db), sqlite3_extended_errcode(s->db));
    return store_unavailable();
}
