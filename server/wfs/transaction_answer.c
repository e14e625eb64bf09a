#include "server/wfs/transaction_answer.h"

void transaction_write_total(xmlw *w, const char *name, int64_t total)
{
    xmlw_elementf(w, name, "%lld", (long long)total);
}

static void write_feature(xmlw *w, const changed_feature *f, const char *each, const char *element, const char *attribute)
{
    xmlw_open(w, each);
    if (f->handle)
        xmlw_attribute(w, "handle", f->handle);
    xmlw_open(w, element);
    xmlw_attributef(w, attribute, "%s.%lld", f->layer->name, (long long)f->id);
    xmlw_close(w);
    xmlw_close(w);
}

void transaction_write_features(xmlw *w, const transaction_done *done, action_kind kind, const char *list, const char *each,
                                const char *element, const char *attribute)
{
    if (done->totals[kind] == 0)
        return;
    if (list)
        xmlw_open(w, list);
    for (size_t i = 0; i < done->count; i++)
        if (done->features[i].kind == kind)
            write_feature(w, &done->features[i], each, element, attribute);
    if (list)
        xmlw_close(w);
}
