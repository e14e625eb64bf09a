/* What is told of a moment must stay true. It does when a boeking of that moment or later can be seen, for each has a later one
 * than those before it (edit_journal.c). Else one of before that moment may be on its way: its moment was noted, and its commit
 * cannot be seen yet. So when nobody says that he commits (base/db/turn.h) and the clock has gone past the moment, whoever comes
 * later is later, and whoever came before can be seen by a transaction that begins now. A long load says so at its end alone.
 *
 * A clock that is put back while it runs can still bring a boeking of before the moment: the log warns of it. */
#include "data/store/spatialite/connection.h"

#include "base/clock.h"
#include "base/db/turn.h"
#include "base/log.h"
#include "data/model/peildatum.h"

#include <string.h>

enum { WAIT_MS = 2000 };

/* How far the journal goes, as this reading sees it. */
static status read_last(spatialite *s, arena *a, const char **out)
{
    text_list last = {0};
    TRY(read_own_texts(s, OWN_LAST, a, &last));
    *out = last.count > 0 ? last.items[0] : "";
    return status_ok();
}

static bool is_now(const char *moment, arena *a)
{
    return strcmp(moment, peildatum_text(clock_wall_ms(), a)) >= 0;
}

/* It is not said that somebody commits, nor up to when it is settled: he may be of another gemeente. */
static status is_committing(void)
{
    return FAIL(UNAVAILABLE, "peildatum",
                "peildatum: dat tijdstip is zo kort geleden dat het nog niet vaststaat: vraag het zo meteen opnieuw",
                "peildatum: that moment is so short ago that it is not settled yet: ask again in a moment");
}

static status cannot_tell(void)
{
    log_write("error", "store: the file with the turns of writers (\"" TURN_FILE "\" behind the store's name) cannot be read");
    return store_unavailable();
}

static status wait_for_commits(spatialite *s, const char *moment, arena *a)
{
    const double until = clock_steady() + WAIT_MS / 1000.0;
    turn_noting noting = TURN_SOMEBODY;
    while (is_now(moment, a) || (noting = turn_ask(s->settings->location)) == TURN_SOMEBODY) {
        if (clock_steady() > until)
            return is_committing();
        TRY(watch_sleep(s));
    }
    return noting == TURN_NOBODY ? status_ok() : cannot_tell();
}

status past_settle(spatialite *s, const char *moment, arena *a, const char **at)
{
    const char *last = NULL, *now = peildatum_text(clock_wall_ms(), a);
    TRY(read_last(s, a, &last));
    if (!moment)
        moment = strcmp(last, now) > 0 ? last : now; /* the clock went back: what stands in the journal is there already */
    if (strcmp(moment, last) > 0) {
        if (strcmp(moment, now) > 0)
            return peildatum_to_come(moment, now);
        TRY(wait_for_commits(s, moment, a));
        TRY(read_anew(s));
    }
    *at = moment;
    return status_ok();
}
