#include "server/wfs/namespaces.h"

#include "base/slice.h"
#include "base/xml/xml_bounds.h"

#include <string.h>

/* Each name is looked up in the whole list, so the list must be short enough to search quickly. */
enum { NAMESPACES_BYTES = 160 * 1024 /* more than a document can declare (xml_bounds.h) */ };

#define BLANKS " \t\r\n"

static const char opening[] = "xmlns(";

typedef struct declaration {
    slice prefix, uri; /* without blanks around them; prefix: empty for the default namespace */
    bool prefixed;
} declaration;

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, BLANKS);
}

static slice trimmed(const char *from, const char *end)
{
    return slice_trim((slice){from, (size_t)(end - from)});
}

/* "prefix,uri". WFS 1.1 (04-094 §14.2.2) has "prefix=uri", and no URI begins with a name and "=". */
static const char *separator(const char *from, const char *end)
{
    const char *comma = memchr(from, ',', (size_t)(end - from)), *equals = memchr(from, '=', (size_t)(end - from));
    return comma ? comma : equals && !memchr(from, ':', (size_t)(equals - from)) ? equals : NULL;
}

/* The text between the brackets. */
static declaration read_inside(const char *from, const char *end)
{
    const char *separating = separator(from, end);
    if (!separating)
        return (declaration){.prefix = {from, 0}, .uri = trimmed(from, end)};
    return (declaration){trimmed(from, separating), trimmed(separating + 1, end), true};
}

/* The next declaration; *at then points to the one after it. False when the text there has another form. */
static bool next_declaration(const char **at, declaration *out)
{
    const char *from = skip_blanks(*at);
    const char *end = strncmp(from, opening, strlen(opening)) == 0 ? strchr(from, ')') : NULL;
    if (!end)
        return false;
    const char *after = skip_blanks(end + 1);
    if (*after && (*after != ',' || !*skip_blanks(after + 1)))
        return false;
    *out = read_inside(from + strlen(opening), end);
    *at = *after ? after + 1 : after;
    return true;
}

/* XML Names 1.0 §3. */
static bool is_sound(const declaration *d, arena *a)
{
    const bool of_xml = slice_is(d->uri, "http://www.w3.org/XML/1998/namespace"),
               of_xmlns = slice_is(d->uri, "http://www.w3.org/2000/xmlns/");
    const char *uri = arena_strndup(a, d->uri.at, d->uri.length), *prefix = arena_strndup(a, d->prefix.at, d->prefix.length);
    if (!*uri || strpbrk(uri, BLANKS) || of_xmlns || strcmp(prefix, "xmlns") == 0)
        return false;
    return of_xml == (strcmp(prefix, "xml") == 0) && (!d->prefixed || xmlValidateNCName((const xmlChar *)prefix, 0) == 0);
}

static bool contradicts(const declaration *one, const declaration *other)
{
    return slice_equals(one->prefix, other->prefix) && !slice_equals(one->uri, other->uri);
}

static status malformed(const char *namespaces)
{
    return FAIL(BAD_PARAM, "namespaces", "NAMESPACES heeft de vorm xmlns(voorvoegsel,uri), niet '%.60s'",
                "NAMESPACES has the form xmlns(prefix,uri), not '%.60s'", namespaces);
}

status namespaces_check(const char *namespaces, arena *a)
{
    declaration seen[XML_NAMESPACES];
    size_t count = 0;
    if (namespaces && strlen(namespaces) > NAMESPACES_BYTES)
        return FAIL(BAD_PARAM, "namespaces", "NAMESPACES is langer dan %d tekens", "NAMESPACES is longer than %d characters",
                    (int)NAMESPACES_BYTES);
    for (const char *at = namespaces ? skip_blanks(namespaces) : ""; *at; count++) {
        if (count == XML_NAMESPACES)
            return FAIL(BAD_PARAM, "namespaces", "NAMESPACES heeft meer dan %d naamruimten",
                        "NAMESPACES has more than %d namespaces", (int)XML_NAMESPACES);
        if (!next_declaration(&at, &seen[count]) || !is_sound(&seen[count], a))
            return malformed(namespaces);
        for (size_t i = 0; i < count; i++)
            if (contradicts(&seen[i], &seen[count]))
                return FAIL(BAD_PARAM, "namespaces", "NAMESPACES geeft '%.*s' twee naamruimten",
                            "NAMESPACES gives '%.*s' two namespaces",
                            (int)(seen[i].prefix.length < 60 ? seen[i].prefix.length : 60), seen[i].prefix.at);
    }
    return status_ok();
}

const char *namespaces_uri(const char *namespaces, const char *prefix, arena *a)
{
    declaration d;
    for (const char *at = namespaces; at && next_declaration(&at, &d);)
        if (slice_is(d.prefix, prefix))
            return arena_strndup(a, d.uri.at, d.uri.length);
    return NULL;
}

void namespaces_declare(const char *namespaces, xmlNode *on, arena *a)
{
    declaration d;
    for (const char *at = namespaces; at && next_declaration(&at, &d);)
        if (d.prefixed && !slice_is(d.prefix, "xml")) /* xml is always declared */
            xmlNewNs(on, (const xmlChar *)arena_strndup(a, d.uri.at, d.uri.length),
                     (const xmlChar *)arena_strndup(a, d.prefix.at, d.prefix.length)); /* NULL when the prefix exists */
}
