#include "data/store/freeze.h"

#include "base/belgian_time.h"

bool freeze_holds(const store_freeze *f, int64_t now)
{
    return now < f->until;
}

status freeze_check(const store_freeze *f, int64_t now)
{
    enum { HOUR = 3600 };
    char until[BELGIAN_TIME];
    if (!freeze_holds(f, now))
        return status_ok();
    belgian_time(f->until, until);
    status s = FAIL(FROZEN, "", "tot %s (Belgische tijd) kan hier niets gewijzigd worden (Bevroren): %s",
                    "nothing can be changed here until %s (Belgian time) (Bevroren): %s", until, f->text);
    s.retry_s = (int)(f->until - now < HOUR ? f->until - now : HOUR);
    return s;
}
