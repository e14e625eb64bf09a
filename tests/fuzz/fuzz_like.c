/* PropertyIsLike with any pattern, triple and text, the first three bytes being the triple and the first line the pattern; and
 * the matcher on any bytes. */
#include "data/model/like.h"
#include "tests/unit/like_oracle.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool holds)
{
    if (!holds)
        abort();
}

/* The plain definition, for ASCII without an escape; bounded, as it takes exponential time. */
static bool slow(const char *pattern, const char *chars, char wild_card, char single_char)
{
    if (*pattern == '\0')
        return *chars == '\0';
    if (*pattern == wild_card)
        return slow(pattern + 1, chars, wild_card, single_char) || (*chars && slow(pattern, chars + 1, wild_card, single_char));
    return *chars && (*pattern == single_char || *pattern == *chars) && slow(pattern + 1, chars + 1, wild_card, single_char);
}

static bool is_plain(const char *chars, size_t most)
{
    if (strlen(chars) > most)
        return false;
    for (; *chars; chars++)
        if ((unsigned char)*chars >= 0x80)
            return false;
    return true;
}

static void check(const char *pattern, const char triple[3][2], const char *chars, arena *a)
{
    for (int ignore_case = 0; ignore_case < 2; ignore_case++) {
        const like_pattern *p = NULL;
        size_t bytes = 0;
        const status done = like_compile(pattern, triple[0], triple[1], triple[2], ignore_case, a, &p);
        if (done.code != ST_OK) {
            must(done.code == ST_BAD_PARAM && !p && *done.nl && *done.en);
            continue;
        }
        const bool matches = like_matches(p, chars);
        const void *const blob = like_bytes(p, &bytes);
        bool again = false;
        must(like_matches_bytes(blob, bytes, chars, &again) && matches == again);
        must(matches == oracle_matches(p, chars, ignore_case));
        if (!ignore_case && is_plain(pattern, 10) && is_plain(chars, 16) && !strchr(pattern, *triple[2]))
            must(matches == slow(pattern, chars, *triple[0], *triple[1]));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4)
        return 0;
    arena *a = arena_new();
    const char triple[3][2] = {{(char)data[0], 0}, {(char)data[1], 0}, {(char)data[2], 0}};
    char *pattern = arena_strndup(a, (const char *)data + 3, size - 3);
    char *newline = strchr(pattern, '\n');
    if (newline)
        *newline = '\0';
    check(pattern, triple, newline ? newline + 1 : "", a);
    bool matches = false;
    must(like_matches_bytes(data, size, "any text", &matches));
    arena_free(a);
    return 0;
}
