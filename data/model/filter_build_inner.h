/* For filter_build*.c alone. */
#ifndef MODEL_FILTER_BUILD_INNER_H
#define MODEL_FILTER_BUILD_INNER_H

#include "data/model/filter_build.h"

/* A copy in the arena; of three-valued logic with what its NOT is. Every predicate that is built goes through here. */
const filter *build_made(const builder *b, filter f);

/* left how right, as they are. */
const filter *build_plain_comparison(const builder *b, comparison how, expression left, expression right);

/* What holds of no value. Of three-valued logic it is false of a value, and unknown where there is none. */
const filter *build_never(const builder *b, const expression *e);

/* Both of them. */
const filter *build_both(const builder *b, const filter *one, const filter *two);

/* Counts what of these operands comes from the client among what the functions of the request look at, for every row;
 * ST_BAD_PARAM, with this name, when it becomes more than FILTER_CALL_BYTES. */
MUST_USE status build_weigh(builder *b, const char *name, const expression *operands, size_t count, size_t *bytes);

/* What is said of a geometry beside <, = or >. */
MUST_USE status build_no_order(const builder *b);

#endif
