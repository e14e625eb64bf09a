#include "server/http/page.h"

#include "auth/digest.h"
#include "base/embedded.h"
#include "server/http/may_keep.h"

#include <stdlib.h>
#include <string.h>

/* What a page may include besides its own texts, by the name of its placeholder. */
static const struct {
    const char *name, *file;
    bool runs; /* a script; else a style */
} parts[] = {{"style", "page.css", false},
             {"guide-style", "guide.css", false},
             {"api-style", "api.css", false},
             {"script", "copy.js", true}};

enum { PARTS = sizeof parts / sizeof *parts };

static const embedded_file *find(const char *name)
{
    size_t i = 0;
    while (i < embedded_pages_count && strcmp(embedded_pages[i].name, name) != 0)
        i++;
    if (i == embedded_pages_count)
        abort(); /* the names are ours */
    return &embedded_pages[i];
}

static const char *hash_of(const char *name, arena *a)
{
    const embedded_file *f = find(name);
    const digest d = digest_of(f->text, f->length);
    return digest_base64(&d, a);
}

static const char *hashes(const embedded_file *page, bool runs, arena *a)
{
    const char *found = "";
    for (size_t i = 0; i < PARTS; i++)
        if (parts[i].runs == runs && strstr(page->text, arena_printf(a, "{{%s}}", parts[i].name)))
            found = arena_printf(a, "%s 'sha256-%s'", found, hash_of(parts[i].file, a));
    return *found ? found : " 'none'";
}

static const char *policy(const embedded_file *page, arena *a)
{
    return arena_printf(a,
                        "default-src 'none'; style-src%s; script-src%s; img-src 'self'; base-uri 'none'; form-action 'none'; "
                        "frame-ancestors 'none'",
                        hashes(page, false, a), hashes(page, true, a));
}

static void write_place(page_filling place, const void *context, const char *name, output *to)
{
    size_t i = 0;
    while (i < PARTS && strcmp(name, parts[i].name) != 0)
        i++;
    if (i < PARTS)
        out_text(to, find(parts[i].file)->text);
    else
        place(context, name, to);
}

static void fill(const char *text, page_filling place, const void *context, arena *a, output *to)
{
    for (const char *open = strstr(text, "{{"); open; open = strstr(text, "{{")) {
        const char *name = open + 2, *close = strstr(name, "}}");
        out_bytes(to, text, (size_t)(open - text));
        write_place(place, context, arena_strndup(a, name, (size_t)(close - name)), to);
        text = close + 2;
    }
    out_text(to, text);
}

void page_write(int http, const char *file, page_filling place, const void *context, arena *a, output *to)
{
    const embedded_file *page = find(file);
    out_type(to, http, "text/html; charset=utf-8");
    out_header(to, "Content-Security-Policy", policy(page, a));
    fill(page->text, place, context, a, to);
}

void page_write_file(const char *file, const char *content_type, output *to)
{
    out_type(to, 200, content_type);
    may_keep(to, KEPT_BY_ANYONE, NULL);
    out_text(to, find(file)->text);
}
