#include "data/manage/import_job.h"

const char *const import_field_names[FIELD_COUNT] = {
#define X(name) [FIELD_##name] = #name,
    IMPORT_FIELDS(X)
#undef X
};

enum { UNKNOWN_TOLD = 20 };

/* A file with hundreds of columns is another file: the first ones are named, the others counted. */
static void refuse_column(import_job *j, size_t at, size_t unknown)
{
    const row_place place = row_source_place(j->source, at);
    if (unknown < UNKNOWN_TOLD)
        import_refuse_at(j, place, "", j->record.fields[at], "KolomOnbekend", "deze kolom hoort niet in het sjabloon");
    else if (unknown == UNKNOWN_TOLD)
        import_refuse_at(j, place, "", j->record.fields[at], "KolomOnbekend",
                         "deze kolom en verdere horen niet in het sjabloon; met --ignore-columns worden ze overgeslagen");
}

static void place_column(import_job *j, size_t at, size_t *unknown)
{
    const slice name = j->record.fields[at];
    import_field f = FIELD_COUNT;
    const column_use use = column_find(&j->settings->columns, row_source_value(j->source, name), &f);
    if (use == COLUMN_UNKNOWN && !j->settings->columns.ignore_others)
        refuse_column(j, at, (*unknown)++);
    else if (use != COLUMN_FIELD)
        text_addf(&j->passed_over, "%s%.*s", j->passed_over.length ? ", " : "", (int)name.length, name.at);
    else if (j->column[f] != CSV_FIELDS_MAX)
        import_refuse_at(j, row_source_place(j->source, at), import_field_names[f], name, "KolomDubbel",
                         "deze kolom staat er twee keer");
    else
        j->column[f] = at;
}

/* A field that the caller says the file does not have is empty in every row: it reads the one field more that a record has. */
static void find_missing(import_job *j)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        const char *theirs = j->settings->columns.theirs[f];
        if (j->column[f] != CSV_FIELDS_MAX || (theirs ? !*theirs : f >= FIELDS_REQUIRED))
            continue;
        if (theirs)
            import_refuse_at(j, row_source_place(j->source, j->width), import_field_names[f], slice_of(theirs), "KolomOntbreekt",
                             "deze kolom van --columns staat niet in het bestand");
        else
            import_refuse_at(j, row_source_place(j->source, j->width), import_field_names[f], slice_of(""), "KolomOntbreekt",
                             row_source_is_map(j->source) ? "dit veld ontbreekt in de laag"
                                                          : "deze kolom ontbreekt in de eerste rij");
    }
}

static void tell_columns(import_job *j)
{
    if (j->settings->say && j->result.errors == 0 && j->passed_over.length)
        fprintf(j->settings->say, "Niet gelezen: %s.\n", text_whole(j->passed_over.chars, j->passed_over.length, j->arena));
}

/* The columns behind the template's own may be empty ones that a spreadsheet once used. */
static void drop_unnamed(import_job *j)
{
    csv_drop_tail(&j->record, 1);
    j->width = j->record.count;
}

status import_header(import_job *j)
{
    size_t count = 0, unknown = 0;
    for (int f = 0; f < FIELD_COUNT; f++)
        j->column[f] = CSV_FIELDS_MAX;
    const char *const *names = column_names(&j->settings->columns, j->arena, &count);
    const status read = row_source_names(j->source, names, count, &j->record);
    if (read.code == ST_BAD_INPUT) {
        import_stop(j, (row_place){1, 1, NULL}, &read);
        return status_ok();
    }
    TRY(read);
    drop_unnamed(j);
    for (size_t i = 0; i < j->width; i++)
        place_column(j, i, &unknown);
    find_missing(j);
    tell_columns(j);
    return status_ok();
}
