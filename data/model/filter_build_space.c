/* Which geometry is meant, and the predicates on it. */
#include "data/model/filter_build_inner.h"

#include <math.h>
#include <string.h>

static status no_geometry(const builder *b)
{
    return FAIL(BAD_PARAM, b->words->locator, "het type %s heeft geen geometrie", "the type %s has no geometry", build_types(b));
}

status build_check_spatial(const builder *b)
{
    return b->source_count == 1 && b->sources[0].layer->geometry_type == GEOMETRY_NONE ? no_geometry(b) : status_ok();
}

/* The only geometry that can be meant when none is named (FES 2.0 §7.8.3.2). */
static status default_geometry(const builder *b, expression *out)
{
    size_t found = b->source_count;
    for (size_t i = 0; i < b->source_count; i++) {
        if (b->sources[i].layer->geometry_type == GEOMETRY_NONE)
            continue;
        if (found < b->source_count)
            return FAIL(BAD_PARAM, b->words->locator, "noem in een join de geometrie die wordt vergeleken (%.100s)",
                        "in a join, name the geometry that is compared (%.100s)", build_types(b));
        found = i;
    }
    if (found == b->source_count)
        return no_geometry(b);
    const layer *l = b->sources[found].layer;
    *out = (expression){
        .kind = EXPRESSION_PROPERTY, .type = VALUE_GEOMETRY, .property = &l->properties[l->geometry], .source = found};
    return status_ok();
}

/* Whether it is a geometry of the feature, or computed from one: only then does the feature's extent tell where it can lie. */
static bool is_of_feature(const expression *e)
{
    while (e->kind == EXPRESSION_CALL)
        e = &e->arguments[0];
    return e->kind == EXPRESSION_PROPERTY && e->type == VALUE_GEOMETRY;
}

status build_subject(const builder *b, const operand *given, expression *out)
{
    if (!given)
        return default_geometry(b, out);
    TRY(build_check_spatial(b));
    if (given->literal || given->value.type != VALUE_GEOMETRY || !is_of_feature(&given->value))
        return FAIL(BAD_PARAM, b->words->locator, "'%.60s' is geen geometrie van het object",
                    "'%.60s' is not a geometry of the feature", given->literal ? given->literal : given->written);
    *out = given->value;
    return status_ok();
}

/* Coordinates of two systems would be compared as if they were of one. */
status build_second_subject(const builder *b, const operand *given, const expression *first, expression *out)
{
    TRY(build_subject(b, given, out));
    const int one = b->sources[first->source].layer->srid, two = b->sources[out->source].layer->srid;
    if (one != two)
        return FAIL(BAD_PARAM, b->words->locator,
                    "de geometrieën zijn in verschillende stelsels opgeslagen (EPSG:%d en EPSG:%d) en zijn niet te vergelijken",
                    "the geometries are stored in different systems (EPSG:%d and EPSG:%d) and cannot be compared", one, two);
    return status_ok();
}

/* The operator with its operands swapped. */
static spatial_operator turned(spatial_operator how)
{
    return how == SPATIAL_WITHIN ? SPATIAL_CONTAINS : how == SPATIAL_CONTAINS ? SPATIAL_WITHIN : how;
}

status build_spatial(const builder *b, spatial_operator how, bool literal_first, const expression *left, const expression *right,
                     double distance, const filter **out)
{
    filter f = {.kind = FILTER_SPATIAL,
                .operation = literal_first ? turned(how) : how,
                .left = *left,
                .right = *right,
                .distance = distance};
    if (right->kind == EXPRESSION_LITERAL && !geometry_mbr(right->shape, f.extent))
        return FAIL(BAD_PARAM, b->words->locator, "%s: de geometrie is leeg", "%s: the geometry is empty", b->words->locator);
    *out = build_made(b, f);
    return status_ok();
}

/* The ring of a polygon with one: all its points but the closing one. */
typedef struct ring {
    double *xy;
    size_t count;
    arena *arena;
} ring;

static bool take_begin(void *context, geometry_class kind, uint32_t parts, unsigned depth)
{
    (void)context;
    (void)depth;
    return kind == CLASS_POLYGON && parts == 1;
}

static bool take_coordinates(void *context, const uint8_t *xy, uint32_t count)
{
    ring *r = context;
    r->count = count > 0 ? count - 1 : 0;
    r->xy = arena_array(r->arena, 2 * (size_t)count, sizeof *r->xy);
    memcpy(r->xy, xy, 2 * (size_t)count * sizeof *r->xy);
    return true;
}

/* Whether its corners are those of its extent; they are not when it was a box in another system. */
static bool is_upright(const ring *r, const double mbr[4])
{
    bool upright = r->count == 4;
    for (size_t i = 0; upright && i < r->count; i++) {
        const double x = r->xy[2 * i], y = r->xy[2 * i + 1];
        upright = (x == mbr[0] || x == mbr[2]) && (y == mbr[1] || y == mbr[3]);
    }
    return upright;
}

const filter *build_in_region(const builder *b, const expression *left, geometry box)
{
    region *where = arena_alloc(b->arena, sizeof *where);
    ring r = {.arena = b->arena};
    const geometry_visitor visitor = {.context = &r, .begin = take_begin, .coordinates = take_coordinates};
    if (!geometry_walk(box, &visitor) || !geometry_mbr(box, where->mbr))
        return NULL;
    where->ring = r.xy;
    where->count = r.count;
    if (is_upright(&r, where->mbr))
        memcpy(where->inner, where->mbr, sizeof where->inner);
    else
        region_find_inner(where);
    return build_made(b, (filter){.kind = FILTER_REGION, .left = *left, .region = where});
}

const filter *build_in_box(const builder *b, const expression *left, const expression *right)
{
    return build_made(b, (filter){.kind = FILTER_IN_BOX, .left = *left, .right = *right});
}
