/* The parts of the reader, for cql*.c alone. */
#ifndef CQL_CQL_PARTS_H
#define CQL_CQL_PARTS_H

#include "server/filter/cql/cql.h"

#include <libxml/tree.h>

/* TIME: a date or a date-time without quotes. */
typedef enum cql_kind { CQL_END, CQL_NAME, CQL_QUOTED, CQL_TEXT, CQL_NUMBER, CQL_TIME, CQL_SYMBOL } cql_kind;

typedef struct cql_token {
    cql_kind kind;
    const char *chars; /* a name or a text without its quotes */
    size_t place;      /* of its first character, from 1 */
} cql_token;

/* Copied to look ahead. */
typedef struct cql_reader {
    cql_scope *scope;
    const char *text, *at, *end; /* at: after `now` */
    cql_token now;
} cql_reader;

/* Moves to the next token; ST_BAD_SYNTAX for a character that begins none, and for an unclosed quote. */
MUST_USE status cql_next(cql_reader *r);
/* Whether the present token is this word, in any case, or this symbol. */
bool cql_is(const cql_reader *r, const char *word);
/* Requires that token and moves to the next. */
MUST_USE status cql_expect(cql_reader *r, const char *word);
/* *out: whether it is that token; if so, moves to the next. */
MUST_USE status cql_take(cql_reader *r, const char *word, bool *out);
/* The error that something else is expected here. */
MUST_USE status cql_wrong(const cql_reader *r, const char *nl, const char *en);

/* Whether a geometry in WKT begins here. */
bool cql_is_wkt(const cql_reader *r);
/* Reads it as an element of GML in a document of its own, which the arena frees. */
MUST_USE status cql_wkt(cql_reader *r, xmlNode **out);
/* Four numbers as a gml:Envelope, in this system (NULL: the layer's); freed likewise. */
xmlNode *cql_envelope(const cql_reader *r, const char *const corners[4], const char *system);
/* The geometry of that element, in the CRS of this source. */
MUST_USE status cql_shape(cql_reader *r, xmlNode *node, size_t of_source, expression *out);

/* Reads an operand. wants_shape: it may be WKT, which is read in the CRS of the first source. */
MUST_USE status cql_operand(cql_reader *r, bool wants_shape, operand *out);
/* Reads a predicate that begins with a word and a bracket; *known is false for another word. */
MUST_USE status cql_spatial(cql_reader *r, const filter **out, bool *known);

#endif
