/* Under a fault the client gets the whole answer or a visible error, never a shorter or a different answer: row A0 of the trial
 * of November 2026.
 *
 * Each request is made without a fault first; then again with a fault at the 1st, 2nd … n-th call of each kind (inject.h), until
 * the answer comes without the fault being reached. The answer must be the very same bytes, or an exception document, or an
 * answer that says that it is truncated, or one that broke off. Then the request is made once more without a fault: nothing of a
 * fault may remain in kept counts, literals or statements.
 *
 * usage: faults [--every | --dense] [WORD]
 *   Quick: each request under two kinds of fault, which change from request to request, n times four. --every: under all kinds, n
 * doubled. --dense: n a tenth more each time (an hour). WORD: only requests with this word in their name. */
#include "tests/faults/asked.h"
#include "tests/faults/inject.h"
#include "tests/faults/world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { FEATURES = 60, CALLS_MOST = 2000000, KINDS = FAULT_COUNT - 1 };

typedef enum depth { QUICK, EVERY, DENSE } depth;

typedef struct run {
    world *world;
    caught_answer right, given;
    depth depth;
    unsigned asked, reached, errors, broken, bad;
} run;

static bool has(const caught_answer *c, const char *words)
{
    return c->bytes && strstr(c->bytes, words);
}

/* A fault is never reported as the client's, except a geometry that cannot be computed with; 404 would say that a row does not
 * exist. 499: the client has gone. */
static bool is_error(const caught_answer *c)
{
    const bool said = c->http == 503 || c->http == 500 || c->http == 400 || c->http == 499;
    const bool well_said = has(c, "ExceptionReport") || has(c, "\"detail_en\"") || has(c, "<dt>exceptionCode<");
    return (said && well_said) || (c->http == 200 && has(c, "<wfs:truncatedResponse>"));
}

typedef enum outcome { OUTCOME_WHOLE, OUTCOME_ERROR, OUTCOME_BROKEN, OUTCOME_BAD } outcome;

static outcome judge(const run *r)
{
    if (caught_answer_equal(&r->given, &r->right))
        return OUTCOME_WHOLE;
    if (!r->given.whole)
        return OUTCOME_BROKEN;
    return is_error(&r->given) ? OUTCOME_ERROR : OUTCOME_BAD;
}

static void complain(run *r, const asked *q, fault kind, unsigned n, const char *what)
{
    r->bad++;
    printf("BAD: %s at %u: %s: %s\n  HTTP %d, %zu bytes, not HTTP %d, %zu bytes: %.600s\n", fault_names[kind], n, what, q->name,
           r->given.http, r->given.size, r->right.http, r->right.size, r->given.bytes ? r->given.bytes : "");
    fflush(stdout);
}

static void ask(run *r, const asked *q, caught_answer *out)
{
    world_ask(r->world, q->query, q->body, !q->anybody, out);
}

/* In a separate process, because it usually aborts. */
static outcome ask_in_child(run *r, const asked *q, unsigned n, bool *reached)
{
    int ended = 0;
    fflush(stdout);
    const pid_t child = fork();
    if (child == 0) {
        fault_arm(FAULT_MEMORY, n);
        ask(r, q, &r->given);
        const bool was_reached = fault_disarm();
        _exit((int)judge(r) * 2 + was_reached);
    }
    if (child < 0 || waitpid(child, &ended, 0) != child)
        abort();
    world_forget(r->world, child);
    if (WIFSIGNALED(ended)) {
        *reached = true;
        return WTERMSIG(ended) == SIGABRT ? OUTCOME_BROKEN : OUTCOME_BAD;
    }
    *reached = WEXITSTATUS(ended) & 1;
    return (outcome)(WEXITSTATUS(ended) / 2);
}

static outcome ask_with(run *r, const asked *q, fault kind, unsigned n, bool *reached)
{
    if (kind == FAULT_MEMORY)
        return ask_in_child(r, q, n, reached);
    fault_arm(kind, n);
    ask(r, q, &r->given);
    *reached = fault_disarm();
    return judge(r);
}

static void check_afterwards(run *r, const asked *q, fault kind, unsigned n)
{
    ask(r, q, &r->given);
    if (judge(r) != OUTCOME_WHOLE)
        complain(r, q, kind, n, "the next request has a part in it");
}

static unsigned next_of(const run *r, unsigned n)
{
    return r->depth == QUICK ? 4 * n : r->depth == EVERY ? 2 * n : n + n / 10 + 1;
}

static void try_fault(run *r, const asked *q, fault kind)
{
    bool reached = true;
    for (unsigned n = 1; reached && n < CALLS_MOST; n = next_of(r, n)) {
        const outcome o = ask_with(r, q, kind, n, &reached);
        r->asked++;
        r->reached += reached;
        r->errors += o == OUTCOME_ERROR;
        r->broken += o == OUTCOME_BROKEN;
        if (o == OUTCOME_BAD || (!reached && o != OUTCOME_WHOLE))
            complain(r, q, kind, n, "neither the whole answer nor an error");
        if (o != OUTCOME_WHOLE)
            check_afterwards(r, q, kind, n);
    }
}

static void try_request(run *r, const asked *q, size_t number)
{
    ask(r, q, &r->right);
    if (r->right.http != 200 || !r->right.whole) {
        const caught_answer kept = r->given;
        r->given = r->right;
        complain(r, q, FAULT_NONE, 0, "not answered");
        r->given = kept;
        return;
    }
    for (size_t i = 0; i < KINDS; i++)
        if (r->depth != QUICK || i == number % KINDS || i == (number / KINDS + 5) % KINDS)
            try_fault(r, q, (fault)(FAULT_BUSY + i));
}

int main(int argc, char **argv)
{
    const char *word = "";
    run r = {0};
    size_t count = 0;
    for (int i = 1; i < argc; i++) {
        r.depth = strcmp(argv[i], "--every") == 0 ? EVERY : strcmp(argv[i], "--dense") == 0 ? DENSE : r.depth;
        word = argv[i][0] == '-' ? word : argv[i];
    }
    arena *a = arena_new();
    faults_begin();
    r.world = world_new("/tmp/faults-XXXXXX", FEATURES);
    const asked *all = asked_all(a, &count);
    for (size_t i = 0; i < count; i++)
        if (strstr(all[i].name, word))
            try_request(&r, &all[i], i);
    printf("%zu requests: %u times with a fault, %u of them reached it: %u errors, %u broken off, %u bad\n", count, r.asked,
           r.reached, r.errors, r.broken, r.bad);
    caught_answer_free(&r.right);
    caught_answer_free(&r.given);
    world_free(r.world);
    arena_free(a);
    return r.bad > 0 || r.errors == 0;
}
