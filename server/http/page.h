/* Pages for people: a template of server/pages, filled in and sent. A template holds its texts; {{name}} is a placeholder that
 * the page fills in. */
#ifndef HTTP_PAGE_H
#define HTTP_PAGE_H

#include "base/arena.h"
#include "base/out.h"

/* Writes what replaces the placeholder; texts from elsewhere by out_xml, which escapes for HTML as well. */
typedef void (*page_filling)(const void *context, const char *name, output *to);

/* Writes head and body. {{style}}, {{guide-style}}, {{api-style}} and {{script}} are ours and filled in here; the policy lets the
 * browser run those and nothing else (Content Security Policy level 3 §6.7.2: by their hashes), so that a page needs no second
 * request for them and shows in full wherever it is served. */
void page_write(int http, const char *file, page_filling place, const void *context, arena *a, output *to);

/* Sends a file of server/pages as it is. */
void page_write_file(const char *file, const char *content_type, output *to);

#endif
