#include "data/manage/source/zip_list.h"

#include <minizip/unzip.h>
#include <string.h>

enum { PIECE = 64 * 1024, ENCRYPTED = 1 };

typedef struct listing {
    unzFile archive;
    arena *arena;
    zip_listing *out;
    uint64_t packed, unpacked; /* of the entries so far */
} listing;

static void close_archive(void *archive)
{
    unzClose(archive);
}

static status broken(void)
{
    return FAIL(
        BAD_INPUT, "",
        "dit is een zip-bestand (of een werkmap van Excel of LibreOffice) dat beschadigd of afgebroken is; maak of haal het "
        "opnieuw",
        "this is a ZIP (or a workbook of Excel or LibreOffice) that is damaged or cut short; make or fetch it anew");
}

static status too_much(void)
{
    return FAIL(
        BAD_INPUT, "",
        "het zip-bestand pakt uit tot veel meer dan het zelf groot is, of tot meer dan %d MB; zo ziet een kaartbestand er niet "
        "uit",
        "the ZIP unpacks to far more than its own size, or to more than %d MB; no map file looks like that",
        (int)(ZIP_UNPACKED_MOST / 1024 / 1024));
}

/* Looks at the proportion while it unpacks, so that a bomb is put down long before its end. */
static status count_entry(listing *l, const unz_file_info64 *about, uint64_t *size)
{
    char piece[PIECE];
    int n = 0;
    *size = 0;
    if (about->flag & ENCRYPTED)
        return FAIL(BAD_INPUT, "", "het zip-bestand heeft een wachtwoord; maak er een zonder",
                    "the ZIP has a password; make one without");
    if (unzOpenCurrentFile(l->archive) != UNZ_OK)
        return broken();
    l->packed += about->compressed_size;
    while ((n = unzReadCurrentFile(l->archive, piece, sizeof piece)) > 0) {
        *size += (uint64_t)n;
        const uint64_t all = l->unpacked + *size;
        if (all > ZIP_UNPACKED_MOST || (all > ZIP_SMALL && all / ZIP_PACKED_MOST > l->packed))
            return too_much();
    }
    l->unpacked += *size;
    return n == 0 && unzCloseCurrentFile(l->archive) == UNZ_OK ? status_ok() : broken(); /* closing compares the checksum */
}

static status take_entry(listing *l)
{
    unz_file_info64 about;
    char name[ZIP_NAME_MOST + 1] = "";
    zip_listing *z = l->out;
    if (unzGetCurrentFileInfo64(l->archive, &about, name, ZIP_NAME_MOST, NULL, 0, NULL, 0) != UNZ_OK)
        return broken();
    if (about.size_filename > ZIP_NAME_MOST)
        return FAIL(BAD_INPUT, "", "een bestand in de zip heeft een naam van meer dan %d tekens",
                    "a file in the ZIP has a name of more than %d characters", ZIP_NAME_MOST);
    TRY(count_entry(l, &about, &z->sizes[z->count]));
    z->names[z->count++] = arena_strdup(l->arena, name);
    return status_ok();
}

static status take_entries(listing *l)
{
    unz_global_info64 whole;
    if (unzGetGlobalInfo64(l->archive, &whole) != UNZ_OK)
        return broken();
    if (whole.number_entry > ZIP_ENTRIES_MOST)
        return FAIL(BAD_INPUT, "", "het zip-bestand bevat meer dan %d bestanden", "the ZIP holds more than %d files",
                    ZIP_ENTRIES_MOST);
    *l->out = (zip_listing){.names = arena_array(l->arena, whole.number_entry + 1, sizeof(char *)),
                            .sizes = arena_array(l->arena, whole.number_entry + 1, sizeof(uint64_t))};
    int at = whole.number_entry > 0 ? unzGoToFirstFile(l->archive) : UNZ_END_OF_LIST_OF_FILE;
    for (; at == UNZ_OK && l->out->count < whole.number_entry; at = unzGoToNextFile(l->archive))
        TRY(take_entry(l));
    return at == UNZ_END_OF_LIST_OF_FILE || l->out->count == whole.number_entry ? status_ok() : broken();
}

status zip_list(const char *path, arena *a, zip_listing *out)
{
    zip_listing found = {0};
    listing l = {.archive = unzOpen64(path), .arena = a, .out = &found};
    if (!l.archive)
        return broken();
    arena_defer(a, close_archive, l.archive);
    TRY(take_entries(&l));
    *out = found;
    return status_ok();
}

const char *zip_entry_named(const zip_listing *z, const char *name)
{
    for (size_t i = 0; i < z->count; i++)
        if (strcmp(z->names[i], name) == 0)
            return z->names[i];
    return NULL;
}

status zip_peek(const char *path, const char *name, char *to, size_t room, size_t *length)
{
    unzFile archive = unzOpen64(path);
    int n = -1;
    if (archive && unzLocateFile(archive, name, 1) == UNZ_OK && unzOpenCurrentFile(archive) == UNZ_OK)
        n = unzReadCurrentFile(archive, to, (unsigned)room);
    if (archive)
        unzClose(archive);
    if (n < 0)
        return broken();
    *length = (size_t)n;
    return status_ok();
}
