#include "server/filter/fes/fes_parts.h"

#include <string.h>

const filter_words fes_words = {.locator = "filter",
                                .reference = "ValueReference",
                                .lists = "DescribeFeatureType",
                                .place_nl = "regel",
                                .place_en = "line",
                                .like = "PropertyIsLike",
                                .no_like_moment = "PropertyIsBetween, PropertyIsLessThan, During",
                                .no_like_other = "PropertyIsEqualTo, PropertyIsBetween"};

static status wrong(const xmlNode *node, const char *nl, const char *en)
{
    return FAIL(BAD_SYNTAX, "filter", "filter, regel %ld: <%.60s> %s%.0s", "filter, line %ld: <%.60s> %.0s%s", xmlGetLineNo(node),
                (const char *)node->name, nl, en);
}

/* Refuses to select a version of the feature (§7.11): an answer here is of one moment, that of PEILDATUM, and the feature of that
 * moment would be a wrong answer. */
static status check_version(const xmlNode *node)
{
    static const char *const names[] = {"version", "startDate", "endDate", "previousRid", NULL};
    for (const xmlAttr *at = node->properties; at; at = at->next)
        if (text_is_among_nocase((const char *)at->name, names))
            return FAIL(NO_OPTION, (const char *)at->name,
                        "filter, regel %ld: een antwoord gaat over een enkel tijdstip: laat %.40s weg, en vraag met peildatum "
                        "hoe een object vroeger was",
                        "filter, line %ld: an answer is of one moment: leave out %.40s, and ask with peildatum how a feature was "
                        "before",
                        xmlGetLineNo(node), (const char *)at->name);
    return status_ok();
}

/* The id of a resource id element: rid (FES 2.0), fid (FES 1.0), gml:id or id (FES 1.1), in any case; NULL when there is none. */
static status read_id(const fes_scope *s, xmlNode *node, const char **out)
{
    static const char *const names[] = {"rid", "fid", "id", NULL};
    *out = NULL;
    TRY(check_version(node));
    for (const xmlAttr *at = node->properties; at; at = at->next) {
        if (!text_is_among_nocase((const char *)at->name, names))
            continue;
        const char *given = text_trim(s->build.arena, fes_content(s, (xmlNode *)at));
        if (*out && strcmp(*out, given) != 0)
            return wrong(node, "heeft meer dan een id", "has more than one id");
        *out = given;
    }
    return status_ok();
}

static bool is_id(const fes_scope *s, const xmlNode *node)
{
    return fes_is(s, node, "ResourceId") || fes_is(s, node, "GmlObjectId") || fes_is(s, node, "FeatureId");
}

/* A list of resource ids (§7.11), or one among other operators (filter.xsd, group FilterPredicates). */
static status read_ids(const fes_scope *s, xmlNode *first, bool all, const filter **out)
{
    const size_t most = all ? xmlChildElementCount(first->parent) : 1;
    const char **ids = arena_array(s->build.arena, most + 1, sizeof *ids);
    size_t count = 0;
    if (most > FILTER_OPERATORS)
        return wrong(first, "komt te vaak voor", "occurs too often");
    for (xmlNode *node = first; node; node = all ? xmlNextElementSibling(node) : NULL) {
        if (is_id(s, node) && strcmp((const char *)node->name, (const char *)first->name) != 0)
            return wrong(node, "is een andere soort id dan de eerste (Filter 1.1 §11)",
                         "is another kind of id than the first (Filter 1.1 §11)");
        if (is_id(s, node))
            TRY(read_id(s, node, &ids[count]));
        if (!ids[count++])
            return wrong(node, "is geen ResourceId met een rid", "is not a ResourceId with a rid");
    }
    return build_ids(&s->build, ids, count, out);
}

static status read_operator(fes_scope *s, xmlNode *node, unsigned depth, const filter **out);

/* And, Or, Not (§7.10). */
static status read_logical(fes_scope *s, xmlNode *node, unsigned depth, const filter **out)
{
    const filter_kind kind = fes_is(s, node, "And") ? FILTER_AND : fes_is(s, node, "Or") ? FILTER_OR : FILTER_NOT;
    const size_t count = xmlChildElementCount(node);
    const filter **operands = arena_array(s->build.arena, count + 1, sizeof *operands);
    size_t read = 0;
    if (kind == FILTER_NOT && count != 1)
        return wrong(node, "moet precies een operator bevatten", "must hold exactly one operator");
    if (kind != FILTER_NOT && count < 2)
        return wrong(node, "moet minstens twee operatoren bevatten", "must hold two operators or more");
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        const bool merges = kind != FILTER_NOT && fes_is(s, child, (const char *)node->name); /* build_logical */
        TRY(read_operator(s, child, depth + !merges, &operands[read++]));
    }
    *out = build_logical(&s->build, kind, operands, count);
    return status_ok();
}

static status read_operator(fes_scope *s, xmlNode *node, unsigned depth, const filter **out)
{
    bool known = false;
    TRY(build_operator(&s->build, depth));
    if (fes_is(s, node, "And") || fes_is(s, node, "Or") || fes_is(s, node, "Not"))
        return read_logical(s, node, depth, out);
    if (is_id(s, node))
        return read_ids(s, node, false, out);
    TRY(fes_comparison(s, node, out, &known));
    if (!known)
        TRY(fes_spatial(s, node, out, &known));
    if (!known)
        TRY(fes_temporal(s, node, out, &known));
    return known ? status_ok() : wrong(node, "is geen operator", "is not an operator");
}

static status no_filter(const fes_scope *s, const xmlNode *root)
{
    const char *const name = root ? (const char *)root->name : "", *const uri =
                                                                       root && root->ns ? (const char *)root->ns->href : "";
    return FAIL(BAD_SYNTAX, "filter",
                "het filter moet met <Filter> beginnen, in de naamruimte %.60s; hier staat <%.40s> in de naamruimte '%.60s'",
                "the filter must begin with <Filter>, in the namespace %.60s; here is <%.40s> in the namespace '%.60s'",
                s->fes[0], name, uri);
}

status fes_read(fes_scope *s, xmlNode *root, const filter **out)
{
    const vocabulary known[] = {s->fes, s->gml, NULL};
    xmlNode *first = root ? xmlFirstElementChild(root) : NULL;
    if (!root || !fes_is(s, root, "Filter"))
        return no_filter(s, root);
    TRY(xml_check_names(root, known, "filter"));
    TRY(fes_check_content(s, root));
    if (!first)
        return wrong(root, "is leeg", "is empty");
    if (is_id(s, first))
        return read_ids(s, first, true, out);
    if (xmlNextElementSibling(first))
        return wrong(root, "moet precies een operator bevatten", "must hold exactly one operator");
    return read_operator(s, first, 1, out);
}
