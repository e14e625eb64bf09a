#include "data/store/spatialite/row_queue.h"

#include "data/store/spatialite/edit_connection.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* A batch is handed over when it has so many rows or so many bytes: rarely enough that handing over costs nothing, small enough
 * for a cache. */
enum { BATCHES = 4, BATCH_ROWS = 512, BATCH_BYTES = 256 * 1024 };

typedef struct batch {
    arena *arena; /* of the rows' values */
    edit_row rows[BATCH_ROWS];
    const char *owners[BATCH_ROWS];
    size_t count, bytes;
} batch;

struct row_queue {
    writer *writer;
    pthread_t thread;
    batch batches[BATCHES]; /* batch n, counted from 0, is in place n % BATCHES: until it is filled it is the reader's, then the
                               thread's */

    pthread_mutex_t lock; /* guards the members below */
    pthread_cond_t changed;
    size_t filled, written; /* batches: written <= filled <= written + BATCHES */
    bool ended;
    status failed;
};

static status write_batch(const row_queue *q, const batch *b)
{
    int64_t id = 0;
    for (size_t i = 0; i < b->count; i++)
        TRY(edit_rows_load(q->writer, &b->rows[i], b->owners[i], &id));
    return status_ok();
}

/* The next batch to write; NULL when all are. */
static batch *wait_for_batch(row_queue *q)
{
    pthread_mutex_lock(&q->lock);
    while (q->written == q->filled && !q->ended)
        pthread_cond_wait(&q->changed, &q->lock);
    batch *b = q->written < q->filled ? &q->batches[q->written % BATCHES] : NULL;
    pthread_mutex_unlock(&q->lock);
    return b;
}

static void note_written(row_queue *q, const status *done)
{
    pthread_mutex_lock(&q->lock);
    q->written++;
    if (done->code != ST_OK)
        q->failed = *done;
    pthread_cond_signal(&q->changed);
    pthread_mutex_unlock(&q->lock);
}

/* After a failure the remaining batches are skipped. */
static void *write_all(void *argument)
{
    row_queue *q = argument;
    status done = status_ok();
    for (const batch *b = wait_for_batch(q); b; b = wait_for_batch(q)) {
        if (done.code == ST_OK)
            done = write_batch(q, b);
        note_written(q, &done);
    }
    return NULL;
}

static void free_queue(row_queue *q)
{
    for (size_t i = 0; i < BATCHES; i++)
        arena_free(q->batches[i].arena);
    pthread_cond_destroy(&q->changed);
    pthread_mutex_destroy(&q->lock);
    free(q);
}

status row_queue_start(writer *w, row_queue **out)
{
    row_queue *q = calloc(1, sizeof *q);
    if (!q)
        abort();
    q->writer = w;
    q->failed = status_ok();
    for (size_t i = 0; i < BATCHES; i++)
        q->batches[i].arena = arena_new();
    pthread_mutex_init(&q->lock, NULL); /* these two cannot fail (Linux) */
    pthread_cond_init(&q->changed, NULL);
    if (pthread_create(&q->thread, NULL, write_all, q) != 0) {
        free_queue(q);
        return FAIL(UNAVAILABLE, "", "het systeem kan nu geen thread starten: probeer het straks opnieuw",
                    "the system cannot start a thread now: try again later");
    }
    *out = q;
    return status_ok();
}

/* Hands over the current batch and waits for room for the next one. */
static status hand_over(row_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->filled++;
    pthread_cond_signal(&q->changed);
    while (q->filled == q->written + BATCHES)
        pthread_cond_wait(&q->changed, &q->lock);
    const status failed = q->failed;
    pthread_mutex_unlock(&q->lock);
    batch *next = &q->batches[q->filled % BATCHES];
    arena_reset(next->arena);
    next->count = next->bytes = 0;
    return failed;
}

static bool has_bytes(const property *p, const value *v)
{
    return !v->null && p->type != VALUE_INTEGER && p->type != VALUE_BOOLEAN && p->type != VALUE_DECIMAL;
}

/* A text counts with its NUL. */
static size_t bytes_of(const property *p, const value *v)
{
    if (!has_bytes(p, v))
        return 0;
    return p->type == VALUE_GEOMETRY ? v->shape.size : v->length + 1;
}

/* Copies the bytes to *room and moves it past them. A text's NUL is there already, because the arena gives zeros. */
static value copy_value(const property *p, const value *given, uint8_t **room)
{
    value v = *given;
    if (!has_bytes(p, given))
        return v;
    if (p->type == VALUE_GEOMETRY)
        v.shape.blob = memcpy(*room, given->shape.blob, given->shape.size);
    else
        v.text = memcpy(*room, given->text, given->length);
    *room += bytes_of(p, given);
    return v;
}

/* One piece of memory for all values of the row. */
static const value *copy_values(batch *b, const edit_row *row)
{
    size_t size = 0;
    value *values = arena_array(b->arena, row->count, sizeof *values);
    for (size_t i = 0; i < row->count; i++)
        size += bytes_of(row->properties[i], &row->values[i]);
    uint8_t *room = arena_alloc(b->arena, size + 1);
    for (size_t i = 0; i < row->count; i++)
        values[i] = copy_value(row->properties[i], &row->values[i], &room);
    b->bytes += size;
    return values;
}

status row_queue_add(row_queue *q, const edit_row *row, const char *owner)
{
    batch *b = &q->batches[q->filled % BATCHES]; /* `filled` changes in this thread alone */
    b->owners[b->count] = arena_strdup(b->arena, owner);
    b->rows[b->count] = *row;
    b->rows[b->count++].values = copy_values(b, row);
    return b->count == BATCH_ROWS || b->bytes >= BATCH_BYTES ? hand_over(q) : status_ok();
}

status row_queue_end(row_queue *q)
{
    pthread_mutex_lock(&q->lock);
    q->filled += q->batches[q->filled % BATCHES].count > 0;
    q->ended = true;
    pthread_cond_signal(&q->changed);
    pthread_mutex_unlock(&q->lock);
    pthread_join(q->thread, NULL);
    const status failed = q->failed;
    free_queue(q);
    return failed;
}
