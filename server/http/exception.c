#include "server/http/exception_forms.h"
#include "server/http/may_keep.h"

#include "server/http/web_heads.h"

#include <string.h>

/* The raw value, for an error that comes before the parameters are read. */
static const char *output_format_in(const char *at, arena *a)
{
    static const char name[] = "outputFormat";
    while (*at) {
        const size_t length = strcspn(at, "&"), name_length = strcspn(at, "=&");
        if (name_length == strlen(name) && name_length < length && strncasecmp(at, name, name_length) == 0)
            return arena_strndup(a, at + name_length + 1, length - name_length - 1);
        at += length + (at[length] == '&');
    }
    return "";
}

static const char *output_format(const exchange *x, const kvp *parameters, arena *a)
{
    const char *read = parameters ? kvp_get(parameters, "outputFormat") : NULL;
    return read ? read : output_format_in(x->query, a);
}

/* A client that asks for features in some form can read errors in it; otherwise its Accept header decides. CSV has no place for
 * an error. */
static form form_of(const exchange *x, const char *asked)
{
    const form preferred = accept_form(x->accept);
    if (strcasestr(asked, "json"))
        return FORM_JSON;
    return preferred == FORM_JSON && (strcasestr(asked, "xml") || strcasestr(asked, "gml")) ? FORM_XML : preferred;
}

exception_manner exception_manner_of(const exchange *x, const kvp *parameters, bool in_envelope, arena *a)
{
    const char *asked = output_format(x, parameters, a);
    return (exception_manner){.form = in_envelope ? FORM_XML : form_of(x, asked),
                              .language = accept_language(x->accept_language),
                              .base_url = x->base_url,
                              .id = x->id,
                              .asked = asked,
                              .in_envelope = in_envelope};
}

const char *exception_title(status_code code, language l)
{
    static const struct {
        int http;
        const char *nl;
    } titles[] = {{400, "De vraag klopt niet"},
                  {401, "U bent niet aangemeld"},
                  {403, "Dit mag niet"},
                  {404, "Niet gevonden"},
                  {405, "Zo kan het niet gevraagd worden"},
                  {406, "Die vorm is er niet"},
                  {408, "Het duurde te lang"},
                  {409, "Dit botst met wat er is"},
                  {412, "Het object is intussen gewijzigd"},
                  {413, "De vraag is te groot"},
                  {415, "Dit soort gegevens kan niet"},
                  {428, "Er ontbreekt een voorwaarde"},
                  {429, "Te veel vragen"},
                  {431, "De headers zijn te groot"},
                  {500, "Een fout in de dienst"},
                  {501, "Die mogelijkheid is er niet"},
                  {503, "De dienst kan nu niet antwoorden"}};
    size_t i = 0;
    while (i + 1 < sizeof titles / sizeof *titles && titles[i].http != status_http(code))
        i++;
    return l == LANGUAGE_EN ? web_reason(status_http(code)) : titles[i].nl;
}

/* RFC 6750 §3: the text inside a quoted string; what does not fit in one (RFC 6750 §3: error-description) becomes a blank. */
static const char *quotable(const char *message, arena *a)
{
    char *plain = arena_strdup(a, message);
    for (char *c = plain; *c; c++)
        if (*c < 0x20 || *c > 0x7E || *c == '"' || *c == '\\')
            *c = *c == '"' ? '\'' : ' ';
    return plain;
}

/* RFC 6750 §3.1. Without credentials there is no error to name, only the schemes that would do. */
static const char *bearer_challenge(const status *s, arena *a)
{
    const char *error = s->code == ST_FORBIDDEN ? "insufficient_scope" : "invalid_token";
    if (!*s->locator)
        return "Bearer realm=\"risicolaag\"";
    return arena_printf(a, "Bearer realm=\"risicolaag\", error=\"%s\", error_description=\"%s\"", error, quotable(s->en, a));
}

static void write_challenge(const status *s, arena *a, output *to)
{
    out_header(to, "WWW-Authenticate", bearer_challenge(s, a));
    if (s->code == ST_UNAUTHENTICATED) /* RFC 9110 §11.6.1: every scheme that would do */
        out_header(to, "WWW-Authenticate", "Basic realm=\"risicolaag\", charset=\"UTF-8\"");
}

static const char *retry_after(const status *s, arena *a)
{
    switch (s->code) {
    case ST_FROZEN: return arena_printf(a, "%d", s->retry_s);
    case ST_TOO_MANY: return "2"; /* auth/README.md: at the second try a good token comes before those that are new */
    case ST_BUSY: return "5";
    case ST_TIMEOUT:
    case ST_UNAVAILABLE: return "10";
    default: return NULL;
    }
}

void exception_heads(const status *s, const exchange *x, const char *allow, arena *a, output *to)
{
    may_keep(to, KEPT_BY_NOBODY, "Accept, Accept-Language");
    out_header(to, "Content-Language", language_name(accept_language(x->accept_language)));
    if (s->code == ST_UNAUTHENTICATED || s->code == ST_FORBIDDEN)
        write_challenge(s, a, to);
    const char *later = retry_after(s, a);
    if (later)
        out_header(to, "Retry-After", later);
    if (s->code == ST_NO_METHOD)
        out_header(to, "Allow", allow);
}

void exception_write(const status *s, const exception_manner *m, arena *a, output *to)
{
    switch (m->form) {
    case FORM_XML: (m->report ? m->report : exception_write_xml)(s, m, a, to); break;
    case FORM_JSON: exception_write_problem(s, m, a, to); break;
    case FORM_PAGE: exception_write_page(s, m, a, to); break;
    }
}
