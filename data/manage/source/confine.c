#include "data/manage/source/confine.h"

#include <errno.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <signal.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>

/* A call with this number fails as if it were not allowed. */
#define DENY(call) BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (call), 0, 1), BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM)

/* Numbers of calls differ between architectures, but a process of ours makes only those of its own. */
static void deny_calls(void)
{
    struct sock_filter rules[] = {
        BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
        DENY(SYS_socket),
        DENY(SYS_connect),
        DENY(SYS_execve),
        DENY(SYS_execveat),
        DENY(SYS_ptrace),
        BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
    };
    const struct sock_fprog program = {sizeof rules / sizeof *rules, rules};
    if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) == 0)
        prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

/* AddressSanitizer reserves terabytes that it never uses. */
static void limit_memory(uint64_t memory)
{
#ifndef __SANITIZE_ADDRESS__
    const struct rlimit most = {memory, memory};
    setrlimit(RLIMIT_AS, &most);
#else
    (void)memory;
#endif
}

void confine_process(uint64_t memory, unsigned seconds)
{
    const struct rlimit time = {seconds, seconds}, none = {0, 0};
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setrlimit(RLIMIT_CPU, &time);
    setrlimit(RLIMIT_CORE, &none); /* what it read is not for the disk */
    limit_memory(memory);
    deny_calls();
}
