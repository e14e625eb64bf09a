#include "data/manage/import_job.h"

enum { CODE_MAX = 64 };

/* In the order in which SQLite sorts texts. */
static int compare(slice a, slice b)
{
    const int order = memcmp(a.at, b.at, a.length < b.length ? a.length : b.length);
    return order ? order : (a.length > b.length) - (a.length < b.length);
}

/* The newest version of the code in the list: the store gives them in the order of list, code, version. */
static const rubriek_row *find_rubriek(const known_facts *known, slice list, slice code)
{
    size_t from = 0, to = known->rubriek_count; /* before `from`: up to this code; from `to` on: beyond it */
    while (from < to) {
        const size_t middle = (from + to) / 2;
        const int by_list = compare(known->rubrieken[middle].lijst, list);
        if (by_list < 0 || (by_list == 0 && compare(known->rubrieken[middle].code, code) <= 0))
            from = middle + 1;
        else
            to = middle;
    }
    const rubriek_row *last = from ? &known->rubrieken[from - 1] : NULL;
    return last && compare(last->lijst, list) == 0 && compare(last->code, code) == 0 ? last : NULL;
}

/* What a typist leaves out or puts elsewhere: blanks, degree signs (or the ordinal that looks like one), brackets, a full stop at
 * the end, capitals. */
static size_t plain_code(slice code, char out[CODE_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < code.length && n < CODE_MAX; i++) {
        const char c = code.at[i];
        if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || c == '.' || c == '<')
            out[n++] = c;
        else if (c >= 'A' && c <= 'Z')
            out[n++] = (char)(c - 'A' + 'a');
    }
    while (n > 0 && out[n - 1] == '.')
        n--;
    return n;
}

/* One character more, less or other (Levenshtein distance of 1 at most). */
static bool nearly_same(const char *a, size_t a_length, const char *b, size_t b_length)
{
    size_t head = 0, tail = 0;
    const size_t shortest = a_length < b_length ? a_length : b_length, longest = a_length < b_length ? b_length : a_length;
    while (head < shortest && a[head] == b[head])
        head++;
    while (tail < shortest - head && a[a_length - 1 - tail] == b[b_length - 1 - tail])
        tail++;
    return longest - head - tail <= 1;
}

/* The rubriek of the list that was probably meant: the same but for signs, else the only one that differs by a character. NULL:
 * none, or several. */
static const rubriek_row *guess_rubriek(const known_facts *known, slice list, slice code)
{
    char given[CODE_MAX], other[CODE_MAX];
    const size_t length = plain_code(code, given);
    const rubriek_row *near = NULL;
    size_t near_count = 0;
    for (size_t i = 0; i < known->rubriek_count && length > 0; i++) {
        const rubriek_row *r = &known->rubrieken[i];
        const size_t n = plain_code(r->code, other);
        if (compare(r->lijst, list) != 0 || !nearly_same(given, length, other, n))
            continue;
        if (n == length && memcmp(given, other, n) == 0)
            return r;
        near_count += !near || compare(near->code, r->code) != 0;
        near = r;
    }
    return near_count == 1 ? near : NULL;
}

static void refuse_rubriek(import_job *j, slice list, slice code)
{
    const slice other = slice_of(slice_is(list, LIST_BEFORE_2015) ? LIST_FROM_2015 : LIST_BEFORE_2015);
    const rubriek_row *guess = guess_rubriek(&j->known, list, code);
    if (find_rubriek(&j->known, other, code))
        import_refuse(j, FIELD_rubriek, "RubriekNietInLijst", "deze rubriek staat niet in lijst %.*s, wel in de andere lijst",
                      (int)list.length, list.at);
    else if (guess)
        import_refuse(j, FIELD_rubriek, "RubriekNietInLijst", "deze rubriek staat niet in lijst %.*s; bedoelt u %.*s?",
                      (int)list.length, list.at, (int)guess->code.length, guess->code.at);
    else
        import_refuse(j, FIELD_rubriek, "RubriekNietInLijst", "deze rubriek staat niet in lijst %.*s", (int)list.length, list.at);
}

void import_check_rubriek(import_job *j, risicolocatie_row *row)
{
    const slice list = import_value(j, FIELD_rubriekenlijst), code = import_value(j, FIELD_rubriek);
    const bool list_known = slice_is(list, LIST_BEFORE_2015) || slice_is(list, LIST_FROM_2015);
    rule_breach breach;
    import_holds(j, FIELD_rubriekenlijst, rule_rubriekenlijst(row->startdatum, list, &breach), &breach);
    if (code.length == 0)
        import_refuse(j, FIELD_rubriek, "RubriekOntbreekt", "vul de rubriek in");
    else if (list_known && !(row->rubriek = find_rubriek(&j->known, list, code)))
        refuse_rubriek(j, list, code);
}
