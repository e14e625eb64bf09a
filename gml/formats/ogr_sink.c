#include "gml/formats/ogr_sink.h"

#include "base/calendar.h"
#include "base/log.h"
#include "base/text.h"
#include "gml/formats/wkb_write.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- GDAL, limited to what we want of it --- */

/* The environment must not change an answer or have it written elsewhere: the variables that GDAL would read are removed, and no
 * settings file or plug-in is looked for. The variables of SQLite and PROJ stay: the store depends on them too. */
static void leave_surroundings(void)
{
    static const char *const prefixes[] = {"GDAL_", "OGR_",   "CPL_", "VSI_",    "OSR_",       "SQLITE_USE_",
                                           "GPKG_", "SHAPE_", "DBF_", "CREATE_", "FLATGEOBUF_"};
    for (char **at = environ; at && *at;) {
        char name[64];
        bool taken = false;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(*at, "="), *at);
        for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes && !taken; i++)
            taken = strncmp(name, prefixes[i], strlen(prefixes[i])) == 0 && unsetenv(name) == 0;
        at += !taken;
    }
}

static void set_options(const ogr_sink *s)
{
    static const char *const options[][2] = {{"CPL_DEBUG", "OFF"},
                                             {"GDAL_CONFIG_FILE", "/dev/null"},
                                             {"GDAL_DRIVER_PATH", "disable"},
                                             {"OGR_SQLITE_STATIC_VIRTUAL_OGR", "NO"}, /* adds itself to other code's databases */
                                             {"OGR_SQLITE_JOURNAL", "OFF"},           /* a half-written file is never recovered */
                                             {"OGR_SQLITE_SYNCHRONOUS", "OFF"}};
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        s->gdal.CPLSetConfigOption(options[i][0], options[i][1]);
    /* GDAL would write the current time; it gets the day instead, so that the same answer has the same bytes every time. */
    s->gdal.CPLSetConfigOption("OGR_CURRENT_DATE", arena_printf(s->e->arena, "%.10sT00:00:00.000Z", s->e->answer->time_stamp));
}

static status unwritten(void)
{
    return FAIL(INTERNAL, "", "het bestand kan niet gemaakt worden", "the file cannot be made");
}

/* Called after each use of GDAL. Its files are checked first, because GDAL only passes their failures on. */
static status check(const ogr_sink *s, bool done)
{
    TRY(ogr_files_failed(s->files));
    if (done && s->gdal.CPLGetErrorCounter() == 0)
        return status_ok();
    log_write("error", "GDAL: %s: complaint %d", s->format->driver, (int)s->gdal.CPLGetLastErrorNo());
    return unwritten();
}

static void close_sink(void *handle)
{
    ogr_sink *s = handle;
    arena_free(s->row);
    if (s->file)
        s->gdal.GDALClose(s->file);
    s->gdal.CPLPopErrorHandler();
}

static status load(ogr_sink *s)
{
    leave_surroundings();
    if (gdal_load(&s->gdal).code != ST_OK) /* its message is for the operator, in the log */
        return FAIL(UNAVAILABLE, "outputFormat", "'%s' kan hier nu niet gemaakt worden", "'%s' cannot be made here now",
                    s->format->media_type);
    set_options(s);
    s->row = arena_new();
    s->gdal.CPLPushErrorHandlerEx(s->gdal.CPLQuietErrorHandler, NULL);
    s->gdal.CPLErrorReset();
    arena_defer(s->e->arena, close_sink, s);
    s->gdal.RegisterOGRGeoPackage(); /* once each: a driver that is registered already stays */
    s->gdal.RegisterOGRFlatGeobuf();
    s->gdal.RegisterOGRShape();
    return status_ok();
}

/* --- The layer and its columns --- */

void ogr_prepare(encoding *e, const ogr_format *format)
{
    ogr_sink *s = arena_alloc(e->arena, sizeof *s);
    *s = (ogr_sink){.e = e, .format = format};
    s->table = table_columns_of(e->what, e->arena);
    if (format->name_columns)
        format->name_columns(s, e->arena);
    s->wkb = arena_alloc(e->arena, sizeof *s->wkb);
    *s->wkb = (wkb){.arena = e->arena,
                    .transform = e->what->transform,
                    .type = e->what->layer->geometry_type,
                    .heights = e->what->layer->heights};
    e->state = s;
}

static OGRFieldType type_of(const ogr_format *f, const property *p)
{
    switch (p ? p->type : VALUE_STRING) {
    case VALUE_INTEGER: return OFTInteger64;
    case VALUE_BOOLEAN: return OFTInteger;
    case VALUE_DECIMAL: return OFTReal;
    case VALUE_DATE: return f->has_dates ? OFTDate : OFTString;
    case VALUE_DATETIME: return f->has_times ? OFTDateTime : OFTString;
    default: return OFTString;
    }
}

static status make_column(const ogr_sink *s, const table_column *c)
{
    const gdal_library *g = &s->gdal;
    OGRFieldDefnH field = g->OGR_Fld_Create(c->name, type_of(s->format, c->property));
    if (c->property && c->property->type == VALUE_BOOLEAN)
        g->OGR_Fld_SetSubType(field, OFSTBoolean);
    if (s->format->text_width && g->OGR_Fld_GetType(field) == OFTString)
        g->OGR_Fld_SetWidth(field, s->format->text_width(c));
    if (s->format->decimal_width && g->OGR_Fld_GetType(field) == OFTReal) {
        g->OGR_Fld_SetWidth(field, s->format->decimal_width);
        g->OGR_Fld_SetPrecision(field, s->format->decimals);
    }
    const bool made = g->OGR_L_CreateField(s->layer, field, FALSE) == OGRERR_NONE;
    g->OGR_Fld_Destroy(field);
    return check(s, made);
}

static OGRwkbGeometryType shape_of(const ogr_sink *s)
{
    static const OGRwkbGeometryType flat[] = {[GEOMETRY_NONE] = wkbNone,
                                              [GEOMETRY_POINT] = wkbPoint,
                                              [GEOMETRY_CURVE] = wkbLineString,
                                              [GEOMETRY_SURFACE] = wkbPolygon,
                                              [GEOMETRY_MULTIPOINT] = wkbMultiPoint,
                                              [GEOMETRY_MULTICURVE] = wkbMultiLineString,
                                              [GEOMETRY_MULTISURFACE] = wkbMultiPolygon},
                                    high[] = {[GEOMETRY_NONE] = wkbNone,
                                              [GEOMETRY_POINT] = wkbPoint25D,
                                              [GEOMETRY_CURVE] = wkbLineString25D,
                                              [GEOMETRY_SURFACE] = wkbPolygon25D,
                                              [GEOMETRY_MULTIPOINT] = wkbMultiPoint25D,
                                              [GEOMETRY_MULTICURVE] = wkbMultiLineString25D,
                                              [GEOMETRY_MULTISURFACE] = wkbMultiPolygon25D};
    const layer *l = s->e->what->layer;
    if (!s->table.has_shape)
        return wkbNone;
    return l->heights ? high[l->geometry_type] : flat[l->geometry_type];
}

/* In the form that GDAL takes: an array of its own, which it does not change. */
static char **options_of(const ogr_sink *s, const char *const *fixed, bool of_layer)
{
    enum { MOST = 12 };
    const char **all = arena_array(s->e->arena, MOST + 1, sizeof *all);
    size_t count = 0;
    for (; fixed && fixed[count]; count++)
        all[count] = fixed[count];
    for (size_t i = 0; of_layer && s->format->layer_option && count < MOST; i++) {
        const char *more = s->format->layer_option(s, i, s->e->arena);
        if (!more)
            break;
        all[count++] = more;
    }
    char **out = arena_array(s->e->arena, MOST + 1, sizeof *out);
    for (size_t i = 0; i < count; i++)
        out[i] = arena_strdup(s->e->arena, all[i]);
    return out;
}

static const char *file_name(const ogr_sink *s)
{
    return arena_printf(s->e->arena, "%s.%s", s->e->what->layer->name, s->format->file);
}

static status make_file(ogr_sink *s)
{
    const gdal_library *g = &s->gdal;
    arena *a = s->e->arena;
    s->files = ogr_files_new(g, s->e->file, s->format->finish ? "" : file_name(s), a);
    GDALDriverH driver = g->GDALGetDriverByName(s->format->driver);
    if (driver)
        s->file = g->GDALCreate(driver, ogr_files_path(s->files, file_name(s), a), 0, 0, 0, GDT_Unknown,
                                options_of(s, s->format->file_options, false));
    return check(s, s->file != NULL);
}

static status make_layer(ogr_sink *s)
{
    const gdal_library *g = &s->gdal;
    const OGRwkbGeometryType shape = shape_of(s);
    OGRSpatialReferenceH system = shape == wkbNone ? NULL : g->OSRNewSpatialReference(NULL);
    bool known = true;
    if (system) {
        g->OSRSetAxisMappingStrategy(system, OAMS_TRADITIONAL_GIS_ORDER);
        known = g->OSRImportFromEPSG(system, s->e->what->crs.code) == OGRERR_NONE;
    }
    if (known)
        s->layer = g->GDALDatasetCreateLayer(s->file, s->e->what->layer->name, system, shape,
                                             options_of(s, s->format->layer_options, true));
    if (system)
        g->OSRDestroySpatialReference(system);
    return check(s, s->layer != NULL);
}

status ogr_begin_query(encoding *e)
{
    ogr_sink *s = e->state;
    if (s->format->needs_shapes && !s->table.has_shape)
        return FAIL(
            BAD_PARAM, "outputFormat", "'%s' kan alleen objecten met hun geometrie geven: vraag die mee, of een ander formaat",
            "'%s' can only give features with their geometry: ask for that too, or for another format", s->format->media_type);
    TRY(load(s));
    TRY(make_file(s));
    TRY(make_layer(s));
    for (size_t i = 0; i < s->table.count; i++)
        TRY(make_column(s, &s->table.columns[i]));
    s->definition = s->gdal.OGR_L_GetLayerDefn(s->layer);
    return s->format->has_transactions ? check(s, s->gdal.GDALDatasetStartTransaction(s->file, FALSE) == OGRERR_NONE)
                                       : status_ok();
}

/* --- Features --- */

static const char *label(const ogr_sink *s, const feature *f)
{
    return table_label(s->e, f, arena_alloc(s->row, TABLE_LABEL));
}

static status too_long(const ogr_sink *s, const table_column *c, const feature *f)
{
    return FAIL(BAD_PARAM, "outputFormat",
                "'%s' van %s is te lang voor '%s' (hoogstens %zu bytes): laat die eigenschap weg met PROPERTYNAME, of vraag een "
                "ander formaat",
                "'%s' of %s is too long for '%s' (%zu bytes at most): leave that property out with PROPERTYNAME, or ask for "
                "another format",
                c->property->name, label(s, f), s->format->media_type, s->format->text_most);
}

static status no_place(const ogr_sink *s, const table_column *c, const feature *f)
{
    return FAIL(
        BAD_PARAM, "outputFormat",
        "'%s' van %s heeft een waarde die niet in '%s' past: laat die eigenschap weg met PROPERTYNAME, of vraag een ander "
        "formaat",
        "'%s' of %s has a value that does not fit in '%s': leave that property out with PROPERTYNAME, or ask for another "
        "format",
        c->property->name, label(s, f), s->format->media_type);
}

static status put_text(const ogr_sink *s, OGRFeatureH to, int at, const table_column *c, const feature *f)
{
    const value *v = &f->values[c->index];
    const char *content = text_whole(v->text, v->length, s->row);
    if (s->format->text_most && strlen(content) > s->format->text_most)
        return too_long(s, c, f);
    s->gdal.OGR_F_SetFieldString(to, at, content);
    return status_ok();
}

static int number_at(const char *digits, size_t count)
{
    int number = 0;
    for (size_t i = 0; i < count; i++)
        number = 10 * number + (digits[i] - '0');
    return number;
}

/* Thh:mm:ssZ. GDAL would write a time that does not exist as it is, and read it back as nothing. */
static bool is_time(const char *t)
{
    static const char form[] = "T29:59:59Z"; /* the highest digit allowed at each place */
    for (size_t i = 0; i < sizeof form; i++)
        if (isdigit((unsigned char)form[i]) ? t[i] < '0' || t[i] > form[i] : t[i] != form[i])
            return false;
    return number_at(t + 1, 2) < 24;
}

/* "2024-06-01", for a date-time followed by a time in UTC (data/model/feature.h); a day alone means its start. */
static status put_moment(const ogr_sink *s, OGRFeatureH to, int at, const feature *f)
{
    enum { DATE = 10, TIME = 20, UTC = 100 };
    const table_column *c = &s->table.columns[at];
    const value *v = &f->values[c->index];
    const char *t = v->text;
    int64_t day = 0;
    const bool whole = c->property->type == VALUE_DATETIME, timed = whole && v->length == TIME && is_time(t + DATE);
    if ((v->length != DATE && !timed) || !calendar_read(t, &day))
        return no_place(s, c, f);
    s->gdal.OGR_F_SetFieldDateTimeEx(to, at, number_at(t, 4), number_at(t + 5, 2), number_at(t + 8, 2),
                                     timed ? number_at(t + 11, 2) : 0, timed ? number_at(t + 14, 2) : 0,
                                     timed ? (float)number_at(t + 17, 2) : 0, whole ? UTC : 0);
    return status_ok();
}

static status put_integer(const ogr_sink *s, OGRFeatureH to, int at, const feature *f)
{
    const table_column *c = &s->table.columns[at];
    const int64_t number = f->values[c->index].integer;
    if (s->format->whole_most && (number > s->format->whole_most || number < -s->format->whole_most))
        return no_place(s, c, f);
    s->gdal.OGR_F_SetFieldInteger64(to, at, number);
    return status_ok();
}

static status put_decimal(const ogr_sink *s, OGRFeatureH to, int at, const feature *f)
{
    const table_column *c = &s->table.columns[at];
    const double number = f->values[c->index].real;
    if (s->format->decimal_width && snprintf(NULL, 0, "%.*f", s->format->decimals, number) > s->format->decimal_width)
        return no_place(s, c, f);
    s->gdal.OGR_F_SetFieldDouble(to, at, number);
    return status_ok();
}

static status put_value(const ogr_sink *s, OGRFeatureH to, int at, const feature *f)
{
    const table_column *c = &s->table.columns[at];
    const value *v = c->property ? &f->values[c->index] : NULL;
    if (!v)
        s->gdal.OGR_F_SetFieldString(to, at, label(s, f));
    else if (v->null)
        s->gdal.OGR_F_SetFieldNull(to, at);
    else if (c->property->type == VALUE_INTEGER)
        return put_integer(s, to, at, f);
    else if (c->property->type == VALUE_BOOLEAN)
        s->gdal.OGR_F_SetFieldInteger(to, at, v->integer != 0);
    else if (c->property->type == VALUE_DECIMAL)
        return put_decimal(s, to, at, f);
    else if (type_of(s->format, c->property) == OFTString)
        return put_text(s, to, at, c, f);
    else
        return put_moment(s, to, at, f);
    return status_ok();
}

static status check_shape(const ogr_sink *s, const feature *f, bool lacks)
{
    if (lacks && s->format->needs_shapes)
        return FAIL(BAD_PARAM, "outputFormat", "'%s' kan geen object zonder geometrie bevatten, en %s heeft er geen",
                    "'%s' cannot hold a feature without geometry, and %s has none", s->format->media_type, label(s, f));
    if (!lacks && s->format->one_dimension && s->wkb->high != s->wkb->heights)
        return FAIL(BAD_PARAM, "outputFormat", "'%s' kan niet met en zonder hoogte door elkaar, en %s heeft er geen",
                    "'%s' cannot mix geometries with and without heights, and %s has none", s->format->media_type, label(s, f));
    return status_ok();
}

static status put_shape(const ogr_sink *s, OGRFeatureH to, const feature *f)
{
    OGRGeometryH shape = NULL;
    if (!s->table.has_shape)
        return status_ok();
    const value *v = &f->values[s->table.shape];
    if (!v->null && !wkb_write(s->wkb, v->shape))
        return encoder_bad_geometry();
    TRY(check_shape(s, f, v->null || wkb_empty(s->wkb)));
    if (v->null)
        return status_ok();
    if (s->gdal.OGR_G_CreateFromWkb(s->wkb->bytes, NULL, &shape, (int)s->wkb->used) != OGRERR_NONE)
        return encoder_bad_geometry();
    return check(s, s->gdal.OGR_F_SetGeometryDirectly(to, shape) == OGRERR_NONE);
}

static status put_values(const ogr_sink *s, OGRFeatureH to, const feature *f)
{
    for (size_t i = 0; i < s->table.count; i++)
        TRY(put_value(s, to, (int)i, f));
    return put_shape(s, to, f);
}

status ogr_feature(encoding *e, const feature *f)
{
    const ogr_sink *s = e->state;
    OGRFeatureH to = s->gdal.OGR_F_Create(s->definition);
    status done = put_values(s, to, f);
    if (done.code == ST_OK)
        done = check(s, s->gdal.OGR_L_CreateFeature(s->layer, to) == OGRERR_NONE);
    s->gdal.OGR_F_Destroy(to);
    arena_reset(s->row);
    return done;
}

/* Closing writes what is still to be written: indexes, headers. */
status ogr_end_query(encoding *e)
{
    ogr_sink *s = e->state;
    if (s->format->has_transactions)
        TRY(check(s, s->gdal.GDALDatasetCommitTransaction(s->file) == OGRERR_NONE));
    GDALDatasetH file = s->file;
    s->file = NULL;
    s->gdal.GDALClose(file);
    TRY(check(s, true));
    return s->format->finish ? s->format->finish(s) : status_ok();
}
