/* What an answer tells the browser or the viewer that asked, whatever the answer is: which pages may ask and read it, and what it
 * may load. */
#ifndef HTTP_WEB_HEADS_H
#define HTTP_WEB_HEADS_H

#include "base/arena.h"
#include "base/out.h"

/* Sent with every answer: "*", because the token travels in a header that a viewer sets itself, never in a cookie; so any origin
 * may ask. */
#define WEB_ALLOWED_ORIGIN "*"

/* The headers that a page of another origin may read, on every answer (Fetch standard §3.2.3). */
extern const char *const web_exposed_heads;

/* What a browser may load for this answer (Content Security Policy level 3): nothing at all, and for XML what browsers themselves
 * need to show it as a tree. NULL: the answer brings a policy of its own. */
const char *web_policy(const out_head *head);

/* Whether packing makes the answer smaller: texts of all kinds, but no images and no files that are packed already. */
bool web_packable(const out_head *head);
/* The ETag of the packed form of an answer with this ETag. */
const char *web_etag_of_gzip(const char *etag, arena *a);

/* Fetch standard §3.2: a viewer on another host asks first whether it may send its token and other headers that its libraries
 * add. methods: those that the path answers. */
void web_answer_preflight(const char *methods, output *to);

/* The reason phrase of an HTTP status (RFC 9110 §15). nginx sends a status line without one as it is, and some clients want at
 * least the blank (RFC 9112 §4). */
const char *web_reason(int http);

#endif
