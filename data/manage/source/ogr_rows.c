/* Features of GDAL as rows of texts. */
#include "base/digits.h"
#include "data/manage/source/ogr_layer.h"
#include "data/manage/source/ogr_next.h"
#include "data/manage/source/ogr_shape.h"
#include "data/manage/wkt_write.h"

typedef struct rows {
    const ogr_layer *from;
    spool_writer *to;
    shape contour;
    text wkt;
    uint8_t *blob;
    size_t blob_room;
} rows;

static double ring_area(const double *xy, uint32_t points)
{
    double twice = 0;
    for (size_t i = 0; i + 1 < points; i++)
        twice += (xy[2 * i] - xy[0]) * (xy[2 * i + 3] - xy[1]) - (xy[2 * i + 2] - xy[0]) * (xy[2 * i + 1] - xy[1]);
    return twice / 2;
}

static void turn(double *xy, uint32_t points)
{
    for (size_t i = 0, j = points - 1; i < j; i++, j--)
        for (size_t axis = 0; axis < 2; axis++) {
            const double kept = xy[2 * i + axis];
            xy[2 * i + axis] = xy[2 * j + axis];
            xy[2 * j + axis] = kept;
        }
}

/* Shells counterclockwise, holes clockwise, as GML 3.2 and RFC 7946 have them. */
static void turn_rings(shape *s)
{
    for (uint32_t i = 0; i < s->ring_count; i++) {
        const bool shell = i == 0 || s->rings[i].part != s->rings[i - 1].part;
        double *xy = s->xy + 2 * (size_t)s->rings[i].first;
        if ((ring_area(xy, s->rings[i].points) < 0) == shell)
            turn(xy, s->rings[i].points);
    }
}

static slice shape_text(rows *r)
{
    const size_t size = shape_blob_size(&r->contour);
    if (size > r->blob_room) {
        r->blob = arena_alloc(r->from->arena, 2 * size);
        r->blob_room = 2 * size;
    }
    shape_to_blob(&r->contour, 31370, r->blob);
    if (!wkt_write((geometry){r->blob, size}, &r->wkt))
        return slice_of("?");
    return (slice){r->wkt.chars, r->wkt.length};
}

/* What is no polygon goes as its own WKT: the import says what it is and what it should be. */
static void put_other(rows *r, OGRGeometryH given)
{
    const gdal_library *g = &r->from->gdal;
    char *words = NULL;
    if (g->OGR_G_ExportToIsoWkt(given, &words) == OGRERR_NONE && words)
        spool_field(r->to, slice_of(words), CELL_TEXT);
    else
        spool_field(r->to, slice_of("?"), CELL_TEXT);
    g->VSIFree(words);
}

static void put_geometry(rows *r, OGRFeatureH f)
{
    const gdal_library *g = &r->from->gdal;
    OGRGeometryH given = g->OGR_F_GetGeometryRef(f);
    if (!given) {
        spool_field(r->to, slice_of(""), CELL_TEXT);
        return;
    }
    OGRGeometryH straight = g->OGR_G_GetLinearGeometry(given, 0, NULL); /* curves become many short edges */
    shape_clear(&r->contour);
    const bool moved = straight && (!r->from->transform || g->OGR_G_Transform(straight, r->from->transform) == OGRERR_NONE);
    if (moved && ogr_add_polygons(g, straight, &r->contour)) {
        if (r->from->wanted.turns_rings)
            turn_rings(&r->contour);
        spool_field(r->to, shape_text(r), CELL_TEXT);
    } else {
        put_other(r, given);
    }
    g->OGR_G_DestroyGeometry(straight);
}

static void put_date(rows *r, OGRFeatureH f, int field)
{
    int part[7] = {0};
    char date[40] = "";
    if (r->from->gdal.OGR_F_GetFieldAsDateTime(f, field, &part[0], &part[1], &part[2], &part[3], &part[4], &part[5], &part[6]))
        snprintf(date, sizeof date, "%04d-%02d-%02d", part[0], part[1], part[2]);
    spool_field(r->to, slice_of(date), CELL_TEXT);
}

static void put_real(rows *r, OGRFeatureH f, int field)
{
    char digits[DIGITS_ROOM];
    char *end = digits_double(digits, r->from->gdal.OGR_F_GetFieldAsDouble(f, field));
    spool_field(r->to, (slice){digits, (size_t)(end - digits)}, CELL_NUMBER);
}

static void put_field(rows *r, OGRFeatureH f, OGRFieldDefnH about, int field)
{
    const gdal_library *g = &r->from->gdal;
    const OGRFieldType type = g->OGR_Fld_GetType(about);
    if (!g->OGR_F_IsFieldSetAndNotNull(f, field))
        spool_field(r->to, slice_of(""), CELL_TEXT);
    else if (type == OFTDate)
        put_date(r, f, field);
    else if (type == OFTReal)
        put_real(r, f, field);
    else if (type == OFTInteger && g->OGR_Fld_GetSubType(about) == OFSTBoolean)
        spool_field(r->to, slice_of(g->OGR_F_GetFieldAsInteger64(f, field) ? "ja" : "nee"), CELL_TEXT);
    else
        spool_field(r->to, slice_of(g->OGR_F_GetFieldAsString(f, field)),
                    type == OFTInteger || type == OFTInteger64 ? CELL_NUMBER : CELL_TEXT);
}

static status put_names(rows *r, OGRFeatureDefnH about, int count)
{
    const gdal_library *g = &r->from->gdal;
    spool_row(r->to, 0);
    for (int i = 0; i < count; i++)
        spool_field(r->to, slice_of(g->OGR_Fld_GetNameRef(g->OGR_FD_GetFieldDefn(about, i))), CELL_TEXT);
    spool_field(r->to, slice_of("geometry"), CELL_TEXT);
    return spool_row_end(r->to);
}

static status put_feature(rows *r, OGRFeatureH f, OGRFeatureDefnH about, int count, uint64_t number)
{
    spool_row(r->to, number);
    for (int i = 0; i < count; i++)
        put_field(r, f, r->from->gdal.OGR_FD_GetFieldDefn(about, i), i);
    put_geometry(r, f);
    return spool_row_end(r->to);
}

status ogr_layer_rows(const ogr_layer *l, spool_writer *to)
{
    const gdal_library *g = &l->gdal;
    rows r = {.from = l, .to = to, .contour = shape_new(l->arena), .wkt = text_new(l->arena)};
    OGRFeatureDefnH about = g->OGR_L_GetLayerDefn(l->layer);
    const int count = g->OGR_FD_GetFieldCount(about);
    TRY(put_names(&r, about, count));
    g->OGR_L_ResetReading(l->layer);
    for (uint64_t number = 1;; number++) {
        OGRFeatureH f = NULL;
        TRY(ogr_next(&l->gdal, l->layer, &f));
        if (!f)
            return status_ok();
        const status put = put_feature(&r, f, about, count, number);
        g->OGR_F_Destroy(f);
        TRY(put);
    }
}
