#include "server/http/listen.h"

#include "base/text.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 511, SYSTEMD_FIRST = 3, NONE = -1 };

static bool is_listening(int fd)
{
    int yes = 0;
    socklen_t size = sizeof yes;
    return getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &yes, &size) == 0 && yes;
}

/* sd_listen_fds(3): LISTEN_PID is ours and LISTEN_FDS sockets begin at 3. spawn-fcgi: standard input is the socket. */
static int handed_over(void)
{
    const char *pid = getenv("LISTEN_PID"), *count = getenv("LISTEN_FDS");
    int64_t for_whom = 0, sockets = 0;
    if (pid && count && text_to_int64(pid, &for_whom) && text_to_int64(count, &sockets) && for_whom == getpid() && sockets > 0 &&
        is_listening(SYSTEMD_FIRST))
        return SYSTEMD_FIRST;
    return is_listening(STDIN_FILENO) ? STDIN_FILENO : NONE;
}

/* One parent per path. Children do not inherit a POSIX lock, and it ends with its holder, whatever kills that (fcntl(2)): so
 * workers that finish their requests after their parent was killed do not keep a new parent from starting, as the socket that
 * they still have open would. */
static status lock_path(const char *path, int *out)
{
    char name[sizeof((struct sockaddr_un *)0)->sun_path + sizeof ".lock"];
    snprintf(name, sizeof name, "%s.lock", path);
    const int made = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
    if (made < 0)
        return FAIL(BAD_INPUT, "socket", "kan %s niet openen", "cannot open %s", name);
    if (fcntl(made, F_SETLK, &(struct flock){.l_type = F_WRLCK, .l_whence = SEEK_SET}) != 0) {
        close(made);
        return FAIL(BAD_INPUT, "socket", "op %s luistert al een server", "a server listens on %s already", path);
    }
    *out = made;
    return status_ok();
}

/* Only the owner and the group (the web server's) may connect. */
static int make_socket(const struct sockaddr_un *address)
{
    const int made = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const mode_t before = umask(0117);
    const bool bound =
        made >= 0 && bind(made, (const struct sockaddr *)address, sizeof *address) == 0 && listen(made, BACKLOG) == 0;
    umask(before);
    if (bound)
        return made;
    close(made);
    return NONE;
}

static status open_path(const char *path, listener *l)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(path) >= sizeof address.sun_path)
        return FAIL(BAD_INPUT, "socket", "het pad van de socket is langer dan %zu tekens: %s",
                    "the path of the socket is longer than %zu characters: %s", sizeof address.sun_path - 1, path);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    TRY(lock_path(path, &l->lock));
    unlink(path);
    const int made = make_socket(&address);
    if (made == NONE)
        return FAIL(BAD_INPUT, "socket", "kan niet luisteren op %s", "cannot listen on %s", path);
    l->fd = made;
    l->path = path;
    return status_ok();
}

status listen_open(const char *path, listener *out)
{
    listener l = {.fd = handed_over(), .lock = NONE};
    if (l.fd == NONE)
        TRY(open_path(path, &l));
    fcntl(l.fd, F_SETFL, fcntl(l.fd, F_GETFL) | O_NONBLOCK); /* when several workers wake up, one gets the connection */
    *out = l;
    return status_ok();
}

void listen_withdraw(listener *l)
{
    if (l->path)
        unlink(l->path);
    if (l->lock != NONE)
        close(l->lock); /* another may begin while this one finishes what it has */
    l->lock = NONE;
}

void listen_close(const listener *l)
{
    close(l->fd);
}
