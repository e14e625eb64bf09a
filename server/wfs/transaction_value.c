/* Values as clients write them in a Transaction. What the record's rules ask of them is the door's to say (data/store/edit.h). */
#include "server/wfs/transaction_read.h"

#include "data/model/date_time.h"
#include "data/model/value_check.h"
#include "gml/reader/gml_read.h"

#include <string.h>
#include <strings.h>

static status no_value(const property *p, const char *nl, const char *en, const char *given)
{
    return FAIL(BAD_VALUE, p->name, "'%.60s' is geen %s%.0s voor %s", "'%.60s' is not %.0s%s for %s", given, nl, en, p->name);
}

/* --- Areas --- */

static bool fits(geometry_type type, geometry_class is)
{
    switch (type) {
    case GEOMETRY_SURFACE:
    case GEOMETRY_MULTISURFACE: return is == CLASS_POLYGON || is == CLASS_MULTIPOLYGON;
    case GEOMETRY_CURVE:
    case GEOMETRY_MULTICURVE: return is == CLASS_LINESTRING || is == CLASS_MULTILINESTRING;
    case GEOMETRY_POINT:
    case GEOMETRY_MULTIPOINT: return is == CLASS_POINT || is == CLASS_MULTIPOINT;
    case GEOMETRY_NONE: break;
    }
    return false;
}

/* A box is an extent, not the place of anything. */
static bool is_box(const xmlNode *shape)
{
    return strcmp((const char *)shape->name, "Envelope") == 0 || strcmp((const char *)shape->name, "Box") == 0;
}

static status wrong_kind(const property *p, const xmlNode *shape)
{
    return FAIL(BAD_VALUE, p->name, "regel %ld: een %.40s past niet in %s: geef een Polygon, MultiSurface of MultiPolygon",
                "line %ld: a %.40s does not fit in %s: give a Polygon, MultiSurface or MultiPolygon", xmlGetLineNo(shape),
                (const char *)shape->name, p->name);
}

/* What the reader of GML says, as a fault in this property; an unknown reference system stays a fault of its own. */
static status as_value(const status *s, const property *p)
{
    const bool is_value = s->code == ST_BAD_SYNTAX || (s->code == ST_BAD_PARAM && strcmp(s->locator, "srsName") != 0);
    return is_value ? FAIL(BAD_VALUE, p->name, "%s%.0s", "%.0s%s", s->nl, s->en) : *s;
}

static status read_shape(const transaction_reader *r, const property *p, const layer *l, const xmlNode *node, value *out)
{
    xmlNode *shape = xmlFirstElementChild((xmlNode *)node);
    geometry_class is = CLASS_COLLECTION;
    geometry read = {0};
    if (!shape) {
        *out = (value){.null = true};
        return status_ok();
    }
    if (xmlNextElementSibling(shape) || is_box(shape))
        return wrong_kind(p, shape);
    const status done = gml_read_geometry(shape, r->request->site->crs, l->srid, r->srs, r->arena, &read);
    if (done.code != ST_OK)
        return as_value(&done, p);
    if (!geometry_whole(read, &is) || !fits(l->geometry_type, is))
        return wrong_kind(p, shape);
    *out = (value){.shape = read};
    return status_ok();
}

/* --- Texts --- */

static bool has_zone(const char *at)
{
    return (*at == '+' || *at == '-') && strspn(at + 1, "0123456789") == strlen(at + 1);
}

/* GDAL writes 2020/01/02, and 2020/01/02 10:00:00+00 or +0130. */
static const char *as_in_schema(const char *chars, arena *a)
{
    enum { DAY = 10, TIME = 19 };
    char *copy = arena_strdup(a, chars);
    const size_t length = strlen(copy);
    for (size_t i = 0; i < DAY && copy[i]; i++)
        if (copy[i] == '/')
            copy[i] = '-';
    if (length > DAY && copy[DAY] == ' ')
        copy[DAY] = 'T';
    const size_t zone = length > TIME ? TIME + strcspn(copy + TIME, "+-") : length;
    if (zone == length || !has_zone(copy + zone) || (length - zone != 3 && length - zone != 5))
        return copy;
    return arena_printf(a, "%.*s:%s", (int)zone + 3, copy, copy[zone + 3] ? copy + zone + 3 : "00");
}

static status read_boolean(const property *p, const char *chars, value *out)
{
    const bool yes = strcmp(chars, "true") == 0 || strcmp(chars, "1") == 0;
    if (!yes && strcmp(chars, "false") != 0 && strcmp(chars, "0") != 0)
        return no_value(p, "true of false", "true or false", chars);
    *out = (value){.integer = yes};
    return status_ok();
}

/* The store holds whole seconds (date_time.h: a fraction stands behind the Z). */
static status read_moment(const property *p, const char *chars, arena *a, value *out)
{
    const char *given = as_in_schema(chars, a), *moment = NULL;
    const status read =
        p->type == VALUE_DATE ? date_time_date(given, p->name, a, &moment) : date_time_time(given, p->name, a, &moment);
    if (read.code != ST_OK)
        return FAIL(BAD_VALUE, p->name, "%s%.0s", "%.0s%s", read.nl, read.en);
    const char *zone = strchr(moment, 'Z');
    const size_t length = zone ? (size_t)(zone + 1 - moment) : strlen(moment);
    *out = (value){.text = arena_strndup(a, moment, length), .length = length};
    return status_ok();
}

static status read_text(const property *p, const char *chars, arena *a, value *out)
{
    const char *number = text_trim(a, chars);
    value v = {0};
    switch (p->type) {
    case VALUE_INTEGER:
        if (!text_to_int64(number, &v.integer))
            return no_value(p, "geheel getal", "a whole number", number);
        break;
    case VALUE_DECIMAL:
        if (!text_to_double(number, &v.real))
            return no_value(p, "getal", "a number", number);
        break;
    case VALUE_BOOLEAN: return read_boolean(p, number, out);
    case VALUE_DATE:
    case VALUE_DATETIME: return read_moment(p, number, a, out);
    case VALUE_STRING:
    case VALUE_GEOMETRY: v = (value){.text = chars, .length = strlen(chars)}; break;
    }
    *out = v;
    return status_ok();
}

/* Of a value that is there: whether it fits its property. What is missing, the door says of the whole record. */
static status check_fits(const property *p, const value *v)
{
    rule_breach breach;
    if (v->null || value_fits(p, v, &breach))
        return status_ok();
    return FAIL(BAD_VALUE, p->name, "%s: %s%.0s (%s)", "%s: %.0s%s (%s)", p->name, breach.nl, breach.en, breach.code);
}

/* The door passes over what is said of it, for clients send back what they read; but a row that is seen is not struck off, so
 * who says that it is wants it so. */
static status check_hidden(const property *p, const layer *l, const value *v)
{
    if (!l->hide_column || strcasecmp(p->column, l->hide_column) != 0 || v->null || !v->integer)
        return status_ok();
    return FAIL(NOT_PROCESSED, p->name, "%s kan zo niet waar worden: schrap het object met een Delete",
                "%s cannot be made true like this: strike the feature off by a Delete", p->name);
}

status transaction_value(const transaction_reader *r, const property *p, const layer *l, const xmlNode *node, value *out)
{
    if (p->type == VALUE_GEOMETRY)
        return read_shape(r, p, l, node, out);
    if (xmlFirstElementChild((xmlNode *)node))
        return FAIL(BAD_VALUE, p->name, "regel %ld: in %s hoort een tekst, geen element", "line %ld: %s holds a text, no element",
                    xmlGetLineNo(node), p->name);
    xmlChar *content = xmlNodeGetContent((xmlNode *)node);
    const char *chars = arena_strdup(r->arena, content ? (const char *)content : "");
    xmlFree(content);
    *out = (value){.null = true};
    if (*text_trim(r->arena, chars))
        TRY(read_text(p, chars, r->arena, out));
    TRY(check_fits(p, out));
    return check_hidden(p, l, out);
}
