/* The answer to a Transaction (09-025r2 §15.3). */
#include "server/wfs/protocols/wfs20/capabilities.h"
#include "server/wfs/transaction_answer.h"

void wfs20_transaction(const transaction_done *done, xmlw *w, arena *a)
{
    (void)a;
    xmlw_open(w, "wfs:TransactionResponse");
    xmlw_namespace(w, "wfs", "http://www.opengis.net/wfs/2.0");
    xmlw_namespace(w, "fes", "http://www.opengis.net/fes/2.0");
    xmlw_attribute(w, "version", "2.0.0");
    xmlw_open(w, "wfs:TransactionSummary");
    transaction_write_total(w, "wfs:totalInserted", done->totals[ACTION_INSERT]);
    transaction_write_total(w, "wfs:totalUpdated", done->totals[ACTION_UPDATE]);
    transaction_write_total(w, "wfs:totalReplaced", done->totals[ACTION_REPLACE]);
    transaction_write_total(w, "wfs:totalDeleted", done->totals[ACTION_DELETE]);
    xmlw_close(w);
    transaction_write_features(w, done, ACTION_INSERT, "wfs:InsertResults", "wfs:Feature", "fes:ResourceId", "rid");
    transaction_write_features(w, done, ACTION_UPDATE, "wfs:UpdateResults", "wfs:Feature", "fes:ResourceId", "rid");
    transaction_write_features(w, done, ACTION_REPLACE, "wfs:ReplaceResults", "wfs:Feature", "fes:ResourceId", "rid");
    xmlw_close(w);
}
