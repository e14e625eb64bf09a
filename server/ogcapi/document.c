/* Documents that are the same for every caller, as JSON or as a page. */
#include "server/http/may_keep.h"
#include "server/http/page.h"
#include "server/ogcapi/api.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

const char *api_url(const api *q, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    const int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    char *rest = arena_alloc(q->arena, (size_t)length + 1);
    vsnprintf(rest, (size_t)length + 1, format, arguments);
    va_end(arguments);
    return arena_printf(q->arena, "%s/%s", q->root, rest);
}

const char *api_place(const api *q)
{
    text t = text_new(q->arena);
    text_add(&t, q->root);
    for (size_t i = 0; i < API_STEPS && q->resource->steps[i]; i++) {
        const char *step = q->resource->steps[i];
        const bool of_layer = strcmp(step, API_COLLECTION) == 0, of_feature = strcmp(step, API_FEATURE) == 0;
        text_addf(&t, "/%s", kvp_escaped(of_layer ? q->layer->name : of_feature ? q->feature_id : step, q->arena));
    }
    return t.chars;
}

/* --- Pages --- */

typedef struct filling {
    const api *q;
    const char *title;
    void (*page)(const void *context, output *to);
    const void *context;
} filling;

static void write_anchor(output *to, const char *href, const char *shown)
{
    out_text(to, "<a href=\"");
    out_xml(to, href);
    out_text(to, "\">");
    out_xml(to, shown);
    out_text(to, "</a>");
}

/* Where the page is: each step of its path, up to the one above it. */
static void write_path(const api *q, output *to)
{
    write_anchor(to, q->root, q->site->config->service.title);
    const api_resource *r = q->resource;
    if (r->steps[0] && r->steps[1]) {
        out_text(to, " › ");
        write_anchor(to, api_url(q, "collections"), "Lagen");
    }
    if (q->layer && r->steps[2]) {
        out_text(to, " › ");
        write_anchor(to, api_url(q, "collections/%s", kvp_escaped(q->layer->name, q->arena)), q->layer->title);
    }
    if (q->layer && r->steps[3]) {
        out_text(to, " › ");
        write_anchor(to, api_url(q, "collections/%s/items?f=html%s", kvp_escaped(q->layer->name, q->arena), api_kept(q)),
                     "Objecten");
    }
}

static void write_forms(const api *q, output *to)
{
    const char *separator = "Ook als <span lang=\"en\">(also as)</span> ";
    for (const api_form *const *f = q->resource->forms; *f; f++) {
        if (*f == q->form)
            continue;
        out_text(to, separator);
        write_anchor(to, api_self(q, *f), (*f)->name);
        separator = ", ";
    }
}

static void write_place(const void *context, const char *name, output *to)
{
    const filling *f = context;
    if (strcmp(name, "title") == 0)
        out_xml(to, f->title);
    else if (strcmp(name, "base") == 0)
        out_xml(to, f->q->call->x->base_url);
    else if (strcmp(name, "path") == 0)
        write_path(f->q, to);
    else if (strcmp(name, "forms") == 0)
        write_forms(f->q, to);
    else if (strcmp(name, "provider") == 0)
        out_xml(to, f->q->site->config->service.provider);
    else if (strcmp(name, "version") == 0)
        out_text(to, RISICOLAAG_VERSION);
    else
        f->page(f->context, to);
}

void api_write_page(const api *q, const char *title, void (*page)(const void *context, output *to), const void *context)
{
    const filling f = {q, title, page, context};
    page_write(200, "api.html", write_place, &f, q->arena, q->to);
}

/* --- Documents --- */

typedef struct body {
    const api *q;
    const api_document *document;
} body;

static void write_body(const void *context, output *to)
{
    const body *b = context;
    b->document->page(b->q, to);
}

static void write_json(const api *q, const api_document *d)
{
    jsonw w = jsonw_new(q->to);
    api_links links = {0};
    out_type(q->to, 200, q->form->type);
    jsonw_object(&w, NULL);
    d->json(q, &w);
    api_link_forms(q, &links);
    if (d->links)
        d->links(q, &links);
    api_write_links(&links, &w);
    jsonw_end_object(&w);
    out_text(q->to, "\n");
}

/* It holds the address at which it was asked, so nobody may keep it for another. */
status api_answer_document(api *q, const api_document *d)
{
    const body b = {q, d};
    if (q->form == &api_html)
        api_write_page(q, d->title, write_body, &b);
    else
        write_json(q, d);
    may_keep(q->to, KEPT_BY_NOBODY, "Accept");
    return status_ok();
}
