/* Queries as the client wrote them, from KVP or XML alike: the step before the resolved request. */
#ifndef WFS_QUERY_TEXT_H
#define WFS_QUERY_TEXT_H

#include "server/wfs/request.h"

#include <libxml/tree.h>

/* One query expression (FES 2.0 §6.2; WFS 2.0 §7.9.2). Members that were not given are NULL. */
typedef struct query_text {
    const char *type_names; /* "a", "a,b" or "a b" */
    bool types_of_ids;      /* the type name was taken from resource ids: an error in it is reported as theirs */
    const char *namespaces; /* in the form of the parameter NAMESPACES: "xmlns(p,uri),…" */
    const char *aliases;
    const char *srs_name;
    const char *property_names; /* "a,b"; for a join also "(a)(b)", one list for each type */
    const char *sort_by;        /* "a DESC,b" */
    const char *bbox;
    const char *resource_ids; /* "t.1,t.2" */
    xmlNode *filter;          /* fes:Filter */
    const char *cql;          /* the filter in ECQL (server/filter/cql/) */
    xmlNode *node;            /* wfs:Query, of a document */
    const char *stored_query; /* id; `arguments` hold its parameters */
    const kvp *arguments;
} query_text;

typedef struct query_texts {
    const query_text *queries;
    size_t count;
} query_texts;

/* From the parameters of a GetFeature or GetPropertyValue request; lists "(a)(b)" give several queries (WFS 2.0 §7.9.2.2, table
 * 8), and in a version without joins the names of one list too. */
MUST_USE status query_texts_from_kvp(const kvp *k, const protocol *p, arena *a, query_texts *out);

/* From the children of a GetFeature or GetPropertyValue document. beside: the parameters in its URL and on its root, used for
 * what the queries leave out; NULL for none. */
MUST_USE status query_texts_from_xml(xmlNode *root, const protocol *p, const kvp *beside, arena *a, query_texts *out);

/* Completes the index-th of `count` queries from the parameters; ST_BAD_PARAM where the two differ. */
MUST_USE status query_text_complete(const kvp *beside, size_t index, size_t count, arena *a, query_text *q);

/* The queries of a document as parameters, added to `others`: a posted request as the URL that asks the same. */
const kvp *query_texts_to_kvp(const query_texts *texts, const kvp *others, arena *a);

/* Resolves names, filters and coordinates against the catalog. */
MUST_USE status query_resolve(const query_text *q, arena *a, request *rq, wfs_query *out);

/* An attribute of a Query or a StoredQuery, without the blanks around it and in any case, as in a URL: clients write typenames
 * (OWSLib). The first one if it occurs in two cases, which query_texts_from_xml refuses unless their values are equal. NULL when
 * there is none. */
const char *query_attribute(const xmlNode *node, const char *name, arena *a);

/* Namespaces in scope, in the form of the parameter NAMESPACES; NULL when there are none. */
const char *namespaces_in_scope(xmlNode *node, arena *a);

/* Parses an XML text from a parameter without access to anything outside it: no DTD, no entities, no network. The document lives
 * in the arena. */
MUST_USE status xml_read(const char *bytes, size_t size, const char *locator, arena *a, xmlNode **root);
/* The same for bytes as a client sent them. written_in: the encoding, whatever the document declares; NULL: the one that it
 * declares. A text from a parameter (xml_read) is UTF-8, and nothing that it declares can change that. */
MUST_USE status xml_read_as(const char *bytes, size_t size, const char *written_in, const char *locator, arena *a,
                            xmlNode **root);

/* An element as a separate text, with the namespaces that are in scope there. */
const char *xml_text(xmlNode *node, arena *a);

/* The same without what means nothing in a request: comments, processing instructions, and blanks between elements. */
const char *xml_meaning(xmlNode *node, arena *a);

#endif
