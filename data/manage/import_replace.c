/* The import of the whole of a gemeente: its rows become those of the file (replace.h). */
#include "data/manage/import_job.h"
#include "data/store/edit.h"

#include <sys/stat.h>

/* Nobody else can write while the file is read: it must not wait for whoever fills a pipe. */
status import_replace_allows(const char *path)
{
    struct stat s;
    if (stat(path, &s) == 0 && S_ISREG(s.st_mode))
        return status_ok();
    return FAIL(BAD_INPUT, "file", "met --replace moet %s een gewoon bestand zijn, geen pijp",
                "with --replace %s must be a regular file, not a pipe", path);
}

status import_replace_start(import_job *j)
{
    const replace_settings settings = {.nis_code = j->settings->nis_code,
                                       .known = &j->known,
                                       .revives = j->settings->restores,
                                       .without_reference = j->column[FIELD_eigen_kenmerk] == CSV_FIELDS_MAX};
    return replace_start(j->writer, &settings, j->arena, &j->replacement);
}

status import_replace_row(import_job *j, const risicolocatie_row *row)
{
    replace_verdict verdict = REPLACE_FITS;
    TRY(replace_add(j->replacement, row, &verdict));
    if (verdict == REPLACE_FOREIGN_ID)
        import_refuse(j, FIELD_id, "IdVanAnder", "dit id hoort niet bij gemeente %s; laat het leeg voor een nieuw record",
                      j->settings->nis_code);
    if (verdict == REPLACE_SPENT_ID)
        import_refuse(j, FIELD_id, "IdVerwijderd",
                      "dit id was van een record dat verwijderd werd, en er stond toen iets anders in; laat het leeg voor een "
                      "nieuw record");
    if (verdict == REPLACE_FORGOTTEN_ID)
        import_refuse_forgotten(j);
    return status_ok();
}

/* Whoever wants that has a command for it; a file that lost its rows on the way must not do it. */
static status check_has_rows(const import_job *j)
{
    const char *nis = j->settings->nis_code;
    return j->result.rows || j->settings->restores
               ? status_ok()
               : FAIL(BAD_INPUT, "import",
                      "niets gewijzigd: het bestand heeft geen rijen. Wilt u de gemeente leegmaken? Gebruik dan "
                      "'risicolaag gemeenten empty %s'",
                      "nothing changed: the file has no rows. To empty the gemeente use 'risicolaag gemeenten empty "
                      "%s'",
                      nis);
}

static bool changes_nothing(const replace_result *r)
{
    return r->changed + r->added + r->removed == 0;
}

status import_replace_end(import_job *j)
{
    const import_settings *s = j->settings;
    TRY(check_has_rows(j));
    TRY(replace_plan(j->replacement, &j->result.replaced));
    if (s->check || changes_nothing(&j->result.replaced))
        return status_ok();
    TRY(safety_copy_before(j->writer, s->store, s->nis_code, j->now, j->arena, &j->result.copy));
    TRY(writer_mark_imported(j->writer));
    TRY(replace_apply(j->replacement, j->edit, s->restores ? "niet in de reservekopie" : "niet meer in het ingelezen bestand"));
    TRY(edit_commit(j->edit));
    j->result.after = safety_copy_after(j->writer, s->store, s->nis_code, j->arena, &j->result.copy);
    if (j->result.after.code == ST_OK)
        j->result.copy.removed = safety_copy_remove_old(s->store, s->nis_code, s->now, s->copy_days, j->arena);
    return status_ok();
}
