/* Who may keep an answer (RFC 9111 §5.2.2), and by what it differs (RFC 9110 §12.5.5). */
#ifndef HTTP_MAY_KEEP_H
#define HTTP_MAY_KEEP_H

#include "base/out.h"

typedef enum keeper_kind {
    KEPT_BY_NOBODY,        /* it names the address at which it was requested, or is of this moment */
    KEPT_BY_NOBODY_OF_ONE, /* it is for this caller alone too */
    KEPT_BY_CALLER,        /* five minutes, by the caller's own program */
    KEPT_BY_ANYONE         /* a day: it is the same for everybody, everywhere */
} keeper_kind;

/* Parts of `differs_by`: heads of the request, with commas between. */
#define BY_CALLER "Authorization, X-API-Key"

/* Before the first byte of the answer. QGIS's cache ignores Vary, so what shows a caller's own rows is kept by nobody.
 * differs_by: NULL for nothing. */
void may_keep(output *to, keeper_kind who, const char *differs_by);

#endif
