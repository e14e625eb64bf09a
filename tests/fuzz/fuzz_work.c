/* The cost of a request, from its first byte to the last row of a small store: any posted document, or form (after "!"), of at
 * most 100 KB. "[*900:text*]" stands for 900 times that text, and "[*7/3*]" for the positions of the star {7/3}, so that a short
 * input can be a long request. Bounded are
 *  - the memory that it holds when it has been read, planned and run: an extra copy for each item of a list shows here, on any
 * machine;
 *  - the total processor time, with room for the sanitizers: shows work that is quadratic in the length, or goes on without
 * asking the watch. */
#include "tests/fuzz/shop.h"

#include <math.h>
#include <sanitizer/allocator_interface.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BYTES_MOST = 100000, LIMIT_S = 1, TIME_MOST_S = LIMIT_S + 4, MEMORY_MOST = 24 * 1024 * 1024 };

/* A star around the rows of the shop, with the first corner repeated at its end. */
static void add_star(unsigned long corners, unsigned long step, text *to)
{
    const double whole_turn = 6.283185307179586;
    for (unsigned long i = 0; i <= corners && corners > 0 && to->length < BYTES_MOST; i++) {
        const double turn = whole_turn * (double)(i * (step % corners) % corners) / (double)corners;
        text_addf(to, "%.0f %.0f ", 140500 + 9000 * cos(turn), 200000 + 9000 * sin(turn));
    }
}

/* Expands one repetition or star; returns the place after it. */
static const char *repeat(const char *at, text *to)
{
    char *sign = NULL, *after = NULL;
    const unsigned long times = strtoul(at, &sign, 10);
    const char *const end = *sign == ':' || *sign == '/' ? strstr(sign, "*]") : NULL;
    if (!end)
        return at;
    if (*sign == '/')
        add_star(times % BYTES_MOST, strtoul(sign + 1, &after, 10) % BYTES_MOST, to);
    for (unsigned long i = 0; *sign == ':' && i < times && to->length < BYTES_MOST; i++)
        text_add_bytes(to, sign + 1, (size_t)(end - sign - 1));
    return end + 2;
}

static text expanded(const char *given, arena *a)
{
    text t = text_new(a);
    while (*given && t.length < BYTES_MOST) {
        const char *const mark = strstr(given, "[*");
        text_add_bytes(&t, given, mark ? (size_t)(mark - given) : strlen(given));
        given = mark ? repeat(mark + 2, &t) : given + strlen(given);
    }
    return t;
}

static double processor_time(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool is_of_shop(const shop *s, const query *q)
{
    for (size_t i = 0; i < q->source_count; i++)
        if (strcmp(q->sources[i].layer->name, s->layers.layers->name) != 0)
            return false;
    return true;
}

/* The query has the layer of the world's catalog; the store has its own layer for the same table. */
static void count_rows(const shop *s, const query *q, arena *a)
{
    int64_t counted = 0;
    const sql_plan p = sql_plan_count(q, &(sql_plan_view){.dialect = spatialite_dialect(s->store)}, a);
    const status done = spatialite_count(s->store, &p, &counted);
    hold(done.code == ST_OK || done.code == ST_TIMEOUT || done.code == ST_BAD_PARAM || done.code == ST_UNAVAILABLE,
         "what is understood can be counted, or is refused");
}

static void run(const shop *s, const request *rq, arena *a)
{
    static const char *const gent[] = {"44021"};
    hold(spatialite_enter(s->store, gent, 1, (store_watch){0}).code == ST_OK, "the store can be entered");
    for (size_t i = 0; i < rq->features.query_count; i++)
        if (is_of_shop(s, &rq->features.queries[i].query))
            count_rows(s, &rq->features.queries[i].query, a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    world *w = world_open();
    shop *s = shop_open(w, LIMIT_S);
    const bool form = size > 0 && data[0] == '!';
    const size_t held = __sanitizer_get_current_allocated_bytes();
    const double began = processor_time();
    request rq = {0};
    const text body = expanded(arena_strndup(w->request, (const char *)data + form, size - form), w->request);
    const exchange x = {.method = "POST",
                        .path = "/wfs",
                        .query = "",
                        .base_url = "http://localhost",
                        .id = "-",
                        .content_encoding = "",
                        .content_type = form ? "application/x-www-form-urlencoded" : "text/xml",
                        .body = body.chars,
                        .body_size = body.length};
    status read = request_read(&x, &w->site, w->request, &rq);
    if (read.code == ST_OK)
        read = request_resolve(&rq, NULL, w->request);
    if (read.code == ST_OK)
        run(s, &rq, w->request);
    hold(__sanitizer_get_current_allocated_bytes() < held + MEMORY_MOST, "a request needs no mountain of memory");
    hold(processor_time() - began < TIME_MOST_S, "a request ends soon after its time");
    arena_reset(w->request);
    spatialite_leave(s->store);
    return 0;
}
