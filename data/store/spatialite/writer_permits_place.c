/* Where an installation of a permit is (data/store/permits.h), by SpatiaLite. */
#include "data/store/permits.h"

#include "data/store/spatialite/writer_ask.h"

#include <sqlite3.h>
#include <string.h>

/* Between "[" and "]", each in quotes: a capakey holds nothing that JSON would escape (permit_event.c). */
static const char *json_of(const char *const *keys, size_t count, arena *a)
{
    text t = text_new(a);
    text_add(&t, "[");
    for (size_t i = 0; i < count; i++)
        text_addf(&t, "%s\"%s\"", i ? "," : "", keys[i]);
    text_add(&t, "]");
    return t.chars;
}

typedef struct places_room {
    arena *arena;
    permit_places *out;
} places_room;

static geometry copy_of(sqlite3_stmt *row, int at, arena *a)
{
    const size_t size = (size_t)sqlite3_column_bytes(row, at);
    uint8_t *bytes = arena_alloc(a, size + 1);
    if (size)
        memcpy(bytes, sqlite3_column_blob(row, at), size);
    return (geometry){bytes, size};
}

/* A geometry that SpatiaLite could not make is NULL there: it must not pass for an empty answer. */
static status add_place(sqlite3_stmt *row, void *context)
{
    places_room *to = context;
    if (to->out->count == PERMIT_PLACES_MOST)
        return FAIL(BAD_PARAM, "geometrie", "de contour ligt in meer dan %d gemeenten (GeometrieOngeldig)",
                    "the contour lies in more than %d gemeenten (GeometrieOngeldig)", PERMIT_PLACES_MOST);
    if (sqlite3_column_type(row, 1) != SQLITE_BLOB)
        return FAIL(BAD_PARAM, "geometrie", "met deze contour of deze percelen kan niet gerekend worden (GeometrieOngeldig)",
                    "this contour or these parcels cannot be computed with (GeometrieOngeldig)");
    to->out->items[to->out->count++] = (permit_place){store_text(row, 0, to->arena), copy_of(row, 1, to->arena)};
    return status_ok();
}

status permits_places_of_parcels(writer *w, const char *const *capakeys, size_t count, arena *a, permit_places *out)
{
    const slice keys[] = {slice_of(json_of(capakeys, count, a))};
    *out = (permit_places){.items = arena_array(a, PERMIT_PLACES_MOST, sizeof *out->items)};
    places_room to = {a, out};
    TRY(writer_ask_texts(w,
                         "SELECT value FROM json_each(?1) WHERE value NOT IN (SELECT capakey FROM perceel WHERE capakey = value)",
                         keys, 1, a, &out->missing));
    return writer_ask(w,
                      "SELECT gemeente_nis, CastToMultiPolygon(CastToXY(ST_Union(geometry))) FROM perceel"
                      " WHERE capakey IN (SELECT value FROM json_each(?1)) GROUP BY gemeente_nis ORDER BY gemeente_nis",
                      keys, 1, add_place, &to);
}

/* Where a border only touches it, the part has no area; CollectionExtract leaves out the lines and points of the cut. */
status permits_places_of_shape(writer *w, geometry drawn, arena *a, permit_places *out)
{
    *out = (permit_places){.items = arena_array(a, PERMIT_PLACES_MOST, sizeof *out->items)};
    places_room to = {a, out};
    return writer_ask_of_shape(
        w,
        "SELECT nis_code, CastToMultiPolygon(CollectionExtract(part, 3)) FROM (SELECT g.nis_code,"
        " ST_Intersection(?1, g.geometry) AS part FROM gemeente g JOIN idx_gemeente_geometry i ON i.pkid = g.id"
        " WHERE i.xmax >= MbrMinX(?1) AND i.xmin <= MbrMaxX(?1) AND i.ymax >= MbrMinY(?1) AND i.ymin <= MbrMaxY(?1)"
        " AND g.geldig_tot IS NULL) WHERE ST_Area(part) > 0 ORDER BY nis_code",
        NULL, 0, drawn, add_place, &to);
}

static status note_real(sqlite3_stmt *row, void *context)
{
    *(double *)context = sqlite3_column_double(row, 0);
    return status_ok();
}

status permits_distance(writer *w, geometry drawn, const char *const *capakeys, size_t count, arena *a, double *out)
{
    const slice keys[] = {slice_of(json_of(capakeys, count, a))};
    return writer_ask_of_shape(w,
                               "SELECT coalesce(min(ST_Distance(geometry, ?2)), 0) FROM perceel"
                               " WHERE capakey IN (SELECT value FROM json_each(?1))",
                               keys, 1, drawn, note_real, out);
}
