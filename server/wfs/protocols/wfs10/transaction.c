/* The answer to a Transaction (02-058 §11.3): it has no totals. */
#include "server/wfs/protocols/wfs10/wfs10.h"
#include "server/wfs/transaction_answer.h"

void wfs10_transaction(const transaction_done *done, xmlw *w, arena *a)
{
    (void)a;
    xmlw_open(w, "wfs:WFS_TransactionResponse");
    xmlw_namespace(w, "wfs", "http://www.opengis.net/wfs");
    xmlw_namespace(w, "ogc", "http://www.opengis.net/ogc");
    xmlw_attribute(w, "version", "1.0.0");
    transaction_write_features(w, done, ACTION_INSERT, NULL, "wfs:InsertResult", "ogc:FeatureId", "fid");
    xmlw_open(w, "wfs:TransactionResult");
    xmlw_open(w, "wfs:Status");
    xmlw_element(w, "wfs:SUCCESS", "");
    xmlw_close(w);
    xmlw_close(w);
    xmlw_close(w);
}
