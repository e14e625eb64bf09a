#include "data/manage/permits/permits.h"

#include "auth/digest.h"
#include "auth/scope_operator.h"
#include "base/belgian_time.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/hex.h"
#include "data/manage/layer_rows.h"
#include "data/manage/permits/permit_delivery.h"
#include "data/manage/permits/permit_job.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { TEXT_MOST = 500 };

status permit_problem_note(permit_step *s, const char *iioa, const char *code, const char *what, const char *format, ...)
{
    char words[TEXT_MOST];
    va_list values;
    va_start(values, format);
    vsnprintf(words, sizeof words, format, values);
    va_end(values);
    s->waits = true;
    return permits_note_problem(s->job->writer, &(permit_problem){s->event->uuid, iioa, code, what, words}, s->job->run);
}

/* --- One event --- */

static const char *outcome_of(permit_kind kind)
{
    return kind == PERMIT_GRANTED ? "vergund" : kind == PERMIT_CHANGED ? "gewijzigd" : "niets";
}

/* What was asked in a project may get later versions, and these do not count (domain rule 5): neither does a second grant. */
static status take_granted(permit_step *s, const char **outcome)
{
    bool before = false;
    TRY(permits_is_granted(s->job->writer, s->event->omv_nummer, s->event->uuid, &before));
    if (!before)
        return permit_grant(s);
    *outcome = "herhaald";
    return status_ok();
}

static status take_kind(permit_step *s, const char **outcome)
{
    *outcome = outcome_of(s->event->kind);
    switch (s->event->kind) {
    case PERMIT_GRANTED: return take_granted(s, outcome);
    case PERMIT_CHANGED: return permit_change(s);
    case PERMIT_NOTHING: break;
    }
    return status_ok();
}

static status note_done(permit_step *s, const char *outcome, const permit_waiting *from)
{
    char day[CALENDAR_DATE];
    calendar_date(s->event->day, day);
    TRY(permits_settle(s->job->writer, s->event->uuid, s->job->run));
    return permits_note_event(s->job->writer, &(permit_note){.uuid = s->event->uuid,
                                                             .omv_nummer = s->event->omv_nummer,
                                                             .waits = s->waits,
                                                             .outcome = outcome,
                                                             .day = s->event->kind == PERMIT_NOTHING ? NULL : day,
                                                             .delivery = from->delivery,
                                                             .tot = from->tot,
                                                             .line = from->line});
}

static status take_in(permit_step *s, const permit_waiting *from)
{
    const char *outcome = NULL;
    TRY(edit_enter(writer_store(s->job->writer), s->job->who, EDIT_ORIGIN_PERMITS, s->arena, &s->edit));
    TRY(take_kind(s, &outcome));
    TRY(note_done(s, outcome, from));
    return edit_commit(s->edit);
}

/* Of the project alone, and not of the store or the machine: others may go well. */
static bool is_its_own_fault(status_code code)
{
    return code == ST_BAD_PARAM || code == ST_BAD_INPUT || code == ST_NOT_PROCESSED || code == ST_NOT_FOUND ||
           code == ST_FORBIDDEN || code == ST_MISSING_PARAM;
}

/* What the work list calls it: a record that somebody holds is free again before long, and then it is done. */
static const char *refusal_of(status_code code)
{
    return code == ST_MISSING_PARAM ? "Vergrendeld" : "Geweigerd";
}

/* What is wrong with it, and where it stands in its delivery. */
static status note_refusal(permit_step *s, const permit_waiting *from, const char *code, const status *why)
{
    const char *where = from->number ? arena_printf(s->arena, "regel %lld: ", (long long)from->number) : "";
    return permit_problem_note(s, "", code, why->locator, "%s%s", where, why->nl);
}

/* Nothing of it was kept: it is noted, and tried again at the next run when it has a name. why: what a person reads. */
static status put_aside(permit_step *s, const permit_waiting *from, bool waits, const char *outcome, const char *code,
                        const status *why)
{
    writer *w = s->job->writer;
    TRY(writer_begin(w));
    s->added = s->labelled = 0;
    const status noted = note_refusal(s, from, code, why);
    s->waits = waits;
    const status done = noted.code == ST_OK ? note_done(s, outcome, from) : noted;
    if (done.code == ST_OK)
        return writer_commit(w);
    writer_rollback(w);
    return done;
}

static void count(const permit_step *s)
{
    permits_result *r = &s->job->result;
    r->added += s->added;
    r->labelled += s->labelled;
}

static status take_event(permit_step *s, const permit_waiting *from)
{
    const status taken = take_in(s, from);
    if (taken.code != ST_OK && s->edit)
        edit_abandon(s->edit);
    if (taken.code != ST_OK && !is_its_own_fault(taken.code))
        return taken;
    if (taken.code != ST_OK)
        TRY(put_aside(s, from, true, outcome_of(s->event->kind), refusal_of(taken.code), &taken));
    count(s);
    return status_ok();
}

/* A line that cannot be read has no name of its own: its sum is one. */
static const char *sum_of(slice line, arena *a)
{
    const digest sum = digest_of(line.at, line.length);
    char hex[2 * DIGEST_SIZE + 1];
    hex_write(sum.bytes, DIGEST_SIZE, hex);
    return arena_printf(a, "sha256:%.40s", hex);
}

static status take_line(permit_job *j, const permit_waiting *from, bool again, arena *a)
{
    permit_event event;
    bool done = false;
    const status read = permit_event_read(from->line, a, &event);
    const bool has_name = event.uuid;
    if (!has_name)
        event.uuid = sum_of(from->line, a);
    permit_step s = {.job = j, .event = &event, .tot = from->tot, .arena = a};
    TRY(again ? status_ok() : permits_is_known(j->writer, event.uuid, &done));
    if (done)
        return status_ok();
    j->result.events += !again;
    if (read.code == ST_OK)
        return take_event(&s, from);
    event.kind = PERMIT_NOTHING;
    TRY(put_aside(&s, from, has_name, "ongeldig", event.fault, &read));
    count(&s);
    return status_ok();
}

/* --- What waits --- */

/* One that is taken in may be what another waits for, so the changes come again after the deliveries. */
static status try_again(permit_job *j, arena *a)
{
    text_list uuids = {0};
    TRY(permits_waiting(j->writer, a, &uuids));
    for (size_t i = 0; i < uuids.count; i++) {
        arena *own = arena_new();
        permit_waiting one;
        status done = permits_find_waiting(j->writer, uuids.items[i], own, &one);
        if (done.code == ST_OK)
            done = take_line(j, &one, true, own);
        arena_free(own);
        TRY(done);
    }
    return status_ok();
}

/* --- A delivery --- */

static status take_lines(permit_job *j, const permit_delivery *d, permit_lines *lines)
{
    slice line;
    for (bool more = true; more;) {
        TRY(permit_lines_next(lines, &line, &more));
        if (!more)
            break;
        arena *own = arena_new();
        const permit_waiting one = {.delivery = d->name, .tot = d->tot, .line = line, .number = permit_lines_number(lines)};
        const status done = take_line(j, &one, false, own);
        arena_free(own);
        TRY(done);
    }
    return status_ok();
}

/* tot: NULL for a delivery of days that are in already. */
static status note_read(permit_job *j, const permit_delivery *d, const char *sum, const char *tot)
{
    TRY(permits_hurry(j->writer, false));
    TRY(writer_begin(j->writer));
    status noted = permits_note_read(j->writer, d->name, sum);
    if (noted.code == ST_OK && tot)
        noted = permits_set_mark(j->writer, tot);
    if (noted.code == ST_OK)
        return writer_commit(j->writer);
    writer_rollback(j->writer);
    return noted;
}

static status read_delivery(permit_job *j, const permit_delivery *d, const char *tot, arena *a)
{
    permit_lines *lines = NULL;
    const char *sum = NULL;
    TRY(permit_delivery_sum(d, a, &sum));
    TRY(permit_lines_open(d, a, &lines));
    TRY(permits_hurry(j->writer, true));
    TRY(take_lines(j, d, lines));
    TRY(note_read(j, d, sum, tot));
    j->result.deliveries++;
    return status_ok();
}

static status take_delivery(permit_job *j, const permit_delivery *d, arena *a)
{
    j->result.stopped = permit_delivery_check(d, a);
    if (j->result.stopped.code != ST_OK)
        return status_ok();
    TRY(read_delivery(j, d, d->tot, a));
    j->result.tot = arena_strdup(j->arena, d->tot);
    return status_ok();
}

/* Of days that are in already: one that came late, or came again with another content. Events that were seen before do not count
 * again. One that is not whole holds nobody up, but is told. */
static status take_late(permit_job *j, const permit_delivery *d, arena *a)
{
    const char *sum = NULL;
    bool read = false;
    status whole = permit_delivery_sum(d, a, &sum);
    if (whole.code == ST_OK)
        TRY(permits_is_read(j->writer, d->name, sum, &read));
    if (read)
        return status_ok();
    if (whole.code == ST_OK)
        whole = permit_delivery_check(d, a);
    if (whole.code == ST_OK)
        return read_delivery(j, d, NULL, a);
    j->result.unread = whole;
    return status_ok();
}

static status missing(const char *from, const permit_delivery *d)
{
    return FAIL(BAD_INPUT, "levering", "van %s tot %s is niets geleverd: %s wacht daarop",
                "nothing was delivered from %s to %s: %s waits for that", from, d->van, d->name);
}

/* A delivery that is not whole, or days that lack, hold up those after it: what came later is never taken in first. A later
 * delivery of the same days, or one that covers them, opens the way. */
static status take_deliveries(permit_job *j, const permit_deliveries *all)
{
    for (size_t i = 0; i < all->count; i++) {
        const permit_delivery *d = &all->items[i];
        if (strcmp(d->tot, j->result.begin) <= 0)
            continue; /* of before the flow */
        if (strcmp(d->van, j->result.tot) > 0) {
            if (j->result.stopped.code == ST_OK)
                j->result.stopped = missing(j->result.tot, d);
            return status_ok();
        }
        arena *own = arena_new();
        const status done = strcmp(d->tot, j->result.tot) <= 0 ? take_late(j, d, own) : take_delivery(j, d, own);
        arena_free(own);
        TRY(done);
    }
    return status_ok();
}

/* --- The run --- */

static status start(permit_job *j, arena *a)
{
    known_facts known;
    TRY(writer_facts(j->writer, a, &known));
    const char **nis = arena_array(a, known.gemeente_count + 1, sizeof *nis);
    for (size_t i = 0; i < known.gemeente_count; i++)
        nis[i] = known.gemeenten[i].nis_code;
    j->who = scope_of_operator(nis, known.gemeente_count, a);
    j->risk = layer_rows_risicolocatie();
    return permits_next_run(j->writer, &j->run);
}

/* Where the flow begins is kept at once: what lacks at its begin is missed at every run, not only at the first. */
static status begin(permit_job *j, const char *day)
{
    TRY(writer_begin(j->writer));
    const status begun = permits_begin(j->writer, day);
    if (begun.code == ST_OK)
        return writer_commit(j->writer);
    writer_rollback(j->writer);
    return begun;
}

static status find_mark(permit_job *j, const permits_settings *settings, const permit_deliveries *all, arena *a)
{
    permit_mark mark;
    const char *first = settings->from ? settings->from : all->count ? all->items[0].van : NULL;
    TRY(permits_find_mark(j->writer, a, &mark));
    if (!mark.tot && first) {
        TRY(begin(j, first));
        mark = (permit_mark){first, first};
    }
    j->result.begin = mark.begin;
    j->result.tot = mark.tot;
    return status_ok();
}

static status check_not_frozen(permit_job *j, arena *a)
{
    store_freeze f = {0};
    TRY(writer_frozen(j->writer, a, &f));
    return freeze_check(&f, clock_wall());
}

static status take_all(permit_job *j, const permits_settings *settings, arena *a)
{
    permit_deliveries all;
    TRY(permit_deliveries_find(settings->folder, a, &all));
    TRY(find_mark(j, settings, &all, a));
    TRY(check_not_frozen(j, a));
    TRY(try_again(j, a));
    TRY(take_deliveries(j, &all));
    j->run++; /* a problem that is gone since the first try is of an earlier one */
    return try_again(j, a);
}

/* A freeze, whether it was there or came halfway, is nobody's fault: what was not taken in yet is taken in after it. */
static status run(permit_job *j, const permits_settings *settings, arena *a)
{
    TRY(start(j, a));
    const status taken = take_all(j, settings, a);
    if (taken.code == ST_FROZEN) {
        j->result.stopped = taken;
        TRY(permits_hurry(j->writer, false));
    } else
        TRY(taken);
    return permits_count_open(j->writer, &j->result.open);
}

status permits_run(const permits_settings *settings, writer *w, arena *a, permits_result *out)
{
    permit_job j = {.writer = w, .arena = a, .result = {.stopped = status_ok(), .unread = status_ok()}};
    const status done = run(&j, settings, a);
    *out = j.result;
    return done;
}

int64_t permits_days_behind(const char *tot, int64_t now)
{
    int64_t day = 0;
    return calendar_read(tot, &day) ? belgian_day(now) - day : 0;
}
