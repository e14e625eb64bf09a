/* Rows that were checked, on their way to the store: a thread of its own writes them, in the order in which they came, while the
 * next ones are read and checked. In a load of 300,000 rows reading and checking take a third of the time, writing the rest.
 *
 * From row_queue_start to row_queue_end the writer belongs to the queue: nobody else may use it, nor, on its behalf, the arena
 * that it was opened with. */
#ifndef SPATIALITE_ROW_QUEUE_H
#define SPATIALITE_ROW_QUEUE_H

#include "data/store/edit.h"
#include "data/store/writer.h"

typedef struct row_queue row_queue;

/* ST_UNAVAILABLE when no thread can be started. */
MUST_USE status row_queue_start(writer *w, row_queue **out);

/* Copies the row's values (not its layer and properties, which must stay as they are), for this owner (store_driver.h); waits
 * when the thread is far behind. Fails with the error of an earlier row, if that could not be written; then no more rows are
 * written. */
MUST_USE status row_queue_add(row_queue *q, const edit_row *row, const char *owner);

/* Waits until every row is written, or one failed, and gives the writer back. Frees the queue, also after a failure. */
MUST_USE status row_queue_end(row_queue *q);

#endif
