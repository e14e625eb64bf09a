/* The words of CQL2 as text and of ECQL, for the reader of texts alone. */
#ifndef CQL_CQL_TEXT_H
#define CQL_CQL_TEXT_H

#include "server/filter/cql/cql_tree.h"

/* MOMENT: a date or a date-time without quotes. */
typedef enum cql_token_kind {
    TOKEN_END,
    TOKEN_NAME,
    TOKEN_QUOTED,
    TOKEN_TEXT,
    TOKEN_NUMBER,
    TOKEN_MOMENT,
    TOKEN_SYMBOL
} cql_token_kind;

typedef struct cql_token {
    cql_token_kind kind;
    const char *chars; /* a name or a text without its quotes */
    size_t place;      /* of its first character, from 1 */
} cql_token;

/* Copied to look ahead. */
typedef struct cql_reader {
    cql_scope *scope;
    const char *text, *at, *end; /* at: after `now` */
    cql_token now;
    size_t nodes; /* so far */
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
MUST_USE status cql_wkt(cql_reader *r, xmlNode **out);
/* A number, with its sign. */
MUST_USE status cql_number(cql_reader *r, const char **out);

#endif
