#include "gml/formats/table_columns.h"

#include "base/text.h"

/* Two columns of one name would be one to most readers; GDAL calls its own gml_id. */
table_columns table_columns_of(const collection *c, arena *a)
{
    const property *id = layer_property(c->layer, "id");
    table_columns t = {.columns = arena_array(a, c->property_count + 1, sizeof *t.columns)};
    t.columns[t.count++] = (table_column){.name = id && !id->is_id ? "gml_id" : "id"};
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
    for (size_t i = 0; i < t->count; i++)
        if (text_equal_nocase(t->columns[i].name, name))
            return true;
    return false;
}
