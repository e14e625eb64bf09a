#include "data/manage/import_job.h"

#include <strings.h>

const char *const import_field_names[FIELD_COUNT] = {
#define X(name) [FIELD_##name] = #name,
    IMPORT_FIELDS(X)
#undef X
};

/* In capitals or small letters, with or without blanks around it. */
static import_field field_named(slice name)
{
    const slice plain = slice_trim(name);
    for (int f = 0; f < FIELD_COUNT; f++)
        if (plain.length == strlen(import_field_names[f]) && strncasecmp(plain.at, import_field_names[f], plain.length) == 0)
            return (import_field)f;
    return FIELD_COUNT;
}

void import_drop_tail(csv_record *c)
{
    while (c->count > FIELD_COUNT && slice_trim(c->fields[c->count - 1]).length == 0)
        c->count--;
}

static void place_column(import_job *j, size_t at)
{
    const slice name = j->record.fields[at];
    const import_field f = field_named(name);
    if (f == FIELD_COUNT)
        import_refuse_at(j, csv_field_place(j->csv, at), "", name, "deze kolom hoort niet in het sjabloon");
    else if (j->column[f] != CSV_FIELDS_MAX)
        import_refuse_at(j, csv_field_place(j->csv, at), import_field_names[f], name, "deze kolom staat er twee keer");
    else
        j->column[f] = at;
}

status import_header(import_job *j)
{
    bool any = false;
    for (int f = 0; f < FIELD_COUNT; f++)
        j->column[f] = CSV_FIELDS_MAX;
    TRY(csv_next(j->csv, &j->record, &any));
    if (!any) {
        import_refuse_at(j, (csv_place){1, 1}, "", slice_of(""),
                         "het bestand is leeg; de eerste rij moet de namen van de kolommen bevatten");
        return status_ok();
    }
    import_drop_tail(&j->record);
    for (size_t i = 0; i < j->record.count; i++)
        place_column(j, i);
    for (int f = 0; f < FIELD_COUNT; f++)
        if (j->column[f] == CSV_FIELDS_MAX)
            import_refuse_at(j, csv_field_place(j->csv, j->record.count), import_field_names[f], slice_of(""),
                             "deze kolom ontbreekt in de eerste rij");
    return status_ok();
}
