#include "data/like.h"

#include "data/fold.h"
#include "server/base/text.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* The pattern is a row of 32-bit units: a mark that it is one, then code points, ANY and ONE. */
enum { MARK_EXACT = 0x4C4B4531, MARK_FOLDED = 0x4C4B4631, ANY = 0x7FFFFFF0, ONE = 0x7FFFFFF1, TEXT_ON_STACK = 256 };

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
    if (strlen(chars) > sizeof codes / sizeof *codes || fold_code_points(chars, codes) != 1 || (codes[0] & FOLD_NONE))
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

/* A row of wild cards is one wild card. */
static void add(like_pattern *p, uint32_t unit)
{
    if (unit != ANY || p->units[p->count - 1] != ANY)
        p->units[p->count++] = unit;
}

/* Characters may combine when they are folded, so a literal stretch is folded as a whole. */
static void add_literal(like_pattern *p, char *literal, bool ignore_case)
{
    if (!*literal)
        return;
    size_t count = 0;
    if (!ignore_case) {
        p->count += fold_code_points(literal, p->units + p->count);
        return;
    }
    uint32_t *folded = fold_characters(literal, &count);
    if (!folded)
        abort(); /* as arena_alloc does */
    for (size_t i = 0; i < count; i++)
        p->units[p->count++] = folded[i] & FOLD_CODE_POINT;
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
            add_special(c, ANY);
        else if (!escaped && codes[i] == s->single_char)
            add_special(c, ONE);
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
                    "PropertyIsLike: the pattern is no UTF-8");
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
    const size_t count = fold_code_points(pattern, codes);
    TRY(check_pattern(pattern, count));
    like_pattern *p = arena_alloc(a, sizeof *p);
    *p = (like_pattern){arena_array(a, FOLD_EXPANDS * bytes + 1, sizeof *p->units), 0};
    p->units[p->count++] = ignore_case ? MARK_FOLDED : MARK_EXACT;
    compiler c = {p, arena_alloc(a, bytes + 1), 0, ignore_case};
    TRY(compile(&c, pattern, codes, count, &s));
    *out = p;
    return status_ok();
}

static uint32_t unit_at(const unsigned char *units, size_t index)
{
    uint32_t unit; /* SQLite promises no alignment */
    memcpy(&unit, units + index * sizeof unit, sizeof unit);
    return unit;
}

/* The place after the whole character at hand. */
static size_t next_character(const uint32_t *chars, size_t length, size_t at)
{
    do
        at++;
    while (at < length && (chars[at] & FOLD_INSIDE));
    return at;
}

/* Where the text goes on after one unit of the pattern; 0 when the unit does not match here. */
static size_t step(uint32_t unit, const uint32_t *chars, size_t length, size_t at)
{
    if (unit == ONE)
        return next_character(chars, length, at);
    return unit == (chars[at] & ~(uint32_t)FOLD_INSIDE) ? at + 1 : 0;
}

/* When a stretch fails it is tried one place further, never before the latest wild card: a later place can never do better than
 * the earliest one where what stands between two wild cards fits, because both kinds of step keep the order of places. */
static bool match(const unsigned char *units, size_t count, const uint32_t *chars, size_t length)
{
    size_t p = 0, t = 0, after_any = 0, retry = 0;
    while (t < length) {
        const uint32_t unit = p < count ? unit_at(units, p) : ANY;
        const size_t next = p < count && unit != ANY ? step(unit, chars, length, t) : 0;
        if (next) {
            p++;
            t = next;
        } else if (p < count && unit == ANY) {
            after_any = ++p;
            retry = t;
        } else if (after_any) {
            p = after_any;
            t = ++retry;
        } else {
            return false;
        }
    }
    while (p < count && unit_at(units, p) == ANY)
        p++;
    return p == count;
}

static bool match_folded(const unsigned char *units, size_t count, const char *chars)
{
    size_t length = 0;
    uint32_t *folded = fold_characters(chars, &length);
    const bool matches = folded && match(units, count, folded, length);
    free(folded);
    return matches;
}

static bool match_exact(const unsigned char *units, size_t count, const char *chars)
{
    uint32_t on_stack[TEXT_ON_STACK];
    const size_t room = strlen(chars);
    uint32_t *codes = room <= TEXT_ON_STACK ? on_stack : calloc(room, sizeof *codes);
    const bool matches = codes && match(units, count, codes, fold_code_points(chars, codes));
    if (codes != on_stack)
        free(codes);
    return matches;
}

bool like_matches_bytes(const void *bytes, size_t size, const char *chars)
{
    if (!bytes || !chars || size < sizeof(uint32_t) || size % sizeof(uint32_t) != 0)
        return false;
    const unsigned char *units = bytes;
    const size_t count = size / sizeof(uint32_t) - 1;
    switch (unit_at(units, 0)) {
    case MARK_EXACT: return match_exact(units + sizeof(uint32_t), count, chars);
    case MARK_FOLDED: return match_folded(units + sizeof(uint32_t), count, chars);
    default: return false;
    }
}

const void *like_bytes(const like_pattern *p, size_t *size)
{
    *size = p->count * sizeof *p->units;
    return p->units;
}

bool like_matches(const like_pattern *p, const char *chars)
{
    return like_matches_bytes(p->units, p->count * sizeof *p->units, chars);
}
