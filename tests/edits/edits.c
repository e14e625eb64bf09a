/* Makes edits of a store through the door to write, as requests do.
 *
 *     edits STORE LAYERS                         steps from standard input, a line of JSON each
 *     edits STORE LAYERS --random COUNT SEED     COUNT edits at random, each its own transaction; --quiet after it: says only how
 *                                                many a second
 *
 * LAYERS is the folder of layer files (data/layers). A line is one of
 *     {"do":"insert","properties":{"gemeente_nis":"44021","geometry":"POLYGON ((…))",…},"reason":"…"}
 *     {"do":"update","id":7,"properties":{…}}, {"do":"strike","id":7,"reason":"…"}, {"do":"restore","id":7}
 *     {"do":"commit"}, {"do":"abandon"}
 *     {"do":"as","gemeenten":["44021"],"role":"beheerder","organisation":"0207509031","person":"user:jan","origin":"request"}
 * The first change begins an edit; its "request" is the request's id. "commit":true in a change commits right after it. "layer"
 * names another layer than risicolocatie; "as" without gemeenten may write for all; "origin":"import" brings ids, as the import
 * does. Each line is answered by one, {"ok":true,"id":7} or {"ok":false,"code":"InvalidParameterValue","http":400,"locator":"…",
 * "message":"…"}. After a step that failed the edit only waits to be abandoned. */
#include "tests/edits/random_edits.h"
#include "tests/edits/step.h"

#include "base/clock.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void answer(const status *done, int64_t id)
{
    json_t *told = done->code == ST_OK ? json_pack("{s:b,s:I}", "ok", 1, "id", (json_int_t)id)
                                       : json_pack("{s:b,s:s,s:i,s:s,s:s}", "ok", 0, "code", status_ows_code(done->code), "http",
                                                   status_http(done->code), "locator", done->locator, "message", done->nl);
    json_dumpf(told, stdout, JSON_COMPACT);
    json_decref(told);
    putchar('\n');
    fflush(stdout);
}

static int take_lines(editor *e)
{
    char *line = NULL;
    size_t room = 0;
    while (getline(&line, &room, stdin) > 0) {
        int64_t id = 0;
        const status done = step_take(e, line, &id);
        answer(&done, id);
    }
    free(line);
    return 0;
}

static int failed(const status *why)
{
    fprintf(stderr, "edits: %s\n", why->nl);
    return 1;
}

static int take_random(editor *e, int64_t count, int64_t seed, bool quiet)
{
    const double from = clock_steady();
    const status done = random_edits(e, (uint64_t)seed, count, quiet);
    if (done.code != ST_OK)
        return failed(&done);
    const double seconds = clock_steady() - from;
    fprintf(stderr, "%lld edits in %.3f s: %.0f a second\n", (long long)count, seconds, (double)count / seconds);
    return 0;
}

static int run(int argc, char **argv, arena *a)
{
    editor e;
    int64_t count = 0, seed = 0;
    const bool random = argc >= 6 && strcmp(argv[3], "--random") == 0 && text_to_int64(argv[4], &count) &&
                        text_to_int64(argv[5], &seed) && count >= 0;
    if (argc != 3 && !random) {
        fprintf(stderr, "usage: edits STORE LAYERS [--random COUNT SEED [--quiet]]\n");
        return 2;
    }
    const status opened = editor_open(argv[1], argv[2], a, &e);
    const int result = opened.code != ST_OK ? failed(&opened) : random ? take_random(&e, count, seed, argc > 6) : take_lines(&e);
    editor_close(&e);
    return result;
}

int main(int argc, char **argv)
{
    arena *a = arena_new();
    const int result = run(argc, argv, a);
    arena_free(a);
    return result;
}
