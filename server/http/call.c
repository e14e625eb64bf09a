#include "server/http/call.h"

#include "base/clock.h"
#include "server/http/exception.h"
#include "server/http/server.h"

static status enter(const call *c, store_watch watch, arena *a, rows **out)
{
    if (!c->who)
        return FAIL(INTERNAL, "", "er is een fout in de dienst", "there is an error in the service");
    rows *seen = NULL;
    TRY(rows_enter(c->server->store, c->who, watch, a, &seen));
    rows_has_taken(seen, clock_steady() - c->began);
    *out = seen;
    return status_ok();
}

status call_rows(const call *c, arena *a, rows **out)
{
    return enter(c, turn_watch(c->turn), a, out);
}

typedef struct both {
    const edit *edit;
    store_watch turn;
} both;

static status_code may_go_on(void *context)
{
    const both *b = context;
    return edit_is_late(b->edit) ? ST_NOT_PROCESSED : b->turn.stop(b->turn.context);
}

status call_rows_for(const call *c, const edit *of, arena *a, rows **out)
{
    both *b = arena_alloc(a, sizeof *b);
    *b = (both){of, turn_watch(c->turn)};
    return enter(c, (store_watch){b, may_go_on}, a, out);
}

status call_edit(const call *c, arena *a, edit **out)
{
    edit *begun = NULL;
    if (!c->site->config->editing)
        return FAIL(NO_OPERATION, "", "in deze dienst kunt u lezen, en niets wijzigen",
                    "in this service you can read, and change nothing");
    TRY(edit_enter(c->server->store, c->who, EDIT_ORIGIN_REQUEST, a, &begun));
    edit_note_request(begun, c->x->id);
    *out = begun;
    return status_ok();
}

bool call_may_edit(const call *c)
{
    return c->site->config->editing && c->who && scope_may_somewhere(c->who, CAPABILITY_WRITE_OWN);
}

const stored_queries *call_stored_queries(const call *c, arena *a)
{
    return stored_queries_of(c->server->store, c->who, a);
}

void call_error_as_asked(const status *s, call *c, arena *a, output *to)
{
    const exception_manner how = exception_manner_of(c->x, NULL, false, a);
    exception_write(s, &how, a, to);
}
