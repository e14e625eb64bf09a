/* Formats of a few lines: a new one needs only encoder.h. One streams, one streams and fails at the last feature, one makes a
 * file first. Each writes the ids of the features, a long line each, and a last line that says that it is complete. */
#include "gml/formats/encoder.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static void prepare(encoding *e)
{
    (void)e;
}

typedef struct line {
    char chars[4096];
} line;

static line line_of(const feature *f)
{
    line made;
    snprintf(made.chars, sizeof made.chars, "%4000lld\n", (long long)f->id);
    return made;
}

static status stream_feature(encoding *e, const feature *f)
{
    const line made = line_of(f);
    out_text(e->to, made.chars);
    return status_ok();
}

static status stream_end(encoding *e)
{
    out_text(e->to, "whole\n");
    return status_ok();
}

static status failing_feature(encoding *e, const feature *f)
{
    if ((int64_t)e->features + 1 == e->answer->returned)
        return FAIL(INTERNAL, "", "het speelgoed is stuk", "the toy is broken");
    return stream_feature(e, f);
}

static status write_to_file(const encoding *e, const char *chars)
{
    const size_t length = strlen(chars);
    if (write(e->file->file, chars, length) != (ssize_t)length)
        return FAIL(UNAVAILABLE, "", "het speelgoed past niet op de schijf", "the toy does not fit on the disk");
    return status_ok();
}

static status file_feature(encoding *e, const feature *f)
{
    const line made = line_of(f);
    return write_to_file(e, made.chars);
}

static status file_end(encoding *e)
{
    return write_to_file(e, "whole\n");
}

const encoder encoder_toy_stream = {.media_type = "text/x-toy",
                                    .names = (const char *const[]){"toy-stream", NULL},
                                    .prepare = prepare,
                                    .begin = encoder_nothing,
                                    .begin_query = encoder_nothing,
                                    .feature = stream_feature,
                                    .end_query = encoder_nothing,
                                    .end = stream_end};

const encoder encoder_toy_fails = {.media_type = "text/x-toy",
                                   .names = (const char *const[]){"toy-fails", NULL},
                                   .prepare = prepare,
                                   .begin = encoder_nothing,
                                   .begin_query = encoder_nothing,
                                   .feature = failing_feature,
                                   .end_query = encoder_nothing,
                                   .end = stream_end};

const encoder encoder_toy_file = {.media_type = "application/x-toy",
                                  .names = (const char *const[]){"toy-file", NULL},
                                  .extension = "toy",
                                  .sink = SINK_FILE,
                                  .prepare = prepare,
                                  .begin = encoder_nothing,
                                  .begin_query = encoder_nothing,
                                  .feature = file_feature,
                                  .end_query = encoder_nothing,
                                  .end = file_end};
