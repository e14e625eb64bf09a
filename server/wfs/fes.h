/* Filter Encoding 2.0 (OGC 09-026r2) from XML into a typed tree: names resolved, literals typed, coordinates in the layer's CRS.
 */
#ifndef WFS_FES_H
#define WFS_FES_H

#include "data/model/filter.h"
#include "server/wfs/request.h"

#include <libxml/tree.h>

/* FES_VERTICES: of all geometries of a request together, so that no request gives GEOS more. FES_CALLS: of functions, likewise.
 * FES_OPERATORS: of all filters of a
 * request. FES_CALL_BYTES: of the texts that its functions work on (filter_work), so that none runs long in one step of the
 * store. The two depths together are what SQLite's parser can hold (sql_plan_filter.c). */
enum {
    FES_DEPTH = 32,
    FES_OPERATORS = 5000,
    FES_VERTICES = 100000,
    FES_CALLS = 1000,
    FES_CALL_DEPTH = 6,
    FES_CALL_BYTES = 100000
};

/* One type of the query. */
typedef struct fes_source {
    const layer *layer;
    const char *alias; /* NULL for none */
    crs crs;           /* of geometries without srsName beside this type's */
} fes_source;

/* What names and coordinates of a filter refer to. */
typedef struct fes_scope {
    const request *request;
    const fes_source *sources;
    size_t source_count;
    const char *namespaces; /* that prefixes may use, as the parameter NAMESPACES; NULL for none */
    arena *arena;
    size_t *vertices;  /* of the geometries of the whole request so far; NULL where there are none */
    filter_work *work; /* likewise */
} fes_scope;

/* root: fes:Filter (ogc:Filter is read as well). ST_BAD_SYNTAX (OperationParsingFailed) for what is no filter, ST_BAD_PARAM for a
 * name or value that does not fit the layer; the locator is "filter" or the name at fault. */
MUST_USE status fes_read(fes_scope *s, xmlNode *root, const filter **out);

/* The operators that are read, for the capabilities; NULL-terminated. */
extern const char *const fes_comparison_names[], *const fes_spatial_names[], *const fes_temporal_names[];

/* The parts, for fes_*.c alone. */
MUST_USE status fes_operator(fes_scope *s, xmlNode *node, unsigned depth, const filter **out);
MUST_USE status fes_comparison(fes_scope *s, xmlNode *node, const filter **out, bool *known);
MUST_USE status fes_spatial(fes_scope *s, xmlNode *node, const filter **out, bool *known);
MUST_USE status fes_temporal(fes_scope *s, xmlNode *node, const filter **out, bool *known);

/* A value reference (§7.4): "prefix:name", "name", "type/name", "alias/name", "@gml:id", a positional predicate [1]. In a join a
 * name without type or alias must be of one type only. */
MUST_USE status fes_reference(const fes_scope *s, const char *path, expression *out);
/* The reference that this element holds; prefixes as declared where it stands. */
MUST_USE status fes_reference_at(const fes_scope *s, xmlNode *node, expression *out);
/* A literal as a value of this type. */
MUST_USE status fes_literal(const fes_scope *s, const char *content, value_type type, expression *out);
/* A reference, a function, or a literal read as `type`; depth: of functions in functions, from 1. */
MUST_USE status fes_operand(const fes_scope *s, xmlNode *node, value_type type, unsigned depth, expression *out);
/* Counts what of these operands comes from the client among what the functions of the request look at, for every row;
 * ST_BAD_PARAM, with this name, when it becomes more than FES_CALL_BYTES. */
MUST_USE status fes_weigh(const fes_scope *s, const xmlNode *node, const char *name, const expression *operands, size_t count,
                          size_t *bytes);
/* A reference or a function that gives a geometry of the feature. */
MUST_USE status fes_shape(const fes_scope *s, xmlNode *node, expression *out);
/* A GML geometry in the CRS of this source. */
MUST_USE status fes_geometry(const fes_scope *s, xmlNode *node, size_t of_source, geometry *out);
/* What is said of a geometry beside <, = or >. */
MUST_USE status fes_no_order(void);
/* Two operands of a comparison, in document order: a literal takes the type of the other one. */
MUST_USE status fes_operands(const fes_scope *s, xmlNode *one, xmlNode *two, expression *left, expression *right);

/* The type or alias before the last step of a path (WFS 2.0 §7.9.2.4.3); source_count when there is none. ST_BAD_PARAM for one
 * that is not in the query, or twice. */
MUST_USE status fes_source_of(const fes_scope *s, const char *path, const char *locator, size_t *out);
/* A type of the query in words, for errors: the only one, or "a of b". */
const char *fes_types(const fes_scope *s);

const filter *fes_list(const fes_scope *s, filter_kind kind, const filter *const *operands, size_t count);
const filter *fes_compare(const fes_scope *s, comparison how, expression left, expression right);
const filter *fes_constant(const fes_scope *s, bool truth);
bool fes_is(const fes_scope *s, const xmlNode *node, const char *name);
bool fes_is_reference(const fes_scope *s, const xmlNode *node);
bool fes_is_function(const fes_scope *s, const xmlNode *node);
/* Without the blanks around it, as XML Schema has it for all its types but the plain string (part 2 §4.3.6); and with them. */
const char *fes_attribute(const fes_scope *s, xmlNode *node, const char *name);
const char *fes_exact_attribute(const fes_scope *s, xmlNode *node, const char *name);
const char *fes_content(const fes_scope *s, xmlNode *node);

#endif
