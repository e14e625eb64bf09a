/* The program's subcommands. One file cmd_NAME.c each, one line in commands.def; main.c dispatches. */
#ifndef COMMANDS_COMMAND_H
#define COMMANDS_COMMAND_H

#include "base/status.h"

#include <stdint.h>

/* argv[0] is the command's name. Exit status: 0 done, 1 the work could not be done (standard error says why), 2 wrong options. */
typedef struct command {
    const char *name, *summary; /* summary: one Dutch line for `risicolaag --help` */
    int (*run)(int argc, char **argv);
} command;

#define COMMAND(name, summary) int cmd_##name(int argc, char **argv);
#include "server/commands/commands.def"
#undef COMMAND

/* Prints "risicolaag NAME: message" (Dutch, then English) to standard error; returns the exit status for it. */
int command_fail(const char *name, const status *s);

/* After the result of a command that was forced past the locks that clients hold: until when they were (seconds since 1970); 0:
 * there were none. */
void command_tell_passed_locks(int64_t until);

/* Says how many old files of a kind that is kept for a while were removed; of 0 nothing. */
void command_tell_removed(int count);

/* Printed after the result of a command that read a CSV without rows. */
#define COMMAND_NO_ROWS "Let op: onder de rij met de namen van de kolommen staat niets; er is niets geladen.\n"

#endif
