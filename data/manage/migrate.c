#include "data/manage/migrate.h"

#include "auth/scope_operator.h"
#include "data/manage/backup.h"
#include "data/manage/migrate_job.h"
#include "data/manage/record_id.h"
#include "data/model/merger.h"

#include <string.h>

static status name_gemeente(migrate_job *j)
{
    const char *given = j->settings->nis_code;
    known_gemeente *g = NULL;
    if (!given)
        return status_ok();
    const char *now = record_gemeente(&j->known, given, strlen(given)) ? NULL : merger_now(slice_of(given), j->arena);
    TRY(record_named_gemeente(&j->known, now ? now : given, &g));
    j->nis_code = g->nis_code;
    return status_ok();
}

static status start(migrate_job *j)
{
    TRY(writer_facts(j->writer, j->arena, &j->known));
    const char **nis = arena_array(j->arena, j->known.gemeente_count + 1, sizeof *nis);
    for (size_t i = 0; i < j->known.gemeente_count; i++)
        nis[i] = j->known.gemeenten[i].nis_code;
    j->who = scope_of_operator(nis, j->known.gemeente_count, j->arena);
    return name_gemeente(j);
}

/* Those of the file, or the one that was asked for. */
static status find_gemeenten(migrate_job *j)
{
    old_gemeenten all;
    TRY(old_inventory_gemeenten(j->writer, j->arena, &all));
    migrate_outcome *outcomes = arena_array(j->arena, all.count + 1, sizeof *outcomes);
    j->result.gemeenten = outcomes;
    j->result.count = 0;
    for (size_t i = 0; i < all.count; i++)
        if (!j->nis_code || strcmp(all.items[i].nis_code, j->nis_code) == 0)
            outcomes[j->result.count++] = (migrate_outcome){.of = all.items[i], .done = all.items[i].counts.wrong == 0};
    return status_ok();
}

static bool is_to_make(const migrate_outcome *o)
{
    return o->of.counts.make > 0 && o->of.counts.wrong == 0;
}

/* None is ever removed: it is the gemeente's way back, however long ago the migration was. */
static status back_up(migrate_job *j, const char **out)
{
    const migrate_settings *s = j->settings;
    backup_result made;
    const backup_settings settings = {
        .store = s->store, .keys = s->keys, .folder = s->backups, .make_folder = true, .keep_all = true, .now = s->now};
    TRY(backup_make(&settings, j->arena, &made));
    *out = made.path;
    return status_ok();
}

static status make_gemeenten(migrate_job *j)
{
    for (size_t i = 0; i < j->result.count; i++) {
        migrate_outcome *o = &j->result.gemeenten[i];
        if (!is_to_make(o))
            continue;
        TRY(migrate_make(j, o->of.nis_code, &o->done));
        if (!o->done)
            o->of.counts.wrong++;
    }
    return status_ok();
}

/* Just before and just after (domain rule 12); nothing when nothing is to be made. */
static status make_all(migrate_job *j)
{
    bool any = false;
    for (size_t i = 0; i < j->result.count; i++)
        any = any || is_to_make(&j->result.gemeenten[i]);
    if (!any || j->settings->check)
        return status_ok();
    TRY(back_up(j, &j->result.before));
    TRY(make_gemeenten(j));
    j->result.not_after = back_up(j, &j->result.after);
    return status_ok();
}

status migrate_file(const migrate_settings *settings, writer *w, arena *a, migrate_result *out)
{
    migrate_job *j = arena_alloc(a, sizeof *j);
    *j = (migrate_job){.settings = settings, .writer = w, .arena = a, .result = {.not_after = status_ok()}};
    j->record.fields[CSV_FIELDS_MAX] = slice_of("");
    TRY(start(j));
    TRY(migrate_read(j));
    TRY(find_gemeenten(j));
    TRY(make_all(j));
    if (settings->report)
        TRY(migrate_report(j));
    *out = j->result;
    return status_ok();
}
