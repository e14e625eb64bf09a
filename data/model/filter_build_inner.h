/* For filter_build*.c alone. */
#ifndef MODEL_FILTER_BUILD_INNER_H
#define MODEL_FILTER_BUILD_INNER_H

#include "data/model/filter_build.h"

/* A copy in the arena; in three-valued logic with its NOT. Every predicate that is built goes through here. */
const filter *build_made(const builder *b, filter f);

/* left how right, as they are. */
const filter *build_plain_comparison(const builder *b, comparison how, expression left, expression right);

/* A filter that no value meets. In three-valued logic it is false for a value, and unknown where there is none. */
const filter *build_never(const builder *b, const expression *e);

/* Both of them. */
const filter *build_both(const builder *b, const filter *one, const filter *two);

/* Adds the bytes of these operands that come from the client to those that the functions of the request read for every row;
 * ST_BAD_PARAM, with this name, when they become more than FILTER_CALL_BYTES. */
MUST_USE status build_weigh(builder *b, const char *name, const expression *operands, size_t count, size_t *bytes);

/* The error for a geometry beside <, = or >. */
MUST_USE status build_no_order(const builder *b);

#endif
