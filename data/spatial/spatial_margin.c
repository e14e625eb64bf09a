#include "data/spatial/spatial_margin.h"

#include "data/spatial/spatial_geos.h"

enum { QUARTER_SEGMENTS = 8 };

/* The part of `of` that can reach g, margin included. */
static GEOSGeometry *piece_near(geos *g, geometry of, const double box[4], double margin)
{
    const double reach = 2 * margin + 1;
    GEOSGeometry *whole = geos_read_fit(g, of);
    GEOSGeometry *piece =
        whole ? geos_made(g, GEOSClipByRect_r(g->handle, whole, box[0] - reach, box[1] - reach, box[2] + reach, box[3] + reach))
              : NULL;
    GEOSGeom_destroy_r(g->handle, whole);
    return piece;
}

static bool within_widened(geos *g, geometry inner, const GEOSGeometry *piece, double margin)
{
    GEOSGeometry *wide = geos_made(g, GEOSBuffer_r(g->handle, piece, margin, QUARTER_SEGMENTS));
    GEOSGeometry *read = wide ? geos_read_fit(g, inner) : NULL;
    const bool within = read && geos_said(g, GEOSCovers_r(g->handle, wide, read));
    GEOSGeom_destroy_r(g->handle, read);
    GEOSGeom_destroy_r(g->handle, wide);
    return within;
}

bool spatial_within_margin(spatial *s, geometry g, const spatial_literal *within, geometry of, double margin)
{
    double box[4];
    if (spatial_holds(s, SPATIAL_WITHIN, g, within, 0))
        return true;
    if (margin <= 0 || spatial_ended(s) != SPATIAL_WENT_WELL || !geometry_mbr(g, box))
        return false;
    GEOSGeometry *piece = piece_near(&s->geos, of, box, margin);
    const bool found = piece && within_widened(&s->geos, g, piece, margin);
    GEOSGeom_destroy_r(s->geos.handle, piece);
    return found;
}
