/* A refusal that nobody looks at.
   expect: (ignoring return value of .scope_from_token.|unused-result) */
#include "auth/token.h"

void enter(const char *authorization, const token_check *check, arena *a, const scope **who);

void enter(const char *authorization, const token_check *check, arena *a, const scope **who)
{
    scope_from_token(&(credentials){.authorization = authorization}, check, a, who);
}
