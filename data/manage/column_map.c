#include "data/manage/column_map.h"

#include "base/text.h"

#include <stdlib.h>
#include <utf8proc.h>

enum { CUT = 10, NAME_MOST = 200, CUT_BEFORE_NUMBER = 8 };

/* Columns of our own answers (data/layers/risicolocatie.xml), of formats, and of a file that --marked has written. */
static const char *const known[] = {"gemeente_naam",
                                    "rubriek_omschrijving",
                                    "vlarebo_categorie",
                                    "vito_id",
                                    "vito_versie_id",
                                    "geschrapt_op",
                                    "oppervlakte_m2",
                                    "aangemaakt_op",
                                    "gewijzigd_op",
                                    "versie",
                                    "x",
                                    "y",
                                    "gml_id",
                                    "fid",
                                    "ogc_fid",
                                    "fout",
                                    "fout_kolom"};

static size_t find_field(const column_fields *of, const char *name)
{
    size_t f = 0;
    while (f < of->count && !text_equal_nocase(of->names[f], name))
        f++;
    return f;
}

static status read_part(const char *part, const column_fields *of, arena *a, const char **theirs)
{
    const char *equals = strchr(part, '=');
    const size_t f = equals ? find_field(of, text_trim(a, arena_strndup(a, part, (size_t)(equals - part)))) : of->count;
    if (f == of->count)
        return FAIL(BAD_INPUT, "columns", "--columns: '%.60s' is geen VELD=KOLOM met een veld van %s%.0s, zoals rubriek=RUBR",
                    "--columns: '%.60s' is no FIELD=COLUMN with a field of %.0s%s, such as rubriek=RUBR", part, of->nl, of->en);
    if (theirs[f])
        return FAIL(BAD_INPUT, "columns", "--columns: %s staat er twee keer", "--columns: %s is there twice", of->names[f]);
    theirs[f] = text_trim(a, equals + 1);
    return status_ok();
}

status column_wishes(const char *chars, const column_fields *of, arena *a, const char **theirs)
{
    const text_list parts = text_items(a, chars ? chars : "", ',');
    for (size_t i = 0; i < parts.count; i++)
        TRY(read_part(parts.items[i], of, a, theirs));
    return status_ok();
}

status column_wish_read(const char *chars, bool ignore_others, arena *a, column_wish *out)
{
    column_wish wish = {.ignore_others = ignore_others};
    const column_fields template = {import_field_names, FIELD_COUNT, "het sjabloon", "the template"};
    TRY(column_wishes(chars, &template, a, wish.theirs));
    *out = wish;
    return status_ok();
}

/* Without case and accents, with underscores for what separates words. False when it is no UTF-8 or too long to be a name. */
static bool plain_name(slice name, char out[NAME_MOST + 1])
{
    utf8proc_uint8_t *folded = NULL;
    const slice bare = slice_trim(name);
    if (bare.length == 0 || bare.length > NAME_MOST)
        return false;
    const utf8proc_ssize_t n = utf8proc_map((const utf8proc_uint8_t *)bare.at, (utf8proc_ssize_t)bare.length, &folded,
                                            UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    const bool fits = n > 0 && n <= NAME_MOST;
    for (utf8proc_ssize_t i = 0; fits && i < n; i++)
        out[i] = strchr(" -.\t", folded[i]) && folded[i] ? '_' : (char)folded[i];
    if (fits)
        out[n] = '\0';
    free(folded);
    return fits;
}

/* As ours, or as a shapefile has it: gemeente_nis is gemeente_n there. */
static bool is_name(const char *name, const char *ours)
{
    return strcmp(name, ours) == 0 || (strlen(name) == CUT && strncmp(name, ours, CUT) == 0);
}

/* The second of two names with the same beginning: gemeente_1. */
static bool is_numbered(const char *name, const char *ours)
{
    return strlen(name) == CUT && strncmp(name, ours, CUT_BEFORE_NUMBER) == 0 && name[CUT - 2] == '_' && name[CUT - 1] >= '1' &&
           name[CUT - 1] <= '9';
}

static column_use find_ours(const column_wish *w, const char *name, import_field *field)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        if (is_name(name, import_field_names[f])) {
            *field = (import_field)f;
            return w->theirs[f] ? COLUMN_KNOWN : COLUMN_FIELD; /* the caller has named another one */
        }
    for (size_t i = 0; i < sizeof known / sizeof *known; i++)
        if (is_name(name, known[i]) || is_numbered(name, known[i]))
            return COLUMN_KNOWN;
    return COLUMN_UNKNOWN;
}

bool column_is_called(slice name, const char *theirs)
{
    char given[NAME_MOST + 1], wished[NAME_MOST + 1];
    return theirs && plain_name(name, given) && plain_name(slice_of(theirs), wished) && strcmp(given, wished) == 0;
}

column_use column_find(const column_wish *w, slice name, import_field *field)
{
    char given[NAME_MOST + 1];
    if (!plain_name(name, given))
        return COLUMN_UNKNOWN;
    for (int f = 0; f < FIELD_COUNT; f++)
        if (column_is_called(name, w->theirs[f])) {
            *field = (import_field)f;
            return COLUMN_FIELD;
        }
    return find_ours(w, given, field);
}

const char *const *column_names(const column_wish *w, arena *a, size_t *count)
{
    const char **names = arena_array(a, 2 * (size_t)FIELD_COUNT, sizeof *names);
    *count = 0;
    for (int f = 0; f < FIELD_COUNT; f++) {
        names[(*count)++] = import_field_names[f];
        if (w->theirs[f] && *w->theirs[f])
            names[(*count)++] = w->theirs[f];
    }
    return names;
}
