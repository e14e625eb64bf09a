#include "data/manage/empty.h"

#include "auth/scope_operator.h"
#include "base/calendar.h"
#include "data/manage/replace.h"
#include "data/store/edit.h"

static status plan(const empty_settings *s, writer *w, arena *a, replacement **out, empty_result *result)
{
    known_facts *known = arena_alloc(a, sizeof *known);
    replace_result counts;
    TRY(writer_facts(w, a, known));
    TRY(replace_start(w, &(replace_settings){.nis_code = s->nis_code, .known = known}, a, out));
    TRY(replace_plan(*out, &counts));
    result->rows = counts.removed;
    return status_ok();
}

static status remove_all(const empty_settings *s, writer *w, edit *e, arena *a, empty_result *result)
{
    replacement *r = NULL;
    char now[CALENDAR_TIME];
    TRY(plan(s, w, a, &r, result));
    if (result->rows == 0)
        return status_ok();
    calendar_time(s->now, now);
    TRY(safety_copy_before(w, s->store, s->nis_code, now, a, &result->copy));
    TRY(replace_apply(r, e, "gemeente leeggemaakt"));
    TRY(edit_commit(e));
    result->copy.removed = safety_copy_remove_old(s->store, s->nis_code, s->now, s->copy_days, a);
    return status_ok();
}

status empty_gemeente(const empty_settings *settings, writer *w, arena *a, empty_result *out)
{
    edit *e = NULL;
    replacement *r = NULL;
    empty_result result = {0};
    if (settings->sure) {
        const scope *who = scope_of_operator(&settings->nis_code, 1, a);
        TRY(edit_enter(writer_store(w), who, EDIT_ORIGIN_IMPORT, a, &e));
        TRY(replace_check_locks(e, settings->nis_code, settings->force, &result.passed_locks));
        const status done = remove_all(settings, w, e, a, &result);
        edit_abandon(e); /* what was not committed */
        TRY(done);
    } else
        TRY(plan(settings, w, a, &r, &result));
    *out = result;
    return status_ok();
}
