#include "server/http/forwarded.h"

#include "base/text.h"

#include <arpa/inet.h>
#include <string.h>
#include <strings.h>

enum { HOPS_MOST = 20, PREFIX_MOST = 200, ADDRESS_ROOM = 64 };

static bool address_read(const char *chars, unsigned char out[16])
{
    unsigned char four[4];
    if (inet_pton(AF_INET6, chars, out) == 1)
        return true;
    if (inet_pton(AF_INET, chars, four) != 1)
        return false;
    memset(out, 0, 10);
    memset(out + 10, 0xff, 2);
    memcpy(out + 12, four, sizeof four);
    return true;
}

bool network_read(const char *chars, network *out)
{
    char address[ADDRESS_ROOM];
    const size_t length = strcspn(chars, "/");
    int64_t bits = 0;
    if (length >= sizeof address)
        return false;
    memcpy(address, chars, length);
    address[length] = '\0';
    network n = {.bits = 128};
    if (!address_read(address, n.address))
        return false;
    const int most = strchr(address, ':') ? 128 : 32;
    if (chars[length] && (!text_to_int64(chars + length + 1, &bits) || bits < 0 || bits > most))
        return false;
    if (chars[length])
        n.bits = 128 - most + (int)bits;
    *out = n;
    return true;
}

static bool holds(const network *n, const unsigned char address[16])
{
    const int whole = n->bits / 8, rest = n->bits % 8;
    const unsigned mask = rest ? 0xFFU << (8 - rest) & 0xFFU : 0;
    return memcmp(n->address, address, (size_t)whole) == 0 && (rest == 0 || ((n->address[whole] ^ address[whole]) & mask) == 0);
}

static bool is_trusted(const front *f, const char *address)
{
    unsigned char bytes[16];
    if (!address || !address_read(address, bytes))
        return false;
    for (size_t i = 0; i < f->trusted_count; i++)
        if (holds(&f->trusted[i], bytes))
            return true;
    return false;
}

/* A host name or address with a port (RFC 3986 §3.2): it comes back in links, so nothing else is let through. */
static bool is_host(const char *host)
{
    const size_t n = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]");
    return n > 0 && n < 256 && host[n] == '\0';
}

/* "/map": in front of our own path. */
static bool is_prefix(const char *prefix)
{
    const size_t n = strspn(prefix, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789/-_.~");
    return n > 1 && n <= PREFIX_MOST && prefix[n] == '\0' && prefix[0] == '/' && prefix[n - 1] != '/' && !strstr(prefix, "//") &&
           !strstr(prefix, "..");
}

/* The last items of a list, at most HOPS_MOST: we do not know who added those before them. */
typedef struct hops {
    const char *items[HOPS_MOST]; /* the last one first */
    size_t count;
} hops;

static hops split(const char *list, arena *a)
{
    hops h = {.count = 0};
    const char *end = list ? list + strlen(list) : NULL;
    for (const char *at = end; list && at >= list && h.count < HOPS_MOST; at--)
        if (at == list || at[-1] == ',') {
            h.items[h.count++] = text_trim(a, arena_strndup(a, at, (size_t)(end - at)));
            end = at == list ? list : at - 1;
        }
    return h;
}

/* The item that the proxy `depth` hops away added; the first of a shorter list. A list longer than what the proxies added begins
 * with what the client made up. */
static const char *item_at(const hops *h, size_t depth)
{
    return h->count == 0 ? NULL : h->items[depth < h->count ? depth : h->count - 1];
}

/* RFC 7239 §6: "192.0.2.1:4711", "[2001:db8::1]:4711", also without port. X-Forwarded-For has an IPv6 address without brackets
 * too. NULL: no address, such as "unknown" or "_hidden". */
static const char *plain_address(const char *node, arena *a)
{
    unsigned char bytes[16];
    const char *colon = strchr(node, ':');
    const char *plain = node;
    if (*node == '[' && strchr(node, ']'))
        plain = arena_strndup(a, node + 1, strcspn(node + 1, "]"));
    else if (colon && !strchr(colon + 1, ':'))
        plain = arena_strndup(a, node, (size_t)(colon - node));
    return strlen(plain) < ADDRESS_ROOM && address_read(plain, bytes) ? plain : NULL;
}

/* One element of Forwarded (RFC 7239 §4): name=value pairs with ";" between them, values also in quotes. */
static const char *pair_of(const char *element, const char *name, arena *a)
{
    const text_list pairs = text_split(a, element ? element : "", ';');
    for (size_t i = 0; i < pairs.count; i++) {
        const char *pair = text_trim(a, pairs.items[i]);
        const size_t n = strlen(name), length = strlen(pair);
        if (strncasecmp(pair, name, n) != 0 || pair[n] != '=')
            continue;
        const bool quoted = length > n + 2 && pair[n + 1] == '"' && pair[length - 1] == '"';
        return quoted ? arena_strndup(a, pair + n + 2, length - n - 3) : pair + n + 1;
    }
    return NULL;
}

typedef struct told {
    hops nodes; /* addresses, the last one first */
    hops elements, protos, hosts, ports, prefixes;
} told;

static told read_heads(const front *f, const request_heads *h, arena *a)
{
    if (f->heads == FORWARDED_X)
        return (told){.nodes = split(h->x_for, a),
                      .protos = split(h->x_proto, a),
                      .hosts = split(h->x_host, a),
                      .ports = split(h->x_port, a),
                      .prefixes = split(h->x_prefix, a)};
    told t = {.elements = split(h->forwarded, a)};
    t.nodes.count = t.protos.count = t.hosts.count = t.elements.count;
    for (size_t i = 0; i < t.elements.count; i++) {
        t.nodes.items[i] = pair_of(t.elements.items[i], "for", a);
        t.protos.items[i] = pair_of(t.elements.items[i], "proto", a);
        t.hosts.items[i] = pair_of(t.elements.items[i], "host", a);
    }
    return t;
}

/* Goes back from the peer that made the connection, through trusted proxies, to the first address that is not one. *depth: how
 * many proxies were passed, less one. */
static const char *walk(const front *f, const hops *nodes, const char *from, size_t *depth, arena *a)
{
    const char *client = from;
    for (size_t i = 0; i < nodes->count && is_trusted(f, client); i++) {
        const char *before = nodes->items[i] ? plain_address(nodes->items[i], a) : NULL;
        if (!before)
            break;
        client = before;
        *depth = i;
    }
    return client;
}

static const char *with_port(const char *host, const char *port, const char *scheme, arena *a)
{
    int64_t number = 0;
    const bool usual = port && strcmp(port, strcmp(scheme, "https") == 0 ? "443" : "80") == 0;
    const char *after = strrchr(host, ']');
    if (!port || usual || strchr(after ? after : host, ':') || !text_to_int64(port, &number) || number < 1 || number > 65535)
        return host;
    return arena_printf(a, "%s:%d", host, (int)number);
}

static const char *base_url(const request_heads *h, const told *t, size_t depth, arena *a)
{
    const char *proto = item_at(&t->protos, depth), *told_host = item_at(&t->hosts, depth),
               *prefix = item_at(&t->prefixes, depth);
    const char *scheme = h->scheme && strcmp(h->scheme, "https") == 0 ? "https" : "http",
               *host = h->host && is_host(h->host) ? h->host : "localhost";
    if (proto && (strcasecmp(proto, "https") == 0 || strcasecmp(proto, "http") == 0))
        scheme = strcasecmp(proto, "https") == 0 ? "https" : "http";
    if (told_host && is_host(told_host))
        host = told_host;
    return arena_printf(a, "%s://%s%s", scheme, with_port(host, item_at(&t->ports, depth), scheme, a),
                        prefix && is_prefix(prefix) ? prefix : "");
}

origin forwarded_read(const front *f, const request_heads *h, arena *a)
{
    const told t = is_trusted(f, h->address) ? read_heads(f, h, a) : (told){.nodes = {.count = 0}};
    size_t depth = 0;
    const char *client = walk(f, &t.nodes, h->address, &depth, a);
    return (origin){.address = client, .base_url = f->public_url ? f->public_url : base_url(h, &t, depth, a)};
}
