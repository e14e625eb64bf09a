/* One gemeente out of a backup: written as an exact file of the template, and read as the whole of that gemeente. So it obeys the
 * rules of today, and is journalled, like whatever else comes in. */
#include "data/manage/restore_job.h"

#include "base/beside.h"
#include "data/manage/export.h"

#include <unistd.h>

enum { ERRORS_TOLD = 1000 };

static status write_rows(const restore_job *j, const char *nis_code, const char *path, arena *own)
{
    writer *w = NULL;
    uint64_t rows = 0;
    TRY(writer_open(j->from, own, &w));
    const export_settings settings = {.store = j->from, .path = path, .nis_code = nis_code, .exact = true};
    return export_csv(&settings, w, own, &rows);
}

/* With an arena of its own, so that the backup is closed when it was read. */
static status take_out(const restore_job *j, const char *nis_code, const char *path)
{
    arena *own = arena_new();
    const status done = write_rows(j, nis_code, path, own);
    arena_free(own);
    return done;
}

static status put_in(const restore_job *j, const char *nis_code, const char *path, FILE *report, import_result *out)
{
    writer *w = NULL;
    TRY(writer_open(j->settings->store, j->arena, &w));
    const import_settings settings = {.path = path,
                                      .store = j->settings->store,
                                      .nis_code = nis_code,
                                      .replace = true,
                                      .restores = true,
                                      .force = j->settings->force,
                                      .report = report,
                                      .errors = ERRORS_TOLD,
                                      .exact = true,
                                      .now = j->settings->now};
    return import_file(&settings, w, j->arena, out);
}

static status restore(restore_job *j, const char *nis_code, const char *path, FILE *report, import_result *out)
{
    TRY(restore_look(j));
    if (j->result.held.older)
        TRY(restore_make_working(j, BESIDE_SECRET));
    TRY(take_out(j, nis_code, path));
    return put_in(j, nis_code, path, report, out);
}

status restore_gemeente(const restore_settings *settings, const char *nis_code, FILE *report, arena *a, import_result *out,
                        bool *unchecked)
{
    restore_job *j = restore_job_new(settings, a);
    const char *path = arena_printf(a, "%s.csv", j->working);
    const status done = restore(j, nis_code, path, report, out);
    unlink(path);
    restore_remove_working(j);
    *unchecked = j->result.unchecked;
    return done;
}
