#include "auth/fetch.h"

#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>

static void release_url(void *url)
{
    curl_url_cleanup(url);
}

static void release_easy(void *easy)
{
    curl_easy_cleanup(easy);
}

static void release_part(void *part)
{
    curl_free(part);
}

/* "" when the URL has no such part. */
static const char *part(CURLU *url, CURLUPart which, arena *a)
{
    char *found = NULL;
    if (curl_url_get(url, which, &found, 0) != CURLUE_OK)
        return "";
    arena_defer(a, release_part, found);
    return found;
}

static bool is_loopback(const char *host)
{
    return strcmp(host, "127.0.0.1") == 0 || strcmp(host, "[::1]") == 0 || strcmp(host, "localhost") == 0;
}

static bool allowed(const char *address, arena *a)
{
    CURLU *url = curl_url();
    arena_defer(a, release_url, url);
    if (curl_url_set(url, CURLUPART_URL, address, 0) != CURLUE_OK || *part(url, CURLUPART_USER, a) ||
        *part(url, CURLUPART_PASSWORD, a))
        return false;
    const char *scheme = part(url, CURLUPART_SCHEME, a);
    return strcmp(scheme, "https") == 0 || (strcmp(scheme, "http") == 0 && is_loopback(part(url, CURLUPART_HOST, a)));
}

status fetch_allowed(const char *url, const char *setting)
{
    arena *a = arena_new();
    const bool fine = allowed(url, a);
    arena_free(a);
    return fine ? status_ok()
                : FAIL(BAD_INPUT, setting,
                       "\"%s\" kan niet: verwacht is een adres met https (http alleen op de eigen machine), zonder gebruiker.",
                       "\"%s\" cannot be used: expected an https address (http on this machine only), without a user.", url);
}

/* Taking less than was offered makes the library stop the transfer. */
static size_t take(char *bytes, size_t one, size_t count, void *context)
{
    text *body = context;
    const size_t size = one * count;
    if (size > FETCH_LIMIT - body->length)
        return 0;
    text_add_bytes(body, bytes, size);
    return size;
}

/* Set once and checked once: an option that this library does not know must not be ignored silently. */
static bool configure(CURL *easy, const char *url, text *body)
{
    const bool plain = strncmp(url, "http:", 5) == 0;
    bool fine = curl_easy_setopt(easy, CURLOPT_URL, url) == CURLE_OK;
    fine = fine && curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, plain ? "http" : "https") == CURLE_OK;
    fine = fine && (!plain || curl_easy_setopt(easy, CURLOPT_NOPROXY, "*") == CURLE_OK); /* loopback goes through no proxy */
    fine = fine && curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) == CURLE_OK;
    fine = fine && curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK;
    fine = fine && curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT, (long)FETCH_CONNECT_S) == CURLE_OK;
    fine = fine && curl_easy_setopt(easy, CURLOPT_TIMEOUT, (long)FETCH_TOTAL_S) == CURLE_OK;
    fine = fine && curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK;
    fine = fine && curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take) == CURLE_OK;
    return fine && curl_easy_setopt(easy, CURLOPT_WRITEDATA, body) == CURLE_OK;
}

/* Sends a prepared request; *http: 0 when there was no answer. */
static CURLcode perform(CURL *easy, long *http)
{
    const CURLcode result = curl_easy_perform(easy);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, http);
    return result;
}

status fetch(const char *url, text *body)
{
    CURL *easy = curl_easy_init();
    if (!easy)
        return FAIL(UNAVAILABLE, "jwks_url", "Er kan geen verbinding gemaakt worden.", "No connection can be made.");
    arena_defer(body->arena, release_easy, easy);
    CURLcode result = CURLE_FAILED_INIT;
    long http = 0;
    if (configure(easy, url, body))
        result = perform(easy, &http);
    if (result == CURLE_OK && http == 200)
        return status_ok();
    return FAIL(UNAVAILABLE, "jwks_url", "De sleutels op \"%s\" zijn niet bereikbaar (%s, HTTP-status %ld).",
                "The keys at \"%s\" cannot be reached (%s, HTTP status %ld).", url, curl_easy_strerror(result), http);
}

struct fetch_line {
    CURL *easy;
};

fetch_line *fetch_line_new(void)
{
    fetch_line *l = calloc(1, sizeof *l);
    if (!l || !(l->easy = curl_easy_init()))
        abort(); /* at the start of a worker */
    return l;
}

void fetch_line_free(fetch_line *l)
{
    if (!l)
        return;
    curl_easy_cleanup(l->easy);
    free(l);
}

static void release_headers(void *list)
{
    curl_slist_free_all(list);
}

static bool configure_post(CURL *easy, const char *form, const char *authorization, arena *a)
{
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: application/json");
    if (authorization)
        headers = curl_slist_append(headers, authorization);
    arena_defer(a, release_headers, headers);
    bool fine = curl_easy_setopt(easy, CURLOPT_HTTPHEADER, headers) == CURLE_OK;
    fine = fine && curl_easy_setopt(easy, CURLOPT_POSTFIELDSIZE, (long)strlen(form)) == CURLE_OK;
    return fine && curl_easy_setopt(easy, CURLOPT_POSTFIELDS, form) == CURLE_OK;
}

status fetch_post(fetch_line *l, const char *url, const char *form, const char *authorization, text *body)
{
    CURLcode result = CURLE_FAILED_INIT;
    long http = 0;
    curl_easy_reset(l->easy); /* forgets the last request, keeps the connection */
    if (configure(l->easy, url, body) && configure_post(l->easy, form, authorization, body->arena))
        result = perform(l->easy, &http);
    curl_easy_reset(l->easy); /* it points into the arena, which is freed */
    if (result == CURLE_OK && http == 200)
        return status_ok();
    if (result == CURLE_OK && http >= 400 && http < 500 && http != 408 && http != 429)
        return FAIL(BAD_PARAM, "introspection", "Het adres \"%s\" weigert het verzoek (HTTP-status %ld).",
                    "The address \"%s\" refuses the request (HTTP status %ld).", url, http);
    return FAIL(UNAVAILABLE, "introspection", "Het adres \"%s\" antwoordt niet zoals het hoort (%s, HTTP-status %ld).",
                "The address \"%s\" does not answer as it should (%s, HTTP status %ld).", url, curl_easy_strerror(result), http);
}
