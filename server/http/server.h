/* What a worker holds between requests. For server/serve.c and the worker alone: a service gets a call. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "auth/token.h"
#include "server/http/admission.h"
#include "server/http/route.h"
#include "server/http/site.h"

typedef struct server {
    site site;
    const token_check *check;
    store *store;
    turn *turn;                     /* this worker's own */
    const service *const *services; /* what it answers (route.h) */
} server;

#endif
