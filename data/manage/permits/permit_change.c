#include "data/manage/permits/permit_job.h"

#include "base/calendar.h"

static const property label = {.name = "wijziging_vergunning", .column = "wijziging_vergunning", .type = VALUE_STRING};

/* The label alone: what a person made of the record since stays, struck off or not. */
static status put_label(permit_step *s, int64_t id)
{
    const property *const properties[] = {&label};
    const value values[] = {{.text = "JA", .length = 2}};
    const edit_row row = {
        .layer = s->job->risk, .id = id, .properties = properties, .values = values, .count = 1, .reason = s->event->uuid};
    TRY(edit_update(s->edit, &row));
    s->labelled++;
    return status_ok();
}

/* A grant that we do not know may still come: deliveries can be out of order. */
static status not_known(permit_step *s)
{
    return permit_problem_note(
        s, "", "VergunningNietGekend", s->event->omv_nummer,
        "de vergunning %s is gewijzigd, maar hier is ze niet bekend: ze is van voor de integratie, of komt nog",
        s->event->omv_nummer);
}

status permit_change(permit_step *s)
{
    permit_rows rows;
    bool known = false;
    TRY(permits_rows_of(s->job->writer, s->event->omv_nummer, s->arena, &rows, &known));
    if (!known)
        return not_known(s);
    for (size_t i = 0; i < rows.count; i++) {
        int64_t granted = 0;
        const permit_row *row = &rows.items[i];
        if (!row->changed && calendar_read(row->granted, &granted) && permit_is_in_time(granted, s->event->day))
            TRY(put_label(s, row->id));
    }
    return status_ok();
}
