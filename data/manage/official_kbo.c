#include "base/text.h"
#include "data/manage/csv_header.h"
#include "data/manage/kbo.h"
#include "data/manage/official.h"

#include <stdlib.h>

typedef struct kbo_load {
    writer *writer;
    arena *arena;
    csv_reader *csv;
    csv_record record;
    known_facts known;
    uint64_t *line; /* per gemeente: where the file named it; 0 not yet */
    kbo_result result;
} kbo_load;

static unsigned long long line_of(const kbo_load *l)
{
    return (unsigned long long)csv_field_place(l->csv, 0).line;
}

/* 0207.509.031 and 0207 509 031 mean the same as 0207509031. */
static const char *plain_digits(arena *a, slice value)
{
    char *digits = arena_alloc(a, value.length + 1);
    size_t n = 0;
    for (size_t i = 0, blank; i < value.length; i += blank ? blank : 1) {
        blank = text_blank(value.at + i, value.at + value.length);
        if (!blank && value.at[i] != '.')
            digits[n++] = value.at[i];
    }
    return digits;
}

static known_gemeente *find(const kbo_load *l, slice nis)
{
    for (size_t i = 0; i < l->known.gemeente_count; i++)
        if (slice_is(nis, l->known.gemeenten[i].nis_code))
            return &l->known.gemeenten[i];
    return NULL;
}

static status take_row(kbo_load *l)
{
    csv_drop_tail(&l->record, 2);
    if (l->record.count != 2)
        return FAIL(BAD_INPUT, "kbo", "regel %llu heeft %zu velden; het moeten er 2 zijn: nis;kbo",
                    "line %llu has %zu fields; it must have 2: nis;kbo", line_of(l), l->record.count);
    const slice nis = csv_value(l->record.fields[0]);
    known_gemeente *g = find(l, nis);
    const char *digits = plain_digits(l->arena, csv_value(l->record.fields[1]));
    if (!g)
        return FAIL(BAD_INPUT, "nis", "regel %llu: NIS-code %.12s staat niet in de opslag",
                    "line %llu: NIS code %.12s is not in the store", line_of(l), arena_strndup(l->arena, nis.at, nis.length));
    if (!kbo_is_valid(digits, strlen(digits)))
        return FAIL(BAD_INPUT, "kbo", "regel %llu: %.20s is geen KBO-nummer (tien cijfers, de laatste twee zijn controlecijfers)",
                    "line %llu: %.20s is not a KBO number (ten digits, the last two are check digits)", line_of(l), digits);
    uint64_t *line = &l->line[g - l->known.gemeenten];
    if (*line)
        return FAIL(BAD_INPUT, "nis", "regel %llu: NIS-code %s staat ook op regel %llu",
                    "line %llu: NIS code %s is also on line %llu", line_of(l), g->nis_code, (unsigned long long)*line);
    *line = line_of(l);
    g->kbo_nummer = digits;
    g->kbo_verzonnen = false;
    l->result.loaded++;
    return status_ok();
}

/* Whoever acts for an organisation sees its gemeente: two gemeenten with one number would see each other. */
static status check_doubles(const kbo_load *l)
{
    const known_gemeente *g = l->known.gemeenten;
    for (size_t i = 0; i < l->known.gemeente_count; i++)
        for (size_t j = i + 1; j < l->known.gemeente_count && g[i].kbo_nummer; j++)
            if (g[j].kbo_nummer && strcmp(g[i].kbo_nummer, g[j].kbo_nummer) == 0)
                return FAIL(BAD_INPUT, "kbo", "de gemeenten %s en %s zouden allebei KBO-nummer %s hebben",
                            "the gemeenten %s and %s would both have KBO number %s", g[i].nis_code, g[j].nis_code,
                            g[i].kbo_nummer);
    return status_ok();
}

static status check_header(kbo_load *l)
{
    static const char *const names[] = {"nis", "nis_code", "kbo", "kbo_nummer"};
    TRY(csv_read_header(l->csv, names, sizeof names / sizeof *names, &l->record));
    csv_drop_tail(&l->record, 2);
    const slice *f = l->record.fields;
    if (l->record.count == 2 && (csv_is_name(f[0], "nis") || csv_is_name(f[0], "nis_code")) &&
        (csv_is_name(f[1], "kbo") || csv_is_name(f[1], "kbo_nummer")))
        return status_ok();
    return FAIL(BAD_INPUT, "kbo", "de eerste rij moet nis;kbo zijn", "the first row must be nis;kbo");
}

static status store_numbers(kbo_load *l)
{
    for (size_t i = 0; i < l->known.gemeente_count; i++) {
        const known_gemeente *g = &l->known.gemeenten[i];
        if (l->line[i])
            TRY(writer_set_kbo(l->writer, g->nis_code, g->kbo_nummer, false));
        l->result.left += !g->kbo_nummer || g->kbo_verzonnen;
    }
    return writer_set_kenmerk(l->writer, "kbo_nummers",
                              l->result.left ? "officieel, behalve waar kbo_verzonnen = 1 of het nummer ontbreekt" : "officieel");
}

static status load(kbo_load *l)
{
    TRY(writer_facts(l->writer, l->arena, &l->known));
    l->line = arena_array(l->arena, l->known.gemeente_count, sizeof *l->line);
    TRY(check_header(l));
    for (bool more = true;;) {
        TRY(csv_next(l->csv, &l->record, &more));
        if (!more)
            break;
        TRY(take_row(l));
    }
    TRY(check_doubles(l));
    TRY(store_numbers(l));
    return writer_commit(l->writer);
}

status official_load_kbo(const char *path, writer *w, arena *a, kbo_result *out)
{
    kbo_load *l = arena_alloc(a, sizeof *l);
    *l = (kbo_load){.writer = w, .arena = a};
    TRY(csv_open(path, a, &l->csv));
    TRY(writer_begin(w));
    const status done = load(l);
    if (done.code != ST_OK)
        writer_rollback(w);
    TRY(done);
    *out = l->result;
    return status_ok();
}
