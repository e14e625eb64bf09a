#include "data/store/edit_place.h"

#include "data/model/merger.h"
#include "data/store/edit_check.h"
#include "data/store/edit_shape.h"

#include <string.h>
#include <strings.h>

/* The index of the gemeente among its properties; the row's count when it gives none. */
static size_t owner_place(const edit_row *row)
{
    size_t i = 0;
    while (i < row->count && strcasecmp(row->properties[i]->column, row->layer->restrict_column) != 0)
        i++;
    return i;
}

static edit_row with_merged_owner(const edit_row *row, arena *a)
{
    edit_row merged = *row;
    const size_t at = owner_place(row);
    const bool named = at < row->count && row->properties[at]->type == VALUE_STRING && !row->values[at].null;
    const char *now = named ? merger_now((slice){row->values[at].text, row->values[at].length}, a) : NULL;
    if (!now)
        return merged;
    value *values = arena_array(a, row->count, sizeof *values);
    memcpy(values, row->values, row->count * sizeof *values);
    values[at] = (value){.text = now, .length = strlen(now)};
    merged.values = values;
    return merged;
}

status edit_place_take(edit *e, const edit_row *row, edit_row *out)
{
    *out = *row;
    if (!edit_is_audited(e))
        return status_ok();
    const edit_row merged = with_merged_owner(row, e->arena);
    return edit_shape_take(e->store, &merged, e->arena, out, &e->flat);
}

static bool must_stop(void *context)
{
    return edit_is_late(context);
}

static edit_borders *borders_of(edit *e)
{
    if (!e->borders)
        e->borders = edit_borders_new(e->store, (spatial_watch){e, must_stop}, e->arena);
    return e->borders;
}

status edit_place_check(edit *e, const row_look *look, const edit_row *row)
{
    TRY(edit_check_row(look, row));
    return edit_is_audited(e) && edit_shape_value(row) ? edit_shape_check(edit_borders_spatial(borders_of(e)), row) : status_ok();
}

/* Where a permit lies was decided, and whether that is outside its gemeente people are told (data/store/permits.h). */
static bool has_border(const edit *e, const layer *l)
{
    return e->by.origin == EDIT_ORIGIN_REQUEST && edit_is_risk_location(l) && edit_has_borders(e->store);
}

static const char *shape_name(const layer *l)
{
    return l->geometry < l->property_count ? l->properties[l->geometry].name : "";
}

/* shape: what the row gives, or else has; NULL: nothing. */
status edit_place_border(edit *e, const edit_row *row, const char *nis, const geometry *shape)
{
    return shape && has_border(e, row->layer) ? edit_border_check(borders_of(e), nis, *shape, shape_name(row->layer))
                                              : status_ok();
}

static const property *owner_property(const layer *l)
{
    for (size_t i = 0; i < l->property_count; i++)
        if (strcasecmp(l->properties[i].column, l->restrict_column) == 0)
            return &l->properties[i];
    return NULL;
}

/* A new risk location that names no gemeente gets the one that it lies in. */
status edit_place_find_owner(edit *e, edit_row *row)
{
    const char *nis = NULL;
    const value *shape = edit_shape_value(row);
    const property *owner = owner_property(row->layer);
    if (!shape || !owner || !has_border(e, row->layer))
        return status_ok();
    TRY(edit_border_find(borders_of(e), e->who, shape->shape, shape_name(row->layer), e->arena, &nis));
    *row = edit_row_with(row, owner, (value){.text = nis, .length = strlen(nis)}, e->arena);
    return status_ok();
}

status edit_place_check_new(edit *e, const edit_row *row, const value *owner, const row_state *now)
{
    geometry shape = {0};
    const value *given = edit_shape_value(row);
    const char *nis = owner ? owner->text : now->nis;
    if (!has_border(e, row->layer) || (!given && strcmp(nis, now->nis) == 0))
        return status_ok();
    if (given)
        shape = given->shape;
    else
        TRY(e->store->driver->shape(e->store, row->layer, row->id, e->arena, &shape));
    return edit_place_border(e, row, nis, shape.size ? &shape : NULL);
}
