/* Edges are straight in the CRS in which they are written, and bend in another (crs_pieces). */
#include "gml/reader/gml_reader.h"

static status add_edge(gml_reader *r, const xmlNode *element, const double *a, const double *b, size_t pieces)
{
    if (pieces == CRS_PIECES_MOST)
        return GML_FAIL(BAD_PARAM, element, "een lijn tussen twee punten is te lang om te volgen: zet er punten tussen%s",
                        "a line between two points is too long to follow: put points in between%s", "");
    for (size_t i = 0; i < pieces; i++) {
        double at[2];
        crs_along(a, b, (double)i / (double)pieces, at);
        TRY(gml_add_point(r, element, at[0], at[1]));
    }
    return status_ok();
}

status gml_follow_edges(gml_reader *r, const xmlNode *element, int code, const transform *t)
{
    const gml_run given = r->run;
    const crs_follow f = crs_follow_of(r->set, code, r->srid, t);
    if (!t || given.count < 2)
        return status_ok();
    r->run = (gml_run){.arena = given.arena};
    r->points -= given.count;
    for (size_t i = 0; i + 1 < given.count; i++) {
        const double *const a = given.xy + 2 * i, *const b = a + 2;
        TRY(add_edge(r, element, a, b, crs_pieces(&f, a, b)));
    }
    return gml_add_point(r, element, given.xy[2 * given.count - 2], given.xy[2 * given.count - 1]);
}
