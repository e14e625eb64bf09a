/* Whether requests may change the store, which it says itself: so that a copy, or another server on the same file, knows it too.
 */
#include "base/calendar.h"
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>

status writer_freeze(writer *w, const store_freeze *f)
{
    char until[CALENDAR_TIME];
    calendar_time(f->until, until);
    TRY(writer_set_kenmerk(w, "bevroren_tot", until));
    return writer_set_kenmerk(w, "bevroren_tekst", f->text);
}

status writer_thaw(writer *w)
{
    return store_exec(w, "DELETE FROM kenmerk WHERE naam IN ('bevroren_tot', 'bevroren_tekst')");
}

/* What is no moment was written by somebody else: nobody knows until when, so it is no end either. */
static status unreadable(void)
{
    return FAIL(INTERNAL, "", "tot wanneer de opslag bevroren is, is niet te lezen: laat de beheerder 'risicolaag thaw' geven",
                "until when the store is frozen cannot be read: have the operator give 'risicolaag thaw'");
}

status writer_frozen(writer *w, arena *a, store_freeze *out)
{
    sqlite3_stmt *s = NULL;
    TRY(store_statement(w, FROZEN_UNTIL, &s));
    const int code = sqlite3_step(s);
    const bool readable = code != SQLITE_ROW || sqlite3_column_type(s, 0) != SQLITE_NULL;
    if (code == SQLITE_ROW && readable)
        *out = (store_freeze){sqlite3_column_int64(s, 0), store_text(s, 1, a)};
    if (code == SQLITE_DONE)
        *out = (store_freeze){0};
    const status done = code == SQLITE_ROW || code == SQLITE_DONE ? status_ok() : store_failed(w, "looking whether it is frozen");
    sqlite3_reset(s);
    return readable ? done : unreadable();
}
