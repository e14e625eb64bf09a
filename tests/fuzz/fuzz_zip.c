/* A ZIP with some bytes changed, as a listing and as a file of which nobody knows what it is: refused with words, or within its
 * bounds. Input: (where, byte) again and again; what is left of the input is in the archive. */
#include "data/manage/source/file_kind.h"
#include "data/manage/source/shape_zip.h"
#include "tests/fuzz/fuzz.h"

#include <minizip/zip.h>
#include <stdio.h>
#include <sys/mman.h>
#include <unistd.h>

static void must(bool holds)
{
    hold(holds, "the reader's promise");
}

enum { CHANGES = 8, CHANGE = 3 };

static void add_entry(zipFile z, const char *name, const uint8_t *content, size_t size)
{
    must(zipOpenNewFileInZip(z, name, NULL, NULL, 0, NULL, 0, NULL, Z_DEFLATED, 1) == ZIP_OK);
    must(zipWriteInFileInZip(z, content, (unsigned)size) == ZIP_OK && zipCloseFileInZip(z) == ZIP_OK);
}

static void make_zip(const char *path, const uint8_t *content, size_t size)
{
    static const char *const names[] = {"kaart/x.shp", "kaart/X.SHX", "kaart/x.dbf", "kaart/x.prj", "kaart/x.cpg"};
    zipFile z = zipOpen64(path, APPEND_STATUS_CREATE);
    must(z != NULL);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        add_entry(z, names[i], content, size);
    must(zipClose(z, NULL) == ZIP_OK);
}

static void change(int fd, const uint8_t *data, size_t size)
{
    const off_t length = lseek(fd, 0, SEEK_END);
    for (size_t i = 0; i + CHANGE <= size; i += CHANGE)
        must(pwrite(fd, data + i + 2, 1, (data[i] << 8 | data[i + 1]) % length) == 1);
}

static void check(const char *path, bool whole)
{
    arena *a = arena_new();
    zip_listing z;
    file_kind kind = FILE_TEXT;
    shape_zip shapes;
    const status listed = zip_list(path, a, &z), found = file_kind_find(path, a, &kind);
    must(!whole || (listed.code == ST_OK && kind == FILE_SHAPE_ZIP));
    must(listed.code == ST_OK ? z.count <= ZIP_ENTRIES_MOST : listed.code == ST_BAD_INPUT && *listed.nl && *listed.en);
    must(found.code == ST_OK || (found.code == ST_BAD_INPUT && *found.nl && *found.en));
    const status chosen = shape_zip_find(path, NULL, a, &shapes);
    must(chosen.code != ST_OK || (listed.code == ST_OK && zip_entry_named(&z, shapes.shp)));
    arena_free(a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    const size_t changes = size < CHANGES * CHANGE ? size : CHANGES * CHANGE;
    const int fd = memfd_create("zip", 0);
    must(fd >= 0);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    make_zip(path, data + changes, size - changes);
    change(fd, data, changes);
    check(path, changes < CHANGE);
    close(fd);
    return 0;
}
