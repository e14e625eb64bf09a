/* What a client would rather read: the heads Accept, Accept-Language and Accept-Encoding (RFC 9110 §12.5). Any text is taken: a
 * head that says nothing we know is as none. */
#ifndef HTTP_ACCEPT_H
#define HTTP_ACCEPT_H

typedef enum form {
    FORM_XML,  /* the protocol's own, also for who takes anything */
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

/* What the whole head asks for; "": the client sent none. */
form accept_form(const char *accept);
language accept_language(const char *accept_language);

/* br, zstd and what else may be named is not ours: then it is plain, unless gzip is named too. When neither gzip nor plain will
 * do, plain. */
coding accept_coding(const char *accept_encoding);

/* Of a text in these languages, as Content-Language and xml:lang name them: "nl", "en" or "nl, en". */
const char *language_name(language l);

#endif
