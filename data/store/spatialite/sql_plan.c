#include "data/store/spatialite/sql_plan.h"

#include "data/model/feature.h"
#include "data/store/spatialite/sql_plan_filter.h"
#include "data/store/spatialite/sql_plan_join.h"

bool sql_plan_is_by_id(const query *q, size_t of)
{
    return q->where && sql_plan_filter_by_id(q->where, of);
}

static const char *relation_suffix(const sql_plan_view *v, bool by_id, bool boxed)
{
    if (by_id)
        return v->sees_all ? "" : "_id";
    if (boxed)
        return "_box";
    return v->from ? "_from" : "_own";
}

static void add_value(sql_builder *p, const property *of, const value *v)
{
    switch (of->type) {
    case VALUE_INTEGER:
    case VALUE_BOOLEAN: sql_builder_integer(p, v->integer); break;
    case VALUE_DECIMAL: sql_builder_real(p, v->real); break;
    default: sql_builder_text(p, v->text);
    }
}

static void add_after_id(sql_builder *p, const query *q)
{
    sql_builder_name(p, q->sources[0].layer->id_column);
    text_add(&p->sql, " > ");
    sql_builder_integer(p, q->after->id);
}

/* Of the caller's own order: the gemeente, and within it the id. The first condition is one that an index can begin at. */
static void add_after_in_own_order(sql_builder *p, const query *q)
{
    static const char *const comparisons[] = {" >= ", " > "};
    for (size_t i = 0; i < 2; i++) {
        sql_builder_name(p, q->sources[0].layer->restrict_column);
        text_add(&p->sql, comparisons[i]);
        sql_builder_text(p, q->after->restricted);
        text_add(&p->sql, i ? " OR " : " AND (");
    }
    add_after_id(p, q);
    text_add(&p->sql, ")");
}

/* NULL comes last in both directions, so nothing but another NULL comes after it. */
static void add_after_key(sql_builder *p, const query *q, size_t i)
{
    const layer *l = q->sources[0].layer;
    const property *of = q->sort[i].property;
    if (!q->after->keys[i].null) {
        sql_builder_value(p, l, of, "");
        text_add(&p->sql, q->sort[i].descending ? " < " : " > ");
        add_value(p, of, &q->after->keys[i]);
        text_add(&p->sql, " OR ");
        sql_builder_value(p, l, of, "");
        text_add(&p->sql, " IS NULL OR (");
    } else {
        text_add(&p->sql, "(");
    }
    sql_builder_value(p, l, of, "");
    text_add(&p->sql, q->after->keys[i].null ? " IS NULL" : " = ");
    if (!q->after->keys[i].null)
        add_value(p, of, &q->after->keys[i]);
    text_add(&p->sql, " AND (");
}

static void add_after(sql_builder *p, const query *q, const char *before)
{
    text_add(&p->sql, before);
    text_add(&p->sql, "(");
    if (sql_plan_is_in_own_order(q)) {
        add_after_in_own_order(p, q);
    } else {
        for (size_t i = 0; i < q->sort_count; i++)
            add_after_key(p, q, i);
        add_after_id(p, q);
        for (size_t i = 0; i < q->sort_count; i++)
            text_add(&p->sql, "))");
    }
    text_add(&p->sql, ")");
}

/* The relation that finds the rows fastest, and the conditions on it. */
static void add_from_where(sql_builder *p, const query *q, const sql_plan_view *v)
{
    double extent[4];
    const char *separator = " WHERE ";
    sql_plan_scope s = {.sources = q->sources};
    /* Ids come first: they leave few rows to compare with a region. */
    const bool by_id = sql_plan_is_by_id(q, 0);
    s.boxed[0] = q->where && !by_id && sql_plan_filter_extent(q->where, 0, extent);
    text_add(&p->sql, " FROM ");
    sql_plan_relation(p, q->sources[0].layer, v->dialect, relation_suffix(v, by_id, s.boxed[0]));
    if (s.boxed[0]) {
        text_add(&p->sql, separator);
        sql_plan_box(p, &s, 0, extent);
        separator = " AND ";
    }
    if (sql_plan_hidden(p, &s, 0, separator))
        separator = " AND ";
    if (q->where) {
        text_add(&p->sql, separator);
        sql_plan_filter(p, &s, q->where);
        separator = " AND ";
    }
    if (q->after)
        add_after(p, q, separator);
}

static void add_order(sql_builder *p, const query *q, const char *before_id)
{
    text_add(&p->sql, " ORDER BY ");
    for (size_t i = 0; i < q->sort_count; i++) {
        sql_builder_value(p, q->sources[0].layer, q->sort[i].property, "");
        text_add(&p->sql, q->sort[i].descending ? " DESC NULLS LAST, " : " ASC NULLS LAST, ");
    }
    text_add(&p->sql, before_id);
    sql_builder_name(p, q->sources[0].layer->id_column);
}

/* The ids of the page: sorted and cut on the narrow rows of an index, so that a deep page or a large answer never sorts
 * geometries. The unary plus keeps SQLite from taking the rows of a restricted layer in the order of their ids, past every row of
 * every gemeente: that is slow, and slower the more rows others have, which a caller could measure. */
static void add_page(sql_builder *p, const query *q, const sql_plan_view *v)
{
    text_add(&p->sql, " IN (SELECT ");
    sql_builder_name(p, q->sources[0].layer->id_column);
    add_from_where(p, q, v);
    add_order(p, q, q->sources[0].layer->restrict_column ? "+" : "");
    sql_builder_limit(p, q->count);
    sql_builder_offset(p, q->start);
    text_add(&p->sql, ")");
}

static bool goes_through_own(const query *q)
{
    double extent[4];
    const bool narrowed = sql_plan_is_by_id(q, 0) || (q->where && sql_plan_filter_extent(q->where, 0, extent));
    return q->source_count == 1 && q->sources[0].layer->restrict_column && !narrowed;
}

/* Whether the ids come in the order of the index on restriction and hidden flag, gemeente by gemeente: then a page is read
 * straight from that index, and nothing is sorted. Not when a box or ids find the rows, which are few then, nor when hidden rows
 * are included, because these come among the others by id. */
bool sql_plan_is_in_own_order(const query *q)
{
    const source *one = &q->sources[0];
    return goes_through_own(q) && q->sort_count == 0 && (!one->layer->hide_column || one->hidden != HIDDEN_INCLUDED);
}

/* CROSS JOIN keeps the order of its left side (SQLite, "The SQLite Query Optimizer Overview" §7.3): an ORDER BY on the whole
 * would sort geometries. */
static void add_own_page(sql_builder *p, const query *q, const sql_plan_view *v)
{
    const layer *l = q->sources[0].layer;
    text_add(&p->sql, " FROM (SELECT ");
    sql_builder_name(p, l->id_column);
    text_add(&p->sql, " AS page_id");
    add_from_where(p, q, v);
    text_add(&p->sql, " ORDER BY ");
    sql_builder_name(p, l->restrict_column);
    text_add(&p->sql, ", ");
    if (l->hide_column) {
        sql_builder_name(p, l->hide_column);
        text_add(&p->sql, ", ");
    }
    sql_builder_name(p, l->id_column);
    sql_builder_limit(p, q->count);
    sql_builder_offset(p, q->start);
    text_add(&p->sql, ") page CROSS JOIN ");
    sql_plan_relation(p, l, v->dialect, "");
    text_add(&p->sql, " row ON row.");
    sql_builder_name(p, l->id_column);
    text_add(&p->sql, " = page.page_id");
}

static void add_sorted_page(sql_builder *p, const query *q, const sql_plan_view *v)
{
    const layer *l = q->sources[0].layer;
    text_add(&p->sql, " FROM ");
    sql_plan_relation(p, l, v->dialect, "");
    text_add(&p->sql, " WHERE ");
    sql_builder_name(p, l->id_column);
    add_page(p, q, v);
    add_order(p, q, "");
}

/* The keys of the order besides the id: in the result with a comma before each, in the ORDER BY with one behind. */
static void add_past_keys(sql_builder *p, const query *q, bool ordering)
{
    const layer *l = q->sources[0].layer;
    const char *const own[] = {l->restrict_column, l->hide_column};
    for (size_t i = 0; i < 2 && sql_plan_is_in_own_order(q); i++)
        if (own[i]) {
            text_add(&p->sql, ordering ? "" : ", ");
            sql_builder_name(p, own[i]);
            text_add(&p->sql, ordering ? ", " : "");
        }
    for (size_t i = 0; i < q->sort_count; i++) {
        const char *const direction = q->sort[i].descending ? " DESC NULLS LAST, " : " ASC NULLS LAST, ";
        text_add(&p->sql, ordering ? "" : ", ");
        sql_builder_value(p, l, q->sort[i].property, "");
        text_add(&p->sql, ordering ? direction : "");
    }
}

/* No page of ids: an id of the past leads to a row or to one of its versions, so both would be looked for again. The rows
 * themselves are sorted, of which SQLite keeps no more than the page's; in the caller's own order none is. */
static sql_plan select_past(const query *q, const sql_plan_view *v, arena *a)
{
    sql_builder p = sql_builder_new(a);
    sql_plan_columns(&p, &q->sources[0], "");
    add_past_keys(&p, q, false);
    add_from_where(&p, q, v);
    text_add(&p.sql, " ORDER BY ");
    add_past_keys(&p, q, true);
    sql_builder_name(&p, q->sources[0].layer->id_column);
    sql_builder_limit(&p, q->count);
    sql_builder_offset(&p, q->start);
    return (sql_plan){.sql = p.sql.chars, .values = p.values, .value_count = p.count, .from = v->from};
}

sql_plan sql_plan_select(const query *q, const sql_plan_view *v, arena *a)
{
    if (v->dialect->past)
        return select_past(q, v, a);
    sql_builder p = sql_builder_new(a);
    const bool own = sql_plan_is_in_own_order(q);
    sql_plan_columns(&p, &q->sources[0], own ? "row." : "");
    if (own)
        add_own_page(&p, q, v);
    else
        add_sorted_page(&p, q, v);
    return (sql_plan){.sql = p.sql.chars, .values = p.values, .value_count = p.count, .from = v->from};
}

sql_plan sql_plan_small_page(const query *q, size_t most, const sql_plan_view *v, arena *a, bool *ordered)
{
    query first = *q;
    first.start = 0;
    const sql_plan_view from_the_first = {v->dialect, v->counted_by_box, v->sees_all, NULL};
    first.count = (int64_t)most;
    *ordered = sql_plan_is_in_own_order(q);
    if (*ordered)
        return sql_plan_select(&first, &from_the_first, a);
    sql_builder p = sql_builder_new(a);
    sql_plan_columns(&p, &q->sources[0], "");
    add_from_where(&p, q, v);
    sql_builder_limit(&p, first.count);
    return (sql_plan){.sql = p.sql.chars, .values = p.values, .value_count = p.count};
}

/* Whether the only condition is that visible rows meet a region. */
static bool is_counted_by_box(const query *q, const sql_plan_view *v)
{
    const source *one = &q->sources[0];
    const bool visible = !one->layer->hide_column || one->hidden == HIDDEN_LEFT_OUT;
    return v->counted_by_box && visible && !q->after && q->where && q->where->kind == FILTER_REGION &&
           q->where->left.kind != EXPRESSION_CALL;
}

/* Only the rows at the edge are tested exactly: those inside are counted by their box. */
static sql_plan count_by_box(const query *q, const sql_plan_view *v, arena *a)
{
    sql_builder p = sql_builder_new(a);
    const sql_plan_scope s = {.sources = q->sources, .boxed = {true}};
    text_add(&p.sql, "SELECT count(*) FROM ");
    sql_plan_relation(&p, q->sources[0].layer, v->dialect, "_spot");
    text_add(&p.sql, " spot WHERE ");
    sql_plan_box(&p, &s, 0, q->where->region->mbr);
    text_add(&p.sql, " AND (");
    sql_plan_inside(&p, &s, 0, q->where->region);
    text_add(&p.sql, " OR EXISTS (SELECT 1 FROM ");
    sql_plan_relation(&p, q->sources[0].layer, v->dialect, "");
    text_add(&p.sql, " edge WHERE edge.");
    sql_builder_name(&p, q->sources[0].layer->id_column);
    text_add(&p.sql, " = spot.id AND ");
    sql_plan_meets(&p, &s, q->where);
    text_add(&p.sql, "))");
    return (sql_plan){.sql = p.sql.chars, .values = p.values, .value_count = p.count};
}

/* "gemeente_nis, count(*) FROM … GROUP BY gemeente_nis", or the number alone. column: NULL for that. */
static void add_count(sql_builder *p, const query *q, const sql_plan_view *v, const char *column)
{
    text_add(&p->sql, "SELECT ");
    if (column) {
        sql_builder_name(p, column);
        text_add(&p->sql, ", ");
    }
    text_add(&p->sql, "count(*) AS number");
    add_from_where(p, q, v);
    if (column) {
        text_add(&p->sql, " GROUP BY ");
        sql_builder_name(p, column);
    }
}

/* Each part of the past is counted by itself: of a relation that is both, SQLite would put together every row first. */
static void add_counts_of_past(sql_builder *p, const query *q, const sql_plan_view *v, const char *column)
{
    dialect part = *v->dialect;
    const sql_plan_view of_part = {&part, v->counted_by_box, v->sees_all, v->from};
    text_add(&p->sql, "SELECT ");
    if (column) {
        sql_builder_name(p, column);
        text_add(&p->sql, ", ");
    }
    text_add(&p->sql, "sum(number) FROM (");
    part.part = PAST_NOW;
    add_count(p, q, &of_part, column);
    text_add(&p->sql, " UNION ALL ");
    part.part = PAST_THEN;
    add_count(p, q, &of_part, column);
    text_add(&p->sql, ")");
    if (column) {
        text_add(&p->sql, " GROUP BY ");
        sql_builder_name(p, column);
    }
}

sql_plan sql_plan_count(const query *q, const sql_plan_view *v, arena *a)
{
    if (q->source_count > 1)
        return sql_plan_join_count(q, v->dialect, a);
    if (is_counted_by_box(q, v))
        return count_by_box(q, v, a);
    sql_builder p = sql_builder_new(a);
    const bool by_gemeente = goes_through_own(q);
    const char *const column = by_gemeente ? q->sources[0].layer->restrict_column : NULL;
    (v->dialect->past ? add_counts_of_past : add_count)(&p, q, v, column);
    return (sql_plan){.sql = p.sql.chars, .values = p.values, .value_count = p.count, .by_gemeente = by_gemeente};
}
