#include "data/store/freeze.h"

#include "base/belgian_time.h"

bool freeze_holds(const store_freeze *f, int64_t now)
{
    return now < f->until;
}

static status until_then(status s, const store_freeze *f, int64_t now)
{
    enum { HOUR = 3600 };
    s.retry_s = (int)(f->until - now < HOUR ? f->until - now : HOUR);
    return s;
}

status freeze_check(const store_freeze *f, int64_t now)
{
    char until[BELGIAN_TIME];
    if (!freeze_holds(f, now))
        return status_ok();
    belgian_time(f->until, until);
    return until_then(FAIL(FROZEN, "", "tot %s (Belgische tijd) kan hier niets gewijzigd worden (Bevroren): %s",
                           "nothing can be changed here until %s (Belgian time) (Bevroren): %s", until, f->text),
                      f, now);
}

status freeze_check_answers(const store_freeze *f, int64_t now)
{
    char until[BELGIAN_TIME];
    if (!freeze_holds(f, now))
        return status_ok();
    belgian_time(f->until, until);
    return until_then(FAIL(FROZEN, "", "tot %s (Belgische tijd) wordt dit hier niet beantwoord (Bevroren): %s",
                           "this is not answered here until %s (Belgian time) (Bevroren): %s", until, f->text),
                      f, now);
}
