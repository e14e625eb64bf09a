/* A command with verbs, as `risicolaag permits settle 7`: finds the one that is meant, and runs it. */
#ifndef COMMANDS_VERBS_H
#define COMMANDS_VERBS_H

#include "data/store/writer.h"
#include "server/commands/options.h"
#include "server/commands/store_option.h"

typedef struct verb_call {
    const void *options; /* of the command */
    const char *word;    /* behind the verb; NULL when it takes none */
    writer *writer;      /* of the store; what was not committed is undone when it closes. NULL when the command opens none */
    const char *store;   /* its path */
    arena *arena;
    int exit_code; /* of a verb that went well; 0 */
} verb_call;

typedef struct verb {
    const char *name;
    int words; /* behind it: 0 or 1 */
    status (*run)(verb_call *c);
} verb;

typedef struct verbs {
    const char *help;
    const command_option *known;
    size_t known_count;
    const verb *items;
    size_t count;
    const void *options;
    const store_option *store; /* opened for writing before the verb (store_open.h); NULL: the verbs open what they need */
} verbs;

/* A verbs, of its arrays of options and of verbs. */
#define VERBS_OF(the_help, options_known, the_verbs, options_read, the_store)                                                   \
    {                                                                                                                           \
        .help = (the_help), .known = (options_known), .known_count = sizeof(options_known) / sizeof *(options_known),           \
        .items = (the_verbs), .count = sizeof(the_verbs) / sizeof *(the_verbs), .options = (options_read), .store = (the_store) \
    }

/* The exit status of the command. */
int verbs_run(int argc, char **argv, const verbs *v);

#endif
