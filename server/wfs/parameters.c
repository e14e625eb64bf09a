#include "server/wfs/parameters.h"

#include "server/wfs/request.h"

#include <stdio.h>
#include <string.h>

typedef enum use {
    ANY,
    GREETING, /* of GetCapabilities; with other operations a harmless leftover from the service's URL */
    ANSWER,   /* of every operation whose answer comes in several formats */
    PAGE,     /* which part of the rows */
    ROWS,
    VALUES, /* of GetPropertyValue */
    OBJECT, /* of GetGmlObject */
    QUERY,  /* of an ad hoc query */
    LOCK,   /* of the operations that lock; elsewhere a client that believes it locked would overwrite the work of others */
    STORED,
    ARGUMENT, /* of a stored query of the service */
} use;

static const struct {
    const char *name, *as;
    use use;
} table[] = {
#define PARAMETER(name, as, use) {#name, #as, use},
#include "server/wfs/parameters.def"
#undef PARAMETER
};

enum { PARAMETERS = sizeof table / sizeof *table };

static size_t index_of(const char *name)
{
    size_t i = 0;
    while (i < PARAMETERS && !text_equal_nocase(table[i].name, name))
        i++;
    return i;
}

/* Two spellings of one parameter may not have different values, because only one would be used. */
static status check_same(const kvp *k, const char *name, const char *as)
{
    const char *one = kvp_get(k, name), *other = kvp_get(k, as);
    if (one && other && strcmp(one, other) != 0)
        return FAIL(BAD_PARAM, as, "%s en %s zijn een en dezelfde parameter, en hier hebben ze verschillende waarden",
                    "%s and %s are one parameter, and here they have different values", as, name);
    return status_ok();
}

static status check_spellings(const kvp *k)
{
    for (size_t i = 0; i < PARAMETERS; i++)
        TRY(check_same(k, table[i].name, table[i].as));
    return status_ok();
}

/* WFS 1.1 (04-094 §14.2.2) says NAMESPACE. Of another form it is a vendor's parameter, which is nothing to us. */
static status name_namespaces(kvp *k)
{
    static const char form[] = "xmlns(";
    const char *given = kvp_get(k, "namespace");
    if (!given || strncmp(given, form, strlen(form)) != 0)
        return status_ok();
    TRY(check_same(k, "namespace", "namespaces"));
    for (size_t i = 0; i < k->count; i++)
        if (text_equal_nocase(k->pairs[i].name, "namespace"))
            k->pairs[i].name = "namespaces";
    return status_ok();
}

/* Arguments of an organisation's stored query are trimmed where they are filled in (stored_fill.c). */
static bool is_ours(const char *name)
{
    return index_of(name) < PARAMETERS;
}

status parameters_tidy(const kvp *given, arena *a, const kvp **out)
{
    kvp *k = arena_alloc(a, sizeof *k);
    *k = *given;
    for (size_t i = 0; i < k->count; i++)
        if (is_ours(k->pairs[i].name))
            k->pairs[i].value = text_trim(a, k->pairs[i].value);
    TRY(check_spellings(k));
    TRY(name_namespaces(k));
    *out = k;
    return status_ok();
}

static status does_not_apply(const char *name, const char *asked)
{
    return FAIL(BAD_PARAM, name, "%s doet niets met de parameter %s: laat hem weg",
                "%s does nothing with the parameter %s: leave it out", asked, name);
}

/* Names the parameter that the client probably meant. */
static status misplaced(const char *name)
{
    const char *instead = strcmp(name, "id") == 0 ? "RESOURCEID" : strcmp(name, "CRS") == 0 ? "SRSNAME" : "TYPENAMES";
    return FAIL(BAD_PARAM, name, "%s hoort bij een opgeslagen vraag (STOREDQUERY_ID); bij een gewone vraag heet het %s",
                "%s belongs to a stored query (STOREDQUERY_ID); an ordinary query calls it %s", name, instead);
}

static status no_locks(const char *name)
{
    return FAIL(NO_OPTION, name, "hier wordt niets vergrendeld: laat %s weg", "nothing is locked here: leave out %s", name);
}

static bool is_operation(const operation *o, const char *name)
{
    return strcmp(o->name, name) == 0;
}

static bool of_object(size_t i)
{
    const use of = table[i].use;
    return of == ANY || of == GREETING || of == ANSWER || of == ROWS || of == OBJECT || strcmp(table[i].name, "srsName") == 0;
}

/* Of a Transaction, whose filters stand in the document: all but how its geometries are written. */
static status check_change(const operation *o, size_t i)
{
    const use of = table[i].use;
    const bool ends_lock = strcmp(table[i].name, "lockId") == 0 || strcmp(table[i].name, "releaseAction") == 0;
    const bool applies = of == ANY || of == GREETING || of == ANSWER || ends_lock || strcmp(table[i].name, "srsName") == 0;
    return applies ? status_ok() : does_not_apply(table[i].name, o->name);
}

/* Beside a query, whose rows are those of now. */
static status check_lock(const operation *o, size_t i)
{
    static const char *const renewed[] = {"releaseAction", "peildatum", NULL};
    const bool all = is_operation(o, "GetFeatureWithLock");
    const bool applies = !text_is_among_nocase(table[i].name, renewed) && table[i].use != VALUES && table[i].use != OBJECT &&
                         (all ? strcmp(table[i].name, "lockId") != 0 : table[i].use != PAGE && table[i].use != ANSWER);
    return applies ? status_ok() : does_not_apply(table[i].name, o->name);
}

static status check_rows(const kvp *k, const operation *o, size_t i)
{
    if (o->needs_rows == ROWS_TO_CHANGE)
        return check_change(o, i);
    const bool values = is_operation(o, "GetPropertyValue");
    if (table[i].use == ARGUMENT && !kvp_get(k, "storedQuery_Id") && !kvp_get(k, "storedQueryId"))
        return misplaced(table[i].name);
    if (o->needs_rows == ROWS_TO_LOCK)
        return check_lock(o, i);
    if (table[i].use == LOCK)
        return no_locks(table[i].name);
    if (is_operation(o, "GetGmlObject") && !of_object(i))
        return does_not_apply(table[i].name, o->name);
    if ((table[i].use == OBJECT && !is_operation(o, "GetGmlObject")) || (table[i].use == VALUES && !values) ||
        (values && strcmp(table[i].name, "propertyName") == 0))
        return does_not_apply(table[i].name, o->name);
    return status_ok();
}

/* Of the operations on stored queries. */
static status check_others(const operation *o, size_t i)
{
    const bool names_one = is_operation(o, "DescribeStoredQueries") || is_operation(o, "DropStoredQuery");
    const use of = table[i].use;
    if (of == LOCK)
        return no_locks(table[i].name);
    const bool made =
        is_operation(o, "CreateStoredQuery") || is_operation(o, "DropStoredQuery"); /* ids of documents (§14.5, §14.6) */
    const bool applies = of == ANY || of == GREETING || of == ANSWER || (of == ARGUMENT && made) || (of == STORED && names_one);
    return applies ? status_ok() : does_not_apply(table[i].name, o->name);
}

/* Parameters of GeoServer, which today's users know, that would change the answer there and do nothing here. */
static status check_vendor(const kvp *k)
{
    const char *options = kvp_get(k, "format_options");
    if (options && strcasestr(options, "callback"))
        return FAIL(BAD_PARAM, "format_options",
                    "JSONP (format_options=callback) wordt niet ondersteund: vraag GeoJSON, elke webpagina mag dat (CORS)",
                    "JSONP (format_options=callback) is not supported: ask for GeoJSON, any page may (CORS)");
    if (kvp_has(k, "viewParams"))
        return FAIL(BAD_PARAM, "viewParams", "de lagen hier hebben geen VIEWPARAMS: zet de voorwaarde in een filter",
                    "the layers here have no VIEWPARAMS: put the condition in a filter");
    return status_ok();
}

status parameters_check(const kvp *k, const operation *o)
{
    if (is_operation(o, "GetCapabilities") || is_operation(o, "DescribeFeatureType"))
        return status_ok();
    TRY(check_vendor(k));
    for (size_t i = 0; i < PARAMETERS; i++)
        if (kvp_get(k, table[i].name))
            TRY(o->needs_rows ? check_rows(k, o, i) : check_others(o, i));
    return status_ok();
}

status parameters_check_link(const kvp *k)
{
    for (size_t i = 0; i < PARAMETERS; i++) {
        const use of = table[i].use;
        if (strcmp(table[i].name, "peildatum") == 0) /* of "today" the link says which moment that was */
            continue;
        if (of != ANY && of != GREETING && (of != PAGE || strcmp(table[i].name, table[i].as) != 0) && kvp_get(k, table[i].name))
            return FAIL(
                BAD_PARAM, table[i].name,
                "deze link gaat verder met een eerdere vraag: %s staat al vast, alleen STARTINDEX, COUNT en RESULTTYPE niet",
                "this link goes on with an earlier request: %s is fixed, only STARTINDEX, COUNT and RESULTTYPE are not",
                table[i].name);
    }
    return status_ok();
}

const char *parameters_of_query(const kvp *k, bool (*allowed)(const void *context, const char *name), const void *context)
{
    for (size_t i = 0; i < PARAMETERS; i++)
        if (table[i].use == QUERY && kvp_get(k, table[i].name) && !allowed(context, table[i].name))
            return table[i].name;
    return NULL;
}

bool parameters_is_of_query(const char *name)
{
    const size_t i = index_of(name);
    return i < PARAMETERS && table[i].use == QUERY;
}

static bool hides(const catalog *layers, const char *name)
{
    bool hides = false;
    for (size_t i = 0; i < layers->count && !hides; i++)
        hides = layers->layers[i].hide_parameter && text_equal_nocase(layers->layers[i].hide_parameter, name);
    return hides;
}

bool parameters_is_beside_query(const char *name, const catalog *layers)
{
    const size_t i = index_of(name);
    const use of = i < PARAMETERS ? table[i].use : QUERY;
    return (of != QUERY && of != ARGUMENT && of != OBJECT && of != GREETING) || hides(layers, name);
}

bool parameters_is_known(const char *name, const catalog *layers)
{
    return is_ours(name) || hides(layers, name);
}

bool parameters_is_of_what(const char *name)
{
    const size_t i = index_of(name);
    return i < PARAMETERS && table[i].use != ANY;
}

static status at(const status *failed, const char *locator)
{
    status s = *failed;
    if (s.locator != locator)
        snprintf(s.locator, sizeof s.locator, "%s", locator);
    return s;
}

/* Documents name an object in ogc:GmlObjectId/@gml:id. */
static const char *of_gml_object(const request *rq, const char *locator)
{
    const bool id = strcmp(locator, "id") == 0 || strcmp(locator, "resourceId") == 0;
    return !id ? locator : rq->document ? "gml:id" : "gmlObjectId";
}

/* The parameters of a document have the names of 2.0 whatever its queries wrote. */
static bool is_written(const request *rq, const char *locator)
{
    return rq->document ? xmlHasProp(rq->document, (const xmlChar *)locator) != NULL : kvp_has(rq->parameters, locator);
}

/* Another spelling than that of 2.0, written by the client, or else the one of an older version. */
static const char *older(const request *rq, const char *locator, bool written)
{
    for (size_t i = 0; i < PARAMETERS; i++)
        if (strcmp(table[i].as, locator) == 0 && strcmp(table[i].name, locator) != 0 &&
            (!written || kvp_has(rq->parameters, table[i].name)))
            return table[i].name;
    return NULL;
}

status parameters_locate(const status *failed, const request *rq)
{
    const char *locator = failed->locator;
    if (failed->code == ST_OK || !rq->parameters)
        return *failed;
    if (rq->operation && is_operation(rq->operation, "GetGmlObject"))
        return at(failed, of_gml_object(rq, locator));
    if (is_written(rq, locator))
        return *failed;
    const char *written = older(rq, locator, true);
    if (!written && strcmp(rq->protocol->type_names, protocol_default()->type_names) != 0)
        written = older(rq, locator, false);
    return at(failed, written ? written : locator);
}
