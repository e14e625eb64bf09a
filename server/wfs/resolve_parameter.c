#include "server/wfs/resolve_parameter.h"

#include <string.h>

const char *const resolve_scopes[] = {"none", "local", NULL};

/* Values are words of the schema, so case counts in XML; KVP values of clients are read in any case. */
static status check_scope(const char *scope)
{
    if (!scope || text_equal_nocase(scope, "local") || text_equal_nocase(scope, "none"))
        return status_ok();
    if (text_equal_nocase(scope, "remote") || text_equal_nocase(scope, "all"))
        return FAIL(NO_OPTION, "resolve",
                    "RESOLVE kan none of local zijn: deze dienst haalt niets op bij anderen, dus niet '%.40s'",
                    "RESOLVE can be none or local: this service fetches nothing from others, so not '%.40s'", scope);
    return FAIL(BAD_PARAM, "resolve", "RESOLVE moet none of local zijn, niet '%.40s'",
                "RESOLVE must be none or local, not '%.40s'", scope);
}

/* xsd:positiveInteger */
static bool is_whole(const char *given)
{
    int64_t number = 0;
    return given[strspn(given, "0123456789")] == '\0' && text_to_int64(given, &number) && number > 0;
}

static status check_values(const char *depth, const char *timeout)
{
    if (depth && strcmp(depth, "*") != 0 && !is_whole(depth))
        return FAIL(BAD_PARAM, "resolveDepth", "RESOLVEDEPTH moet * of een geheel getal van 1 of meer zijn, niet '%.40s'",
                    "RESOLVEDEPTH must be * or a whole number of 1 or more, not '%.40s'", depth);
    if (timeout && !is_whole(timeout))
        return FAIL(BAD_PARAM, "resolveTimeout", "RESOLVETIMEOUT moet een geheel aantal seconden zijn, 1 of meer, niet '%.40s'",
                    "RESOLVETIMEOUT must be a whole number of seconds, 1 or more, not '%.40s'", timeout);
    return status_ok();
}

/* Depth, timeout and path are allowed without resolve, because resolve may be set on a property (as in the OGC's example
 * GetFeature_12). */
status resolve_parameter_check(const kvp *k)
{
    TRY(check_scope(kvp_get(k, "resolve")));
    return check_values(kvp_get(k, "resolveDepth"), kvp_get(k, "resolveTimeout"));
}
