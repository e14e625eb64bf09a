/* Errors in the protocol's own form: OWS 1.1 (06-121r3) §8 ExceptionReport, WFS 2.0 (09-025r2) §7.5. */
#ifndef SERVER_EXCEPTION_H
#define SERVER_EXCEPTION_H

#include "server/base/arena.h"
#include "server/base/out.h"
#include "server/base/status.h"

/* Head and body; the answer must not be committed yet. */
void exception_write(const status *s, arena *a, output *to);

#endif
