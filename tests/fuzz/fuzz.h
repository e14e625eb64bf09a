/* Shared by fuzz targets: a check that must hold for any input, and an answer that is caught in memory and read back. */
#ifndef TESTS_FUZZ_FUZZ_H
#define TESTS_FUZZ_FUZZ_H

#include "base/out.h"
#include "base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Aborts the target if the condition is false; libFuzzer then keeps the input. */
void hold(bool condition, const char *what);

typedef struct caught caught;

/* One for the whole run. */
caught *caught_new(void);
void caught_free(caught *c);

/* Begins the next answer. */
output *caught_open(caught *c);
/* Ends it; the text is NUL-terminated and valid until the next caught_open. */
const char *caught_close(caught *c, size_t *length);

/* Checks that a parser that is not ours (libxml2, jansson) can read the text. */
void hold_xml(const char *text, size_t length);
void hold_json(const char *text, size_t length);

#endif
