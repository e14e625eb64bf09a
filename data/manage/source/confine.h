/* Takes from a process what reading a file does not need. */
#ifndef SOURCE_CONFINE_H
#define SOURCE_CONFINE_H

#include <stdint.h>

/* For good: no network and no other program, `memory` bytes at most, `seconds` of processor time, and it dies with its parent.
 * Where the kernel lacks one of these it goes without: they are a second wall. */
void confine_process(uint64_t memory, unsigned seconds);

#endif
