/* What a spreadsheet did to a value, and which field a column is, for any bytes: every answer is a sentence or none, and a wish
 * that was read finds its own names again. */
#include "base/text.h"
#include "data/manage/column_map.h"
#include "data/manage/spreadsheet_damage.h"
#include "tests/fuzz/fuzz.h"

static void must(bool holds)
{
    hold(holds, "the reader's promise");
}

static void check_damage(slice value)
{
    for (int f = 0; f < FIELD_COUNT; f++) {
        char reason[DAMAGE_REASON] = "";
        if (damage_of_text((import_field)f, value, reason))
            must(*reason && strlen(reason) < DAMAGE_REASON && text_is_utf8(reason, strlen(reason)));
        for (int kind = 0; kind < CELL_KINDS; kind++)
            if (damage_of_cell((import_field)f, value, (cell_kind)kind, reason))
                must(kind != CELL_TEXT && value.length > 0 && *reason);
    }
}

static void check_columns(slice value, arena *a)
{
    column_wish w;
    import_field field = FIELD_COUNT;
    must(column_wish_read(NULL, false, a, &w).code == ST_OK);
    must((column_find(&w, value, &field) == COLUMN_FIELD) == (field != FIELD_COUNT));
    const status read = column_wish_read(arena_strndup(a, value.at, value.length), true, a, &w);
    if (read.code != ST_OK) {
        must(read.code == ST_BAD_INPUT && *read.nl && *read.en);
        return;
    }
    size_t count = 0;
    const char *const *names = column_names(&w, a, &count);
    for (size_t i = 0; i < count; i++)
        must(*names[i] != '\0');
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    const slice value = {arena_strndup(a, (const char *)data, size), size};
    check_damage(value);
    check_columns(value, a);
    damage_of_encoding(value);
    arena_free(a);
    return 0;
}
