/* GetCapabilities (WFS 2.0 (09-025r2) §8; OWS Common 1.1 (06-121r3) §7). Written from the tables that dispatch uses: what is announced is what runs. */
#include "gml/xmlw.h"
#include "server/capabilities.h"
#include "server/request.h"

#include <string.h>

status read_get_capabilities(const kvp *k, arena *a, request *rq);
status run_get_capabilities(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

/* ACCEPTVERSIONS (OWS 1.1 §7.3.2): the first in the client's order that we have. */
static status negotiate_version(const kvp *k, arena *a)
{
    const char *given = kvp_get(k, "acceptVersions");
    if (!given)
        return status_ok(); /* VERSION alone: the highest version we have (§7.3.2), also for a client that asks for an older one */
    const text_list versions = text_split(a, given, ',');
    for (size_t i = 0; i < versions.count; i++)
        if (strcmp(versions.items[i], "2.0.0") == 0 || strcmp(versions.items[i], "2.0.2") == 0)
            return status_ok();
    return FAIL(BAD_VERSION, "acceptVersions", "deze dienst spreekt WFS 2.0.0, niet '%.60s'", "this service speaks WFS 2.0.0, not '%.60s'", given);
}

static status read_sections(const kvp *k, arena *a, request *rq)
{
    const char *given = kvp_get(k, "sections");
    rq->sections = text_split(a, given ? given : "", ',');
    for (size_t i = 0; i < rq->sections.count; i++)
        if (!capabilities_has_section(rq->sections.items[i]))
            return FAIL(BAD_PARAM, "sections", "het deel '%.60s' is er niet", "there is no section '%.60s'", rq->sections.items[i]);
    return status_ok();
}

/* OWS 1.1 §7.3.4: a sequence number that we never gave out is refused; we give none. */
static status check_sequence(const kvp *k)
{
    const char *given = kvp_get(k, "updateSequence");
    int64_t number = 0;
    if (given && (!text_to_int64(given, &number) || number > 0))
        return FAIL(BAD_SEQUENCE, "updateSequence", "deze dienst geeft geen updateSequence uit", "this service gives out no updateSequence");
    return status_ok();
}

static status check_accept_formats(const kvp *k, arena *a)
{
    const char *given = kvp_get(k, "acceptFormats");
    const text_list formats = text_split(a, given ? given : "", ',');
    for (size_t i = 0; i < formats.count; i++)
        if (text_equal_nocase(formats.items[i], "text/xml") || text_equal_nocase(formats.items[i], "application/xml"))
            return status_ok();
    if (formats.count)
        return FAIL(BAD_PARAM, "acceptFormats", "de capabilities zijn er alleen als text/xml", "the capabilities come as text/xml only");
    return status_ok();
}

status read_get_capabilities(const kvp *k, arena *a, request *rq)
{
    TRY(negotiate_version(k, a));
    TRY(check_sequence(k));
    TRY(check_accept_formats(k, a));
    return read_sections(k, a, rq);
}

/* What the document is made from, besides the configuration: where the caller found us, and the sections it wants. */
static const char *key_of(const request *rq, arena *a)
{
    text t = text_new(a);
    text_addf(&t, "%s %s", operations[0].name, rq->url);
    for (size_t i = 0; i < rq->sections.count; i++)
        text_addf(&t, " %s", rq->sections.items[i]);
    return t.chars;
}

/* QGIS keeps capabilities and prefers its copy: private, short, and one per user. */
status run_get_capabilities(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    (void)seen;
    (void)features;
    size_t size = 0;
    const char *key = key_of(rq, a), *bytes = kept_find(rq->site->kept, key, &size);
    if (!bytes) {
        xmlw *w = xmlw_new(a);
        capabilities_write(w, rq, a);
        TRY(xmlw_bytes(w, &bytes, &size));
        kept_put(rq->site->kept, key, bytes, size);
    }
    out_type(to, 200, "text/xml; charset=utf-8");
    out_header(to, "Cache-Control", "private, max-age=60");
    out_header(to, "Vary", "Authorization, X-API-Key, Host");
    xmlw_send(bytes, size, to);
    return status_ok();
}
