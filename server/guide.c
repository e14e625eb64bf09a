/* The guide for QGIS, in Dutch and in English: a page, its pictures, and the files that it hands out, with this server's own
 * address in them. bin/guide makes the pages; docs/decisions/guide.md says why they are kept. */
#include "base/embedded.h"
#include "server/http/page.h"
#include "server/http/route.h"

#include <string.h>

/* The placeholder for the address in the files. */
static const char placeholder[] = "http://localhost:8080";

static void write_base(const void *context, const char *name, output *to)
{
    if (strcmp(name, "base") == 0)
        out_xml(to, context);
}

static void write_page(const char *page, const call *c, arena *a, output *to)
{
    page_write(200, page, write_base, c->x->base_url, a, to);
    out_header(to, "Cache-Control", "no-store"); /* it contains the address at which it was requested */
}

static void write_picture(const embedded_file *file, output *to)
{
    out_type(to, 200, "image/png");
    out_header(to, "Cache-Control", "public, max-age=86400");
    out_bytes(to, file->text, file->length);
}

/* All are XML, JSON or HTML: escaping for XML leaves a valid address unchanged, so it suits the others too. */
static void write_file(const embedded_file *file, const call *c, arena *a, output *to)
{
    const char *rest = file->text;
    out_type(to, 200, "application/octet-stream"); /* to be saved: a browser must neither show nor run it */
    out_header(to, "Content-Disposition", arena_printf(a, "attachment; filename=\"%s\"", file->name));
    out_header(to, "Cache-Control", "no-store");
    for (const char *found = strstr(rest, placeholder); found; found = strstr(rest, placeholder)) {
        out_bytes(to, rest, (size_t)(found - rest));
        out_xml(to, c->x->base_url);
        rest = found + sizeof placeholder - 1;
    }
    out_text(to, rest);
}

static bool is_picture(const char *name)
{
    const char *ending = strrchr(name, '.');
    return ending && strcmp(ending, ".png") == 0;
}

static status answer_below(const embedded_file *files, size_t count, const char *name, const call *c, arena *a, output *to)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(files[i].name, name) != 0)
            continue;
        if (is_picture(name))
            write_picture(&files[i], to);
        else
            write_file(&files[i], c, a, to);
        return status_ok();
    }
    return FAIL(NOT_FOUND, NULL, "de handleiding staat op %s%s; dit hoort er niet bij",
                "the guide is at %s%s; this is not a part of it", c->x->base_url, c->service->prefix);
}

static const char *below(const call *c)
{
    const char *rest = c->x->path + strlen(c->service->prefix);
    return *rest == '/' ? rest + 1 : rest;
}

static status answer(const char *page, const embedded_file *files, size_t count, const call *c, arena *a, output *to)
{
    const char *name = below(c);
    if (*name)
        return answer_below(files, count, name, c, a, to);
    write_page(page, c, a, to);
    return status_ok();
}

static status answer_handleiding(call *c, arena *a, output *to)
{
    return answer("handleiding.html", embedded_guide_nl, embedded_guide_nl_count, c, a, to);
}

static status answer_guide(call *c, arena *a, output *to)
{
    return answer("guide.html", embedded_guide_en, embedded_guide_en_count, c, a, to);
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
