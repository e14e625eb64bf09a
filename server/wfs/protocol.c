#include "server/wfs/protocol.h"

#include <string.h>
#include <strings.h>

#define PROTOCOL(name) extern const protocol protocol_##name;
#include "server/wfs/protocols.def"
#undef PROTOCOL

const protocol *const protocols[] = {
#define PROTOCOL(name) &protocol_##name,
#include "server/wfs/protocols.def"
#undef PROTOCOL
};

const size_t protocol_count = sizeof protocols / sizeof *protocols;

const protocol *protocol_default(void)
{
    return protocols[0];
}

static bool is_among(const char *word, const char *const *words)
{
    while (*words && strcmp(*words, word) != 0)
        words++;
    return *words;
}

static bool find(const char *version, const protocol **out)
{
    for (size_t i = 0; i < protocol_count; i++)
        if (is_among(version, protocols[i]->versions)) {
            *out = protocols[i];
            return true;
        }
    return false;
}

/* "1.1.0" as 10100, and "1.1" too; -1 for text that is not a version. */
static int64_t number_of(const char *version)
{
    int64_t number = 0;
    for (size_t i = 0; i < 3; i++) {
        const size_t digits = strspn(version, "0123456789");
        const bool ends = version[digits] == '\0';
        if (digits > 2 || (digits == 0 && (i == 0 || !ends)) || (!ends && (i == 2 || version[digits] != '.')))
            return -1;
        number *= 100;
        for (size_t j = 0, tens = digits == 2 ? 10 : 1; j < digits; j++, tens = 1)
            number += (version[j] - '0') * (int64_t)tens;
        version += digits + !ends;
    }
    return number;
}

/* A version older than the best one so far is nearer only if that one is newer than the version asked for. */
const protocol *protocol_nearest(const char *version)
{
    const protocol *best = protocol_default();
    const int64_t asked = version ? number_of(version) : -1;
    for (size_t i = 0; asked >= 0 && i < protocol_count; i++) {
        const int64_t one = number_of(protocols[i]->version), found = number_of(best->version);
        if (found > asked ? one < found : one <= asked && one > found)
            best = protocols[i];
    }
    return best;
}

status protocol_find(const char *version, const protocol **out)
{
    const char *ours = protocol_nearest(version)->version;
    if (!version)
        return FAIL(MISSING_PARAM, "version", "de parameter VERSION ontbreekt: schrijf VERSION=%s",
                    "the parameter VERSION is missing: write VERSION=%s", ours);
    if (!find(version, out))
        return FAIL(BAD_PARAM, "version", "VERSION '%.20s' wordt niet ondersteund: schrijf VERSION=%s",
                    "VERSION '%.20s' is not supported: write VERSION=%s", version, ours);
    return status_ok();
}

/* "2.0.0, 1.1.0" */
static const char *all_versions(arena *a)
{
    text t = text_new(a);
    for (size_t i = 0; i < protocol_count; i++)
        text_addf(&t, "%s%s", i ? ", " : "", protocols[i]->version);
    return t.chars;
}

status protocol_negotiate(const char *accepted, arena *a, const protocol **out)
{
    const text_list versions = text_items(a, accepted, ',');
    for (size_t i = 0; i < versions.count; i++)
        if (find(versions.items[i], out))
            return status_ok();
    return FAIL(BAD_VERSION, "acceptVersions", "deze dienst spreekt WFS %s, niet '%.60s'",
                "this service speaks WFS %s, not '%.60s'", all_versions(a), accepted);
}

const protocol *protocol_of_root(xmlNode *root, const char *version)
{
    const protocol *newest = NULL, *said = NULL;
    xmlChar *own = xmlGetNoNsProp(root, (const xmlChar *)"version");
    const char *const asked = own ? (const char *)own : version;
    for (size_t i = 0; i < protocol_count; i++)
        if (root->ns && xml_is_of(root, protocols[i]->wfs)) {
            newest = newest ? newest : protocols[i];
            said = !said && asked && is_among(asked, protocols[i]->versions) ? protocols[i] : said;
        }
    xmlFree(own);
    return said ? said : newest;
}

/* --- Guessed --- */

enum { GUESS_BYTES = 4096, VERSION_BYTES = 16 };

static void take_version(const char *from, const char *until, char out[VERSION_BYTES])
{
    const size_t length = strcspn(from, until);
    if (length < VERSION_BYTES) {
        memcpy(out, from, length);
        out[length] = '\0';
    }
}

/* Of a URL or a form, which may be no good; *out stays as it is without one. */
static void guess_parameter(const char *pairs, char out[VERSION_BYTES])
{
    static const char name[] = "version=";
    const char *at = pairs ? pairs : "";
    while (strncasecmp(at, name, strlen(name)) != 0) {
        const char *end = strchr(at, '&');
        if (!end)
            return;
        at = end + 1;
    }
    take_version(at + strlen(name), "&", out);
}

/* Of the first element that has one; what stands in <?xml version="1.0"?> is that of XML. */
static void guess_attribute(const char *head, char out[VERSION_BYTES])
{
    static const char blanks[] = " \t\r\n", name[] = "version";
    const char *declared = strstr(head, "<?xml");
    declared = declared ? strstr(declared, "?>") : NULL;
    for (const char *at = strstr(declared ? declared : head, name); at; at = strstr(at, name)) {
        const bool begins = at > head && strchr(blanks, at[-1]);
        at += strlen(name);
        const char *quote = at + strspn(at, " \t\r\n=");
        if (begins && quote > at && (*quote == '"' || *quote == '\'')) {
            take_version(quote + 1, "\"'", out);
            return;
        }
    }
}

/* Where a namespace of this vocabulary stands in quotes, in front of all; NULL for nowhere. */
static const char *find_namespace(const char *head, vocabulary of)
{
    const char *first = NULL;
    for (size_t i = 0; of[i]; i++)
        for (const char *at = strstr(head, of[i]); at; at = strstr(at + 1, of[i])) {
            const bool quoted = at > head && strchr("\"'", at[-1]) && at[strlen(of[i])] == at[-1];
            first = quoted && (!first || at < first) ? at : first;
        }
    return first;
}

/* Without NUL, so that UTF-16 can be read as well as is needed here. */
static void copy_head(const char *bytes, size_t size, char out[GUESS_BYTES + 1])
{
    size_t length = 0;
    for (size_t i = 0; i < size && i < GUESS_BYTES; i++)
        if (bytes[i] != '\0')
            out[length++] = bytes[i];
    out[length] = '\0';
}

const protocol *protocol_guess(const char *url, const char *bytes, size_t size)
{
    char head[GUESS_BYTES + 1], said[VERSION_BYTES] = "", asked[VERSION_BYTES] = "";
    const protocol *found = NULL;
    const char *where = NULL;
    copy_head(bytes, size, head);
    guess_parameter(head, asked);
    guess_parameter(url, asked);
    guess_attribute(head, said);
    for (size_t i = 0; i < protocol_count; i++) {
        const char *at = find_namespace(head, protocols[i]->wfs);
        const bool better = at && (!where || at < where);
        const bool named = at && at == where && is_among(*said ? said : asked, protocols[i]->versions);
        found = better || named ? protocols[i] : found;
        where = better ? at : where;
    }
    return found ? found : protocol_nearest(*asked ? asked : NULL);
}

const protocol *protocol_of_format(const protocol *p, const encoder *e)
{
    const protocol *found = p;
    for (size_t i = 0; p->plain != e && i < protocol_count; i++)
        found = protocols[i]->plain == e ? protocols[i] : found;
    return found;
}

bool protocol_has(const protocol *p, const char *operation)
{
    return !p->lacks || !is_among(operation, p->lacks);
}

const char *protocol_link(const protocol *p, const char *url, const char *operation, arena *a)
{
    return arena_printf(a, "%s?service=WFS&version=%s&request=%s", url, p->version, operation);
}
