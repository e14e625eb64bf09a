/* Writers of one store wait in the order in which they came (base/db/turn.h). */
#include "data/store/spatialite/writer_connection.h"

#include "base/clock.h"
#include "base/db/turn.h"

#include <sqlite3.h>

enum { CLIENT_MS = 5000, COMMAND_MS = 10000, LEAST_MS = 100 };

static int wait_ms(const writer *w)
{
    return w->for_clients ? CLIENT_MS : COMMAND_MS;
}

static status others_write(const writer *w)
{
    return FAIL(UNAVAILABLE, "", "anderen zijn al %d seconden aan het schrijven: probeer het straks opnieuw",
                "others have been writing for %d seconds: try again later", wait_ms(w) / 1000);
}

/* What was waited for the turn is waited for the lock no more: only somebody who did not queue can hold it. */
static status lock(writer *w, double began)
{
    const int left = wait_ms(w) - (int)((clock_steady() - began) * 1000);
    sqlite3_busy_timeout(w->db, left > LEAST_MS ? left : LEAST_MS);
    const status locked = store_exec(w, "BEGIN IMMEDIATE");
    sqlite3_busy_timeout(w->db, wait_ms(w));
    if (locked.code != ST_OK)
        writer_queue_leave(w);
    return locked;
}

status writer_queue_wait(writer *w, const char *path)
{
    writer_queue_leave(w);
    return turn_take(path, wait_ms(w) / 1000.0, &w->turn) == TURN_LATE ? others_write(w) : status_ok();
}

status writer_queue_enter(writer *w, const char *path)
{
    const double began = clock_steady();
    TRY(writer_queue_wait(w, path));
    return lock(w, began);
}

void writer_queue_leave(writer *w)
{
    turn_give(&w->turn);
}
