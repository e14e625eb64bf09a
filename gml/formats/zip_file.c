#include "gml/formats/zip_file.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <minizip/zip.h>

/* For a table nearly as small as the best level, in a third of the time. */
enum { LEVEL = 3, PIECE = 64 * 1024, ASK_AFTER = 1024 * 1024, NAMES_UTF8 = 1 << 11 };

struct zip_file {
    const file_sink *to;
    zipFile archive;
    zip_fileinfo about;
    bool in_entry;
    off_t at;
    size_t since; /* bytes, since the sink was asked */
    bool failed;
};

/* --- The archive's file, as minizip asks for it (ioapi.h) --- */

static voidpf open_archive(voidpf of, const void *name, int mode)
{
    (void)name;
    (void)mode;
    return of;
}

static uLong read_archive(voidpf of, voidpf stream, void *to, uLong size)
{
    (void)of, (void)stream, (void)to, (void)size;
    return 0;
}

/* A failure is remembered for `check` and hidden from minizip, which would leak the memory of an entry that it could not
 * begin. */
static uLong write_archive(voidpf of, voidpf stream, const void *from, uLong size)
{
    zip_file *z = stream;
    uLong put = 0;
    (void)of;
    while (put < size && !z->failed) {
        const ssize_t now = pwrite(z->to->file, (const char *)from + put, size - put, z->at);
        z->failed = now <= 0;
        put += now > 0 ? (uLong)now : 0;
        z->at += now > 0 ? now : 0;
    }
    return size;
}

static ZPOS64_T tell_archive(voidpf of, voidpf stream)
{
    (void)of;
    return (ZPOS64_T)((const zip_file *)stream)->at;
}

static long seek_archive(voidpf of, voidpf stream, ZPOS64_T offset, int origin)
{
    zip_file *z = stream;
    const off_t end = origin == ZLIB_FILEFUNC_SEEK_END ? lseek(z->to->file, 0, SEEK_END) : 0;
    (void)of;
    z->at = (off_t)offset + (origin == ZLIB_FILEFUNC_SEEK_CUR ? z->at : end);
    return end < 0 ? -1 : 0;
}

static int close_archive(voidpf of, voidpf stream)
{
    (void)of, (void)stream;
    return 0;
}

static int is_well(voidpf of, voidpf stream)
{
    (void)of, (void)stream;
    return 0;
}

/* --- Ours --- */

static void let_go(void *handle)
{
    zip_file *z = handle;
    if (z->archive)
        zipClose(z->archive, NULL);
}

/* "2026-11-29T…": the day, at midnight. */
static zip_fileinfo day_of(const char *time_stamp)
{
    const uInt year = (uInt)strtoul(time_stamp, NULL, 10), month = (uInt)strtoul(time_stamp + 5, NULL, 10),
               day = (uInt)strtoul(time_stamp + 8, NULL, 10);
    return (zip_fileinfo){.tmz_date = {.tm_mday = day, .tm_mon = month - 1, .tm_year = year}};
}

status zip_begin(const encoding *e, zip_file **out)
{
    zip_file *z = arena_alloc(e->arena, sizeof *z);
    *z = (zip_file){.to = e->file, .about = day_of(e->answer->time_stamp)};
    zlib_filefunc64_def calls = {.zopen64_file = open_archive,
                                 .zread_file = read_archive,
                                 .zwrite_file = write_archive,
                                 .ztell64_file = tell_archive,
                                 .zseek64_file = seek_archive,
                                 .zclose_file = close_archive,
                                 .zerror_file = is_well,
                                 .opaque = z};
    z->archive = zipOpen2_64("", APPEND_STATUS_CREATE, NULL, &calls);
    if (!z->archive)
        return encoder_no_disk("zip");
    arena_defer(e->arena, let_go, z);
    *out = z;
    return status_ok();
}

static status check(const zip_file *z, int done)
{
    return done == ZIP_OK && !z->failed ? status_ok() : encoder_no_disk("zip");
}

static status end_entry(zip_file *z)
{
    if (!z->in_entry)
        return status_ok();
    z->in_entry = false;
    return check(z, zipCloseFileInZip(z->archive));
}

status zip_entry(zip_file *z, const char *name, bool packed)
{
    TRY(end_entry(z));
    TRY(check(z, zipOpenNewFileInZip4_64(z->archive, name, &z->about, NULL, 0, NULL, 0, NULL, packed ? Z_DEFLATED : 0, LEVEL, 0,
                                         -MAX_WBITS, DEF_MEM_LEVEL, Z_DEFAULT_STRATEGY, NULL, 0, 0, NAMES_UTF8, 0)));
    z->in_entry = true;
    return status_ok();
}

status zip_bytes(zip_file *z, const char *bytes, size_t count)
{
    while (count > 0) {
        const size_t now = count < PIECE ? count : PIECE;
        TRY(check(z, zipWriteInFileInZip(z->archive, bytes, (unsigned)now)));
        bytes += now;
        count -= now;
        z->since += now;
    }
    if (z->since < ASK_AFTER)
        return status_ok();
    z->since = 0;
    return z->to->may_go_on(z->to->context);
}

status zip_copy(zip_file *z, int file)
{
    char piece[PIECE];
    ssize_t got = 0;
    for (off_t at = 0; (got = pread(file, piece, sizeof piece, at)) > 0; at += got)
        TRY(zip_bytes(z, piece, (size_t)got));
    return got == 0 ? status_ok() : encoder_no_disk("pread");
}

status zip_end(zip_file *z)
{
    TRY(end_entry(z));
    zipFile archive = z->archive;
    z->archive = NULL;
    return check(z, zipClose(archive, NULL));
}
