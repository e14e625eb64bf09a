#include "server/commands/import_reports.h"

#include "data/manage/import_json.h"

#include <errno.h>
#include <string.h>

static status open_csv(import_reports *r, const char *store, const char *input, arena *a)
{
    r->csv = (out_file){.to = stderr};
    if (!r->csv_path)
        return status_ok();
    TRY(out_file_open(r->csv_path, store, input, a, &r->csv));
    fputs("\xEF\xBB\xBF", r->csv.to); /* so that Excel reads it as UTF-8 */
    return status_ok();
}

/* The lines are kept until the end, and go to both files then; on disk, for there may be one for every row. */
static status open_json(import_reports *r, const char *store, const char *input, arena *a)
{
    r->to = r->csv.to;
    if (!r->json_path)
        return status_ok();
    TRY(out_file_open(r->json_path, store, input, a, &r->json));
    r->to = tmpfile();
    return r->to ? status_ok()
                 : out_file_close(&r->json, FAIL(BAD_INPUT, "report-json", "er kan geen tijdelijk bestand gemaakt worden: %s",
                                                 "no temporary file can be made: %s", strerror(errno)));
}

status import_reports_open(import_reports *r, const char *store, const char *input, arena *a)
{
    TRY(open_csv(r, store, input, a));
    const status opened = open_json(r, store, input, a);
    return opened.code == ST_OK || !r->csv_path ? opened : out_file_close(&r->csv, opened);
}

static status write_json(const import_reports *r, const import_settings *settings, const import_result *result, arena *a,
                         status done)
{
    return done.code == ST_OK ? import_json_write(r->json.to, r->to, settings, result, a) : done;
}

static status close_json(import_reports *r, const import_settings *settings, const import_result *result, arena *a, status done)
{
    done = out_file_close(&r->json, write_json(r, settings, result, a, done));
    if (r->csv_path)
        out_file_copy(r->to, r->csv.to);
    fclose(r->to);
    return done;
}

status import_reports_close(import_reports *r, const import_settings *settings, const import_result *result, arena *a,
                            status done)
{
    if (r->json_path)
        done = close_json(r, settings, result, a, done);
    return r->csv_path ? out_file_close(&r->csv, done) : done;
}
