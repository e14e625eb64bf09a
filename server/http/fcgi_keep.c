#include "server/http/fcgi_keep.h"

#include <string.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

enum { CONTENT_MOST = 65528 };

size_t fcgi_kept_size(const fcgi_reader *r)
{
    return r->stream.length + r->body_size;
}

static bool put_record(int to, const fcgi_reader *r, uint8_t type, const void *content, size_t size)
{
    uint8_t head[FCGI_HEADER] = {FCGI_VERSION, type, (uint8_t)(r->id >> 8), (uint8_t)r->id, (uint8_t)(size >> 8), (uint8_t)size};
    struct iovec pieces[2] = {{head, sizeof head}, {.iov_len = size}};
    memcpy(&pieces[1].iov_base, &content, sizeof content); /* iovec serves reading too, so it is not const */
    return writev(to, pieces, 2) == (ssize_t)(sizeof head + size);
}

/* §3.3: a stream is records with content, and an empty one when it has ended. */
static bool put_stream(int to, const fcgi_reader *r, uint8_t type, const char *bytes, size_t size, bool ended)
{
    bool good = true;
    for (size_t at = 0; good && at < size; at += CONTENT_MOST)
        good = put_record(to, r, type, bytes + at, size - at < CONTENT_MOST ? size - at : CONTENT_MOST);
    return good && (!ended || put_record(to, r, type, "", 0));
}

static bool put_request(int to, const fcgi_reader *r)
{
    return put_record(to, r, FCGI_BEGIN_REQUEST, r->begin, sizeof r->begin) &&
           put_stream(to, r, FCGI_PARAMS, r->stream.chars, r->stream.length, true) &&
           put_stream(to, r, FCGI_STDIN, r->body, r->body_size, r->input_ended) && lseek(to, 0, SEEK_SET) == 0;
}

int fcgi_keep(const fcgi_reader *r)
{
    const int made = memfd_create("request", MFD_CLOEXEC);
    if (made < 0 || put_request(made, r))
        return made;
    close(made);
    return -1;
}
