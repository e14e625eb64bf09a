#include "data/store/spatialite/sql_builder.h"

#include <string.h>

sql_builder sql_builder_new(arena *a)
{
    sql_builder p = {.arena = a, .sql = text_new(a), .room = 16};
    p.values = arena_array(a, p.room, sizeof *p.values);
    return p;
}

void sql_builder_name(sql_builder *p, const char *name)
{
    text_add(&p->sql, "\"");
    for (size_t n = strcspn(name, "\""); name[n]; n = strcspn(name, "\"")) {
        text_add_bytes(&p->sql, name, n + 1);
        text_add(&p->sql, "\"");
        name += n + 1;
    }
    text_add(&p->sql, name);
    text_add(&p->sql, "\"");
}

void sql_builder_value(sql_builder *p, const layer *l, const property *of, const char *relation)
{
    if (of->is_id)
        text_addf(&p->sql, "'%s.' || ", l->name);
    text_add(&p->sql, relation);
    sql_builder_name(p, of->column);
}

void sql_plan_relation(sql_builder *p, const layer *l, const dialect *d, const char *suffix)
{
    static const char *const parts[] = {[PAST_WHOLE] = "", [PAST_NOW] = RELATION_NOW, [PAST_THEN] = RELATION_THEN};
    text_addf(&p->sql, "temp.\"rl_%s_%s%s%s%s\"", d->tag, l->table, d->past ? RELATION_PAST : "", suffix,
              d->past ? parts[d->part] : "");
}

void sql_plan_columns(sql_builder *p, const source *of, const char *relation)
{
    text_add(&p->sql, "SELECT ");
    text_add(&p->sql, relation);
    sql_builder_name(p, of->layer->id_column);
    for (size_t i = 0; i < of->property_count; i++) {
        text_add(&p->sql, ", ");
        sql_builder_value(p, of->layer, of->properties[i], relation);
    }
}

static void add_plain(sql_builder *p, bound given)
{
    if (p->count == p->room)
        p->values = arena_grow(p->arena, p->values, &p->room, 0, sizeof *p->values);
    p->values[p->count++] = given;
    text_add(&p->sql, "?");
}

static void add_bound(sql_builder *p, bound given)
{
    const bool compared = p->count < VALUES_COMPARED;
    text_add(&p->sql, compared ? "" : "(SELECT ");
    add_plain(p, given);
    text_add(&p->sql, compared ? "" : ")");
}

void sql_builder_integer(sql_builder *p, int64_t number)
{
    add_bound(p, (bound){.kind = BOUND_INTEGER, .integer = number});
}

void sql_builder_real(sql_builder *p, double number)
{
    add_bound(p, (bound){.kind = BOUND_REAL, .real = number});
}

void sql_builder_text(sql_builder *p, const char *chars)
{
    add_bound(p, (bound){.kind = BOUND_TEXT, .bytes = chars, .size = strlen(chars)});
}

void sql_builder_bytes(sql_builder *p, const void *bytes, size_t size)
{
    add_bound(p, (bound){.kind = BOUND_BYTES, .bytes = bytes, .size = size});
}

void sql_builder_argument(sql_builder *p, bound given)
{
    text_add(&p->sql, ", ");
    add_plain(p, given);
}

void sql_builder_listed(sql_builder *p, int64_t number)
{
    add_plain(p, (bound){.kind = BOUND_INTEGER, .integer = number});
}

void sql_builder_limit(sql_builder *p, int64_t rows)
{
    text_add(&p->sql, " LIMIT ");
    sql_builder_listed(p, rows);
}

void sql_builder_offset(sql_builder *p, int64_t rows)
{
    text_add(&p->sql, " OFFSET ");
    sql_builder_listed(p, rows);
}
