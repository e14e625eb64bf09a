/* The transport: FastCGI 1.0. Parsing is in fcgi_read.h; only fcgi.c knows sockets. */
#ifndef HTTP_FCGI_H
#define HTTP_FCGI_H

#include "base/arena.h"
#include "base/out.h"
#include "server/http/exchange.h"
#include "server/http/forwarded.h"

typedef struct fcgi fcgi;

/* listener: a listening socket, non-blocking, shared with the other workers. */
fcgi *fcgi_new(int listener);
void fcgi_free(fcgi *f);

/* Takes the next request; false when another worker had it, or it was broken. in_front: who may say what the client typed. */
bool fcgi_accept(fcgi *f, const front *in_front, arena *a, exchange *out);
/* Takes up one that was kept (exchange.h, request_keeper); false when its client has gone. */
bool fcgi_resume(fcgi *f, kept_request kept, const front *in_front, arena *a, exchange *out);
out_sink fcgi_sink(fcgi *f);
void fcgi_finish(fcgi *f);
void fcgi_let_go(fcgi *f); /* without an answer: somebody else has the connection too */

#endif
