#include "server/wfs/filter_scope.h"

#include "server/wfs/type_names.h"

static bool knows_prefix(const void *context, const char *prefix, const char *namespaces, arena *a)
{
    return type_names_known_prefix(context, prefix, namespaces, a);
}

fes_scope filter_scope(const request *rq, const filter_source *sources, const crs *systems, size_t count, const char *namespaces,
                       filter_work *work, arena *a)
{
    return (fes_scope){.build = {.catalog = rq->site->catalog,
                                 .sources = sources,
                                 .source_count = count,
                                 .words = &fes_words,
                                 .logic = LOGIC_TWO_VALUED,
                                 .work = work,
                                 .arena = a},
                       .fes = rq->protocol->fes,
                       .gml = rq->protocol->gml,
                       .id = rq->protocol->id,
                       .systems = rq->site->crs,
                       .crs = systems,
                       .namespaces = namespaces,
                       .knows_prefix = knows_prefix,
                       .context = rq};
}
