/* Every state of a feature: since when, until when, what was done, and in which role and for which organisation; never who. */
#include "server/http/may_keep.h"
#include "server/ogcapi/items.h"

#include <string.h>

/* What nobody said is left out. */
static void write_text(jsonw *w, const char *name, const char *given)
{
    if (given && *given)
        jsonw_text(w, name, given);
}

/* Of several, in which of them he acted nobody said (edit.c); that he is of the others too is none of this gemeente's business.
 */
static const char *organisation_of(const row_version *v)
{
    return v->organisation && !strchr(v->organisation, ',') ? v->organisation : NULL;
}

static void write_version(jsonw *w, const row_version *v)
{
    jsonw_object(w, NULL);
    jsonw_integer(w, "versie", v->number);
    write_text(w, "van", v->from);
    write_text(w, "tot", v->until);
    write_text(w, "wat", v->what);
    write_text(w, "weg", v->way);
    write_text(w, "rol", v->roles);
    write_text(w, "organisatie", organisation_of(v));
    write_text(w, "reden", v->reason);
    jsonw_boolean(w, "geschrapt", v->hidden);
    jsonw_end_object(w);
}

static void write_versions(const api *q, const row_versions *all)
{
    api_links links = {0};
    out_type(q->to, 200, q->form->type);
    may_keep(q->to, KEPT_BY_NOBODY_OF_ONE, "Accept, " BY_CALLER);
    jsonw w = api_list_begin(q);
    for (size_t i = 0; i < all->count; i++)
        write_version(&w, &all->items[i]);
    api_list_count(&w, all->count, all->more);
    api_link_forms(q, &links);
    api_list_end(q, &w, &links);
}

status api_answer_versions(api *q)
{
    rows *seen = NULL;
    row_versions all = {0};
    int64_t id = 0;
    if (!items_read_id(q, &id))
        return items_no_such(q);
    TRY(call_rows(q->call, q->arena, &seen));
    TRY(rows_versions(seen, q->layer, id, &all));
    if (all.count == 0)
        return items_no_such(q);
    q->call->log->rows = (int64_t)all.count;
    write_versions(q, &all);
    return status_ok();
}
