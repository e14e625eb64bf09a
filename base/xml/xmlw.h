/* Documents (capabilities, schemas, exceptions) by libxml2's xmlTextWriter. Sticky: write freely, ask once, at xmlw_finish. */
#ifndef XML_XMLW_H
#define XML_XMLW_H

#include "base/arena.h"
#include "base/out.h"
#include "base/status.h"

typedef struct xmlw xmlw;

xmlw *xmlw_new(arena *a); /* closed with the arena */

void xmlw_open(xmlw *w, const char *name); /* "prefix:name"; namespaces are attributes */
void xmlw_close(xmlw *w);
void xmlw_attribute(xmlw *w, const char *name, const char *value);
void xmlw_namespace(xmlw *w, const char *prefix, const char *uri);
void xmlw_text(xmlw *w, const char *text);
void xmlw_element(xmlw *w, const char *name, const char *text);
void xmlw_attributef(xmlw *w, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);
void xmlw_elementf(xmlw *w, const char *name, const char *format, ...) PRINTF_LIKE(3, 4);

/* Ends the document and sends it. */
MUST_USE status xmlw_finish(xmlw *w, output *to);
/* Ends the document and returns it, without the XML declaration; the bytes live as long as the arena. To be sent with xmlw_send.
 */
MUST_USE status xmlw_bytes(xmlw *w, const char **bytes, size_t *size);
void xmlw_send(const char *bytes, size_t size, output *to);

#endif
