/* Part 4 (20-002r1): features are made, replaced, changed and struck off, each by a request of its own. */
#include "server/http/may_keep.h"
#include "server/ogcapi/feature_body.h"
#include "server/ogcapi/items.h"

#include <string.h>

/* An answer in place of the feature itself: to read that again could still fail, or be put off, after it was changed. */
static void write_done(const api *q, int http, int64_t id, const edit_seen *seen, bool flat)
{
    const feature_state now = {.version = seen->version, .changed = seen->changed};
    const char *place =
        api_url(q, "collections/%s/items/%s.%lld", kvp_escaped(q->layer->name, q->arena), q->layer->name, (long long)id);
    const char *self = arena_printf(q->arena, "%s?f=json", place);
    out_type(q->to, http, NULL);
    may_keep(q->to, KEPT_BY_NOBODY_OF_ONE, NULL);
    if (http == 201)
        out_header(q->to, "Location", place);
    if (!seen->hidden)
        condition_write(&now, condition_etag(&now, &api_geojson, "84", self, q->arena), q->arena, q->to);
    if (flat)
        out_header(q->to, "Warning", "299 - \"HoogteWeggelaten\"");
    q->call->log->rows = 1;
}

/* --- A new one --- */

static status insert(edit *e, edit_row *row, edit_seen *seen)
{
    int64_t id = 0;
    TRY(edit_insert(e, row, &id));
    row->id = id;
    TRY(edit_see(e, row, seen));
    return edit_commit(e);
}

static status create(api *q)
{
    feature_body given = {0};
    edit *e = NULL;
    edit_seen seen = {0};
    TRY(feature_body_read(q, BODY_WHOLE, &given));
    TRY(call_edit(q->call, q->arena, &e));
    TRY(insert(e, &given.row, &seen));
    write_done(q, 201, given.row.id, &seen, given.flat);
    return status_ok();
}

/* --- One that is there --- */

typedef status (*item_step)(edit *e, const edit_row *row);

/* The condition is judged where nobody can come between it and the change. */
static status judge(const api *q, edit *e, const edit_row *row, edit_seen *seen)
{
    TRY(edit_see(e, row, seen));
    const feature_state now = {.version = seen->version, .changed = seen->changed};
    return condition_check(q->call->x, &now, q->vendor);
}

static status take_steps(const api *q, edit *e, const edit_row *row, item_step step, edit_seen *seen)
{
    TRY(judge(q, e, row, seen));
    TRY(step(e, row));
    TRY(edit_see(e, row, seen));
    return edit_commit(e);
}

static status absent(const api *q)
{
    TRY(condition_check_absent(q->call->x));
    return items_no_such(q);
}

static status change(api *q, feature_body *given, item_step step)
{
    edit *e = NULL;
    edit_seen seen = {0};
    if (!items_read_id(q, &given->row.id))
        return absent(q);
    TRY(call_edit(q->call, q->arena, &e));
    const status done = take_steps(q, e, &given->row, step, &seen);
    if (done.code != ST_OK)
        edit_abandon(e); /* the lock is free before the client hears of it */
    if (done.code == ST_NOT_FOUND)
        return absent(q);
    TRY(done);
    write_done(q, 204, given->row.id, &seen, given->flat);
    return status_ok();
}

static status replace(api *q)
{
    feature_body given = {0};
    TRY(feature_body_read(q, BODY_REPLACE, &given));
    return change(q, &given, edit_update);
}

static status patch(api *q)
{
    feature_body given = {0};
    TRY(feature_body_read(q, BODY_PATCH, &given));
    return change(q, &given, edit_update);
}

/* What was struck off before is not there: a GET says so too. */
static status strike(edit *e, const edit_row *row)
{
    edit_seen seen = {0};
    TRY(edit_see(e, row, &seen));
    if (seen.hidden)
        return FAIL(NOT_FOUND, "", "er is geen object met deze id", "there is no feature with this id");
    return edit_strike(e, row);
}

static status strike_off(api *q)
{
    feature_body given = {.row = {.layer = q->layer, .reason = "verwijderd"}};
    return change(q, &given, strike);
}

/* --- The same by its name, with a reason --- */

static status read_reason(const api *q, const char **out)
{
    static const char *const types[] = {"application/json", NULL};
    json_t *root = NULL;
    TRY(body_object(q, types, &root));
    const json_t *reason = json_object_get(root, "reden");
    if (json_object_size(root) > (reason ? 1U : 0U) || (reason && !json_is_string(reason)))
        return FAIL(BAD_PARAM, "/reden", "hier kan alleen een reden staan, een tekst (WaardeOngeldig)",
                    "nothing but a reden can be here, a string (WaardeOngeldig)");
    *out = reason ? arena_strdup(q->arena, json_string_value(reason)) : NULL;
    return status_ok();
}

/* Of what is so already nothing changes: who asks twice gets the same answer. */
static status act(api *q, item_step step)
{
    feature_body given = {.row = {.layer = q->layer}};
    TRY(read_reason(q, &given.row.reason));
    return change(q, &given, step);
}

static status strike_for(api *q)
{
    return act(q, edit_strike);
}

static status restore_for(api *q)
{
    return act(q, edit_restore);
}

/* --- Who may --- */

static status may_add(api *q, bool *out)
{
    *out = q->layer->editable && call_may_edit(q->call);
    return status_ok();
}

/* ST_NOT_FOUND for a feature that the caller does not see. */
static status may_change(api *q, bool *out)
{
    items of = {0};
    feature_state now = {0};
    bool found = false;
    TRY(items_read_one(q, &of));
    if (!q->resource->answer) /* an action is there for what was struck off too */
        of.query.sources[0].hidden = HIDDEN_INCLUDED;
    TRY(call_rows(q->call, q->arena, &of.seen));
    TRY(items_state(&of, &now, &found));
    if (!found)
        return items_no_such(q);
    *out = q->layer->editable && call_may_edit(q->call) && now.nis && scope_may(q->call->who, CAPABILITY_WRITE_OWN, now.nis);
    return status_ok();
}

const api_writes api_items_writes = {.post = create, .may = may_add};
const api_writes api_item_writes = {.put = replace, .patch = patch, .remove = strike_off, .may = may_change};
const api_writes api_strike_writes = {.post = strike_for, .may = may_change};
const api_writes api_restore_writes = {.post = restore_for, .may = may_change};
