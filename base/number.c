#include "base/number.h"

#include "base/text.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { INTEGER_DIGITS = 19, EXPONENT_MOST = 100000 };

/* The significant digits, without zeros at either end, and the place of the decimal point before them: 0.DIGITS times ten to the
 * `point`. */
typedef struct numeral {
    bool negative;
    char digits[NUMBER_MOST + 1];
    size_t count;
    long point;
} numeral;

static void add_digit(numeral *n, char digit, bool behind_point)
{
    if (n->count > 0 || digit != '0') {
        n->digits[n->count++] = digit;
        n->point += !behind_point;
    } else {
        n->point -= behind_point;
    }
}

/* The place after the digits; NULL when there is none. */
static const char *read_digits(const char *at, numeral *n)
{
    bool any = false, behind_point = false;
    for (; (*at >= '0' && *at <= '9') || (*at == '.' && !behind_point); at++) {
        behind_point |= *at == '.';
        if (*at != '.')
            add_digit(n, *at, behind_point);
        any |= *at != '.';
    }
    while (n->count > 0 && n->digits[n->count - 1] == '0')
        n->count--;
    return any ? at : NULL;
}

static const char *read_exponent(const char *at, numeral *n)
{
    long exponent = 0;
    if (*at != 'e' && *at != 'E')
        return at;
    at++;
    const bool negative = *at == '-';
    at += *at == '-' || *at == '+';
    if (*at < '0' || *at > '9')
        return NULL;
    for (; *at >= '0' && *at <= '9'; at++)
        exponent = exponent > EXPONENT_MOST ? exponent : exponent * 10 + (*at - '0');
    n->point += negative ? -exponent : exponent;
    return at;
}

static bool read_whole(const numeral *n, int64_t *out)
{
    char digits[INTEGER_DIGITS + 2] = "-";
    if (n->count == 0 || n->point < (long)n->count || n->point > INTEGER_DIGITS) {
        *out = 0;
        return n->count == 0;
    }
    memset(digits + 1, '0', (size_t)n->point);
    memcpy(digits + 1, n->digits, n->count);
    return text_to_int64(digits + !n->negative, out);
}

static double nearest(const char *chars, const numeral *n)
{
    const double real = strtod(chars, NULL); /* the program never calls setlocale: the C locale holds */
    return real != 0 ? real : n->negative ? -DBL_TRUE_MIN : DBL_TRUE_MIN;
}

bool number_read(const char *chars, number *out)
{
    numeral n = {.negative = *chars == '-'};
    if (strnlen(chars, NUMBER_MOST + 1) > NUMBER_MOST)
        return false;
    const char *at = read_digits(chars + (*chars == '-' || *chars == '+'), &n);
    at = at ? read_exponent(at, &n) : NULL;
    if (!at || *at)
        return false;
    number read = {0};
    read.whole = read_whole(&n, &read.integer);
    read.real = read.whole ? (double)read.integer : nearest(chars, &n);
    *out = read;
    return true;
}
