#include "data/manage/migrate_job.h"

#include "data/manage/csv_write.h"
#include "data/manage/out_file.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

typedef struct listing {
    migrate_job *job;
    FILE *to;
} listing;

/* A value that belongs to no list may be of any length, and need not be UTF-8. */
static slice shown(slice given, arena *a)
{
    enum { MOST = 120 };
    const slice start = {given.at, given.length > MOST ? MOST : given.length};
    return start.length ? slice_of(text_whole(arena_strndup(a, start.at, start.length), start.length, a)) : start;
}

static status write_line(const listing *l, const old_found *one, const old_candidates *instead, arena *a)
{
    char number[24];
    const old_line *o = &one->line;
    snprintf(number, sizeof number, "%llu", (unsigned long long)o->number);
    const slice fields[] = {slice_of(number),        shown(o->capakey, a),   shown(o->rubriek, a), shown(o->startdatum, a),
                            shown(o->bron, a),       slice_of(one->fate),    slice_of(o->code),    slice_of(o->why),
                            slice_of(instead->same), slice_of(instead->near)};
    csv_write_row(l->to, fields, sizeof fields / sizeof *fields, CSV_GUARDED, "\r\n");
    return status_ok();
}

static status tell_one(void *context, const old_found *one)
{
    const listing *l = context;
    old_candidates instead = {"", ""};
    arena *own = arena_new();
    status done = status_ok();
    if (strcmp(one->fate, "perceel") == 0)
        done = old_inventory_candidates(l->job->writer, one->line.capakey, own, &instead);
    if (done.code == ST_OK)
        done = write_line(l, one, &instead, own);
    arena_free(own);
    return done;
}

static status report_gemeente(migrate_job *j, const char *nis_code)
{
    out_file file;
    const char *path = arena_printf(j->arena, "%s/%s.csv", j->settings->report, *nis_code ? nis_code : "onbekend");
    TRY(out_file_open(path, j->settings->store, j->settings->path, j->arena, &file));
    fputs("nummer;capakey;rubriek;startdatum;bron;wat;code;uitleg;zelfde_nummer;buren\r\n", file.to);
    listing l = {j, file.to};
    return out_file_close(&file, old_inventory_each_to_tell(j->writer, nis_code, tell_one, &l));
}

status migrate_report(migrate_job *j)
{
    const char *folder = j->settings->report;
    if (mkdir(folder, 0700) != 0 && errno != EEXIST)
        return FAIL(BAD_INPUT, "report", "de map %s kan niet gemaakt worden: %s", "the folder %s cannot be made: %s", folder,
                    strerror(errno));
    for (size_t i = 0; i < j->result.count; i++)
        TRY(report_gemeente(j, j->result.gemeenten[i].of.nis_code));
    return status_ok();
}
