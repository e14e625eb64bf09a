#include "data/manage/migrate_job.h"

#include "data/manage/layer_rows.h"

/* What the door is told; the rest follows from it (data/store/edit_derive.h). */
typedef enum told_column { NIS, RUBRIEK, LIJST, NOTE, BRON, START, END, OMV, IIOA, WIJZIGING, GEOMETRY, TOLD } told_column;

static const property told[TOLD] = {
    [NIS] = {.name = "gemeente_nis", .column = "gemeente_nis", .type = VALUE_STRING},
    [RUBRIEK] = {.name = "rubriek", .column = "rubriek", .type = VALUE_STRING},
    [LIJST] = {.name = "rubriekenlijst", .column = "rubriekenlijst", .type = VALUE_STRING},
    [NOTE] = {.name = "omschrijving", .column = "omschrijving", .type = VALUE_STRING},
    [BRON] = {.name = "bron", .column = "bron", .type = VALUE_STRING},
    [START] = {.name = "startdatum", .column = "startdatum", .type = VALUE_DATE},
    [END] = {.name = "einddatum", .column = "einddatum", .type = VALUE_DATE},
    [OMV] = {.name = "omv_nummer", .column = "omv_nummer", .type = VALUE_STRING},
    [IIOA] = {.name = "iioa_nummer", .column = "iioa_nummer", .type = VALUE_STRING},
    [WIJZIGING] = {.name = "wijziging_vergunning", .column = "wijziging_vergunning", .type = VALUE_STRING},
    [GEOMETRY] = {.name = "geometry", .column = "geometry", .type = VALUE_GEOMETRY},
};

/* One gemeente on its way into the store. */
typedef struct making {
    migrate_job *job;
    edit *edit;
    arena *arena;    /* of this gemeente alone */
    uint64_t number; /* of the line that is made now */
} making;

static value value_of(slice given)
{
    return given.at ? (value){.text = given.at, .length = given.length} : (value){.null = true};
}

static status insert(making *m, const old_found *one, const char *reason, int64_t *id)
{
    const property *properties[TOLD];
    const old_line *l = &one->line;
    const value values[TOLD] = {
        [NIS] = value_of(l->nis_code),           [RUBRIEK] = value_of(l->rubriek),    [LIJST] = value_of(l->lijst),
        [NOTE] = value_of(l->omschrijving),      [BRON] = value_of(l->bron),          [START] = value_of(l->startdatum),
        [END] = value_of(l->einddatum),          [OMV] = value_of(l->omv_nummer),     [IIOA] = value_of(l->iioa_nummer),
        [WIJZIGING] = value_of(slice_of("NEE")), [GEOMETRY] = {.shape = one->contour}};
    for (int i = 0; i < TOLD; i++)
        properties[i] = &told[i];
    const edit_row row = {
        .layer = layer_rows_risicolocatie(), .properties = properties, .values = values, .count = TOLD, .reason = reason};
    return edit_insert(m->edit, &row, id);
}

/* The journal says of which parcel it was made. */
static status make_one(void *context, const old_found *one)
{
    making *m = context;
    char reason[64];
    int64_t id = 0;
    m->number = one->line.number;
    snprintf(reason, sizeof reason, "risicogrond %.*s", (int)one->line.capakey.length, one->line.capakey.at);
    TRY(insert(m, one, reason, &id));
    return old_inventory_note(m->job->writer, &one->line, id);
}

static status make_all(making *m, const char *nis_code)
{
    migrate_job *j = m->job;
    TRY(edit_enter(writer_store(j->writer), j->who, EDIT_ORIGIN_MIGRATION, m->arena, &m->edit));
    TRY(writer_mark_imported(j->writer));
    TRY(old_inventory_each_to_make(j->writer, nis_code, make_one, m));
    return edit_commit(m->edit);
}

/* Of this line alone, and not of the store or the machine. */
static bool is_its_own_fault(status_code code)
{
    return code == ST_BAD_PARAM || code == ST_BAD_INPUT || code == ST_NOT_PROCESSED || code == ST_FORBIDDEN;
}

status migrate_make(migrate_job *j, const char *nis_code, bool *done)
{
    making m = {.job = j, .arena = arena_new()};
    const status made = make_all(&m, nis_code);
    if (made.code != ST_OK && m.edit)
        edit_abandon(m.edit);
    arena_free(m.arena);
    *done = made.code == ST_OK;
    if (*done)
        return status_ok();
    return m.number && is_its_own_fault(made.code) ? old_inventory_refuse(j->writer, m.number, "Geweigerd", made.nl) : made;
}
