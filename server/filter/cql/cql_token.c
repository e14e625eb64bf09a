#include "server/filter/cql/cql_text.h"

#include "base/text.h"

#include <string.h>

static size_t place_of(const cql_reader *r, const char *at)
{
    return (size_t)(at - r->text) + 1;
}

static const char *name_of(const cql_reader *r)
{
    return r->scope->build.words->locator;
}

status cql_wrong(const cql_reader *r, const char *nl, const char *en)
{
    return FAIL(BAD_SYNTAX, name_of(r), "%s, teken %zu: bij '%.30s' %s%.0s", "%s, character %zu: at '%.30s' %.0s%s", name_of(r),
                r->now.place, r->now.kind == TOKEN_END ? "" : r->now.chars, nl, en);
}

/* 'it''s', and in CQL2 also 'it\'s': there the \ goes before a quote alone, so that it stays one of a pattern. */
static status read_quoted(cql_reader *r, cql_token_kind kind)
{
    const char quote = *r->at, *at = r->at + 1, *const stops = kind == TOKEN_TEXT ? "'\\" : "\"";
    text t = text_new(r->scope->build.arena);
    for (;; at++) {
        const size_t plain = strcspn(at, stops);
        text_add_bytes(&t, at, plain);
        at += plain;
        if (*at == '\\') {
            at += at[1] == quote && r->scope->language == CQL_2;
            text_add_bytes(&t, at, 1);
            continue;
        }
        if (*at != quote)
            return FAIL(BAD_SYNTAX, name_of(r), "%s, teken %zu: het aanhalingsteken wordt niet gesloten",
                        "%s, character %zu: the quote is not closed", name_of(r), place_of(r, r->at));
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

static void take(cql_reader *r, cql_token_kind kind, size_t length)
{
    r->now = (cql_token){kind, arena_strndup(r->scope->build.arena, r->at, length), place_of(r, r->at)};
    r->at += length;
}

/* "12", "1.5e3", ".5": a sign is an operator. */
static status read_plain_number(cql_reader *r)
{
    size_t length = strspn(r->at, digits);
    double number = 0;
    if (r->at[length] == '.')
        length += 1 + strspn(r->at + length + 1, digits);
    if (r->at[length] == 'e' || r->at[length] == 'E') {
        const size_t sign = r->at[length + 1] == '-' || r->at[length + 1] == '+';
        length += 1 + sign + strspn(r->at + length + 1 + sign, digits);
    }
    take(r, TOKEN_NUMBER, length);
    return text_to_double(r->now.chars, &number) && !is_letter(*r->at)
               ? status_ok()
               : cql_wrong(r, "staat iets dat geen getal is", "is something that is not a number");
}

/* In ECQL: "12", "-1.5e3", "2020-01-01", "2020-01-01T12:00:00+01:00" */
static status read_number(cql_reader *r)
{
    const size_t length = strspn(r->at, "0123456789.:+-TZEte");
    double number = 0;
    take(r, TOKEN_NUMBER, length);
    if (text_to_double(r->now.chars, &number))
        return status_ok();
    r->now.kind = TOKEN_MOMENT;
    return strspn(r->now.chars, digits) == 4 && r->now.chars[4] == '-' && !is_letter(*r->at)
               ? status_ok()
               : cql_wrong(r, "staat iets dat geen getal of datum is", "is something that is not a number or a date");
}

static void read_name(cql_reader *r)
{
    const char *const others = r->scope->language == CQL_2 ? "0123456789:." : "0123456789:./";
    size_t length = *r->at == '@';
    while (is_letter(r->at[length]) || (r->at[length] && strchr(others, r->at[length])))
        length++;
    take(r, TOKEN_NAME, length);
}

static status read_symbol(cql_reader *r)
{
    static const char *const symbols[] = {"<>", "!=", "<=", ">=", "=", "<", ">", "(", ")", "[",
                                          "]",  ",",  ";",  "/",  "+", "-", "*", "%", "^"};
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++)
        if (strncmp(r->at, symbols[i], strlen(symbols[i])) == 0) {
            take(r, TOKEN_SYMBOL, strlen(symbols[i]));
            return status_ok();
        }
    r->now = (cql_token){TOKEN_SYMBOL, arena_strndup(r->scope->build.arena, r->at, 1), place_of(r, r->at)};
    return cql_wrong(r, "staat een teken dat hier niet kan", "is a character that is not supported here");
}

status cql_next(cql_reader *r)
{
    for (size_t blank = 0; (blank = text_blank(r->at, r->end)) > 0;)
        r->at += blank;
    const bool plain = r->scope->language == CQL_2;
    const bool sign =
        (*r->at == '.' || (!plain && (*r->at == '-' || *r->at == '+'))) && r->at[1] && strchr("0123456789.", r->at[1]);
    if (!*r->at) {
        r->now = (cql_token){TOKEN_END, "", place_of(r, r->at)};
        return status_ok();
    }
    if (*r->at == '\'' || *r->at == '"')
        return read_quoted(r, *r->at == '"' ? TOKEN_QUOTED : TOKEN_TEXT);
    if (sign || strchr(digits, *r->at))
        return plain ? read_plain_number(r) : read_number(r);
    if (!is_letter(*r->at) && (*r->at != '@' || plain))
        return read_symbol(r);
    read_name(r);
    return status_ok();
}

bool cql_is(const cql_reader *r, const char *word)
{
    return (r->now.kind == TOKEN_NAME || r->now.kind == TOKEN_SYMBOL) && text_equal_nocase(r->now.chars, word);
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
        return FAIL(BAD_SYNTAX, name_of(r), "%s, teken %zu: hier hoort '%s' te staan, niet '%.30s'",
                    "%s, character %zu: '%s' is expected here, not '%.30s'", name_of(r), r->now.place, word, r->now.chars);
    return status_ok();
}
