#include "server/http/aside.h"

#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

/* Parts are spread over a few pairs, because a pair is first in, first out: requests in front of the wanted one are taken out and
 * put back at the end. */
enum { PAIRS = 8, IN = 0, OUT = 1 };

struct aside {
    int pairs[PAIRS][2];
};

typedef struct message {
    uint64_t ticket;
    kept_request request;
} message;

aside *aside_new(void)
{
    aside *a = calloc(1, sizeof *a);
    for (int i = 0; a && i < PAIRS; i++)
        if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, a->pairs[i]) != 0)
            abort(); /* at start-up */
    if (!a)
        abort();
    return a;
}

void aside_free(aside *a)
{
    for (int i = 0; a && i < PAIRS; i++) {
        close(a->pairs[i][IN]);
        close(a->pairs[i][OUT]);
    }
    free(a);
}

/* Room for the control message of two descriptors, aligned as cmsg(3) asks. */
typedef union control {
    char bytes[CMSG_SPACE(sizeof(int[2]))];
    struct cmsghdr aligned;
} control;

static bool send_message(int pair, const message *m)
{
    uint64_t ticket = m->ticket;
    control room = {.bytes = {0}};
    struct iovec text = {&ticket, sizeof ticket};
    struct msghdr head = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = room.bytes, .msg_controllen = sizeof room.bytes};
    struct cmsghdr *rights = CMSG_FIRSTHDR(&head);
    *rights = (struct cmsghdr){.cmsg_level = SOL_SOCKET, .cmsg_type = SCM_RIGHTS, .cmsg_len = CMSG_LEN(sizeof(int[2]))};
    memcpy(CMSG_DATA(rights), (int[2]){m->request.connection, m->request.bytes}, sizeof(int[2]));
    return sendmsg(pair, &head, MSG_DONTWAIT | MSG_NOSIGNAL) == (ssize_t)sizeof ticket;
}

static bool receive_message(int pair, message *out)
{
    int two[2];
    control room = {.bytes = {0}};
    struct iovec text = {&out->ticket, sizeof out->ticket};
    struct msghdr head = {.msg_iov = &text, .msg_iovlen = 1, .msg_control = room.bytes, .msg_controllen = sizeof room.bytes};
    if (recvmsg(pair, &head, MSG_DONTWAIT | MSG_CMSG_CLOEXEC) != (ssize_t)sizeof out->ticket)
        return false;
    const struct cmsghdr *rights = CMSG_FIRSTHDR(&head);
    if (!rights || rights->cmsg_type != SCM_RIGHTS || rights->cmsg_len != CMSG_LEN(sizeof two))
        return false; /* the process has no descriptors left: the connection is closed */
    memcpy(two, CMSG_DATA(rights), sizeof two);
    out->request = (kept_request){two[0], two[1]};
    return true;
}

static void close_both(kept_request r)
{
    close(r.connection);
    close(r.bytes);
}

bool aside_put(aside *a, uint64_t part, uint64_t ticket, kept_request given)
{
    return send_message(a->pairs[part % PAIRS][IN], &(message){ticket, given});
}

bool aside_take(aside *a, uint64_t part, uint64_t ticket, kept_request *out)
{
    const int *pair = a->pairs[part % PAIRS];
    uint64_t first = 0;
    message m;
    while (receive_message(pair[OUT], &m)) {
        if (m.ticket == ticket) {
            *out = m.request;
            return true;
        }
        send_message(pair[IN], &m);
        close_both(m.request);
        if (m.ticket == first)
            return false; /* all have been seen */
        first = first ? first : m.ticket;
    }
    return false;
}
