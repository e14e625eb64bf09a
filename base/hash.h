/* A number for a text, to tell texts apart: FNV-1a (draft-eastlake-fnv, 64 bits). Fast, and no secret: whoever wants two texts
 * with the same number finds them. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stdint.h>

#define HASH_BASIS 0xcbf29ce484222325ULL

/* Adds this text to the hash so far, HASH_BASIS at first; "a", "bc" differ from "ab", "c". */
uint64_t hash_text(uint64_t before, const char *word);

#endif
