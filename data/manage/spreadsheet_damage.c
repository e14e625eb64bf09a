#include "data/manage/spreadsheet_damage.h"

#include "base/calendar.h"

#include <stdio.h>
#include <strings.h>

enum { LONGEST = 40, SERIAL_FIRST = 61, CELL_MOST = 32767, FORM_MOST = 6 };
static const int SERIAL_LAST = 99999;

static const char *const months[] = {"jan", "feb", "mrt", "mar", "apr", "mei", "may", "jun",
                                     "jul", "aug", "sep", "okt", "oct", "nov", "dec"};

static bool is_date(import_field f)
{
    return f == FIELD_startdatum || f == FIELD_einddatum;
}

static bool is_code(import_field f)
{
    return f == FIELD_rubriek || f == FIELD_rubriekenlijst || f == FIELD_omv_nummer || f == FIELD_iioa_nummer;
}

static void tell(char reason[DAMAGE_REASON], const char *words)
{
    snprintf(reason, DAMAGE_REASON, "%s", words);
}

/* --- The form of a value: runs of digits and letters, and what stands between them --- */

typedef struct parts {
    char chars[LONGEST + 1];
    size_t count;
    struct {
        bool letters;
        int number; /* of digits, up to 9 of them */
        size_t from, length;
    } runs[FORM_MOST];
    char between[FORM_MOST + 1]; /* the sign before each run; and behind the last, 0 for none */
    bool others;                 /* anything else, or too much of it */
} parts;

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static size_t take_run(parts *p, size_t at)
{
    const bool letters = is_letter(p->chars[at]);
    size_t end = at;
    int number = 0;
    for (; letters ? is_letter(p->chars[end]) : is_digit(p->chars[end]); end++)
        number = letters || end - at >= 9 ? number : 10 * number + (p->chars[end] - '0');
    p->runs[p->count].letters = letters;
    p->runs[p->count].number = number;
    p->runs[p->count].from = at;
    p->runs[p->count].length = end - at;
    p->count++;
    return end;
}

static parts take_apart(slice value)
{
    parts p = {.others = value.length == 0 || value.length > LONGEST};
    if (p.others)
        return p;
    memcpy(p.chars, value.at, value.length);
    for (size_t at = 0; at < value.length && !p.others;) {
        const char c = p.chars[at];
        if (is_digit(c) || is_letter(c)) {
            p.others = p.count == FORM_MOST;
            at = p.others ? at : take_run(&p, at);
        } else {
            p.others = p.between[p.count] != '\0' || !strchr("/-. ,+:", c) || c == '\0';
            p.between[p.count] = c;
            at++;
        }
    }
    return p;
}

static bool is_month(const parts *p, size_t run)
{
    for (size_t i = 0; i < sizeof months / sizeof *months; i++)
        if (p->runs[run].letters && p->runs[run].length >= 3 && p->runs[run].length <= 4 &&
            strncasecmp(p->chars + p->runs[run].from, months[i], 3) == 0)
            return true;
    return false;
}

/* 3/apr, apr/04, 3-apr-25 */
static bool is_month_date(const parts *p)
{
    if (p->others || p->count < 2 || p->count > 3 || p->between[0])
        return false;
    const bool day_first = !p->runs[0].letters && p->runs[0].length <= 2 && is_month(p, 1);
    return day_first || (is_month(p, 0) && !p->runs[1].letters);
}

/* 2/3/1987, 2-3-87 */
static bool is_day_date(const parts *p)
{
    return !p->others && p->count == 3 && !p->between[0] && !p->between[3] && !p->runs[0].letters && !p->runs[1].letters &&
           !p->runs[2].letters && p->runs[0].length <= 2 && p->runs[1].length <= 2 &&
           (p->runs[2].length == 4 || p->runs[2].length == 2) && strchr("/-.", p->between[1]) && p->between[1] == p->between[2];
}

/* 1,10E+05 */
static bool is_power(const parts *p)
{
    size_t e = 0;
    while (e < p->count && !p->runs[e].letters)
        e++;
    return !p->others && e > 0 && e <= 2 && p->count == e + 2 && p->runs[e].length == 1 &&
           strchr("eE", p->chars[p->runs[e].from]) && !p->runs[e + 1].letters &&
           (p->between[e + 1] == '+' || p->between[e + 1] == '-') && (e == 1 || strchr(",.", p->between[1]));
}

static bool is_whole(const parts *p, size_t digits)
{
    return !p->others && p->count == 1 && !p->runs[0].letters && p->runs[0].length == digits && !p->between[0] && !p->between[1];
}

/* 44.021, 440.210.000.012: signs between thousands. */
static bool is_in_thousands(const parts *p)
{
    if (p->others || p->count < 2 || p->runs[0].letters || p->runs[0].length > 3 || p->between[0])
        return false;
    for (size_t i = 1; i < p->count; i++)
        if (p->runs[i].letters || p->runs[i].length != 3 || !strchr(". ,", p->between[i]) || !p->between[i])
            return false;
    return !p->between[p->count];
}

/* --- Dates --- */

static bool tell_serial(int day, char reason[DAMAGE_REASON])
{
    char date[CALENDAR_DATE];
    if (day < SERIAL_FIRST || day > SERIAL_LAST)
        return false;
    calendar_date(calendar_day(1899, 12, 30) + day, date);
    snprintf(
        reason, DAMAGE_REASON,
        "Excel heeft van deze datum het volgnummer van een dag gemaakt (bedoelt u %s?); geef de kolom de opmaak Tekst en schrijf "
        "de datum als JJJJ-MM-DD",
        date);
    return true;
}

static bool tell_day_date(const parts *p, char reason[DAMAGE_REASON])
{
    const int day = p->runs[0].number, month = p->runs[1].number, year = p->runs[2].number;
    char date[2 * CALENDAR_DATE];
    snprintf(date, sizeof date, "%04d-%02d-%02d", year, month, day);
    if (p->runs[2].length == 2)
        tell(reason, "deze datum heeft een jaartal van twee cijfers; schrijf JJJJ-MM-DD, zoals 1987-03-02");
    else if (!calendar_is_date(date, strlen(date)))
        tell(reason, "schrijf de datum als JJJJ-MM-DD, zoals 1987-03-02");
    else if (day <= 12 && month <= 12 && day != month)
        snprintf(reason, DAMAGE_REASON,
                 "schrijf de datum als JJJJ-MM-DD: bedoelt u %s? (dag eerst; maand eerst zou %04d-%02d-%02d zijn)", date, year,
                 day, month);
    else
        snprintf(reason, DAMAGE_REASON, "schrijf de datum als JJJJ-MM-DD: bedoelt u %s?", date);
    return true;
}

static bool tell_date(const parts *p, char reason[DAMAGE_REASON])
{
    if (is_whole(p, 4))
        tell(reason, "dit is alleen een jaartal; vul de hele datum in, zoals 1860-05-01");
    else if (is_whole(p, 8))
        snprintf(reason, DAMAGE_REASON, "schrijf de datum als JJJJ-MM-DD: bedoelt u %.4s-%.2s-%.2s?", p->chars, p->chars + 4,
                 p->chars + 6);
    else if (is_month_date(p))
        tell(reason, "Excel heeft deze datum anders opgemaakt; geef de kolom de opmaak Tekst en schrijf de datum als JJJJ-MM-DD");
    else if (!p->others && p->count >= 3 && !p->runs[0].letters && p->runs[0].length == 4 &&
             (p->between[1] != '-' || p->between[2] != '-' || p->count > 3))
        tell(reason, "schrijf de datum als JJJJ-MM-DD, met streepjes en zonder uur");
    else
        return is_day_date(p) ? tell_day_date(p, reason) : is_whole(p, 5) && tell_serial(p->runs[0].number, reason);
    return true;
}

/* --- Codes and numbers --- */

static bool tell_code(const parts *p, char reason[DAMAGE_REASON])
{
    if (is_month_date(p) || (is_day_date(p) && p->between[1] != '.'))
        tell(
            reason,
            "Excel heeft van deze code een datum gemaakt (van 3.4 maakt het 3/apr); geef de kolom de opmaak Tekst en vul de code "
            "opnieuw in");
    else if (!p->others && p->count == 2 && p->between[1] == ',' && !p->runs[0].letters && !p->runs[1].letters)
        snprintf(reason, DAMAGE_REASON, "in deze code staat een komma in plaats van een punt; bedoelt u %.*s.%s?",
                 (int)p->runs[0].length, p->chars + p->runs[0].from, p->chars + p->runs[1].from);
    else
        return false;
    return true;
}

static bool tell_number(const parts *p, char reason[DAMAGE_REASON])
{
    if (!is_in_thousands(p))
        return false;
    char digits[LONGEST + 1];
    size_t n = 0;
    for (const char *c = p->chars; *c; c++)
        if (is_digit(*c))
            digits[n++] = *c;
    digits[n] = '\0';
    snprintf(reason, DAMAGE_REASON, "Excel heeft in dit nummer tekens tussen de duizendtallen gezet; bedoelt u %s?", digits);
    return true;
}

/* Between the first bracket and the first comma of a WKT stands a point: two numbers with a blank between them. */
static bool tell_geometry(slice value, char reason[DAMAGE_REASON])
{
    const char *open = value.length ? memchr(value.at, '(', value.length) : NULL;
    if (value.length >= CELL_MOST && value.at[value.length - 1] != ')') {
        tell(reason,
             "de contour is afgekapt: in een cel van Excel passen hoogstens 32767 tekens; gebruik een GeoPackage of shapefile");
        return true;
    }
    while (open && open + 1 < value.at + value.length && (open[1] == '(' || open[1] == ' '))
        open++;
    const size_t left = open ? (size_t)(value.at + value.length - open) : 0;
    const char *comma = left ? memchr(open, ',', left) : NULL;
    if (!comma || memchr(open + 1, ' ', (size_t)(comma - open - 1)) || comma + 1 == value.at + value.length ||
        !is_digit(comma[1]))
        return false;
    tell(reason, "de getallen van de contour hebben een komma; in WKT hoort daar een punt, en een komma tussen twee punten");
    return true;
}

/* --- The doors --- */

bool damage_of_encoding(slice value)
{
    const char *at = value.length > 3 ? value.at : NULL, *const end = value.at + value.length;
    while (at && (at = memchr(at, 0xC3, (size_t)(end - at))) != NULL && end - at > 3) {
        const unsigned char *c = (const unsigned char *)at;
        if ((c[1] == 0x82 || c[1] == 0x83) && c[2] == 0xC2 && c[3] >= 0xA0 && c[3] <= 0xBF)
            return true;
        at++;
    }
    return false;
}

bool damage_of_text(import_field field, slice value, char reason[DAMAGE_REASON])
{
    const parts p = take_apart(value);
    if (field == FIELD_geometry)
        return tell_geometry(value, reason);
    if (field == FIELD_omschrijving)
        return false;
    if (damage_of_encoding(value)) {
        tell(reason,
             "een programma heeft UTF-8 als Windows-1252 gelezen: Â° was °; maak het bestand opnieuw, of zet de tekens terug");
        return true;
    }
    if (is_power(&p)) {
        tell(reason, "Excel heeft hier een macht van tien van gemaakt en cijfers weggelaten; geef de kolom de opmaak Tekst en "
                     "vul de waarde "
                     "opnieuw in");
        return true;
    }
    if (is_date(field))
        return tell_date(&p, reason);
    if (is_code(field) && tell_code(&p, reason))
        return true;
    return (field == FIELD_gemeente_nis || field == FIELD_id) && tell_number(&p, reason);
}

static bool tell_date_cell(slice value, cell_kind kind, char reason[DAMAGE_REASON])
{
    if (kind == CELL_DATE && calendar_is_date(value.at, value.length))
        return false;
    if (kind == CELL_DATE)
        tell(reason,
             "deze cel is een datum die Excel niet kent (voor 1 maart 1900); geef de cel de opmaak Tekst en schrijf de datum als "
             "JJJJ-MM-DD, zoals 1860-05-01");
    else if (!damage_of_text(FIELD_startdatum, value, reason))
        tell(reason, "deze cel is een getal, geen datum; geef de cel de opmaak Tekst en schrijf de datum als JJJJ-MM-DD");
    return true;
}

bool damage_of_cell(import_field field, slice value, cell_kind kind, char reason[DAMAGE_REASON])
{
    if (kind == CELL_TEXT || value.length == 0)
        return false;
    if (kind == CELL_ERROR) {
        tell(reason, "deze cel bevat een fout van het rekenblad; vul de waarde zelf in");
        return true;
    }
    if (is_date(field))
        return tell_date_cell(value, kind, reason);
    if (kind == CELL_DATE)
        tell(reason,
             "Excel heeft deze waarde in een datum veranderd (van 3.4 maakt het 3 april); geef de cel de opmaak Tekst en vul de "
             "waarde opnieuw in");
    else if (is_code(field))
        tell(reason, "deze code is als getal bewaard, en een getal verliest nullen (3.40 wordt 3.4); geef de cel de opmaak Tekst "
                     "en vul de "
                     "code opnieuw in");
    else
        return false;
    return true;
}
