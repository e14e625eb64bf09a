/* risicolaag COMMAND …: finds the command and runs it. */
#include "server/commands/command.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

static const command commands[] = {
#define COMMAND(name, summary) {#name, summary, cmd_##name},
#include "server/commands/commands.def"
#undef COMMAND
};

static const size_t command_count = sizeof commands / sizeof *commands;

static void print_help(FILE *to)
{
    fprintf(to, "Gebruik: risicolaag OPDRACHT [OPTIES]\n\nKaartlagen met risicolocaties over WFS. Opdrachten:\n");
    for (size_t i = 0; i < command_count; i++)
        fprintf(to, "  %-12s %s\n", commands[i].name, commands[i].summary);
    fprintf(to, "\nMeer over een opdracht: risicolaag help OPDRACHT, of risicolaag OPDRACHT --help\nWelke versie dit is: "
                "risicolaag --version\n");
}

static const command *find(const char *name)
{
    for (size_t i = 0; i < command_count; i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static int unknown(const char *name)
{
    fprintf(stderr, "risicolaag: de opdracht '%s' is er niet\n\n", name);
    print_help(stderr);
    return 2;
}

/* `risicolaag help`, `risicolaag help COMMAND`. */
static int help(int argc, char **argv)
{
    char option[] = "--help";
    if (argc == 0) {
        print_help(stdout);
        return 0;
    }
    const command *c = find(argv[0]);
    return c ? c->run(2, (char *[]){argv[0], option, NULL}) : unknown(argv[0]);
}

/* Whoever keeps a list in a file must not take half of it for all of it. */
static int end(int code)
{
    errno = 0;
    if (fflush(stdout) == 0 && ferror(stdout) == 0)
        return code;
    const char *why = errno ? strerror(errno) : "";
    fprintf(stderr,
            "risicolaag: niet alles is geschreven naar de standaarduitvoer: %s\n"
            "risicolaag: not all of it was written to standard output: %s\n",
            why, why);
    return code ? code : 1;
}

static int run(int argc, char **argv)
{
    if (argc > 1 && strcmp(argv[1], "--version") == 0) {
        printf("risicolaag " RISICOLAAG_VERSION "\n");
        return 0;
    }
    if (argc > 1 && (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0)) {
        print_help(stdout);
        return 0;
    }
    if (argc > 1 && strcmp(argv[1], "help") == 0)
        return help(argc - 2, argv + 2);
    if (argc < 2) {
        print_help(stderr);
        return 2;
    }
    const command *c = find(argv[1]);
    return c ? c->run(argc - 1, argv + 1) : unknown(argv[1]);
}

int main(int argc, char **argv)
{
    return end(run(argc, argv));
}
