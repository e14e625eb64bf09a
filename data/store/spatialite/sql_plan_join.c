/* Joins (WFS 2.0 (09-025r2) §7.9.2.5.3.1): tuples of one row of each source, every source through its own restricted relation.
 *
 * The sources stand in the FROM clause in the order in which they are to be read (CROSS JOIN: SQLite keeps it), because SQLite
 * knows nothing about their sizes. The first is the one that its own conditions narrow most. Each next one is found
 *  - by its R-tree, when a spatial predicate ties its geometry to that of a source before it;
 *  - else from its own rows, gathered once by a subquery with its own conditions and only the columns that the tuple needs. An
 * equality then gets SQLite's automatic index. On the relation itself SQLite would read all rows of the caller's gemeenten again
 * for every tuple: their index is there, and it cannot know that they are many. LIMIT -1 keeps SQLite from flattening the
 * subquery.
 */
#include "data/store/spatialite/sql_plan_join.h"

#include "data/store/spatialite/sql_plan_filter.h"

typedef enum reach { REACH_PLAIN, REACH_BY_ID, REACH_BY_BOX, REACH_GATHERED } reach;

typedef struct join {
    const query *query;
    const dialect *dialect;
    const filter **conditions; /* all hold together */
    size_t condition_count;
    size_t order[SOURCES_MOST], placed;
    reach how[SOURCES_MOST]; /* by source */
    const filter
        *through[SOURCES_MOST]; /* by source: the spatial predicate that leads to it from a source before it; NULL: none */
    sql_plan_scope scope;
} join;

/* --- What the filter is about --- */

static unsigned source_bit(size_t of)
{
    return 1U << of;
}

static size_t count_conditions(const filter *f)
{
    size_t count = f->kind != FILTER_AND;
    for (size_t i = 0; f->kind == FILTER_AND && i < f->operand_count; i++)
        count += count_conditions(f->operands[i]);
    return count;
}

/* Nested Ands become one list. */
static void collect_conditions(join *j, const filter *f)
{
    if (f->kind != FILTER_AND)
        j->conditions[j->condition_count++] = f;
    for (size_t i = 0; f->kind == FILTER_AND && i < f->operand_count; i++)
        collect_conditions(j, f->operands[i]);
}

/* --- In which order --- */

static unsigned placed_bits(const join *j)
{
    unsigned bits = 0;
    for (size_t i = 0; i < j->placed; i++)
        bits |= source_bit(j->order[i]);
    return bits;
}

/* Whether it compares this source with one before it. */
static bool ties(const join *j, const filter *f, size_t of)
{
    const bool two = filter_is_pair(f) || f->right.kind == EXPRESSION_ID;
    const unsigned bits = filter_sources(f);
    return two && f->operand_count == 0 && (bits & source_bit(of)) && (bits & placed_bits(j));
}

static bool is_by_box(const filter *f)
{
    return f->kind == FILTER_IN_BOX ||
           (f->kind == FILTER_SPATIAL && f->operation != SPATIAL_DISJOINT && f->operation != SPATIAL_BEYOND);
}

static const filter *find_by_box(const join *j, size_t of)
{
    for (size_t i = 0; i < j->condition_count; i++)
        if (is_by_box(j->conditions[i]) && ties(j, j->conditions[i], of))
            return j->conditions[i];
    return NULL;
}

/* An automatic index is made on a plain column only; a folded text is gathered as one. */
static bool is_plain_column(const expression *e, size_t of)
{
    return e->kind == EXPRESSION_PROPERTY && e->source == of && !e->as_instant;
}

static bool has_equality(const join *j, size_t of)
{
    for (size_t i = 0; i < j->condition_count; i++) {
        const filter *f = j->conditions[i];
        if (f->kind == FILTER_COMPARE && f->comparison == COMPARE_EQUAL && ties(j, f, of) &&
            (is_plain_column(&f->left, of) || is_plain_column(&f->right, of)))
            return true;
    }
    return false;
}

static bool has_tie(const join *j, size_t of)
{
    for (size_t i = 0; i < j->condition_count; i++) {
        const unsigned bits = filter_sources(j->conditions[i]);
        if ((bits & source_bit(of)) && (bits & placed_bits(j)))
            return true;
    }
    return false;
}

/* How well the sources placed before it lead to this one; the lowest rank is read first. */
static unsigned tie_rank(const join *j, size_t of)
{
    return j->placed == 0 ? 0 : find_by_box(j, of) ? 0 : has_equality(j, of) ? 1 : has_tie(j, of) ? 2 : 3;
}

/* How far its own conditions narrow a source, lowest first: ids, a region, any other condition, only the caller's rows,
 * nothing. */
static unsigned own_rank(const join *j, size_t of)
{
    double extent[4];
    if (sql_plan_filter_by_id(j->query->where, of))
        return 0;
    if (sql_plan_filter_extent(j->query->where, of, extent))
        return 1;
    for (size_t i = 0; i < j->condition_count; i++)
        if (filter_sources(j->conditions[i]) == source_bit(of))
            return 2;
    return j->query->sources[of].layer->restrict_column ? 3 : 4;
}

static size_t choose_next(const join *j)
{
    enum { TIE = 8 };
    size_t best = SOURCES_MOST;
    unsigned best_rank = 0;
    for (size_t of = 0; of < j->query->source_count; of++) {
        if (placed_bits(j) & source_bit(of))
            continue;
        const unsigned rank = tie_rank(j, of) * TIE + own_rank(j, of);
        if (best == SOURCES_MOST || rank < best_rank) {
            best = of;
            best_rank = rank;
        }
    }
    return best;
}

static void place(join *j, size_t of)
{
    double extent[4];
    j->through[of] = find_by_box(j, of);
    if (sql_plan_filter_by_id(j->query->where, of))
        j->how[of] = REACH_BY_ID;
    else if (j->through[of] || (j->placed == 0 && sql_plan_filter_extent(j->query->where, of, extent)))
        j->how[of] = REACH_BY_BOX;
    else
        j->how[of] = j->placed == 0 ? REACH_PLAIN : REACH_GATHERED;
    j->scope.boxed[of] = j->how[of] == REACH_BY_BOX;
    j->scope.folded[of] = j->how[of] == REACH_GATHERED;
    j->order[j->placed++] = of;
}

static join join_new(const query *q, const dialect *d, arena *a)
{
    join j = {.query = q, .dialect = d, .scope = {.sources = q->sources, .qualified = true}};
    j.conditions = arena_array(a, count_conditions(q->where) + 1, sizeof *j.conditions);
    collect_conditions(&j, q->where);
    while (j.placed < q->source_count)
        place(&j, choose_next(&j));
    return j;
}

/* --- As SQL --- */

/* Whether the tuple needs the column: for its order or for a condition together with another source. */
static bool is_needed(const join *j, const property *p, size_t of)
{
    bool needed = false;
    for (size_t i = 0; i < j->query->sort_count; i++)
        needed |= j->query->sort[i].property == p && j->query->sort[i].source == of;
    for (size_t i = 0; i < j->condition_count && !needed; i++)
        needed = filter_sources(j->conditions[i]) != source_bit(of) && filter_mentions(j->conditions[i], p, of);
    return needed;
}

static const char *next_separator(const char **separator)
{
    const char *now = *separator;
    *separator = " AND ";
    return now;
}

/* The conditions that are about these sources, as one tree: as a chain they would exceed SQLite's limit on the depth of an
 * expression (1,000). */
static void add_conditions(sql_builder *p, const join *j, const sql_plan_scope *s, bool (*chosen)(unsigned bits, size_t of),
                           size_t of, const char **separator)
{
    const filter **found = arena_array(p->arena, j->condition_count + 1, sizeof *found);
    filter all = {.kind = FILTER_AND, .operands = found};
    for (size_t i = 0; i < j->condition_count; i++)
        if (chosen(filter_sources(j->conditions[i]), of))
            found[all.operand_count++] = j->conditions[i];
    if (all.operand_count == 0)
        return;
    text_add(&p->sql, next_separator(separator));
    sql_plan_filter(p, s, all.operand_count == 1 ? found[0] : &all);
}

static bool is_of_one(unsigned bits, size_t of)
{
    return bits == source_bit(of);
}

static bool is_shared(unsigned bits, size_t of)
{
    (void)of;
    return bits == 0 || (bits & (bits - 1)) != 0;
}

/* The conditions on this source alone, hidden rows among them. */
static void add_own_conditions(sql_builder *p, const join *j, const sql_plan_scope *s, size_t of, const char **separator)
{
    double extent[4];
    if (s->boxed[of] && sql_plan_filter_extent(j->query->where, of, extent)) {
        text_add(&p->sql, next_separator(separator));
        sql_plan_box(p, s, of, extent);
    }
    if (sql_plan_hidden(p, s, of, *separator))
        *separator = " AND ";
    add_conditions(p, j, s, is_of_one, of, separator);
}

static bool folds(const filter *f, const property *p, size_t of)
{
    bool found = (f->left.fold && f->left.property == p && f->left.source == of) ||
                 (f->right.fold && f->right.property == p && f->right.source == of);
    for (size_t i = 0; i < f->operand_count && !found; i++)
        found = folds(f->operands[i], p, of);
    return found;
}

/* A text that is compared without regard to case gets a second column with the folded text: folded once per row, and with an
 * index on it. */
static void add_gathered_column(sql_builder *p, const join *j, size_t of, const property *column)
{
    if (column->is_id) /* it is there already */
        return;
    text_add(&p->sql, ", ");
    sql_builder_name(p, column->column);
    if (!folds(j->query->where, column, of))
        return;
    text_add(&p->sql, ", fold(");
    sql_builder_name(p, column->column);
    text_add(&p->sql, ") AS ");
    sql_plan_folded(p, j->query->sources[of].layer, column);
}

static void add_gathered(sql_builder *p, const join *j, size_t of)
{
    const layer *l = j->query->sources[of].layer;
    const char *separator = " WHERE ";
    double extent[4];
    sql_plan_scope alone = {.sources = j->query->sources};
    alone.boxed[of] = sql_plan_filter_extent(j->query->where, of, extent);
    text_add(&p->sql, "(SELECT ");
    sql_builder_name(p, l->id_column);
    for (size_t i = 0; i < l->property_count; i++)
        if (is_needed(j, &l->properties[i], of))
            add_gathered_column(p, j, of, &l->properties[i]);
    text_add(&p->sql, " FROM ");
    sql_plan_relation(p, l, j->dialect, alone.boxed[of] ? "_box" : "_own");
    add_own_conditions(p, j, &alone, of, &separator);
    text_add(&p->sql, " LIMIT -1)");
}

static void add_from(sql_builder *p, const join *j)
{
    static const char *const suffixes[] = {[REACH_PLAIN] = "_own", [REACH_BY_ID] = "_id", [REACH_BY_BOX] = "_box"};
    for (size_t i = 0; i < j->query->source_count; i++) {
        const size_t of = j->order[i];
        text_add(&p->sql, i ? " CROSS JOIN " : " FROM ");
        if (j->how[of] == REACH_GATHERED)
            add_gathered(p, j, of);
        else
            sql_plan_relation(p, j->query->sources[of].layer, j->dialect, suffixes[j->how[of]]);
        text_addf(&p->sql, " s%zu", of);
    }
}

/* Searches the R-tree of this source for what meets the extent of the geometry before it. */
static void add_meeting(sql_builder *p, const join *j, size_t of)
{
    static const char *const edges[] = {"box_maxx >= box_edge(", "box_minx <= box_edge(", "box_maxy >= box_edge(",
                                        "box_miny <= box_edge("};
    static const int64_t which[] = {0, 2, 1, 3}; /* of minx, miny, maxx, maxy */
    const filter *f = j->through[of];
    const expression *before = f->left.source == of ? &f->right : &f->left;
    const layer *there =
        j->query->sources[before->source].layer; /* a geometry that a function makes of it lies within its extent */
    for (size_t i = 0; i < 4; i++) {
        text_addf(&p->sql, "%ss%zu.%s", i ? " AND " : "", of, edges[i]);
        sql_plan_column(p, &j->scope, before->source, there->properties[there->geometry].column);
        const double more = f->kind == FILTER_SPATIAL && f->operation == SPATIAL_DWITHIN ? f->distance : 0;
        sql_builder_argument(p, (bound){.kind = BOUND_INTEGER, .integer = which[i]});
        sql_builder_argument(p, (bound){.kind = BOUND_REAL, .real = more});
        text_add(&p->sql, ")");
    }
}

static void add_where(sql_builder *p, const join *j)
{
    const char *separator = " WHERE ";
    for (size_t i = 0; i < j->query->source_count; i++) {
        const size_t of = j->order[i];
        if (j->how[of] == REACH_BY_BOX && j->through[of]) {
            text_add(&p->sql, next_separator(&separator));
            add_meeting(p, j, of);
        }
        if (j->how[of] != REACH_GATHERED)
            add_own_conditions(p, j, &j->scope, of, &separator);
    }
    add_conditions(p, j, &j->scope, is_shared, 0, &separator);
}

static void add_id(sql_builder *p, const join *j, size_t of)
{
    sql_plan_column(p, &j->scope, of, j->query->sources[of].layer->id_column);
}

static void add_sort_key(sql_builder *p, const join *j, const sort_key *key)
{
    sql_builder_value(p, j->query->sources[key->source].layer, key->property, arena_printf(p->arena, "s%zu.", key->source));
}

/* Unary plus: see add_page in sql_plan.c. Of the past the key must be one of the result (dialect.h); there are no row ids that
 * its parts could be walked by. */
static void add_order(sql_builder *p, const join *j)
{
    const query *q = j->query;
    text_add(&p->sql, " ORDER BY ");
    for (size_t i = 0; i < q->sort_count; i++) {
        add_sort_key(p, j, &q->sort[i]);
        text_add(&p->sql, q->sort[i].descending ? " DESC NULLS LAST, " : " ASC NULLS LAST, ");
    }
    for (size_t i = 0; i < q->source_count; i++) {
        text_add(&p->sql, i ? ", " : "");
        text_add(&p->sql, j->dialect->past ? "" : "+");
        add_id(p, j, i);
    }
}

sql_plan sql_plan_tuples(const query *q, const sql_plan_view *v, arena *a)
{
    sql_builder p = sql_builder_new(a);
    const join j = join_new(q, v->dialect, a);
    for (size_t i = 0; i < q->source_count; i++) {
        text_add(&p.sql, i ? ", " : "SELECT ");
        add_id(&p, &j, i);
    }
    for (size_t i = 0; v->dialect->past && i < q->sort_count; i++) {
        text_add(&p.sql, ", ");
        add_sort_key(&p, &j, &q->sort[i]);
    }
    add_from(&p, &j);
    add_where(&p, &j);
    add_order(&p, &j);
    sql_builder_limit(&p, q->count);
    sql_builder_offset(&p, q->start);
    return (sql_plan){.sql = p.sql.chars, .values = p.values, .value_count = p.count};
}

sql_plan sql_plan_join_count(const query *q, const dialect *d, arena *a)
{
    sql_builder p = sql_builder_new(a);
    const join j = join_new(q, d, a);
    text_add(&p.sql, d->past ? "SELECT count(*) FROM (SELECT 1" : "SELECT count(*)");
    add_from(&p, &j);
    add_where(&p, &j);
    text_add(&p.sql, d->past ? " LIMIT -1)" : "");
    return (sql_plan){.sql = p.sql.chars, .values = p.values, .value_count = p.count};
}

sql_plan sql_plan_feature(const source *of, const sql_plan_view *v, arena *a)
{
    sql_builder p = sql_builder_new(a);
    sql_plan_columns(&p, of, "");
    text_add(&p.sql, " FROM ");
    sql_plan_relation(&p, of->layer, v->dialect, v->dialect->past ? "_id" : "");
    text_add(&p.sql, " WHERE ");
    sql_builder_name(&p, of->layer->id_column);
    text_add(&p.sql, " = ");
    sql_builder_integer(&p, 0);
    return (sql_plan){.sql = p.sql.chars, .values = p.values, .value_count = p.count};
}
