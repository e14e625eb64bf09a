#include "tests/edits/step.h"

#include "data/manage/wkt.h"

#include <jansson.h>
#include <string.h>

static const char *text_in(const json_t *line, const char *name, const char *otherwise)
{
    const char *found = json_string_value(json_object_get(line, name));
    return found ? found : otherwise;
}

static status geometry_value(const char *wkt, const layer *l, arena *a, value *out)
{
    shape contour = shape_new(a);
    TRY(wkt_read(wkt, strlen(wkt), &contour));
    const size_t size = shape_blob_size(&contour);
    uint8_t *blob = arena_alloc(a, size);
    shape_to_blob(&contour, l->srid, blob);
    *out = (value){.shape = {blob, size}};
    return status_ok();
}

static status wrong_type(const property *p)
{
    return FAIL(BAD_INPUT, p->name, "de waarde van %s is van het verkeerde type", "the value of %s is of the wrong type",
                p->name);
}

static status value_of(const json_t *given, const layer *l, const property *p, arena *a, value *out)
{
    const char *chars = json_string_value(given);
    *out = (value){.null = true};
    if (json_is_null(given))
        return status_ok();
    if (p->type == VALUE_GEOMETRY && chars)
        return geometry_value(chars, l, a, out);
    if (p->type == VALUE_DECIMAL && json_is_number(given))
        *out = (value){.real = json_number_value(given)};
    else if (p->type == VALUE_INTEGER && json_is_integer(given))
        *out = (value){.integer = json_integer_value(given)};
    else if (p->type == VALUE_BOOLEAN && json_is_boolean(given))
        *out = (value){.integer = json_is_true(given)};
    else if (chars && (p->type == VALUE_STRING || p->type == VALUE_DATE || p->type == VALUE_DATETIME))
        *out = (value){.text = arena_strdup(a, chars), .length = strlen(chars)};
    else
        return wrong_type(p);
    return status_ok();
}

/* Properties in the order of the line. */
static status read_values(json_t *given, const layer *l, arena *a, edit_row *row)
{
    const property **properties = arena_array(a, json_object_size(given) + 1, sizeof *properties);
    value *values = arena_array(a, json_object_size(given) + 1, sizeof *values);
    const char *name = NULL;
    json_t *each = NULL;
    size_t count = 0;
    json_object_foreach(given, name, each)
    {
        properties[count] = layer_property(l, name);
        if (!properties[count])
            return FAIL(BAD_INPUT, "properties", "de laag %s heeft geen %s", "the layer %s has no %s", l->name, name);
        TRY(value_of(each, l, properties[count], a, &values[count]));
        count++;
    }
    row->properties = properties;
    row->values = values;
    row->count = count;
    return status_ok();
}

static status read_row(const editor *e, const json_t *line, edit_row *out)
{
    const char *name = text_in(line, "layer", "risicolocatie"), *reason = text_in(line, "reason", NULL);
    const layer *l = catalog_layer(&e->layers, name);
    if (!l)
        return FAIL(BAD_INPUT, "layer", "er is geen laag %s", "there is no layer %s", name);
    *out = (edit_row){.layer = l,
                      .id = json_integer_value(json_object_get(line, "id")),
                      .reason = reason ? arena_strdup(e->edit_arena, reason) : NULL};
    return read_values(json_object_get(line, "properties"), l, e->edit_arena, out);
}

static status change(editor *e, const json_t *line, const char *what, int64_t *id)
{
    edit_row row;
    TRY(editor_begin(e, text_in(line, "request", NULL)));
    TRY(read_row(e, line, &row));
    *id = row.id;
    if (strcmp(what, "insert") == 0)
        return edit_insert(e->edit, &row, id);
    if (strcmp(what, "update") == 0)
        return edit_update(e->edit, &row);
    return strcmp(what, "strike") == 0 ? edit_strike(e->edit, &row) : edit_restore(e->edit, &row);
}

static status become(editor *e, const json_t *line)
{
    const json_t *codes = json_object_get(line, "gemeenten");
    arena *a = arena_new();
    caller who = {.role = text_in(line, "role", "beheerder"),
                  .organisation = text_in(line, "organisation", ""),
                  .person = text_in(line, "person", "")};
    who.gemeenten.items = arena_array(a, json_array_size(codes) + 1, sizeof *who.gemeenten.items);
    for (size_t i = 0; i < json_array_size(codes); i++)
        who.gemeenten.items[who.gemeenten.count++] = json_string_value(json_array_get(codes, i));
    e->origin = strcmp(text_in(line, "origin", "request"), "import") == 0 ? EDIT_ORIGIN_IMPORT : EDIT_ORIGIN_REQUEST;
    const status done = editor_become(e, &who);
    arena_free(a);
    return done;
}

static bool is_change(const char *what)
{
    static const char *const words[] = {"insert", "update", "strike", "restore"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(what, words[i]) == 0)
            return true;
    return false;
}

static status take(editor *e, const json_t *line, int64_t *id)
{
    const char *what = text_in(line, "do", "");
    if (is_change(what)) {
        TRY(change(e, line, what, id));
        return json_is_true(json_object_get(line, "commit")) ? editor_commit(e) : status_ok();
    }
    if (strcmp(what, "commit") == 0)
        return editor_commit(e);
    if (strcmp(what, "as") == 0 && !e->edit)
        return become(e, line);
    if (strcmp(what, "abandon") != 0)
        return FAIL(BAD_INPUT, "do", "onbekend: %s", "unknown: %s", what);
    editor_abandon(e);
    return status_ok();
}

/* A step that commits by itself leaves nothing open when it fails. */
status step_take(editor *e, const char *line, int64_t *id)
{
    json_error_t error;
    json_t *root = json_loads(line, JSON_REJECT_DUPLICATES, &error);
    if (!root)
        return FAIL(BAD_INPUT, "", "geen JSON: %s", "not JSON: %s", error.text);
    const status done = take(e, root, id);
    if (done.code != ST_OK && json_is_true(json_object_get(root, "commit")))
        editor_abandon(e);
    json_decref(root);
    return done;
}
