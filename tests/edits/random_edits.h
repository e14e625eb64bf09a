/* Edits at random, as fast as they go. */
#ifndef TESTS_EDITS_RANDOM_EDITS_H
#define TESTS_EDITS_RANDOM_EDITS_H

#include "tests/edits/editor.h"

/* Makes `count` edits of one step each, each its own transaction: rows are added, changed, struck off and restored. The same
 * seed gives the same steps. One line on standard output for each: the word and the id, written before the next begins. */
MUST_USE status random_edits(editor *e, uint64_t seed, int64_t count, bool quiet);

#endif
