/* How PropertyIsLike matched before it was linear: try the part after the latest wild card at the next position. Slow, short, and
 * always right. */
#ifndef TESTS_UNIT_LIKE_ORACLE_H
#define TESTS_UNIT_LIKE_ORACLE_H

#include "data/model/case_fold.h"
#include "data/model/like.h"
#include "data/model/like_search.h"

#include <stdlib.h>
#include <string.h>

static inline size_t oracle_step(uint32_t unit, const uint32_t *chars, size_t length, size_t at)
{
    if (unit != LIKE_ONE)
        return unit == (chars[at] & ~(uint32_t)CASE_FOLD_INSIDE) ? at + 1 : 0;
    do
        at++;
    while (at < length && (chars[at] & CASE_FOLD_INSIDE));
    return at;
}

static inline bool oracle_units(const uint32_t *units, size_t count, const uint32_t *chars, size_t length)
{
    size_t p = 0, t = 0, after_any = 0, retry = 0;
    while (t < length) {
        const size_t next = p < count && units[p] != LIKE_ANY ? oracle_step(units[p], chars, length, t) : 0;
        if (next) {
            p++;
            t = next;
        } else if (p < count && units[p] == LIKE_ANY) {
            after_any = ++p;
            retry = t;
        } else if (after_any) {
            p = after_any;
            t = ++retry;
        } else {
            return false;
        }
    }
    while (p < count && units[p] == LIKE_ANY)
        p++;
    return p == count;
}

static inline bool oracle_matches(const like_pattern *p, const char *chars, bool ignore_case)
{
    size_t size = 0, length = 0;
    const uint32_t *units = like_bytes(p, &size);
    uint32_t *codes = ignore_case ? case_fold_characters(chars, &length) : calloc(strlen(chars) + 1, sizeof *codes);
    if (!codes)
        abort();
    length = ignore_case ? length : case_fold_code_points(chars, codes);
    const bool matches =
        oracle_units(units + 2, size / sizeof *units - 2, codes, length); /* after the mark and the least length */
    free(codes);
    return matches;
}

#endif
