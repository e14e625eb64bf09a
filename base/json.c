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

json_t *json_read(const void *chars, size_t size, arena *a, json_error_t *fault)
{
    return json_keep(json_loadb(chars, size, JSON_REJECT_DUPLICATES | JSON_DECODE_ANY, fault), a);
}

static json_t *read(const void *chars, size_t size, arena *a)
{
    json_error_t fault;
    return json_read(chars, size, a, &fault);
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
