#include "data/manage/csv_header.h"

#include <strings.h>

enum { ROWS_SOUGHT = 20 };

bool csv_is_name(slice field, const char *name)
{
    const slice plain = csv_value(field);
    return plain.length == strlen(name) && strncasecmp(plain.at, name, plain.length) == 0;
}

static size_t count_names(const csv_record *row, const char *const *names, size_t count)
{
    size_t found = 0;
    for (size_t i = 0; i < row->count; i++)
        for (size_t n = 0; n < count; n++)
            found += csv_is_name(row->fields[i], names[n]);
    return found;
}

/* The line that holds at least two of the names, 0 for none. Malformed CSV in these lines is not reported: this only makes the
 * message more helpful. */
static unsigned long long seek_names(csv_reader *r, const char *const *names, size_t count, csv_record *row)
{
    bool more = true;
    for (int i = 0; i < ROWS_SOUGHT && csv_next(r, row, &more).code == ST_OK && more; i++)
        if (count_names(row, names, count) > 1)
            return (unsigned long long)csv_field_place(r, 0).line;
    return 0;
}

static status no_names(csv_reader *r, const char *const *names, size_t count, csv_record *row)
{
    const unsigned long long first = (unsigned long long)csv_field_place(r, 0).line, line = seek_names(r, names, count, row);
    if (line > 0)
        return FAIL(
            BAD_INPUT, "",
            "de namen van de kolommen staan op regel %llu, met iets anders erboven; verwijder alles boven regel %llu",
            "the names of the columns are on line %llu, with something else above them; remove everything above line %llu", line,
            line);
    return FAIL(BAD_INPUT, "", "regel %llu noemt geen enkele kolom, zoals %s; zet een rij met de namen van de kolommen bovenaan",
                "line %llu does not name any column, such as %s; put a row with the names of the columns at the top", first,
                names[0]);
}

status csv_read_header(csv_reader *r, const char *const *names, size_t count, csv_record *out)
{
    bool any = false;
    TRY(csv_next(r, out, &any));
    if (!any)
        return FAIL(BAD_INPUT, "", "het bestand is leeg; de eerste rij moet de namen van de kolommen bevatten",
                    "the file is empty; its first row must hold the names of the columns");
    return count_names(out, names, count) > 0 ? status_ok() : no_names(r, names, count, out);
}
