/* SOAP 1.1 and 1.2 around requests and answers (WFS 2.0 (09-025r2) §6.2.4, annex E). */
#ifndef WFS_SOAP_H
#define WFS_SOAP_H

#include "base/arena.h"
#include "base/out.h"
#include "base/status.h"

#include <libxml/tree.h>

typedef enum soap_version { SOAP_NONE, SOAP_11, SOAP_12 } soap_version;

/* The envelope of a request. */
typedef struct soap {
    soap_version version;
    const char *not_understood; /* header blocks for a fault of ST_NOT_UNDERSTOOD; NULL: none */
} soap;

/* The operation: the one child of the envelope's Body; the root itself when there is no envelope. ST_NOT_UNDERSTOOD for a header
 * block that must be understood, ST_BAD_SYNTAX for an envelope of another shape. *envelope is set on failure too, because the
 * answer also needs one. */
MUST_USE status soap_unwrap(xmlNode *root, arena *a, soap *envelope, xmlNode **out);

/* Puts the answer's documents into an envelope; failed: into a Fault of it (NULL for none). */
void soap_wrap(const soap *envelope, const status *failed, arena *a, output *to);

#endif
