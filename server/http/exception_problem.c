/* RFC 9457. The type is "about:blank": the HTTP status says what kind it is, and a code and locator what and where: the code of
 * the rule that was broken, else that of OWS. */
#include "server/http/exception_forms.h"

#include <string.h>

static void write_member(output *to, const char *name, const char *content)
{
    out_text(to, ",\"");
    out_text(to, name);
    out_text(to, "\":\"");
    out_json(to, content);
    out_text(to, "\"");
}

/* RFC 9457 §3.1.5: which occurrence this was. The same id is in X-Request-Id and in the log. */
static void write_instance(output *to, const char *id)
{
    if (strcmp(id, "-") == 0)
        return;
    out_text(to, ",\"instance\":\"urn:x-request-id:");
    out_json(to, id);
    out_text(to, "\"");
}

void exception_write_problem(const status *s, const exception_manner *m, arena *a, output *to)
{
    char rule[STATUS_RULE];
    (void)a;
    out_type(to, status_http(s->code), "application/problem+json");
    out_text(to, "{\"type\":\"about:blank\"");
    write_member(to, "title", exception_title(s->code, m->language));
    out_text(to, ",\"status\":");
    out_int(to, status_http(s->code));
    write_member(to, "detail", m->language == LANGUAGE_EN ? s->en : s->nl);
    if (m->language == LANGUAGE_BOTH)
        write_member(to, "detail_en", s->en);
    write_member(to, "code", *status_rule(s, rule) ? rule : status_ows_code(s->code));
    if (*s->locator)
        write_member(to, "locator", s->locator);
    if (m->pointer)
        write_member(to, "pointer", m->pointer);
    write_instance(to, m->id);
    out_text(to, "}\n");
}
