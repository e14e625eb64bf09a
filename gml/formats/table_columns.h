/* The columns of a format that is a table: the id, then the properties in the order of the schema but for what is the id itself,
 * and the geometry by itself, for each format has its own way with it. */
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

/* Of what is written now. */
table_columns table_columns_of(const collection *c, arena *a);

/* Of the column for the id. Two columns of one name, in whatever case, would be one to most readers and none to a database. */
const char *table_id_name(const layer *l);

/* Of at most `most` bytes, below 100: this name, or with _1, _2 … at its end when one of the first `count` columns has it
 * already; case does not count. */
const char *table_free_name(const table_columns *t, size_t count, const char *name, size_t most, arena *a);

/* Whether a column has this name; case does not count. */
bool table_has_column(const table_columns *t, const char *name);

#endif
