#include "data/manage/import.h"

#include "data/manage/import_job.h"
#include "data/manage/progress.h"

static status keep_row(import_job *j, const risicolocatie_row *row)
{
    return j->queue ? row_queue_add(j->queue, row) : writer_add_risicolocatie(j->writer, row);
}

/* Rows go into the store as they come, until the first refusal: from then on they are only checked, for the transaction is lost
 * anyway. */
static status take_row(import_job *j)
{
    risicolocatie_row row;
    known_gemeente *g = NULL;
    csv_drop_tail(&j->record, FIELD_COUNT);
    if (j->record.count != FIELD_COUNT) {
        import_refuse_at(j, csv_field_place(j->csv, j->record.count), "", slice_of(""),
                         "deze rij heeft %zu velden, het sjabloon %d", j->record.count, FIELD_COUNT);
        return status_ok();
    }
    import_check(j, &row, &g);
    if (g)
        TRY(import_id(j, g, &row.id));
    if (j->result.errors == 0)
        TRY(import_check_twin(j, &row));
    return j->result.errors == 0 ? keep_row(j, &row) : status_ok();
}

/* What is no CSV ends the reading, but is told like any other mistake. */
static status next_row(import_job *j, bool *more)
{
    const status s = csv_next(j->csv, &j->record, more);
    if (s.code != ST_BAD_INPUT)
        return s;
    import_refuse_at(j, csv_where(j->csv), "", slice_of(""), "%s", s.nl);
    j->result.rows++;
    j->result.refused++;
    *more = false;
    return status_ok();
}

static status take_rows(import_job *j)
{
    status done = status_ok();
    progress bar = progress_start("Laden");
    for (bool more = true; more && !j->stopped && done.code == ST_OK;) {
        done = next_row(j, &more);
        if (done.code == ST_OK && more) {
            j->row_refused = false;
            done = take_row(j);
            j->result.rows++;
            j->result.refused += j->row_refused;
            progress_show(&bar, csv_bytes_read(j->csv), csv_bytes_total(j->csv));
        }
    }
    progress_end(&bar);
    return done;
}

/* Into a store that has rows every id of the file is looked up in it, between the writing of two rows: that is one thread's work.
 */
static status take_rows_into_store(import_job *j)
{
    int64_t present = 0;
    TRY(writer_count(j->writer, TABLE_RISICOLOCATIE, &present));
    if (present > 0)
        return take_rows(j);
    TRY(row_queue_start(j->writer, &j->queue));
    const status taken = take_rows(j), written = row_queue_end(j->queue);
    j->queue = NULL;
    return taken.code != ST_OK ? taken : written;
}

static status load(import_job *j)
{
    TRY(writer_facts(j->writer, j->arena, &j->known));
    j->first_next = arena_array(j->arena, j->known.gemeente_count, sizeof *j->first_next);
    for (size_t i = 0; i < j->known.gemeente_count; i++)
        j->first_next[i] = j->known.gemeenten[i].next;
    TRY(import_header(j));
    if (j->result.errors > 0)
        return status_ok();
    TRY(writer_bulk_begin(j->writer, TABLE_RISICOLOCATIE));
    TRY(take_rows_into_store(j));
    if (j->result.errors > 0)
        return status_ok();
    TRY(import_store_numbers(j));
    if (j->result.rows > 0)
        TRY(writer_mark_imported(j->writer));
    TRY(writer_bulk_end(j->writer, TABLE_RISICOLOCATIE));
    TRY(writer_analyze(j->writer));
    return writer_commit(j->writer);
}

status import_csv(const import_settings *settings, writer *w, arena *a, import_result *out)
{
    import_job *j = arena_alloc(a, sizeof *j);
    *j = (import_job){
        .settings = settings, .writer = w, .arena = a, .ids = id_set_new(a), .twins = id_set_new(a), .contour = shape_new(a)};
    calendar_time(settings->now, j->now);
    const status opened = csv_open(settings->path, a, &j->csv);
    if (opened.code == ST_BAD_INPUT) {
        import_stop(j, (csv_place){1, 1}, &opened);
        *out = j->result;
        return status_ok();
    }
    TRY(opened);
    TRY(writer_begin(w));
    const status done = load(j);
    if (done.code != ST_OK || j->result.errors > 0)
        writer_rollback(w);
    else
        writer_settle(w);
    TRY(done);
    import_tell_warnings(j);
    *out = j->result;
    return status_ok();
}
