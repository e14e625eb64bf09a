#include "data/plan.h"

#include "server/base/text.h"

#include <string.h>

typedef struct planner {
    arena *arena;
    text sql;
    bound *values;
    size_t count, room;
} planner;

static planner planner_new(arena *a)
{
    planner p = {.arena = a, .sql = text_new(a), .room = 16};
    p.values = arena_array(a, p.room, sizeof *p.values);
    return p;
}

static void bind(planner *p, bound value)
{
    if (p->count == p->room) {
        bound *larger = arena_array(p->arena, p->room * 2, sizeof *larger);
        memcpy(larger, p->values, p->count * sizeof *larger);
        p->values = larger;
        p->room *= 2;
    }
    p->values[p->count++] = value;
}

static void bind_integer(planner *p, int64_t value)
{
    bind(p, (bound){.kind = BOUND_INTEGER, .integer = value});
}

static void bind_real(planner *p, double value)
{
    bind(p, (bound){.kind = BOUND_REAL, .real = value});
}

/* A name of the layer file as an SQL identifier. */
static void add_name(planner *p, const char *name)
{
    text_add(&p->sql, "\"");
    for (const char *c = name; *c; c++)
        text_add_bytes(&p->sql, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    text_add(&p->sql, "\"");
}

/* suffix: of data/dialect.h */
static void add_relation(planner *p, const layer *l, const dialect *d, const char *suffix)
{
    text_addf(&p->sql, " FROM temp.\"rl_%s_%s%s\"", d->tag, l->table, suffix);
}

/* Ids come first: of what they find, few rows are left to hold against a region. */
static const char *narrowing(const query *q)
{
    return q->ids ? "_id" : q->region ? "_box" : "";
}

static void add_and(planner *p, bool *first)
{
    text_add(&p->sql, *first ? " WHERE " : " AND ");
    *first = false;
}

static void bind_box(planner *p, double one, double two, double three, double four)
{
    bind_real(p, one);
    bind_real(p, two);
    bind_real(p, three);
    bind_real(p, four);
}

/* The extent against the R-tree first; then the exact test, but only where the extents do not settle it: it has to read the geometry. */
static void add_region(planner *p, const query *q)
{
    const region *r = q->region;
    if (!q->ids) {
        text_add(&p->sql, "box_maxx >= ? AND box_minx <= ? AND box_maxy >= ? AND box_miny <= ? AND "
                          "((box_minx >= ? AND box_maxx <= ? AND box_miny >= ? AND box_maxy <= ?) OR ");
        bind_box(p, r->mbr[0], r->mbr[2], r->mbr[1], r->mbr[3]);
        bind_box(p, r->inner[0], r->inner[2], r->inner[1], r->inner[3]);
    }
    text_add(&p->sql, "meets_ring(");
    add_name(p, q->layer->properties[q->layer->geometry].column);
    text_add(&p->sql, q->ids ? ", ?)" : ", ?))");
    bind(p, (bound){.kind = BOUND_BYTES, .bytes = r->ring, .size = r->count * 2 * sizeof *r->ring});
}

/* The list is padded to a power of two with its last id: few different SQL texts, so few prepared statements. */
static void add_ids(planner *p, const query *q)
{
    const id_list *list = q->ids;
    if (list->count == 0) {
        text_add(&p->sql, "0");
        return;
    }
    add_name(p, q->layer->id_column);
    text_add(&p->sql, " IN (?");
    bind_integer(p, list->ids[0]);
    for (size_t i = 1; (i & (i - 1)) != 0 || i < list->count; i++) {
        text_add(&p->sql, ",?");
        bind_integer(p, list->ids[i < list->count ? i : list->count - 1]);
    }
    text_add(&p->sql, ")");
}

static void add_hidden(planner *p, const query *q)
{
    add_name(p, q->layer->hide_column);
    text_add(&p->sql, q->hidden == HIDDEN_ONLY ? " = 1" : " IS NOT 1"); /* NULL does not hide */
}

static void add_where(planner *p, const query *q)
{
    bool first = true;
    if (q->region) {
        add_and(p, &first);
        add_region(p, q);
    }
    if (q->ids) {
        add_and(p, &first);
        add_ids(p, q);
    }
    if (q->layer->hide_column && q->hidden != HIDDEN_INCLUDED) {
        add_and(p, &first);
        add_hidden(p, q);
    }
}

static void add_order(planner *p, const query *q, const char *before_id)
{
    text_add(&p->sql, " ORDER BY ");
    for (size_t i = 0; i < q->sort_count; i++) {
        add_name(p, q->sort[i].property->column);
        text_add(&p->sql, q->sort[i].descending ? " DESC NULLS LAST, " : " ASC NULLS LAST, ");
    }
    text_add(&p->sql, before_id);
    add_name(p, q->layer->id_column);
}

/* The ids of the page: sorted and cut on the narrow rows of an index, so that a deep page or a large answer never sorts geometries. The unary plus keeps
 * SQLite from taking the rows of a restricted layer in the order of their ids, past every row of every gemeente: that is slow, and as slow as others
 * have many rows, which a caller could measure. */
static void add_page(planner *p, const query *q, const dialect *d)
{
    text_add(&p->sql, " IN (SELECT ");
    add_name(p, q->layer->id_column);
    add_relation(p, q->layer, d, narrowing(q));
    add_where(p, q);
    add_order(p, q, q->layer->restrict_column ? "+" : "");
    text_add(&p->sql, " LIMIT ? OFFSET ?)");
    bind_integer(p, q->count);
    bind_integer(p, q->start);
}

plan plan_select(const query *q, const dialect *d, arena *a)
{
    planner p = planner_new(a);
    text_add(&p.sql, "SELECT ");
    add_name(&p, q->layer->id_column);
    for (size_t i = 0; i < q->property_count; i++) {
        text_add(&p.sql, ", ");
        add_name(&p, q->properties[i]->column);
    }
    add_relation(&p, q->layer, d, "");
    text_add(&p.sql, " WHERE ");
    add_name(&p, q->layer->id_column);
    add_page(&p, q, d);
    add_order(&p, q, "");
    return (plan){p.sql.chars, p.values, p.count};
}

plan plan_count(const query *q, const dialect *d, arena *a)
{
    planner p = planner_new(a);
    text_add(&p.sql, "SELECT count(*)");
    add_relation(&p, q->layer, d, narrowing(q));
    add_where(&p, q);
    return (plan){p.sql.chars, p.values, p.count};
}
