/* Any bytes from the other end of the socket, in pieces of any size, give an error or a request with complete texts and body. */
#include "server/http/fcgi_read.h"
#include "tests/fuzz/fuzz.h"

#include <string.h>

enum { BODY = 64 };

static fcgi_progress read_in_pieces(fcgi_reader *r, arena *a, const uint8_t *data, size_t size, size_t most)
{
    fcgi_progress now = FCGI_MORE;
    fcgi_reader_begin(r, a, BODY);
    for (size_t at = 0; at < size && now == FCGI_MORE; at += most)
        now = fcgi_reader_take(r, data + at, size - at < most ? size - at : most);
    return now;
}

static void hold_same(const fcgi_reader *one, const fcgi_reader *other)
{
    hold(one->parameter_count == other->parameter_count && one->body_size == other->body_size, "pieces make no difference");
    for (size_t i = 0; i < one->parameter_count; i++)
        hold(strcmp(one->parameters[i].name, other->parameters[i].name) == 0 &&
                 strcmp(one->parameters[i].value, other->parameters[i].value) == 0,
             "a parameter is the same");
    hold(one->body_size == 0 || memcmp(one->body, other->body, one->body_size + 1) == 0, "a body is the same and ends in NUL");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static fcgi_reader one, other;
    if (size < 1)
        return 0;
    arena *a = arena_new();
    const fcgi_progress whole = read_in_pieces(&one, a, data + 1, size - 1, size),
                        pieces = read_in_pieces(&other, a, data + 1, size - 1, 1 + data[0] % 32);
    hold(whole == pieces, "pieces lead to the same end");
    if (whole == FCGI_WHOLE) {
        hold(one.parameter_count <= FCGI_PARAMETERS && one.body_size <= BODY, "there is no more than may be");
        hold_same(&one, &other);
    }
    arena_free(a);
    return 0;
}
