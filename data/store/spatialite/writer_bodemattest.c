#include "data/store/bodemattest.h"

#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>

typedef struct answer_room {
    bodemattest_threshold above;
    arena *arena;
    bodemattest answer;
    size_t room;
} answer_room;

/* One row without a risk location: the parcel overlaps none. */
static status add_location(sqlite3_stmt *row, void *context)
{
    answer_room *to = context;
    bodemattest *b = &to->answer;
    const double m2 = sqlite3_column_double(row, 5), pct = sqlite3_column_double(row, 6);
    b->known = true;
    if (sqlite3_column_type(row, 0) == SQLITE_NULL || !(m2 > to->above.m2) || !(pct > to->above.pct))
        return status_ok();
    if (b->count == to->room)
        b->locations = arena_grow(to->arena, b->locations, &to->room, b->count + 1, sizeof *b->locations);
    b->locations[b->count++] = (bodemattest_location){.id = sqlite3_column_int64(row, 0),
                                                      .gemeente_nis = store_text(row, 1, to->arena),
                                                      .rubriek = store_text(row, 2, to->arena),
                                                      .startdatum = store_text(row, 3, to->arena),
                                                      .einddatum = store_text(row, 4, to->arena),
                                                      .overlap_m2 = m2,
                                                      .overlap_pct = pct};
    return status_ok();
}

status bodemattest_ask(writer *w, slice capakey, bodemattest_threshold above, arena *a, bodemattest *out)
{
    answer_room found = {.above = above, .arena = a};
    TRY(writer_ask(w,
                   "SELECT t.id, t.gemeente_nis, t.rubriek, t.startdatum, t.einddatum, o.overlap_m2, o.overlap_pct FROM perceel p"
                   " LEFT JOIN perceel_risicolocatie o ON o.capakey = p.capakey LEFT JOIN risicolocatie t ON t.id = o.locatie"
                   " WHERE p.capakey = ?1 ORDER BY t.id",
                   &capakey, 1, add_location, &found));
    *out = found.answer;
    return status_ok();
}
