/* The same ceiling by the service's own FastCGI framing (server/http/fcgi.h) instead of libfcgi: what that framing gains
 * (docs/decisions/fastcgi-framing.md).
 *
 * usage: bench_ceiling_framing FOLDER     as bench_ceiling
 */
#include "bench/memory_files.h"
#include "server/http/fcgi.h"

#include <unistd.h>

static void send(output *to, const memory_file *found)
{
    const bool is_there = found && found->size;
    out_type(to, is_there ? 200 : 404, "application/octet-stream");
    if (is_there)
        out_bytes(to, found->bytes, found->size);
    out_close(to);
}

int main(int count, char **arguments)
{
    static const front in_front = {0};
    memory_files *f = count == 2 ? memory_files_new(arguments[1]) : NULL;
    if (!f)
        return 2;
    fcgi *transport = fcgi_new(STDIN_FILENO);
    arena *a = arena_new();
    output *to = out_new();
    for (;;) {
        exchange x;
        if (fcgi_accept(transport, &in_front, a, &x)) {
            out_open(to, fcgi_sink(transport));
            send(to, memory_files_find(f, x.path));
            fcgi_finish(transport);
        }
        arena_reset(a);
    }
}
