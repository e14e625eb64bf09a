#include "data/store/edit_border.h"

#include "base/text.h"
#include "data/spatial/spatial_margin.h"
#include "data/store/store_driver.h"

#include <stdio.h>
#include <string.h>

enum { BORDERS = 8, NIS_ROOM = 8 };

typedef struct border {
    char nis[NIS_ROOM]; /* "": none yet */
    arena *own;
    gemeente_contour of;
    spatial_literal *literal; /* of the contour; NULL when there is none */
} border;

struct edit_borders {
    store *store;
    spatial *spatial;
    border kept[BORDERS];
    size_t next; /* in the place of the oldest */
};

bool edit_has_borders(const store *s)
{
    return s->driver->contour != NULL && s->settings != NULL;
}

spatial *edit_borders_spatial(edit_borders *b)
{
    return b->spatial;
}

static void drop(border *b)
{
    spatial_literal_free(b->literal);
    arena_free(b->own);
    *b = (border){0};
}

static void free_all(void *handle)
{
    edit_borders *b = handle;
    for (size_t i = 0; i < BORDERS; i++)
        drop(&b->kept[i]);
    spatial_free(b->spatial);
}

edit_borders *edit_borders_new(store *s, spatial_watch watch, arena *a)
{
    edit_borders *b = arena_alloc(a, sizeof *b);
    *b = (edit_borders){.store = s, .spatial = spatial_new()};
    spatial_begin(b->spatial, watch);
    arena_defer(a, free_all, b);
    return b;
}

static status no_answer(const edit_borders *all)
{
    if (spatial_ended(all->spatial) == SPATIAL_STOPPED)
        return store_edit_late();
    return FAIL(INTERNAL, "", "de contour kon niet met die van de gemeente vergeleken worden",
                "the contour could not be compared with that of the gemeente");
}

static status open_border(edit_borders *all, border *b, const char *nis)
{
    b->own = arena_new();
    TRY(all->store->driver->contour(all->store, nis, b->own, &b->of));
    if (b->of.shape.size > 0 && !spatial_literal_new(all->spatial, b->of.shape, &b->literal))
        return no_answer(all);
    snprintf(b->nis, sizeof b->nis, "%s", nis);
    return status_ok();
}

static status border_of(edit_borders *all, const char *nis, const border **out)
{
    for (size_t i = 0; i < BORDERS; i++)
        if (strcmp(all->kept[i].nis, nis) == 0) {
            *out = &all->kept[i];
            return status_ok();
        }
    border *b = &all->kept[all->next];
    all->next = (all->next + 1) % BORDERS;
    drop(b);
    TRY(open_border(all, b, nis));
    *out = b;
    return status_ok();
}

static bool within_box(geometry g, const double box[4], double margin)
{
    double own[4];
    return geometry_mbr(g, own) && own[0] >= box[0] - margin && own[1] >= box[1] - margin && own[2] <= box[2] + margin &&
           own[3] <= box[3] + margin;
}

/* strict: within the contour as it is. */
static status holds(edit_borders *all, const border *b, geometry g, bool strict, bool *out)
{
    double box[4];
    const store_settings *s = all->store->settings;
    if (!b->literal || !geometry_mbr(b->of.shape, box))
        *out = true;
    else if (strict)
        *out = spatial_holds(all->spatial, SPATIAL_WITHIN, g, b->literal, 0);
    else if (b->of.official)
        *out = spatial_within_margin(all->spatial, g, b->literal, b->of.shape, s->border_m);
    else
        *out = within_box(g, box, s->schematic_border_m);
    return spatial_ended(all->spatial) == SPATIAL_WENT_WELL ? status_ok() : no_answer(all);
}

/* The same words whatever lies there. */
static status outside(const edit_borders *all, const border *b, const char *name)
{
    return FAIL(
        BAD_PARAM, name,
        "de contour ligt niet binnen gemeente %s (tot %d m erbuiten mag): teken hem binnen de gemeente, of knip hem aan de "
        "grens (GeometrieBuitenGemeente)",
        "the contour does not lie within gemeente %s (up to %d m outside is allowed): draw it within the gemeente, or cut "
        "it at the border (GeometrieBuitenGemeente)",
        b->nis, b->of.official ? all->store->settings->border_m : all->store->settings->schematic_border_m);
}

status edit_border_check(edit_borders *all, const char *nis, geometry g, const char *name)
{
    const border *b = NULL;
    bool within = false;
    TRY(border_of(all, nis, &b));
    TRY(holds(all, b, g, false, &within));
    return within ? status_ok() : outside(all, b, name);
}

/* Of those near it the ones that he may write for: of others no contour is read. */
static status find_candidates(edit_borders *all, const scope *who, geometry g, arena *a, text_list *out)
{
    double box[4];
    text_list near = {0};
    const store_settings *s = all->store->settings;
    const double margin = s->border_m > s->schematic_border_m ? s->border_m : s->schematic_border_m;
    if (!geometry_mbr(g, box))
        return no_answer(all);
    const double wide[4] = {box[0] - margin, box[1] - margin, box[2] + margin, box[3] + margin};
    TRY(all->store->driver->gemeenten_near(all->store, wide, a, &near));
    *out = (text_list){arena_array(a, near.count + 1, sizeof *out->items), 0};
    for (size_t i = 0; i < near.count; i++)
        if (scope_may(who, CAPABILITY_WRITE_OWN, near.items[i]) || scope_may(who, CAPABILITY_WRITE_ALL, near.items[i]))
            out->items[out->count++] = near.items[i];
    return status_ok();
}

/* Keeps those that hold it. */
static status keep_holding(edit_borders *all, const text_list *of, geometry g, bool strict, arena *a, text_list *out)
{
    *out = (text_list){arena_array(a, of->count + 1, sizeof *out->items), 0};
    for (size_t i = 0; i < of->count; i++) {
        const border *b = NULL;
        bool within = false;
        TRY(border_of(all, of->items[i], &b));
        TRY(holds(all, b, g, strict, &within));
        if (within)
            out->items[out->count++] = of->items[i];
    }
    return status_ok();
}

static status in_none(const char *name)
{
    return FAIL(
        BAD_PARAM, name,
        "de contour ligt niet binnen een gemeente waarvoor u mag schrijven: teken hem daar, of vraag het recht aan uw "
        "toegangsbeheerder (GeometrieBuitenGemeente)",
        "the contour does not lie within a gemeente that you may write for: draw it there, or ask your access manager for "
        "the right (GeometrieBuitenGemeente)");
}

static status in_several(const text_list *nis, arena *a)
{
    text all = text_new(a);
    for (size_t i = 0; i < nis->count && i < BORDERS; i++)
        text_addf(&all, "%s%s", i ? ", " : "", nis->items[i]);
    return FAIL(BAD_PARAM, "gemeente_nis",
                "de contour kan van meer dan een gemeente zijn: noem in gemeente_nis welke (%s) (GemeenteOntbreekt)",
                "the contour may be of more than one gemeente: name it in gemeente_nis (%s) (GemeenteOntbreekt)", all.chars);
}

status edit_border_find(edit_borders *all, const scope *who, geometry g, const char *name, arena *a, const char **nis)
{
    text_list mine = {0}, found = {0};
    TRY(find_candidates(all, who, g, a, &mine));
    TRY(keep_holding(all, &mine, g, true, a, &found));
    if (found.count != 1)
        TRY(keep_holding(all, &mine, g, false, a, &found));
    if (found.count == 0)
        return in_none(name);
    if (found.count > 1)
        return in_several(&found, a);
    *nis = found.items[0];
    return status_ok();
}
