#include "data/manage/rubrieken.h"

#include "base/text.h"
#include "data/manage/csv_header.h"
#include "data/manage/csv_write.h"
#include "data/model/name_check.h"

enum { CODE_MOST = 100, TEXT_MOST = 1000 };

/* The columns, in the order of the list. */
#define FIELDS(X) \
    X(lijst) X(code) X(versie) X(omschrijving) X(vlarebo_categorie) X(vito_id) X(vito_versie_id) X(geverifieerd) X(bron)

typedef enum field {
#define X(name) FIELD_##name,
    FIELDS(X)
#undef X
        FIELD_COUNT
} field;

static const char *const names[FIELD_COUNT] = {
#define X(name) [FIELD_##name] = #name,
    FIELDS(X)
#undef X
};

typedef struct load {
    writer *writer;
    arena *arena;
    csv_reader *csv;
    csv_record record;
    size_t column[FIELD_COUNT];
    rubrieken_result result;
} load;

static unsigned long long line_of(const load *l)
{
    return (unsigned long long)csv_field_place(l->csv, 0).line;
}

static slice value(const load *l, field f)
{
    return csv_value(l->record.fields[l->column[f]]);
}

/* nl, en: what is wrong with the field of this line, and what would be right. */
static status wrong(const load *l, field f, const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, names[f], "regel %llu: %s %s%.0s", "line %llu: %s %.0s%s", line_of(l), names[f], nl, en);
}

/* --- The header --- */

static status find_column(load *l, field f)
{
    l->column[f] = CSV_FIELDS_MAX;
    for (size_t i = 0; i < l->record.count; i++)
        if (csv_is_name(l->record.fields[i], names[f]))
            l->column[f] = i;
    return l->column[f] < CSV_FIELDS_MAX ? status_ok()
                                         : wrong(l, f, "ontbreekt als kolom; 'risicolaag rubrieken list' toont ze alle",
                                                 "is missing as a column; 'risicolaag rubrieken list' shows all of them");
}

static status read_header(load *l)
{
    TRY(csv_read_header(l->csv, names, FIELD_COUNT, &l->record));
    for (int f = 0; f < FIELD_COUNT; f++)
        TRY(find_column(l, (field)f));
    csv_drop_tail(&l->record, FIELD_COUNT);
    if (l->record.count != FIELD_COUNT)
        return FAIL(BAD_INPUT, "", "de eerste rij heeft %zu kolommen, het moeten er %d zijn",
                    "the first row has %zu columns, it must have %d", l->record.count, FIELD_COUNT);
    return status_ok();
}

/* --- A row --- */

/* An optional text. */
static status read_text(const load *l, field f, size_t most, slice *out)
{
    name_fault fault;
    const slice v = value(l, f);
    if (v.length && !name_is_plain(v, most, &fault))
        return wrong(l, f, fault.nl, fault.en);
    *out = slice_or_null(v);
    return status_ok();
}

static status read_key(const load *l, rubriek_row *r)
{
    name_fault fault;
    r->lijst = value(l, FIELD_lijst);
    r->code = value(l, FIELD_code);
    if (!slice_is(r->lijst, "VLAREBO_BIJLAGE_I") && !slice_is(r->lijst, "VLAREM_KOLOM_8"))
        return wrong(l, FIELD_lijst, "moet VLAREBO_BIJLAGE_I of VLAREM_KOLOM_8 zijn",
                     "must be VLAREBO_BIJLAGE_I or VLAREM_KOLOM_8");
    if (!name_is_plain(r->code, CODE_MOST, &fault))
        return wrong(l, FIELD_code, fault.nl, fault.en);
    const slice v = value(l, FIELD_versie);
    if (!text_to_int64(arena_strndup(l->arena, v.at, v.length), &r->versie) || r->versie < 1)
        return wrong(l, FIELD_versie, "moet een geheel getal vanaf 1 zijn", "must be an integer from 1");
    return status_ok();
}

static status read_letter(const load *l, slice *out)
{
    const slice v = value(l, FIELD_vlarebo_categorie);
    if (v.length > 1 || (v.length == 1 && !strchr("OABSI", v.at[0])))
        return wrong(l, FIELD_vlarebo_categorie, "moet O, A, B, S of I zijn, of leeg", "must be O, A, B, S or I, or empty");
    *out = slice_or_null(v);
    return status_ok();
}

static status read_verified(const load *l, bool *out)
{
    const slice v = value(l, FIELD_geverifieerd);
    *out = slice_is(v, "ja");
    return *out || slice_is(v, "nee") ? status_ok()
                                      : wrong(l, FIELD_geverifieerd, "moet ja of nee zijn", "must be ja (yes) or nee (no)");
}

static status read_row(const load *l, rubriek_row *r)
{
    if (l->record.count != FIELD_COUNT)
        return FAIL(BAD_INPUT, "", "regel %llu heeft %zu velden, het moeten er %d zijn",
                    "line %llu has %zu fields, it must have %d", line_of(l), l->record.count, FIELD_COUNT);
    TRY(read_key(l, r));
    TRY(read_text(l, FIELD_omschrijving, TEXT_MOST, &r->omschrijving));
    TRY(read_letter(l, &r->vlarebo_categorie));
    TRY(read_text(l, FIELD_vito_id, CODE_MOST, &r->vito_id));
    TRY(read_text(l, FIELD_vito_versie_id, CODE_MOST, &r->vito_versie_id));
    TRY(read_verified(l, &r->geverifieerd));
    return read_text(l, FIELD_bron, TEXT_MOST, &r->bron);
}

static status take_row(load *l)
{
    rubriek_row r = {0};
    csv_drop_tail(&l->record, FIELD_COUNT);
    put_outcome outcome = PUT_ADDED;
    TRY(read_row(l, &r));
    TRY(writer_put_rubriek(l->writer, &r, &outcome));
    if (outcome == PUT_REFUSED)
        return wrong(l, FIELD_vito_id, "en vito_versie_id horen in deze lijst al bij een andere rubriek",
                     "and vito_versie_id belong to another rubriek of this list already");
    l->result.added += outcome == PUT_ADDED;
    l->result.changed += outcome == PUT_CHANGED;
    return status_ok();
}

/* Malformed CSV is reported with its place. */
static status next_row(load *l, bool *more)
{
    const status s = csv_next(l->csv, &l->record, more);
    if (s.code != ST_BAD_INPUT)
        return s;
    return FAIL(BAD_INPUT, "", "regel %llu: %s%.0s", "line %llu: %.0s%s", (unsigned long long)csv_where(l->csv).line, s.nl, s.en);
}

static status load_all(load *l)
{
    TRY(read_header(l));
    for (bool more = true;;) {
        TRY(next_row(l, &more));
        if (!more)
            return writer_commit(l->writer);
        TRY(take_row(l));
    }
}

status rubrieken_load(const char *path, writer *w, arena *a, rubrieken_result *out)
{
    load *l = arena_alloc(a, sizeof *l);
    *l = (load){.writer = w, .arena = a};
    TRY(csv_open(path, a, &l->csv));
    TRY(writer_begin(w));
    const status done = load_all(l);
    if (done.code != ST_OK)
        writer_rollback(w);
    TRY(done);
    *out = l->result;
    return status_ok();
}

status rubrieken_list(writer *w, arena *a, FILE *to)
{
    known_facts known;
    TRY(writer_facts(w, a, &known));
    for (int f = 0; f < FIELD_COUNT; f++)
        fprintf(to, "%s%s", f ? ";" : "", names[f]);
    fputs("\n", to);
    for (size_t i = 0; i < known.rubriek_count; i++) {
        const rubriek_row *r = &known.rubrieken[i];
        const slice version = slice_of(arena_printf(a, "%lld", (long long)r->versie));
        const slice fields[FIELD_COUNT] = {r->lijst,
                                           r->code,
                                           version,
                                           r->omschrijving,
                                           r->vlarebo_categorie,
                                           r->vito_id,
                                           r->vito_versie_id,
                                           slice_of(r->geverifieerd ? "ja" : "nee"),
                                           r->bron};
        csv_write_row(to, fields, FIELD_COUNT, CSV_GUARDED, "\n");
    }
    return status_ok();
}
