#include "server/wfs/format_options.h"

#include "base/text.h"

#include <string.h>

/* "csvSeparator:comma, csvSeparator:semicolon": the options to choose from. */
static const char *list(const encoder *with, arena *a)
{
    text t = text_new(a);
    for (const format_option *o = with->options; o->name; o++)
        text_addf(&t, "%s%s:%s", t.length ? ", " : "", o->name, o->value);
    return t.chars;
}

static status unknown(const char *asked, const encoder *with, arena *a)
{
    if (!with->options)
        return FAIL(BAD_PARAM, "format_options", "'%s' heeft geen keuzes: laat FORMAT_OPTIONS weg",
                    "'%s' has no options: leave out FORMAT_OPTIONS", with->names[0]);
    return FAIL(BAD_PARAM, "format_options", "'%.60s' is er niet voor '%s'; kies uit %s",
                "'%.60s' is unknown to '%s'; choose from %s", asked, with->names[0], list(with, a));
}

static bool is(const format_option *o, const char *asked)
{
    const size_t name = strcspn(asked, ":");
    return strlen(o->name) == name && strncasecmp(o->name, asked, name) == 0 && asked[name] == ':' &&
           text_equal_nocase(o->value, asked + name + 1);
}

static const format_option *find(const encoder *with, const char *asked)
{
    const format_option *o = with->options;
    while (o && o->name && !is(o, asked))
        o++;
    return o && o->name ? o : NULL;
}

/* Whether an earlier option has the same name and another value. */
static bool contradicts(const encoder *with, const text_list *all, size_t at, const format_option *one)
{
    for (size_t i = 0; i < at; i++) {
        const format_option *before = find(with, all->items[i]);
        if (before && before != one && strcmp(before->name, one->name) == 0)
            return true;
    }
    return false;
}

status format_options_read(const char *given, const encoder *with, arena *a, unsigned *out)
{
    const text_list all = given ? text_items(a, given, ';') : (text_list){0};
    unsigned flags = 0;
    for (size_t i = 0; i < all.count; i++) {
        const format_option *one = find(with, all.items[i]);
        if (!one)
            return unknown(all.items[i], with, a);
        if (contradicts(with, &all, i, one))
            return FAIL(BAD_PARAM, "format_options", "%s staat er twee keer, met verschillende waarden",
                        "%s is there twice, with different values", one->name);
        flags |= one->flag;
    }
    *out = flags;
    return status_ok();
}
