#include "auth/key_source.h"

#include "base/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

struct key_source {
    const char *file, *url; /* one of the two */
    key_fetch *fetch;
    arena *memory; /* of keys; NULL while there are none */
    key_set keys;
    uint64_t version; /* of keys */
    int64_t loaded_at, tried_at;
    bool tried, failed; /* ever; the last time */
    struct stat stamp;  /* of the file that keys came from */
};

static key_source *source_new(void)
{
    key_source *s = calloc(1, sizeof *s);
    if (!s)
        abort();
    return s;
}

key_source *key_source_file(const char *path)
{
    key_source *s = source_new();
    s->file = path;
    return s;
}

key_source *key_source_url(const char *url, key_fetch *fetch)
{
    key_source *s = source_new();
    s->url = url;
    s->fetch = fetch;
    return s;
}

static void drop_keys(key_source *s)
{
    arena_free(s->memory);
    s->memory = NULL;
    s->keys = (key_set){0};
    s->version++;
}

void key_source_free(key_source *s)
{
    if (!s)
        return;
    drop_keys(s);
    free(s);
}

static status read_file(const char *path, text *body)
{
    FILE *file = fopen(path, "rbe");
    char piece[4096];
    size_t n = 0;
    while (file && body->length <= KEYS_LIMIT && (n = fread(piece, 1, sizeof piece, file)) > 0)
        text_add_bytes(body, piece, n);
    const bool whole = file && !ferror(file);
    if (file)
        fclose(file);
    return whole ? status_ok()
                 : FAIL(BAD_INPUT, "jwks", "Het sleutelbestand \"%s\" kan niet gelezen worden.",
                        "The key file \"%s\" cannot be read.", path);
}

static status read_keys(const key_source *s, arena *a, key_set *out)
{
    text body = text_new(a);
    TRY(s->file ? read_file(s->file, &body) : s->fetch(s->url, &body));
    return key_set_read(body.chars, body.length, a, out);
}

/* The new set replaces the old one as a whole: a set that fails half-way leaves nothing behind. */
static status load(key_source *s, int64_t now)
{
    s->tried = true;
    s->tried_at = now;
    arena *memory = arena_new();
    key_set keys = {0};
    const status result = read_keys(s, memory, &keys);
    s->failed = result.code != ST_OK;
    if (s->failed) {
        arena_free(memory);
        return result;
    }
    drop_keys(s);
    s->memory = memory;
    s->keys = keys;
    s->loaded_at = now;
    return status_ok();
}

/* Whether the file has changed since the last time; notes its new state. A file that has disappeared counts as changed too. */
static bool file_changed(key_source *s)
{
    struct stat found = {0};
    if (stat(s->file, &found) != 0)
        found = (struct stat){0};
    const bool same = found.st_ino == s->stamp.st_ino && found.st_dev == s->stamp.st_dev && found.st_size == s->stamp.st_size &&
                      found.st_mtim.tv_sec == s->stamp.st_mtim.tv_sec && found.st_mtim.tv_nsec == s->stamp.st_mtim.tv_nsec;
    s->stamp = found;
    return !same;
}

status key_source_load(key_source *s, int64_t now)
{
    if (s->file)
        (void)file_changed(s);
    return load(s, now);
}

/* While serving, a failure goes to the log, once per attempt; the client is only told to wait. */
static void reload(key_source *s, int64_t now)
{
    const status result = load(s, now);
    if (result.code != ST_OK)
        log_write("error", "the keys of the token check could not be read: %s", result.en);
}

static void refresh_file(key_source *s, int64_t now)
{
    if (s->tried && now == s->tried_at)
        return;
    s->tried_at = now;
    if (!file_changed(s) && s->tried)
        return;
    reload(s, now);
    if (s->failed)
        drop_keys(s);
}

static void refresh_url(key_source *s, int64_t now)
{
    if (s->memory && now - s->loaded_at >= KEYS_EXPIRE)
        drop_keys(s);
    const int64_t pause = !s->failed ? KEYS_REFRESH : s->memory ? KEYS_RETRY_WITH_OLD : KEYS_RETRY;
    if (!s->tried || now - s->tried_at >= pause)
        reload(s, now);
}

void key_source_refresh(key_source *s, int64_t now)
{
    if (s->file)
        refresh_file(s, now);
    else
        refresh_url(s, now);
}

uint64_t key_source_version(const key_source *s)
{
    return s->version;
}

static const key *find_fresh(key_source *s, key_alg alg, const char *kid, int64_t now)
{
    key_source_refresh(s, now);
    const key *found = key_set_find(&s->keys, alg, kid);
    if (found || s->file || s->failed || now - s->tried_at < KEYS_UNKNOWN)
        return found;
    reload(s, now);
    return key_set_find(&s->keys, alg, kid);
}

status key_source_find(key_source *s, key_alg alg, const char *kid, int64_t now, const key **out)
{
    const key *found = find_fresh(s, alg, kid, now);
    if (!found && s->failed)
        return FAIL(UNAVAILABLE, "",
                    "De sleutels om uw token te controleren zijn nu niet bereikbaar. Probeer het over een minuut opnieuw.",
                    "The keys to check your token cannot be reached now. Try again in a minute.");
    if (!found && !kid)
        return FAIL(UNAUTHENTICATED, "Authorization",
                    "Het token noemt geen sleutel (kid) en er is niet juist één sleutel die past.",
                    "The token names no key (kid) and there is not exactly one key that fits.");
    if (!found)
        return FAIL(UNAUTHENTICATED, "Authorization", "Het token is ondertekend met een sleutel (kid) die deze server niet kent.",
                    "The token is signed with a key (kid) that this server does not know.");
    *out = found;
    return status_ok();
}
