/* Value references (FES 2.0 §7.4). */
#include "server/filter/fes/fes_parts.h"

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

/* "1", and as Filter 1.1 (04-095) writes it too: "position()=1". */
static const char *place_in(const char *predicate, size_t length, arena *a)
{
    static const char position[] = "position()";
    const char *given = text_trim(a, arena_strndup(a, predicate, length));
    if (strncmp(given, position, strlen(position)) != 0)
        return given;
    given += strlen(position);
    return text_trim(a, given + strspn(given, " ="));
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
        *first = text_to_int64(place_in(bracket + 1, n, a), &place) && place == 1;
        step = arena_strndup(a, step, (size_t)(bracket - step));
    }
    return step;
}

/* "risicolocatie/naam", "risico:risicolocatie/risico:naam", "schema-element(x)/naam": what comes before the last step, "" for
 * nothing. */
static const char *qualifier(const char *path, arena *a)
{
    const char *slash = strrchr(path, '/');
    const char *before = slash ? arena_strndup(a, path, (size_t)(slash - path)) : "";
    if (strstr(before, ".."))
        return before;
    while (*before == '/' || *before == '.' || *before == '*')
        before++;
    if (strncmp(before, "schema-element(", 15) == 0)
        before = arena_strndup(a, before + 15, strcspn(before + 15, ")"));
    return before;
}

/* An alias comes before a type of that name. */
status fes_source_of(const builder *b, const char *path, const char *locator, size_t *out)
{
    const char *before = qualifier(path, b->arena), *colon = strrchr(before, ':'), *name = colon ? colon + 1 : before;
    size_t found = b->source_count;
    bool twice = false;
    for (size_t i = 0; i < b->source_count; i++) {
        twice |= found < b->source_count && strcmp(name, b->sources[i].layer->name) == 0;
        if (found == b->source_count && strcmp(name, b->sources[i].layer->name) == 0)
            found = i;
    }
    for (size_t i = 0; i < b->source_count; i++)
        if (b->sources[i].alias && strcmp(before, b->sources[i].alias) == 0) {
            found = i;
            twice = false;
        }
    if (twice)
        return FAIL(BAD_PARAM, locator, "'%.60s': het type %.60s staat twee keer in de vraag; gebruik zijn alias",
                    "'%.60s': the type %.60s is in the query twice; use its alias", path, name);
    if (*before && found == b->source_count)
        return FAIL(BAD_PARAM, locator, "'%.60s': '%.60s' is geen type of alias van deze vraag (%.100s)",
                    "'%.60s': '%.60s' is not a type or an alias of this query (%.100s)", path, before, build_types(b));
    *out = found;
    return status_ok();
}

/* A prefix must stand for the namespace of the types: declared at the reference, or one that every endpoint knows. */
static bool has_good_prefix(const fes_scope *s, const char *step, const char *colon)
{
    return !colon || strncmp(step, "gml:", 4) == 0 ||
           s->knows_prefix(s->context, arena_strndup(s->build.arena, step, (size_t)(colon - step)), s->namespaces,
                           s->build.arena);
}

static bool is_id(const fes_scope *s, const char *step)
{
    return *step == '@' &&
           (strcmp(step + 1, "gml:id") == 0 || strcmp(step + 1, "id") == 0 || (s->id && strcmp(step + 1, s->id) == 0));
}

status fes_reference(const fes_scope *s, const char *path, expression *out)
{
    const builder *b = &s->build;
    bool first = true;
    const char *trimmed = text_trim(s->build.arena, path);
    const char *step = last_step(trimmed, s->build.arena, &first);
    const char *colon = strrchr(step, ':');
    const char *name = colon ? colon + 1 : step;
    size_t of = 0;
    TRY(fes_source_of(b, trimmed, "ValueReference", &of));
    if (is_id(s, step)) {
        if (of == b->source_count && b->source_count > 1)
            return build_ambiguous(b, trimmed);
        *out = (expression){.kind = EXPRESSION_ID, .type = VALUE_STRING, .source = of < b->source_count ? of : 0};
        return status_ok();
    }
    TRY(build_find_property(b, trimmed, name, &of));
    const property *p =
        of < b->source_count && has_good_prefix(s, step, colon) ? layer_property(b->sources[of].layer, name) : NULL;
    if (p && p->is_id && first) {
        *out = (expression){.kind = EXPRESSION_ID, .type = VALUE_STRING, .source = of};
        return status_ok();
    }
    const bool inherited = !p && colon && strncmp(step, "gml:", 4) == 0 && is_inherited(name);
    if (!p && !inherited)
        return build_no_property(b, name, trimmed);
    *out = p && first ? (expression){.kind = EXPRESSION_PROPERTY, .type = p->type, .property = p, .source = of}
                      : (expression){.kind = EXPRESSION_ABSENT,
                                     .type = p                                ? p->type
                                             : strcmp(name, "boundedBy") == 0 ? VALUE_GEOMETRY
                                                                              : VALUE_STRING};
    return status_ok();
}

static bool is_among(const char *uri, vocabulary of)
{
    while (*of && strcmp(*of, uri) != 0)
        of++;
    return *of;
}

status fes_reference_in(const fes_scope *s, xmlNode *node, const char *content, expression *out)
{
    fes_scope here = *s;
    const char *path = text_trim(s->build.arena, content);
    const char *slash = strrchr(path, '/'), *step = slash ? slash + 1 : path, *colon = strchr(step, ':');
    const char *prefix = colon ? arena_strndup(s->build.arena, step, (size_t)(colon - step)) : NULL;
    /* Looks up that prefix alone: a filter may have thousands of references and hundreds of namespaces. */
    const xmlNs *declared = prefix ? xmlSearchNs(node->doc, node, (const xmlChar *)prefix) : NULL;
    if (declared && strcmp(prefix, "gml") == 0 && !is_among((const char *)declared->href, s->gml))
        return build_no_property(&s->build, colon + 1, path);
    if (declared)
        here.namespaces = arena_printf(s->build.arena, "xmlns(%s,%s)", prefix, (const char *)declared->href);
    return fes_reference(&here, path, out);
}

status fes_reference_at(const fes_scope *s, xmlNode *node, expression *out)
{
    return fes_reference_in(s, node, fes_content(s, node), out);
}
