#include "data/model/layer.h"

#include <string.h>

bool property_always_stands(const property *p)
{
    return p->required && p->type != VALUE_GEOMETRY;
}

const property *layer_property(const layer *l, const char *name)
{
    for (size_t i = 0; i < l->property_count; i++)
        if (strcmp(l->properties[i].name, name) == 0)
            return &l->properties[i];
    return NULL;
}
