/* The guide for QGIS, in Dutch and in English: a page, its pictures, and the files that it hands out, with this server's own
 * address in them. bin/guide makes the pages; docs/decisions/guide.md says why they are kept. */
#include "base/embedded.h"
#include "server/http/may_keep.h"
#include "server/http/page.h"
#include "server/http/route.h"

#include <string.h>

/* The placeholder for the address in the files. */
static const char placeholder[] = "http://localhost:8080";

/* A guide in one language: its page, those below it, and whatever else it hands out. */
typedef struct guide {
    const char *page, *arcgis, *fme;
    const embedded_file *files;
    const size_t *count;
    const char *pdf, *pdf_title, *card, *card_title; /* in `files` only where bin/guide made them before the build */
    const char *no_pdf;
} guide;

static const guide dutch = {.page = "handleiding.html",
                            .arcgis = "arcgis.html",
                            .fme = "fme.html",
                            .files = embedded_guide_nl,
                            .count = &embedded_guide_nl_count,
                            .pdf = "handleiding.pdf",
                            .pdf_title = "Deze handleiding als PDF",
                            .card = "snelkaart.pdf",
                            .card_title = "de snelkaart van één bladzijde",
                            .no_pdf = "Liever op papier? Druk deze bladzijde af met uw browser."};
static const guide english = {.page = "guide.html",
                              .arcgis = "arcgis.en.html",
                              .fme = "fme.en.html",
                              .files = embedded_guide_en,
                              .count = &embedded_guide_en_count,
                              .pdf = "guide.pdf",
                              .pdf_title = "This guide as a PDF",
                              .card = "quick-card.pdf",
                              .card_title = "the quick card of one page",
                              .no_pdf = "Do you want it on paper? Print this page with your browser."};

typedef struct filling {
    const guide *g;
    const call *c;
} filling;

static const embedded_file *find(const guide *g, const char *name)
{
    for (size_t i = 0; i < *g->count; i++)
        if (strcmp(g->files[i].name, name) == 0)
            return &g->files[i];
    return NULL;
}

static void write_link(const call *c, const char *name, const char *title, output *to)
{
    out_text(to, "<a href=\"");
    out_xml(to, c->x->base_url);
    out_text(to, c->service->prefix);
    out_text(to, "/");
    out_text(to, name);
    out_text(to, "\">");
    out_text(to, title);
    out_text(to, "</a>");
}

static void write_pdf(const filling *f, output *to)
{
    const bool both = find(f->g, f->g->pdf) && find(f->g, f->g->card);
    if (!both) {
        out_text(to, f->g->no_pdf);
        return;
    }
    write_link(f->c, f->g->pdf, f->g->pdf_title, to);
    out_text(to, " · ");
    write_link(f->c, f->g->card, f->g->card_title, to);
}

static void write_place(const void *context, const char *name, output *to)
{
    const filling *f = context;
    if (strcmp(name, "base") == 0)
        out_xml(to, f->c->x->base_url);
    else if (strcmp(name, "pdf") == 0)
        write_pdf(f, to);
}

static void write_page(const guide *g, const char *page, const call *c, arena *a, output *to)
{
    const filling f = {g, c};
    page_write(200, page, write_place, &f, a, to);
    may_keep(to, KEPT_BY_NOBODY, NULL); /* it contains the address at which it was requested */
}

/* What is the same at every address. */
static void write_fixed(const embedded_file *file, const char *type, output *to)
{
    out_type(to, 200, type);
    may_keep(to, KEPT_BY_ANYONE, NULL);
    out_bytes(to, file->text, file->length);
}

/* All are XML, JSON or HTML: escaping for XML leaves a valid address unchanged, so it suits the others too. */
static void write_file(const embedded_file *file, const call *c, arena *a, output *to)
{
    const char *rest = file->text;
    out_type(to, 200, "application/octet-stream"); /* to be saved: a browser must neither show nor run it */
    out_header(to, "Content-Disposition", arena_printf(a, "attachment; filename=\"%s\"", file->name));
    may_keep(to, KEPT_BY_NOBODY, NULL);
    for (const char *found = strstr(rest, placeholder); found; found = strstr(rest, placeholder)) {
        out_bytes(to, rest, (size_t)(found - rest));
        out_xml(to, c->x->base_url);
        rest = found + sizeof placeholder - 1;
    }
    out_text(to, rest);
}

static bool ends_with(const char *name, const char *ending)
{
    const char *last = strrchr(name, '.');
    return last && strcmp(last, ending) == 0;
}

static status answer_file(const guide *g, const char *name, const call *c, arena *a, output *to)
{
    const embedded_file *file = find(g, name);
    if (!file)
        return FAIL(NOT_FOUND, NULL, "de handleiding staat op %s%s; dit hoort er niet bij",
                    "the guide is at %s%s; this is not a part of it", c->x->base_url, c->service->prefix);
    if (ends_with(name, ".png"))
        write_fixed(file, "image/png", to);
    else if (ends_with(name, ".pdf"))
        write_fixed(file, "application/pdf", to);
    else
        write_file(file, c, a, to);
    return status_ok();
}

static const char *below(const call *c)
{
    const char *rest = c->x->path + strlen(c->service->prefix);
    return *rest == '/' ? rest + 1 : rest;
}

static const char *page_called(const guide *g, const char *name)
{
    return !*name ? g->page : strcmp(name, "arcgis") == 0 ? g->arcgis : strcmp(name, "fme") == 0 ? g->fme : NULL;
}

static status answer(const guide *g, const call *c, arena *a, output *to)
{
    const char *page = page_called(g, below(c));
    if (!page)
        return answer_file(g, below(c), c, a, to);
    write_page(g, page, c, a, to);
    return status_ok();
}

static status answer_handleiding(call *c, arena *a, output *to)
{
    return answer(&dutch, c, a, to);
}

static status answer_guide(call *c, arena *a, output *to)
{
    return answer(&english, c, a, to);
}

const service handleiding_service = {.prefix = "/handleiding",
                                     .has_below = true,
                                     .methods = METHOD_GET,
                                     .open = true,
                                     .answer = answer_handleiding,
                                     .error = call_error_as_asked};
const service guide_service = {.prefix = "/guide",
                               .has_below = true,
                               .methods = METHOD_GET,
                               .open = true,
                               .answer = answer_guide,
                               .error = call_error_as_asked};
