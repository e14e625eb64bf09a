/* The answer to a Transaction (04-094 §12.3). */
#include "server/wfs/protocols/wfs11/wfs11.h"
#include "server/wfs/transaction_answer.h"

void wfs11_transaction(const transaction_done *done, xmlw *w, arena *a)
{
    (void)a;
    xmlw_open(w, "wfs:TransactionResponse");
    xmlw_namespace(w, "wfs", "http://www.opengis.net/wfs");
    xmlw_namespace(w, "ogc", "http://www.opengis.net/ogc");
    xmlw_attribute(w, "version", "1.1.0");
    xmlw_open(w, "wfs:TransactionSummary");
    transaction_write_total(w, "wfs:totalInserted", done->totals[ACTION_INSERT]);
    transaction_write_total(w, "wfs:totalUpdated", done->totals[ACTION_UPDATE] + done->totals[ACTION_REPLACE]);
    transaction_write_total(w, "wfs:totalDeleted", done->totals[ACTION_DELETE]);
    xmlw_close(w);
    transaction_write_features(w, done, ACTION_INSERT, "wfs:InsertResults", "wfs:Feature", "ogc:FeatureId", "fid");
    xmlw_close(w);
}
