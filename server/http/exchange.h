/* One HTTP request as the transport hands it over: nothing of FastCGI is left in it. Texts live in the request's arena. */
#ifndef HTTP_EXCHANGE_H
#define HTTP_EXCHANGE_H

#include "auth/token.h"
#include "data/store/store.h"
#include "server/http/aside.h"

enum {
    BODY_MOST = 8 * 1024 * 1024
}; /* of a body, before and after decompression; one byte more is read to know that it is too long */

/* Lets a request wait where every worker can take it up: gives its connection (which stays the transport's too) and its bytes
 * (the caller closes them), and how many of those bytes came from the client. False: the system has no room. */
typedef struct request_keeper {
    void *context;
    bool (*keep)(void *context, kept_request *out, size_t *bytes);
} request_keeper;

typedef struct exchange {
    const char *method;       /* "GET" */
    const char *path;         /* "/wfs", without the query string */
    const char *query;        /* after the "?", still escaped; "" when there is none */
    const char *content_type; /* "" when there is none */
    const char *content_encoding;
    const char *accept, *accept_language;                       /* likewise */
    const char *if_match, *if_none_match, *if_unmodified_since; /* likewise */
    const char *content_crs;                                    /* likewise */
    bool preflight;   /* an OPTIONS with which a browser asks whether another may be sent (Fetch standard §3.2.2) */
    const char *body; /* of POST, PUT, PATCH and DELETE, NUL-terminated; NULL when there is none */
    size_t body_size;
    credentials credentials; /* who the client says it is: for auth/ alone */
    const char *base_url;    /* "https://host": what the client typed before the path */
    const char *id;          /* request id: in the log and in the X-Request-Id header */
    store_watch watch;       /* tells when the client has gone */
    request_keeper keeper;
} exchange;

#endif
