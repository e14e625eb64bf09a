/* What a spreadsheet calls its columns: A, Z, AA, XFD. */
#ifndef SOURCE_SHEET_LETTERS_H
#define SOURCE_SHEET_LETTERS_H

#include <stddef.h>

enum { SHEET_LETTERS_ROOM = 16 };

/* Of the column with this number, from 0. In the room. */
static inline const char *sheet_letters_of(size_t column, char room[SHEET_LETTERS_ROOM])
{
    char *at = room + SHEET_LETTERS_ROOM - 1;
    *at = '\0';
    for (size_t rest = column + 1; rest > 0; rest = (rest - 1) / 26)
        *--at = (char)('A' + (rest - 1) % 26);
    return at;
}

#endif
