#include "data/manage/source/ogr_shape.h"

static void add_ring(const gdal_library *g, OGRGeometryH ring, shape *contour)
{
    shape_ring_start(contour);
    for (int i = 0; i < g->OGR_G_GetPointCount(ring); i++)
        shape_point(contour, g->OGR_G_GetX(ring, i), g->OGR_G_GetY(ring, i));
    shape_ring_close(contour);
}

static bool add_polygon(const gdal_library *g, OGRGeometryH polygon, shape *contour)
{
    shape_part(contour);
    for (int i = 0; i < g->OGR_G_GetGeometryCount(polygon); i++) {
        OGRGeometryH ring = g->OGR_G_GetGeometryRef(polygon, i);
        if (g->OGR_G_GetPointCount(ring) < 3)
            return false;
        add_ring(g, ring, contour);
    }
    return g->OGR_G_GetGeometryCount(polygon) > 0;
}

bool ogr_add_polygons(const gdal_library *g, OGRGeometryH whole, shape *contour)
{
    const OGRwkbGeometryType kind = g->OGR_GT_Flatten(g->OGR_G_GetGeometryType(whole));
    if (kind == wkbPolygon)
        return add_polygon(g, whole, contour);
    if (kind != wkbMultiPolygon || g->OGR_G_GetGeometryCount(whole) == 0)
        return false;
    for (int i = 0; i < g->OGR_G_GetGeometryCount(whole); i++)
        if (!add_polygon(g, g->OGR_G_GetGeometryRef(whole, i), contour))
            return false;
    return true;
}
