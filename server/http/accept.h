/* What a client would rather read: the heads Accept and Accept-Language (RFC 9110 §12.5). Any text is taken: a head that says
 * nothing we know is as none. */
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

/* What the whole head asks for; "": the client sent none. */
form accept_form(const char *accept);
language accept_language(const char *accept_language);

/* Of a text in these languages, as Content-Language and xml:lang name them: "nl", "en" or "nl, en". */
const char *language_name(language l);

#endif
