#include "data/manage/csv_header.h"
#include "data/manage/import_job.h"

const char *const import_field_names[FIELD_COUNT] = {
#define X(name) [FIELD_##name] = #name,
    IMPORT_FIELDS(X)
#undef X
};

static import_field field_named(slice name)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        if (csv_is_name(name, import_field_names[f]))
            return (import_field)f;
    return FIELD_COUNT;
}

static void place_column(import_job *j, size_t at)
{
    const slice name = j->record.fields[at];
    const import_field f = field_named(name);
    if (f == FIELD_COUNT)
        import_refuse_at(j, row_source_place(j->source, at), "", name, "KolomOnbekend", "deze kolom hoort niet in het sjabloon");
    else if (j->column[f] != CSV_FIELDS_MAX)
        import_refuse_at(j, row_source_place(j->source, at), import_field_names[f], name, "KolomDubbel",
                         "deze kolom staat er twee keer");
    else
        j->column[f] = at;
}

status import_header(import_job *j)
{
    for (int f = 0; f < FIELD_COUNT; f++)
        j->column[f] = CSV_FIELDS_MAX;
    const status read = row_source_names(j->source, import_field_names, FIELD_COUNT, &j->record);
    if (read.code == ST_BAD_INPUT) {
        import_stop(j, (row_place){1, 1, NULL}, &read);
        return status_ok();
    }
    TRY(read);
    csv_drop_tail(&j->record, FIELDS_REQUIRED);
    j->columns = j->record.count;
    for (size_t i = 0; i < j->record.count; i++)
        place_column(j, i);
    for (int f = 0; f < FIELDS_REQUIRED; f++)
        if (j->column[f] == CSV_FIELDS_MAX)
            import_refuse_at(j, row_source_place(j->source, j->record.count), import_field_names[f], slice_of(""),
                             "KolomOntbreekt", "deze kolom ontbreekt in de eerste rij");
    return status_ok();
}
