#include "data/store/edit_shape.h"

#include "data/model/geometry_surface.h"
#include "data/spatial/spatial_valid.h"
#include "data/store/store_driver.h"

#include <string.h>

enum { MILLIMETRES = 1000 /* a metre */ };

static bool has_flat_areas(const layer *l)
{
    return l->geometry_type == GEOMETRY_MULTISURFACE && !l->heights;
}

/* The row's count when it gives none. */
static size_t place_of(const edit_row *row)
{
    size_t i = 0;
    while (i < row->count && row->properties[i]->type != VALUE_GEOMETRY)
        i++;
    return has_flat_areas(row->layer) && i < row->count && !row->values[i].null ? i : row->count;
}

const value *edit_shape_value(const edit_row *row)
{
    const size_t at = place_of(row);
    return at < row->count ? &row->values[at] : NULL;
}

static status too_large(const char *name, size_t points)
{
    return FAIL(BAD_PARAM, name,
                "de contour heeft %zu punten; het mogen er hoogstens %d zijn: vereenvoudig hem (GeometrieTeGroot)",
                "the contour has %zu points; at most %d are allowed: simplify it (GeometrieTeGroot)", points, EDIT_POINTS_MOST);
}

static status broken(const char *name, surface_fault fault, const double at[2])
{
    switch (fault) {
    case SURFACE_EMPTY:
        return FAIL(BAD_PARAM, name, "de contour is leeg; teken een vlak (GeometrieLeeg)",
                    "the contour is empty; draw an area (GeometrieLeeg)");
    case SURFACE_OPEN_RING:
        return FAIL(
            BAD_PARAM, name,
            "de ring die begint bij x %.3f, y %.3f heeft minder dan vier punten of eindigt niet waar hij begint: sluit hem "
            "(GeometrieOngeldig)",
            "the ring that begins at x %.3f, y %.3f has fewer than four points or does not end where it begins: close it "
            "(GeometrieOngeldig)",
            at[0], at[1]);
    case SURFACE_NO_NUMBER:
        return FAIL(BAD_PARAM, name, "een coördinaat van de contour is geen getal (GeometrieOngeldig)",
                    "a coordinate of the contour is not a number (GeometrieOngeldig)");
    case SURFACE_OTHER_KIND:
    case SURFACE_FINE: break;
    }
    return FAIL(BAD_PARAM, name, "de contour moet een vlak zijn of meer vlakken (Polygon of MultiPolygon) (GeometrieOngeldig)",
                "the contour must be an area or several (Polygon or MultiPolygon) (GeometrieOngeldig)");
}

static status surface_of(const char *name, geometry g, int srid, arena *a, geometry *out)
{
    double at[2];
    if (geometry_points(g) > EDIT_POINTS_MOST)
        return too_large(name, geometry_points(g));
    geometry_build made = geometry_build_new(a);
    const surface_fault fault = geometry_surface(g, MILLIMETRES, &made, at);
    if (fault != SURFACE_FINE)
        return broken(name, fault, at);
    *out = geometry_build_blob(&made, CLASS_MULTIPOLYGON, srid);
    return status_ok();
}

static bool are_same(geometry one, geometry other)
{
    return one.size == other.size && memcmp(one.blob, other.blob, one.size) == 0;
}

/* Whether the row has this area now, to the millimetre. What it has may be no area that a request may bring: then it differs. */
static status is_as_it_was(store *s, const edit_row *row, geometry g, arena *a, bool *out)
{
    geometry now = {0}, rounded = {0};
    *out = false;
    if (row->id == 0 || !s->driver->shape)
        return status_ok();
    TRY(s->driver->shape(s, row->layer, row->id, a, &now));
    *out = now.size > 0 && surface_of("", now, row->layer->srid, a, &rounded).code == ST_OK && are_same(g, rounded);
    return status_ok();
}

/* A copy of the row without the property at `at`, or with this in its place. */
static edit_row changed(const edit_row *row, size_t at, const geometry *with, arena *a)
{
    edit_row copy = *row;
    const property **properties = arena_array(a, row->count + 1, sizeof *properties);
    value *values = arena_array(a, row->count + 1, sizeof *values);
    copy.count = 0;
    for (size_t i = 0; i < row->count; i++)
        if (i != at || with) {
            properties[copy.count] = row->properties[i];
            values[copy.count++] = i == at ? (value){.shape = *with} : row->values[i];
        }
    copy.properties = properties;
    copy.values = values;
    return copy;
}

edit_row edit_row_with(const edit_row *row, const property *more, value v, arena *a)
{
    edit_row copy = *row;
    const property **properties = arena_array(a, row->count + 1, sizeof *properties);
    value *values = arena_array(a, row->count + 1, sizeof *values);
    for (size_t i = 0; i < row->count; i++) {
        properties[i] = row->properties[i];
        values[i] = row->values[i];
    }
    properties[copy.count] = more;
    values[copy.count++] = v;
    copy.properties = properties;
    copy.values = values;
    return copy;
}

status edit_shape_take(store *s, const edit_row *row, arena *a, edit_row *out, bool *flat)
{
    geometry made = {0};
    bool same = false;
    const size_t at = place_of(row);
    *out = *row;
    if (at == row->count)
        return status_ok();
    TRY(surface_of(row->properties[at]->name, row->values[at].shape, row->layer->srid, a, &made));
    TRY(is_as_it_was(s, row, made, a, &same));
    *flat |= geometry_ordinates(row->values[at].shape) > 2;
    *out = changed(row, at, same ? NULL : &made, a);
    return status_ok();
}

status edit_shape_check(spatial *s, const edit_row *row)
{
    spatial_fault fault;
    const size_t at = place_of(row);
    if (at == row->count)
        return status_ok();
    if (spatial_find_fault(s, row->values[at].shape, &fault))
        return FAIL(
            BAD_PARAM, row->properties[at]->name,
            "de contour %s%.0s, bij x %.3f, y %.3f: verbeter hem daar, of vraag een herstelde contour (GeometrieOngeldig)",
            "the contour %.0s%s, at x %.3f, y %.3f: correct it there, or ask for a repaired one (GeometrieOngeldig)", fault.nl,
            fault.en, fault.x, fault.y);
    if (spatial_ended(s) == SPATIAL_STOPPED)
        return store_edit_late();
    return spatial_ended(s) == SPATIAL_WENT_WELL
               ? status_ok()
               : FAIL(INTERNAL, "", "de contour kon niet nagekeken worden", "the contour could not be checked");
}
