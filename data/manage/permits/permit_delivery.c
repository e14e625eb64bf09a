#include "data/manage/permits/permit_delivery.h"

#include "auth/digest.h"
#include "base/calendar.h"
#include "base/folder.h"
#include "base/hex.h"
#include "base/json.h"
#include "base/text.h"
#include "data/manage/permits/permit_event.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

/* --- Which there are --- */

static bool take_word(const char **at, const char *word)
{
    const size_t n = strlen(word);
    if (strncmp(*at, word, n) != 0)
        return false;
    *at += n;
    return true;
}

static bool take_date(const char **at, arena *a, const char **out)
{
    int64_t day = 0;
    if (!calendar_read(*at, &day))
        return false;
    *out = arena_strndup(a, *at, CALENDAR_DATE - 1);
    *at += CALENDAR_DATE - 1;
    return true;
}

static bool read_name(const char *name, arena *a, permit_delivery *out)
{
    const char *at = name;
    if (!take_word(&at, "omv-") || !take_date(&at, a, &out->van) || !take_word(&at, "_") || !take_date(&at, a, &out->tot))
        return false;
    return (strcmp(at, ".jsonl") == 0 || strcmp(at, ".jsonl.gz") == 0) && strcmp(out->van, out->tot) < 0;
}

static int by_days(const void *one, const void *other)
{
    const permit_delivery *a = one, *b = other;
    const int van = strcmp(a->van, b->van), tot = strcmp(a->tot, b->tot);
    return van ? van : tot ? tot : strcmp(a->name, b->name);
}

static void close_folder(void *handle)
{
    closedir(handle);
}

static status cannot_read(const char *what, const char *name)
{
    return FAIL(BAD_INPUT, what, "%.200s kan niet gelezen worden: %s", "%.200s cannot be read: %s", name, strerror(errno));
}

/* When this file is a delivery. */
static status take_entry(const char *folder, const char *file, arena *a, permit_deliveries *to)
{
    permit_delivery one;
    if (!read_name(file, a, &one))
        return status_ok();
    if (to->count == PERMIT_DELIVERIES_MOST)
        return FAIL(BAD_INPUT, "from", "in de map staan meer dan %d leveringen: bewaar oude elders",
                    "the folder holds more than %d deliveries: keep old ones elsewhere", PERMIT_DELIVERIES_MOST);
    one.name = arena_strdup(a, file);
    one.path = arena_printf(a, "%s/%s", folder, one.name);
    one.manifest = arena_printf(a, "%s/omv-%s_%s.manifest.json", folder, one.van, one.tot);
    to->items[to->count++] = one;
    return status_ok();
}

status permit_deliveries_find(const char *folder, arena *a, permit_deliveries *out)
{
    permit_deliveries found = {.items = arena_array(a, PERMIT_DELIVERIES_MOST, sizeof *found.items)};
    const struct dirent *entry = NULL;
    DIR *d = opendir(folder);
    if (!d)
        return cannot_read("from", folder);
    arena_defer(a, close_folder, d);
    for (;;) {
        if (!folder_next(d, &entry))
            return cannot_read("from", folder);
        if (!entry)
            break;
        TRY(take_entry(folder, entry->d_name, a, &found));
    }
    qsort(found.items, found.count, sizeof *found.items, by_days);
    *out = found;
    return status_ok();
}

/* --- Whether one is whole --- */

enum { MANIFEST_MOST = 64 * 1024, CHUNK = 64 * 1024 };

static void close_file(void *handle)
{
    fclose(handle);
}

static status not_delivered(const permit_delivery *d, const char *nl, const char *en)
{
    return FAIL(BAD_INPUT, "levering", "%s: %s%.0s; de dag telt als niet geleverd", "%s: %.0s%s; the day counts as not delivered",
                d->name, nl, en);
}

static status read_manifest(const permit_delivery *d, arena *a, json_t **out)
{
    char *bytes = arena_alloc(a, MANIFEST_MOST + 1);
    FILE *f = fopen(d->manifest, "rb");
    if (!f)
        return not_delivered(d, "zijn manifest is er niet", "its manifest is not there");
    arena_defer(a, close_file, f);
    const size_t size = fread(bytes, 1, MANIFEST_MOST + 1, f);
    *out = size <= MANIFEST_MOST && !ferror(f) ? json_object_read(bytes, size, a) : NULL;
    return *out ? status_ok() : not_delivered(d, "zijn manifest is geen JSON-object", "its manifest is not a JSON object");
}

static bool says(const json_t *manifest, const char *name, const char *word)
{
    const char *said = json_string_value(json_object_get(manifest, name));
    return said && strcmp(said, word) == 0;
}

static status check_sum(const permit_delivery *d, const json_t *manifest, arena *a)
{
    digest sum;
    char hex[2 * DIGEST_SIZE + 1];
    FILE *f = fopen(d->path, "rb");
    if (!f)
        return cannot_read("levering", d->name);
    arena_defer(a, close_file, f);
    if (!digest_of_file(fileno(f), &sum))
        return cannot_read("levering", d->name);
    hex_write(sum.bytes, DIGEST_SIZE, hex);
    return says(manifest, "sha256", hex) ? status_ok()
                                         : not_delivered(d, "de som (sha256) klopt niet", "its checksum (sha256) is wrong");
}

static status check_count(const permit_delivery *d, const json_t *manifest, arena *a)
{
    permit_lines *lines = NULL;
    slice line;
    int64_t count = 0;
    TRY(permit_lines_open(d, a, &lines));
    for (bool more = true; more; count += more)
        TRY(permit_lines_next(lines, &line, &more));
    const json_t *said = json_object_get(manifest, "aantal");
    return json_is_integer(said) && json_integer_value(said) == count
               ? status_ok()
               : not_delivered(d, "het aantal regels klopt niet met het manifest",
                               "its number of lines differs from its manifest");
}

/* A manifest of these days. */
static status find_manifest(const permit_delivery *d, arena *a, json_t **out)
{
    TRY(read_manifest(d, a, out));
    return says(*out, "van", d->van) && says(*out, "tot", d->tot)
               ? status_ok()
               : not_delivered(d, "zijn manifest noemt andere dagen", "its manifest names other days");
}

status permit_delivery_sum(const permit_delivery *d, arena *a, const char **out)
{
    json_t *manifest = NULL;
    TRY(find_manifest(d, a, &manifest));
    const char *sum = json_string_value(json_object_get(manifest, "sha256"));
    if (!sum || strlen(sum) != (size_t)2 * DIGEST_SIZE)
        return not_delivered(d, "zijn manifest heeft geen sha256", "its manifest has no sha256");
    *out = sum;
    return status_ok();
}

status permit_delivery_check(const permit_delivery *d, arena *a)
{
    json_t *manifest = NULL;
    TRY(find_manifest(d, a, &manifest));
    TRY(check_sum(d, manifest, a));
    return check_count(d, manifest, a);
}

/* --- Its lines --- */

struct permit_lines {
    const permit_delivery *of;
    gzFile file; /* reads a file that is not packed as well */
    char *line;
    int64_t number;
};

static void close_lines(void *handle)
{
    gzclose(handle);
}

status permit_lines_open(const permit_delivery *d, arena *a, permit_lines **out)
{
    permit_lines *l = arena_alloc(a, sizeof *l);
    *l = (permit_lines){.of = d, .file = gzopen(d->path, "rb"), .line = arena_alloc(a, PERMIT_LINE_MOST + 2)};
    if (!l->file)
        return cannot_read("levering", d->name);
    arena_defer(a, close_lines, l->file);
    gzbuffer(l->file, CHUNK);
    *out = l;
    return status_ok();
}

/* Without what ends the line. A NUL in it makes it shorter than it is, so that it is no JSON; one that begins with it is not
 * empty either. */
static slice without_end(const char *line)
{
    size_t n = *line ? strlen(line) : 1;
    while (n > 0 && (line[n - 1] == '\n' || line[n - 1] == '\r'))
        n--;
    return (slice){line, n};
}

static status read_line(permit_lines *l, slice *line, bool *more)
{
    int code = Z_OK;
    *more = gzgets(l->file, l->line, PERMIT_LINE_MOST + 2);
    gzerror(l->file, &code);
    if (code != Z_OK)
        return not_delivered(l->of, "het bestand is beschadigd of afgebroken", "the file is damaged or cut off");
    if (!*more)
        return status_ok();
    *line = without_end(l->line);
    if (line->length > PERMIT_LINE_MOST || ++l->number > PERMIT_LINES_MOST)
        return not_delivered(l->of, "het bestand heeft te veel regels, of een te lange",
                             "the file has too many lines, or one too long");
    return status_ok();
}

status permit_lines_next(permit_lines *l, slice *line, bool *more)
{
    do
        TRY(read_line(l, line, more));
    while (*more && line->length == 0);
    return status_ok();
}

int64_t permit_lines_number(const permit_lines *l)
{
    return l->number;
}
