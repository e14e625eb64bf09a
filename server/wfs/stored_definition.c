#include "server/wfs/stored_definition.h"

#include "server/http/secret_in_url.h"
#include "server/wfs/parameters.h"
#include "server/wfs/query_text.h"
#include "server/wfs/stored_predefined.h"

#include <string.h>

const char *const stored_languages[] = {"urn:ogc:def:queryLanguage:OGC-WFS::WFSQueryExpression",
                                        "urn:ogc:def:queryLanguage:OGC-WFS::WFS_QueryExpression", NULL};

/* A definition is kept, so its element names must have a namespace: a bare name is not enough here. */
static bool is(const xmlNode *node, vocabulary of, const char *name)
{
    return node->ns && xml_is(node, of, name);
}

static const char *attribute(xmlNode *node, const char *name, arena *a)
{
    xmlChar *given = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *copy = given ? text_trim(a, (const char *)given) : NULL;
    xmlFree(given);
    return copy;
}

static status required(xmlNode *node, const char *name, arena *a, const char **out)
{
    const char *given = attribute(node, name, a);
    if (!given || !*given)
        return FAIL(MISSING_PARAM, name, "regel %ld: <%.60s> vraagt het attribuut %s", "line %ld: <%.60s> needs the attribute %s",
                    xmlGetLineNo(node), (const char *)node->name, name);
    *out = given;
    return status_ok();
}

/* An xs:anyURI that can be in a list of KVP and in a link. */
static status check_id(const char *id)
{
    const size_t length = strlen(id);
    for (const char *c = id; *c; c++)
        if ((unsigned char)*c <= 0x20 || *c == 0x7F || strchr(",<>\"{}|\\^`", *c))
            return FAIL(BAD_PARAM, "id", "een id moet een URI zijn: het teken op plaats %zu mag niet",
                        "an id must be a URI: the character at position %zu is not allowed", (size_t)(c - id) + 1);
    if (length > STORED_ID_MOST)
        return FAIL(BAD_PARAM, "id", "een id mag hoogstens %d tekens lang zijn, niet %zu",
                    "an id can be at most %d characters long, not %zu", (int)STORED_ID_MOST, length);
    if (stored_predefined_find(id))
        return FAIL(DUPLICATE_QUERY, id, "de opgeslagen vraag '%.80s' is van de dienst zelf: kies een andere id",
                    "the stored query '%.80s' is the service's own: choose another id", id);
    return status_ok();
}

static parameter_kind kind_of(const char *local)
{
    static const struct {
        const char *name;
        parameter_kind kind;
    } kinds[] = {{"QName", PARAMETER_NAME},
                 {"boolean", PARAMETER_BOOLEAN},
                 {"date", PARAMETER_DATE},
                 {"dateTime", PARAMETER_TIME},
                 {"decimal", PARAMETER_DECIMAL},
                 {"double", PARAMETER_DECIMAL},
                 {"float", PARAMETER_DECIMAL},
                 {"integer", PARAMETER_INTEGER},
                 {"int", PARAMETER_INTEGER},
                 {"long", PARAMETER_INTEGER},
                 {"short", PARAMETER_INTEGER},
                 {"byte", PARAMETER_INTEGER},
                 {"unsignedInt", PARAMETER_INTEGER},
                 {"unsignedLong", PARAMETER_INTEGER},
                 {"nonNegativeInteger", PARAMETER_INTEGER},
                 {"unsignedShort", PARAMETER_INTEGER},
                 {"positiveInteger", PARAMETER_INTEGER}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strcmp(kinds[i].name, local) == 0)
            return kinds[i].kind;
    return PARAMETER_TEXT;
}

static bool is_text_type(const char *local)
{
    static const char *const names[] = {"string", "normalizedString", "token",    "anyURI",   "NCName", "Name",  "NMTOKEN",
                                        "ID",     "anySimpleType",    "language", "duration", "time",   "gYear", "gYearMonth"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], local) == 0)
            return true;
    return false;
}

/* A type of XML Schema, or one of GML for geometries and times. */
static status read_type(xmlNode *node, arena *a, stored_parameter *p)
{
    TRY(required(node, "type", a, &p->type));
    const char *colon = strchr(p->type, ':'), *local = colon ? colon + 1 : p->type;
    const char *prefix = colon ? arena_strndup(a, p->type, (size_t)(colon - p->type)) : NULL;
    const xmlNs *ns = xmlSearchNs(node->doc, node, (const xmlChar *)prefix);
    const char *uri = ns && ns->href ? (const char *)ns->href : "";
    p->kind = strncmp(uri, "http://www.opengis.net/gml", strlen("http://www.opengis.net/gml")) == 0 ? PARAMETER_ELEMENT
                                                                                                    : kind_of(local);
    if (p->kind == PARAMETER_ELEMENT ||
        (strcmp(uri, "http://www.w3.org/2001/XMLSchema") == 0 && (p->kind != PARAMETER_TEXT || is_text_type(local))))
        return status_ok();
    return FAIL(BAD_PARAM, "type",
                "de parameter %.60s: '%.60s' is geen type van XML Schema of GML; is het voorvoegsel gedeclareerd?",
                "the parameter %.60s: '%.60s' is not a type of XML Schema or GML; is its prefix declared?", p->name, p->type);
}

static status read_name(xmlNode *node, arena *a, stored_parameter *p)
{
    TRY(required(node, "name", a, &p->name));
    for (const char *c = p->name; *c; c++)
        if ((unsigned char)*c < 0x80 && !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.:", *c))
            return FAIL(BAD_PARAM, "name",
                        "in de naam van een parameter mogen alleen letters, cijfers en _-.: staan; '%.60s' heeft iets anders",
                        "the name of a parameter may hold letters, digits and _-.: only, unlike '%.60s'", p->name);
    if (strlen(p->name) > STORED_NAME_MOST)
        return FAIL(BAD_PARAM, "name", "de naam van een parameter mag hoogstens %d tekens lang zijn",
                    "the name of a parameter can be at most %d characters long", (int)STORED_NAME_MOST);
    return status_ok();
}

const stored_parameter *stored_parameter_of(const stored_query *q, const char *name, size_t length)
{
    for (size_t i = 0; i < q->parameter_count; i++)
        if (strlen(q->parameters[i].name) == length && strncasecmp(q->parameters[i].name, name, length) == 0)
            return &q->parameters[i];
    return NULL;
}

static status read_parameter(xmlNode *node, arena *a, stored_query *q)
{
    stored_parameter p = {0};
    if (q->parameter_count == STORED_PARAMETERS_MOST)
        return FAIL(BAD_PARAM, "Parameter", "een opgeslagen vraag kan hoogstens %d parameters hebben",
                    "a stored query can have at most %d parameters", (int)STORED_PARAMETERS_MOST);
    TRY(read_name(node, a, &p));
    if (stored_parameter_of(q, p.name, strlen(p.name)))
        return FAIL(DUPLICATE_PARAMETER, p.name, "de parameter %.60s staat er twee keer in (hoofdletters tellen niet mee)",
                    "the parameter %.60s occurs twice (whatever its case)", p.name);
    TRY(read_type(node, a, &p));
    q->parameters[q->parameter_count++] = p;
    return status_ok();
}

static bool is_known_language(const char *given)
{
    for (const char *const *known = stored_languages; *known; known++)
        if (strcmp(*known, given) == 0)
            return true;
    return false;
}

static status read_private(const char *given, bool *out)
{
    *out = given && (strcmp(given, "true") == 0 || strcmp(given, "1") == 0);
    if (given && !*out && strcmp(given, "false") != 0 && strcmp(given, "0") != 0)
        return FAIL(BAD_PARAM, "isPrivate", "isPrivate moet true of false zijn, niet '%.40s'",
                    "isPrivate must be true or false, not '%.40s'", given);
    return status_ok();
}

/* §14.2.2.5: language and returnFeatureTypes are required; the latter may be empty. */
static status read_expression(xmlNode *node, arena *a, stored_query *q)
{
    const char *language = NULL, *types = attribute(node, "returnFeatureTypes", a);
    if (q->expression)
        return FAIL(BAD_PARAM, "QueryExpressionText", "een opgeslagen vraag kan hier maar een QueryExpressionText hebben",
                    "a stored query can have one QueryExpressionText here");
    TRY(required(node, "language", a, &language));
    if (!is_known_language(language))
        return FAIL(BAD_PARAM, "language", "de taal '%.80s' wordt niet ondersteund: schrijf language=\"%s\"",
                    "the language '%.80s' is not supported: write language=\"%s\"", language, stored_languages[0]);
    if (!types)
        return FAIL(MISSING_PARAM, "returnFeatureTypes",
                    "regel %ld: QueryExpressionText vraagt het attribuut returnFeatureTypes (het mag leeg zijn)",
                    "line %ld: QueryExpressionText needs the attribute returnFeatureTypes (it may be empty)", xmlGetLineNo(node));
    TRY(read_private(attribute(node, "isPrivate", a), &q->is_private));
    q->return_types = types;
    q->expression = node;
    q->namespaces = namespaces_in_scope(node, a);
    return status_ok();
}

static bool is_description(const xmlNode *node, const protocol *p)
{
    return is(node, p->wfs, "Title") || is(node, p->wfs, "Abstract") || is(node, p->ows, "Metadata");
}

static status read_child(xmlNode *child, const protocol *p, arena *a, stored_query *q)
{
    if (is(child, p->wfs, "Parameter"))
        return read_parameter(child, a, q);
    if (is(child, p->wfs, "QueryExpressionText"))
        return read_expression(child, a, q);
    if (is_description(child, p))
        return status_ok();
    return FAIL(BAD_SYNTAX, "StoredQueryDefinition", "regel %ld: <%.60s> hoort niet in een StoredQueryDefinition",
                "line %ld: <%.60s> does not belong in a StoredQueryDefinition", xmlGetLineNo(child), (const char *)child->name);
}

status stored_definition_read(xmlNode *definition, const protocol *p, arena *a, stored_query *out)
{
    stored_query q = {.definition = definition};
    if (!is(definition, p->wfs, "StoredQueryDefinition"))
        return FAIL(BAD_SYNTAX, "StoredQueryDefinition", "regel %ld: <%.60s> is geen wfs:StoredQueryDefinition",
                    "line %ld: <%.60s> is not a wfs:StoredQueryDefinition", xmlGetLineNo(definition),
                    (const char *)definition->name);
    TRY(required(definition, "id", a, &q.id));
    TRY(check_id(q.id));
    for (xmlNode *child = xmlFirstElementChild(definition); child; child = xmlNextElementSibling(child))
        TRY(read_child(child, p, a, &q));
    if (!q.expression)
        return FAIL(MISSING_PARAM, "QueryExpressionText", "een opgeslagen vraag vraagt een QueryExpressionText",
                    "a stored query needs a QueryExpressionText");
    *out = q;
    return status_ok();
}

/* In a URL the parameters of a stored query are mixed with those of the request (WFS 2.0 table 10): a name with two meanings
 * would be read as both. */
status stored_definition_check_names(const stored_query *q, const catalog *layers)
{
    for (size_t i = 0; i < q->parameter_count; i++)
        if (parameters_is_beside_query(q->parameters[i].name, layers) || secret_in_url_is_name(q->parameters[i].name))
            return FAIL(BAD_PARAM, "name", "de parameter mag niet %.60s heten: die naam heeft al een betekenis in een URL",
                        "the parameter cannot be called %.60s: that name has a meaning in a URL already", q->parameters[i].name);
    return status_ok();
}

status stored_definition_find(const stored_queries *from, const protocol *p, const char *id, arena *a, bool *found,
                              stored_query *out)
{
    const char *definition = NULL;
    xmlNode *root = NULL;
    *found = false;
    if (strlen(id) > STORED_ID_MOST)
        return status_ok();
    TRY(stored_queries_find(from, id, a, &definition));
    if (!definition)
        return status_ok();
    TRY(xml_read(definition, strlen(definition), "StoredQueryDefinition", a, &root));
    TRY(stored_definition_read(root, p, a, out));
    *found = true;
    return status_ok();
}

static void free_document(void *handle)
{
    xmlFreeDoc(handle);
}

static bool declares(const xmlNode *node, const xmlChar *prefix)
{
    for (const xmlNs *ns = node->nsDef; ns; ns = ns->next)
        if (xmlStrEqual(ns->prefix, prefix))
            return true;
    return false;
}

const char *stored_definition_text(xmlNode *definition, arena *a)
{
    xmlDoc *document = xmlNewDoc((const xmlChar *)"1.0");
    arena_defer(a, free_document, document);
    xmlNode *copy = xmlDocCopyNode(definition, document, 1);
    xmlDocSetRootElement(document, copy);
    xmlNs **all = xmlGetNsList(definition->doc, definition);
    for (xmlNs **one = all; one && *one; one++)
        if (!declares(copy, (*one)->prefix))
            xmlNewNs(copy, (*one)->href, (*one)->prefix);
    xmlFree(all);
    xmlBuffer *buffer = xmlBufferCreate();
    xmlNodeDump(buffer, document, copy, 0, 0);
    const char *chars = arena_strdup(a, (const char *)xmlBufferContent(buffer));
    xmlBufferFree(buffer);
    return chars;
}

const char *stored_mark(const char *from, const char **name, size_t *length)
{
    const char *at = strstr(from, "${");
    if (!at)
        return NULL;
    *name = at + 2;
    const char *end = strchr(*name, '}');
    *length = end ? (size_t)(end - *name) : 0;
    return at;
}
