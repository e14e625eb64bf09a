/* One request to OGC API – Features (part 1, 17-069r4), as far as it has been understood, and what its resources share. */
#ifndef OGCAPI_API_H
#define OGCAPI_API_H

#include "base/jsonw.h"
#include "data/model/catalog.h"
#include "server/http/call.h"
#include "server/http/kvp.h"

#define API_PREFIX "/api"
/* The same collections, for programs that keep records: there when the service may change rows. */
#define API_VENDOR API_PREFIX "/v1"

/* A form that a resource can be answered in. */
typedef struct api_form {
    const char *name; /* value of f */
    const char *type; /* Content-Type */
} api_form;

extern const api_form api_json, api_html, api_xml, api_geojson, api_gml, api_schema_json, api_openapi_json, api_xsd;

/* Part of a path that stands for something else than itself. */
#define API_COLLECTION "{collectionId}"
#define API_FEATURE "{featureId}"

enum { API_STEPS = 6 };

typedef struct api api;

/* How a resource is changed; NULL: not by that method. */
typedef struct api_writes {
    status (*post)(api *q), (*put)(api *q), (*patch)(api *q), (*remove)(api *q);
    /* Whether the caller may, and there is something to change: for Allow. NULL: every admitted caller may. */
    status (*may)(api *q, bool *out);
} api_writes;

extern const api_writes api_items_writes, api_item_writes, api_strike_writes, api_restore_writes;

/* What can be asked at a path below /api. */
typedef struct api_resource {
    const char *operation;         /* as OpenAPI and the log name it */
    const char *steps[API_STEPS];  /* of the path: "collections", API_COLLECTION, …; NULL for none */
    const char *title, *title_en;  /* what it gives, for people */
    const api_form *const *forms;  /* the first is for clients that accept anything; NULL-terminated */
    const char *const *parameters; /* besides f (parameters.h); NULL-terminated */
    status (*answer)(api *q);      /* a GET; NULL: there is nothing to read */
    const api_writes *writes;      /* NULL: it can only be read */
    bool takes_queryables;         /* and a parameter for each property of the collection */
    bool of_past;                  /* only of a collection with a history; of none: only when there is such a collection */
    bool vendor;                   /* only in the API for vendors */
} api_resource;

extern const api_resource api_resources[];
extern const size_t api_resource_count;

/* Whether the resource is there for this layer (NULL: it is of none). */
bool api_resource_is_there(const api *q, const api_resource *r, const layer *l);

/* The collection with a history; NULL: there is none. */
const layer *api_with_history(const api *q);

struct api {
    call *call;
    const site *site;
    arena *arena;
    output *to;
    const char *root; /* URL of the landing page, "https://host/api" */
    const kvp *parameters;
    const api_resource *resource; /* NULL until it was found, as all below */
    const layer *layer;           /* of {collectionId} */
    const char *feature_id;       /* of {featureId}, as the client wrote it */
    const api_form *form;
    bool writing; /* something is to be changed: the request has a body, and no form */
    bool vendor;  /* below API_VENDOR: a change must say which version it is of */
    bool head;    /* only the head of the answer is wanted (RFC 9110 §9.3.2) */
};

/* "https://host/api/" and the rest. */
const char *api_url(const api *q, const char *format, ...) PRINTF_LIKE(2, 3);
/* URL of this resource, without its query. */
const char *api_place(const api *q);

/* --- Changing (writing.c) --- */

/* Of enum method: those of the resource, whoever asks. */
unsigned api_methods(const api *q);
/* Changes it, by one of these methods. */
MUST_USE status api_write(api *q, unsigned method);
/* Which methods this caller may use here, now (20-002r1 §7). */
MUST_USE status api_answer_options(api *q);
/* The place in the body of what is wrong there, as a JSON pointer (RFC 6901); NULL: nothing in it is. */
const char *api_pointer(const api *q, const status *s, arena *a);

/* --- Forms (forms.c) --- */

/* The form that f names, else the one that the client likes best. ST_BAD_PARAM, ST_NOT_ACCEPTABLE. */
MUST_USE status api_choose_form(const api *q, const api_form **out);

/* --- Parameters (parameters.c) --- */

typedef struct api_parameter {
    const char *name;
    const char *type;           /* of JSON Schema */
    const char *title;          /* Dutch */
    int64_t least, most, usual; /* of an integer; most 0: none */
    bool listed;                /* a list with commas between its items */
} api_parameter;

/* NULL when there is none. */
const api_parameter *api_parameter_find(const char *name);

/* Whether a parameter of a resource does something for this layer (NULL: none): peildatum only where there is a past. */
bool api_parameter_is_of(const char *name, const layer *l);

/* ST_BAD_PARAM for a parameter that the resource does not have, where the message names those that it has, and for one without a
 * value: to leave out its condition would answer more than was asked. */
MUST_USE status api_check_parameters(const api *q);

/* Whether this property may be asked for by a parameter of its name, and named in a filter: all but the geometry, which only a
 * filter can name. */
bool api_is_parameter(const property *p);

/* --- Links (links.c) --- */

typedef struct api_links {
    struct {
        const char *relation, *type, *href, *title;
    } all[16];
    size_t count;
} api_links;

/* One more link; title: NULL for none. */
void api_link(api_links *l, const char *relation, const char *type, const char *href, const char *title);
/* To this answer (self), and to its other forms (alternate). */
void api_link_forms(const api *q, api_links *l);
/* This request with f set to the form's name, and with nothing else changed. */
const char *api_self(const api *q, const api_form *as);
void api_write_links(const api_links *l, jsonw *w);

/* --- Lists (list.c): {"items": […], "aantal": …, "meer": …, what else there is to say, "links": […]} --- */

/* Begins one at its first item, with no head written. */
jsonw api_list_begin(const api *q);
/* Behind the last item; more: there are others. */
void api_list_count(jsonw *w, size_t count, bool more);
void api_list_end(const api *q, jsonw *w, const api_links *links);

/* --- Documents (document.c) --- */

/* A resource that is a document of its own: what differs between them. */
typedef struct api_document {
    const char *title;                         /* of the page */
    void (*json)(const api *q, jsonw *w);      /* its members, without links */
    void (*links)(const api *q, api_links *l); /* besides those to itself; NULL for none */
    void (*page)(const api *q, output *to);    /* the inside of <main>, below its title */
} api_document;

/* Answers with it, as JSON or as a page. */
MUST_USE status api_answer_document(api *q, const api_document *d);

/* "&name=value" for each parameter that says which world a page is of: its day, its system, and the rows that are hidden
 * elsewhere. For the links between pages of features. */
const char *api_kept(const api *q);

/* Writes a page around what `page` writes. wide: for tables. */
void api_write_page(const api *q, const char *title, void (*page)(const void *context, output *to), const void *context);

/* --- The resources --- */
status api_answer_landing(api *q);
status api_answer_conformance(api *q);
status api_answer_openapi(api *q);
status api_answer_collections(api *q);
status api_answer_collection(api *q);
status api_answer_queryables(api *q);
status api_answer_sortables(api *q);
status api_answer_schema(api *q);
status api_answer_items(api *q);
status api_answer_item(api *q);
status api_answer_versions(api *q);
status api_answer_changes(api *q);
status api_answer_rubrieken(api *q);

#endif
