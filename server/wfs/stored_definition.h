/* The definition of a stored query (WFS 2.0 (09-025r2) §14.2.2): a document from its author, read the same way when it is created
 * and when it is run. */
#ifndef WFS_STORED_DEFINITION_H
#define WFS_STORED_DEFINITION_H

#include "server/wfs/request.h"

#include <libxml/tree.h>

enum { STORED_PARAMETERS_MOST = 20, STORED_NAME_MOST = 60 };

/* The form of a value, from the type that its parameter declares. */
typedef enum parameter_kind {
    PARAMETER_TEXT,
    PARAMETER_NAME, /* xs:QName */
    PARAMETER_INTEGER,
    PARAMETER_DECIMAL,
    PARAMETER_BOOLEAN,
    PARAMETER_DATE,
    PARAMETER_TIME,
    PARAMETER_ELEMENT /* a type of GML: the value is an element of GML */
} parameter_kind;

typedef struct stored_parameter {
    const char *name; /* compared in any case, like every parameter of KVP */
    const char *type; /* as written, for messages */
    parameter_kind kind;
} stored_parameter;

typedef struct stored_query {
    const char *id;
    xmlNode *definition; /* wfs:StoredQueryDefinition */
    xmlNode *expression; /* its wfs:QueryExpressionText */
    bool is_private;
    const char *return_types; /* "a b" */
    const char *namespaces;   /* in scope there, in the form of the parameter NAMESPACES */
    stored_parameter parameters[STORED_PARAMETERS_MOST];
    size_t parameter_count;
} stored_query;

/* The languages that we understand in a query expression: one, in the spellings of the standard's text and of its test suite.
 * NULL-terminated. */
extern const char *const stored_languages[];

/* Reads its parts, each within its bounds; the contents of the expression are checked by stored_check. ST_BAD_PARAM,
 * ST_MISSING_PARAM, ST_BAD_SYNTAX, ST_DUPLICATE_PARAMETER with the name as locator. */
MUST_USE status stored_definition_read(xmlNode *definition, const protocol *p, arena *a, stored_query *out);

/* ST_BAD_PARAM when a parameter has a name that already means something in a URL. Only for a new query: a kept one stays valid
 * when a name is taken later. */
MUST_USE status stored_definition_check_names(const stored_query *q, const catalog *layers);

/* The caller's stored query of this id; *found is false when there is none. */
MUST_USE status stored_definition_find(const stored_queries *from, const protocol *p, const char *id, arena *a, bool *found,
                                       stored_query *out);

/* The definition as a self-contained text: every namespace in scope is declared on it, also for the prefixes inside values. */
const char *stored_definition_text(xmlNode *definition, arena *a);

/* The parameter of this name, in any case; NULL when there is none. */
const stored_parameter *stored_parameter_of(const stored_query *q, const char *name, size_t length);

/* The next "${name}" at or after `from`: *name and *length are set; NULL when there is none. *length is 0 where the brace is
 * never closed. */
const char *stored_mark(const char *from, const char **name, size_t *length);

#endif
