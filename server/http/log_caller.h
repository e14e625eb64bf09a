/* Who asked, as far as the request log may say: for an audit, and to find a noisy caller. */
#ifndef HTTP_LOG_CALLER_H
#define HTTP_LOG_CALLER_H

#include "auth/scope.h"
#include "base/arena.h"
#include "base/log.h"

/* The organisations of the credential (the first ORGANISATIONS_SHOWN of them, and how many more) and its roles: never a user, a
 * key or a token. */
enum { ORGANISATIONS_SHOWN = 4 };
/* Fills `organisation` and `role` of the line; the texts live in the arena. */
void log_caller(const scope *who, arena *a, log_request *line);

#endif
