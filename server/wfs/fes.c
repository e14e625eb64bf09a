#include "server/wfs/fes.h"

#include "base/xml/xml_content.h"
#include "base/xml/xml_names.h"
#include "server/wfs/type_names.h"

static status wrong(const xmlNode *node, const char *nl, const char *en)
{
    return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%.60s> %s%.0s", "filter, line %ld: <%.60s> %.0s%s", xmlGetLineNo(node),
                (const char *)node->name, nl, en);
}

/* The id of a resource id element: rid (FES 2.0), fid (FES 1.0), gml:id or id (FES 1.1). */
static const char *read_id(const fes_scope *s, xmlNode *node)
{
    static const char *const names[] = {"rid", "fid", "id"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        xmlChar *given = xmlGetProp(node, (const xmlChar *)names[i]);
        const char *copy = given ? text_trim(s->arena, (const char *)given) : NULL;
        xmlFree(given);
        if (copy)
            return copy;
    }
    return NULL;
}

static bool is_id(const fes_scope *s, const xmlNode *node)
{
    return fes_is(s, node, "ResourceId") || fes_is(s, node, "GmlObjectId") || fes_is(s, node, "FeatureId");
}

/* Whose ids a list holds: the one type of this layer. */
static status source_of_ids(const fes_scope *s, const layer *l, const char *id, size_t *out)
{
    size_t found = s->source_count;
    for (size_t i = 0; i < s->source_count; i++) {
        if (s->sources[i].layer == l && found < s->source_count)
            return FAIL(BAD_PARAM, "resourceId", "'%.60s' kan in deze join van twee typen zijn; vergelijk alias/@gml:id",
                        "'%.60s' may be of two types of this join; compare alias/@gml:id", id);
        if (s->sources[i].layer == l)
            found = i;
    }
    if (found == s->source_count)
        return FAIL(BAD_PARAM, "resourceId", "'%.60s' is geen object van het type %s", "'%.60s' is no feature of the type %s", id,
                    fes_types(s));
    *out = found;
    return status_ok();
}

/* One id into the list: what is no id of ours matches nothing, another type's contradicts the query (as in query_resolve.c). */
static status add_id(const fes_scope *s, xmlNode *node, filter *f, int64_t *ids)
{
    const layer *l = NULL;
    size_t of = 0;
    const char *id = is_id(s, node) ? read_id(s, node) : NULL;
    if (!id)
        return wrong(node, "is hier geen ResourceId met een rid", "is no ResourceId with a rid here");
    TRY(resource_id_read(s->request->site->catalog, id, &l, &ids[f->id_count]));
    if (!l)
        return status_ok();
    TRY(source_of_ids(s, l, id, &of));
    if (f->id_count > 0 && of != f->left.source)
        return FAIL(BAD_PARAM, "resourceId", "in een join staan de ResourceId's van een type bij elkaar",
                    "in a join the ResourceIds of one type stand together");
    f->left.source = of;
    f->id_count++;
    return status_ok();
}

/* A list of resource ids (§7.11), or one among other operators (filter.xsd, group FilterPredicates). */
static status read_ids(const fes_scope *s, xmlNode *first, bool all, const filter **out)
{
    filter *f = arena_alloc(s->arena, sizeof *f);
    const size_t most = all ? xmlChildElementCount(first->parent) : 1;
    int64_t *ids = arena_array(s->arena, most + 1, sizeof *ids);
    *f = (filter){.kind = FILTER_IDS, .ids = ids};
    if (most > FES_OPERATORS)
        return wrong(first, "staat er te vaak", "stands there too often");
    for (xmlNode *node = first; node; node = all ? xmlNextElementSibling(node) : NULL)
        TRY(add_id(s, node, f, ids));
    *out = f;
    return status_ok();
}

typedef struct operands {
    const filter **items;
    size_t count, room;
} operands;

static void add_operand(const fes_scope *s, operands *list, const filter *f)
{
    if (list->count == list->room)
        list->items = arena_grow(s->arena, list->items, &list->room, 0, sizeof *list->items);
    list->items[list->count++] = f;
}

/* An And in an And adds its operands: clients write "a or b or c" as an Or of an Or, and a chain of that kind is long, not deep.
 */
static void add_merged(const fes_scope *s, operands *list, filter_kind kind, const filter *f)
{
    if (kind == FILTER_NOT || f->kind != kind)
        add_operand(s, list, f);
    for (size_t i = 0; kind != FILTER_NOT && f->kind == kind && i < f->operand_count; i++)
        add_operand(s, list, f->operands[i]);
}

/* And, Or, Not (§7.10). */
static status read_logical(fes_scope *s, xmlNode *node, unsigned depth, const filter **out)
{
    const filter_kind kind = fes_is(s, node, "And") ? FILTER_AND : fes_is(s, node, "Or") ? FILTER_OR : FILTER_NOT;
    const size_t count = xmlChildElementCount(node);
    operands list = {.items = arena_array(s->arena, count + 1, sizeof *list.items), .room = count + 1};
    if (kind == FILTER_NOT && count != 1)
        return wrong(node, "heeft precies een operator in zich", "holds exactly one operator");
    if (kind != FILTER_NOT && count < 2)
        return wrong(node, "heeft minstens twee operatoren in zich", "holds two operators or more");
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        const filter *f = NULL;
        TRY(fes_operator(s, child, depth + !(kind != FILTER_NOT && fes_is(s, child, (const char *)node->name)), &f));
        add_merged(s, &list, kind, f);
    }
    *out = fes_list(s, kind, list.items, list.count);
    return status_ok();
}

status fes_operator(fes_scope *s, xmlNode *node, unsigned depth, const filter **out)
{
    bool known = false;
    if (depth > FES_DEPTH || ++s->work->operators > FES_OPERATORS)
        return FAIL(BAD_SYNTAX, "filter", "het filter is te diep (%d) of te lang (%d operatoren)",
                    "the filter is too deep (%d) or too long (%d operators)", (int)FES_DEPTH, (int)FES_OPERATORS);
    if (fes_is(s, node, "And") || fes_is(s, node, "Or") || fes_is(s, node, "Not"))
        return read_logical(s, node, depth, out);
    if (is_id(s, node))
        return read_ids(s, node, false, out);
    TRY(fes_comparison(s, node, out, &known));
    if (!known)
        TRY(fes_spatial(s, node, out, &known));
    if (!known)
        TRY(fes_temporal(s, node, out, &known));
    return known ? status_ok() : wrong(node, "is geen operator", "is no operator");
}

status fes_read(fes_scope *s, xmlNode *root, const filter **out)
{
    const vocabulary known[] = {s->request->protocol->fes, s->request->protocol->gml, NULL};
    xmlNode *first = root ? xmlFirstElementChild(root) : NULL;
    if (!root || !fes_is(s, root, "Filter"))
        return FAIL(BAD_SYNTAX, "filter", "het filter moet met <fes:Filter> beginnen, in de naamruimte %s",
                    "the filter must begin with <fes:Filter>, in the namespace %s", known[0][0]);
    TRY(xml_check_names(root, known, "filter"));
    TRY(xml_check_content(root, "filter"));
    if (!first)
        return wrong(root, "is leeg", "is empty");
    if (is_id(s, first))
        return read_ids(s, first, true, out);
    if (xmlNextElementSibling(first))
        return wrong(root, "heeft precies een operator in zich", "holds exactly one operator");
    return fes_operator(s, first, 1, out);
}
