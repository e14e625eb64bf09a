/* Who the client is and what it typed, when other web servers are in between: a proxy that ends TLS says both in headers (RFC
 * 7239, or the older X-Forwarded-*). Anybody can send such headers, so they count only from addresses that the operator
 * trusts. */
#ifndef HTTP_FORWARDED_H
#define HTTP_FORWARDED_H

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

/* Addresses with the same first bits; an IPv4 address lies at ::ffff:0:0/96 (RFC 4291 §2.5.5.2). */
typedef struct network {
    unsigned char address[16];
    int bits;
} network;

typedef enum forwarded_heads {
    FORWARDED_X,   /* X-Forwarded-For, -Proto, -Host, -Port, -Prefix */
    FORWARDED_7239 /* Forwarded */
} forwarded_heads;

/* What the configuration says. */
typedef struct front {
    const char *public_url; /* "https://host[/path]" without a slash at its end; NULL: from the request */
    const network *trusted;
    size_t trusted_count;
    forwarded_heads heads; /* one kind is read and the other is not: a proxy passes on headers it does not know, also those that a
                              client made up */
} front;

/* "10.1.2.3", "10.0.0.0/8", "2001:db8::/32"; false for anything else. */
bool network_read(const char *chars, network *out);

/* The headers of a request; NULL for those that are absent. */
typedef struct request_heads {
    const char *address; /* of the peer that made the connection */
    const char *scheme, *host;
    const char *forwarded, *x_for, *x_proto, *x_host, *x_port, *x_prefix;
} request_heads;

typedef struct origin {
    const char *address;  /* of the client: the last that is not a trusted proxy */
    const char *base_url; /* what the client typed before the path */
} origin;

/* A malformed value is ignored, never repeated. */
origin forwarded_read(const front *f, const request_heads *h, arena *a);

#endif
