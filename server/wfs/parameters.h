/* The parameters that have a meaning here (parameters.def), and where each has it.
 *
 * A parameter that the client sets and we ignore is a condition left out: the answer holds other rows than were asked for, and
 * nothing shows it. So a parameter that does not apply is refused. One that is not in the table is not ours, and is ignored (WFS
 * 2.0 (09-025r2) §6.2.5.2). */
#ifndef WFS_PARAMETERS_H
#define WFS_PARAMETERS_H

#include "data/model/catalog.h"
#include "server/http/kvp.h"

#include <stdbool.h>

struct operation;
struct request;

/* The same parameters, with blanks around the values of those in the table removed. ST_BAD_PARAM for two spellings of one with
 * different values (COUNT and MAXFEATURES). */
MUST_USE status parameters_tidy(const kvp *given, arena *a, const kvp **out);

/* ST_BAD_PARAM for a parameter that the operation has no use for. GetCapabilities and DescribeFeatureType accept all of them:
 * clients keep parameters in the URL of the service and send them with every request, and those documents have no rows. */
MUST_USE status parameters_check(const kvp *k, const struct operation *o);

/* A link to a kept request (continued.h) may only say which page: everything else is in the kept request. */
MUST_USE status parameters_check_link(const kvp *k);

/* The first parameter of an ad hoc query, which a stored query excludes (tables 8 and 10), that is given and for which `allowed`
 * (context, name) is false; NULL for none. */
const char *parameters_of_query(const kvp *k, bool (*allowed)(const void *context, const char *name), const void *context);
bool parameters_is_of_query(const char *name);

/* Whether it means something beside a stored query too, so that no argument of one may have this name: COUNT, PEILDATUM, or a
 * layer's own (geschrapt). */
bool parameters_is_beside_query(const char *name, const catalog *layers);

/* Whether it is in the table, or a layer's own (geschrapt). */
bool parameters_is_known(const char *name, const catalog *layers);

/* The same failure with the name that the client wrote as its locator (OWS 1.1 (06-121r3) §8.3), where the check that failed gave
 * the name of WFS 2.0: typeName, maxFeatures, featureId, gmlObjectId. When the client wrote none, the name of its version. */
status parameters_locate(const status *failed, const struct request *rq);

/* Whether it is about the data that is asked for, unlike service, version, request and namespaces, which are about the request
 * itself. */
bool parameters_is_of_what(const char *name);

#endif
