#include "data/manage/facts.h"

#include "base/embedded.h"
#include "data/manage/csv.h"
#include "data/manage/kbo.h"
#include "data/manage/shape.h"

#include <stdio.h>

enum { GEMEENTEN_MAX = 300, RUBRIEKEN_MAX = 2000 };

static const char *copy(arena *a, slice s)
{
    return arena_strndup(a, s.at, s.length);
}

static slice copy_slice(arena *a, slice s)
{
    return s.length ? (slice){copy(a, s), s.length} : (slice){NULL, 0};
}

static status bad_facts(const char *file)
{
    return FAIL(INTERNAL, "facts", "de meegeleverde gegevens %s kloppen niet", "the facts %s that the program carries are wrong",
                file);
}

/* nis_code;naam;provincie;x;y;oppervlakte_km2;geldig_van */
static bool read_gemeente(const csv_record *c, arena *a, fact_gemeente *g)
{
    double km2 = 0;
    if (c->count != 7 || !text_to_double(copy(a, c->fields[3]), &g->site.x) ||
        !text_to_double(copy(a, c->fields[4]), &g->site.y) || !text_to_double(copy(a, c->fields[5]), &km2))
        return false;
    g->nis_code = copy(a, c->fields[0]);
    g->naam = copy(a, c->fields[1]);
    g->provincie = copy(a, c->fields[2]);
    g->site.area_m2 = km2 * 1e6;
    g->geldig_van = copy(a, c->fields[6]);
    return true;
}

/* lijst;code;versie;omschrijving;vlarebo_categorie;geverifieerd;bron */
static bool read_rubriek(const csv_record *c, arena *a, rubriek_row *r)
{
    *r = (rubriek_row){0};
    if (c->count != 7 || !text_to_int64(copy(a, c->fields[2]), &r->versie))
        return false;
    r->lijst = copy_slice(a, c->fields[0]);
    r->code = copy_slice(a, c->fields[1]);
    r->omschrijving = copy_slice(a, c->fields[3]);
    r->vlarebo_categorie = copy_slice(a, c->fields[4]);
    r->geverifieerd = slice_is(c->fields[5], "1");
    r->bron = copy_slice(a, c->fields[6]);
    return true;
}

/* The header, which the program's own files always have. */
static status open_facts(const embedded_file *file, arena *a, csv_reader **out)
{
    csv_record header;
    bool more = false;
    csv_reader *r = csv_open_memory(file->text, file->length, a);
    TRY(csv_next(r, &header, &more));
    *out = r;
    return more ? status_ok() : bad_facts(file->name);
}

static status read_gemeenten(arena *a, fact_list *out)
{
    csv_reader *r = NULL;
    csv_record c;
    bool more = true;
    TRY(open_facts(&embedded_gemeenten[0], a, &r));
    out->gemeenten = arena_array(a, GEMEENTEN_MAX, sizeof *out->gemeenten);
    for (;;) {
        TRY(csv_next(r, &c, &more));
        if (!more)
            return status_ok();
        if (out->gemeente_count == GEMEENTEN_MAX || !read_gemeente(&c, a, &out->gemeenten[out->gemeente_count++]))
            return bad_facts(embedded_gemeenten[0].name);
    }
}

static status read_rubrieken(arena *a, fact_list *out)
{
    csv_reader *r = NULL;
    csv_record c;
    bool more = true;
    TRY(open_facts(&embedded_rubrieken[0], a, &r));
    out->rubrieken = arena_array(a, RUBRIEKEN_MAX, sizeof *out->rubrieken);
    for (;;) {
        TRY(csv_next(r, &c, &more));
        if (!more)
            return status_ok();
        if (out->rubriek_count == RUBRIEKEN_MAX || !read_rubriek(&c, a, &out->rubrieken[out->rubriek_count++]))
            return bad_facts(embedded_rubrieken[0].name);
    }
}

static status make_contours(arena *a, fact_list *facts)
{
    contour_site *sites = arena_array(a, facts->gemeente_count, sizeof *sites);
    contour *contours = arena_array(a, facts->gemeente_count, sizeof *contours);
    for (size_t i = 0; i < facts->gemeente_count; i++)
        sites[i] = facts->gemeenten[i].site;
    TRY(contours_compute(sites, facts->gemeente_count, a, contours));
    for (size_t i = 0; i < facts->gemeente_count; i++)
        facts->gemeenten[i].contour = contours[i];
    return status_ok();
}

status facts_read(arena *a, fact_list *out)
{
    fact_list facts = {0};
    TRY(read_gemeenten(a, &facts));
    TRY(read_rubrieken(a, &facts));
    TRY(make_contours(a, &facts));
    *out = facts;
    return status_ok();
}

static void draw(const contour *c, shape *s)
{
    shape_clear(s);
    shape_part(s);
    shape_ring_start(s);
    for (size_t i = 0; i < c->count; i++)
        shape_point(s, c->xy[i][0], c->xy[i][1]);
    shape_ring_close(s);
}

/* Affligem's number is public and known here; the other numbers are not (data/facts/README.md). */
static slice kbo_of(const char *nis, facts_kind kind, char made_up[KBO_DIGITS + 1], bool *verzonnen)
{
    *verzonnen = false;
    if (strcmp(nis, "23105") == 0)
        return slice_of("0207509031");
    if (kind == FACTS_REAL)
        return slice_of(NULL);
    *verzonnen = true;
    kbo_make_up(nis, made_up);
    return slice_of(made_up);
}

static status store_gemeenten(const fact_list *facts, facts_kind kind, writer *w, arena *a)
{
    shape s = shape_new(a);
    for (size_t i = 0; i < facts->gemeente_count; i++) {
        const fact_gemeente *g = &facts->gemeenten[i];
        char made_up[KBO_DIGITS + 1];
        gemeente_row row = {slice_of(g->nis_code),
                            slice_of(g->naam),
                            slice_of(g->provincie),
                            {NULL, 0},
                            false,
                            slice_of(g->geldig_van),
                            false,
                            &s};
        row.kbo_nummer = kbo_of(g->nis_code, kind, made_up, &row.kbo_verzonnen);
        draw(&g->contour, &s);
        TRY(writer_add_gemeente(w, &row));
    }
    return status_ok();
}

/* A sample shows every letter, and rubrieken without one (nulrubrieken). Which code has which is made up. */
static slice made_up_letter(size_t index)
{
    static const char *const letters[] = {"O", "B", "A", "O", NULL, "B", "S", "O", "A", "I"};
    return slice_of(letters[index % (sizeof letters / sizeof *letters)]);
}

/* Two of three get a made-up VITO identifier in a sample: clients must cope with both. */
static status store_rubrieken(const fact_list *facts, facts_kind kind, writer *w)
{
    for (size_t i = 0; i < facts->rubriek_count; i++) {
        rubriek_row row = facts->rubrieken[i];
        char id[48], versie_id[48];
        row.id = (int64_t)i + 1;
        snprintf(id, sizeof id, "voorbeeld-%zu", i + 1);
        snprintf(versie_id, sizeof versie_id, "voorbeeld-%zu-1", i + 1);
        if (kind != FACTS_REAL && i % 3 != 2) {
            row.vito_id = slice_of(id);
            row.vito_versie_id = slice_of(versie_id);
        }
        if (kind == FACTS_SAMPLE && !row.vlarebo_categorie.at && !row.geverifieerd)
            row.vlarebo_categorie = made_up_letter(i);
        TRY(writer_add_rubriek(w, &row));
    }
    return status_ok();
}

static status store_labels(facts_kind kind, writer *w)
{
    TRY(writer_set_kenmerk(w, "contouren", "schematisch: berekend uit plaats en oppervlakte, niet de echte gemeentegrens"));
    TRY(writer_set_kenmerk(w, "gemeenten_bron", "Statbel, open data, CC BY 4.0"));
    if (kind == FACTS_SAMPLE)
        TRY(writer_set_kenmerk(w, "rubrieken", "de letters zijn verzonnen waar geverifieerd = 0"));
    return writer_set_kenmerk(w, "kbo_nummers",
                              kind != FACTS_REAL ? "verzonnen, behalve waar kbo_verzonnen = 0"
                                                 : "alleen de bekende; laad de lijst met 'risicolaag gemeenten kbo'");
}

status facts_store(const fact_list *facts, facts_kind kind, writer *w, arena *a)
{
    TRY(writer_bulk_begin(w, TABLE_GEMEENTE));
    TRY(store_gemeenten(facts, kind, w, a));
    TRY(writer_bulk_end(w, TABLE_GEMEENTE));
    TRY(store_rubrieken(facts, kind, w));
    return store_labels(kind, w);
}
