/* The ceiling of bin/bench: a FastCGI program that does nothing but send bytes it has in memory, by libfcgi.
 *
 * usage: bench_ceiling FOLDER     standard input is the listening socket; SCRIPT_NAME is a file below FOLDER, mapped at its first
 * use
 */
#include "bench/memory_files.h"

#include <fcgiapp.h>
#include <unistd.h>

static void send(FCGX_Stream *to, const memory_file *found)
{
    FCGX_PutS("Status: ", to);
    FCGX_PutS(found && found->size ? "200" : "404", to);
    FCGX_PutS("\r\nContent-Type: application/octet-stream\r\n\r\n", to);
    for (size_t sent = 0; found && sent < found->size;) {
        const size_t left = found->size - sent, most = 1 << 20;
        const int took = FCGX_PutStr(found->bytes + sent, (int)(left < most ? left : most), to);
        if (took <= 0)
            return; /* the client is gone */
        sent += (size_t)took;
    }
}

int main(int count, char **arguments)
{
    FCGX_Request r;
    memory_files *f = count == 2 ? memory_files_new(arguments[1]) : NULL;
    if (!f || FCGX_Init() != 0 || FCGX_InitRequest(&r, STDIN_FILENO, 0) != 0)
        return 2;
    while (FCGX_Accept_r(&r) == 0) {
        const char *name = FCGX_GetParam("SCRIPT_NAME", r.envp);
        send(r.out, memory_files_find(f, name ? name : ""));
        FCGX_Finish_r(&r);
    }
    return 0;
}
