#include "data/store/spatialite/sql_plan_filter.h"

#include <string.h>

static void add_qualifier(sql_builder *p, const sql_plan_scope *s, size_t of)
{
    if (s->qualified)
        text_addf(&p->sql, "s%zu.", of);
}

void sql_plan_column(sql_builder *p, const sql_plan_scope *s, size_t of, const char *column)
{
    add_qualifier(p, s, of);
    sql_builder_name(p, column);
}

/* Four conditions such as "box_minx >= " on the columns of the R-tree. */
static void add_edges(sql_builder *p, const sql_plan_scope *s, size_t of, const char *const conditions[4], const double edges[4])
{
    for (size_t i = 0; i < 4; i++) {
        text_add(&p->sql, i ? " AND " : "");
        add_qualifier(p, s, of);
        text_add(&p->sql, conditions[i]);
        sql_builder_real(p, edges[i]);
    }
}

static void add_geometry(sql_builder *p, const sql_plan_scope *s, size_t of)
{
    const layer *l = s->sources[of].layer;
    sql_plan_column(p, s, of, l->properties[l->geometry].column);
}

static void add_literal(sql_builder *p, const expression *e)
{
    switch (e->type) {
    case VALUE_INTEGER:
    case VALUE_BOOLEAN: sql_builder_integer(p, e->integer); break;
    case VALUE_DECIMAL: sql_builder_real(p, e->real); break;
    case VALUE_GEOMETRY: sql_builder_bytes(p, e->shape.blob, e->shape.size); break;
    default: sql_builder_text(p, e->text);
    }
}

void sql_plan_folded(sql_builder *p, const layer *l, const property *of)
{
    text_addf(&p->sql, "\"fold %zu\"", (size_t)(of - l->properties));
}

static void add_property(sql_builder *p, const sql_plan_scope *s, const expression *e)
{
    if (e->fold && s->folded[e->source]) {
        add_qualifier(p, s, e->source);
        sql_plan_folded(p, s->sources[e->source].layer, e->property);
        return;
    }
    if (e->fold)
        text_add(&p->sql, "fold(");
    sql_plan_column(p, s, e->source, e->property->column);
    if (e->fold)
        text_add(&p->sql, ")");
    if (e->as_instant)
        text_add(&p->sql, " || 'T00:00:00Z'");
}

/* gml:id, also as a property: the layer's name is an NCName, without quotes (name_check.h), so it may be part of the text. */
static void add_id(sql_builder *p, const sql_plan_scope *s, const expression *e)
{
    text_addf(&p->sql, e->fold ? "fold('%s.' || " : "'%s.' || ", s->sources[e->source].layer->name);
    sql_plan_column(p, s, e->source, s->sources[e->source].layer->id_column);
    text_add(&p->sql, e->fold ? ")" : "");
}

static void add_expression(sql_builder *p, const sql_plan_scope *s, const expression *e);

static void add_call(sql_builder *p, const sql_plan_scope *s, const expression *e)
{
    text_addf(&p->sql, e->fold ? "fold(%s(" : "%s(", e->function->sql);
    for (size_t i = 0; i < e->function->argument_count; i++) {
        if (i > 0)
            text_add(&p->sql, ", ");
        add_expression(p, s, &e->arguments[i]);
    }
    text_add(&p->sql, e->fold ? "))" : ")");
}

static void add_expression(sql_builder *p, const sql_plan_scope *s, const expression *e)
{
    text_add(&p->sql, "(");
    switch (e->kind) {
    case EXPRESSION_LITERAL: add_literal(p, e); break;
    case EXPRESSION_PROPERTY: add_property(p, s, e); break;
    case EXPRESSION_ID: add_id(p, s, e); break;
    case EXPRESSION_CALL: add_call(p, s, e); break;
    case EXPRESSION_ABSENT: text_add(&p->sql, "NULL"); break;
    }
    text_add(&p->sql, ")");
}

/* A left side that says nothing, as of a box, is the geometry of its source. */
static bool is_shape_literal(const expression *e)
{
    return e->kind == EXPRESSION_LITERAL && e->shape.blob;
}

/* What a spatial operator looks at: the geometry of the source, what a function makes of it, or a literal. */
static void add_shape(sql_builder *p, const sql_plan_scope *s, const expression *e)
{
    if (e->kind == EXPRESSION_CALL || is_shape_literal(e))
        add_expression(p, s, e);
    else
        add_geometry(p, s, e->source);
}

static void add_comparison(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    static const char *const signs[] = {
        [COMPARE_EQUAL] = " = ",   [COMPARE_NOT_EQUAL] = " <> ",  [COMPARE_LESS] = " < ",
        [COMPARE_GREATER] = " > ", [COMPARE_LESS_EQUAL] = " <= ", [COMPARE_GREATER_EQUAL] = " >= "};
    add_expression(p, s, &f->left);
    text_add(&p->sql, signs[f->comparison]);
    add_expression(p, s, &f->right);
}

static void add_like(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    size_t size = 0;
    const void *bytes = like_bytes(f->like, &size);
    text_add(&p->sql, "like_matches(");
    add_expression(p, s, &f->left);
    sql_builder_argument(p, (bound){.kind = BOUND_BYTES, .bytes = bytes, .size = size});
    text_add(&p->sql, ")");
}

/* The list is padded to a power of two with its last id: few different SQL texts, so few prepared statements. */
static void add_ids(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    if (f->id_count == 0) {
        text_add(&p->sql, "0");
        return;
    }
    sql_plan_column(p, s, f->left.source, s->sources[f->left.source].layer->id_column);
    if (f->id_count == 1) {
        text_add(&p->sql, " = ");
        sql_builder_integer(p, f->ids[0]);
        return;
    }
    text_add(&p->sql, " IN (");
    for (size_t i = 0; (i & (i - 1)) != 0 || i < f->id_count; i++) {
        text_add(&p->sql, i ? "," : "");
        sql_builder_listed(p, f->ids[i < f->id_count ? i : f->id_count - 1]);
    }
    text_add(&p->sql, ")");
}

/* The exact test reads the geometry; it is skipped when the extents decide: a geometry that a function makes lies within the
 * original's extent. */
static void add_region(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    if (s->boxed[f->left.source]) {
        sql_plan_inside(p, s, f->left.source, f->region);
        text_add(&p->sql, " OR ");
    }
    sql_plan_meets(p, s, f);
}

void sql_plan_inside(sql_builder *p, const sql_plan_scope *s, size_t of, const region *r)
{
    static const char *const inside[] = {"box_minx >= ", "box_maxx <= ", "box_miny >= ", "box_maxy <= "};
    text_add(&p->sql, "(");
    add_edges(p, s, of, inside, (double[4]){r->inner[0], r->inner[2], r->inner[1], r->inner[3]});
    text_add(&p->sql, ")");
}

void sql_plan_meets(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    text_add(&p->sql, "meets_ring(");
    add_shape(p, s, &f->left);
    const size_t size = f->region->count * 2 * sizeof *f->region->ring;
    sql_builder_argument(p, (bound){.kind = BOUND_BYTES, .bytes = f->region->ring, .size = size});
    text_add(&p->sql, ")");
}

/* Two geometries of the tuple. */
static void add_pair(sql_builder *p, const sql_plan_scope *s, const filter *f, const char *function)
{
    text_add(&p->sql, function);
    add_shape(p, s, &f->left);
    text_add(&p->sql, ", ");
    add_shape(p, s, &f->right);
}

static void add_spatial(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    if (filter_is_pair(f)) {
        add_pair(p, s, f, "spatial_pair(");
    } else {
        text_add(&p->sql, "spatial_holds(");
        add_shape(p, s, &f->left);
        sql_builder_argument(p, (bound){.kind = BOUND_BYTES, .bytes = f->right.shape.blob, .size = f->right.shape.size});
    }
    sql_builder_argument(p, (bound){.kind = BOUND_INTEGER, .integer = f->operation});
    sql_builder_argument(p, (bound){.kind = BOUND_REAL, .real = f->distance});
    text_add(&p->sql, ")");
}

static void add_in_box(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    add_pair(p, s, f, "meets_box(");
    text_add(&p->sql, ")");
}

/* Split in halves again and again: SQLite limits how deep an expression may be, and a chain of a thousand ORs is a thousand
 * deep. */
static void add_list(sql_builder *p, const sql_plan_scope *s, const filter *const *operands, size_t count, const char *junction)
{
    if (count == 1) {
        sql_plan_filter(p, s, operands[0]);
        return;
    }
    text_add(&p->sql, "(");
    add_list(p, s, operands, count / 2, junction);
    text_add(&p->sql, junction);
    add_list(p, s, operands + count / 2, count - count / 2, junction);
    text_add(&p->sql, ")");
}

/* SQLite compares each condition of an AND with each other one before it reads a row: a join of 2,500 equalities took twelve
 * seconds, during which nothing can stop it. So the conditions after the first WEIGHED_MOST are written as one. */
enum { WEIGHED_MOST = 64 };

static void add_rest(sql_builder *p, const sql_plan_scope *s, const filter *const *operands, size_t count, const char *junction)
{
    text_add(&p->sql, "(");
    add_list(p, s, operands, count, junction);
    text_add(&p->sql, " IS TRUE)");
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

/* Puts the deep operand first, if there is one. SQLite's parser holds at most a hundred symbols (YYSTACKDEPTH): a level that
 * opens at the front takes one, a level after others also takes the half-read expression before it. */
static const filter *const *deepest_first(sql_builder *p, const filter *f)
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

static void add_junction(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    const char *const junction = f->kind == FILTER_AND ? " AND " : " OR ";
    if (f->operand_count == 0) {
        text_add(&p->sql, f->kind == FILTER_AND ? "1" : "0");
        return;
    }
    const filter *const *operands = deepest_first(p, f);
    sql_plan_filter(p, s, operands[0]);
    const size_t weighed = f->kind == FILTER_AND && f->operand_count > WEIGHED_MOST ? WEIGHED_MOST : f->operand_count;
    if (weighed > 1) {
        text_add(&p->sql, junction);
        add_list(p, s, operands + 1, weighed - 1, junction);
    }
    if (weighed < f->operand_count) {
        text_add(&p->sql, junction);
        add_rest(p, s, operands + weighed, f->operand_count - weighed, junction);
    }
}

/* SQL has a third value, "unknown", where FES has false: IS NOT TRUE turns both into true. */
static void add_not(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    sql_plan_filter(p, s, f->operands[0]);
    text_add(&p->sql, " IS NOT TRUE");
}

void sql_plan_filter(sql_builder *p, const sql_plan_scope *s, const filter *f)
{
    text_add(&p->sql, "(");
    switch (f->kind) {
    case FILTER_AND:
    case FILTER_OR: add_junction(p, s, f); break;
    case FILTER_NOT: add_not(p, s, f); break;
    case FILTER_COMPARE: add_comparison(p, s, f); break;
    case FILTER_LIKE: add_like(p, s, f); break;
    case FILTER_NULL:
        add_expression(p, s, &f->left);
        text_add(&p->sql, " IS NULL");
        break;
    case FILTER_IDS: add_ids(p, s, f); break;
    case FILTER_REGION: add_region(p, s, f); break;
    case FILTER_SPATIAL: add_spatial(p, s, f); break;
    case FILTER_IN_BOX: add_in_box(p, s, f); break;
    }
    text_add(&p->sql, ")");
}

bool sql_plan_hidden(sql_builder *p, const sql_plan_scope *s, size_t of, const char *before)
{
    const source *one = &s->sources[of];
    if (!one->layer->hide_column || one->hidden == HIDDEN_INCLUDED)
        return false;
    text_add(&p->sql, before);
    sql_plan_column(p, s, of, one->layer->hide_column);
    text_add(&p->sql, one->hidden == HIDDEN_ONLY ? " = 1" : " IS NOT 1"); /* NULL counts as not hidden */
    return true;
}

void sql_plan_box(sql_builder *p, const sql_plan_scope *s, size_t of, const double extent[4])
{
    static const char *const meeting[] = {"box_maxx >= ", "box_minx <= ", "box_maxy >= ", "box_miny <= "};
    add_edges(p, s, of, meeting, (double[4]){extent[0], extent[2], extent[1], extent[3]});
}

/* Disjoint and Beyond hold for rows far away; every other predicate only where the extents meet. That is also true of geometries
 * that functions make: centroid, interiorPoint and envelope lie within the original's extent. A function that makes something
 * larger must not be used here. */
static bool extent_of_spatial(const filter *f, double extent[4])
{
    if (filter_is_pair(f) || is_shape_literal(&f->left) || f->operation == SPATIAL_DISJOINT || f->operation == SPATIAL_BEYOND)
        return false;
    const double more = f->operation == SPATIAL_DWITHIN ? f->distance : 0;
    memcpy(extent, (double[4]){f->extent[0] - more, f->extent[1] - more, f->extent[2] + more, f->extent[3] + more},
           4 * sizeof *extent);
    return true;
}

static double area(const double box[4])
{
    return (box[2] - box[0]) * (box[3] - box[1]);
}

/* When a row must meet several extents, the smallest is used to find it. Not their common part: a large row can meet two extents
 * that lie apart. */
static bool and_extent(const filter *f, size_t of, double extent[4])
{
    bool found = false;
    for (size_t i = 0; i < f->operand_count; i++) {
        double one[4];
        if (!sql_plan_filter_extent(f->operands[i], of, one) || (found && area(one) >= area(extent)))
            continue;
        memcpy(extent, one, sizeof one);
        found = true;
    }
    return found;
}

bool sql_plan_filter_by_id(const filter *f, size_t of)
{
    bool by_id = f->kind == FILTER_IDS && f->left.source == of;
    for (size_t i = 0; f->kind == FILTER_AND && i < f->operand_count && !by_id; i++)
        by_id = sql_plan_filter_by_id(f->operands[i], of);
    return by_id;
}

bool sql_plan_filter_extent(const filter *f, size_t of, double extent[4])
{
    switch (f->kind) {
    case FILTER_AND: return and_extent(f, of, extent);
    case FILTER_SPATIAL: return f->left.source == of && extent_of_spatial(f, extent);
    case FILTER_REGION:
        if (f->left.source == of)
            memcpy(extent, f->region->mbr, 4 * sizeof *extent);
        return f->left.source == of;
    default: return false;
    }
}
