#include "server/http/exception_forms.h"

#include "server/http/page.h"

#include <string.h>

typedef struct failure {
    const status *status;
    const exception_manner *manner;
} failure;

static const char *said(const failure *f, const char *nl, const char *en)
{
    return f->manner->language == LANGUAGE_EN ? en : nl;
}

static void write_message(output *to, const char *code, const char *message)
{
    out_text(to, "<p lang=\"");
    out_text(to, code);
    out_text(to, "\">");
    out_xml(to, message);
    out_text(to, "</p>\n");
}

static void write_messages(const failure *f, output *to)
{
    if (f->manner->language != LANGUAGE_EN)
        write_message(to, "nl", f->status->nl);
    if (f->manner->language != LANGUAGE_NL)
        write_message(to, "en", f->status->en);
}

static void write_fact(output *to, const char *name, const char *content)
{
    out_text(to, "<dt>");
    out_text(to, name);
    out_text(to, "</dt><dd><code>");
    out_xml(to, content);
    out_text(to, "</code></dd>\n");
}

/* What a helpdesk asks for. */
static void write_facts(const failure *f, output *to)
{
    write_fact(to, "exceptionCode", status_ows_code(f->status->code));
    if (*f->status->locator)
        write_fact(to, "locator", f->status->locator);
    write_fact(to, "X-Request-Id", f->manner->id);
}

static void write_place(const void *context, const char *name, output *to)
{
    const failure *f = context;
    if (strcmp(name, "title") == 0)
        out_text(to, exception_title(f->status->code, f->manner->language));
    else if (strcmp(name, "language") == 0)
        out_text(to, said(f, "nl", "en"));
    else if (strcmp(name, "messages") == 0)
        write_messages(f, to);
    else if (strcmp(name, "facts") == 0)
        write_facts(f, to);
    else if (strcmp(name, "home") == 0)
        out_text(to, said(f, "Over deze dienst", "About this service"));
    else
        out_xml(to, f->manner->base_url);
}

void exception_write_page(const status *s, const exception_manner *m, arena *a, output *to)
{
    const failure f = {s, m};
    page_write(status_http(s->code), "failure.html", write_place, &f, a, to);
}
