/* The configuration file (JSON, RFC 8259); its members are those of server/http/settings.def. Paths in it are relative to the
 * file's own folder. */
#ifndef HTTP_CONFIG_H
#define HTTP_CONFIG_H

#include "auth/token.h"
#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"
#include "data/store/store.h"
#include "server/http/forwarded.h"

/* One URL path and the namespace in which feature types are named there: the drop-in for an existing service is one more
 * endpoint. */
typedef struct endpoint {
    const char *path;   /* "/wfs" */
    const char *prefix; /* NCName */
    const char *uri;
} endpoint;

/* What the capabilities say about the service and its provider (OWS 1.1, 06-121r3 §7.4.4 and §7.4.5). */
typedef struct service_texts {
    const char *title, *abstract, *fees, *access_constraints, *provider, *provider_site, *contact_email, *metadata_url;
} service_texts;

typedef struct config {
    store_settings store;
    const char *socket;        /* path of the Unix socket */
    front front;               /* what the client typed, and which proxies may say so */
    text_list proxies;         /* as they are written; what they mean is in `front` */
    const char *layers;        /* folder of the layer files */
    const char *keys;          /* path of the service keys' file; it need not exist */
    const char *log;           /* path of the log; NULL: standard error. SIGUSR1 reopens it */
    const char *continuations; /* path of the file for long requests (data/store/continuations.h); made when needed */
    const char *tmp;           /* folder for files that live no longer than an answer (server/wfs/answer_file.h) */
    int answer_mb;             /* at most this much of it for one answer; */
    int leave_free_mb;         /* no file is made when less than this is free */
    int workers;
    int page;             /* features in an answer when COUNT is not given: CountDefault */
    int history_days;     /* how long it is kept how the layers were, for `risicolaag historiek prune`; 0: always */
    int safety_copy_days; /* as long stay the copies that an import makes of a gemeente (data/manage/safety_copy.h); 0: always */
    bool editing;         /* whether requests may change rows (call_edit); what may be written otherwise stays so */
    const endpoint *endpoints;
    size_t endpoint_count;
    token_settings token;
    service_texts service;
} config;

/* ST_BAD_INPUT with the place of the fault; an unknown member is a fault too. */
MUST_USE status config_read(const char *path, arena *a, config *out);

/* The endpoint at this path, NULL for none. */
const endpoint *config_endpoint(const config *c, const char *path);

#endif
