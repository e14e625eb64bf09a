/* GetCapabilities (WFS 2.0 (09-025r2) §8; OWS Common 1.1 (06-121r3) §7). Written from the tables that dispatch uses, so that it
 * announces exactly the operations that run. */
#include "base/xml/xmlw.h"
#include "server/http/may_keep.h"
#include "server/wfs/editing.h"
#include "server/wfs/request.h"

#include <math.h>
#include <string.h>

status read_get_capabilities(const kvp *k, arena *a, request *rq);
status run_get_capabilities(const request *rq, rows *seen, arena *a, output *to, int64_t *features);

/* ACCEPTVERSIONS decides if it is given. Clients of WFS 1.0 and 1.1 send VERSION; for that the nearest version was chosen already
 * (protocol_nearest). Without either it is the newest (OWS 1.1 §7.3.2). */
static status negotiate_version(const kvp *k, arena *a, request *rq)
{
    const char *accepted = kvp_get(k, "acceptVersions");
    return accepted ? protocol_negotiate(accepted, a, &rq->protocol) : status_ok();
}

static status read_sections(const kvp *k, arena *a, request *rq)
{
    const char *given = kvp_get(k, "sections");
    rq->sections = text_items(a, given && *rq->protocol->sections ? given : "", ',');
    for (size_t i = 0; i < rq->sections.count; i++)
        if (!text_is_among_nocase(rq->sections.items[i], rq->protocol->sections))
            return FAIL(BAD_PARAM, "sections", "het deel '%.60s' is er niet", "there is no section '%.60s'",
                        rq->sections.items[i]);
    return status_ok();
}

/* OWS 1.1 §7.3.4: a sequence number that we never gave out is refused; we give none. */
static status check_sequence(const kvp *k)
{
    const char *given = kvp_get(k, "updateSequence");
    int64_t number = 0;
    if (given && (!text_to_int64(given, &number) || number > 0))
        return FAIL(BAD_SEQUENCE, "updateSequence", "deze dienst geeft geen updateSequence uit",
                    "this service gives out no updateSequence");
    return status_ok();
}

static status check_accept_formats(const kvp *k, arena *a)
{
    const char *given = kvp_get(k, "acceptFormats");
    const text_list formats = text_items(a, given ? given : "", ',');
    for (size_t i = 0; i < formats.count; i++)
        if (text_equal_nocase(formats.items[i], "text/xml") || text_equal_nocase(formats.items[i], "application/xml"))
            return status_ok();
    if (formats.count)
        return FAIL(BAD_PARAM, "acceptFormats", "de capabilities zijn er alleen als text/xml",
                    "the capabilities are available as text/xml only");
    return status_ok();
}

status read_get_capabilities(const kvp *k, arena *a, request *rq)
{
    TRY(negotiate_version(k, a, rq));
    TRY(check_sequence(k));
    TRY(check_accept_formats(k, a));
    return read_sections(k, a, rq);
}

/* What the document depends on, besides the configuration: the version, the URL that the caller used, the sections asked for,
 * where the caller's gemeenten lie, and whether he may change anything there. */
static const char *key_of(const request *rq, const double *own, arena *a)
{
    text t = text_new(a);
    text_addf(&t, "%s %s %s%s", rq->operation->name, rq->protocol->version, rq->url, editing_is_for(rq) ? " writes" : "");
    for (size_t i = 0; i < rq->sections.count; i++)
        text_addf(&t, " %s", rq->sections.items[i]);
    for (size_t i = 0; own && i < 4; i++)
        text_addf(&t, " %.4f", own[i]);
    return t.chars;
}

/* Rounded outwards to four decimals, as they are written. */
static void degrees_of(const double box[4], double *degrees)
{
    for (size_t i = 0; i < 4; i++)
        degrees[i] = (i < 2 ? floor(box[i] * 1e4) : ceil(box[i] * 1e4)) / 1e4;
}

/* Where the contours of the caller's gemeenten lie, so that a client shows those and not all of Flanders. NULL for a caller
 * without a gemeente. */
static status own_extent(const request *rq, rows *seen, arena *a, const double **out)
{
    contour_extent found = {0};
    region place = {0};
    if (seen)
        TRY(rows_extent(seen, &found));
    if (found.known)
        TRY(crs_region(rq->site->crs, found.box, CONTOUR_SRID, 4326, a, &place));
    if (place.count == 0)
        return status_ok();
    double *degrees = arena_array(a, 4, sizeof *degrees);
    degrees_of(place.mbr, degrees);
    *out = degrees;
    return status_ok();
}

/* The document differs by caller, and QGIS's cache ignores Vary, so no cache may store it. */
status run_get_capabilities(const request *rq, rows *seen, arena *a, output *to, int64_t *features)
{
    (void)features;
    size_t size = 0;
    const double *own = NULL;
    TRY(own_extent(rq, seen, a, &own));
    const char *key = key_of(rq, own, a), *bytes = document_cache_find(rq->site->kept, key, &size);
    if (!bytes) {
        xmlw *w = xmlw_new(a);
        rq->protocol->capabilities(rq, own, w, a);
        TRY(xmlw_bytes(w, &bytes, &size));
        document_cache_put(rq->site->kept, key, bytes, size);
    }
    out_type(to, 200, "text/xml; charset=utf-8");
    may_keep(to, KEPT_BY_NOBODY_OF_ONE, NULL);
    xmlw_send(bytes, size, to);
    return status_ok();
}
