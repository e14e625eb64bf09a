#include "tests/faults/world.h"

#include "data/store/organisations.h"
#include "server/services.h"
#include "tests/faults/inject.h"
#include "tests/faults/make_store.h"
#include "tests/unit/auth_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct world {
    arena *lasting, *request;
    const char *folder, *token;
    config config;
    catalog layers;
    directory organisations;
    token_check *check;
    admission *admission;
    server server;
    output *to;
};

static void need(status s)
{
    if (s.code == ST_OK)
        return;
    fprintf(stderr, "faults: %s: %s\n", s.locator, s.en);
    abort();
}

static const char *file_in(const world *w, const char *name)
{
    return arena_printf(w->lasting, "%s/%s", w->folder, name);
}

static void write_file(const char *path, const char *content)
{
    FILE *f = fopen(path, "we");
    if (!f || fputs(content, f) < 0 || fclose(f) != 0)
        abort();
}

/* A token for everything: the role that sees all gemeenten, for the organisation of one gemeente. */
static const char *sign(world *w, const cjose_jwk_t *key)
{
    const char *kbo = NULL;
    need(organisations_kbo_of(file_in(w, "store.sqlite"), "44021", w->lasting, &kbo));
    const char *claims = arena_printf(w->lasting, "{" ISS AUD EXP "\"risicolaag_rol_3d\":\"vip:%s\"}", kbo);
    return arena_printf(w->lasting, "Bearer %s",
                        fixture_sign(w->lasting, key, "{\"alg\":\"ES256\",\"kid\":\"k\"}", claims, strlen(claims)));
}

static void write_settings(world *w)
{
    cjose_jwk_t *key = fixture_ec(w->lasting, "k");
    write_file(file_in(w, "jwks.json"),
               fixture_set(w->lasting, fixture_public(w->lasting, key, "{\"alg\":\"ES256\",\"use\":\"sig\"}"), NULL, NULL));
    write_file(
        file_in(w, "config.json"),
        arena_printf(
            w->lasting,
            "{\"store\":\"store.sqlite\",\"socket\":\"s\",\"layers\":\"%s\",\"workers\":2,\"query_timeout_s\":60,\"page\":10000,"
            "\"endpoints\":[{\"path\":\"/wfs\",\"prefix\":\"risico\",\"namespace\":\"http://risicolaag/1.0\"}],"
            "\"token\":{\"issuer\":\"" ISSUER "\",\"audience\":\"" AUDIENCE "\",\"jwks_file\":\"jwks.json\"}}",
            SOURCES "/data/layers"));
    w->token = sign(w, key);
}

static void open_server(world *w)
{
    need(config_read(file_in(w, "config.json"), w->lasting, &w->config));
    need(catalog_read(w->config.layers, w->lasting, &w->layers));
    w->server.site = (site){.config = &w->config,
                            .catalog = &w->layers,
                            .continuations = continuations_new(w->config.continuations, w->config.store.location)};
    w->server.services = services;
    need(crs_set_new(&w->server.site.crs));
    need(store_open(&w->config.store, &w->layers, &w->server.store));
    w->organisations = organisations_of(w->server.store);
    need(token_check_new(&w->config.token, &(token_world){.organisations = &w->organisations}, &w->check));
    w->server.check = w->check;
    w->admission = admission_new();
    w->server.turn = turn_new(w->admission, w->config.workers);
}

world *world_new(const char *folder, unsigned features)
{
    world *w = calloc(1, sizeof *w);
    if (!w)
        abort();
    w->lasting = arena_new();
    w->request = arena_new();
    w->to = out_new();
    char *named = arena_strdup(w->lasting, folder);
    if (!mkdtemp(named))
        abort();
    w->folder = named;
    if (mkdir(file_in(w, "tmp"), 0700) != 0)
        abort();
    need(make_store(file_in(w, "store.sqlite"), features, w->lasting));
    write_settings(w);
    open_server(w);
    return w;
}

void world_free(world *w)
{
    static const char *const left[] = {"store.sqlite", "store.sqlite-wal", "store.sqlite-shm",
                                       "jwks.json",    "config.json",      "continuations.sqlite"};
    token_check_free(w->check);
    store_close(w->server.store);
    continuations_free(w->server.site.continuations);
    crs_set_free(w->server.site.crs);
    turn_free(w->server.turn);
    admission_free(w->admission);
    for (size_t i = 0; i < sizeof left / sizeof *left; i++)
        unlink(file_in(w, left[i]));
    if (rmdir(file_in(w, "tmp")) != 0) /* fails if an answer left a file behind */
        abort();
    rmdir(w->folder);
    out_free(w->to);
    arena_free(w->request);
    arena_free(w->lasting);
    free(w);
}

static bool on_head(void *context, const out_head *head)
{
    ((caught_answer *)context)->http = head->http;
    return true;
}

/* The test program's own memory, without faults. */
void *__real_realloc(void *old, size_t size);

static bool on_bytes(void *context, const char *bytes, size_t count)
{
    caught_answer *c = context;
    if (c->size + count + 1 > c->room) {
        c->room = 2 * (c->size + count + 1);
        c->bytes = __real_realloc(c->bytes, c->room);
        if (!c->bytes)
            abort();
    }
    memcpy(c->bytes + c->size, bytes, count);
    c->size += count;
    c->bytes[c->size] = '\0';
    return true;
}

static bool on_end(void *context, const char *bytes, size_t count)
{
    caught_answer *c = context;
    c->whole = on_bytes(c, bytes, count);
    return true;
}

static status_code must_stop(void *context)
{
    (void)context;
    switch (fault_takes_watch()) {
    case FAULT_BUSY: return ST_BUSY;
    case FAULT_GONE: return ST_CLIENT_GONE;
    default: return ST_OK;
    }
}

/* Replaces "2026-11-28T22:17:00Z" after such a name by zeros. */
static void take_out_times(caught_answer *c)
{
    static const char *const names[] = {"timeStamp=\"", "\"timeStamp\":\""};
    for (size_t i = 0; i < sizeof names / sizeof *names && c->bytes; i++)
        for (char *at = strstr(c->bytes, names[i]); at; at = strstr(at, names[i])) {
            at += strlen(names[i]);
            memset(at, '0', strcspn(at, "\""));
        }
}

/* A query at /wfs, or a path of its own with its query. */
static void split(world *w, const char *asked, const char **path, const char **rest)
{
    const size_t length = strcspn(asked, "?");
    *path = *asked == '/' ? arena_strndup(w->request, asked, length) : "/wfs";
    *rest = *asked == '/' ? asked + length + (asked[length] == '?') : asked;
}

void world_ask(world *w, const char *asked, const char *body, bool with_token, caught_answer *out)
{
    const char *path = NULL, *rest = NULL;
    split(w, asked, &path, &rest);
    const exchange x = {.method = body ? "POST" : "GET",
                        .path = path,
                        .query = rest,
                        .content_type = body ? "text/xml" : "",
                        .content_encoding = "",
                        .accept = "",
                        .accept_language = "",
                        .if_match = "",
                        .if_none_match = "",
                        .if_unmodified_since = "",
                        .content_crs = "",
                        .body = body,
                        .body_size = body ? strlen(body) : 0,
                        .credentials = {.authorization = with_token ? w->token : NULL, .remote_address = "127.0.0.1"},
                        .base_url = "http://localhost",
                        .id = "-",
                        .watch = {NULL, must_stop}};
    out->http = 0;
    out->whole = false;
    out->size = 0;
    out_open(w->to, (out_sink){.context = out, .begin = on_head, .write = on_bytes, .end = on_end});
    if (!serve(&w->server, &x, w->request, w->to))
        abort(); /* this server keeps no requests, so none can be put aside */
    arena_reset(w->request);
    turn_leave(w->server.turn);
    take_out_times(out);
}

void world_forget(world *w, pid_t dead)
{
    admission_forget(w->admission, dead);
}

void caught_answer_free(caught_answer *c)
{
    free(c->bytes);
}

bool caught_answer_equal(const caught_answer *one, const caught_answer *other)
{
    return one->http == other->http && one->whole && other->whole && one->size == other->size &&
           memcmp(one->bytes, other->bytes, one->size) == 0;
}
