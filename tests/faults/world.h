/* The server in this process: its own serve() over a sample store, a token for all of it, an answer caught in memory. */
#ifndef TESTS_FAULTS_WORLD_H
#define TESTS_FAULTS_WORLD_H

#include "server/serve.h"

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

typedef struct caught_answer {
    int http;   /* 0: nothing came */
    bool whole; /* it ended as an answer ends; false: the connection broke off */
    char *bytes;
    size_t size, room;
} caught_answer;

typedef struct world world;

/* folder: for the store and the keys, with a name at the end that is still free ("…/faults-XXXXXX"). Aborts when it cannot. */
world *world_new(const char *folder, unsigned features);
void world_free(world *w);

/* asked: what stands after the "?"; body: of a POST, NULL for a GET. With the token or as anybody. Times of the answer are taken
 * out. */
void world_ask(world *w, const char *asked, const char *body, bool with_token, caught_answer *out);
/* A process that asked, and died of it, has no place among those that answer any more. */
void world_forget(world *w, pid_t dead);

void caught_answer_free(caught_answer *c);
bool caught_answer_equal(const caught_answer *one, const caught_answer *other);

#endif
