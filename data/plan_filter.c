#include "data/plan_filter.h"

#include <string.h>

static void add_geometry(planner *p, const layer *l)
{
    planner_name(p, l->properties[l->geometry].column);
}

static void add_literal(planner *p, const expression *e)
{
    text_add(&p->sql, "?");
    switch (e->type) {
    case VALUE_INTEGER:
    case VALUE_BOOLEAN: planner_integer(p, e->integer); break;
    case VALUE_DECIMAL: planner_real(p, e->real); break;
    case VALUE_GEOMETRY: planner_bytes(p, e->shape.blob, e->shape.size); break;
    default: planner_text(p, e->text);
    }
}

static void add_property(planner *p, const expression *e)
{
    if (e->fold)
        text_add(&p->sql, "fold(");
    planner_name(p, e->property->column);
    if (e->fold)
        text_add(&p->sql, ")");
    if (e->as_instant)
        text_add(&p->sql, " || 'T00:00:00Z'");
}

/* gml:id: the layer's name is a plain NCName (layer_read.c), so it may stand in the text. */
static void add_id(planner *p, const layer *l)
{
    text_addf(&p->sql, "'%s.' || ", l->name);
    planner_name(p, l->id_column);
}

static void add_expression(planner *p, const layer *l, const expression *e);

static void add_call(planner *p, const layer *l, const expression *e)
{
    text_addf(&p->sql, e->fold ? "fold(%s(" : "%s(", e->function->sql);
    for (size_t i = 0; i < e->function->argument_count; i++) {
        if (i > 0)
            text_add(&p->sql, ", ");
        add_expression(p, l, &e->arguments[i]);
    }
    text_add(&p->sql, e->fold ? "))" : ")");
}

static void add_expression(planner *p, const layer *l, const expression *e)
{
    text_add(&p->sql, "(");
    switch (e->kind) {
    case EXPRESSION_LITERAL: add_literal(p, e); break;
    case EXPRESSION_PROPERTY: add_property(p, e); break;
    case EXPRESSION_ID: add_id(p, l); break;
    case EXPRESSION_CALL: add_call(p, l, e); break;
    case EXPRESSION_ABSENT: text_add(&p->sql, "NULL"); break;
    }
    text_add(&p->sql, ")");
}

/* What a spatial operator looks at. */
static void add_shape(planner *p, const layer *l, const filter *f)
{
    if (f->left.kind == EXPRESSION_CALL)
        add_expression(p, l, &f->left);
    else
        add_geometry(p, l);
}

static void add_comparison(planner *p, const layer *l, const filter *f)
{
    static const char *const signs[] = {[COMPARE_EQUAL] = " = ",   [COMPARE_NOT_EQUAL] = " <> ",  [COMPARE_LESS] = " < ",
                                        [COMPARE_GREATER] = " > ", [COMPARE_LESS_EQUAL] = " <= ", [COMPARE_GREATER_EQUAL] = " >= "};
    add_expression(p, l, &f->left);
    text_add(&p->sql, signs[f->comparison]);
    add_expression(p, l, &f->right);
}

static void add_like(planner *p, const layer *l, const filter *f)
{
    size_t size = 0;
    const void *bytes = like_bytes(f->like, &size);
    text_add(&p->sql, "like_matches(");
    add_expression(p, l, &f->left);
    text_add(&p->sql, ", ?)");
    planner_bytes(p, bytes, size);
}

/* The list is padded to a power of two with its last id: few different SQL texts, so few prepared statements. */
static void add_ids(planner *p, const layer *l, const filter *f)
{
    if (f->id_count == 0) {
        text_add(&p->sql, "0");
        return;
    }
    planner_name(p, l->id_column);
    text_add(&p->sql, " IN (?");
    planner_integer(p, f->ids[0]);
    for (size_t i = 1; (i & (i - 1)) != 0 || i < f->id_count; i++) {
        text_add(&p->sql, ",?");
        planner_integer(p, f->ids[i < f->id_count ? i : f->id_count - 1]);
    }
    text_add(&p->sql, ")");
}

/* The exact test reads the geometry; where the extents settle it, it is spared: what a function makes of a geometry lies within its extent. */
static void add_region(planner *p, const layer *l, const filter *f, bool boxed)
{
    const region *r = f->region;
    if (boxed) {
        text_add(&p->sql, "(box_minx >= ? AND box_maxx <= ? AND box_miny >= ? AND box_maxy <= ?) OR ");
        planner_reals(p, (double[4]){r->inner[0], r->inner[2], r->inner[1], r->inner[3]});
    }
    text_add(&p->sql, "meets_ring(");
    add_shape(p, l, f);
    text_add(&p->sql, ", ?)");
    planner_bytes(p, r->ring, r->count * 2 * sizeof *r->ring);
}

static void add_spatial(planner *p, const layer *l, const filter *f)
{
    text_add(&p->sql, "spatial_holds(");
    add_shape(p, l, f);
    text_add(&p->sql, ", ?, ?, ?)");
    planner_bytes(p, f->right.shape.blob, f->right.shape.size);
    planner_integer(p, f->operation);
    planner_real(p, f->distance);
}

/* Halves of halves: SQLite limits how deep an expression may be, and a chain of a thousand ORs is a thousand deep. */
static void add_list(planner *p, const layer *l, const filter *const *operands, size_t count, const char *junction, bool boxed)
{
    if (count == 1) {
        plan_filter(p, l, operands[0], boxed);
        return;
    }
    text_add(&p->sql, "(");
    add_list(p, l, operands, count / 2, junction, boxed);
    text_add(&p->sql, junction);
    add_list(p, l, operands + count / 2, count - count / 2, junction, boxed);
    text_add(&p->sql, ")");
}

static unsigned depth_of_call(const expression *e)
{
    unsigned deepest = 0;
    for (size_t i = 0; e->kind == EXPRESSION_CALL && i < e->function->argument_count; i++) {
        const unsigned depth = depth_of_call(&e->arguments[i]);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

static unsigned depth_of(const filter *f)
{
    unsigned deepest = depth_of_call(f->kind == FILTER_COMPARE && f->right.kind == EXPRESSION_CALL ? &f->right : &f->left);
    for (size_t i = 0; i < f->operand_count; i++) {
        const unsigned depth = depth_of(f->operands[i]);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}

/* The deep operand in front, if there is one. SQLite's parser holds a hundred symbols (YYSTACKDEPTH) and no more: a level that opens in front costs it one,
 * a level behind others costs it the half-read expression before it too. */
static const filter *const *deepest_first(planner *p, const filter *f)
{
    const filter **sorted = arena_array(p->arena, f->operand_count, sizeof *sorted);
    size_t at = 0;
    unsigned depth = 0;
    for (size_t i = 0; i < f->operand_count; i++) {
        const unsigned one = depth_of(f->operands[i]);
        at = one > depth ? i : at;
        depth = one > depth ? one : depth;
    }
    memcpy(sorted, f->operands, f->operand_count * sizeof *sorted);
    memmove(sorted + 1, f->operands, at * sizeof *sorted);
    sorted[0] = f->operands[at];
    return sorted;
}

static void add_junction(planner *p, const layer *l, const filter *f, bool boxed)
{
    const char *const junction = f->kind == FILTER_AND ? " AND " : " OR ";
    if (f->operand_count == 0) {
        text_add(&p->sql, f->kind == FILTER_AND ? "1" : "0");
        return;
    }
    const filter *const *operands = deepest_first(p, f);
    plan_filter(p, l, operands[0], boxed);
    if (f->operand_count > 1) {
        text_add(&p->sql, junction);
        add_list(p, l, operands + 1, f->operand_count - 1, junction, boxed);
    }
}

/* SQL knows a third value, "unknown", where FES has false: IS NOT TRUE turns both into true. */
static void add_not(planner *p, const layer *l, const filter *f, bool boxed)
{
    plan_filter(p, l, f->operands[0], boxed);
    text_add(&p->sql, " IS NOT TRUE");
}

void plan_filter(planner *p, const layer *l, const filter *f, bool boxed)
{
    text_add(&p->sql, "(");
    switch (f->kind) {
    case FILTER_AND:
    case FILTER_OR: add_junction(p, l, f, boxed); break;
    case FILTER_NOT: add_not(p, l, f, boxed); break;
    case FILTER_COMPARE: add_comparison(p, l, f); break;
    case FILTER_LIKE: add_like(p, l, f); break;
    case FILTER_NULL:
        add_expression(p, l, &f->left);
        text_add(&p->sql, " IS NULL");
        break;
    case FILTER_IDS: add_ids(p, l, f); break;
    case FILTER_REGION: add_region(p, l, f, boxed); break;
    case FILTER_SPATIAL: add_spatial(p, l, f); break;
    }
    text_add(&p->sql, ")");
}

/* Disjoint and Beyond hold for rows far away; every other predicate only where the extents meet. That goes for what a function makes of a geometry too:
 * centroid, interiorPoint and envelope lie within its extent. A function that makes something larger must not come here. */
static bool extent_of_spatial(const filter *f, double extent[4])
{
    if (f->operation == SPATIAL_DISJOINT || f->operation == SPATIAL_BEYOND)
        return false;
    const double more = f->operation == SPATIAL_DWITHIN ? f->distance : 0;
    memcpy(extent, (double[4]){f->extent[0] - more, f->extent[1] - more, f->extent[2] + more, f->extent[3] + more}, 4 * sizeof *extent);
    return true;
}

static double area(const double box[4])
{
    return (box[2] - box[0]) * (box[3] - box[1]);
}

/* Of several extents that a row must meet the smallest serves to find it. Not their common part: a large row can meet two places that lie apart. */
static bool and_extent(const filter *f, double extent[4])
{
    bool found = false;
    for (size_t i = 0; i < f->operand_count; i++) {
        double one[4];
        if (!plan_filter_extent(f->operands[i], one) || (found && area(one) >= area(extent)))
            continue;
        memcpy(extent, one, sizeof one);
        found = true;
    }
    return found;
}

bool plan_filter_by_id(const filter *f)
{
    bool by_id = f->kind == FILTER_IDS;
    for (size_t i = 0; f->kind == FILTER_AND && i < f->operand_count && !by_id; i++)
        by_id = plan_filter_by_id(f->operands[i]);
    return by_id;
}

bool plan_filter_extent(const filter *f, double extent[4])
{
    switch (f->kind) {
    case FILTER_AND: return and_extent(f, extent);
    case FILTER_SPATIAL: return extent_of_spatial(f, extent);
    case FILTER_REGION: memcpy(extent, f->region->mbr, 4 * sizeof *extent); return true;
    default: return false;
    }
}
