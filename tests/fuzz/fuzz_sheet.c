/* Any bytes as the page of an XLSX and of an ODS: refused with words, or cells from left to right in rows that go down. */
#include "data/manage/source/sheet_book.h"
#include "data/manage/source/xlsx_parts.h"
#include "tests/fuzz/fuzz.h"

#include <minizip/zip.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static void must(bool holds)
{
    hold(holds, "the reader's promise");
}

static const char workbook[] = "<workbook xmlns:r='r'><sheets><sheet name='a' r:id='1'/></sheets></workbook>",
                  relations[] = "<Relationships><Relationship Id='1' Target='a.xml'/></Relationships>",
                  texts[] = "<sst><si><t>een</t></si><si><t>_x0041_</t></si></sst>",
                  styles[] = "<styleSheet><cellXfs><xf numFmtId='0'/><xf numFmtId='14'/></cellXfs></styleSheet>";

typedef struct seen {
    uint64_t row;
    size_t next;
} seen;

static status see_cell(void *context, size_t column, slice chars, cell_kind kind)
{
    seen *s = context;
    must(chars.length > 0 && kind < CELL_KINDS);
    s->next = column + 1;
    return status_ok();
}

static status see_row(void *context, uint64_t number)
{
    seen *s = context;
    must(number <= SHEET_ROWS_MOST && s->next > 0);
    s->row = number;
    s->next = 0;
    return s->row < 10000 ? status_ok() : FAIL(BAD_INPUT, "", "genoeg", "enough"); /* an ODS may repeat a row a million times */
}

static void add(zipFile z, const char *name, const void *content, size_t size)
{
    must(zipOpenNewFileInZip(z, name, NULL, NULL, 0, NULL, 0, NULL, 0, 0) == ZIP_OK);
    must(zipWriteInFileInZip(z, content, (unsigned)size) == ZIP_OK && zipCloseFileInZip(z) == ZIP_OK);
}

static void make_book(const char *path, const uint8_t *data, size_t size)
{
    zipFile z = zipOpen64(path, APPEND_STATUS_CREATE);
    must(z != NULL);
    add(z, "xl/workbook.xml", workbook, sizeof workbook - 1);
    add(z, "xl/_rels/workbook.xml.rels", relations, sizeof relations - 1);
    add(z, "xl/sharedStrings.xml", texts, sizeof texts - 1);
    add(z, "xl/styles.xml", styles, sizeof styles - 1);
    add(z, "xl/a.xml", data, size);
    add(z, "content.xml", data, size);
    must(zipClose(z, NULL) == ZIP_OK);
}

static void check(const status *opened, sheet_book *b)
{
    must(opened->code == ST_OK || (*opened->nl && *opened->en));
    for (size_t i = 0; opened->code == ST_OK && i < b->count && i < 3; i++) {
        seen s = {0};
        sheet_sink sink = {&s, see_cell, see_row, false};
        const status read = b->rows(b->self, i, &sink);
        must(read.code == ST_OK || (read.code == ST_BAD_INPUT && *read.nl && *read.en));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    arena *a = arena_new();
    sheet_book b;
    const int fd = memfd_create("book", 0);
    must(fd >= 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    make_book(path, data, size);
    status opened = xlsx_open(path, a, &b);
    check(&opened, &b);
    opened = ods_open(path, a, &b);
    check(&opened, &b);
    char *chars = arena_strndup(a, (const char *)data, size);
    must(xlsx_unescape(chars, size) <= size);
    arena_free(a);
    close(fd);
    return 0;
}
