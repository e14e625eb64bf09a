#include "gml/formats/table_columns.h"

#include "base/text.h"

#include <stdio.h>

enum { NAME_ROOM = 100 };

static bool is_property(const layer *l, const char *name)
{
    for (size_t i = 0; i < l->property_count; i++)
        if (!l->properties[i].is_id && text_equal_nocase(l->properties[i].name, name))
            return true;
    return false;
}

/* GDAL calls its own id column gml_id. */
const char *table_id_name(const layer *l)
{
    return !is_property(l, "id") ? "id" : !is_property(l, "gml_id") ? "gml_id" : "ogc_id";
}

static bool is_taken(const table_columns *t, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_nocase(t->columns[i].name, name))
            return true;
    return false;
}

const char *table_free_name(const table_columns *t, size_t count, const char *name, size_t most, arena *a)
{
    char made[NAME_ROOM];
    snprintf(made, sizeof made, "%.*s", (int)text_fitting(name, most), name);
    for (int n = 1; is_taken(t, count, made); n++) {
        char end[16];
        const int length = snprintf(end, sizeof end, "_%d", n);
        snprintf(made, sizeof made, "%.*s%s", (int)text_fitting(name, most - (size_t)length), name, end);
    }
    return arena_strdup(a, made);
}

table_columns table_columns_of(const collection *c, arena *a)
{
    table_columns t = {.columns = arena_array(a, c->property_count + 1, sizeof *t.columns)};
    t.columns[t.count++] = (table_column){.name = table_id_name(c->layer)};
    for (size_t i = 0; i < c->property_count; i++) {
        const property *p = c->properties[i];
        if (p->type == VALUE_GEOMETRY) {
            t.has_shape = true;
            t.shape = i;
        } else if (!p->is_id) {
            t.columns[t.count++] = (table_column){p->name, p, i};
        }
    }
    return t;
}

bool table_has_column(const table_columns *t, const char *name)
{
    return is_taken(t, t->count, name);
}

const char *table_label(const encoding *e, const feature *f, char room[TABLE_LABEL])
{
    snprintf(room, TABLE_LABEL, "%s.%lld", e->what->layer->name, (long long)f->id);
    return room;
}
