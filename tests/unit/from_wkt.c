#include "tests/unit/from_wkt.h"

#include "data/model/geometry_build.h"

#include <geos_c.h>
#include <stdlib.h>

static void add_run(GEOSContextHandle_t geos, geometry_build *to, const GEOSGeometry *of)
{
    const GEOSCoordSequence *points = GEOSGeom_getCoordSeq_r(geos, of);
    unsigned count = 0;
    GEOSCoordSeq_getSize_r(geos, points, &count);
    geometry_build_ring(to);
    for (unsigned i = 0; i < count; i++) {
        double x = 0, y = 0;
        GEOSCoordSeq_getXY_r(geos, points, i, &x, &y);
        geometry_build_point(to, x, y);
    }
}

static void add(GEOSContextHandle_t geos, geometry_build *to, const GEOSGeometry *of)
{
    const int kind = GEOSGeomTypeId_r(geos, of);
    if (kind > GEOS_POLYGON) {
        for (int i = 0; i < GEOSGetNumGeometries_r(geos, of); i++)
            add(geos, to, GEOSGetGeometryN_r(geos, of, i));
        return;
    }
    geometry_build_part(to, kind == GEOS_POINT ? CLASS_POINT : kind == GEOS_POLYGON ? CLASS_POLYGON : CLASS_LINESTRING);
    add_run(geos, to, kind == GEOS_POLYGON ? GEOSGetExteriorRing_r(geos, of) : of);
    for (int i = 0; kind == GEOS_POLYGON && i < GEOSGetNumInteriorRings_r(geos, of); i++)
        add_run(geos, to, GEOSGetInteriorRingN_r(geos, of, i));
}

static geometry_class class_of(int kind)
{
    return kind < GEOS_LINEARRING ? (geometry_class)(kind + 1) : (geometry_class)kind; /* GEOS has a separate class for rings */
}

geometry from_wkt(const char *wkt, arena *a)
{
    GEOSContextHandle_t geos = GEOS_init_r();
    GEOSWKTReader *reader = GEOSWKTReader_create_r(geos);
    GEOSGeometry *read = GEOSWKTReader_read_r(geos, reader, wkt);
    geometry_build to = geometry_build_new(a);
    if (!read)
        abort();
    add(geos, &to, read);
    const geometry_class whole = class_of(GEOSGeomTypeId_r(geos, read));
    GEOSGeom_destroy_r(geos, read);
    GEOSWKTReader_destroy_r(geos, reader);
    GEOS_finish_r(geos);
    return geometry_build_blob(&to, whole, 31370);
}
