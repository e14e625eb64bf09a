#include "data/manage/wkt.h"

#include "base/text.h"

#include <string.h>

typedef enum wkt_fault {
    WKT_FINE,
    WKT_NOT_POLYGON,
    WKT_OTHER_KIND,
    WKT_OTHER_SRID,
    WKT_EMPTY,
    WKT_THIRD,
    WKT_NUMBER,
    WKT_OPEN,
    WKT_CLOSE,
    WKT_COMMA,
    WKT_TRAILING,
    WKT_NOT_CLOSED,
    WKT_FEW_POINTS,
    WKT_TOO_MANY
} wkt_fault;

typedef struct wkt {
    const char *begin, *at, *end;
    shape *out;
    wkt_fault fault; /* the first one */
} wkt;

static bool fail(wkt *w, wkt_fault fault)
{
    if (w->fault == WKT_FINE)
        w->fault = fault;
    return false;
}

static void skip_blanks(wkt *w)
{
    for (size_t n = 1; n && w->at < w->end && (*w->at <= ' ' || *w->at > '~'); w->at += n)
        n = text_blank(w->at, w->end);
}

static bool take(wkt *w, char c)
{
    skip_blanks(w);
    if (w->at == w->end || *w->at != c)
        return false;
    w->at++;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The current word in capitals; "" when there is none, "?" when it is too long to be one of ours. */
static void take_word(wkt *w, char word[24])
{
    size_t n = 0;
    skip_blanks(w);
    const char *const from = w->at;
    while (w->at < w->end && is_letter(*w->at))
        w->at++;
    const size_t length = (size_t)(w->at - from);
    if (length >= 24)
        word[n++] = '?';
    for (; n < length && length < 24; n++)
        word[n] = (char)(from[n] & ~0x20);
    word[n] = '\0';
}

static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15};

/* Up to 15 digits are exact in a double, and so is their division by an exact power of ten (W. Clinger, "How to read floating
 * point numbers accurately", 1990): no strtod for what nearly every file holds. False: not that simple. */
static bool simple_number(wkt *w, double *out)
{
    const char *c = w->at;
    const bool negative = c < w->end && *c == '-';
    c += negative;
    uint64_t digits = 0;
    int count = 0, decimals = 0;
    for (; c < w->end && *c >= '0' && *c <= '9'; c++, count++)
        digits = digits * 10 + (uint64_t)(*c - '0');
    if (c < w->end && *c == '.')
        for (c++; c < w->end && *c >= '0' && *c <= '9'; c++, count++, decimals++)
            digits = digits * 10 + (uint64_t)(*c - '0');
    const bool ends = c == w->end || *c == ' ' || *c == ',' || *c == ')' || *c == '\n';
    if (count == 0 || count > 15 || !ends)
        return false;
    const double value = (double)digits / powers[decimals];
    *out = negative ? -value : value;
    w->at = c;
    return true;
}

/* The whole run of number characters or nothing: half of a long number would be another number. */
static bool any_number(wkt *w, double *out)
{
    char copy[64];
    size_t n = 0;
    while (w->at + n < w->end && w->at[n] && strchr("+-.0123456789eE", w->at[n]))
        n++;
    if (n >= sizeof copy)
        return false;
    memcpy(copy, w->at, n);
    copy[n] = '\0';
    if (!text_to_double(copy, out))
        return false;
    w->at += n;
    return true;
}

static bool number(wkt *w, double *out)
{
    skip_blanks(w);
    return simple_number(w, out) || any_number(w, out) || fail(w, WKT_NUMBER);
}

/* After a point comes a comma or the end of its ring; another number would be a height. */
static bool point(wkt *w)
{
    double x = 0, y = 0, third = 0;
    if (!number(w, &x) || !number(w, &y))
        return false;
    if (w->out->points == WKT_POINTS_MAX)
        return fail(w, WKT_TOO_MANY);
    shape_point(w->out, x, y);
    skip_blanks(w);
    if (w->at < w->end && *w->at != ',' && *w->at != ')')
        return fail(w, simple_number(w, &third) || any_number(w, &third) ? WKT_THIRD : WKT_COMMA);
    return true;
}

static bool is_closed(const shape *s)
{
    const shape_ring *r = &s->rings[s->ring_count - 1];
    const double *first = s->xy + 2 * (size_t)r->first, *last = first + 2 * (size_t)(r->points - 1);
    return first[0] == last[0] && first[1] == last[1];
}

static bool ring(wkt *w)
{
    if (!take(w, '('))
        return fail(w, WKT_OPEN);
    shape_ring_start(w->out);
    do {
        if (!point(w))
            return false;
    } while (take(w, ','));
    if (!take(w, ')'))
        return fail(w, WKT_CLOSE);
    if (!is_closed(w->out))
        return fail(w, WKT_NOT_CLOSED);
    return w->out->rings[w->out->ring_count - 1].points >= 4 || fail(w, WKT_FEW_POINTS);
}

static bool polygon(wkt *w)
{
    if (!take(w, '('))
        return fail(w, WKT_OPEN);
    shape_part(w->out);
    do {
        if (!ring(w))
            return false;
    } while (take(w, ','));
    return take(w, ')') || fail(w, WKT_CLOSE);
}

static bool polygons(wkt *w)
{
    if (!take(w, '('))
        return fail(w, WKT_OPEN);
    do {
        if (!polygon(w))
            return false;
    } while (take(w, ','));
    return take(w, ')') || fail(w, WKT_CLOSE);
}

/* "SRID=31370;" or nothing. */
static bool srid(wkt *w)
{
    static const char ours[] = "=31370;";
    char word[24];
    const char *const before = w->at;
    take_word(w, word);
    if (strcmp(word, "SRID") != 0) {
        w->at = before;
        return true;
    }
    if ((size_t)(w->end - w->at) < sizeof ours - 1 || memcmp(w->at, ours, sizeof ours - 1) != 0)
        return fail(w, WKT_OTHER_SRID);
    w->at += sizeof ours - 1;
    return true;
}

static bool is_other_kind(const char *word)
{
    static const char *const kinds[] = {"POINT",           "MULTIPOINT",         "LINESTRING",
                                        "MULTILINESTRING", "GEOMETRYCOLLECTION", "CURVEPOLYGON",
                                        "MULTISURFACE",    "TRIANGLE",           "TIN"};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if (strncmp(word, kinds[i], strlen(kinds[i])) == 0)
            return true;
    return false;
}

/* Z, M and ZM follow the kind, with or without a blank; EMPTY takes the place of everything else. */
static bool kind(wkt *w, bool *multi)
{
    char word[24] = "", next[24] = "";
    take_word(w, word);
    take_word(w, next);
    *multi = strncmp(word, "MULTIPOLYGON", 12) == 0;
    const char *const rest = *multi ? word + 12 : strncmp(word, "POLYGON", 7) == 0 ? word + 7 : NULL;
    if (!rest)
        return fail(w, is_other_kind(word) ? WKT_OTHER_KIND : WKT_NOT_POLYGON);
    if (strcmp(rest, "Z") == 0 || strcmp(rest, "M") == 0 || strcmp(rest, "ZM") == 0)
        return fail(w, WKT_THIRD);
    if (*rest)
        return fail(w, WKT_NOT_POLYGON);
    if (strcmp(next, "EMPTY") == 0)
        return fail(w, WKT_EMPTY);
    if (strcmp(next, "Z") == 0 || strcmp(next, "M") == 0 || strcmp(next, "ZM") == 0)
        return fail(w, WKT_THIRD);
    return *next == '\0' || fail(w, WKT_OPEN);
}

static bool whole(wkt *w)
{
    bool multi = false;
    if (!srid(w) || !kind(w, &multi) || !(multi ? polygons(w) : polygon(w)))
        return false;
    skip_blanks(w);
    return w->at == w->end || fail(w, WKT_TRAILING);
}

/* place: position in the text, counted from 1. */
static status explain(wkt_fault fault, size_t place)
{
#define WKT_SAY(nl, en) return FAIL(BAD_INPUT, "geometry", nl " (teken %zu)", en " (character %zu)", place)
    switch (fault) {
    case WKT_OTHER_KIND:
        WKT_SAY("een punt, lijn of verzameling mag niet; alleen POLYGON of MULTIPOLYGON",
                "a point, line or collection is not allowed; only POLYGON or MULTIPOLYGON");
    case WKT_OTHER_SRID: WKT_SAY("na SRID hoort =31370; (Lambert 72)", "SRID must be followed by =31370; (Lambert 72)");
    case WKT_EMPTY: WKT_SAY("de geometrie is leeg", "the geometry is empty");
    case WKT_THIRD: WKT_SAY("een punt heeft alleen x en y; laat Z en M weg", "a point has x and y only; leave out Z and M");
    case WKT_NUMBER: WKT_SAY("hier hoort een getal", "a number is expected here");
    case WKT_OPEN: WKT_SAY("hier hoort een haakje (", "a ( is expected here");
    case WKT_CLOSE: WKT_SAY("hier hoort een haakje )", "a ) is expected here");
    case WKT_COMMA: WKT_SAY("hier hoort een komma of een haakje )", "a comma or a ) is expected here");
    case WKT_TRAILING: WKT_SAY("na de geometrie staat nog tekst", "text follows the geometry");
    case WKT_NOT_CLOSED:
        WKT_SAY("de ring is niet gesloten: het laatste punt moet gelijk zijn aan het eerste",
                "the ring is not closed: its last point must equal its first");
    case WKT_FEW_POINTS: WKT_SAY("de ring heeft minder dan 4 punten", "the ring has fewer than 4 points");
    case WKT_TOO_MANY: WKT_SAY("de geometrie heeft meer dan 1.000.000 punten", "the geometry has more than 1,000,000 points");
    default: WKT_SAY("dit is geen WKT van een POLYGON of MULTIPOLYGON", "this is not WKT of a POLYGON or MULTIPOLYGON");
    }
#undef WKT_SAY
}

status wkt_read(const char *chars, size_t length, shape *out)
{
    wkt w = {chars, chars, chars + length, out, WKT_FINE};
    shape_clear(out);
    return whole(&w) ? status_ok() : explain(w.fault, (size_t)(w.at - w.begin) + 1);
}
