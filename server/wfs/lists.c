#include "server/wfs/lists.h"

#include <stddef.h>
#include <string.h>

#define BLANKS " \t\r\n"

static const char *skip_blanks(const char *at)
{
    return at + strspn(at, BLANKS);
}

/* Whether the text from `from` to `end` ends with this word, blanks at the end aside. */
static bool ends_with(const char *from, const char *end, const char *word)
{
    const size_t n = strlen(word);
    while (end > from && strchr(BLANKS, end[-1]))
        end--;
    return (size_t)(end - from) >= n && strncmp(end - n, word, n) == 0;
}

/* Whether the bracket at c ends the item: another one opens after it, or the text ends. In a filter ")(" may be text: there an
 * item ends after its last tag and the next one begins with a tag. */
static bool ends_item(const char *c, const char *from, bool of_tags)
{
    const char *after = *c == ')' ? skip_blanks(c + 1) : c;
    if (*c != ')' || (*after != '(' && *after != '\0'))
        return false;
    if (*after == '\0' || !of_tags)
        return true;
    return strchr("<)", *skip_blanks(after + 1)) && (ends_with(from, c, "Filter>") || ends_with(from, c, "/>"));
}

static bool is_of_tags(const char *from)
{
    return *skip_blanks(from) == '<';
}

/* The bracket that ends the item, or the end of the text. */
static const char *end_of_item(const char *from)
{
    const bool of_tags = is_of_tags(from);
    const char *c = from;
    while (*c && !ends_item(c, from, of_tags))
        c++;
    return c;
}

/* The place after the bracket that opens the next item; NULL when there is none. */
static const char *next_item(const char *end)
{
    const char *open = *end ? skip_blanks(end + 1) : end;
    return *open ? open + 1 : NULL;
}

/* Whether each bracket inside an item belongs to a function, right after its name, and is closed before the item ends. */
static bool brackets_match(const char *from, const char *end)
{
    bool inside = false;
    for (const char *c = from; c < end; c++) {
        if (*c == '(' && (inside || c == from || strchr(BLANKS ",(", c[-1])))
            return false;
        if (*c == ')' && (!inside || (c + 1 < end && !strchr(BLANKS ",", c[1]))))
            return false;
        inside = *c == '(' || (inside && *c != ')');
    }
    return !inside;
}

static status check_item(const char *given, const char *from, const char *end, const char *locator)
{
    if (is_of_tags(from) || brackets_match(from, end)) /* a filter is read as XML, where brackets are text */
        return status_ok();
    return FAIL(BAD_PARAM, locator, "%s: de haakjes kloppen niet in '%.60s'; een lijst per vraag schrijft u als (a)(b)",
                "%s: the brackets do not match in '%.60s'; a list for each query is written as (a)(b)", locator, given);
}

static bool is_blank(const char *from, const char *end)
{
    return skip_blanks(from) >= end;
}

static status says_nothing(const char *locator)
{
    return FAIL(BAD_PARAM, locator, "%s: tussen de haakjes staat niets; laat de parameter weg of vul ze in",
                "%s: there is nothing between the brackets; leave the parameter out or fill them in", locator);
}

enum { EVERY_ITEM = -1 };

/* Counts all items, and copies only this one or all of them: a list may be as long as a document, and its items are fetched one
 * by one. */
static status read_items(const char *given, const char *locator, ptrdiff_t which, arena *a, text_list *out)
{
    const char *begin = text_trim(a, given);
    const size_t n = strlen(begin);
    const bool wrapped = n >= 2 && begin[0] == '(' && begin[n - 1] == ')';
    const char *const first = wrapped ? begin + 1 : NULL;
    text_list list = {.count = !wrapped};
    bool empty = wrapped;
    for (const char *from = first, *end; from; from = next_item(end), list.count++) {
        end = end_of_item(from);
        empty &= is_blank(from, end);
        TRY(check_item(begin, from, end, locator));
    }
    if (empty)
        return says_nothing(locator);
    list.items = arena_array(a, list.count, sizeof *list.items);
    size_t at = 0;
    for (const char *from = first, *end; from; from = next_item(end), at++) {
        end = end_of_item(from);
        if (which == EVERY_ITEM || (size_t)which == at || list.count == 1)
            list.items[at] = text_trim(a, arena_strndup(a, from, (size_t)(end - from)));
    }
    if (!wrapped) {
        TRY(check_item(begin, begin, begin + n, locator));
        list.items[0] = begin;
    }
    *out = list;
    return status_ok();
}

status lists_read(const char *given, const char *locator, arena *a, text_list *out)
{
    return read_items(given, locator, EVERY_ITEM, a, out);
}

status lists_item(const char *given, const char *locator, size_t index, arena *a, const char **item, size_t *count)
{
    text_list list = {0};
    TRY(read_items(given, locator, (ptrdiff_t)index, a, &list));
    const size_t at = list.count == 1 ? 0 : index;
    *item = at < list.count ? list.items[at] : NULL;
    *count = list.count;
    return status_ok();
}

status lists_join(const char *given, const char *locator, arena *a, const char **out)
{
    text_list list = {0};
    text t = text_new(a);
    TRY(lists_read(given, locator, a, &list));
    for (size_t i = 0; i < list.count; i++)
        text_addf(&t, "%s%s", i ? "," : "", list.items[i]);
    *out = t.chars;
    return status_ok();
}
