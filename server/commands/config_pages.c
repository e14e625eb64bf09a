#include "server/commands/config_pages.h"

#include <string.h>

static const char *kind_of(const setting *s, bool dutch)
{
    switch (s->kind) {
    case SETTING_SECTION: return dutch ? "onderdeel" : "section";
    case SETTING_CLOSABLE: return dutch ? "onderdeel of null" : "section or null";
    case SETTING_TEXT: return dutch ? "tekst" : "text";
    case SETTING_PATH: return dutch ? "pad" : "path";
    case SETTING_NUMBER: return dutch ? "getal" : "number";
    case SETTING_FLAG: return "true, false";
    case SETTING_TEXTS: return dutch ? "lijst van teksten" : "list of texts";
    case SETTING_OBJECTS: return dutch ? "lijst van onderdelen" : "list of sections";
    case SETTING_CHOICE: return dutch ? "keuze" : "choice";
    }
    return "";
}

static bool has_bounds(const setting *s)
{
    return s->kind == SETTING_NUMBER || s->kind == SETTING_TEXTS || s->kind == SETTING_OBJECTS;
}

/* "getal, 1–256", "keuze: a, b": in one language. */
static void write_kind(const setting *s, bool dutch, FILE *to)
{
    fputs(kind_of(s, dutch), to);
    if (has_bounds(s))
        fprintf(to, ", %d–%d", s->least, s->most);
    if (s->kind != SETTING_CHOICE)
        return;
    fputs(": ", to);
    for (const char *at = s->words; *at; at++)
        *at == '|' ? fputs(", ", to) : fputc(*at, to);
}

/* A path as it is looked up. */
static void write_value(const settings_file *f, const setting *s, json_t *value, FILE *to)
{
    const char *path = s->kind == SETTING_PATH ? json_string_value(value) : NULL;
    if (path && *path != '/')
        value = json_keep(json_string(arena_printf(f->arena, "%s/%s", f->folder, path)), f->arena);
    if (!value || json_dumpf(value, to, JSON_ENCODE_ANY) != 0)
        fputs("-", to);
}

static bool is_part(const setting *s)
{
    return strchr(s->name, '[') != NULL;
}

static bool is_shown(const setting *s, bool given)
{
    return !is_part(s) && s->kind != SETTING_SECTION && (given || s->kind != SETTING_CLOSABLE);
}

void config_explain(const settings_file *f, FILE *to)
{
    for (size_t i = 0; i < f->table.count; i++) {
        const setting *s = &f->table.items[i];
        bool given = false;
        json_t *value = settings_value(f, s, &given);
        if (!is_shown(s, given) || (s->kind == SETTING_CLOSABLE && !json_is_null(value)))
            continue;
        fprintf(to, "%s = ", s->name);
        write_value(f, s, value, to);
        fprintf(to, "\n    [%s · %s] (",
                given   ? "uit het bestand"
                : value ? "standaard"
                        : "niet ingesteld",
                given   ? "from the file"
                : value ? "default"
                        : "not set");
        write_kind(s, true, to);
        fprintf(to, ")\n    %s\n    %s\n", s->nl, s->en);
    }
}

static void markdown_standard(const setting *s, FILE *to)
{
    if (s->required)
        fputs("verplicht · *required*", to);
    else if (s->standard)
        fprintf(to, "`%s`", s->standard);
}

void config_markdown(settings_table t, FILE *to)
{
    fputs("| instelling · *setting* | soort · *type* | standaard · *default* | |\n|---|---|---|---|\n", to);
    for (size_t i = 0; i < t.count; i++) {
        const setting *s = &t.items[i];
        fprintf(to, "| `%s` | ", s->name);
        write_kind(s, true, to);
        fputs(" | ", to);
        markdown_standard(s, to);
        fprintf(to, " | %s *%s* |\n", s->nl, s->en);
    }
}

/* A line of roff: a dot or an apostrophe at its beginning would be a request, a backslash an escape (groff(7)). */
static void manual_line(const char *words, FILE *to)
{
    fputs("\\&", to);
    for (; *words; words++)
        *words == '\\' ? fputs("\\e", to) : *words == '-' ? fputs("\\-", to) : fputc(*words, to);
    fputc('\n', to);
}

static void manual_row(const setting *s, FILE *to)
{
    fputs(".TP\n.B ", to);
    manual_line(s->name, to);
    write_kind(s, false, to);
    if (s->required)
        fputs(", required", to);
    fputs(".\n", to);
    if (s->standard) {
        fputs("Default:\n", to);
        manual_line(s->standard, to);
    }
    fputs(".br\n", to);
    manual_line(s->en, to);
    fputs(".br\n", to);
    manual_line(s->nl, to);
}

void config_manual(settings_table t, FILE *to)
{
    fputs(".TH RISICOLAAG\\-CONFIG 5 \"\" \"risicolaag " RISICOLAAG_VERSION "\" \"Risicolaag\"\n.SH NAME\n"
          "risicolaag\\-config \\- instellingen van de risicolaag / settings of risicolaag\n.SH DESCRIPTION\n"
          "The file config.json holds the settings of\n.BR risicolaag (1)\nas a JSON object (RFC 8259).\n"
          "A dot in a name below means an object in an object.\nPaths are relative to the folder of the file.\n"
          "A setting that does not exist is refused.\nNever put a secret in this file: name the file that holds it.\n"
          ".PP\nrisicolaag config \\-\\-check FILE\nsays whether the service could start with a file, and\n"
          "risicolaag config \\-\\-explain\nshows what holds now.\nAfter a change:\nsystemctl reload risicolaag\n.SH SETTINGS\n",
          to);
    for (size_t i = 0; i < t.count; i++)
        manual_row(&t.items[i], to);
    fputs(".SH FILES\n/etc/risicolaag/config.json\n.SH SEE ALSO\n.BR risicolaag (1)\n", to);
}
