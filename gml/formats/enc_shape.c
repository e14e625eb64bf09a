/* A shapefile (ESRI, July 1998) in a ZIP, by GDAL: .shp, .shx, .dbf, with .prj and .cpg (UTF-8), and a page that says which
 * column is which property, because column names have ten characters at most.
 *
 * That page and wfs-guide also say what gets lost: an empty text becomes NULL, and blanks around a text are dropped. A text of
 * more than 254 bytes is refused.
 */
#include "base/text.h"
#include "gml/formats/ogr_sink.h"
#include "gml/formats/zip_file.h"

#include <string.h>

enum { NAME_MOST = 10, TEXT_MOST = 254, ID_WIDTH = 64, MOMENT_WIDTH = 20, DECIMAL_WIDTH = 32, DECIMALS = 15 };

/* A .dbf stores numbers as digits: one of more than 18 digits makes readers take the whole column for numbers with a fraction. */
static const int64_t whole_most = 999999999999999999;

static const char *const names[] = {"SHAPE-ZIP",           "application/x-shapefile", "shapefile",
                                    "application/shp+zip", "application/zip",         NULL};

/* Users of GeoServer ask for this; the answer is UTF-8 anyway. */
static const format_option options[] = {{"charset", "UTF-8", 0}, {NULL, NULL, 0}};

/* --- Names of columns --- */

/* "rubriek_omschrijving" becomes rubriek_om, or rubriek__1 when that name is taken. */
static void name_columns(ogr_sink *s, arena *a)
{
    for (size_t i = 0; i < s->table.count; i++)
        s->table.columns[i].name = table_free_name(&s->table, i, s->table.columns[i].name, NAME_MOST, a);
}

/* In a .dbf every row takes up the full width. */
static int text_width(const table_column *c)
{
    size_t longest = 0;
    if (!c->property)
        return ID_WIDTH;
    if (c->property->type != VALUE_STRING)
        return MOMENT_WIDTH;
    for (size_t i = 0; i < c->property->codes.count; i++)
        longest = strlen(c->property->codes.items[i]) > longest ? strlen(c->property->codes.items[i]) : longest;
    if (longest == 0 && c->property->max_length > 0)
        longest = (size_t)c->property->max_length; /* in characters; GDAL widens the column for the few texts with more bytes */
    return longest > 0 && longest < TEXT_MOST ? (int)longest : TEXT_MOST;
}

/* --- The archive --- */

static const char *read_me(const ogr_sink *s)
{
    const layer *l = s->e->what->layer;
    text t = text_new(s->e->arena);
    text_addf(&t, "%s (%s)\r\n\r\n", l->title, l->name);
    text_addf(&t, "Coördinatenstelsel: EPSG:%d. Teksten: UTF-8. Rijen: %lld.\r\n", s->e->what->crs.code,
              (long long)s->e->what->returned);
    text_addf(&t, "Een lege tekst en een tekst die er niet is zijn hier hetzelfde. Tijden zijn UTC.\r\n\r\n");
    text_addf(&t, "%-12s%-26s%s\r\n", "kolom", "eigenschap", "betekenis");
    for (size_t i = 0; i < s->table.count; i++) {
        const property *p = s->table.columns[i].property;
        text_addf(&t, "%-12s%-26s%s\r\n", s->table.columns[i].name, p ? p->name : "id", p && p->title ? p->title : "");
    }
    return t.chars;
}

static status add_file(const ogr_sink *s, zip_file *z, const char *extension)
{
    const char *name = arena_printf(s->e->arena, "%s.%s", s->e->what->layer->name, extension);
    const int file = ogr_files_find(s->files, name);
    if (file < 0) /* without geometry there is a .dbf alone */
        return status_ok();
    TRY(zip_entry(z, name, true));
    return zip_copy(z, file);
}

static status finish(ogr_sink *s)
{
    static const char *const extensions[] = {"shp", "shx", "dbf", "prj", "cpg"};
    const char *words = read_me(s);
    zip_file *z = NULL;
    TRY(zip_begin(s->e, &z));
    for (size_t i = 0; i < sizeof extensions / sizeof *extensions; i++)
        TRY(add_file(s, z, extensions[i]));
    TRY(zip_entry(z, "LEESMIJ.txt", true));
    TRY(zip_bytes(z, words, strlen(words)));
    return zip_end(z);
}

static const char *layer_option(const ogr_sink *s, size_t number, arena *a)
{
    switch (number) {
    case 0: return "ENCODING=UTF-8";
    case 1: return "2GB_LIMIT=YES";
    case 2: return arena_printf(a, "DBF_DATE_LAST_UPDATE=%.10s", s->e->answer->time_stamp);
    default: return NULL;
    }
}

static const ogr_format format = {.driver = "ESRI Shapefile",
                                  .media_type = "SHAPE-ZIP",
                                  .file = "shp",
                                  .has_dates = true,
                                  .one_dimension = true,
                                  .text_most = TEXT_MOST,
                                  .whole_most = whole_most,
                                  .decimal_width = DECIMAL_WIDTH,
                                  .decimals = DECIMALS,
                                  .layer_option = layer_option,
                                  .name_columns = name_columns,
                                  .text_width = text_width,
                                  .finish = finish};

static void prepare(encoding *e)
{
    ogr_prepare(e, &format);
}

const encoder encoder_shape = {.media_type = "application/zip",
                               .names = names,
                               .options = options,
                               .extension = "zip",
                               .sink = SINK_FILE,
                               .no_hits = true,
                               .prepare = prepare,
                               .begin = encoder_nothing,
                               .begin_query = ogr_begin_query,
                               .feature = ogr_feature,
                               .end_query = ogr_end_query,
                               .end = encoder_nothing};
