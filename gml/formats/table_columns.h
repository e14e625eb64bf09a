/* The columns of a format that is a table: the id, then the properties in the order of the schema except the one that is the id;
 * the geometry separately, because each format handles it in its own way. */
#ifndef FORMATS_TABLE_COLUMNS_H
#define FORMATS_TABLE_COLUMNS_H

#include "gml/formats/encoder.h"

typedef struct table_column {
    const char *name;
    const property *property; /* NULL: the id of the feature, layer.number */
    size_t index;             /* of its value */
} table_column;

typedef struct table_columns {
    table_column *columns;
    size_t count;
    bool has_shape; /* the query has a geometry, */
    size_t shape;   /* and this is the index of its value */
} table_columns;

/* The columns of this collection. */
table_columns table_columns_of(const collection *c, arena *a);

/* The name of the id column. Two columns with one name, whatever the case, would be a single column to most readers and an error
 * to a database. */
const char *table_id_name(const layer *l);

/* This name cut to at most `most` bytes (below 100), ending in _1, _2 … when one of the first `count` columns has it already;
 * case is ignored. */
const char *table_free_name(const table_columns *t, size_t count, const char *name, size_t most, arena *a);

enum { TABLE_LABEL = 256 };

/* What the id column holds for this feature: layer.number. In the room. */
const char *table_label(const encoding *e, const feature *f, char room[TABLE_LABEL]);

/* Whether a column has this name; case is ignored. */
bool table_has_column(const table_columns *t, const char *name);

#endif
