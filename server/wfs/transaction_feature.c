/* Features as they stand in a Transaction, and the names of their properties. */
#include "server/wfs/transaction_read.h"

#include "server/wfs/filter_scope.h"
#include "server/wfs/type_names.h"

#include <string.h>

static status no_such_type(const xmlNode *node)
{
    return FAIL(BAD_VALUE, (const char *)node->name,
                "regel %ld: het objecttype '%.80s' is er niet; GetCapabilities noemt ze allemaal",
                "line %ld: there is no feature type '%.80s'; GetCapabilities lists them all", xmlGetLineNo(node),
                (const char *)node->name);
}

/* What every feature of GML may have, and ours have not: who sends back what he read should not be refused for it. */
static bool is_of_any_feature(const transaction_reader *r, const xmlNode *node)
{
    static const char *const names[] = {"boundedBy",        "name",       "description",
                                        "metaDataProperty", "identifier", "descriptionReference"};
    for (size_t i = 0; node->ns && i < sizeof names / sizeof *names; i++)
        if (xml_is(node, r->request->protocol->gml, names[i]))
            return true;
    return false;
}

static status find_property(const transaction_reader *r, const layer *l, const xmlNode *node, const property **out)
{
    const char *name = (const char *)node->name, *colon = strchr(name, ':');
    const property *found = type_names_is_ours(r->request, node) ? layer_property(l, colon ? colon + 1 : name) : NULL;
    if (!found)
        return ALWAYS_FAILS(type_names_no_property(l, name, name));
    *out = found;
    return status_ok();
}

/* The room is for all children. Nothing is left out of a Replace that the client left out (fill_up). */
typedef struct filling {
    const property **properties;
    value *values;
    size_t count;
} filling;

static status take_property(const transaction_reader *r, const xmlNode *node, action *out, filling *f)
{
    const property *p = NULL;
    value v = {0};
    TRY(find_property(r, out->layer, node, &p));
    TRY(transaction_value(r, p, out->layer, node, &v));
    if (p->is_id) {
        out->id = v.null ? NULL : v.text;
        return status_ok();
    }
    if (v.null && out->kind == ACTION_INSERT) /* as one that is left out */
        return status_ok();
    f->properties[f->count] = p;
    f->values[f->count++] = v;
    return status_ok();
}

static bool has(const filling *f, const property *p)
{
    for (size_t i = 0; i < f->count; i++)
        if (f->properties[i] == p)
            return true;
    return false;
}

/* A Replace gives the whole feature: an optional property that it leaves out has no value any more. A required one stays, for
 * the service itself fills in several of those. */
static void fill_up(const layer *l, filling *f)
{
    for (size_t i = 0; i < l->property_count; i++)
        if (!l->properties[i].is_id && !l->properties[i].required && l->properties[i].type != VALUE_GEOMETRY &&
            !has(f, &l->properties[i])) {
            f->properties[f->count] = &l->properties[i];
            f->values[f->count++] = (value){.null = true};
        }
}

status transaction_feature(const transaction_reader *r, xmlNode *node, action *out)
{
    const char *colon = strchr((const char *)node->name, ':');
    out->layer = type_names_is_ours(r->request, node)
                     ? catalog_layer(r->request->site->catalog, colon ? colon + 1 : (const char *)node->name)
                     : NULL;
    if (!out->layer)
        return no_such_type(node);
    const size_t room = xmlChildElementCount(node) + out->layer->property_count + 1;
    filling f = {arena_array(r->arena, room, sizeof *f.properties), arena_array(r->arena, room, sizeof *f.values), 0};
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child))
        if (!is_of_any_feature(r, child))
            TRY(take_property(r, child, out, &f));
    if (out->kind == ACTION_REPLACE)
        fill_up(out->layer, &f);
    out->properties = f.properties;
    out->values = f.values;
    out->count = f.count;
    return status_ok();
}

/* Of a document without WFS's own meaning of a path: a property of the feature itself, not @gml:id, nor gml:name. */
status transaction_property(const transaction_reader *r, const layer *l, xmlNode *name, const property **out)
{
    const filter_source of = {.layer = l};
    const crs unused = {0};
    const fes_scope s = filter_scope(r->request, &of, &unused, 1, NULL, NULL, r->arena);
    expression named = {0};
    TRY(fes_reference_at(&s, name, &named));
    for (size_t i = 0; i < l->property_count; i++)
        if (named.kind == EXPRESSION_ID && l->properties[i].is_id)
            named = (expression){.kind = EXPRESSION_PROPERTY, .property = &l->properties[i]};
    if (named.kind != EXPRESSION_PROPERTY) {
        xmlChar *given = xmlNodeGetContent(name);
        const char *words = text_trim(r->arena, (const char *)given);
        xmlFree(given);
        return FAIL(BAD_VALUE, words, "het type %s houdt geen '%.60s' bij: laat het weg",
                    "the type %s keeps no '%.60s': leave it out", l->name, words);
    }
    *out = named.property;
    return status_ok();
}
