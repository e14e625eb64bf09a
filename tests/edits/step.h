/* One line of JSON, and what came of it. */
#ifndef TESTS_EDITS_STEP_H
#define TESTS_EDITS_STEP_H

#include "tests/edits/editor.h"

/* edits.c says what a line may hold. *id: of the row; 0 when there is none. */
MUST_USE status step_take(editor *e, const char *line, int64_t *id);

#endif
