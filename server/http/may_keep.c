#include "server/http/may_keep.h"

#include <stddef.h>

void may_keep(output *to, keeper_kind who, const char *differs_by)
{
    static const char *const words[] = {[KEPT_BY_NOBODY] = "no-store",
                                        [KEPT_BY_NOBODY_OF_ONE] = "private, no-store",
                                        [KEPT_BY_CALLER] = "private, max-age=300",
                                        [KEPT_BY_ANYONE] = "public, max-age=86400"};
    out_header(to, "Cache-Control", words[who]);
    if (differs_by)
        out_header(to, "Vary", differs_by);
}
