#include "server/wfs/feature_version.h"

#include "base/clock.h"
#include "data/model/peildatum.h"
#include "data/model/resource_id.h"

#include <string.h>

/* --- Reading --- */

static status not_a_version(const char *given)
{
    return FAIL(BAD_PARAM, "version",
                "'%.40s' is geen versie: verwacht FIRST, LAST, PREVIOUS, NEXT, een nummer vanaf 1, of een tijdstip",
                "'%.40s' is not a version: expected FIRST, LAST, PREVIOUS, NEXT, a number from 1 on, or a moment", given);
}

static status read_version(const char *given, arena *a, version_wish *out)
{
    static const char *const words[] = {"FIRST", "LAST", "PREVIOUS", "NEXT"};
    int64_t number = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (text_equal_nocase(given, words[i])) {
            out->kind = (version_kind)i;
            return status_ok();
        }
    const bool is_number = text_to_int64(given, &number);
    out->kind = is_number ? VERSION_NUMBER : VERSION_MOMENT;
    out->number = number;
    if (is_number)
        return number >= 1 ? status_ok() : not_a_version(given);
    const status read = peildatum_moment(given, clock_wall_ms(), a, &out->moment);
    return read.code == ST_OK ? read : not_a_version(given);
}

static status check_alone(const request *rq)
{
    if (rq->features.dated)
        return FAIL(BAD_PARAM, "peildatum", "een versie heeft haar eigen tijdstip: laat PEILDATUM weg, of de versie",
                    "a version has a moment of its own: leave out PEILDATUM, or the version");
    if (rq->operation->needs_rows == ROWS_TO_LOCK)
        return FAIL(BAD_PARAM, "version", "een versie kan niet vergrendeld worden: vergrendel het object zelf",
                    "a version cannot be locked: lock the feature itself");
    return status_ok();
}

/* *base: the id of the feature itself. version: NULL when none was said. Neither a version nor the id of a past state: no wish.
 */
static status read_wish(const char *id, const char *version, arena *a, request *rq, const char **base)
{
    version_wish *w = arena_alloc(a, sizeof *w);
    *w = (version_wish){.kind = VERSION_NUMBER};
    *base = resource_id_without_version(id, a, &w->of);
    if (!version && w->of == 0)
        return status_ok();
    TRY(check_alone(rq));
    w->number = w->of;
    if (version)
        TRY(read_version(version, a, w));
    TRY(resource_id_read(rq->site->catalog, *base, &w->layer, &w->id));
    rq->features.version = w->layer ? w : NULL; /* an id of something else matches nothing anyway */
    return status_ok();
}

static const char *attribute_of(xmlNode *node, const char *name, arena *a)
{
    xmlChar *content = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *copy = content ? text_trim(a, (const char *)content) : NULL;
    xmlFree(content);
    return copy;
}

/* The words and numbers are ours; `ALL`, and the dates beside it, are of several moments. */
static bool is_one_moment(xmlNode *node, const char *version)
{
    return !(version && text_equal_nocase(version, "ALL")) && !xmlHasProp(node, (const xmlChar *)"startDate") &&
           !xmlHasProp(node, (const xmlChar *)"endDate");
}

/* The only condition of a filter; NULL: it has another, or more. */
static xmlNode *only_id(xmlNode *conditions)
{
    xmlNode *first = conditions ? xmlFirstElementChild(conditions) : NULL;
    const bool alone = first && !xmlNextElementSibling(first) && strcmp((const char *)first->name, "ResourceId") == 0;
    return alone ? first : NULL;
}

static status read_filter(xmlNode *node, arena *a, request *rq)
{
    const char *base = NULL, *id = attribute_of(node, "rid", a), *version = attribute_of(node, "version", a);
    if (!id || !is_one_moment(node, version))
        return status_ok();
    TRY(read_wish(id, version, a, rq, &base));
    if (base != id)
        xmlSetProp(node, (const xmlChar *)"rid", (const xmlChar *)base);
    if (version)
        xmlUnsetProp(node, (const xmlChar *)"version");
    return status_ok();
}

static status read_ids(query_texts *texts, arena *a, request *rq)
{
    query_text *own = arena_alloc(a, sizeof *own);
    *own = texts->queries[0];
    TRY(read_wish(own->resource_ids, NULL, a, rq, &own->resource_ids));
    texts->queries = own;
    return status_ok();
}

status feature_version_read(query_texts *texts, arena *a, request *rq)
{
    const query_text *only = texts->queries;
    xmlNode *id = only_id(only->filter);
    if (texts->count != 1)
        return status_ok();
    if (id)
        return read_filter(id, a, rq);
    return only->resource_ids && !strchr(only->resource_ids, ',') ? read_ids(texts, a, rq) : status_ok();
}

/* --- Finding --- */

enum { NONE = -1 };

static int64_t with_number(const row_versions *all, int64_t number)
{
    for (size_t i = 0; i < all->count; i++)
        if (all->items[i].number == number)
            return (int64_t)i;
    return NONE;
}

static int64_t at_moment(const row_versions *all, const char *moment)
{
    for (size_t i = 0; i < all->count; i++) {
        const row_version *v = &all->items[i];
        const bool began = !moment || !v->from || strcmp(v->from, moment) <= 0;
        if (began && (!v->until || (moment && strcmp(moment, v->until) < 0)))
            return (int64_t)i;
    }
    return NONE;
}

/* Beside one that is not there is nothing. */
static int64_t beside(const row_versions *all, int64_t of, int64_t step)
{
    const int64_t from = of ? with_number(all, of) : (int64_t)all->count - 1;
    return from == NONE ? NONE : from + step;
}

static int64_t place_of(const version_wish *wish, const row_versions *all)
{
    switch (wish->kind) {
    case VERSION_FIRST: return all->more ? NONE : 0;
    case VERSION_LAST: return (int64_t)all->count - 1;
    case VERSION_PREVIOUS: return beside(all, wish->of, -1);
    case VERSION_NEXT: return beside(all, wish->of, 1);
    case VERSION_MOMENT: return at_moment(all, wish->moment);
    case VERSION_NUMBER: break;
    }
    return with_number(all, wish->number);
}

static const char *state_of(const row_versions *all, size_t at)
{
    if (at + 1 < all->count)
        return "superseded";
    return all->items[at].hidden || all->items[at].until ? "retired" : "valid";
}

static status too_many(void)
{
    return FAIL(NOT_PROCESSED, "version",
                "van dit object kunnen alleen de jongste %d versies zo gevraagd worden: vraag een oudere met peildatum",
                "of this feature only the newest %d versions can be asked for like this: ask for an older one by peildatum",
                (int)VERSIONS_MOST);
}

status feature_version_find(const version_wish *wish, rows *seen, version_found *out)
{
    row_versions all = {0};
    TRY(rows_versions(seen, wish->layer, wish->id, &all));
    const int64_t at = place_of(wish, &all);
    if (at < 0 && all.more)
        return too_many();
    if (at < 0 || at >= (int64_t)all.count)
        return status_ok();
    const row_version *v = &all.items[at];
    const bool can_be_read = !v->until || v->from; /* what was pruned cannot */
    *out = (version_found){can_be_read, v->until ? v->from : NULL, v->until ? v->number : 0, state_of(&all, (size_t)at)};
    return status_ok();
}
