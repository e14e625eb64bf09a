/* A feature type as its layer file (data/layers/NAME.xml) describes it. Read once at start-up, constant afterwards. */
#ifndef MODEL_LAYER_H
#define MODEL_LAYER_H

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum value_type {
    VALUE_STRING,
    VALUE_INTEGER,  /* 64 bits */
    VALUE_DECIMAL,  /* a double */
    VALUE_BOOLEAN,  /* 0 or 1 in the store */
    VALUE_DATE,     /* "YYYY-MM-DD" */
    VALUE_DATETIME, /* "YYYY-MM-DDThh:mm:ssZ", UTC */
    VALUE_GEOMETRY,
} value_type;

typedef enum geometry_type {
    GEOMETRY_NONE,
    GEOMETRY_POINT,
    GEOMETRY_CURVE,
    GEOMETRY_SURFACE,
    GEOMETRY_MULTIPOINT,
    GEOMETRY_MULTICURVE,
    GEOMETRY_MULTISURFACE
} geometry_type;

/* Whether a single geometry of the store is written as a multi-geometry of one. */
static inline bool geometry_type_is_multi(geometry_type type)
{
    return type >= GEOMETRY_MULTIPOINT;
}

typedef struct property {
    const char *name;   /* name_is_ncname (name_check.h): element and JSON member */
    const char *column; /* of the table */
    const char *title;  /* Dutch, for schema annotations and tables */
    value_type type;
    bool is_id;      /* its value is the feature's gml:id, a string: made of the layer's name and the id column */
    bool required;   /* never NULL; always part of an answer, whatever PROPERTYNAME asks (WFS 2.0 §7.9.2.4.1) */
    bool nillable;   /* NULL is written as an element with xsi:nil, instead of left out */
    int max_length;  /* of a string, in characters; 0 = none */
    text_list codes; /* the values that a code list allows; none = free */
} property;

typedef struct layer {
    const char *name; /* name_is_ncname: local type name; gml:id is "name.id" */
    size_t number;    /* place in the catalog, from 0 */
    const char *title, *abstract;
    text_list keywords;
    const char *table, *id_column; /* id_column: INTEGER PRIMARY KEY */
    const char *restrict_column;   /* NIS code of the gemeente that owns the row; NULL only for a <public/> layer */
    /* Rows with hide_column = 1 appear only when the request's parameter hide_parameter asks for them; NULL: no such rule. */
    const char *hide_column, *hide_parameter;
    bool history;  /* the store can tell how its rows were at a moment that is over; never of a <public/> layer */
    bool editable; /* callers with the right for its gemeente may change a row by a request; never in a <public/> layer */
    const property *properties;
    size_t property_count;
    size_t geometry; /* index of the geometry property; property_count when there is none */
    geometry_type geometry_type;
    bool heights; /* answers have the third ordinate of rows that have one; otherwise every answer is flat */
    int srid;     /* EPSG code of the stored coordinates (x, y order) */
    /* The period of a feature (a date or a date-time each), for requests that ask what was there when; NULL: it has none, or no
     * such side. A feature whose value is NULL is open on that side. */
    const property *period_begin, *period_end;
    double wgs84[4]; /* announced extent west, south, east, north in degrees: fixed in the layer file, never computed from rows */
} layer;

/* Whether XML of a feature has it whatever a client leaves out: the schema requires it (WFS 2.0 §7.9.2.4.1). Not the geometry,
 * which is optional there. */
bool property_always_stands(const property *p);

/* The property with this name, NULL when there is none. */
const property *layer_property(const layer *l, const char *name);

/* Reads one layer file. ST_BAD_INPUT with file, line and reason otherwise; refuses a layer with neither <restrict> nor <public/>.
 */
MUST_USE status layer_read(const char *path, arena *a, layer *out);

#endif
