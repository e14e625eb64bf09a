#include "data/manage/import.h"

#include "auth/scope_operator.h"
#include "data/manage/import_job.h"
#include "data/manage/layer_rows.h"
#include "data/manage/progress.h"

/* Of a file: some 120,000 rows, which make a log of some 70 MB. */
enum { MANY_BYTES = 32 * 1000 * 1000, MANY_ROWS = 20000 };
#include "data/manage/record_id.h"

/* Before the first row, notes that the store holds rows other than the sample's: after that only the edit may use the writer. */
static status add_row(import_job *j, const risicolocatie_row *row)
{
    int64_t id = 0;
    if (!j->marked)
        TRY(writer_mark_imported(j->writer));
    j->marked = true;
    const edit_row given = risicolocatie_edit_row(row, j->room);
    return edit_insert(j->edit, &given, &id);
}

static status keep_row(import_job *j, const risicolocatie_row *row)
{
    if (j->replacement)
        return import_replace_row(j, row);
    return j->edit ? add_row(j, row) : status_ok();
}

/* Rows go into the store as they come, until the first refusal: from then on they are only checked, for the transaction is lost
 * anyway. */
static status take_row(import_job *j)
{
    risicolocatie_row row;
    known_gemeente *g = NULL;
    csv_drop_tail(&j->record, j->width);
    if (j->record.count != j->width) {
        import_refuse_at(j, row_source_place(j->source, j->record.count), "", slice_of(""), "AantalVeldenVerkeerd",
                         "deze rij heeft %zu velden, de eerste rij noemt er %zu", j->record.count, j->width);
        return status_ok();
    }
    import_check(j, &row, &g);
    if (g)
        TRY(import_id(j, g, &row.id));
    if (j->result.errors == 0)
        TRY(import_check_twin(j, &row));
    return j->result.errors == 0 ? keep_row(j, &row) : status_ok();
}

/* A broken file stops the import and is reported like any other error. */
static status next_row(import_job *j, bool *more)
{
    const status s = row_source_next(j->source, &j->record, more);
    if (s.code != ST_BAD_INPUT)
        return s;
    import_refuse_at(j, row_source_where(j->source), "", slice_of(""), "BestandOngeldig", "%s", s.nl);
    j->result.rows++;
    j->result.refused++;
    j->result.broken = true;
    *more = false;
    return status_ok();
}

static status take_rows(import_job *j)
{
    status done = status_ok();
    progress bar = progress_start("Laden");
    j->in_rows = true;
    for (bool more = true; more && !j->stopped && done.code == ST_OK;) {
        done = next_row(j, &more);
        if (done.code == ST_OK && more) {
            j->row_refused = false;
            done = take_row(j);
            j->result.rows++;
            j->result.refused += j->row_refused;
            progress_show(&bar, row_source_done(j->source), row_source_total(j->source));
        }
    }
    progress_end(&bar);
    return done;
}

static status prepare(import_job *j)
{
    const import_settings *s = j->settings;
    TRY(writer_facts(j->writer, j->arena, &j->known));
    if (s->nis_code)
        TRY(record_named_gemeente(&j->known, s->nis_code, &j->only));
    return import_header(j);
}

static status finish(import_job *j)
{
    if (j->replacement)
        return import_replace_end(j);
    return j->edit ? edit_commit(j->edit) : status_ok();
}

static status load(import_job *j)
{
    TRY(prepare(j));
    if (j->result.errors > 0)
        return status_ok();
    TRY(j->settings->replace ? import_replace_start(j) : import_note_removed(j));
    TRY(take_rows(j));
    return j->result.errors > 0 ? status_ok() : finish(j);
}

/* For every gemeente in the store: the operator's file may hold rows of all of them. Rows that are replaced are booked one by
 * one, so that is no bulk. */
static status enter(import_job *j)
{
    known_facts known;
    if (j->settings->check)
        return status_ok();
    if (j->settings->replace)
        TRY(import_replace_allows(j->settings->path));
    TRY(writer_facts(j->writer, j->arena, &known));
    const char **nis = arena_array(j->arena, known.gemeente_count + 1, sizeof *nis);
    for (size_t i = 0; i < known.gemeente_count; i++)
        nis[i] = known.gemeenten[i].nis_code;
    if (row_source_total(j->source) > MANY_BYTES)
        writer_expect_many(j->writer, MANY_ROWS);
    const scope *who = scope_of_operator(nis, known.gemeente_count, j->arena);
    store *s = writer_store(j->writer);
    if (!j->settings->replace)
        return edit_enter_bulk(s, who, EDIT_ORIGIN_IMPORT, j->arena, &j->edit);
    TRY(edit_enter(s, who, EDIT_ORIGIN_IMPORT, j->arena, &j->edit));
    return replace_check_locks(j->edit, j->settings->nis_code, j->settings->force, &j->result.passed_locks);
}

static status open_source(import_job *j)
{
    row_source_wanted wanted = {.path = j->settings->path, .layer = j->settings->layer};
    wanted.names = column_names(&j->settings->columns, j->arena, &wanted.name_count);
    TRY(row_source_open(&wanted, j->arena, &j->source));
    j->copy = (marked){j->source, wanted.names, wanted.name_count, marks_new(j->arena), j->arena};
    if (j->settings->say)
        fprintf(j->settings->say, "Dit is %s.\n", row_source_what(j->source, j->arena));
    return status_ok();
}

status import_file(const import_settings *settings, writer *w, arena *a, import_result *out)
{
    import_job *j = arena_alloc(a, sizeof *j);
    *j = (import_job){.settings = settings,
                      .writer = w,
                      .arena = a,
                      .ids = id_set_new(a),
                      .twins = id_set_new(a),
                      .contour = shape_new(a),
                      .passed_over = text_new(a)};
    j->record.fields[CSV_FIELDS_MAX] = slice_of("");
    j->room = arena_alloc(a, sizeof *j->room);
    j->room->arena = a;
    calendar_time(settings->now, j->now);
    const status opened = open_source(j);
    if (opened.code == ST_BAD_INPUT) {
        import_stop(j, (row_place){1, 1, NULL}, &opened);
        *out = j->result;
        return status_ok();
    }
    TRY(opened);
    TRY(enter(j));
    const status done = load(j);
    if (j->edit)
        edit_abandon(j->edit); /* drops what was not committed */
    TRY(done);
    import_tell_warnings(j);
    const bool whole = !j->stopped && !j->result.broken; /* a copy must have every row: it is mended and loaded in its place */
    j->result.marked = settings->mark && whole && marks_count(j->copy.marks) > 0 ? &j->copy : NULL;
    *out = j->result;
    return status_ok();
}
