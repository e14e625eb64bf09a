#include "server/fcgi.h"

#include <fcgiapp.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

struct fcgi {
    FCGX_Request request;
    const char *id;
};

fcgi *fcgi_new(int listener)
{
    fcgi *f = calloc(1, sizeof *f);
    if (!f || FCGX_Init() != 0 || FCGX_InitRequest(&f->request, listener, FCGI_FAIL_ACCEPT_ON_INTR) != 0)
        abort();
    return f;
}

void fcgi_free(fcgi *f)
{
    free(f);
}

/* nginx closes its end when its own client has gone. */
static status_code is_gone(void *context)
{
    const fcgi *f = context;
    struct pollfd p = {.fd = f->request.ipcFd, .events = POLLRDHUP};
    const bool gone = poll(&p, 1, 0) > 0 && (p.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
    return gone ? ST_CLIENT_GONE : ST_OK;
}

static const char *parameter(const fcgi *f, const char *name)
{
    const char *found = FCGX_GetParam(name, f->request.envp);
    return found && *found ? found : NULL;
}

static const char *copy(arena *a, const char *given, const char *otherwise)
{
    return arena_strdup(a, given ? given : otherwise);
}

/* A host name or address with a port (RFC 3986 §3.2): it comes back in links, so nothing else is let through. */
static bool is_host(const char *host)
{
    const size_t n = strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]");
    return n > 0 && n < 256 && host[n] == '\0';
}

static const char *base_url(const fcgi *f, const char *public_url, arena *a)
{
    const char *host = parameter(f, "HTTP_HOST"), *scheme = parameter(f, "REQUEST_SCHEME");
    if (public_url)
        return public_url;
    return arena_printf(a, "%s://%s", scheme && strcmp(scheme, "https") == 0 ? "https" : "http", host && is_host(host) ? host : "localhost");
}

/* "/wfs/" is "/wfs". */
static const char *path_of(const fcgi *f, arena *a)
{
    char *path = arena_strdup(a, parameter(f, "SCRIPT_NAME") ? parameter(f, "SCRIPT_NAME") : "/");
    const size_t n = strlen(path);
    if (n > 1 && path[n - 1] == '/')
        path[n - 1] = '\0';
    return path;
}

/* The proxy's own id when it gives one (nginx: 32 hexadecimal digits), so that both logs can be laid side by side. */
static const char *request_id(const fcgi *f, arena *a)
{
    const char *given = parameter(f, "REQUEST_ID");
    const size_t n = given ? strspn(given, "0123456789abcdef") : 0;
    return given && n > 0 && n <= 64 && given[n] == '\0' ? arena_strdup(a, given) : "-";
}

/* What was announced, and no more than BODY_MOST and a byte. */
static const char *read_body(fcgi *f, arena *a, size_t *size)
{
    const char *announced = parameter(f, "CONTENT_LENGTH");
    const long long length = announced ? strtoll(announced, NULL, 10) : 0;
    const int most = length < 0 ? 0 : length > BODY_MOST ? BODY_MOST + 1 : (int)length;
    char *body = arena_alloc(a, (size_t)most + 1);
    const int got = FCGX_GetStr(body, most, f->request.in);
    *size = got > 0 ? (size_t)got : 0;
    return body;
}

bool fcgi_accept(fcgi *f, const char *public_url, arena *a, exchange *out)
{
    if (FCGX_Accept_r(&f->request) != 0)
        return false;
    *out = (exchange){.method = copy(a, parameter(f, "REQUEST_METHOD"), "GET"),
                      .path = path_of(f, a),
                      .query = copy(a, parameter(f, "QUERY_STRING"), ""),
                      .content_type = copy(a, parameter(f, "CONTENT_TYPE"), ""),
                      .content_encoding = copy(a, parameter(f, "HTTP_CONTENT_ENCODING"), ""),
                      .credentials = {parameter(f, "HTTP_AUTHORIZATION"), parameter(f, "HTTP_X_API_KEY"), parameter(f, "REMOTE_ADDR")},
                      .base_url = base_url(f, public_url, a),
                      .id = request_id(f, a),
                      .watch = {f, is_gone}};
    f->id = out->id;
    if (strcmp(out->method, "POST") == 0)
        out->body = read_body(f, a, &out->body_size);
    return true;
}

static void write_header(FCGX_Stream *to, const char *name, const char *content)
{
    FCGX_PutS(name, to);
    FCGX_PutS(": ", to);
    FCGX_PutS(content, to);
    FCGX_PutS("\r\n", to);
}

static bool write_head(void *context, const out_head *head)
{
    fcgi *f = context;
    FCGX_Stream *to = f->request.out;
    FCGX_FPrintF(to, "Status: %d\r\n", head->http);
    if (head->content_type)
        write_header(to, "Content-Type", head->content_type);
    for (size_t i = 0; i < head->header_count; i++)
        write_header(to, head->headers[i].name, head->headers[i].value);
    write_header(to, "X-Request-Id", f->id);
    write_header(to, "Access-Control-Allow-Origin", "*");
    return FCGX_PutS("\r\n", to) >= 0;
}

static bool write_body(void *context, const char *bytes, size_t count)
{
    fcgi *f = context;
    return FCGX_PutStr(bytes, (int)count, f->request.out) == (int)count && FCGX_GetError(f->request.out) == 0;
}

out_sink fcgi_sink(fcgi *f)
{
    return (out_sink){f, write_head, write_body};
}

void fcgi_finish(fcgi *f)
{
    FCGX_Finish_r(&f->request);
}
