#include "data/model/arithmetic.h"

#include <math.h>

static double real_of(const number *n)
{
    return n->whole ? (double)n->integer : n->real;
}

/* False when the result does not fit, or has a fraction. */
static bool whole(char operation, int64_t left, int64_t right, int64_t *out)
{
    const bool divides = right != 0 && !(left == INT64_MIN && right == -1);
    switch (operation) {
    case '+': return !__builtin_add_overflow(left, right, out);
    case '-': return !__builtin_sub_overflow(left, right, out);
    case '*': return !__builtin_mul_overflow(left, right, out);
    case 'd': *out = divides ? left / right : 0; return divides;
    case '%': *out = divides ? left % right : 0; return divides;
    default: return false;
    }
}

static double real(char operation, double left, double right)
{
    switch (operation) {
    case '+': return left + right;
    case '-': return left - right;
    case '*': return left * right;
    case '/': return right != 0 ? left / right : NAN;
    case '%': return right != 0 ? fmod(left, right) : NAN;
    case 'd': return right != 0 ? trunc(left / right) : NAN;
    default: return pow(left, right);
    }
}

bool arithmetic(char operation, const number *left, const number *right, number *out)
{
    int64_t exact = 0;
    if (left->whole && right->whole && whole(operation, left->integer, right->integer, &exact)) {
        *out = (number){.whole = true, .integer = exact};
        return true;
    }
    const double result = real(operation, real_of(left), real_of(right));
    if (!isfinite(result))
        return false;
    *out = (number){.real = result};
    return true;
}
