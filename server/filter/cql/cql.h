/* CQL2 (21-065r2) as text and as JSON, and ECQL, the older text form that GeoServer made common (vendor parameter CQL_FILTER), as
 * far as people use it. Text and JSON are read into one tree (cql_tree.h), from which one filter is built: this reads the syntax,
 * data/model/filter_build.h gives it its meaning. NULL is as in SQL: what a condition says about it is unknown, and so is the NOT
 * of that (21-065r2 §6.1).
 *
 *   condition:   OR, AND, NOT, ( ), TRUE, FALSE, a property or a function that is a boolean
 *   comparison:  = <> < > <= >=, [NOT] LIKE (% any characters, _ one, \ before either), [NOT] BETWEEN … AND …, IS [NOT] NULL,
 *                [NOT] IN (…)
 *   time:        T_AFTER … T_STARTS (a, b) of instants and INTERVAL(begin, end)
 *   space:       S_INTERSECTS S_EQUALS S_DISJOINT S_TOUCHES S_WITHIN S_OVERLAPS S_CROSSES S_CONTAINS (a, b)
 *   operands:    name, "name", 'text', number, + - * / % div ^, CASEI(…), ACCENTI(…), DATE('…'), TIMESTAMP('…'), function(…),
 * WKT, BBOX(…)
 *
 * ECQL has besides: [ ], INCLUDE, EXCLUDE, !=, ILIKE, IN ('type.1', …) and @fid = 'type.1' of ids, BEFORE AFTER TEQUALS DURING
 * begin/end, the spatial names without S_, DWITHIN BEYOND (a, b, distance, unit), BBOX(a, minx, miny, maxx, maxy [, 'crs']),
 * prefix:name, dates without quotes, SRID=n; and ENVELOPE(west, east, south, north) in WKT, which is always x, y. */
#ifndef CQL_CQL_H
#define CQL_CQL_H

#include "data/model/filter_build.h"
#include "gml/crs/crs.h"

/* What ECQL is called in messages. */
extern const filter_words cql_words;

typedef enum cql_language { CQL_ECQL, CQL_2 } cql_language;

/* What names and coordinates refer to: as fes_scope (server/filter/fes/fes.h). */
typedef struct cql_scope {
    builder build; /* its logic has three values; its words are those of the language: cql_words for ECQL */
    cql_language language;
    crs_set *systems;
    const crs *crs; /* of the coordinates, for each of the query's types */
    const char *namespaces;
    /* NULL: a colon is part of a name. */
    bool (*knows_prefix)(const void *context, const char *prefix, const char *namespaces, arena *a);
    const void *context;
} cql_scope;

/* ST_BAD_SYNTAX with the place when it is not a condition, ST_BAD_PARAM for a name or a value that does not fit the layer. */
MUST_USE status cql_read(cql_scope *s, const char *given, const filter **out);
/* The same for CQL2 as JSON. */
MUST_USE status cql_read_json(cql_scope *s, const char *given, const filter **out);

#endif
