#include "server/wfs/stored_check.h"

#include "server/wfs/filter_scope.h"
#include "server/wfs/stored_fill.h"
#include "server/wfs/stored_query.h"
#include "server/wfs/type_names.h"

#include <string.h>

static bool is(const xmlNode *node, const char *name)
{
    return node && strcmp((const char *)node->name, name) == 0;
}

/* The sample for an attribute depends on its name: other attributes take any word. */
static const char *sample_attribute(const xmlNode *attribute, const request *rq)
{
    const char *name = (const char *)attribute->name;
    if (text_equal_nocase(name, "typeNames") || text_equal_nocase(name, "typeName"))
        return rq->site->catalog->layers[0].name;
    if (text_equal_nocase(name, "srsName"))
        return "EPSG:31370";
    return is(attribute, "matchCase") ? "true" : is(attribute, "matchAction") ? "Any" : is(attribute, "uom") ? "m" : "x";
}

static const char *sample_text(const xmlNode *element)
{
    if (is(element, "ValueReference") || is(element, "PropertyName"))
        return "gml:name"; /* every type has it */
    if (is(element, "posList") || is(element, "coordinates"))
        return "0 0 1 0 1 1 0 0";
    if (is(element, "timePosition") || is(element, "beginPosition"))
        return "2000-01-01";
    return is(element, "endPosition")                         ? "2001-01-01"
           : is(element, "pos") || is(element, "lowerCorner") ? "0 0"
           : is(element, "upperCorner")                       ? "1 1"
                                                              : "1";
}

static const char *sample_element(const xmlNode *around)
{
    if (is(around, "BBOX"))
        return "<gml:Envelope xmlns:gml=\"http://www.opengis.net/gml/3.2\"><gml:lowerCorner>0 "
               "0</gml:lowerCorner><gml:upperCorner>1 1</gml:upperCorner></gml:Envelope>";
    return "<gml:Point xmlns:gml=\"http://www.opengis.net/gml/3.2\"><gml:pos>0 0</gml:pos></gml:Point>";
}

static status sample(const stored_values *self, const stored_parameter *p, const xmlNode *where, arena *a, const char **out)
{
    const request *rq = self->context;
    const bool attribute = where->parent && where->parent->type == XML_ATTRIBUTE_NODE;
    (void)a;
    switch (p->kind) {
    case PARAMETER_INTEGER:
    case PARAMETER_DECIMAL: *out = "1"; break;
    case PARAMETER_BOOLEAN: *out = "true"; break;
    case PARAMETER_DATE: *out = is(where->parent, "endPosition") ? "2001-01-01" : "2000-01-01"; break;
    case PARAMETER_TIME: *out = is(where->parent, "endPosition") ? "2001-01-01T00:00:00Z" : "2000-01-01T00:00:00Z"; break;
    case PARAMETER_ELEMENT: *out = sample_element(where->parent); break;
    case PARAMETER_NAME:
    case PARAMETER_TEXT: *out = attribute ? sample_attribute(where->parent, rq) : sample_text(where->parent); break;
    }
    return status_ok();
}

/* Checks the type names that have no parameters in them. */
static status check_types(const char *type_names, const char *locator, const char *namespaces, const request *rq, arena *a)
{
    const text_list words = text_words(a, type_names, "");
    for (size_t i = 0; i < words.count; i++) {
        const char *word = words.items[i];
        const layer *l = NULL;
        if (strstr(word, "${") || strcmp(word, "gml:AbstractFeature") == 0 || strncmp(word, "schema-element(", 15) == 0)
            continue;
        const status found = type_names_layer(rq, word, namespaces, a, &l);
        if (found.code != ST_OK)
            return FAIL(BAD_PARAM, locator, "%s: het objecttype '%.80s' is er niet; GetCapabilities noemt ze allemaal",
                        "%s: there is no feature type '%.80s'; GetCapabilities lists them all", locator, word);
    }
    return status_ok();
}

/* Checks every property name without parameters in it against the one type of the query. */
static status check_references(const fes_scope *s, xmlNode *node)
{
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        expression e;
        const bool reference = is(child, "ValueReference") || is(child, "PropertyName");
        if (reference && !stored_has_mark(child))
            TRY(fes_reference_at(s, child, &e));
        if (!reference)
            TRY(check_references(s, child));
    }
    return status_ok();
}

/* NULL with aliases or several types: only the resolver can check references to those. */
static const layer *only_type(xmlNode *node, const request *rq, const char *namespaces, arena *a)
{
    const char *given = query_attribute(node, "typeNames", a);
    const char *type = given && !query_attribute(node, "aliases", a) ? given : "";
    const layer *l = NULL;
    return *type && !strpbrk(type, " ,${(") && type_names_layer(rq, type, namespaces, a, &l).code == ST_OK ? l : NULL;
}

static status check_marked_query(xmlNode *node, const stored_query *q, const request *rq, arena *a)
{
    const char *types = query_attribute(node, "typeNames", a);
    TRY(check_types(types ? types : "", "typeNames", q->namespaces, rq, a));
    const layer *l = only_type(node, rq, q->namespaces, a);
    const filter_source of = {.layer = l};
    const fes_scope s = filter_scope(rq, &of, NULL, 1, q->namespaces, NULL, a);
    return l ? check_references(&s, node) : status_ok();
}

/* A query with samples filled in. node: the same query as it was written. */
static status check_query(const query_text *filled, xmlNode *node, const stored_query *q, const request *rq, arena *a)
{
    request trial = *rq;
    wfs_query resolved;
    trial.features = (feature_request){.encoder = rq->protocol->plain};
    const bool open = stored_has_mark(node);
    if (open)
        TRY(check_marked_query(node, q, rq, a));
    const status s = query_resolve(filled, a, &trial, &resolved);
    return open && s.code != ST_BAD_SYNTAX ? status_ok() : s;
}

/* The query as it was written, at the same position as its filled copy. */
static xmlNode *written_of(const stored_query *q, const stored_query *filled, const xmlNode *copy)
{
    xmlNode *written = xmlFirstElementChild(q->expression);
    for (xmlNode *at = xmlFirstElementChild(filled->expression); at && at != copy; at = xmlNextElementSibling(at))
        written = xmlNextElementSibling(written);
    return written;
}

status stored_check(const stored_query *q, const char *kept, const request *rq, arena *a)
{
    stored_query *filled = arena_alloc(a, sizeof *filled);
    const stored_values samples = {rq, sample};
    query_texts texts = {0};
    xmlNode *root = NULL;
    TRY(check_types(q->return_types, "returnFeatureTypes", q->namespaces, rq, a));
    TRY(xml_read(kept, strlen(kept), "StoredQueryDefinition", a, &root));
    TRY(stored_definition_read(root, rq->protocol, a, filled));
    TRY(stored_fill(filled, &samples, a));
    TRY(stored_query_texts(filled, rq, a, &texts));
    for (size_t i = 0; i < texts.count; i++)
        TRY(check_query(&texts.queries[i], written_of(q, filled, texts.queries[i].node), q, rq, a));
    return status_ok();
}
