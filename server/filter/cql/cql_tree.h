/* A filter as it was written, before anything of it has a meaning: what text and JSON are read into, and filters are built from.
 * For cql_*.c alone. */
#ifndef CQL_CQL_TREE_H
#define CQL_CQL_TREE_H

#include "server/filter/cql/cql.h"

#include <libxml/tree.h>

typedef enum cql_node_kind {
    NODE_OPERATION, /* chars: its name as CQL2 has it in JSON ("and", "=", "s_intersects"), or that of a function */
    NODE_NAME,      /* of a property */
    NODE_TEXT,
    NODE_NUMBER,
    NODE_BOOLEAN, /* "true" or "false" */
    NODE_MOMENT,  /* a date or a date-time; ".." in an interval */
    NODE_SHAPE,
    NODE_LIST,
} cql_node_kind;

typedef struct cql_node {
    cql_node_kind kind;
    const char *chars;
    size_t place;                        /* in the text, from 1; 0: in JSON, which has none */
    const struct cql_node *const *parts; /* operands of an operation, items of a list */
    size_t count;
    xmlNode *shape; /* an element of GML, in a document of its own */
} cql_node;

/* Nodes in the making. */
typedef struct cql_nodes {
    const cql_node **all;
    size_t count, room;
} cql_nodes;

/* NODES_MOST: of a filter, so that its memory is bounded before its operators are counted. */
enum { CQL_NODES_MOST = 200000 };

/* One more at the end of the list. */
void cql_add(cql_scope *s, cql_nodes *list, const cql_node *one);
/* A node in the arena; the second with these operands, the third with these items. */
const cql_node *cql_leaf(const cql_scope *s, cql_node_kind kind, const char *chars, size_t place);
const cql_node *cql_operation(const cql_scope *s, const char *name, size_t place, const cql_nodes *parts);
const cql_node *cql_list(const cql_scope *s, size_t place, const cql_nodes *items);

/* The tree of the whole text. */
MUST_USE status cql_parse(cql_scope *s, const char *given, const cql_node **out);

/* --- From the tree to a filter --- */

/* What a node says of a row. depth: of conditions around it. */
MUST_USE status cql_condition(cql_scope *s, const cql_node *n, unsigned depth, const filter **out);
/* What a node gives: a value, a property or something computed from them. */
MUST_USE status cql_value(cql_scope *s, const cql_node *n, operand *out);
/* The same of two nodes that are compared: if both are literals they get the types that they were written in. */
MUST_USE status cql_pair(cql_scope *s, const cql_node *one, const cql_node *other, operand *left, operand *right);
/* The text of a pattern; CASEI and ACCENTI around it are applied to it. ST_BAD_SYNTAX for anything else. */
MUST_USE status cql_pattern(cql_scope *s, const cql_node *n, const char **out);

/* *known is false for an operation that is not of time, or of space. */
MUST_USE status cql_in_time(cql_scope *s, const cql_node *n, const filter **out, bool *known);
MUST_USE status cql_in_space(cql_scope *s, const cql_node *n, const filter **out, bool *known);

/* The error of this node: ST_BAD_SYNTAX, with what was found there. */
MUST_USE status cql_fault(const cql_scope *s, const cql_node *n, const char *nl, const char *en);
/* That error unless the operation has this many operands. */
MUST_USE status cql_check_count(const cql_scope *s, const cql_node *n, size_t least, size_t most);

/* --- Geometries (cql_shape.c) --- */

/* An element of GML in a document of its own, which the arena frees; and one inside another. */
xmlNode *cql_new_shape(arena *a, const char *element);
xmlNode *cql_new_part(xmlNode *parent, const char *element, const char *content);
/* Four numbers as a box in this system (NULL: that of the scope). on_globe: one across the antimeridian becomes two. */
xmlNode *cql_box(arena *a, const char *const corners[4], const char *system, bool on_globe);
/* The geometry of that element, in the CRS of this source. */
MUST_USE status cql_shape(cql_scope *s, const cql_node *n, size_t of_source, expression *out);

/* The elements and members of the kinds of geometries that WKT and GeoJSON name; no kind: NULL. A kind with
 * `member` has parts, each in such an element and of the kind `part` (NULL: of any kind); the others have points or rings. */
typedef struct cql_shape_kind {
    const char *name, *element, *member, *part;
} cql_shape_kind;
/* By its name, in any case. */
const cql_shape_kind *cql_shape_kind_of(const char *name);

#endif
