/* Which features a page holds. A page begins after the last feature of the one before (data/model/query.h), so where it ends must
 * be known before its first byte goes out: a look at its last row and the one after it. */
#include "server/ogcapi/items.h"

#include <string.h>

/* A small answer is read once: its rows are counted by keeping them. */
static bool may_be_few(const items *of)
{
    return !of->after && of->query.sort_count == 0;
}

static status count_all(items *of)
{
    if (may_be_few(of))
        TRY(rows_small_page(of->seen, &of->page, (size_t)of->limit, &of->found));
    of->is_read = of->found.all;
    if (!of->found.all)
        return rows_count(of->seen, &of->query, &of->matched);
    of->matched = of->returned = (int64_t)of->found.count;
    return status_ok();
}

/* The columns that the order looks at: that of the restriction, and the sort keys. */
static void ask_order(const items *of, arena *a, source *out)
{
    const property **asked = arena_array(a, of->query.sort_count + 2, sizeof *asked);
    const layer *l = out->layer;
    size_t count = 0;
    for (size_t i = 0; i < of->query.sort_count; i++)
        asked[count++] = of->query.sort[i].property;
    if (l->restrict_column) {
        property *own = arena_alloc(a, sizeof *own);
        *own = (property){.name = l->restrict_column, .column = l->restrict_column, .type = VALUE_STRING};
        asked[count++] = own;
    }
    out->properties = asked;
    out->property_count = count;
}

static value copied(const value *v, value_type type, arena *a)
{
    value copy = *v;
    const bool is_text = type == VALUE_STRING || type == VALUE_DATE || type == VALUE_DATETIME;
    if (!v->null && is_text)
        copy.text = arena_strndup(a, v->text, v->length);
    return copy;
}

/* A row without a gemeente is nobody's: there is none in an answer. */
static const page_after *place_of(const items *of, const source *asked, const feature *f)
{
    arena *a = of->api->arena;
    page_after *place = arena_alloc(a, sizeof *place);
    value *keys = arena_array(a, of->query.sort_count + 1, sizeof *keys);
    for (size_t i = 0; i < of->query.sort_count; i++)
        keys[i] = copied(&f->values[i], asked->properties[i]->type, a);
    *place = (page_after){.id = f->id, .keys = keys};
    if (asked->property_count > of->query.sort_count && !f->values[of->query.sort_count].null)
        place->restricted = copied(&f->values[of->query.sort_count], VALUE_STRING, a).text;
    return place;
}

/* Looks at the last row that fits on the page, and whether one comes after it. */
static status look_at_end(items *of, size_t *found)
{
    cursor *c = NULL;
    query end = of->page;
    end.start = of->limit - 1;
    end.count = 2;
    ask_order(of, of->api->arena, &end.sources[0]);
    TRY(rows_select(of->seen, &end, &c));
    const page_after *last = NULL;
    size_t count = 0;
    for (const feature *f = cursor_next(c); f; f = cursor_next(c))
        if (count++ == 0)
            last = place_of(of, &end.sources[0], f);
    *found = count;
    of->next = count > 1 ? last : NULL;
    return cursor_end(c);
}

status items_page(items *of)
{
    size_t found = 0;
    const char *at = NULL;
    of->page = of->query;
    of->page.after = of->after;
    of->page.count = of->limit;
    TRY(call_rows(of->api->call, of->api->arena, &of->seen));
    if (of->dated)
        TRY(rows_look_back(of->seen, of->moment, &at));
    if (!of->moment)
        of->now = at;
    TRY(count_all(of));
    if (of->is_read)
        return status_ok();
    TRY(look_at_end(of, &found));
    of->returned = of->limit;
    return found > 0 ? status_ok() : rows_count(of->seen, &of->page, &of->returned);
}

status items_select(const items *of, cursor **out)
{
    if (!of->is_read)
        return rows_select(of->seen, &of->page, out);
    *out = rows_over(of->seen, &of->found, 0, (size_t)of->returned);
    return status_ok();
}

/* The next page of "today" stays in the moment of this one. */
static const kvp *fixed_in_time(const items *of)
{
    static const char *const names[] = {"peildatum", NULL};
    const kvp when = {.pairs = {{names[0], of->now}}, .count = 1};
    return of->now ? kvp_over(of->api->parameters, &when, names, of->api->arena) : of->api->parameters;
}

const char *items_next(const items *of)
{
    const api *q = of->api;
    if (!of->next)
        return NULL;
    const char *place = items_after_text(&of->query, of->next, q->arena);
    const char *asked = kvp_with(fixed_in_time(of), "na", place, q->arena),
               *form = kvp_has(q->parameters, "f") ? "" : q->form->name;
    return arena_printf(q->arena, "%s?%s%s%s", api_place(q), asked, *form ? "&f=" : "", form);
}
