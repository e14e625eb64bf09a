#include "server/http/log_caller.h"

#include "base/text.h"

static const char *organisations_of(const scope *who, arena *a)
{
    const size_t count = scope_organisation_count(who), shown = count < ORGANISATIONS_SHOWN ? count : ORGANISATIONS_SHOWN;
    text names = text_new(a);
    for (size_t i = 0; i < shown; i++)
        text_addf(&names, "%s%s", i ? "," : "", scope_organisation(who, i));
    if (shown < count)
        text_addf(&names, ",+%zu", count - shown);
    return names.chars;
}

void log_caller(const scope *who, arena *a, log_request *line)
{
    if (scope_is_anonymous(who))
        return;
    line->organisation = organisations_of(who, a);
    line->role = scope_roles(who);
}
