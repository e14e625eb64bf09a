/* ECQL, the text form of filters that GeoServer made common (vendor parameter CQL_FILTER), as far as people use it. This reads
 * the syntax: operators and their operands; data/model/filter_build.h gives them their meaning. NULL is as in SQL and in CQL2
 * (21-065r2 §6.1): what a condition says about it is unknown, and so is the NOT of that.
 *
 *   condition:   OR, AND, NOT, ( ), [ ], INCLUDE, EXCLUDE
 *   comparison:  = <> != < > <= >=, [NOT] LIKE, [NOT] ILIKE (% any characters, _ one, \ before either), [NOT] BETWEEN … AND …,
 *                IS [NOT] NULL, [NOT] IN (…), IN ('type.1', …) of ids
 *   time:        BEFORE, AFTER, TEQUALS, DURING begin/end
 *   space:       INTERSECTS DISJOINT EQUALS CONTAINS WITHIN TOUCHES CROSSES OVERLAPS (a, b),
 *                DWITHIN BEYOND (a, b, distance, unit), BBOX(a, minx, miny, maxx, maxy [, 'crs'])
 *   operands:    name, "name", prefix:name, 'text', number, TRUE, FALSE, 2020-01-01T00:00:00Z, function(…), WKT with SRID=n;
 *                before it or without (then the layer's own system), always x, y
 */
#ifndef CQL_CQL_H
#define CQL_CQL_H

#include "data/model/filter_build.h"
#include "gml/crs/crs.h"

/* What this language is called in messages. */
extern const filter_words cql_words;

/* What names and coordinates refer to: as fes_scope (server/filter/fes/fes.h). */
typedef struct cql_scope {
    builder build; /* its words are cql_words, its logic has three values */
    crs_set *systems;
    const crs *crs; /* of each of the query's types */
    const char *namespaces;
    bool (*knows_prefix)(const void *context, const char *prefix, const char *namespaces, arena *a);
    const void *context;
} cql_scope;

/* ST_BAD_SYNTAX with the place when it is not a condition, ST_BAD_PARAM for a name or a value that does not fit the layer. */
MUST_USE status cql_read(cql_scope *s, const char *given, const filter **out);

#endif
