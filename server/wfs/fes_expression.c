/* Operands: value references, literals, and which type a literal has (FES 2.0 §7.4, §7.5). */
#include "server/wfs/fes.h"

#include "base/number.h"
#include "data/model/date_time.h"
#include "server/wfs/query_text.h"
#include "server/wfs/type_names.h"

#include <stdio.h>
#include <string.h>

/* Properties that every feature inherits from gml:AbstractFeature and none has here. */
static bool is_inherited(const char *name)
{
    static const char *const names[] = {"name",      "description", "descriptionReference", "identifier",
                                        "boundedBy", "location",    "metaDataProperty"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

/* The last step of a path without its prefix and its predicate "[1]"; *first is false for [2] and beyond, which no property has.
 */
static const char *last_step(const char *path, arena *a, bool *first)
{
    const char *slash = strrchr(path, '/');
    const char *step = slash ? slash + 1 : path;
    const char *bracket = strchr(step, '[');
    int64_t place = 1;
    if (bracket) {
        const size_t n = strcspn(bracket + 1, "]");
        *first = text_to_int64(arena_strndup(a, bracket + 1, n), &place) && place == 1;
        step = arena_strndup(a, step, (size_t)(bracket - step));
    }
    return step;
}

/* "risicolocatie/naam", "risico:risicolocatie/risico:naam", "schema-element(x)/naam": what stands before the last step, "" for
 * nothing. */
static const char *qualifier(const fes_scope *s, const char *path)
{
    const char *slash = strrchr(path, '/');
    const char *before = slash ? arena_strndup(s->arena, path, (size_t)(slash - path)) : "";
    if (strstr(before, ".."))
        return before;
    while (*before == '/' || *before == '.' || *before == '*')
        before++;
    if (strncmp(before, "schema-element(", 15) == 0)
        before = arena_strndup(s->arena, before + 15, strcspn(before + 15, ")"));
    return before;
}

/* An alias comes before a type of that name. */
status fes_source_of(const fes_scope *s, const char *path, const char *locator, size_t *out)
{
    const char *before = qualifier(s, path), *colon = strrchr(before, ':'), *name = colon ? colon + 1 : before;
    size_t found = s->source_count;
    bool twice = false;
    for (size_t i = 0; i < s->source_count; i++) {
        twice |= found < s->source_count && strcmp(name, s->sources[i].layer->name) == 0;
        if (found == s->source_count && strcmp(name, s->sources[i].layer->name) == 0)
            found = i;
    }
    for (size_t i = 0; i < s->source_count; i++)
        if (s->sources[i].alias && strcmp(before, s->sources[i].alias) == 0) {
            found = i;
            twice = false;
        }
    if (twice)
        return FAIL(BAD_PARAM, locator, "'%.60s': het type %.60s staat tweemaal in de vraag; noem het bij zijn alias",
                    "'%.60s': the type %.60s is in the query twice; call it by its alias", path, name);
    if (*before && found == s->source_count)
        return FAIL(BAD_PARAM, locator, "'%.60s': '%.60s' is geen type of alias van deze vraag (%.100s)",
                    "'%.60s': '%.60s' is no type or alias of this query (%.100s)", path, before, fes_types(s));
    *out = found;
    return status_ok();
}

/* A prefix must stand for the namespace of the types: declared where the reference stands, or one that every endpoint knows. */
static bool has_good_prefix(const fes_scope *s, const char *step, const char *colon)
{
    return !colon || strncmp(step, "gml:", 4) == 0 ||
           type_names_known_prefix(s->request, arena_strndup(s->arena, step, (size_t)(colon - step)), s->namespaces, s->arena);
}

static status no_property(const fes_scope *s, const char *name, const char *path)
{
    return FAIL(BAD_PARAM, *name ? name : "ValueReference",
                "het type %s heeft geen eigenschap '%.60s'; DescribeFeatureType noemt ze allemaal",
                "the type %s has no property '%.60s'; DescribeFeatureType lists them all", fes_types(s), path);
}

static status ambiguous(const fes_scope *s, const char *path)
{
    return FAIL(BAD_PARAM, "ValueReference", "'%.60s' kan van meer dan een type zijn (%.100s): schrijf type/naam of alias/naam",
                "'%.60s' may be of more than one type (%.100s): write type/name or alias/name", path, fes_types(s));
}

/* The type that has this property: the one that is named, or the only one that has it; source_count when there is none. */
static status find_property(const fes_scope *s, const char *path, const char *name, size_t *of)
{
    size_t found = *of;
    if (*of == s->source_count)
        for (size_t i = 0; i < s->source_count; i++) {
            if (!layer_property(s->sources[i].layer, name))
                continue;
            if (found < s->source_count)
                return ambiguous(s, path);
            found = i;
        }
    if (found < s->source_count && !layer_property(s->sources[found].layer, name))
        found = s->source_count;
    *of = found;
    return status_ok();
}

status fes_reference(const fes_scope *s, const char *path, expression *out)
{
    bool first = true;
    const char *trimmed = text_trim(s->arena, path);
    const char *step = last_step(trimmed, s->arena, &first);
    const char *colon = strrchr(step, ':');
    const char *name = colon ? colon + 1 : step;
    size_t of = 0;
    TRY(fes_source_of(s, trimmed, "ValueReference", &of));
    if (strcmp(step, "@gml:id") == 0 || strcmp(step, "@id") == 0) {
        if (of == s->source_count && s->source_count > 1)
            return ambiguous(s, trimmed);
        *out = (expression){.kind = EXPRESSION_ID, .type = VALUE_STRING, .source = of < s->source_count ? of : 0};
        return status_ok();
    }
    TRY(find_property(s, trimmed, name, &of));
    const property *p =
        of < s->source_count && has_good_prefix(s, step, colon) ? layer_property(s->sources[of].layer, name) : NULL;
    if (p && p->is_id && first) {
        *out = (expression){.kind = EXPRESSION_ID, .type = VALUE_STRING, .source = of};
        return status_ok();
    }
    const bool inherited = !p && colon && strncmp(step, "gml:", 4) == 0 && is_inherited(name);
    if (!p && !inherited)
        return no_property(s, name, trimmed);
    *out = p && first ? (expression){.kind = EXPRESSION_PROPERTY, .type = p->type, .property = p, .source = of}
                      : (expression){.kind = EXPRESSION_ABSENT,
                                     .type = p                                ? p->type
                                             : strcmp(name, "boundedBy") == 0 ? VALUE_GEOMETRY
                                                                              : VALUE_STRING};
    return status_ok();
}

status fes_reference_at(const fes_scope *s, xmlNode *node, expression *out)
{
    fes_scope here = *s;
    const char *path = text_trim(s->arena, fes_content(s, node));
    const char *slash = strrchr(path, '/'), *step = slash ? slash + 1 : path, *colon = strchr(step, ':');
    const char *prefix = colon ? arena_strndup(s->arena, step, (size_t)(colon - step)) : NULL;
    /* That prefix alone: a filter may have thousands of references and hundreds of namespaces. */
    const xmlNs *declared = prefix ? xmlSearchNs(node->doc, node, (const xmlChar *)prefix) : NULL;
    if (declared)
        here.namespaces = arena_printf(s->arena, "xmlns(%s,%s)", prefix, (const char *)declared->href);
    return fes_reference(&here, path, out);
}

static status not_a(const char *content, const char *nl, const char *en)
{
    return FAIL(BAD_PARAM, "filter", "filter: '%.60s' is geen %s%.0s", "filter: '%.60s' is no %.0s%s", content, nl, en);
}

/* By value, whatever the property's own type: no version is larger than 99999999999999999999, and every one is smaller. */
static status read_number(const char *content, expression *out)
{
    number n = {0};
    if (!number_read(content, &n))
        return not_a(content, "getal, en de eigenschap wel", "number, and the property is one");
    *out = (expression){.type = n.whole ? VALUE_INTEGER : VALUE_DECIMAL, .integer = n.integer, .real = n.real};
    return status_ok();
}

static status read_boolean(const char *content, expression *out)
{
    const bool yes = strcmp(content, "true") == 0 || strcmp(content, "1") == 0,
               no = strcmp(content, "false") == 0 || strcmp(content, "0") == 0;
    if (!yes && !no)
        return not_a(content, "waarheidswaarde (true, false)", "boolean (true, false)");
    *out = (expression){.type = VALUE_BOOLEAN, .integer = yes};
    return status_ok();
}

/* A date-time or a date, whichever the text is. */
static status read_moment(const fes_scope *s, const char *content, expression *out)
{
    expression e = {.type = strchr(content, 'T') ? VALUE_DATETIME : VALUE_DATE};
    TRY(e.type == VALUE_DATE ? date_time_date(content, "filter", s->arena, &e.text)
                             : date_time_time(content, "filter", s->arena, &e.text));
    *out = e;
    return status_ok();
}

/* The OGC's suite asks for this code (ets-wfs20, invalidOperand_boundedBy). */
status fes_no_order(void)
{
    return FAIL(NOT_PROCESSED, "filter",
                "filter: een geometrie is niet te vergelijken met <, = of >; gebruik een ruimtelijke operator",
                "filter: a geometry cannot be compared by <, = or >; use a spatial operator");
}

status fes_literal(const fes_scope *s, const char *content, value_type type, expression *out)
{
    const char *trimmed = text_trim(s->arena, content);
    switch (type) {
    case VALUE_INTEGER:
    case VALUE_DECIMAL: return read_number(trimmed, out);
    case VALUE_BOOLEAN: return read_boolean(trimmed, out);
    case VALUE_DATE:
    case VALUE_DATETIME: return read_moment(s, trimmed, out);
    case VALUE_GEOMETRY: return fes_no_order();
    case VALUE_STRING: break;
    }
    *out = (expression){.type = VALUE_STRING, .text = content};
    return status_ok();
}
