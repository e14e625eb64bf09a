#include "base/json.h"

static void let_go(void *value)
{
    json_decref(value);
}

json_t *json_keep(json_t *value, arena *a)
{
    if (value)
        arena_defer(a, let_go, value);
    return value;
}

static json_t *read(const void *chars, size_t size, arena *a)
{
    return json_keep(json_loadb(chars, size, JSON_REJECT_DUPLICATES, NULL), a);
}

json_t *json_object_read(const void *chars, size_t size, arena *a)
{
    json_t *value = read(chars, size, a);
    return json_is_object(value) ? value : NULL;
}

json_t *json_array_read(const void *chars, size_t size, arena *a)
{
    json_t *value = read(chars, size, a);
    return json_is_array(value) ? value : NULL;
}
