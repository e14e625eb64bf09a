#include "data/manage/export.h"

#include "base/text.h"
#include "data/manage/csv_write.h"
#include "data/manage/out_file.h"
#include "data/manage/record_id.h"
#include "data/manage/template.h"
#include "data/manage/wkt_write.h"

#include <errno.h>
#include <stdio.h>

typedef struct job {
    const export_settings *settings;
    arena *arena;
    FILE *to;
    text wkt;
    uint64_t rows;
} job;

static status write_row(void *context, const stored_row *r)
{
    job *j = context;
    char id[24];
    slice fields[FIELD_COUNT];
    snprintf(id, sizeof id, "%lld", (long long)r->id);
    if (!wkt_write(r->contour, &j->wkt))
        return FAIL(BAD_INPUT, "geometry", "de geometrie van risicolocatie %s kan niet geschreven worden",
                    "the geometry of risk location %s cannot be written", id);
    fields[FIELD_id] = slice_of(id);
    fields[FIELD_gemeente_nis] = r->gemeente_nis;
    fields[FIELD_rubriek] = r->rubriek;
    fields[FIELD_rubriekenlijst] = r->rubriekenlijst;
    fields[FIELD_omschrijving] = r->omschrijving;
    fields[FIELD_bron] = r->bron;
    fields[FIELD_omv_nummer] = r->omv_nummer;
    fields[FIELD_iioa_nummer] = r->iioa_nummer;
    fields[FIELD_startdatum] = r->startdatum;
    fields[FIELD_einddatum] = r->einddatum;
    fields[FIELD_wijziging_vergunning] = r->wijziging_vergunning;
    fields[FIELD_geschrapt] = slice_of(r->geschrapt ? "ja" : "nee");
    fields[FIELD_geometry] = (slice){j->wkt.chars, j->wkt.length};
    fields[FIELD_eigen_kenmerk] = r->eigen_kenmerk;
    csv_write_row(j->to, fields, FIELD_COUNT, j->settings->exact ? CSV_EXACT : CSV_GUARDED, "\r\n");
    j->rows++;
    return status_ok();
}

static void write_header(const job *j)
{
    slice names[FIELD_COUNT];
    for (int f = 0; f < FIELD_COUNT; f++)
        names[f] = slice_of(import_field_names[f]);
    if (!j->settings->exact)
        fputs("\xEF\xBB\xBF", j->to);
    csv_write_row(j->to, names, FIELD_COUNT, CSV_EXACT, "\r\n");
}

static status check_gemeente(const char *nis_code, writer *w, arena *a)
{
    known_facts known;
    known_gemeente *g = NULL;
    TRY(writer_facts(w, a, &known));
    return nis_code ? record_named_gemeente(&known, nis_code, &g) : status_ok();
}

static status cannot_write(const char *path)
{
    return FAIL(BAD_INPUT, "file", "%s kan niet geschreven worden: %s", "%s cannot be written: %s", path, strerror(errno));
}

static status write_all(job *j, writer *w)
{
    write_header(j);
    TRY(writer_each_risicolocatie(w, j->settings->nis_code, write_row, j));
    return fflush(j->to) == 0 && !ferror(j->to) ? status_ok() : cannot_write(j->settings->path);
}

static status write_file(job *j, writer *w)
{
    out_file file;
    TRY(out_file_open(j->settings->path, j->settings->store, NULL, j->arena, &file));
    j->to = file.to;
    return out_file_close(&file, write_all(j, w));
}

status export_csv(const export_settings *settings, writer *w, arena *a, uint64_t *rows)
{
    job j = {.settings = settings, .arena = a, .to = stdout, .wkt = text_new(a)};
    TRY(check_gemeente(settings->nis_code, w, a));
    TRY(strcmp(settings->path, "-") == 0 ? write_all(&j, w) : write_file(&j, w));
    *rows = j.rows;
    return status_ok();
}
