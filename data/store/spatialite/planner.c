#include "data/store/spatialite/planner.h"

#include <string.h>

planner planner_new(arena *a)
{
    planner p = {.arena = a, .sql = text_new(a), .room = 16};
    p.values = arena_array(a, p.room, sizeof *p.values);
    return p;
}

void planner_name(planner *p, const char *name)
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

void planner_value(planner *p, const layer *l, const property *of, const char *relation)
{
    if (of->is_id)
        text_addf(&p->sql, "'%s.' || ", l->name);
    text_add(&p->sql, relation);
    planner_name(p, of->column);
}

void plan_relation(planner *p, const layer *l, const dialect *d, const char *suffix)
{
    text_addf(&p->sql, "temp.\"rl_%s_%s%s\"", d->tag, l->table, suffix);
}

void plan_columns(planner *p, const source *of, const char *relation)
{
    text_add(&p->sql, "SELECT ");
    text_add(&p->sql, relation);
    planner_name(p, of->layer->id_column);
    for (size_t i = 0; i < of->property_count; i++) {
        text_add(&p->sql, ", ");
        planner_value(p, of->layer, of->properties[i], relation);
    }
}

static void add_bound(planner *p, bound given)
{
    if (p->count == p->room) {
        bound *larger = arena_array(p->arena, p->room * 2, sizeof *larger);
        memcpy(larger, p->values, p->count * sizeof *larger);
        p->values = larger;
        p->room *= 2;
    }
    p->values[p->count++] = given;
}

void planner_integer(planner *p, int64_t number)
{
    add_bound(p, (bound){.kind = BOUND_INTEGER, .integer = number});
}

void planner_real(planner *p, double number)
{
    add_bound(p, (bound){.kind = BOUND_REAL, .real = number});
}

void planner_reals(planner *p, const double numbers[4])
{
    for (size_t i = 0; i < 4; i++)
        planner_real(p, numbers[i]);
}

void planner_text(planner *p, const char *chars)
{
    add_bound(p, (bound){.kind = BOUND_TEXT, .bytes = chars, .size = strlen(chars)});
}

void planner_bytes(planner *p, const void *bytes, size_t size)
{
    add_bound(p, (bound){.kind = BOUND_BYTES, .bytes = bytes, .size = size});
}
