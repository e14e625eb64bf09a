/* A layer file (data/layers/NAME.xml) into a layer. The format is described in data/layers/README.md. */
#include "data/model/layer.h"
#include "data/model/name_check.h"
#include "data/model/own_layers.h"

#include <libxml/parser.h>
#include <libxml/tree.h>
#include <string.h>

enum { PROPERTIES_MOST = 500, CODES_MOST = 1000 };

typedef struct reader {
    arena *arena;
    const char *path;
    layer layer;
    property *properties;
    const char *period[2]; /* names of properties; NULL: none */
    bool is_public;
} reader;

static void free_document(void *handle)
{
    xmlFreeDoc(handle);
}

static status wrong(const reader *r, const xmlNode *node, const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, "layer", "%s:%ld: <%s>: %s%.0s", "%s:%ld: <%s>: %.0s%s", r->path, xmlGetLineNo(node),
                (const char *)node->name, nl, en);
}

static const char *attribute(const reader *r, xmlNode *node, const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    const char *copy = value ? arena_strdup(r->arena, (const char *)value) : NULL;
    xmlFree(value);
    return copy;
}

static const char *content(const reader *r, xmlNode *node)
{
    xmlChar *value = xmlNodeGetContent(node);
    const char *copy = arena_strdup(r->arena, (const char *)value);
    xmlFree(value);
    return copy;
}

static status require(const reader *r, xmlNode *node, const char *name, const char **out)
{
    const char *value = attribute(r, node, name);
    if (!value || !*value)
        return FAIL(BAD_INPUT, "layer", "%s:%ld: <%s>: het attribuut %s ontbreekt", "%s:%ld: <%s>: the attribute %s is missing",
                    r->path, xmlGetLineNo(node), (const char *)node->name, name);
    *out = value;
    return status_ok();
}

/* What the store calls a thing, and the parameter of <hide>: what SQL and URLs take as it is. */
static bool is_plain_name(const char *word)
{
    const size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_0123456789");
    return n > 0 && word[n] == '\0' && n <= NAME_CHARACTERS && !(word[0] >= '0' && word[0] <= '9');
}

static status require_plain_name(const reader *r, xmlNode *node, const char *attribute_name, const char **out)
{
    const char *name = NULL;
    TRY(require(r, node, attribute_name, &name));
    if (!is_plain_name(name))
        return wrong(r, node, "deze naam bestaat uit hoogstens 60 letters a-z, cijfers en _ en begint niet met een cijfer",
                     "this name consists of at most 60 letters a-z, digits and _ and does not begin with a digit");
    *out = name;
    return status_ok();
}

/* Names of types and properties become XML element names, ids and JSON members. */
static status require_name(const reader *r, xmlNode *node, const char **out)
{
    const char *name = NULL;
    name_fault fault;
    TRY(require(r, node, "name", &name));
    if (!name_is_ncname(name, &fault))
        return wrong(r, node, fault.nl, fault.en);
    *out = name;
    return status_ok();
}

static void append(reader *r, text_list *list, const char *item, size_t most)
{
    if (!list->items)
        list->items = arena_array(r->arena, most, sizeof *list->items);
    if (list->count < most)
        list->items[list->count++] = item;
}

static status read_title(reader *r, xmlNode *node)
{
    r->layer.title = content(r, node);
    return status_ok();
}

static status read_abstract(reader *r, xmlNode *node)
{
    r->layer.abstract = content(r, node);
    return status_ok();
}

static status read_keyword(reader *r, xmlNode *node)
{
    append(r, &r->layer.keywords, content(r, node), CODES_MOST);
    return status_ok();
}

static status read_table(reader *r, xmlNode *node)
{
    TRY(require_plain_name(r, node, "name", &r->layer.table));
    return require_plain_name(r, node, "id", &r->layer.id_column);
}

static status read_restrict(reader *r, xmlNode *node)
{
    return require_plain_name(r, node, "column", &r->layer.restrict_column);
}

static status read_public(reader *r, xmlNode *node)
{
    (void)node;
    r->is_public = true;
    return status_ok();
}

static status read_hide(reader *r, xmlNode *node)
{
    TRY(require_plain_name(r, node, "column", &r->layer.hide_column));
    return require_plain_name(r, node, "parameter", &r->layer.hide_parameter);
}

static status read_editable(reader *r, xmlNode *node)
{
    (void)node;
    r->layer.editable = true;
    return status_ok();
}

static status read_history(reader *r, xmlNode *node)
{
    (void)node;
    r->layer.history = true;
    return status_ok();
}

/* The names of properties that may come later in the file. */
static status read_period(reader *r, xmlNode *node)
{
    TRY(require(r, node, "begin", &r->period[0]));
    TRY(require(r, node, "end", &r->period[1]));
    return status_ok();
}

static status read_extent(reader *r, xmlNode *node)
{
    static const char *const sides[] = {"west", "south", "east", "north"};
    for (size_t i = 0; i < 4; i++) {
        const char *word = NULL;
        TRY(require(r, node, sides[i], &word));
        if (!text_to_double(word, &r->layer.wgs84[i]))
            return wrong(r, node, "geen getal", "not a number");
    }
    return status_ok();
}

static const struct {
    const char *name;
    value_type type;
} value_types[] = {{"string", VALUE_STRING},   {"integer", VALUE_INTEGER}, {"decimal", VALUE_DECIMAL},
                   {"boolean", VALUE_BOOLEAN}, {"date", VALUE_DATE},       {"dateTime", VALUE_DATETIME}};

static const struct {
    const char *name;
    geometry_type type;
} geometry_types[] = {{"Point", GEOMETRY_POINT},           {"Curve", GEOMETRY_CURVE},
                      {"Surface", GEOMETRY_SURFACE},       {"MultiPoint", GEOMETRY_MULTIPOINT},
                      {"MultiCurve", GEOMETRY_MULTICURVE}, {"MultiSurface", GEOMETRY_MULTISURFACE}};

static status find_value_type(const reader *r, xmlNode *node, value_type *out)
{
    const char *word = NULL;
    TRY(require(r, node, "type", &word));
    for (size_t i = 0; i < sizeof value_types / sizeof *value_types; i++)
        if (strcmp(value_types[i].name, word) == 0) {
            *out = value_types[i].type;
            return status_ok();
        }
    return wrong(r, node, "type moet string, integer, decimal, boolean, date of dateTime zijn",
                 "type must be string, integer, decimal, boolean, date or dateTime");
}

static status find_geometry_type(const reader *r, xmlNode *node, geometry_type *out)
{
    const char *word = NULL;
    TRY(require(r, node, "type", &word));
    for (size_t i = 0; i < sizeof geometry_types / sizeof *geometry_types; i++)
        if (strcmp(geometry_types[i].name, word) == 0) {
            *out = geometry_types[i].type;
            return status_ok();
        }
    return wrong(r, node, "type moet Point, Curve, Surface, MultiPoint, MultiCurve of MultiSurface zijn",
                 "type must be Point, Curve, Surface, MultiPoint, MultiCurve or MultiSurface");
}

static status read_number(const reader *r, xmlNode *node, const char *name, int least, int most, int *out)
{
    const char *word = attribute(r, node, name);
    int64_t value = 0;
    if (!word)
        return status_ok();
    if (!text_to_int64(word, &value) || value < least || value > most)
        return FAIL(BAD_INPUT, "layer", "%s:%ld: %s moet een getal van %d tot %d zijn",
                    "%s:%ld: %s must be a number from %d to %d", r->path, xmlGetLineNo(node), name, least, most);
    *out = (int)value;
    return status_ok();
}

static status add_property(reader *r, xmlNode *node, property p)
{
    TRY(require_name(r, node, &p.name));
    for (size_t i = 0; i < r->layer.property_count; i++)
        if (strcmp(r->properties[i].name, p.name) == 0)
            return wrong(r, node, "deze naam komt twee keer voor", "this name occurs twice");
    if (r->layer.property_count == PROPERTIES_MOST)
        return wrong(r, node, "te veel eigenschappen", "too many properties");
    const char *column = p.is_id ? r->layer.id_column : attribute(r, node, "column");
    const char *title = attribute(r, node, "title");
    if (!column && !is_plain_name(p.name))
        return wrong(r, node, "een kolom heeft alleen letters a-z, cijfers en _: zet haar naam in column=\"…\"",
                     "a column has letters a-z, digits and _ alone: give its name in column=\"…\"");
    p.column = column ? column : p.name;
    p.title = title ? title : "";
    r->properties[r->layer.property_count++] = p;
    return status_ok();
}

static status read_id_property(reader *r, xmlNode *node)
{
    if (!r->layer.table)
        return wrong(r, node, "zet <table> voor de eigenschap van het type id", "put <table> before the property of type id");
    if (attribute(r, node, "column") || attribute(r, node, "length") || xmlFirstElementChild(node))
        return wrong(r, node, "een eigenschap van het type id heeft geen column, length of code: de tabel zegt al wat de id is",
                     "a property of type id has no column, length or code: the table already says what the id is");
    for (size_t i = 0; i < r->layer.property_count; i++)
        if (r->properties[i].is_id)
            return wrong(r, node, "een laag kan maar een eigenschap van het type id hebben",
                         "a layer can have one property of type id");
    return add_property(r, node, (property){.type = VALUE_STRING, .is_id = true, .required = true});
}

static status read_property(reader *r, xmlNode *node)
{
    property p = {0};
    const char *type = attribute(r, node, "type");
    if (type && strcmp(type, "id") == 0)
        return read_id_property(r, node);
    TRY(find_value_type(r, node, &p.type));
    TRY(read_number(r, node, "length", 1, 1000000, &p.max_length));
    const char *required = attribute(r, node, "required");
    p.required = required && strcmp(required, "yes") == 0;
    const char *nillable = attribute(r, node, "nillable");
    p.nillable = nillable && strcmp(nillable, "yes") == 0;
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child))
        append(r, &p.codes, content(r, child), CODES_MOST);
    return add_property(r, node, p);
}

static status read_geometry(reader *r, xmlNode *node)
{
    if (r->layer.geometry_type != GEOMETRY_NONE)
        return wrong(r, node, "een laag kan maar een geometrie hebben", "a layer can have one geometry");
    TRY(find_geometry_type(r, node, &r->layer.geometry_type));
    TRY(read_number(r, node, "crs", 1000, 999999, &r->layer.srid));
    int dimension = 2;
    TRY(read_number(r, node, "dimension", 2, 3, &dimension));
    r->layer.heights = dimension == 3;
    r->layer.geometry = r->layer.property_count;
    return add_property(r, node, (property){.type = VALUE_GEOMETRY});
}

static const struct {
    const char *name;
    status (*read)(reader *, xmlNode *);
} parts[] = {{"title", read_title},       {"abstract", read_abstract}, {"keyword", read_keyword},   {"table", read_table},
             {"restrict", read_restrict}, {"public", read_public},     {"hide", read_hide},         {"editable", read_editable},
             {"history", read_history},   {"extent", read_extent},     {"property", read_property}, {"geometry", read_geometry},
             {"period", read_period}};

static status read_part(reader *r, xmlNode *node)
{
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (strcmp(parts[i].name, (const char *)node->name) == 0)
            return parts[i].read(r, node);
    return wrong(r, node, "onbekend element", "unknown element");
}

static status missing(const reader *r, const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, "layer", "%s: laag %s: %s%.0s", "%s: layer %s: %.0s%s", r->path, r->layer.name, nl, en);
}

/* A layer must say who may see its rows: if a file does not, the server does not start, so that nothing is public by mistake. */
static status check_layer(const reader *r)
{
    const layer *l = &r->layer;
    if (!l->restrict_column == !r->is_public)
        return missing(r, "geef <restrict column=\"…\"/> of <public/>, een van de twee",
                       "give <restrict column=\"…\"/> or <public/>, one of the two");
    if (l->editable && !l->restrict_column)
        return missing(r, "<editable/> vraagt <restrict column=\"…\"/>: een rij die van niemand is, mag niemand wijzigen",
                       "<editable/> needs <restrict column=\"…\"/>: a row that is nobody's may be changed by nobody");
    if (l->history && !l->restrict_column)
        return missing(r, "<history/> vraagt <restrict column=\"…\"/>", "<history/> needs <restrict column=\"…\"/>");
    if (!l->table)
        return missing(r, "<table name=\"…\" id=\"…\"/> ontbreekt", "<table name=\"…\" id=\"…\"/> is missing");
    if (!l->title)
        return missing(r, "<title> ontbreekt", "<title> is missing");
    if (l->property_count == 0)
        return missing(r, "er is geen enkele <property>", "there is no <property>");
    if (l->geometry_type != GEOMETRY_NONE && (l->srid == 0 || l->wgs84[0] >= l->wgs84[2] || l->wgs84[1] >= l->wgs84[3]))
        return missing(r, "een geometrie heeft ook crs=\"…\" en <extent west south east north> nodig",
                       "a geometry also needs crs=\"…\" and <extent west south east north>");
    return status_ok();
}

static status find_moment(const reader *r, const char *name, const property **out)
{
    const property *p = name ? layer_property(&r->layer, name) : NULL;
    if (name && (!p || (p->type != VALUE_DATE && p->type != VALUE_DATETIME)))
        return missing(r, "<period begin=\"…\" end=\"…\"/> noemt twee eigenschappen van het type date of dateTime",
                       "<period begin=\"…\" end=\"…\"/> names two properties of type date or dateTime");
    *out = p;
    return status_ok();
}

enum { PARSING = XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING };

static status take_document(xmlDoc *document, const char *path, arena *a, xmlNode **root)
{
    const xmlError *error = xmlGetLastError();
    if (!document)
        return FAIL(BAD_INPUT, "layer", "%s:%d: geen geldige XML", "%s:%d: not well-formed XML", path, error ? error->line : 0);
    arena_defer(a, free_document, document);
    *root = xmlDocGetRootElement(document);
    if (strcmp((const char *)(*root)->name, "layer") != 0)
        return FAIL(BAD_INPUT, "layer", "%s: het hoofdelement moet <layer> zijn", "%s: the root element must be <layer>", path);
    return status_ok();
}

static status read_layer(xmlDoc *document, const char *path, arena *a, layer *out)
{
    reader r = {.arena = a, .path = path, .layer = {.abstract = ""}};
    xmlNode *root = NULL;
    TRY(take_document(document, path, a, &root));
    TRY(require_name(&r, root, &r.layer.name));
    r.properties = arena_array(a, PROPERTIES_MOST, sizeof *r.properties);
    for (xmlNode *node = xmlFirstElementChild(root); node; node = xmlNextElementSibling(node))
        TRY(read_part(&r, node));
    TRY(check_layer(&r));
    r.layer.properties = r.properties;
    TRY(find_moment(&r, r.period[0], &r.layer.period_begin));
    TRY(find_moment(&r, r.period[1], &r.layer.period_end));
    if (r.layer.geometry_type == GEOMETRY_NONE)
        r.layer.geometry = r.layer.property_count;
    *out = r.layer;
    return status_ok();
}

status layer_read(const char *path, arena *a, layer *out)
{
    return read_layer(xmlReadFile(path, NULL, PARSING), path, a, out);
}

status layer_read_embedded(const embedded_file *file, arena *a, layer *out)
{
    return read_layer(xmlReadMemory(file->text, (int)file->length, file->name, NULL, PARSING), file->name, a, out);
}
