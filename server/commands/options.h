/* The options of a command: a table says where each goes. Every command that prints its help for unknown options reads them this
 * way. */
#ifndef COMMANDS_OPTIONS_H
#define COMMANDS_OPTIONS_H

#include "base/text.h"

/* Exactly one of the four places is set. When an option is repeated the last one counts; a list grows. */
typedef struct command_option {
    const char *name;  /* "state" for --state */
    const char **text; /* as it came; lives as long as argv */
    bool *flag;        /* true when it is there; it takes no value */
    int64_t *number;   /* between least and most */
    text_list *list;   /* with room for `most` items; the value is split at its commas */
    int64_t least, most;
} command_option;

typedef struct command_line {
    const char *help;
    const command_option *known; /* beside --help; OPTIONS_MOST at most */
    size_t count;
    int words; /* how many must follow; WORDS_ANY: the command looks at them itself */
} command_line;

enum { OPTIONS_READ = -1, OPTIONS_MOST = 16, WORDS_ANY = -1 };
/* OPTIONS_READ: all were read, and optind (getopt(3)) is at the first word after them. Anything else is the command's exit
 * status: 0 after --help, 2 when something was wrong; the help or the error has been printed (on standard output or error). a:
 * for lists; NULL when there are none. */
int options_read(int argc, char **argv, const command_line *line, arena *a);

/* Whether what stands behind the options is this verb, and so many words more. */
bool options_are(int argc, char **argv, const char *verb, int words);

/* Prints the help on standard error; returns the exit status for it. */
int options_wrong(const char *help);

#endif
