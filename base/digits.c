/* Makes eight digits at once, in the eight bytes of one integer: the number is halved into fours, twos and ones by multiplying
 * with a reciprocal instead of dividing. */
#include "base/digits.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

_Static_assert(__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__, "the first digit is the lowest byte");

enum { EIGHT = 100000000 };

static const uint64_t zeros = 0x3030303030303030;

/* One digit per byte, the first in the lowest. n < 10^8. */
static uint64_t split(uint32_t n)
{
    const uint64_t fours = n / 10000 | (uint64_t)(n % 10000) << 32;
    const uint64_t hundreds = (fours * 10486 >> 20) & 0x0000007f0000007f; /* 10486 / 2^20: 1/100, exact below 10^4 */
    const uint64_t pairs = ((fours - 100 * hundreds) << 16) + hundreds;
    const uint64_t tens = (pairs * 103 >> 10) & 0x000f000f000f000f; /* 103 / 2^10: 1/10, exact below 100 */
    return tens + ((pairs - 10 * tens) << 8);
}

static char *put_eight(char *at, uint32_t n)
{
    const uint64_t digits = split(n) + zeros;
    memcpy(at, &digits, sizeof digits);
    return at + 8;
}

/* Without leading zeros. */
static char *put_short(char *at, uint32_t n)
{
    const uint64_t digits = split(n);
    const int leading = digits ? __builtin_ctzll(digits) / 8 : 7;
    const uint64_t shown = (digits + zeros) >> 8 * leading;
    memcpy(at, &shown, sizeof shown);
    return at + 8 - leading;
}

static char *put_long(char *at, uint64_t n)
{
    char *const end = n < (uint64_t)EIGHT * EIGHT ? put_short(at, (uint32_t)(n / EIGHT)) : put_long(at, n / EIGHT);
    return put_eight(end, (uint32_t)(n % EIGHT));
}

static inline char *put_whole(char *at, uint64_t n)
{
    return n < EIGHT ? put_short(at, (uint32_t)n) : put_long(at, n);
}

char *digits_integer(char *at, int64_t number)
{
    if (number < 0)
        *at++ = '-';
    return put_whole(at, number < 0 ? 0 - (uint64_t)number : (uint64_t)number);
}

/* part / 10^8, without trailing zeros. */
static char *put_fraction(char *at, uint32_t part)
{
    const uint64_t digits = split(part);
    const uint64_t shown = digits + zeros;
    *at = '.';
    memcpy(at + 1, &shown, sizeof shown);
    return at + 9 - __builtin_clzll(digits) / 8;
}

static const double powers[] = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9};
static const uint32_t whole_powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};

/* A ninth decimal does not fit in the eight. */
static char *put_nine(char *at, uint32_t part)
{
    const uint32_t last = part % 10;
    char *const end = put_eight(at + 1, part / 10);
    if (last == 0)
        return part ? put_fraction(at, part / 10) : at;
    *at = '.';
    *end = (char)('0' + last);
    return end + 1;
}

static char *put_parts(char *at, uint64_t whole, uint32_t part, int decimals)
{
    char *const end = put_whole(at, whole);
    if (part == 0)
        return end;
    return decimals == 9 ? put_nine(end, part) : put_fraction(end, part * whole_powers[8 - decimals]);
}

int digits_precision(double number)
{
    char space[DIGITS_ROOM];
    int precision = 15;
    for (; precision < 17; precision++) {
        snprintf(space, sizeof space, "%.*g", precision, number);
        if (strtod(space, NULL) == number)
            break;
    }
    return precision;
}

bool digits_are_few(double number)
{
    const double scaled = fabs(number) * 1e6;
    return scaled < 9e15 && (double)(uint64_t)(scaled + 0.5) / 1e6 == fabs(number);
}

char *digits_double(char *at, double number)
{
    if (digits_are_few(number))
        return digits_fixed(at, number, 6);
    return at + snprintf(at, DIGITS_ROOM, "%.*g", digits_precision(number), number);
}

/* Two digits at a time: for a few digits that is faster than eight at once. */
static char *put_pair(char *at, uint32_t n)
{
    static const char pairs[] =
        "0001020304050607080910111213141516171819202122232425262728293031323334353637383940414243444546474849"
        "5051525354555657585960616263646566676869707172737475767778798081828384858687888990919293949596979899";
    memcpy(at, pairs + 2 * (size_t)n, 2);
    return at + 2;
}

static char *put_four(char *at, uint32_t n)
{
    return put_pair(put_pair(at, n / 100), n % 100);
}

/* Metres east and north in Belgium, in most systems: five or six digits. */
static char *put_whole_metres(char *at, uint64_t metres)
{
    if (metres >= 1000000 || metres < 10000)
        return put_whole(at, metres);
    const uint32_t n = (uint32_t)metres;
    if (n >= 100000)
        return put_four(put_pair(at, n / 10000), n % 10000);
    *at = (char)('0' + n / 10000);
    return put_four(at + 1, n % 10000);
}

/* Tenths of millimetres of a place in metres. Most are whole centimetres. */
static char *put_metres(char *at, uint64_t scaled)
{
    const uint32_t part = (uint32_t)(scaled % 10000);
    char *end = put_whole_metres(at, scaled / 10000);
    if (part == 0)
        return end;
    *end = '.';
    end = put_four(end + 1, part);
    while (end[-1] == '0')
        end--;
    return end;
}

char *digits_fixed(char *at, double number, int decimals)
{
    if (!(fabs(number) < 9e9))
        return digits_double(at, number);
    const uint64_t scaled = (uint64_t)(int64_t)(fabs(number) * powers[decimals] + 0.5); /* signed first: one instruction */
    if (number < 0 && scaled != 0)
        *at++ = '-';
    if (decimals == 4) /* the compiler turns division by a constant into multiplication */
        return put_metres(at, scaled);
    return put_parts(at, scaled / whole_powers[decimals], (uint32_t)(scaled % whole_powers[decimals]), decimals);
}

/* The power of ten of a number in the form 1.23e-308. */
static int exponent_of(const char *scientific)
{
    return (int)strtol(strchr(scientific, 'e') + 1, NULL, 10);
}

char *digits_decimal(char *at, double number)
{
    char space[DIGITS_ROOM];
    if (digits_are_few(number))
        return digits_fixed(at, number, 6);
    const int precision = digits_precision(number);
    snprintf(space, sizeof space, "%.*e", precision - 1, number);
    const int decimals = precision - 1 - exponent_of(space);
    int length = snprintf(at, DIGITS_DECIMAL_ROOM, "%.*f", decimals > 0 ? decimals : 0, number);
    while (decimals > 0 && at[length - 1] == '0')
        length--;
    return at + length;
}
