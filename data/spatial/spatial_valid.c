#include "data/spatial/spatial_valid.h"

#include "data/model/geometry_surface.h"
#include "data/spatial/spatial_geos.h"

#include <stdio.h>
#include <string.h>

#define MILLIMETRE 0.001

/* GEOS's reasons (geos/operation/valid/TopologyValidationError.cpp). */
static const struct {
    const char *reason, *nl, *en;
} faults[] = {
    {"Self-intersection", "kruist zichzelf", "crosses itself"},
    {"Ring Self-intersection", "raakt zichzelf: een ring komt twee keer in hetzelfde punt",
     "touches itself: a ring passes the same point twice"},
    {"Hole lies outside shell", "heeft een gat dat buiten het vlak ligt", "has a hole that lies outside the area"},
    {"Holes are nested", "heeft een gat in een ander gat", "has a hole within another hole"},
    {"Interior is disconnected", "valt uiteen: gaten raken elkaar of de rand zo dat het vlak geen geheel meer is",
     "falls apart: holes touch each other or the edge so that the area is no longer one whole"},
    {"Nested shells", "heeft een vlak dat in een ander vlak ligt", "has an area that lies within another area"},
    {"Duplicate Rings", "heeft twee keer dezelfde ring", "has the same ring twice"},
    {"Too few points in geometry component", "heeft een ring met te weinig verschillende punten",
     "has a ring with too few different points"},
    {"Invalid Coordinate", "heeft een coördinaat die geen getal is", "has a coordinate that is not a number"},
    {"Ring is not closed", "heeft een ring die niet eindigt waar hij begint", "has a ring that does not end where it begins"},
};

static void name_fault_of(const char *reason, spatial_fault *out)
{
    out->nl = "is geen geldig vlak";
    out->en = "is not a valid area";
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++)
        if (reason && strcmp(faults[i].reason, reason) == 0) {
            out->nl = faults[i].nl;
            out->en = faults[i].en;
        }
}

static void place_fault(geos *g, GEOSGeometry *at, spatial_fault *out)
{
    double x = 0, y = 0;
    if (at && GEOSisEmpty_r(g->handle, at) == 0 && GEOSGeomGetX_r(g->handle, at, &x) == 1 &&
        GEOSGeomGetY_r(g->handle, at, &y) == 1) {
        out->x = x;
        out->y = y;
    }
}

bool spatial_find_fault(spatial *s, geometry from, spatial_fault *out)
{
    geos *g = &s->geos;
    char *reason = NULL;
    GEOSGeometry *at = NULL, *read = geos_read(g, from);
    const char valid = read ? GEOSisValidDetail_r(g->handle, read, 0, &reason, &at) : 1;
    const bool known = geos_said(g, valid == 2 ? 2 : 1), found = known && valid == 0;
    if (found) {
        *out = (spatial_fault){0};
        name_fault_of(reason, out);
        place_fault(g, at, out);
    }
    GEOSFree_r(g->handle, reason);
    GEOSGeom_destroy_r(g->handle, at);
    GEOSGeom_destroy_r(g->handle, read);
    return found;
}

/* --- Repairing --- */

static bool add_ring(geos *g, geometry_build *to, const GEOSGeometry *ring)
{
    unsigned count = 0;
    const GEOSCoordSequence *points = ring ? GEOSGeom_getCoordSeq_r(g->handle, ring) : NULL;
    if (!geos_measured(g, points && GEOSCoordSeq_getSize_r(g->handle, points, &count) == 1))
        return false;
    geometry_build_ring(to);
    for (unsigned i = 0; i < count; i++) {
        double x = 0, y = 0;
        if (!geos_measured(g, GEOSCoordSeq_getXY_r(g->handle, points, i, &x, &y)))
            return false;
        geometry_build_point(to, x, y);
    }
    return true;
}

static bool add_polygon(geos *g, geometry_build *to, const GEOSGeometry *part)
{
    geometry_build_part(to, CLASS_POLYGON);
    bool done = add_ring(g, to, GEOSGetExteriorRing_r(g->handle, part));
    const int holes = geos_counted(g, GEOSGetNumInteriorRings_r(g->handle, part));
    for (int i = 0; i < holes && done; i++)
        done = add_ring(g, to, GEOSGetInteriorRingN_r(g->handle, part, i));
    return done;
}

static bool add_polygons(geos *g, geometry_build *to, const GEOSGeometry *all)
{
    bool done = true;
    const int parts = geos_parts(g, all);
    for (int i = 0; i < parts && done; i++) {
        const GEOSGeometry *part = GEOSGetGeometryN_r(g->handle, all, i);
        if (GEOSGeomTypeId_r(g->handle, part) == GEOS_POLYGON && GEOSisEmpty_r(g->handle, part) == 0)
            done = add_polygon(g, to, part);
    }
    return done && to->points > 0;
}

/* Snapping to the grid keeps it valid, which rounding its points one by one would not. */
static bool repair(geos *g, geometry from, geometry_build *to)
{
    GEOSGeometry *fit = geos_read_fit(g, from);
    GEOSGeometry *snapped = fit ? geos_made(g, GEOSGeom_setPrecision_r(g->handle, fit, MILLIMETRE, 0)) : NULL;
    const bool done = snapped && add_polygons(g, to, snapped);
    GEOSGeom_destroy_r(g->handle, snapped);
    GEOSGeom_destroy_r(g->handle, fit);
    return done;
}

static void say(spatial_repair *r)
{
    snprintf(r->nl, sizeof r->nl,
             "hersteld heeft de contour %u %s en %.2f m²; zoals hij getekend is %u en %.2f m² (verschil %+.2f m²)", r->parts_are,
             r->parts_are == 1 ? "vlak" : "vlakken", r->is, r->parts_were, r->was, r->is - r->was);
    snprintf(r->en, sizeof r->en,
             "repaired the contour has %u %s and %.2f m²; as drawn %u and %.2f m² (a difference of %+.2f m²)", r->parts_are,
             r->parts_are == 1 ? "area" : "areas", r->is, r->parts_were, r->was, r->is - r->was);
}

bool spatial_offer_repair(spatial *s, geometry g, arena *a, spatial_repair *out)
{
    double at[2];
    int32_t srid = 0;
    geometry_build drawn = geometry_build_new(a), made = geometry_build_new(a);
    const surface_fault fault = geometry_surface(g, 0, &drawn, at);
    if ((fault != SURFACE_FINE && fault != SURFACE_OPEN_RING) || !repair(&s->geos, g, &made))
        return false;
    memcpy(&srid, g.blob + 2, sizeof srid);
    *out = (spatial_repair){.repaired = geometry_build_blob(&made, CLASS_MULTIPOLYGON, srid),
                            .was = geometry_build_area(&drawn),
                            .is = geometry_build_area(&made),
                            .parts_were = drawn.part_count,
                            .parts_are = made.part_count};
    say(out);
    return true;
}
