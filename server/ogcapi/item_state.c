/* How a feature is now: what its ETag is made of, and whose it is. */
#include "server/ogcapi/items.h"

#include <string.h>
#include <strings.h>

static const property *property_of(const layer *l, const char *column, value_type type)
{
    for (size_t i = 0; column && i < l->property_count; i++)
        if (strcasecmp(l->properties[i].column, column) == 0 && l->properties[i].type == type)
            return &l->properties[i];
    return NULL;
}

enum { VERSION, CHANGED, OWNER, ASKED };

/* Of which properties the state is; NULL: the layer has none. */
static void find_properties(const layer *l, const property *out[ASKED])
{
    out[VERSION] = property_of(l, "versie", VALUE_INTEGER);
    out[CHANGED] = property_of(l, "gewijzigd_op", VALUE_DATETIME);
    out[OWNER] = property_of(l, l->restrict_column, VALUE_STRING);
}

static void take(feature_state *out, int which, const value *v, arena *a)
{
    if (v->null)
        return;
    if (which == VERSION)
        out->version = v->integer;
    else if (which == CHANGED)
        out->changed = arena_strdup(a, v->text);
    else
        out->nis = arena_strdup(a, v->text);
}

status items_state(const items *of, feature_state *out, bool *found)
{
    arena *a = of->api->arena;
    const property *wanted[ASKED], **asked = arena_array(a, ASKED, sizeof *asked);
    query one = of->query;
    source *from = &one.sources[0];
    cursor *c = NULL;
    find_properties(from->layer, wanted);
    from->properties = asked;
    from->property_count = 0;
    for (int i = 0; i < ASKED; i++)
        if (wanted[i])
            asked[from->property_count++] = wanted[i];
    one.count = 1;
    TRY(rows_select(of->seen, &one, &c));
    const feature *f = cursor_next(c);
    *found = f != NULL;
    *out = (feature_state){0};
    for (int i = 0, at = 0; f && i < ASKED; i++)
        if (wanted[i])
            take(out, i, &f->values[at++], a);
    while (f)
        f = cursor_next(c); /* a reading has gone well when it came to its end */
    return cursor_end(c);
}

const char *items_system(const items *of)
{
    return of->crs.lon_lat ? "84" : arena_printf(of->api->arena, "%d", of->crs.code);
}
