/* The inside of an inspection (data/store/inspection.h), for inspect*.c alone. */
#ifndef SPATIALITE_INSPECT_H
#define SPATIALITE_INSPECT_H

#include "data/model/geometry_surface.h"
#include "data/store/inspection.h"
#include "data/store/spatialite/writer_connection.h"

#include <sqlite3.h>

typedef struct inspector {
    writer *w; /* read-only, within one reading */
    inspection_watch watch;
    inspection_part part; /* being looked at */
    inspection_result *result;
} inspector;

/* A fault of the part that is being looked at. */
void inspect_found(inspector *i, const char *code, const char *what, const char *nl, const char *en);

/* A statement of ours that finds faults: its first column is what each is about, its second, which may be missing, more about it;
 * nl and en take that as %s. */
typedef struct inspection_query {
    const char *code, *nl, *en, *sql;
} inspection_query;
/* Counts and tells every row of it. */
MUST_USE status inspect_rows_of(inspector *i, const inspection_query *q);

/* Whether it is a contour as the store keeps them: a multipolygon of closed rings and finite coordinates, with their extent in
 * its head. room: for its points, used again for the next; afterwards it holds this one. box: minx, miny, maxx, maxy. */
bool inspect_contour(geometry g, geometry_build *room, double box[4]);
/* Whether this is the area of the contour that was just looked at. */
bool inspect_area_is(double area_m2, const geometry_build *room);
/* The fault of one that is not. */
void inspect_unreadable(inspector *i, const char *name);
/* Looks at every contour of the other tables. */
MUST_USE status inspect_other_contours(inspector *i, geometry_build *room);

/* Computes what parcels and risk locations have in common, and compares that with what is kept. */
MUST_USE status inspect_overlaps(inspector *i);

/* The parts. */
MUST_USE status inspect_file(inspector *i);
MUST_USE status inspect_references(inspector *i);
MUST_USE status inspect_schema(inspector *i);
MUST_USE status inspect_indexes(inspector *i);
MUST_USE status inspect_rows(inspector *i);
MUST_USE status inspect_journal(inspector *i);

#endif
