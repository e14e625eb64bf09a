/* Where a page begins: the last feature of the page before, by what the order looks at. It is in the link to the next page, and
 * nobody has to know how it is written; it is read as carefully as anything else that a client sends. */
#include "server/ogcapi/items.h"

#include "base/json.h"

#include <math.h>
#include <string.h>

static status wrong(void)
{
    return FAIL(BAD_PARAM, "na", "na is niet wat er in een link next stond; begin opnieuw bij de eerste pagina",
                "na is not what a link to a next page held; start again at the first page");
}

static bool read_text(const json_t *given, arena *a, value *out)
{
    if (!json_is_string(given))
        return false;
    out->text = arena_strndup(a, json_string_value(given), json_string_length(given));
    out->length = json_string_length(given);
    return strlen(out->text) == out->length;
}

static bool read_value(const json_t *given, value_type type, arena *a, value *out)
{
    out->null = json_is_null(given);
    if (out->null)
        return true;
    switch (type) {
    case VALUE_BOOLEAN:
    case VALUE_INTEGER: out->integer = json_integer_value(given); return json_is_integer(given);
    case VALUE_DECIMAL: out->real = json_number_value(given); return json_is_number(given) && isfinite(out->real);
    default: return read_text(given, a, out);
    }
}

static bool read_keys(const json_t *list, const query *of, arena *a, const value **out)
{
    value *keys = arena_array(a, of->sort_count + 1, sizeof *keys);
    for (size_t i = 0; i < of->sort_count; i++)
        if (!read_value(json_array_get(list, i + 2), of->sort[i].property->type, a, &keys[i]))
            return false;
    *out = keys;
    return true;
}

status items_after_read(const api *q, const query *of, const page_after **out)
{
    const char *given = kvp_get(q->parameters, "na");
    page_after *after = arena_alloc(q->arena, sizeof *after);
    value restricted = {0};
    if (!given)
        return status_ok();
    const json_t *list = json_array_read(given, strlen(given), q->arena);
    if (!list || json_array_size(list) != of->sort_count + 2 || !json_is_integer(json_array_get(list, 1)))
        return wrong();
    after->id = json_integer_value(json_array_get(list, 1));
    if (!read_value(json_array_get(list, 0), VALUE_STRING, q->arena, &restricted) || !read_keys(list, of, q->arena, &after->keys))
        return wrong();
    if (restricted.null != !of->sources[0].layer->restrict_column)
        return wrong();
    after->restricted = restricted.null ? NULL : restricted.text;
    *out = after;
    return status_ok();
}

static json_t *json_of(value_type type, const value *v)
{
    if (v->null)
        return json_null();
    switch (type) {
    case VALUE_BOOLEAN:
    case VALUE_INTEGER: return json_integer(v->integer);
    case VALUE_DECIMAL: return json_real(v->real);
    default: return json_stringn_nocheck(v->text, v->length);
    }
}

const char *items_after_text(const query *of, const page_after *last, arena *a)
{
    json_t *list = json_array();
    json_array_append_new(list, last->restricted ? json_string_nocheck(last->restricted) : json_null());
    json_array_append_new(list, json_integer(last->id));
    for (size_t i = 0; i < of->sort_count; i++)
        json_array_append_new(list, json_of(of->sort[i].property->type, &last->keys[i]));
    char *written = json_dumps(list, JSON_COMPACT | JSON_REAL_PRECISION(17));
    const char *copy = arena_strdup(a, written ? written : "");
    free(written);
    json_decref(list);
    return copy;
}
