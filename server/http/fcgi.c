/* The web server's side of every request: FastCGI 1.0 over a socket, one request on a connection. Output leaves in records of 64
 * KiB and in one system call, together with the headers and the last records. */
#include "server/http/fcgi.h"

#include "server/http/accept.h"
#include "server/http/fcgi_keep.h"
#include "server/http/fcgi_read.h"
#include "server/http/gzip.h"
#include "server/http/web_heads.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

enum {
    ROOM = 64 * 1024,
    RECORD_MOST = 65528,    /* content of one record: below 64 KiB and a multiple of eight (§3.3) */
    RECEIVE_MS = 30 * 1000, /* a web server sends what it has at once */
    DRAIN_MS = 2000,
    LAST_RECORDS = 3 * FCGI_HEADER, /* an empty record, and one with eight bytes */
    PACK_LEAST = 1000,              /* a smaller answer fits in one network packet either way */
};

struct fcgi {
    int listener, connection; /* -1: none */
    fcgi_reader reader;
    const char *id;
    coding accepted;
    const out_head *said; /* until the first bytes come */
    text head;            /* until it has gone out */
    bool packs;           /* this answer */
    gzip *gzip;
    uint8_t room[ROOM];
};

fcgi *fcgi_new(int listener)
{
    fcgi *f = calloc(1, sizeof *f);
    if (!f)
        abort();
    f->listener = listener;
    f->connection = -1;
    f->gzip = gzip_new();
    return f;
}

static void hang_up(fcgi *f)
{
    if (f->connection >= 0)
        close(f->connection);
    f->connection = -1;
}

void fcgi_free(fcgi *f)
{
    if (!f)
        return;
    hang_up(f);
    gzip_free(f->gzip);
    free(f);
}

/* nginx closes its end when its own client has gone. */
static status_code is_gone(void *context)
{
    const fcgi *f = context;
    struct pollfd p = {.fd = f->connection, .events = POLLRDHUP};
    const bool gone = poll(&p, 1, 0) > 0 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
    return gone ? ST_CLIENT_GONE : ST_OK;
}

static const char *copy(arena *a, const char *given, const char *otherwise)
{
    return arena_strdup(a, given ? given : otherwise);
}

static origin origin_of(const fcgi_reader *r, const front *f, arena *a)
{
    const request_heads heads = {.address = fcgi_reader_parameter(r, "REMOTE_ADDR"),
                                 .scheme = fcgi_reader_parameter(r, "REQUEST_SCHEME"),
                                 .host = fcgi_reader_parameter(r, "HTTP_HOST"),
                                 .forwarded = fcgi_reader_parameter(r, "HTTP_FORWARDED"),
                                 .x_for = fcgi_reader_parameter(r, "HTTP_X_FORWARDED_FOR"),
                                 .x_proto = fcgi_reader_parameter(r, "HTTP_X_FORWARDED_PROTO"),
                                 .x_host = fcgi_reader_parameter(r, "HTTP_X_FORWARDED_HOST"),
                                 .x_port = fcgi_reader_parameter(r, "HTTP_X_FORWARDED_PORT"),
                                 .x_prefix = fcgi_reader_parameter(r, "HTTP_X_FORWARDED_PREFIX")};
    return forwarded_read(f, &heads, a);
}

/* "/wfs/" is "/wfs". */
static const char *path_of(const fcgi_reader *r, arena *a)
{
    char *path = arena_strdup(a, fcgi_reader_parameter(r, "SCRIPT_NAME") ? fcgi_reader_parameter(r, "SCRIPT_NAME") : "/");
    const size_t n = strlen(path);
    if (n > 1 && path[n - 1] == '/')
        path[n - 1] = '\0';
    return path;
}

/* The proxy's own id when it gives one (nginx: 32 hexadecimal digits), so that both logs can be laid side by side. */
static const char *request_id(const fcgi_reader *r, arena *a)
{
    const char *given = fcgi_reader_parameter(r, "REQUEST_ID");
    const size_t n = given ? strspn(given, "0123456789abcdef") : 0;
    return given && n > 0 && n <= 64 && given[n] == '\0' ? arena_strdup(a, given) : "-";
}

static bool has_bytes(int connection, int milliseconds)
{
    struct pollfd p = {.fd = connection, .events = POLLIN};
    return poll(&p, 1, milliseconds) > 0;
}

/* Usually all of a request is there at once: the first look does not wait. */
static ssize_t receive(fcgi *f, int milliseconds)
{
    ssize_t got = recv(f->connection, f->room, sizeof f->room, MSG_DONTWAIT);
    while (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        if (!has_bytes(f->connection, milliseconds))
            return -1;
        got = recv(f->connection, f->room, sizeof f->room, MSG_DONTWAIT);
    }
    return got;
}

static bool read_request(fcgi *f, arena *a)
{
    fcgi_progress now = FCGI_MORE;
    fcgi_reader_begin(&f->reader, a, BODY_MOST + 1);
    while (now == FCGI_MORE) {
        const ssize_t got = receive(f, RECEIVE_MS);
        if (got <= 0)
            return false;
        now = fcgi_reader_take(&f->reader, f->room, (size_t)got);
    }
    return now == FCGI_WHOLE;
}

static bool keep(void *context, kept_request *out, size_t *bytes)
{
    const fcgi *f = context;
    const int kept = fcgi_keep(&f->reader);
    if (kept < 0)
        return false;
    *out = (kept_request){f->connection, kept};
    *bytes = fcgi_kept_size(&f->reader);
    return true;
}

/* RFC 9110 §9.3: a body with any other method has no meaning. */
static bool has_body(const char *method)
{
    static const char *const methods[] = {"POST", "PUT", "PATCH", "DELETE"};
    bool found = false;
    for (size_t i = 0; i < sizeof methods / sizeof *methods; i++)
        found |= strcmp(methods[i], method) == 0;
    return found;
}

static exchange describe(fcgi *f, const front *in_front, arena *a)
{
    const fcgi_reader *r = &f->reader;
    const origin from = origin_of(r, in_front, a);
    exchange x = {
        .method = copy(a, fcgi_reader_parameter(r, "REQUEST_METHOD"), "GET"),
        .path = path_of(r, a),
        .query = copy(a, fcgi_reader_parameter(r, "QUERY_STRING"), ""),
        .content_type = copy(a, fcgi_reader_parameter(r, "CONTENT_TYPE"), ""),
        .content_encoding = copy(a, fcgi_reader_parameter(r, "HTTP_CONTENT_ENCODING"), ""),
        .accept = copy(a, fcgi_reader_parameter(r, "HTTP_ACCEPT"), ""),
        .accept_language = copy(a, fcgi_reader_parameter(r, "HTTP_ACCEPT_LANGUAGE"), ""),
        .if_match = copy(a, fcgi_reader_parameter(r, "HTTP_IF_MATCH"), ""),
        .if_none_match = copy(a, fcgi_reader_parameter(r, "HTTP_IF_NONE_MATCH"), ""),
        .if_unmodified_since = copy(a, fcgi_reader_parameter(r, "HTTP_IF_UNMODIFIED_SINCE"), ""),
        .content_crs = copy(a, fcgi_reader_parameter(r, "HTTP_CONTENT_CRS"), ""),
        .preflight = fcgi_reader_parameter(r, "HTTP_ACCESS_CONTROL_REQUEST_METHOD") != NULL,
        .credentials = {fcgi_reader_parameter(r, "HTTP_AUTHORIZATION"), fcgi_reader_parameter(r, "HTTP_X_API_KEY"), from.address},
        .base_url = from.base_url,
        .id = request_id(r, a),
        .watch = {f, is_gone},
        .keeper = {f, keep}};
    if (has_body(x.method)) {
        x.body = r->body;
        x.body_size = r->body_size;
    }
    return x;
}

static void begin_answer(fcgi *f, const front *in_front, arena *a, exchange *out)
{
    *out = describe(f, in_front, a);
    f->id = out->id;
    f->accepted = accept_coding(copy(a, fcgi_reader_parameter(&f->reader, "HTTP_ACCEPT_ENCODING"), ""));
    f->said = NULL;
    f->packs = false;
    f->head = text_new(a);
}

bool fcgi_accept(fcgi *f, const front *in_front, arena *a, exchange *out)
{
    f->connection = accept4(f->listener, NULL, NULL, SOCK_CLOEXEC);
    if (f->connection < 0)
        return false;
    if (!read_request(f, a)) {
        hang_up(f);
        return false;
    }
    begin_answer(f, in_front, a, out);
    return true;
}

static bool read_kept(fcgi *f, int bytes, arena *a)
{
    fcgi_progress now = FCGI_MORE;
    fcgi_reader_begin(&f->reader, a, BODY_MOST + 1);
    while (now == FCGI_MORE) {
        const ssize_t got = read(bytes, f->room, sizeof f->room);
        if (got <= 0)
            return false;
        now = fcgi_reader_take(&f->reader, f->room, (size_t)got);
    }
    return now == FCGI_WHOLE;
}

bool fcgi_resume(fcgi *f, kept_request kept, const front *in_front, arena *a, exchange *out)
{
    f->connection = kept.connection;
    const bool good = is_gone(f) == ST_OK && read_kept(f, kept.bytes, a);
    close(kept.bytes);
    if (good)
        begin_answer(f, in_front, a, out);
    else
        hang_up(f);
    return good;
}

static void write_header(text *to, const char *name, const char *content)
{
    text_add(to, name);
    text_add(to, ": ");
    text_add(to, content);
    text_add(to, "\r\n");
}

/* Kept back until the first bytes: they share a record, and their number decides whether packing pays. */
static bool keep_head(void *context, const out_head *head)
{
    fcgi *f = context;
    f->said = head;
    return true;
}

/* Headers about the bytes do not hold for packed ones: their length is not known yet, and another coding has another ETag (RFC
 * 9110 §8.8.3.3). */
static void write_field(fcgi *f, const char *name, const char *content)
{
    if (f->packs && strcasecmp(name, "Content-Length") == 0)
        return;
    if (f->packs && strcasecmp(name, "ETag") == 0)
        write_header(&f->head, name, web_etag_of_gzip(content, f->head.arena));
    else
        write_header(&f->head, name, content);
}

static void write_coding(fcgi *f, const out_head *head)
{
    if (web_packable(head))
        write_header(&f->head, "Vary", "Accept-Encoding");
    if (f->packs)
        write_header(&f->head, "Content-Encoding", "gzip");
}

static void write_head(fcgi *f, const out_head *head)
{
    text *to = &f->head;
    text_addf(to, "Status: %d %s\r\n", head->http, web_reason(head->http));
    if (head->content_type)
        write_header(to, "Content-Type", head->content_type);
    for (size_t i = 0; i < head->header_count; i++)
        write_field(f, head->headers[i].name, head->headers[i].value);
    write_coding(f, head);
    write_header(to, "X-Request-Id", f->id);
    write_header(to, "Access-Control-Allow-Origin", WEB_ALLOWED_ORIGIN);
    write_header(to, "Access-Control-Expose-Headers", web_exposed_heads);
    if (web_policy(head))
        write_header(to, "Content-Security-Policy", web_policy(head));
    text_add(to, "\r\n");
}

static bool send_all(int connection, struct iovec *pieces, size_t count)
{
    while (count > 0) {
        const struct msghdr message = {.msg_iov = pieces, .msg_iovlen = count};
        ssize_t sent = sendmsg(connection, &message, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return false;
        for (; count > 0 && (size_t)sent >= pieces->iov_len; pieces++, count--)
            sent -= (ssize_t)pieces->iov_len;
        if (count > 0) {
            pieces->iov_base = (char *)pieces->iov_base + sent;
            pieces->iov_len -= (size_t)sent;
        }
    }
    return true;
}

static void put_header(const fcgi *f, uint8_t *to, uint8_t type, size_t size)
{
    memcpy(to,
           (uint8_t[FCGI_HEADER]){FCGI_VERSION, type, (uint8_t)(f->reader.id >> 8), (uint8_t)f->reader.id, (uint8_t)(size >> 8),
                                  (uint8_t)size},
           FCGI_HEADER);
}

static struct iovec piece(const void *bytes, size_t count)
{
    struct iovec made = {.iov_len = count};
    memcpy(&made.iov_base, &bytes, sizeof bytes); /* iovec serves reading too, so it is not const */
    return made;
}

/* §6.1: an empty record of the stream, then the end of the request (application status 0, request complete 0). */
static struct iovec last_records(const fcgi *f, uint8_t space[LAST_RECORDS])
{
    memset(space, 0, LAST_RECORDS);
    put_header(f, space, FCGI_STDOUT, 0);
    put_header(f, space + FCGI_HEADER, FCGI_END_REQUEST, FCGI_HEADER);
    return piece(space, LAST_RECORDS);
}

/* Makes one record of what is left of the headers and the bytes; the pieces to send are added to `pieces`. */
static size_t add_record(fcgi *f, uint8_t header[FCGI_HEADER], struct iovec *pieces, text *head, const char **bytes,
                         size_t *count)
{
    const size_t first = head->length < RECORD_MOST ? head->length : RECORD_MOST, room = RECORD_MOST - first,
                 second = *count < room ? *count : room;
    size_t used = 0;
    put_header(f, header, FCGI_STDOUT, first + second);
    pieces[used++] = piece(header, FCGI_HEADER);
    if (first)
        pieces[used++] = piece(head->chars, first);
    if (second)
        pieces[used++] = piece(*bytes, second);
    head->chars += first;
    head->length -= first;
    *bytes += second;
    *count -= second;
    return used;
}

/* For a buffer of 64 KiB, the headers and the end: three records at most, in one call. */
static bool send_bytes(void *context, const char *bytes, size_t count, bool is_last)
{
    fcgi *f = context;
    enum { RECORDS = 4 };
    uint8_t headers[RECORDS][FCGI_HEADER], end[LAST_RECORDS];
    bool sent = true;
    do {
        struct iovec pieces[3 * RECORDS + 1];
        size_t used = 0;
        for (size_t i = 0; i < RECORDS && f->head.length + count > 0; i++)
            used += add_record(f, headers[i], pieces + used, &f->head, &bytes, &count);
        if (is_last && f->head.length + count == 0)
            pieces[used++] = last_records(f, end);
        sent = send_all(f->connection, pieces, used);
    } while (sent && f->head.length + count > 0);
    return sent;
}

static bool pays(const fcgi *f, size_t count, bool is_last)
{
    return f->accepted == CODING_GZIP_ALWAYS || (f->accepted == CODING_GZIP && (!is_last || count >= PACK_LEAST));
}

static void begin_body(fcgi *f, size_t count, bool is_last)
{
    if (!f->said)
        return;
    f->packs = web_packable(f->said) && pays(f, count, is_last);
    write_head(f, f->said);
    f->said = NULL;
    if (f->packs)
        gzip_begin(f->gzip);
}

static bool write_bytes(fcgi *f, const char *bytes, size_t count, bool is_last)
{
    begin_body(f, count, is_last);
    return f->packs ? gzip_add(f->gzip, bytes, count, is_last, (gzip_taker){f, send_bytes})
                    : send_bytes(f, bytes, count, is_last);
}

static bool write_body(void *context, const char *bytes, size_t count)
{
    return write_bytes(context, bytes, count, false);
}

static bool write_end(void *context, const char *bytes, size_t count)
{
    return write_bytes(context, bytes, count, true);
}

out_sink fcgi_sink(fcgi *f)
{
    return (out_sink){.context = f, .begin = keep_head, .write = write_body, .end = write_end};
}

/* Closing a socket that has unread bytes may lose the answer (unix(7), tcp(7)): the rest of a body that was too long is read and
 * dropped. */
static void drain(fcgi *f)
{
    shutdown(f->connection, SHUT_WR);
    while (receive(f, DRAIN_MS) > 0) {
    }
}

void fcgi_finish(fcgi *f)
{
    if (!f->reader.input_ended)
        drain(f);
    hang_up(f);
}

void fcgi_let_go(fcgi *f)
{
    hang_up(f);
}
