/* A format that GDAL writes. Each is a file enc_NAME.c with an ogr_format, a `prepare` that calls ogr_prepare with it, and an
 * encoder whose other functions are those below.
 *
 * Any complaint from GDAL, even a warning, fails the answer: it warns when it cuts off a text or rounds a number. Only the number
 * of its message goes to the log, and nothing to a client.
 */
#ifndef FORMATS_OGR_SINK_H
#define FORMATS_OGR_SINK_H

#include "gml/formats/encoder.h"
#include "gml/formats/ogr_files.h"
#include "gml/formats/table_columns.h"

typedef struct ogr_sink ogr_sink;

typedef struct ogr_format {
    const char *driver;               /* GDAL's name of it */
    const char *media_type;           /* what we call it in messages */
    const char *file;                 /* extension of the file that GDAL is to make */
    bool has_dates, has_times;        /* otherwise they are texts, as GML writes them */
    bool has_transactions;            /* then all rows are written in one */
    bool one_dimension;               /* all geometries have heights, or none has */
    bool needs_shapes;                /* no row may lack a geometry */
    size_t text_most;                 /* most bytes of a text; 0: no limit */
    int64_t whole_most;               /* largest whole number, positive or negative; 0: no limit */
    int decimal_width, decimals;      /* characters of another number, and how many of them come after the point; 0: no limit */
    const char *const *file_options;  /* of GDAL's driver, NULL-terminated */
    const char *const *layer_options; /* of each layer */
    /* Further layer options, or other names for the columns; NULL for none. */
    const char *(*layer_option)(const ogr_sink *s, size_t number, arena *a);
    void (*name_columns)(ogr_sink *s, arena *a);
    int (*text_width)(const table_column *c); /* of the column for a text */
    /* Makes the answer from GDAL's files once they are closed; NULL: GDAL's file is the answer. */
    status (*finish)(ogr_sink *s);
} ogr_format;

struct ogr_sink {
    encoding *e;
    const ogr_format *format;
    gdal_library gdal; /* empty until the layer is made */
    ogr_files *files;
    GDALDatasetH file;
    OGRLayerH layer;
    void *definition;
    table_columns table;
    arena *row; /* memory for what a row needs */
    struct wkb *wkb;
};

/* Makes e->state. */
void ogr_prepare(encoding *e, const ogr_format *format);

/* Makes the file, its layer and its columns. */
MUST_USE status ogr_begin_query(encoding *e);
/* Writes a row. */
MUST_USE status ogr_feature(encoding *e, const feature *f);
/* Closes the file; after this everything is in the answer's file. */
MUST_USE status ogr_end_query(encoding *e);

#endif
