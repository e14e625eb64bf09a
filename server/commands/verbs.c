#include "server/commands/verbs.h"

#include "server/commands/command.h"
#include "server/commands/store_open.h"

#include <getopt.h>

static const verb *find(int argc, char **argv, const verbs *v)
{
    for (size_t i = 0; i < v->count; i++)
        if (options_are(argc, argv, v->items[i].name, v->items[i].words))
            return &v->items[i];
    return NULL;
}

static status run(const verb *one, const verbs *v, verb_call *c)
{
    if (v->store)
        TRY(store_open_to_write(v->store, c->arena, &c->store, &c->writer));
    return one->run(c);
}

static int read_and_run(int argc, char **argv, const verbs *v, arena *a)
{
    const int read = options_read(argc, argv, &(command_line){v->help, v->known, v->known_count, WORDS_ANY}, a);
    if (read != OPTIONS_READ)
        return read;
    const verb *one = find(argc, argv, v);
    if (!one)
        return options_wrong(v->help);
    verb_call c = {.options = v->options, .word = one->words ? argv[optind + 1] : NULL, .arena = a};
    const status done = run(one, v, &c);
    return done.code == ST_OK ? c.exit_code : command_fail(argv[0], &done);
}

int verbs_run(int argc, char **argv, const verbs *v)
{
    arena *a = arena_new();
    const int result = read_and_run(argc, argv, v, a);
    arena_free(a);
    return result;
}
