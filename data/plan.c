#include "data/plan.h"

#include "data/plan_filter.h"

/* suffix: of data/dialect.h */
static void add_relation(planner *p, const layer *l, const dialect *d, const char *suffix)
{
    text_addf(&p->sql, " FROM temp.\"rl_%s_%s%s\"", d->tag, l->table, suffix);
}

/* A row that does not say (NULL) is not hidden. */
static void add_hidden(planner *p, const query *q)
{
    planner_name(p, q->layer->hide_column);
    text_add(&p->sql, q->hidden == HIDDEN_ONLY ? " = 1" : " IS NOT 1");
}

/* The relation that leads to the rows soonest, and the conditions on it. */
static void add_from_where(planner *p, const query *q, const dialect *d)
{
    double extent[4];
    const char *separator = " WHERE ";
    /* Ids come first: of what they find, few rows are left to hold against a place. */
    const bool by_id = q->where && plan_filter_by_id(q->where), boxed = q->where && !by_id && plan_filter_extent(q->where, extent);
    add_relation(p, q->layer, d, by_id ? "_id" : boxed ? "_box" : "_own");
    if (boxed) {
        text_add(&p->sql, " WHERE box_maxx >= ? AND box_minx <= ? AND box_maxy >= ? AND box_miny <= ?");
        planner_reals(p, (double[4]){extent[0], extent[2], extent[1], extent[3]});
        separator = " AND ";
    }
    if (q->layer->hide_column && q->hidden != HIDDEN_INCLUDED) {
        text_add(&p->sql, separator);
        add_hidden(p, q);
        separator = " AND ";
    }
    if (q->where) {
        text_add(&p->sql, separator);
        plan_filter(p, q->layer, q->where, boxed);
    }
}

static void add_order(planner *p, const query *q, const char *before_id)
{
    text_add(&p->sql, " ORDER BY ");
    for (size_t i = 0; i < q->sort_count; i++) {
        planner_name(p, q->sort[i].property->column);
        text_add(&p->sql, q->sort[i].descending ? " DESC NULLS LAST, " : " ASC NULLS LAST, ");
    }
    text_add(&p->sql, before_id);
    planner_name(p, q->layer->id_column);
}

/* The ids of the page: sorted and cut on the narrow rows of an index, so that a deep page or a large answer never sorts geometries. The unary plus keeps
 * SQLite from taking the rows of a restricted layer in the order of their ids, past every row of every gemeente: that is slow, and as slow as others
 * have many rows, which a caller could measure. */
static void add_page(planner *p, const query *q, const dialect *d)
{
    text_add(&p->sql, " IN (SELECT ");
    planner_name(p, q->layer->id_column);
    add_from_where(p, q, d);
    add_order(p, q, q->layer->restrict_column ? "+" : "");
    text_add(&p->sql, " LIMIT ? OFFSET ?)");
    planner_integer(p, q->count);
    planner_integer(p, q->start);
}

plan plan_select(const query *q, const dialect *d, arena *a)
{
    planner p = planner_new(a);
    text_add(&p.sql, "SELECT ");
    planner_name(&p, q->layer->id_column);
    for (size_t i = 0; i < q->property_count; i++) {
        text_add(&p.sql, ", ");
        planner_name(&p, q->properties[i]->column);
    }
    add_relation(&p, q->layer, d, "");
    text_add(&p.sql, " WHERE ");
    planner_name(&p, q->layer->id_column);
    add_page(&p, q, d);
    add_order(&p, q, "");
    return (plan){p.sql.chars, p.values, p.count};
}

plan plan_count(const query *q, const dialect *d, arena *a)
{
    planner p = planner_new(a);
    text_add(&p.sql, "SELECT count(*)");
    add_from_where(&p, q, d);
    return (plan){p.sql.chars, p.values, p.count};
}
