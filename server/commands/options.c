#include "server/commands/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { WRONG = 2, HELP = 'h', FIRST = 256 }; /* an option's value is FIRST plus its place in the table */

bool options_are(int argc, char **argv, const char *verb, int words)
{
    return optind < argc && argc - optind - 1 == words && strcmp(argv[optind], verb) == 0;
}

int options_wrong(const char *help)
{
    fputs(help, stderr);
    return WRONG;
}

static void describe(const command_option *known, size_t count, struct option *out)
{
    if (count > OPTIONS_MOST)
        abort(); /* the tables are ours */
    for (size_t i = 0; i < count; i++)
        out[i] = (struct option){known[i].name, known[i].flag ? no_argument : required_argument, NULL, FIRST + (int)i};
    out[count] = (struct option){"help", no_argument, NULL, HELP};
    out[count + 1] = (struct option){0};
}

static int wrong_number(const char *command, const command_option *o)
{
    if (o->most == INT64_MAX)
        fprintf(stderr, "risicolaag %s: --%s is \"%s\", maar moet een geheel getal zijn, %lld of meer\n", command, o->name,
                optarg, (long long)o->least);
    else
        fprintf(stderr, "risicolaag %s: --%s is \"%s\", maar moet een geheel getal van %lld tot %lld zijn\n", command, o->name,
                optarg, (long long)o->least, (long long)o->most);
    return WRONG;
}

static int read_number(const char *command, const command_option *o)
{
    int64_t given = 0;
    if (!text_to_int64(optarg, &given) || given < o->least || given > o->most)
        return wrong_number(command, o);
    *o->number = given;
    return OPTIONS_READ;
}

static int read_list(const char *help, const command_option *o, arena *a)
{
    const text_list parts = text_items(a, optarg, ',');
    if (parts.count == 0 || parts.count > (size_t)o->most - o->list->count)
        return options_wrong(help);
    for (size_t i = 0; i < parts.count; i++)
        o->list->items[o->list->count++] = parts.items[i];
    return OPTIONS_READ;
}

static int read_option(const char *command, const char *help, const command_option *o, arena *a)
{
    if (o->number)
        return read_number(command, o);
    if (o->list)
        return read_list(help, o, a);
    if (o->flag)
        *o->flag = true;
    else
        *o->text = optarg;
    return OPTIONS_READ;
}

static int print_help(const char *help)
{
    return fputs(help, stdout) < 0;
}

static int read_all(int argc, char **argv, const command_line *line, arena *a)
{
    struct option described[OPTIONS_MOST + 2];
    describe(line->known, line->count, described);
    int done = OPTIONS_READ;
    for (int c = 0; done == OPTIONS_READ && (c = getopt_long(argc, argv, "h", described, NULL)) != -1;)
        done = c == HELP    ? print_help(line->help)
               : c >= FIRST ? read_option(argv[0], line->help, &line->known[c - FIRST], a)
                            : options_wrong(line->help);
    return done;
}

int options_read(int argc, char **argv, const command_line *line, arena *a)
{
    const int done = read_all(argc, argv, line, a);
    const bool fits = line->words == WORDS_ANY || line->words == argc - optind;
    return done == OPTIONS_READ && !fits ? options_wrong(line->help) : done;
}
