#include "data/manage/marks.h"

#include <stdio.h>

struct marks {
    arena *arena;
    FILE *file;
    uint64_t count, read;
    bool failed, any; /* any: `next` holds a mark that was read */
    row_mark next;
};

typedef struct kept {
    uint64_t row, column;
    uint32_t length;
} kept;

static void close_file(void *file)
{
    fclose(file);
}

marks *marks_new(arena *a)
{
    marks *m = arena_alloc(a, sizeof *m);
    m->arena = a;
    return m;
}

static bool has_file(marks *m)
{
    if (!m->file && (m->file = tmpfile()) != NULL)
        arena_defer(m->arena, close_file, m->file);
    return m->file != NULL;
}

void marks_add(marks *m, uint64_t row, size_t column, const char *reason)
{
    const size_t length = strnlen(reason, MARK_TEXT - 1);
    const kept k = {row, column, (uint32_t)length};
    m->count++;
    m->failed =
        m->failed || !has_file(m) || fwrite(&k, sizeof k, 1, m->file) != 1 || fwrite(reason, 1, length, m->file) != length;
}

uint64_t marks_count(const marks *m)
{
    return m->count;
}

static status read_next(marks *m)
{
    kept k;
    m->any = m->read < m->count;
    if (!m->any)
        return status_ok();
    if (fread(&k, sizeof k, 1, m->file) != 1 || k.length >= MARK_TEXT || fread(m->next.reason, 1, k.length, m->file) != k.length)
        return FAIL(INTERNAL, "", "de tijdelijke lijst met fouten kan niet gelezen worden",
                    "the temporary list of faults cannot be read");
    m->read++;
    m->next.row = k.row;
    m->next.column = (size_t)k.column;
    m->next.reason[k.length] = '\0';
    return status_ok();
}

status marks_first(marks *m)
{
    if (m->failed || (m->file && (fflush(m->file) != 0 || fseek(m->file, 0, SEEK_SET) != 0)))
        return FAIL(BAD_INPUT, "", "er is geen plaats meer in de map voor tijdelijke bestanden",
                    "there is no room left in the folder for temporary files");
    m->read = 0;
    return read_next(m);
}

status marks_of(marks *m, uint64_t row, row_mark *out, size_t *count)
{
    for (*count = 0; m->any && m->next.row <= row;) {
        if (m->next.row == row && *count < MARKS_OF_ROW)
            out[(*count)++] = m->next;
        TRY(read_next(m));
    }
    return status_ok();
}
