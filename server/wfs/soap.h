/* SOAP 1.1 and 1.2 around requests and answers (WFS 2.0 (09-025r2) §6.2.4, annex E). */
#ifndef WFS_SOAP_H
#define WFS_SOAP_H

#include "base/arena.h"
#include "base/out.h"
#include "base/status.h"

#include <libxml/tree.h>

typedef enum soap { SOAP_NONE, SOAP_11, SOAP_12 } soap;

/* Which envelope this is the root of. */
soap soap_of(const xmlNode *root);

/* ST_NOT_UNDERSTOOD for a header block that must be understood. The operation: the one child of the envelope's Body; the root
 * itself when there is no envelope. */
MUST_USE status soap_unwrap(soap kind, xmlNode *root, arena *a, xmlNode **out);

/* Puts the answer's documents into an envelope; failed: into a Fault of it (NULL for none). */
void soap_wrap(soap kind, const status *failed, arena *a, output *to);

#endif
