/* A filter as a typed tree (FES 2.0, 09-026r2), names resolved to the layer's properties, literals typed and in the store's own
 * form. No SQL, no XML.
 *
 * Logic is two-valued, as §7.10 has it: a predicate on an operand that is NULL is false, so Not of it is true. Three-valued logic
 * is built from these (filter_build.h).
 */
#ifndef MODEL_FILTER_H
#define MODEL_FILTER_H

#include "data/model/function.h"
#include "data/model/geometry.h"
#include "data/model/layer.h"
#include "data/model/like.h"
#include "data/model/spatial_operator.h"

/* A box as the closed ring that it is in the layer's CRS (a box of another CRS has bent sides), x,y order, and its extent. */
typedef struct region {
    const double *ring; /* count points, the first not repeated */
    size_t count;
    double mbr[4];   /* minx, miny, maxx, maxy */
    double inner[4]; /* a box that lies wholly inside: what lies in it needs no exact test; its minimum exceeds its maximum when
                        there is none */
} region;

/* Sets r->inner to what needs no exact test. For a ring that was a box in another system: its sides bend, but each keeps its
 * direction, counterclockwise, the southern one eastward, so the inner box lies between all four. A thousandth of the extent is
 * left out, because between two points of a side the true side may lie a little further in. */
void region_find_inner(region *r);

/* The types that one query may join (WFS 2.0 §7.9.2.5.3.1). */
enum { SOURCES_MOST = 4 };

typedef enum expression_kind {
    EXPRESSION_LITERAL,
    EXPRESSION_PROPERTY,
    EXPRESSION_ID,     /* @gml:id, a string */
    EXPRESSION_CALL,   /* a function of functions.def */
    EXPRESSION_ABSENT, /* a property that every feature may have and none has here (gml:name …): always NULL */
} expression_kind;

/* What the literal members hold follows from the type, as in feature.h: dates and date-times are texts in UTC, geometries
 * SpatiaLite BLOBs in the layer's CRS. */
typedef struct expression {
    expression_kind kind;
    value_type type;
    bool as_instant;                 /* a date property taken as the begin of its day, to be compared with date-times */
    bool fold;                       /* a text compared without regard to case: a literal is folded already */
    size_t source;                   /* of the query's types: which one the property or the id is of */
    const property *property;        /* EXPRESSION_PROPERTY */
    const filter_function *function; /* EXPRESSION_CALL, with as many arguments as it takes */
    const struct expression *arguments;
    size_t literal_bytes; /* EXPRESSION_CALL: of the literals among its arguments */
    int64_t integer;
    double real;
    const char *text;
    geometry shape;
} expression;

typedef enum comparison {
    COMPARE_EQUAL,
    COMPARE_NOT_EQUAL,
    COMPARE_LESS,
    COMPARE_GREATER,
    COMPARE_LESS_EQUAL,
    COMPARE_GREATER_EQUAL
} comparison;

typedef enum filter_kind {
    FILTER_AND, /* of operands; none: true */
    FILTER_OR,  /* of operands; none: false */
    FILTER_NOT, /* of operands[0] */
    FILTER_COMPARE,
    FILTER_LIKE,
    FILTER_NULL,
    FILTER_IDS,
    FILTER_REGION,  /* the geometry and the region share a point */
    FILTER_SPATIAL, /* the geometry and a literal, two geometries of one CRS, or two literals */
    FILTER_IN_BOX,  /* the geometry of left and the extent of right's geometry share a point */
} filter_kind;

typedef struct filter filter;

struct filter {
    filter_kind kind;
    const filter *const *operands; /* AND, OR, NOT */
    size_t operand_count;
    comparison comparison; /* COMPARE */
    /* COMPARE, SPATIAL, IN_BOX: both; LIKE, NULL: left; IDS: the source of left; REGION: left is a geometry property or a call of
     * a function. A spatial one has a literal on the right, or a second geometry (filter_is_pair). */
    expression left, right;
    const like_pattern *like;   /* LIKE */
    const int64_t *ids;         /* IDS */
    size_t id_count;            /* 0: nothing */
    const region *region;       /* REGION */
    spatial_operator operation; /* SPATIAL: left operation right */
    double distance;            /* SPATIAL_DWITHIN, SPATIAL_BEYOND: in the unit of the layer's CRS */
    double extent[4];           /* SPATIAL with a literal: its minx, miny, maxx, maxy */
    /* Only for building (filter_build.h) in three-valued logic: holds where this filter is false, not where it is unknown. NULL:
     * it is false wherever it does not hold. */
    const filter *otherwise;
};

/* Which types of the query it refers to: bit i for source i. */
unsigned filter_sources(const filter *f);
/* Whether its right operand comes from a row too, not from the client. */
bool filter_is_pair(const filter *f);
/* Whether it refers to this property of this source. */
bool filter_mentions(const filter *f, const property *p, size_t of);

#endif
