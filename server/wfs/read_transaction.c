/* The document of a Transaction: its actions in their order. */
#include "server/wfs/editing.h"
#include "server/wfs/query_text.h"
#include "server/wfs/transaction_read.h"
#include "server/wfs/type_names.h"

#include <string.h>

status read_transaction(const kvp *k, arena *a, request *rq);

const char *action_name(action_kind kind)
{
    static const char *const names[] = {"Insert", "Update", "Replace", "Delete"};
    return kind < ACTION_KINDS ? names[kind] : "";
}

/* What is no fault of the client's is told as it is: it is not about this action. */
status transaction_named(const status *s, const action *of, size_t number)
{
    const int http = status_http(s->code);
    if (http < 400 || http >= 500 || s->code == ST_UNAUTHENTICATED || s->code == ST_CLIENT_GONE)
        return *s;
    const char *handle = of->handle ? of->handle : "";
    return status_fail(s->code, s->locator, "%s %zu%s%.*s%s: %s%.0s", "%s %zu%s%.*s%s: %.0s%s", action_name(of->kind), number,
                       *handle ? " ('" : "", (int)text_fitting(handle, TRANSACTION_HANDLE), handle, *handle ? "')" : "", s->nl,
                       s->en);
}

static status misplaced(const xmlNode *node)
{
    return FAIL(BAD_SYNTAX, (const char *)node->name, "regel %ld: <%.60s> hoort niet in <%.60s>",
                "line %ld: <%.60s> does not belong in <%.60s>", xmlGetLineNo(node), (const char *)node->name,
                (const char *)node->parent->name);
}

static bool is(const transaction_reader *r, const xmlNode *node, const char *name)
{
    return xml_is(node, r->request->protocol->wfs, name);
}

/* --- Insert --- */

/* Around the features: a collection, as 1.1 allows it. */
static bool is_around(const transaction_reader *r, const xmlNode *node)
{
    static const char *const names[] = {"FeatureCollection", "featureMember", "featureMembers", "member"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (node->ns && (is(r, node, names[i]) || xml_is(node, r->request->protocol->gml, names[i])))
            return true;
    return false;
}

static status add(transaction_reader *r, action_kind kind, xmlNode *node, action **out)
{
    if (r->count == TRANSACTION_ACTIONS)
        return FAIL(BAD_PARAM, "Transaction", "meer dan %d wijzigingen in een Transaction: verdeel ze over meer",
                    "more than %d changes in one Transaction: divide them over more", (int)TRANSACTION_ACTIONS);
    *out = &r->actions[r->count++];
    **out = (action){.kind = kind, .handle = query_attribute(node, "handle", r->arena)};
    return status_ok();
}

static status read_new(transaction_reader *r, xmlNode *node, const char *handle)
{
    action *one = NULL;
    TRY(add(r, ACTION_INSERT, node, &one));
    one->handle = handle;
    return transaction_feature(r, node, one);
}

/* Level by level: what is around the features has features in it, or the next thing around them. */
static status read_insert(transaction_reader *r, xmlNode *insert)
{
    const char *handle = query_attribute(insert, "handle", r->arena);
    for (xmlNode *node = xmlFirstElementChild(insert); node;) {
        const bool around = is_around(r, node);
        if (!around && !xml_is(node, r->request->protocol->gml, "boundedBy"))
            TRY(read_new(r, node, handle));
        node = around ? xml_following(node, insert) : xml_behind(node, insert);
    }
    return status_ok();
}

/* --- Update, Replace, Delete --- */

/* The prefix of the name alone: ten thousand actions may stand in the scope of a hundred long namespaces. */
static const char *namespace_of(const transaction_reader *r, xmlNode *node, const char *name)
{
    const char *colon = strchr(name, ':'), *prefix = colon ? arena_strndup(r->arena, name, (size_t)(colon - name)) : NULL;
    const xmlNs *declared = prefix ? xmlSearchNs(node->doc, node, (const xmlChar *)prefix) : NULL;
    return declared ? arena_printf(r->arena, "xmlns(%s,%s)", prefix, (const char *)declared->href) : NULL;
}

/* In the table of errors an unknown type is a bad value. */
static status read_type(const transaction_reader *r, xmlNode *node, action *out)
{
    const char *name = query_attribute(node, "typeName", r->arena);
    if (!name)
        return FAIL(MISSING_PARAM, "typeName", "regel %ld: %s vraagt een typeName", "line %ld: %s needs a typeName",
                    xmlGetLineNo(node), (const char *)node->name);
    const status found = type_names_layer(r->request, name, namespace_of(r, node, name), r->arena, &out->layer);
    return found.code == ST_BAD_PARAM ? FAIL(BAD_VALUE, "typeName", "%s%.0s", "%.0s%s", found.nl, found.en) : found;
}

typedef struct setting {
    xmlNode *name, *value;
} setting;

static status read_parts(const transaction_reader *r, xmlNode *node, setting *out)
{
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        xmlNode **part = is(r, child, "Name") || is(r, child, "ValueReference") ? &out->name
                         : is(r, child, "Value")                                ? &out->value
                                                                                : NULL;
        if (!part || *part)
            return misplaced(child);
        *part = child;
    }
    return out->name ? status_ok()
                     : FAIL(MISSING_PARAM, "ValueReference", "regel %ld: een Property vraagt een naam (ValueReference of Name)",
                            "line %ld: a Property needs a name (ValueReference or Name)", xmlGetLineNo(node));
}

/* WFS 2.0 §15.2.5.2.1: how the value is put in, for properties that have several. */
static status check_manner(const transaction_reader *r, const setting *s)
{
    const char *how = query_attribute(s->name, "action", r->arena);
    if (!how || strcmp(how, "replace") == 0 || strcmp(how, "remove") == 0)
        return status_ok();
    return FAIL(BAD_PARAM, "action", "action '%.20s' kan niet: een eigenschap heeft hier één waarde",
                "action '%.20s' is not possible: a property has one value here", how);
}

static status read_setting(const transaction_reader *r, xmlNode *node, action *out, const property **p, value *v)
{
    setting s = {0};
    TRY(read_parts(r, node, &s));
    TRY(check_manner(r, &s));
    TRY(transaction_property(r, out->layer, s.name, p));
    *v = (value){.null = true};
    if (s.value)
        TRY(transaction_value(r, *p, out->layer, s.value, v));
    return status_ok();
}

static status read_settings(const transaction_reader *r, xmlNode *node, action *out)
{
    const size_t room = xmlChildElementCount(node) + 1;
    const property **properties = arena_array(r->arena, room, sizeof *properties);
    value *values = arena_array(r->arena, room, sizeof *values);
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        if (xml_is(child, r->request->protocol->fes, "Filter"))
            continue;
        if (!is(r, child, "Property"))
            return misplaced(child);
        TRY(read_setting(r, child, out, &properties[out->count], &values[out->count]));
        if (properties[out->count]->is_id)
            out->id = values[out->count].null ? "" : values[out->count].text;
        else
            out->count++;
    }
    out->properties = properties;
    out->values = values;
    return out->count || out->id ? status_ok()
                                 : FAIL(MISSING_PARAM, "Property", "regel %ld: een Update vraagt een Property",
                                        "line %ld: an Update needs a Property", xmlGetLineNo(node));
}

static status read_replacement(const transaction_reader *r, xmlNode *node, action *out)
{
    xmlNode *replacement = xmlFirstElementChild(node);
    if (!replacement || xml_is(replacement, r->request->protocol->fes, "Filter"))
        return FAIL(MISSING_PARAM, "Replace", "regel %ld: een Replace vraagt eerst het object zelf",
                    "line %ld: a Replace needs the feature itself first", xmlGetLineNo(node));
    return transaction_feature(r, replacement, out);
}

static status read_change(transaction_reader *r, action_kind kind, xmlNode *node)
{
    action *one = NULL;
    TRY(add(r, kind, node, &one));
    if (kind == ACTION_REPLACE)
        TRY(read_replacement(r, node, one));
    else
        TRY(read_type(r, node, one));
    if (kind == ACTION_UPDATE)
        TRY(read_settings(r, node, one));
    return transaction_where(r, node, one);
}

/* §15.2.9: an operation of somebody else's, which may be passed over or not. */
static status read_native(const transaction_reader *r, xmlNode *node)
{
    const char *safe = query_attribute(node, "safeToIgnore", r->arena);
    if (safe && (strcmp(safe, "true") == 0 || strcmp(safe, "1") == 0))
        return status_ok();
    return FAIL(
        BAD_PARAM, "Native", "regel %ld: deze dienst kent geen Native-bewerkingen; laat ze weg, of zet safeToIgnore op true",
        "line %ld: this service has no Native operations; leave them out, or set safeToIgnore to true", xmlGetLineNo(node));
}

/* --- All --- */

static status read_kind(transaction_reader *r, xmlNode *node)
{
    if (is(r, node, "Insert"))
        return read_insert(r, node);
    if (is(r, node, "Update"))
        return read_change(r, ACTION_UPDATE, node);
    if (is(r, node, "Delete"))
        return read_change(r, ACTION_DELETE, node);
    if (is(r, node, "Replace") && r->request->protocol->joins)
        return read_change(r, ACTION_REPLACE, node);
    if (is(r, node, "LockId") && !r->request->protocol->locks->id_is_attribute)
        return status_ok(); /* it is a parameter by now */
    return is(r, node, "Native") ? read_native(r, node) : misplaced(node);
}

static status read_action(transaction_reader *r, xmlNode *node)
{
    const char *own = query_attribute(node, "srsName", r->arena), *around = r->srs;
    r->srs = own ? own : around;
    const status done = read_kind(r, node);
    r->srs = around;
    return done;
}

static status read_actions(transaction_reader *r)
{
    for (xmlNode *node = xmlFirstElementChild(r->request->document); node; node = xmlNextElementSibling(node)) {
        const size_t before = r->count;
        const status read = read_action(r, node);
        if (read.code != ST_OK && r->count > before && r->count < TRANSACTION_ACTIONS)
            return transaction_named(&read, &r->actions[r->count - 1], r->count);
        TRY(read);
    }
    return status_ok();
}

/* A caller who may change nothing is told so first, and nothing else. */
status read_transaction(const kvp *k, arena *a, request *rq)
{
    TRY(editing_check(rq));
    if (!rq->document)
        return FAIL(MISSING_PARAM, "request", "een Transaction stuurt u als XML-document (POST)",
                    "send a Transaction as an XML document (POST)");
    transaction_reader r = {.request = rq,
                            .arena = a,
                            .srs = kvp_get(k, "srsName"),
                            .actions = arena_array(a, TRANSACTION_ACTIONS, sizeof *r.actions)};
    type_names_settle(rq->document);
    TRY(read_actions(&r));
    rq->changes = (transaction){r.actions, r.count};
    return status_ok();
}
