/* The parameters that have a meaning here (parameters.def), and where each has it.
 *
 * A parameter that the client set and nobody looks at is a condition that was left out: the answer holds other rows than were
 * asked for, and nothing shows it. So what does not apply is refused. What is in no table is somebody else's, and is passed over
 * (WFS 2.0 (09-025r2) §6.2.5.2). */
#ifndef WFS_PARAMETERS_H
#define WFS_PARAMETERS_H

#include "data/model/catalog.h"
#include "server/http/kvp.h"

#include <stdbool.h>

struct operation;

/* The same without the blanks around what the parameters of the table hold. ST_BAD_PARAM for two spellings of one with different
 * values (COUNT and MAXFEATURES). */
MUST_USE status parameters_tidy(const kvp *given, arena *a, const kvp **out);

/* ST_BAD_PARAM for one that the operation has no use for. GetCapabilities and DescribeFeatureType take them all: clients keep
 * parameters in the address of the service and send them with every request, and those documents have no rows. */
MUST_USE status parameters_check(const kvp *k, const struct operation *o);

/* A link to a kept request (continued.h) says which page; everything else was said already. */
MUST_USE status parameters_check_link(const kvp *k);

/* Of an ad hoc query: excluded by a stored query (tables 8 and 10). The first of them that is given and for which `allowed`
 * (context, name) is false; NULL for none. */
const char *parameters_of_query(const kvp *k, bool (*allowed)(const void *context, const char *name), const void *context);
bool parameters_is_of_query(const char *name);

/* Whether it is in the table, or a layer's own (geschrapt). */
bool parameters_is_known(const char *name, const catalog *layers);

/* Whether it says something of what is asked, unlike service, version, request and namespaces, which say what asks. */
bool parameters_is_of_what(const char *name);

#endif
