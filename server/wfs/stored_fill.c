#include "server/wfs/stored_fill.h"

#include "base/number.h"
#include "data/model/date_time.h"
#include "server/wfs/query_text.h"
#include "server/wfs/type_names.h"

#include <string.h>

typedef struct filler {
    const stored_query *query;
    const stored_values *values;
    arena *arena;
    size_t filled; /* bytes of values so far */
} filler;

/* A definition may hold 16,000 marks and a value may be megabytes long: the total is limited to the size of a request. */
static status value_of(filler *f, const stored_parameter *p, const xmlNode *where, const char **out)
{
    const char *given = NULL;
    TRY(f->values->of(f->values, p, where, f->arena, &given));
    f->filled += strlen(given);
    if (f->filled > BODY_MOST)
        return FAIL(TOO_LARGE, p->name, "met deze waarde wordt de vraag groter dan %d MB",
                    "with this value the request becomes larger than %d MB", BODY_MOST / 1024 / 1024);
    *out = given;
    return status_ok();
}

static status not_of_type(const stored_parameter *p, const char *given)
{
    return FAIL(BAD_PARAM, p->name, "de parameter %.60s is van het type %.40s; '%.60s' past daar niet in",
                "the parameter %.60s is of type %.40s; '%.60s' does not fit", p->name, p->type, given);
}

/* Removes the prefix of a name, which means nothing inside the definition; a declared prefix must stand for a namespace of ours.
 * A URL often declares none (the OGC's own suite does not), and every name here is one of ours or unknown. */
static status check_name(const stored_arguments *s, const stored_parameter *p, const char *given, arena *a, const char **out)
{
    const char *colon = strchr(given, ':');
    if (type_names_is_foreign(s->request, given, s->namespaces, a))
        return not_of_type(p, given);
    *out = colon ? colon + 1 : given;
    return status_ok();
}

static bool is_boolean(const char *given)
{
    return strcmp(given, "true") == 0 || strcmp(given, "false") == 0 || strcmp(given, "1") == 0 || strcmp(given, "0") == 0;
}

/* Only checks: the value is filled in as it was written, so that a single parser decides what a literal means. */
static status check_type(const stored_parameter *p, const char *given, arena *a)
{
    const char *read = NULL;
    number n = {0};
    bool fits = true;
    switch (p->kind) {
    case PARAMETER_INTEGER: fits = given[strspn(given, "+-0123456789")] == '\0' && number_read(given, &n); break;
    case PARAMETER_DECIMAL: fits = number_read(given, &n); break;
    case PARAMETER_BOOLEAN: fits = is_boolean(given); break;
    case PARAMETER_DATE: return date_time_date(given, p->name, a, &read);
    case PARAMETER_TIME: return date_time_time(given, p->name, a, &read);
    case PARAMETER_TEXT:
    case PARAMETER_NAME:
    case PARAMETER_ELEMENT: break;
    }
    return fits ? status_ok() : not_of_type(p, given);
}

static status argument(const stored_values *self, const stored_parameter *p, const xmlNode *where, arena *a, const char **out)
{
    const stored_arguments *s = self->context;
    (void)where;
    if (!kvp_has(s->given, p->name))
        return FAIL(MISSING_PARAM, p->name, "bij deze opgeslagen vraag hoort de parameter %.60s",
                    "the stored query needs the parameter %.60s", p->name);
    const char *given = kvp_get(s->given, p->name) ? kvp_get(s->given, p->name) : ""; /* an empty text is also a value */
    const char *trimmed = text_trim(a, given);                                        /* like the arguments in a document */
    if (p->kind == PARAMETER_NAME)
        return check_name(s, p, trimmed, a, out);
    TRY(check_type(p, trimmed, a));
    *out = trimmed;
    return status_ok();
}

stored_values stored_values_of(const stored_arguments *arguments)
{
    return (stored_values){arguments, argument};
}

static status parameter_at(const filler *f, const char *name, size_t length, const stored_parameter **out)
{
    const stored_parameter *p = length ? stored_parameter_of(f->query, name, length) : NULL;
    if (!p)
        return FAIL(
            BAD_PARAM, "QueryExpressionText", "${%.*s}: dat is geen parameter van deze vraag, of de accolade is niet gesloten",
            "${%.*s}: that is not a parameter of this query, or the brace is not closed", (int)(length < 60 ? length : 60), name);
    *out = p;
    return status_ok();
}

/* The content with every mark replaced; marks inside a value are not replaced. */
static status filled_text(filler *f, const xmlNode *where, const char *content, const char **out)
{
    text t = text_new(f->arena);
    const char *name = NULL, *from = content;
    size_t length = 0;
    for (const char *mark = stored_mark(from, &name, &length); mark; mark = stored_mark(from, &name, &length)) {
        const stored_parameter *p = NULL;
        const char *given = NULL;
        TRY(parameter_at(f, name, length, &p));
        if (p->kind == PARAMETER_ELEMENT)
            return FAIL(BAD_PARAM, "QueryExpressionText",
                        "${%.60s} is een element (%.40s) en moet dus de enige inhoud van zijn element zijn",
                        "${%.60s} is an element (%.40s), so it must be the only content of its element", p->name, p->type);
        TRY(value_of(f, p, where, &given));
        text_add_bytes(&t, from, (size_t)(mark - from));
        text_add(&t, given);
        from = name + length + 1;
    }
    text_add(&t, from);
    *out = t.chars;
    return status_ok();
}

/* The parameter, if the text is just one mark and the parameter has a type of GML. */
static const stored_parameter *sole_element(const filler *f, const char *content)
{
    const char *trimmed = text_trim(f->arena, content), *name = NULL;
    size_t length = 0;
    if (stored_mark(trimmed, &name, &length) != trimmed || length == 0 || name[length + 1] != '\0')
        return NULL;
    const stored_parameter *p = stored_parameter_of(f->query, name, length);
    return p && p->kind == PARAMETER_ELEMENT ? p : NULL;
}

static status put_element(filler *f, const stored_parameter *p, xmlNode *where)
{
    static const char gml[] = "http://www.opengis.net/gml";
    const char *given = NULL;
    xmlNode *root = NULL;
    TRY(value_of(f, p, where, &given));
    TRY(xml_read(given, strlen(given), p->name, f->arena, &root));
    if (!root->ns || strncmp((const char *)root->ns->href, gml, strlen(gml)) != 0)
        return FAIL(BAD_PARAM, p->name, "de parameter %.60s is een element van GML (%.40s), niet <%.60s>",
                    "the parameter %.60s is an element of GML (%.40s), not <%.60s>", p->name, p->type, (const char *)root->name);
    xmlNode *copy = xmlDocCopyNode(root, where->doc, 1);
    xmlReplaceNode(where, copy);
    xmlFreeNode(where);
    return status_ok();
}

static status fill_text(filler *f, xmlNode *node)
{
    const char *content = (const char *)node->content, *filled = NULL;
    if (!content || !strstr(content, "${"))
        return status_ok();
    const stored_parameter *element = node->parent && node->parent->type == XML_ELEMENT_NODE ? sole_element(f, content) : NULL;
    if (element)
        return put_element(f, element, node);
    TRY(filled_text(f, node, content, &filled));
    xmlNodeSetContent(node, (const xmlChar *)filled); /* of a text node: as it is, without reading entities */
    return status_ok();
}

/* The depth is bounded by the parser's own (256). */
static status fill_node(filler *f, xmlNode *node)
{
    for (xmlAttr *at = node->properties; at; at = at->next)
        for (xmlNode *part = at->children; part; part = part->next)
            TRY(fill_text(f, part));
    for (xmlNode *child = node->children, *next = NULL; child; child = next) {
        next = child->next; /* the text may be replaced by an element */
        if (child->type == XML_TEXT_NODE || child->type == XML_CDATA_SECTION_NODE)
            TRY(fill_text(f, child));
        else if (child->type == XML_ELEMENT_NODE)
            TRY(fill_node(f, child));
    }
    return status_ok();
}

status stored_fill(const stored_query *q, const stored_values *values, arena *a)
{
    filler f = {q, values, a, 0};
    for (xmlNode *child = xmlFirstElementChild(q->expression); child; child = xmlNextElementSibling(child))
        TRY(fill_node(&f, child));
    return status_ok();
}

static bool marked(const xmlNode *text_node)
{
    return text_node->content && strstr((const char *)text_node->content, "${");
}

bool stored_has_mark(const xmlNode *node)
{
    for (const xmlAttr *at = node->properties; at; at = at->next)
        for (const xmlNode *part = at->children; part; part = part->next)
            if (marked(part))
                return true;
    for (const xmlNode *child = node->children; child; child = child->next)
        if (child->type == XML_ELEMENT_NODE ? stored_has_mark(child) : marked(child))
            return true;
    return false;
}
