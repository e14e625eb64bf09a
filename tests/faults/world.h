/* The server in this process: its own serve() over a sample store, a token for everything in it, and answers caught in memory. */
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

/* folder: for the store and the keys; its last part is a template for a new name ("…/faults-XXXXXX"). Aborts on failure. */
world *world_new(const char *folder, unsigned features);
void world_free(world *w);

/* asked: the part of the URL after the "?"; body: that of a POST, NULL for a GET. With the token or anonymously. Times in the
 * answer are replaced by zeros. */
void world_ask(world *w, const char *asked, const char *body, bool with_token, caught_answer *out);
/* Frees the place, among the processes that answer, of one that died while answering. */
void world_forget(world *w, pid_t dead);

void caught_answer_free(caught_answer *c);
bool caught_answer_equal(const caught_answer *one, const caught_answer *other);

#endif
