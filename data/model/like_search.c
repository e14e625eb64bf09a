#include "data/model/like_search.h"

#include "data/model/case_fold.h"

#include <stdlib.h>
#include <string.h>

enum { WORD = 64, SMALL = 64 };

static uint32_t code_at(like_text t, size_t at)
{
    return t.chars[at] & ~(uint32_t)CASE_FOLD_INSIDE;
}

static bool is_inside(like_text t, size_t at)
{
    return at < t.length && (t.chars[at] & CASE_FOLD_INSIDE);
}

/* The place after the current character as a whole. */
static size_t next_character(like_text t, size_t at)
{
    do
        at++;
    while (is_inside(t, at));
    return at;
}

ptrdiff_t like_begins(like_stretch s, like_text t)
{
    size_t at = 0;
    for (size_t i = 0; i < s.count; i++) {
        if (at == t.length || (s.units[i] != LIKE_ONE && s.units[i] != code_at(t, at)))
            return LIKE_NOWHERE;
        at = s.units[i] == LIKE_ONE ? next_character(t, at) : at + 1;
    }
    return (ptrdiff_t)at;
}

/* --- Code points alone --- */

static ptrdiff_t compare_at_end(like_stretch s, like_text t, size_t from)
{
    if (t.length - from < s.count)
        return LIKE_NOWHERE;
    for (size_t i = 0; i < s.count; i++)
        if (s.units[i] != code_at(t, t.length - s.count + i))
            return LIKE_NOWHERE;
    return (ptrdiff_t)t.length;
}

/* back[i]: how many units at the beginning of the first i + 1 are repeated at their end. */
static void measure_borders(like_stretch s, uint32_t *back)
{
    uint32_t fits = 0;
    back[0] = 0;
    for (size_t i = 1; i < s.count; i++) {
        while (fits > 0 && s.units[i] != s.units[fits])
            fits = back[fits - 1];
        fits += s.units[i] == s.units[fits];
        back[i] = fits;
    }
}

static ptrdiff_t search_with(like_stretch s, like_text t, size_t from, const uint32_t *back)
{
    size_t fits = 0;
    for (size_t at = from; at < t.length; at++) {
        const uint32_t code = code_at(t, at);
        while (fits > 0 && s.units[fits] != code)
            fits = back[fits - 1];
        fits += s.units[fits] == code;
        if (fits == s.count)
            return (ptrdiff_t)at + 1;
    }
    return LIKE_NOWHERE;
}

static ptrdiff_t search_codes(like_stretch s, like_text t, size_t from)
{
    uint32_t on_stack[SMALL] = {0};
    uint32_t *back = s.count <= SMALL ? on_stack : calloc(s.count, sizeof *back);
    if (!back)
        return LIKE_NO_MEMORY;
    measure_borders(s, back);
    const ptrdiff_t found = search_with(s, t, from, back);
    if (back != on_stack)
        free(back);
    return found;
}

/* --- With single characters --- */

/* Bit i of a row stands for unit i. masks: for each code, ascending, where the stretch takes it; before them one row for every
 * other code. */
typedef struct automaton {
    like_stretch stretch;
    size_t words, code_count;
    uint32_t *codes;
    uint64_t *masks;
    uint64_t *ones;  /* where the stretch has LIKE_ONE */
    uint64_t *state; /* bit i: units 0…i fit and end here */
} automaton;

static int by_code(const void *one, const void *other)
{
    const uint32_t a = *(const uint32_t *)one, b = *(const uint32_t *)other;
    return a < b ? -1 : a > b;
}

static void list_codes(automaton *a)
{
    size_t count = 0;
    for (size_t i = 0; i < a->stretch.count; i++)
        if (a->stretch.units[i] != LIKE_ONE)
            a->codes[count++] = a->stretch.units[i];
    if (count > 1)
        qsort(a->codes, count, sizeof *a->codes, by_code);
    for (size_t i = 0; i < count; i++)
        if (i == 0 || a->codes[i] != a->codes[i - 1])
            a->codes[a->code_count++] = a->codes[i];
}

static uint64_t *mask_of(const automaton *a, uint32_t code)
{
    const uint32_t *const found = a->code_count ? bsearch(&code, a->codes, a->code_count, sizeof code, by_code) : NULL;
    return a->masks + (found ? (size_t)(found - a->codes) + 1 : 0) * a->words;
}

static void fill_masks(automaton *a)
{
    for (size_t i = 0; i < a->stretch.count; i++) {
        uint64_t *const row = a->stretch.units[i] == LIKE_ONE ? a->ones : mask_of(a, a->stretch.units[i]);
        row[i / WORD] |= (uint64_t)1 << i % WORD;
    }
    for (size_t row = 0; row <= a->code_count; row++)
        for (size_t w = 0; w < a->words; w++)
            a->masks[row * a->words + w] |= a->ones[w];
}

static bool build(automaton *a)
{
    a->words = (a->stretch.count + WORD - 1) / WORD;
    a->codes = calloc(a->stretch.count, sizeof *a->codes);
    if (!a->codes)
        return false;
    list_codes(a);
    a->masks = calloc(a->code_count + 3, a->words * sizeof *a->masks);
    if (!a->masks)
        return false;
    a->ones = a->masks + (a->code_count + 1) * a->words;
    a->state = a->ones + a->words;
    fill_masks(a);
    return true;
}

/* Takes one more code point. LIKE_ONE stands for a whole character, so its bit stays until the character's last code point. */
static void advance(automaton *a, uint32_t unit)
{
    const uint64_t *const mask = mask_of(a, unit & ~(uint32_t)CASE_FOLD_INSIDE);
    const uint64_t waits = unit & CASE_FOLD_INSIDE ? ~(uint64_t)0 : 0;
    uint64_t carry = 1; /* it may begin at any place */
    for (size_t w = 0; w < a->words; w++) {
        const uint64_t waiting = a->state[w] & a->ones[w] & waits, moving = a->state[w] & ~waiting;
        a->state[w] = ((moving << 1 | carry) & mask[w]) | waiting;
        carry = moving >> (WORD - 1);
    }
}

static bool has_arrived(const automaton *a, like_text t, size_t after)
{
    const size_t last = a->stretch.count - 1;
    const bool whole = a->stretch.units[last] != LIKE_ONE || !is_inside(t, after);
    return whole && (a->state[last / WORD] >> last % WORD & 1);
}

static ptrdiff_t run(automaton *a, like_text t, size_t from, bool at_end)
{
    for (size_t at = from; at < t.length; at++) {
        advance(a, t.chars[at]);
        if ((!at_end || at + 1 == t.length) && has_arrived(a, t, at + 1))
            return (ptrdiff_t)at + 1;
    }
    return LIKE_NOWHERE;
}

static ptrdiff_t search_all_places(like_stretch s, like_text t, size_t from, bool at_end)
{
    automaton a = {.stretch = s};
    const ptrdiff_t found = build(&a) ? run(&a, t, from, at_end) : LIKE_NO_MEMORY;
    free(a.codes);
    free(a.masks);
    return found;
}

static bool has_one(like_stretch s)
{
    for (size_t i = 0; i < s.count; i++)
        if (s.units[i] == LIKE_ONE)
            return true;
    return false;
}

ptrdiff_t like_find(like_stretch s, like_text t, size_t from, bool at_end)
{
    if (t.length - from < s.count)
        return LIKE_NOWHERE;
    if (has_one(s))
        return search_all_places(s, t, from, at_end);
    return at_end ? compare_at_end(s, t, from) : search_codes(s, t, from);
}
