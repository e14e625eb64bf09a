#include "data/model/like.h"

#include "base/text.h"
#include "data/model/case_fold.h"
#include "data/model/like_search.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The pattern is a row of 32-bit units: a mark that shows that it is a pattern, how many code points a text must have, then code
 * points, LIKE_ANY and LIKE_ONE. */
enum { MARK_EXACT = 0x4C4B4532, MARK_FOLDED = 0x4C4B4632, HEAD = 2, TEXT_ON_STACK = 256 };

struct like_pattern {
    uint32_t *units;
    size_t count;
};

typedef struct specials {
    uint32_t wild_card, single_char, escape_char;
} specials;

static status read_special(const char *name, const char *chars, uint32_t *out)
{
    uint32_t codes[4];
    if (!chars)
        return FAIL(BAD_PARAM, "PropertyIsLike", "PropertyIsLike: het attribuut %s ontbreekt",
                    "PropertyIsLike: the attribute %s is missing", name);
    if (strlen(chars) > sizeof codes / sizeof *codes || case_fold_code_points(chars, codes) != 1 || (codes[0] & CASE_FOLD_NONE))
        return FAIL(BAD_PARAM, "PropertyIsLike", "PropertyIsLike: %s moet precies één teken zijn, niet '%.40s'",
                    "PropertyIsLike: %s must be exactly one character, not '%.40s'", name, chars);
    *out = codes[0];
    return status_ok();
}

static status read_specials(const char *wild_card, const char *single_char, const char *escape_char, specials *out)
{
    TRY(read_special("wildCard", wild_card, &out->wild_card));
    TRY(read_special("singleChar", single_char, &out->single_char));
    TRY(read_special("escapeChar", escape_char, &out->escape_char));
    if (out->wild_card == out->single_char || out->wild_card == out->escape_char || out->single_char == out->escape_char)
        return FAIL(BAD_PARAM, "PropertyIsLike",
                    "PropertyIsLike: wildCard, singleChar en escapeChar ('%s', '%s', '%s') moeten verschillen",
                    "PropertyIsLike: wildCard, singleChar and escapeChar ('%s', '%s', '%s') must differ", wild_card, single_char,
                    escape_char);
    return status_ok();
}

/* Several wild cards in a row are one wild card. */
static void add(like_pattern *p, uint32_t unit)
{
    if (unit != LIKE_ANY || p->count == HEAD || p->units[p->count - 1] != LIKE_ANY)
        p->units[p->count++] = unit;
}

/* Characters may combine when they are folded, so a literal stretch is folded as a whole. */
static void add_literal(like_pattern *p, char *literal, bool ignore_case)
{
    if (!*literal)
        return;
    size_t count = 0;
    if (!ignore_case) {
        p->count += case_fold_code_points(literal, p->units + p->count);
        return;
    }
    uint32_t *folded = case_fold_characters(literal, &count);
    if (!folded)
        abort(); /* as arena_alloc does */
    for (size_t i = 0; i < count; i++)
        p->units[p->count++] = folded[i] & CASE_FOLD_CODE_POINT;
    free(folded);
}

typedef struct compiler {
    like_pattern *pattern;
    char *literal; /* the stretch so far */
    size_t length;
    bool ignore_case;
} compiler;

static void end_literal(compiler *c)
{
    c->literal[c->length] = '\0';
    add_literal(c->pattern, c->literal, c->ignore_case);
    c->length = 0;
}

static void add_special(compiler *c, uint32_t unit)
{
    end_literal(c);
    add(c->pattern, unit);
}

/* `codes` tells where the characters of the text begin and what they are. */
static status compile(compiler *c, const char *chars, const uint32_t *codes, size_t count, const specials *s)
{
    for (size_t i = 0; i < count; i++) {
        const bool escaped = codes[i] == s->escape_char;
        chars += escaped ? text_character(chars) : 0;
        i += escaped;
        if (i == count)
            return FAIL(BAD_PARAM, "PropertyIsLike",
                        "PropertyIsLike: na het laatste escapeChar van het patroon ontbreekt een teken",
                        "PropertyIsLike: a character is missing after the last escapeChar of the pattern");
        const size_t bytes = text_character(chars);
        if (!escaped && codes[i] == s->wild_card)
            add_special(c, LIKE_ANY);
        else if (!escaped && codes[i] == s->single_char)
            add_special(c, LIKE_ONE);
        else {
            memcpy(c->literal + c->length, chars, bytes);
            c->length += bytes;
        }
        chars += bytes;
    }
    end_literal(c);
    return status_ok();
}

static status check_pattern(const char *pattern, size_t count)
{
    if (!text_is_utf8(pattern, strlen(pattern)))
        return FAIL(BAD_PARAM, "PropertyIsLike", "PropertyIsLike: het patroon is geen UTF-8",
                    "PropertyIsLike: the pattern is not UTF-8");
    if (count > LIKE_PATTERN_MAX)
        return FAIL(BAD_PARAM, "PropertyIsLike", "PropertyIsLike: het patroon heeft %zu tekens; het mogen er %d zijn",
                    "PropertyIsLike: the pattern has %zu characters; at most %d are allowed", count, LIKE_PATTERN_MAX);
    return status_ok();
}

status like_compile(const char *pattern, const char *wild_card, const char *single_char, const char *escape_char,
                    bool ignore_case, arena *a, const like_pattern **out)
{
    specials s = {0};
    TRY(read_specials(wild_card, single_char, escape_char, &s));
    const size_t bytes = strlen(pattern);
    uint32_t *codes = arena_array(a, bytes + 1, sizeof *codes);
    const size_t count = case_fold_code_points(pattern, codes);
    TRY(check_pattern(pattern, count));
    like_pattern *p = arena_alloc(a, sizeof *p);
    *p = (like_pattern){arena_array(a, CASE_FOLD_EXPANDS * bytes + HEAD, sizeof *p->units), HEAD};
    p->units[0] = ignore_case ? MARK_FOLDED : MARK_EXACT;
    compiler c = {p, arena_alloc(a, bytes + 1), 0, ignore_case};
    TRY(compile(&c, pattern, codes, count, &s));
    for (size_t i = HEAD; i < p->count; i++)
        p->units[1] += p->units[i] != LIKE_ANY;
    *out = p;
    return status_ok();
}

static like_stretch stretch_at(const uint32_t *units, size_t count, size_t at)
{
    size_t end = at;
    while (end < count && units[end] != LIKE_ANY)
        end++;
    return (like_stretch){units + at, end - at};
}

/* Stretch by stretch, each at the first place where it fits: a later place can never match more, because the stretches come in
 * order. The last one ends where the text ends. */
static ptrdiff_t match_from(const uint32_t *units, size_t count, like_text t, size_t from)
{
    ptrdiff_t end = (ptrdiff_t)from;
    for (size_t at = 0; at < count && end >= 0;) {
        const like_stretch s = stretch_at(units, count, at);
        at += s.count + 1;
        if (s.count > 0)
            end = like_find(s, t, (size_t)end, at > count);
    }
    return end;
}

static ptrdiff_t match(const uint32_t *units, size_t count, like_text t)
{
    const like_stretch first = stretch_at(units, count, 0);
    const ptrdiff_t begin = like_begins(first, t);
    if (first.count == count)
        return begin == (ptrdiff_t)t.length ? begin : LIKE_NOWHERE;
    return begin < 0 ? begin : match_from(units + first.count + 1, count - first.count - 1, t, (size_t)begin);
}

static ptrdiff_t match_folded(const uint32_t *units, size_t count, const char *chars)
{
    size_t length = 0;
    uint32_t *folded = case_fold_characters(chars, &length);
    const ptrdiff_t end = folded ? match(units, count, (like_text){folded, length}) : LIKE_NO_MEMORY;
    free(folded);
    return end;
}

static ptrdiff_t match_exact(const uint32_t *units, size_t count, const char *chars)
{
    uint32_t on_stack[TEXT_ON_STACK];
    const size_t room = strlen(chars);
    uint32_t *codes = room <= TEXT_ON_STACK ? on_stack : calloc(room, sizeof *codes);
    const ptrdiff_t end = codes ? match(units, count, (like_text){codes, case_fold_code_points(chars, codes)}) : LIKE_NO_MEMORY;
    if (codes != on_stack)
        free(codes);
    return end;
}

/* A text that is too short for the pattern is not searched. */
static ptrdiff_t match_units(const uint32_t *units, size_t count, const char *chars)
{
    const bool folded = units[0] == MARK_FOLDED;
    if ((!folded && units[0] != MARK_EXACT) || strlen(chars) * (folded ? CASE_FOLD_EXPANDS : 1) < units[1])
        return LIKE_NOWHERE;
    return (folded ? match_folded : match_exact)(units + HEAD, count - HEAD, chars);
}

/* SQLite promises no alignment. */
static ptrdiff_t match_unaligned(const void *bytes, size_t size, const char *chars)
{
    uint32_t *units = malloc(size);
    if (!units)
        return LIKE_NO_MEMORY;
    memcpy(units, bytes, size);
    const ptrdiff_t end = match_units(units, size / sizeof *units, chars);
    free(units);
    return end;
}

bool like_matches_bytes(const void *bytes, size_t size, const char *chars, bool *out)
{
    ptrdiff_t end = LIKE_NOWHERE;
    if (bytes && chars && size >= HEAD * sizeof(uint32_t) && size % sizeof(uint32_t) == 0)
        end = (uintptr_t)bytes % _Alignof(uint32_t) ? match_unaligned(bytes, size, chars)
                                                    : match_units(bytes, size / sizeof(uint32_t), chars);
    if (end != LIKE_NO_MEMORY)
        *out = end >= 0;
    return end != LIKE_NO_MEMORY;
}

const void *like_bytes(const like_pattern *p, size_t *size)
{
    *size = p->count * sizeof *p->units;
    return p->units;
}

bool like_matches(const like_pattern *p, const char *chars)
{
    bool matches = false;
    if (!like_matches_bytes(p->units, p->count * sizeof *p->units, chars, &matches))
        abort(); /* as arena_alloc does */
    return matches;
}
