#include "server/http/accept.h"

#include <ctype.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

enum { RANGES_MOST = 64, WHOLE = 1000, UNNAMED = -1 };

/* One range in such a header: "text/html;q=0.8". */
typedef struct range {
    const char *name;
    size_t length;
    int weight; /* thousandths */
} range;

/* RFC 9110 §12.4.2. Java writes ".2" for "0.2". */
static int weight_of(const char *at, const char *end)
{
    int weight = at < end && isdigit((unsigned char)*at) ? (*at++ - '0') * WHOLE : 0;
    if (at < end && *at == '.')
        for (int unit = WHOLE / 10; unit > 0 && ++at < end && isdigit((unsigned char)*at); unit /= 10)
            weight += (*at - '0') * unit;
    return weight < WHOLE ? weight : WHOLE;
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && (*at == ' ' || *at == '\t'))
        at++;
    return at;
}

/* Only q counts among the parameters between `at` and `end`. */
static int read_weight(const char *at, const char *end)
{
    while (at < end) {
        const char *name = skip_blanks(at + 1, end);
        if (end - name > 1 && tolower((unsigned char)name[0]) == 'q' && name[1] == '=')
            return weight_of(name + 2, end);
        at = name < end ? memchr(name, ';', (size_t)(end - name)) : NULL;
        if (!at)
            break;
    }
    return WHOLE;
}

static bool next_range(const char **rest, range *out)
{
    const char *at = *rest + strspn(*rest, " \t,"), *end = at + strcspn(at, ","),
               *parameters = memchr(at, ';', (size_t)(end - at));
    const char *last = parameters ? parameters : end;
    if (at == end)
        return false;
    while (last > at && (last[-1] == ' ' || last[-1] == '\t'))
        last--;
    *out = (range){at, (size_t)(last - at), parameters ? read_weight(parameters, end) : WHOLE};
    *rest = end;
    return true;
}

static bool is(const range *r, const char *name)
{
    return r->length == strlen(name) && strncasecmp(r->name, name, r->length) == 0;
}

static bool begins(const range *r, const char *with)
{
    return r->length >= strlen(with) && strncasecmp(r->name, with, strlen(with)) == 0;
}

static bool is_one_of(const range *r, const char *const *names)
{
    while (*names && !is(r, *names))
        names++;
    return *names != NULL;
}

static void keep_greater(int *weight, const range *r)
{
    if (r->weight > *weight)
        *weight = r->weight;
}

/* How much each form is wanted; UNNAMED when no name asks for it. */
typedef struct wanted {
    int page, xml, json, any;
    bool images, xhtml;
} wanted;

static void weigh_type(const range *r, wanted *w)
{
    static const char *const xml[] = {"text/xml", "application/xml", "application/gml+xml", "application/soap+xml", NULL};
    static const char *const json[] = {"application/json", "application/geo+json", "application/problem+json", NULL};
    static const char *const any[] = {"*/*", "*", "text/*", "application/*", NULL};
    if (is(r, "text/html"))
        keep_greater(&w->page, r);
    else if (is_one_of(r, xml))
        keep_greater(&w->xml, r);
    else if (is_one_of(r, json))
        keep_greater(&w->json, r);
    else if (is_one_of(r, any))
        keep_greater(&w->any, r);
    w->images |= begins(r, "image/");
    w->xhtml |= is(r, "application/xhtml+xml");
}

/* Java's own client sends "text/html, image/gif, image/jpeg, …" for every program that sets no Accept; browsers name XHTML beside
 * their images. */
static bool wants_page(const wanted *w)
{
    return w->page > 0 && w->page >= w->xml && w->page >= w->json && w->page >= w->any && (w->xhtml || !w->images);
}

static bool wants_json(const wanted *w)
{
    return w->json > 0 && w->json > w->xml && w->json >= w->any;
}

form accept_form(const char *accept)
{
    wanted w = {UNNAMED, UNNAMED, UNNAMED, UNNAMED, false, false};
    range r;
    for (int i = 0; i < RANGES_MOST && next_range(&accept, &r); i++)
        weigh_type(&r, &w);
    return wants_page(&w) ? FORM_PAGE : wants_json(&w) ? FORM_JSON : FORM_XML;
}

/* How well a range names the type: 3 by its name, 2 as a whole family, 1 as any, 0 not at all (RFC 9110 §12.5.1: the most
 * precise one decides). */
static int precision(const range *r, const char *type)
{
    const size_t length = strcspn(type, "; "), main = strcspn(type, "/") + 1;
    if (r->length == length && strncasecmp(r->name, type, length) == 0)
        return 3;
    if (r->length == main + 1 && r->name[main] == '*' && strncasecmp(r->name, type, main) == 0)
        return 2;
    return is(r, "*/*") || is(r, "*") ? 1 : 0;
}

static int weight_for(const char *accept, const char *type)
{
    int best = 0, weight = 0;
    range r;
    for (int i = 0; i < RANGES_MOST && next_range(&accept, &r); i++)
        if (precision(&r, type) > best) {
            best = precision(&r, type);
            weight = r.weight;
        }
    return weight;
}

size_t accept_choose(const char *accept, const char *const *types)
{
    size_t count = 0, best = 0;
    int weight = 0;
    const bool any = accept[strspn(accept, " \t,")] == '\0';
    for (; types[count]; count++) {
        const int one = any ? 1 : weight_for(accept, types[count]);
        best = one > weight ? count : best;
        weight = one > weight ? one : weight;
    }
    return weight > 0 ? best : count;
}

static bool is_language(const range *r, const char *code)
{
    return begins(r, code) && (r->length == 2 || r->name[2] == '-');
}

/* Of two with the same weight, the one that was named first. */
language accept_language(const char *accept_language)
{
    int nl = UNNAMED, en = UNNAMED;
    language first = LANGUAGE_BOTH;
    range r;
    for (int i = 0; i < RANGES_MOST && next_range(&accept_language, &r); i++) {
        if (!is_language(&r, "nl") && !is_language(&r, "en"))
            continue;
        keep_greater(is_language(&r, "nl") ? &nl : &en, &r);
        first = first != LANGUAGE_BOTH ? first : is_language(&r, "nl") ? LANGUAGE_NL : LANGUAGE_EN;
    }
    if (nl <= 0 && en <= 0)
        return LANGUAGE_BOTH;
    return nl == en ? first : nl > en ? LANGUAGE_NL : LANGUAGE_EN;
}

/* RFC 9110 §12.5.3: "*" stands for every coding that is not named, and plain ("identity") is acceptable unless it is refused. */
coding accept_coding(const char *accept_encoding)
{
    static const char *const names[] = {"gzip", "x-gzip", NULL};
    int gzip = UNNAMED, plain = UNNAMED, any = UNNAMED;
    range r;
    for (int i = 0; i < RANGES_MOST && next_range(&accept_encoding, &r); i++)
        if (is_one_of(&r, names))
            keep_greater(&gzip, &r);
        else if (is(&r, "identity"))
            keep_greater(&plain, &r);
        else if (is(&r, "*"))
            keep_greater(&any, &r);
    gzip = gzip == UNNAMED ? any : gzip;
    plain = plain == UNNAMED ? any : plain;
    if (gzip <= 0 || plain > gzip)
        return CODING_PLAIN;
    return plain == 0 ? CODING_GZIP_ALWAYS : CODING_GZIP;
}

const char *language_name(language l)
{
    return l == LANGUAGE_BOTH ? "nl, en" : l == LANGUAGE_NL ? "nl" : "en";
}
