/* How a function reports failure.
 *
 * A status is a value: code, the OWS locator, and the message in Dutch and in English (integrators read the second).
 * Convention: MUST_USE status f(inputs…, T *out); on failure *out is untouched. TRY is the only macro with a hidden return.
 * A message never holds database text, a path of the server, a token, or a fact of another tenant.
 */
#ifndef BASE_STATUS_H
#define BASE_STATUS_H

#include <stdbool.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF_LIKE(text, first) __attribute__((format(printf, text, first)))

typedef enum status_code {
#define STATUS(name, ows_code, http) ST_##name,
#include "status.def"
#undef STATUS
    ST_COUNT
} status_code;

enum { STATUS_LOCATOR = 64, STATUS_TEXT = 320 };

typedef struct status {
    status_code code;
    char locator[STATUS_LOCATOR]; /* OWS 1.1 (06-121r3) §8.3: the parameter or element at fault; "" for none */
    char nl[STATUS_TEXT];
    char en[STATUS_TEXT];
    int retry_s; /* of ST_FROZEN: in how many seconds it may be tried again; 0 for every other */
} status;

/* ST_OK, without locator and messages. */
status status_ok(void);

/* Both messages take the same arguments in the same order; what does not fit is cut at a character boundary. */
MUST_USE status status_fail(status_code code, const char *locator, const char *nl, const char *en, ...) PRINTF_LIKE(3, 5)
    PRINTF_LIKE(4, 5);

/* OWS exceptionCode ("InvalidParameterValue") and HTTP status of a code: the one table, status.def. */
const char *status_ows_code(status_code code);
int status_http(status_code code);

enum { STATUS_RULE = 48 };
/* The stable code that clients may rely on, with which a message of a broken rule ends: "… (VersieVerouderd)"; "" for none. */
const char *status_rule(const status *s, char out[STATUS_RULE]);

/* clang's analyzer sees one file at a time: it must be told that a failure is not OK, or it analyses the code after TRY as if the
 * failure had been ignored. */
#ifdef __clang_analyzer__
#define FAIL(code, locator, ...) ((void)status_fail(ST_##code, locator, __VA_ARGS__), (status){ST_##code, "", "", "", 0})
#define ALWAYS_FAILS(call) ((void)(call), (status){ST_INTERNAL, "", "", "", 0})
#else
#define FAIL(code, locator, ...) status_fail(ST_##code, locator, __VA_ARGS__)
/* Around a call of another file's function that never gives ST_OK. */
#define ALWAYS_FAILS(call) (call)
#endif

#define TRY(call)                         \
    do {                                  \
        const status try_status = (call); \
        if (try_status.code != ST_OK)     \
            return try_status;            \
    } while (0)

#endif
