/* The feed of changes: a vendor's program keeps a copy by it. It tells which features to look at again, and the collection how
 * they are. */
#include "server/http/may_keep.h"
#include "server/ogcapi/api.h"

static const char *state_of(const row_change *c)
{
    return c->gone ? "weg" : c->hidden ? "geschrapt" : "geldig";
}

static void write_change(const api *q, const layer *l, const row_change *c, jsonw *w)
{
    jsonw_object(w, NULL);
    jsonw_text(w, "id", arena_printf(q->arena, "%s.%lld", l->name, (long long)c->id));
    jsonw_text(w, "toestand", state_of(c));
    if (c->version)
        jsonw_integer(w, "versie", c->version);
    jsonw_text(w, "moment", c->moment);
    jsonw_end_object(w);
}

static void write_changes(const api *q, const layer *l, const row_changes *all)
{
    api_links links = {0};
    out_type(q->to, 200, q->form->type);
    may_keep(q->to, KEPT_BY_NOBODY_OF_ONE, "Accept, " BY_CALLER);
    jsonw w = api_list_begin(q);
    for (size_t i = 0; i < all->count; i++)
        write_change(q, l, &all->items[i], &w);
    api_list_count(&w, all->count, all->more);
    jsonw_any_text(&w, "na", all->place);
    api_link_forms(q, &links);
    if (all->more)
        api_link(&links, "next", q->form->type, arena_printf(q->arena, "%s?na=%s", api_place(q), all->place),
                 "De volgende wijzigingen · The next changes");
    api_list_end(q, &w, &links);
}

status api_answer_changes(api *q)
{
    const layer *l = api_with_history(q);
    rows *seen = NULL;
    row_changes all = {0};
    q->call->log->layer = l->name;
    TRY(call_rows(q->call, q->arena, &seen));
    TRY(rows_changes(seen, l, kvp_get(q->parameters, "na"), &all));
    q->call->log->rows = (int64_t)all.count;
    TRY(turn_weigh(q->call->turn, (int64_t)all.count));
    write_changes(q, l, &all);
    return status_ok();
}
