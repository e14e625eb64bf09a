#include "server/wfs/peildatum.h"

#include "base/clock.h"
#include "data/model/peildatum.h"

status peildatum_read(const kvp *k, arena *a, request *rq)
{
    const char *given = kvp_get(k, "peildatum");
    if (!given)
        return status_ok();
    TRY(peildatum_moment(given, clock_wall_ms(), a, &rq->features.moment));
    rq->features.dated = true;
    return status_ok();
}
