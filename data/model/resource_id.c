#include "data/model/resource_id.h"

#include "base/text.h"

#include <libxml/tree.h>
#include <string.h>

/* A gml:id is an NCName (XML Names 1.0 §3): no blanks, commas or brackets in it, and no digit first. */
status resource_id_check(const char *resource_id)
{
    if (xmlValidateNCName((const xmlChar *)resource_id, 0) == 0)
        return status_ok();
    return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen resourceId: verwacht naam.nummer, met een komma tussen twee id's",
                "'%.60s' is not a resourceId: expected name.number, with a comma between two ids", resource_id);
}

/* The part after "name." of this layer; NULL for an id of something else. */
static const char *key_of(const layer *l, const char *resource_id)
{
    const size_t n = strlen(l->name);
    return strncmp(resource_id, l->name, n) == 0 && resource_id[n] == '.' ? resource_id + n + 1 : NULL;
}

/* An id is a text: "12" and "012" differ. Digits must be as we write them, so that one feature has one id. */
static bool read_key(const char *digits, int64_t *id)
{
    const char *first = *digits == '-' ? digits + 1 : digits;
    return (strcmp(digits, "0") == 0 || (*first >= '1' && *first <= '9')) && text_to_int64(digits, id);
}

const char *resource_id_without_version(const char *resource_id, arena *a, int64_t *version)
{
    const char *dot = strrchr(resource_id, '.');
    int64_t number = 0;
    const bool is_past = dot && dot[1] == 'v' && dot[2] >= '1' && dot[2] <= '9' && text_to_int64(dot + 2, &number);
    *version = is_past ? number : 0;
    return is_past ? arena_strndup(a, resource_id, (size_t)(dot - resource_id)) : resource_id;
}

bool resource_id_is_of(const layer *l, const char *resource_id, int64_t *id)
{
    const char *key = key_of(l, resource_id);
    return key && read_key(key, id);
}

/* For "a.b.1" the layer "a.b", if there is one, and not "a". */
static const layer *layer_of_id(const catalog *c, const char *resource_id)
{
    const layer *found = NULL;
    for (size_t i = 0; i < c->count; i++)
        if (key_of(&c->layers[i], resource_id) && (!found || strlen(c->layers[i].name) > strlen(found->name)))
            found = &c->layers[i];
    return found;
}

/* A well-formed id that no feature has gives nothing (WFS 2.0 §7.9.2.4.3). A key that no feature can have was meant for something
 * else. */
status resource_id_read(const catalog *c, const char *resource_id, const layer **l, int64_t *id)
{
    const layer *of = layer_of_id(c, resource_id);
    TRY(resource_id_check(resource_id));
    if (of && !resource_id_is_of(of, resource_id, id))
        return FAIL(BAD_PARAM, "resourceId",
                    "'%.60s' is geen resourceId: verwacht %s.nummer, met het nummer zoals deze dienst het schrijft",
                    "'%.60s' is not a resourceId: expected %s.number, with the number as this service writes it", resource_id,
                    of->name);
    *l = of;
    return status_ok();
}
