#include "data/manage/import_job.h"

#include <stdlib.h>

static const int64_t ID_MAX = 9007199254740991; /* 2^53 - 1 */

struct id_set {
    arena *arena;
    struct id_line {
        int64_t id; /* 0: free */
        uint64_t line;
    } * places;
    size_t room, used;
};

id_set *id_set_new(arena *a)
{
    id_set *s = arena_alloc(a, sizeof *s);
    *s = (id_set){a, arena_array(a, 1024, sizeof *s->places), 1024, 0};
    return s;
}

static size_t place_of(const id_set *s, int64_t id)
{
    size_t at = (size_t)(((uint64_t)id * 0x9E3779B97F4A7C15U) >> 20) & (s->room - 1);
    while (s->places[at].id != 0 && s->places[at].id != id)
        at = (at + 1) & (s->room - 1);
    return at;
}

static void make_room(id_set *s)
{
    const id_set old = *s;
    s->room *= 2;
    s->places = arena_array(s->arena, s->room, sizeof *s->places);
    for (size_t i = 0; i < old.room; i++)
        if (old.places[i].id)
            s->places[place_of(s, old.places[i].id)] = old.places[i];
}

static bool id_set_has(const id_set *s, int64_t id)
{
    return s->places[place_of(s, id)].id == id;
}

uint64_t id_set_add(id_set *s, int64_t id, uint64_t line)
{
    if (2 * s->used >= s->room)
        make_room(s);
    struct id_line *place = &s->places[place_of(s, id)];
    if (place->id == id)
        return place->line;
    *place = (struct id_line){id, line};
    s->used++;
    return 0;
}

/* Also as the layer has it: risicolocatie.440210000012. */
static bool read_id(slice value, int64_t *out)
{
    static const char layer[] = "risicolocatie.";
    char digits[24];
    if (value.length >= sizeof layer && memcmp(value.at, layer, sizeof layer - 1) == 0)
        value = (slice){value.at + sizeof layer - 1, value.length - (sizeof layer - 1)};
    if (value.length == 0 || value.length >= sizeof digits || memchr(value.at, '\0', value.length))
        return false;
    memcpy(digits, value.at, value.length);
    digits[value.length] = '\0';
    int64_t id = 0;
    if (!text_to_int64(digits, &id) || id < 1 || id > ID_MAX)
        return false;
    *out = id;
    return true;
}

/* Reads the whole file once more for its ids alone, at the first row without one: a new number must not be one that a later row
 * brings. */
static status look_ahead(import_job *j)
{
    row_source *again = NULL;
    row_record *c = arena_alloc(j->arena, sizeof *c);
    bool more = false;
    int64_t id = 0;
    size_t count = 0;
    TRY(row_source_again(j->source, j->arena, &again));
    const char *const *names = column_names(&j->settings->columns, j->arena, &count);
    TRY(row_source_names(again, names, count, c));
    for (;;) {
        const status s = row_source_next(again, c, &more);
        if (s.code != ST_OK || !more)
            return status_ok(); /* errors in the file are reported when it is read for real */
        if (c->count <= j->column[FIELD_id] || c->count <= j->column[FIELD_gemeente_nis] ||
            !read_id(slice_trim(c->fields[j->column[FIELD_id]]), &id))
            continue;
        const slice nis = slice_trim(c->fields[j->column[FIELD_gemeente_nis]]);
        known_gemeente *g = record_gemeente(&j->known, nis.at, nis.length);
        if (g)
            record_id_keep_clear(g, id);
    }
}

static status new_id(import_job *j, known_gemeente *g, int64_t *out)
{
    if (!j->numbers_known)
        TRY(look_ahead(j));
    j->numbers_known = true;
    if (!record_id_next(g, out))
        import_refuse(j, FIELD_id, "NummersOp", "alle nummers van gemeente %s zijn op", g->nis_code);
    return status_ok();
}

static void note_removed(void *set, int64_t id)
{
    id_set_add(set, id, 1);
}

status import_note_removed(import_job *j)
{
    j->removed = id_set_new(j->arena);
    return writer_each_removed(j->writer, note_removed, j->removed);
}

/* Of what was pruned from the journal only the number tells that it was given. */
static bool is_forgotten(const import_job *j, const known_gemeente *g, int64_t id)
{
    return j->known.pruned && record_id_was_given(g, id);
}

void import_refuse_forgotten(import_job *j)
{
    import_refuse(
        j, FIELD_id, "IdVerwijderd",
        "dit nummer is al eens gegeven, en wat het was is niet meer bewaard (risicolaag historiek prune): laat het leeg "
        "voor een nieuw record; alleen 'risicolaag restore' brengt het terug, uit een reservekopie");
}

/* Whether it can be the id of a row that is added. */
static status check_new(import_job *j, known_gemeente *g, int64_t id)
{
    bool taken = false;
    TRY(writer_has_risicolocatie(j->writer, id, &taken));
    if (taken)
        import_refuse(j, FIELD_id, "IdBestaat", "dit id bestaat al in de opslag; laat het leeg voor een nieuw record");
    else if (record_id_is_foreign(&j->known, g, id))
        import_refuse(j, FIELD_id, "IdVanAnder", "dit id ligt in de reeks van een andere gemeente");
    else if (id_set_has(j->removed, id))
        import_refuse(j, FIELD_id, "IdVerwijderd",
                      "dit id was van een record dat verwijderd werd; laat het leeg voor een nieuw record");
    else if (is_forgotten(j, g, id))
        import_refuse_forgotten(j);
    record_id_keep_clear(g, id);
    return status_ok();
}

static status own_id(import_job *j, known_gemeente *g, slice value, int64_t *out)
{
    int64_t id = 0;
    if (!read_id(value, &id)) {
        import_refuse(j, FIELD_id, "IdOngeldig", "het id moet een geheel getal van 1 tot %lld zijn, of leeg", (long long)ID_MAX);
        return status_ok();
    }
    const uint64_t before = id_set_add(j->ids, id, row_source_number(j->source));
    if (before)
        import_refuse(j, FIELD_id, "IdDubbel", "dit id staat ook op %s %llu", row_source_noun(j->source),
                      (unsigned long long)before);
    else if (!j->replacement)
        TRY(check_new(j, g, id));
    *out = id;
    return status_ok();
}

status import_id(import_job *j, known_gemeente *g, int64_t *out)
{
    const slice value = import_value(j, FIELD_id);
    if (value.length)
        return own_id(j, g, value, out);
    return j->replacement ? status_ok() : new_id(j, g, out);
}
