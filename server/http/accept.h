/* What a client prefers to read: the headers Accept, Accept-Language and Accept-Encoding (RFC 9110 §12.5). Any text is accepted:
 * a header that names nothing we know counts as absent. */
#ifndef HTTP_ACCEPT_H
#define HTTP_ACCEPT_H

#include <stddef.h>

typedef enum form {
    FORM_XML,  /* the protocol's own, also for clients that accept anything */
    FORM_JSON, /* asked by name */
    FORM_PAGE, /* a person with a browser */
} form;

typedef enum language {
    LANGUAGE_BOTH, /* neither was asked: Dutch, then English */
    LANGUAGE_NL,
    LANGUAGE_EN,
} language;

typedef enum coding {
    CODING_PLAIN,
    CODING_GZIP,
    CODING_GZIP_ALWAYS, /* plain was refused, so a small answer is packed too */
} coding;

/* What the header asks for; "": the client sent none. */
form accept_form(const char *accept);
language accept_language(const char *accept_language);

/* Which of these media types the client likes best, in the order in which the service likes them; their number when it accepts
 * none of them. Parameters of a type ("; version=3.2") do not count. NULL-terminated. */
size_t accept_choose(const char *accept, const char *const *types);

/* br, zstd and any other coding are not supported: the answer is plain, unless gzip is named too. Plain also when the client
 * refuses both gzip and plain. */
coding accept_coding(const char *accept_encoding);

/* For a text in these languages, as Content-Language and xml:lang name them: "nl", "en" or "nl, en". */
const char *language_name(language l);

#endif
