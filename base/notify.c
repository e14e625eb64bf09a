#include "base/notify.h"

#include "base/clock.h"
#include "base/text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

/* False when there is no such supervisor. A name that begins with @ lies in the abstract namespace (unix(7)). */
static bool address_of(struct sockaddr_un *address, socklen_t *size)
{
    const char *path = getenv("NOTIFY_SOCKET");
    const size_t length = path ? strlen(path) : 0;
    if (length < 2 || length >= sizeof address->sun_path || (path[0] != '/' && path[0] != '@'))
        return false;
    *address = (struct sockaddr_un){.sun_family = AF_UNIX};
    memcpy(address->sun_path, path, length);
    if (path[0] == '@')
        address->sun_path[0] = 0;
    *size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
    return true;
}

void notify_say(const char *state)
{
    struct sockaddr_un address;
    socklen_t size;
    if (!address_of(&address, &size))
        return;
    const int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return;
    (void)!sendto(fd, state, strlen(state), MSG_NOSIGNAL, (const struct sockaddr *)&address, size);
    close(fd);
}

void notify_reloading(void)
{
    char words[80];
    snprintf(words, sizeof words, "RELOADING=1\nMONOTONIC_USEC=%lld", (long long)(clock_steady() * 1e6));
    notify_say(words);
}

void notify_stopping(int seconds)
{
    char words[80];
    snprintf(words, sizeof words, "STOPPING=1\nEXTEND_TIMEOUT_USEC=%lld", seconds * 1000000LL);
    notify_say(words);
}

int notify_interval_s(int longest)
{
    const char *every = getenv("WATCHDOG_USEC"), *pid = getenv("WATCHDOG_PID");
    int64_t microseconds = 0, whose = 0;
    if (!every || !text_to_int64(every, &microseconds) || microseconds <= 0)
        return longest;
    if (pid && (!text_to_int64(pid, &whose) || whose != getpid()))
        return longest;
    const int64_t half = microseconds / 2000000;
    return half < 1 ? 1 : half < longest ? (int)half : longest;
}
