/* The types of one query: their names and aliases, the properties asked of each, and what connects them in a join (WFS 2.0
 * (09-025r2) §7.9.2.4 and §7.9.2.5.3.1). */
#include "server/wfs/query_resolver.h"

#include "server/wfs/lists.h"
#include "server/wfs/type_names.h"

#include <string.h>

enum { SORT_KEYS_MOST = 20 };

fes_scope sources_scope(const resolver *r)
{
    request *rq = r->request;
    return filter_scope(rq, r->sources, r->crs, r->query->query.source_count, r->text->namespaces, &rq->features.work, r->arena);
}

void sources_note(resolver *r, const layer *const *layers, size_t count)
{
    const layer **copy = arena_array(r->arena, count + 1, sizeof *copy);
    for (size_t i = 0; i < count; i++) {
        copy[i] = layers[i];
        r->query->query.sources[i].layer = layers[i];
        r->sources[i] = (filter_source){.layer = layers[i]};
        r->crs[i] = crs_named(r->request->site->crs, layers[i]->srid ? layers[i]->srid : crs_codes[0], r->request->protocol->crs,
                              r->arena);
    }
    r->query->query.source_count = count;
    r->request->layers = copy;
    r->request->layer_count = count;
}

/* The possible forms of an id, for messages. */
static const char *kinds_of_ids(const catalog *c, arena *a)
{
    text t = text_new(a);
    for (size_t i = 0; i < c->count; i++)
        text_addf(&t, "%s%s.<nr>", i ? ", " : "", c->layers[i].name);
    return t.chars;
}

/* Without typeNames the id says which type is asked for (WFS 2.0 §7.9.2.4.1), and an unknown type there is an error in the id. */
static status layer_of_ids(resolver *r)
{
    const catalog *c = r->request->site->catalog;
    const layer *l = catalog_layer(c, r->text->type_names);
    if (!l)
        return FAIL(BAD_PARAM, "resourceId",
                    "'%.60s' is geen resourceId van deze dienst: het objecttype '%.40s' is er niet, wel %.120s",
                    "'%.60s' is not a resourceId of this service: there is no feature type '%.40s', only %.120s",
                    r->text->resource_ids, r->text->type_names, kinds_of_ids(c, r->arena));
    sources_note(r, &l, 1);
    return status_ok();
}

/* FES 2.0 (09-026r2) §6.3.3.1.2: one for each type name, each of them once. */
static status resolve_aliases(resolver *r)
{
    if (!r->text->aliases || !*r->text->aliases)
        return status_ok();
    const bool by_commas = strchr(r->text->aliases, ','); /* "a,b", or "a b" as a document has it */
    const text_list aliases =
        by_commas ? text_items(r->arena, r->text->aliases, ',') : text_words(r->arena, r->text->aliases, "");
    const size_t count = r->query->query.source_count;
    if (aliases.count != count)
        return FAIL(BAD_PARAM, "aliases", "er zijn %zu aliassen en %zu typen: geef elk type er een",
                    "there are %zu aliases and %zu types: give each type one", aliases.count, count);
    for (size_t i = 0; i < count; i++) {
        if (xmlValidateNCName((const xmlChar *)aliases.items[i], 0) != 0)
            return FAIL(BAD_PARAM, "aliases",
                        "'%.40s' is geen alias: verwacht een woord van letters en cijfers dat met een letter begint",
                        "'%.40s' is not an alias: expected a word of letters and digits that begins with a letter",
                        aliases.items[i]);
        for (size_t j = 0; j < i; j++)
            if (strcmp(aliases.items[i], aliases.items[j]) == 0)
                return FAIL(BAD_PARAM, "aliases", "de alias '%.40s' komt twee keer voor", "the alias '%.40s' occurs twice",
                            aliases.items[i]);
        r->sources[i].alias = aliases.items[i];
        r->query->aliases[i] = aliases.items[i];
    }
    return status_ok();
}

status sources_resolve(resolver *r)
{
    const layer *const *layers = NULL;
    size_t count = 0;
    if (r->text->types_of_ids)
        return layer_of_ids(r);
    if (!r->text->type_names)
        return FAIL(MISSING_PARAM, "typeNames", "een vraag moet typeNames noemen", "a query needs typeNames");
    TRY(type_names_layers(r->request, r->text->type_names, r->text->namespaces, r->arena, &layers, &count));
    if (count < 1 || count > SOURCES_MOST)
        return FAIL(BAD_PARAM, "typeNames", "een vraag kan 1 tot %d typen noemen, niet %zu",
                    "a query can name 1 to %d types, not %zu", (int)SOURCES_MOST, count);
    sources_note(r, layers, count);
    if (count > 1 && !r->request->protocol->joins)
        return FAIL(BAD_PARAM, "typeName", "een vraag van %s gaat over een type; joins zijn er vanaf WFS 2.0",
                    "a query of %s is about one type; there are joins from WFS 2.0 on", r->request->protocol->name);
    if (count > 1 && !r->request->features.encoder->begin_tuple)
        return FAIL(BAD_PARAM, "outputFormat", "het antwoord op een join bestaat uit tuples; vraag het als '%s'",
                    "the answer to a join consists of tuples; ask for '%s'", r->request->protocol->plain->names[0]);
    return resolve_aliases(r);
}

/* --- Properties --- */

static const char *last_step(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

/* NULL for a name of another namespace. A prefix that is not declared is taken for ours: a URL often declares none. */
static const property *property_of(const resolver *r, const layer *l, const char *step)
{
    const char *colon = strrchr(step, ':');
    const bool foreign = colon && type_names_is_foreign(r->request, step, r->text->namespaces, r->arena);
    return foreign ? NULL : layer_property(l, colon ? colon + 1 : step);
}

static status no_property(const resolver *r, const char *name, const char *locator)
{
    const fes_scope s = sources_scope(r);
    return FAIL(
        BAD_PARAM, locator, "geen van de typen %.100s heeft een eigenschap '%.80s'; DescribeFeatureType noemt ze allemaal",
        "none of the types %.100s has a property '%.80s'; DescribeFeatureType lists them all", build_types(&s.build), name);
}

/* For every type of the query, the properties that are asked for. */
typedef struct wanted {
    bool *properties; /* a row of `most` for each type */
    size_t most;
} wanted;

static wanted wanted_new(const query *q, arena *a)
{
    wanted w = {.most = 1};
    for (size_t i = 0; i < q->source_count; i++)
        w.most = q->sources[i].layer->property_count > w.most ? q->sources[i].layer->property_count : w.most;
    w.properties = arena_array(a, SOURCES_MOST * w.most, sizeof *w.properties);
    return w;
}

static bool *wanted_of(const wanted *w, size_t of)
{
    return &w->properties[of * w->most];
}

static void ask_all(wanted *w, size_t of, const layer *l)
{
    for (size_t i = 0; i < l->property_count; i++)
        wanted_of(w, of)[i] = true;
}

static status find_property(const resolver *r, size_t of, const char *step, const char *locator, const property **out)
{
    const layer *l = r->sources[of].layer;
    *out = property_of(r, l, step);
    return *out ? status_ok() : type_names_no_property(l, step, locator);
}

static status ask_of(const resolver *r, wanted *w, size_t of, const char *step)
{
    const layer *l = r->sources[of].layer;
    const property *p = NULL;
    if (strcmp(step, "*") == 0) {
        ask_all(w, of, l);
        return status_ok();
    }
    TRY(find_property(r, of, step, "propertyName", &p));
    wanted_of(w, of)[p - l->properties] = true;
    return status_ok();
}

/* "type/name", "alias/name", or a name of every type that has it (§7.9.2.4.5.1: the answer may hold more than was asked for).
 * only: of this type, source_count for any. */
static status ask(const resolver *r, wanted *w, const char *path, size_t only)
{
    const fes_scope s = sources_scope(r);
    const char *step = last_step(path);
    size_t of = s.build.source_count;
    bool found = false;
    TRY(fes_source_of(&s.build, path, "propertyName", &of));
    of = of < s.build.source_count ? of : s.build.source_count == 1 ? 0 : only;
    if (of < s.build.source_count)
        return ask_of(r, w, of, step);
    for (size_t i = 0; i < s.build.source_count; i++)
        if (strcmp(step, "*") == 0 || property_of(r, s.build.sources[i].layer, step)) {
            TRY(ask_of(r, w, i, step));
            found = true;
        }
    return found ? status_ok() : no_property(r, path, "propertyName");
}

static status ask_list(const resolver *r, wanted *w, const char *list, size_t only)
{
    const text_list names = text_items(r->arena, list, ',');
    for (size_t i = 0; i < names.count; i++)
        TRY(ask(r, w, names.items[i], only));
    return status_ok();
}

/* PROPERTYNAME: one list, or "(…)(…)" with one for each type of a join (§7.9.2.4.5.3). */
static status ask_lists(const resolver *r, wanted *w)
{
    const size_t count = r->query->query.source_count;
    text_list lists = {0};
    TRY(lists_read(r->text->property_names, "propertyName", r->arena, &lists));
    if (lists.count == 1)
        return ask_list(r, w, lists.items[0], count);
    if (lists.count != count)
        return FAIL(BAD_PARAM, "propertyName", "propertyName heeft %zu lijsten, er zijn %zu typen",
                    "propertyName has %zu lists, there are %zu types", lists.count, count);
    for (size_t i = 0; i < count; i++)
        TRY(ask_list(r, w, lists.items[i], i));
    return status_ok();
}

/* The properties that are asked for and those that the schema requires, in the schema's order. */
static void choose(resolver *r, const wanted *w, size_t of)
{
    source *s = &r->query->query.sources[of];
    const property **chosen = arena_array(r->arena, s->layer->property_count + 1, sizeof *chosen);
    for (size_t i = 0; i < s->layer->property_count; i++) {
        const property *p = &s->layer->properties[i];
        if (wanted_of(w, of)[i] || property_always_stands(p))
            chosen[s->property_count++] = p;
    }
    s->properties = chosen;
}

status sources_properties(resolver *r)
{
    const query *q = &r->query->query;
    wanted w = wanted_new(q, r->arena);
    if (r->text->property_names && *r->text->property_names)
        TRY(ask_lists(r, &w));
    for (size_t i = 0; i < q->source_count; i++) {
        if (!r->text->property_names || !*r->text->property_names)
            ask_all(&w, i, q->sources[i].layer);
        choose(r, &w, i);
    }
    return status_ok();
}

/* --- Order --- */

/* The type of a sort key: the one that it names, or the only one that has such a property. */
static status source_of_key(const resolver *r, const char *path, size_t *out)
{
    const fes_scope s = sources_scope(r);
    size_t of = s.build.source_count;
    TRY(fes_source_of(&s.build, path, "sortBy", &of));
    for (size_t i = 0; of == s.build.source_count && i < s.build.source_count; i++)
        if (property_of(r, s.build.sources[i].layer, path))
            of = i;
    if (of == s.build.source_count && s.build.source_count > 1)
        return no_property(r, path, "sortBy");
    of = of < s.build.source_count ? of : 0;
    for (size_t i = of + 1; !strchr(path, '/') && i < s.build.source_count; i++)
        if (property_of(r, s.build.sources[i].layer, path))
            return FAIL(BAD_PARAM, "sortBy",
                        "sortBy: '%.60s' kan bij meer dan een type horen (%.100s): schrijf type/naam of alias/naam",
                        "sortBy: '%.60s' may belong to more than one type (%.100s): write type/name or alias/name", path,
                        build_types(&s.build));
    *out = of;
    return status_ok();
}

static bool is_word(const char *given, const char *one, const char *two)
{
    return text_equal_nocase(given, one) || text_equal_nocase(given, two);
}

/* "name", "name ASC", "name DESC", also "name A" and "name D" (WFS 1.1). */
static status read_sort_key(const resolver *r, const char *given, sort_key *out)
{
    const text_list words = text_words(r->arena, given, "");
    sort_key key = {0};
    if (words.count < 1 || words.count > 2 ||
        (words.count == 2 && !is_word(words.items[1], "ASC", "A") && !is_word(words.items[1], "DESC", "D")))
        return FAIL(BAD_PARAM, "sortBy", "sortBy: '%.60s' is geen naam met ASC of DESC erachter",
                    "sortBy: '%.60s' is not a name followed by ASC or DESC", given);
    TRY(source_of_key(r, words.items[0], &key.source));
    TRY(find_property(r, key.source, last_step(words.items[0]), "sortBy", &key.property));
    if (key.property->type == VALUE_GEOMETRY)
        return FAIL(BAD_PARAM, "sortBy", "op een geometrie kan niet worden gesorteerd", "a geometry cannot be sorted by");
    key.descending = words.count == 2 && is_word(words.items[1], "DESC", "D");
    *out = key;
    return status_ok();
}

status sources_sort(resolver *r)
{
    if (!r->text->sort_by)
        return status_ok();
    const text_list list = text_items(r->arena, r->text->sort_by, ',');
    if (list.count > SORT_KEYS_MOST)
        return FAIL(BAD_PARAM, "sortBy", "sortBy: meer dan %d eigenschappen", "sortBy: more than %d properties",
                    (int)SORT_KEYS_MOST);
    sort_key *keys = arena_array(r->arena, list.count + 1, sizeof *keys);
    for (size_t i = 0; i < list.count; i++)
        TRY(read_sort_key(r, list.items[i], &keys[i]));
    r->query->query.sort = keys;
    r->query->query.sort_count = list.count;
    return status_ok();
}

/* --- The rest --- */

status sources_crs(resolver *r)
{
    const request *rq = r->request;
    crs one = crs_84();
    r->query->crs_asked = r->text->srs_name != NULL;
    if (r->text->srs_name)
        TRY(crs_find(rq->site->crs, text_trim(r->arena, r->text->srs_name), "srsName", r->arena, &one));
    if (rq->features.encoder->only_lon_lat)
        one = crs_84();
    for (size_t i = 0; i < r->query->query.source_count; i++)
        r->query->crs[i] = r->text->srs_name || rq->features.encoder->lon_lat ? one : r->crs[i];
    return status_ok();
}

/* Whether the filter uses the column that hides rows: then the filter decides, and no other rows are left out. */
static bool filter_decides(const query *q, size_t of)
{
    const layer *l = q->sources[of].layer;
    for (size_t i = 0; q->where && i < l->property_count; i++)
        if (strcmp(l->properties[i].column, l->hide_column) == 0 && filter_mentions(q->where, &l->properties[i], of))
            return true;
    return false;
}

static status of_whole_request(const char *name)
{
    return FAIL(BAD_PARAM, name, "%s hoort bij de hele vraag, niet bij een Query",
                "%s belongs to the whole request, not to a Query", name);
}

/* The layer's own parameter for rows that are hidden by default: ja = only those, alle = those too, nee = the default. */
static status resolve_hidden(resolver *r, size_t of)
{
    query *q = &r->query->query;
    const char *name = q->sources[of].layer->hide_parameter;
    if (name && r->text->node && query_attribute(r->text->node, name, r->arena))
        return of_whole_request(name);
    const char *asked = name ? kvp_get(r->request->parameters, name) : NULL, *given = asked ? text_trim(r->arena, asked) : NULL;
    if (!given && name && filter_decides(q, of))
        q->sources[of].hidden = HIDDEN_INCLUDED;
    if (!given || is_word(given, "nee", "false"))
        return status_ok();
    if (!is_word(given, "ja", "true") && !text_equal_nocase(given, "alle"))
        return FAIL(BAD_PARAM, name, "%s moet ja, nee of alle zijn, niet '%.40s'",
                    "%s must be ja (only those), nee (without) or alle (both), not '%.40s'", name, given);
    q->sources[of].hidden = text_equal_nocase(given, "alle") ? HIDDEN_INCLUDED : HIDDEN_ONLY;
    return status_ok();
}

status sources_hidden(resolver *r)
{
    if (r->text->node && query_attribute(r->text->node, "peildatum", r->arena))
        return of_whole_request("peildatum");
    for (size_t i = 0; i < r->query->query.source_count; i++)
        TRY(resolve_hidden(r, i));
    return status_ok();
}

/* Each comparison of two types merges their groups: groups[i] is a bit set of all types that type i is connected to. */
static void tie(const filter *f, unsigned groups[SOURCES_MOST])
{
    for (size_t i = 0; i < f->operand_count; i++)
        tie(f->operands[i], groups);
    unsigned together = f->operand_count ? 0 : filter_sources(f);
    for (size_t i = 0; i < SOURCES_MOST; i++)
        together |= together & groups[i] ? groups[i] : 0;
    for (size_t i = 0; i < SOURCES_MOST; i++)
        groups[i] |= together & (1U << i) ? together : 0;
}

status sources_tied(const resolver *r)
{
    const query *q = &r->query->query;
    unsigned groups[SOURCES_MOST];
    for (size_t i = 0; i < SOURCES_MOST; i++)
        groups[i] = 1U << i;
    if (q->source_count == 1)
        return status_ok();
    if (q->where)
        tie(q->where, groups);
    for (size_t i = 1; i < q->source_count; i++)
        if (!(groups[0] & (1U << i)))
            return FAIL(BAD_PARAM, "filter",
                        "een join vraagt een filter dat de typen verbindt: vergelijk een eigenschap van %.60s met een van de "
                        "andere typen",
                        "a join needs a filter that connects its types: compare a property of %.60s with one of the other types",
                        r->sources[i].alias ? r->sources[i].alias : r->sources[i].layer->name);
    return status_ok();
}
