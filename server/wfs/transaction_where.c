/* Which features an Update, a Replace or a Delete is about. */
#include "server/wfs/transaction_read.h"

#include "base/xml/xml_content.h"
#include "server/wfs/filter_scope.h"

static status find_filter(const transaction_reader *r, xmlNode *node, xmlNode **out)
{
    for (xmlNode *child = xmlFirstElementChild(node); child; child = xmlNextElementSibling(child)) {
        if (!xml_is(child, r->request->protocol->fes, "Filter"))
            continue;
        if (*out)
            return FAIL(BAD_SYNTAX, "Filter", "regel %ld: er is meer dan een Filter", "line %ld: there is more than one Filter",
                        xmlGetLineNo(child));
        *out = child;
    }
    return *out
               ? status_ok()
               : FAIL(MISSING_PARAM, "Filter",
                      "regel %ld: zeg met een Filter welke objecten: zonder Filter wordt hier niets gewijzigd",
                      "line %ld: say with a Filter which features: without a Filter nothing is changed here", xmlGetLineNo(node));
}

static status check_names(const transaction_reader *r, xmlNode *given)
{
    const protocol *p = r->request->protocol;
    const vocabulary all[] = {p->fes, p->gml, NULL};
    TRY(xml_check_names(given, all, "Filter"));
    return xml_check_content(given, "Filter");
}

/* Ids alone are looked up all together (op_transaction.c). */
static status count_filter(transaction_reader *r, const filter *f)
{
    r->ids += f->kind == FILTER_IDS ? f->id_count : 0;
    r->filters += f->kind != FILTER_IDS;
    if (r->ids > TRANSACTION_IDS)
        return FAIL(BAD_PARAM, "Filter", "meer dan %d id's in een Transaction: verdeel ze over meer",
                    "more than %d ids in one Transaction: divide them over more", (int)TRANSACTION_IDS);
    if (r->filters > TRANSACTION_FILTERS)
        return FAIL(BAD_PARAM, "Filter", "meer dan %d filters op eigenschappen in een Transaction: noem de objecten bij hun id",
                    "more than %d filters on properties in one Transaction: name the features by their ids",
                    (int)TRANSACTION_FILTERS);
    return status_ok();
}

status transaction_where(transaction_reader *r, xmlNode *node, action *out)
{
    const request *rq = r->request;
    const filter_source of = {.layer = out->layer};
    const crs system = crs_named(rq->site->crs, out->layer->srid, rq->protocol->crs, r->arena);
    xmlNode *given = NULL;
    TRY(find_filter(r, node, &given));
    TRY(check_names(r, given));
    fes_scope s = filter_scope(rq, &of, &system, 1, NULL, &r->work, r->arena); /* each name looks up its own prefix */
    TRY(fes_read(&s, given, &out->where));
    return count_filter(r, out->where);
}
