/* expect success: the way in that is meant */
#include "auth/token.h"

status enter(const char *authorization, const token_check *check, arena *a, size_t *count);

status enter(const char *authorization, const token_check *check, arena *a, size_t *count)
{
    const scope *who;
    TRY(scope_from_token(&(credentials){.authorization = authorization}, check, a, &who));
    *count = scope_gemeente_count(who);
    return status_ok();
}
