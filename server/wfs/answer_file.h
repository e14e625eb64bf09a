/* The file that an answer is made in when its format cannot be streamed (gml/formats/encoder.h, SINK_FILE): made whole, then
 * sent. Until it is sent every failure is still a proper error. */
#ifndef WFS_ANSWER_FILE_H
#define WFS_ANSWER_FILE_H

#include "data/store/rows.h"
#include "gml/formats/encoder.h"

typedef struct answer_file answer_file;

typedef struct answer_file_settings {
    const char *folder;
    int64_t most;       /* bytes, of all that this answer needs at once */
    int64_t leave_free; /* bytes of free disk space: with less, no answer is made, however many are made at once */
    int limit_s;        /* for making it */
    store_watch watch;
} answer_file_settings;

/* An empty file without a name, closed with the arena. ST_UNAVAILABLE when the folder takes none; the log says why. */
MUST_USE status answer_file_make(const answer_file_settings *how, arena *a, answer_file **out);

/* For the encoder. may_go_on fails with ST_CLIENT_GONE, ST_BUSY or ST_TIMEOUT, and with ST_NOT_PROCESSED when the file is too
 * large. */
const file_sink *answer_file_sink(const answer_file *f);

/* After the encoder's `end`: its size, when it is not too large. */
MUST_USE status answer_file_size(const answer_file *f, int64_t *out);

/* Sends all of it, asking the watch in between. A failure breaks the answer off (out_break). */
MUST_USE status answer_file_send(answer_file *f, output *to);

#endif
