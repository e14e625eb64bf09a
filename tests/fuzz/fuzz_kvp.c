/* Any query string: an error with a message, or pairs that stay the same when written into a link and read again. */
#include "server/http/kvp.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

static void hold_pairs(const kvp *k)
{
    hold(k->count <= KVP_PAIRS, "there are not too many pairs");
    for (size_t i = 0; i < k->count; i++) {
        hold(text_is_utf8(k->pairs[i].name, strlen(k->pairs[i].name)), "a name is UTF-8");
        hold(text_is_utf8(k->pairs[i].value, strlen(k->pairs[i].value)), "a value is UTF-8");
        for (size_t j = 0; j < i; j++)
            hold(!text_equal_nocase(k->pairs[i].name, k->pairs[j].name), "a name occurs once");
    }
}

static bool same(const char *a, const char *b)
{
    return a && b ? strcmp(a, b) == 0 : !a && !b;
}

static void hold_link(const kvp *k, arena *a)
{
    const kvp *again = NULL;
    const char *link = kvp_with(k, "STARTINDEX", "7", a);
    hold(strspn(link, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/,()%&=") == strlen(link),
         "a link is plain ASCII");
    const status s = kvp_parse(link, a, &again);
    if (s.code != ST_OK) {
        hold(strlen(link) > KVP_BYTES || k->count == KVP_PAIRS, "a link of ours can be read");
        return;
    }
    for (size_t i = 0; i < k->count; i++)
        if (!text_equal_nocase(k->pairs[i].name, "startIndex"))
            hold(same(kvp_get(again, k->pairs[i].name), kvp_get(k, k->pairs[i].name)), "a link says the same");
    hold(same(kvp_get(again, "startindex"), "7"), "a link says what was changed");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    const kvp *k = NULL;
    const status s = kvp_parse(arena_strndup(a, (const char *)data, size), a, &k);
    hold((s.code == ST_OK) == (k != NULL), "the outcome is there exactly when all went well");
    if (k) {
        hold_pairs(k);
        hold_link(k, a);
    } else {
        hold(s.code == ST_BAD_PARAM || s.code == ST_TOO_LARGE, "what is refused is the client's fault");
        hold(text_is_utf8(s.nl, strlen(s.nl)) && text_is_utf8(s.en, strlen(s.en)), "a message is UTF-8");
    }
    arena_free(a);
    return 0;
}
