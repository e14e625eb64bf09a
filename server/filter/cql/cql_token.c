/* The words of ECQL. */
#include "server/filter/cql/cql_parts.h"

#include "base/text.h"

#include <string.h>

static size_t place_of(const cql_reader *r, const char *at)
{
    return (size_t)(at - r->text) + 1;
}

status cql_wrong(const cql_reader *r, const char *nl, const char *en)
{
    return FAIL(BAD_SYNTAX, cql_words.locator, "cql_filter, teken %zu: bij '%.30s' %s%.0s",
                "cql_filter, character %zu: at '%.30s' %.0s%s", r->now.place, r->now.kind == CQL_END ? "" : r->now.chars, nl, en);
}

/* 'it''s' */
static status read_quoted(cql_reader *r, cql_kind kind)
{
    const char quote = *r->at, *at = r->at + 1;
    text t = text_new(r->scope->build.arena);
    for (;; at++) {
        const size_t plain = strcspn(at, kind == CQL_TEXT ? "'" : "\"");
        text_add_bytes(&t, at, plain);
        at += plain;
        if (*at != quote)
            return FAIL(BAD_SYNTAX, cql_words.locator, "cql_filter, teken %zu: het aanhalingsteken wordt niet gesloten",
                        "cql_filter, character %zu: the quote is not closed", place_of(r, r->at));
        if (*++at != quote)
            break;
        text_add_bytes(&t, at, 1);
    }
    r->now = (cql_token){kind, t.chars, place_of(r, r->at)};
    r->at = at;
    return status_ok();
}

static const char digits[] = "0123456789", letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz_";

/* Letters of any script. */
static bool is_letter(char c)
{
    return (unsigned char)c >= 0x80 || (c && strchr(letters, c));
}

static void take(cql_reader *r, cql_kind kind, size_t length)
{
    r->now = (cql_token){kind, arena_strndup(r->scope->build.arena, r->at, length), place_of(r, r->at)};
    r->at += length;
}

/* "12", "-1.5e3", "2020-01-01", "2020-01-01T12:00:00+01:00" */
static status read_number(cql_reader *r)
{
    const size_t length = strspn(r->at, "0123456789.:+-TZEte");
    double number = 0;
    take(r, CQL_NUMBER, length);
    if (text_to_double(r->now.chars, &number))
        return status_ok();
    r->now.kind = CQL_TIME;
    return strspn(r->now.chars, digits) == 4 && r->now.chars[4] == '-'
               ? status_ok()
               : cql_wrong(r, "staat iets dat geen getal of datum is", "is something that is not a number or a date");
}

static void read_name(cql_reader *r)
{
    size_t length = *r->at == '@';
    while (is_letter(r->at[length]) || (r->at[length] && strchr("0123456789:./", r->at[length])))
        length++;
    take(r, CQL_NAME, length);
}

static status read_symbol(cql_reader *r)
{
    static const char *const symbols[] = {"<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", "[", "]", ",", ";", "/"};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (strncmp(r->at, symbols[i], strlen(symbols[i])) == 0) {
            take(r, CQL_SYMBOL, strlen(symbols[i]));
            return status_ok();
        }
    r->now = (cql_token){CQL_SYMBOL, arena_strndup(r->scope->build.arena, r->at, 1), place_of(r, r->at)};
    return cql_wrong(r, "staat een teken dat hier niet kan", "is a character that is not supported here");
}

status cql_next(cql_reader *r)
{
    for (size_t blank = 0; (blank = text_blank(r->at, r->end)) > 0;)
        r->at += blank;
    const bool sign = (*r->at == '-' || *r->at == '+' || *r->at == '.') && r->at[1] && strchr("0123456789.", r->at[1]);
    if (!*r->at) {
        r->now = (cql_token){CQL_END, "", place_of(r, r->at)};
        return status_ok();
    }
    if (*r->at == '\'' || *r->at == '"')
        return read_quoted(r, *r->at == '"' ? CQL_QUOTED : CQL_TEXT);
    if (sign || strchr(digits, *r->at))
        return read_number(r);
    if (!is_letter(*r->at) && *r->at != '@')
        return read_symbol(r);
    read_name(r);
    return status_ok();
}

bool cql_is(const cql_reader *r, const char *word)
{
    return (r->now.kind == CQL_NAME || r->now.kind == CQL_SYMBOL) && text_equal_nocase(r->now.chars, word);
}

status cql_take(cql_reader *r, const char *word, bool *out)
{
    *out = cql_is(r, word);
    return *out ? cql_next(r) : status_ok();
}

status cql_expect(cql_reader *r, const char *word)
{
    bool found = false;
    TRY(cql_take(r, word, &found));
    if (!found)
        return FAIL(BAD_SYNTAX, cql_words.locator, "cql_filter, teken %zu: hier hoort '%s' te staan, niet '%.30s'",
                    "cql_filter, character %zu: '%s' is expected here, not '%.30s'", r->now.place, word, r->now.chars);
    return status_ok();
}
