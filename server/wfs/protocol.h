/* A version of WFS: its names and the documents that it writes. A version is one folder protocols/NAME/, which defines
 * protocol_NAME, and one line in protocols.def. Everything else uses the protocol that the request carries, and knows no version
 * and no namespace. */
#ifndef WFS_PROTOCOL_H
#define WFS_PROTOCOL_H

#include "base/xml/xml_names.h"
#include "base/xml/xmlw.h"
#include "data/model/layer.h"
#include "gml/formats/gml_collection.h"

struct request;
struct exception_manner;
struct transaction_done;

/* The words in which a version writes about locks. */
typedef struct lock_form {
    const char *answer; /* the root of LockFeature's answer */
    const char *id;     /* its attribute or element for the lock's id */
    bool id_is_attribute;
    const char *prefix, *feature, *feature_id; /* of a feature's id: "fes", "fes:ResourceId", "rid" */
    int64_t expiry_s;                          /* the unit of expiry, in seconds */
} lock_form;

typedef struct protocol {
    const char *name;                 /* in messages: "WFS 2.0" */
    const char *version;              /* as its documents and links write it: "2.0.0" */
    const char *const *versions;      /* as clients may ask for it, `version` included; NULL-terminated */
    vocabulary wfs, ows, fes, gml;    /* of its requests and documents */
    const gml_collection *collection; /* around the features of an answer as GML */
    const char *id;                   /* the attribute of its GML that holds a feature's id; NULL: gml:id */
    const char *type_names;           /* the parameter for names of types, as links write it */
    const char *const *lacks;         /* operations of operations.def that it lacks, NULL-terminated; NULL: it has all */
    const char *const *sections;      /* of capabilities, for clients to ask for; NULL-terminated; none: they come whole */
    crs_spelling crs;                 /* how a reference system is written when the client did not say how */
    bool joins;                       /* a query may be of several types; else each name of a list is a query of its own */
    bool counts; /* its collections give the total number of features and have links, so without COUNT an answer may be a page;
                    else it is whole, because a client could not see that there is more */
    bool hits;   /* its collections say how many features there are (RESULTTYPE=hits) */
    bool attributes_optional; /* service and version of a document: wfs.xsd has defaults for them */
    bool refuses_in_200;      /* a refused change has HTTP status 200: QGIS shows the text of a report under no other */
    const lock_form *locks;
    const encoder *plain; /* of features when no format is named, and of schemas and values */
    /* An error as XML (server/http/exception.h); NULL: the ExceptionReport of OWS 1.1, that of server/http. */
    void (*exception)(const status *s, const struct exception_manner *m, arena *a, output *to);
    /* The whole document. own: the extent of the restricted layers for this caller, west, south, east, north in degrees; NULL:
     * their extent for everybody. */
    void (*capabilities)(const struct request *rq, const double *own, xmlw *w, arena *a);
    /* The answer to a Transaction (transaction.h). */
    void (*transaction)(const struct transaction_done *done, xmlw *w, arena *a);
    /* One schema document for these layers in the namespace. */
    void (*schema)(xmlw *w, const layer *const *layers, size_t count, const char *prefix, const char *uri);
} protocol;

/* protocols.def, the newest first. */
extern const protocol *const protocols[];
extern const size_t protocol_count;

/* For clients that name no version: the newest. */
const protocol *protocol_default(void);

/* ST_MISSING_PARAM for NULL, ST_BAD_PARAM for a version that we do not have; the locator is "version". */
MUST_USE status protocol_find(const char *version, const protocol **out);

/* For a version that we do not have, the nearest one below it, or else the oldest (WFS 1.0 (02-058) §6.2.4); the newest for NULL
 * and for text that is not a version. */
const protocol *protocol_nearest(const char *version);

/* ACCEPTVERSIONS (OWS 1.1 (06-121r3) §7.3.2): the first of the client's list that we have; ST_BAD_VERSION when we have none of
 * them. */
MUST_USE status protocol_negotiate(const char *accepted, arena *a, const protocol **out);

/* The protocol of a document: among those with its namespace, the one with the version that its root gives, or else `version`
 * (NULL for none), or else the newest. NULL when none has that namespace. */
const protocol *protocol_of_root(xmlNode *root, const char *version);

/* For the report of a request that could not be read: the version that it seems to be of, by the query string of its URL and the
 * first few thousand bytes of its body. A quoted namespace of a version decides; among versions that share one, the attribute
 * version and then the URL's VERSION. Without a namespace the VERSION of the URL or of a form decides. The newest when nothing
 * does. */
const protocol *protocol_guess(const char *url, const char *bytes, size_t size);

/* The protocol that has this as its plain format, p itself before the others; p when there is none. The collection around
 * features and their schema belong to the format that they are written in. */
const protocol *protocol_of_format(const protocol *p, const encoder *e);

/* Whether it has this operation. */
bool protocol_has(const protocol *p, const char *operation);

/* The URL of this operation in this version; append "&name=value". */
const char *protocol_link(const protocol *p, const char *url, const char *operation, arena *a);

#endif
