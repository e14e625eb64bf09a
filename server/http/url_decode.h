/* Decodes what is escaped in a URL or a form. */
#ifndef HTTP_URL_DECODE_H
#define HTTP_URL_DECODE_H

#include <stdbool.h>
#include <stddef.h>

/* Undoes "%XX" (RFC 3986 §2.1) and "+" for a blank (application/x-www-form-urlencoded). to: room for length + 1, NUL-terminated
 * after it; may be `from` itself. False when it is not valid text: a broken escape (left as it is), a NUL, or not UTF-8. */
bool url_decode(const char *from, size_t length, char *to);

#endif
