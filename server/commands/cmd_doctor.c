/* `risicolaag doctor`: what of an installation is not right yet, in plain words. */
#include "base/clock.h"
#include "server/commands/command.h"
#include "server/commands/doctor.h"
#include "server/commands/store_option.h"

#include <stdarg.h>
#include <stdio.h>

static const char help[] =
    "Gebruik: risicolaag doctor [--config BESTAND] [--state MAP]\n\n"
    "Kijkt na wat aan deze installatie nog niet goed is, en zegt wat u eraan doet: de instellingen, wie binnen mag, de "
    "aanmeldserver,\nTLS, rechten, schijfruimte, reservekopieën, KBO-nummers, grenzen, klok en coördinaten. Verandert niets.\n"
    "Doe het als root of als de gebruiker van de dienst. Uitgang: 0 als niets fout is, anders 1.\n\n"
    "  --config BESTAND  de instellingen (standaard: config.json in de map van --state)\n"
    "  --state MAP       map met alle bestanden van het programma (standaard: ./state)\n"
    "  -h, --help        toont deze uitleg\n\n"
    "In English: says what of this installation is not right yet, and what to do about it. It changes nothing. Exit status 0 "
    "when "
    "nothing\nis wrong ('fout'), else 1.\n";

void doctor_say(doctor *d, doctor_finding finding, const char *what, const char *how, ...)
{
    static const char *const words[] = {"goed", "let op", "FOUT"};
    va_list arguments;
    d->found[finding]++;
    printf("%-7s %s: ", words[finding], what);
    va_start(arguments, how);
    vprintf(how, arguments);
    va_end(arguments);
    putchar('\n');
}

static status look(const char *path, arena *a, bool *bad)
{
    config c;
    TRY(config_read(path, a, &c));
    doctor d = {.config_path = path, .config = &c, .arena = a, .now = clock_wall()};
    doctor_look_at_service(&d);
    doctor_look_at_access(&d);
    doctor_look_at_files(&d);
    doctor_look_at_facts(&d);
    doctor_look_at_system(&d);
    printf("%d goed, %d om op te letten, %d fout\n", d.found[DOCTOR_GOOD], d.found[DOCTOR_NOTICE], d.found[DOCTOR_BAD]);
    *bad = d.found[DOCTOR_BAD] > 0;
    return status_ok();
}

int cmd_doctor(int argc, char **argv)
{
    store_option o = {0};
    const char *config_path = NULL;
    const command_option known[] = {{.name = "config", .text = &config_path}, {.name = "state", .text = &o.state}};
    const int read = options_read(argc, argv, &(command_line){help, known, sizeof known / sizeof *known, 0}, NULL);
    if (read != OPTIONS_READ)
        return read;
    arena *a = arena_new();
    bool bad = false;
    const status done = look(config_path ? config_path : arena_printf(a, "%s/config.json", store_option_state(&o)), a, &bad);
    arena_free(a);
    if (done.code != ST_OK)
        return command_fail("doctor", &done);
    return bad ? 1 : 0;
}
