/* Documents of JSON (RFC 8259), written straight to an output: commas, quotes and escapes. It does not check that what is opened
 * is closed, nor that names occur once. */
#ifndef BASE_JSONW_H
#define BASE_JSONW_H

#include "base/out.h"

enum { JSONW_DEPTH = 32 };

typedef struct jsonw {
    output *to;
    unsigned depth;
    bool more[JSONW_DEPTH]; /* something precedes in the object or array of this depth */
} jsonw;

/* A writer of one value. */
jsonw jsonw_new(output *to);

/* Each of these writes a member with this name, or a value of an array (name NULL). Texts are UTF-8. */
void jsonw_object(jsonw *w, const char *name);
void jsonw_array(jsonw *w, const char *name);
void jsonw_text(jsonw *w, const char *name, const char *given);
void jsonw_any_text(jsonw *w, const char *name, const char *given); /* nothing at all for NULL */
void jsonw_integer(jsonw *w, const char *name, int64_t given);
void jsonw_real(jsonw *w, const char *name, double given); /* finite */
void jsonw_boolean(jsonw *w, const char *name, bool given);

/* Ends the innermost object or array that is open. */
void jsonw_end_object(jsonw *w);
void jsonw_end_array(jsonw *w);

#endif
