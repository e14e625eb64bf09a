#include "data/manage/source/file_kind.h"

#include "base/text.h"
#include "data/manage/source/zip_list.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

enum { HEAD = 512, GPKG_AT = 68 };

typedef struct known_head {
    const char *bytes;
    size_t length;
    const char *nl, *en, *cure_nl, *cure_en;
} known_head;

#define TAKES_NL "lever CSV, Excel (.xlsx), LibreOffice (.ods), GeoPackage, GeoJSON of een zip met een shapefile"
#define TAKES_EN "give CSV, Excel (.xlsx), LibreOffice (.ods), GeoPackage, GeoJSON or a ZIP with a shapefile"

/* What is none of ours, by its first bytes: PDF 32000-1 §7.5.2, MS-CFB 2.2, ESRI July 1998, PNG, JPEG, RAR, 7z, RFC 1952. */
static const known_head others[] = {
    {"%PDF", 4, "een PDF", "a PDF", "daar staan geen rijen in die een programma kan lezen; " TAKES_NL,
     "it has no rows that a program can read; " TAKES_EN},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, "een Excel-werkmap van het oude formaat (.xls), of een oud Word-bestand",
     "an Excel workbook of the old format (.xls), or an old Word file", "bewaar het in Excel als .xlsx of als \"CSV UTF-8\"",
     "save it in Excel as .xlsx or as \"CSV UTF-8\""},
    {"AC10", 4, "een tekening van AutoCAD (.dwg)", "a drawing of AutoCAD (.dwg)",
     "bewaar de contouren als shapefile of GeoPackage", "save the contours as a shapefile or GeoPackage"},
    {"\0\0\x27\x0A", 4, "een .shp zonder de bestanden die erbij horen", "a .shp without the files that belong to it",
     "zet .shp, .shx, .dbf en .prj samen in een zip", "put .shp, .shx, .dbf and .prj together in a ZIP"},
    {"\x89PNG", 4, "een afbeelding", "a picture", TAKES_NL, TAKES_EN},
    {"\xFF\xD8\xFF", 3, "een afbeelding", "a picture", TAKES_NL, TAKES_EN},
    {"Rar!", 4, "een RAR-archief", "a RAR archive", "pak het uit", "unpack it"},
    {"7z\xBC\xAF\x27\x1C", 6, "een 7z-archief", "a 7z archive", "pak het uit", "unpack it"},
    {"\x1F\x8B", 2, "een gzip-archief", "a gzip archive", "pak het uit", "unpack it"},
    {"<", 1, "XML of HTML (GML, KML of een webpagina)", "XML or HTML (GML, KML or a web page)", TAKES_NL, TAKES_EN},
};

static status refuse(const char *nl, const char *en, const char *cure_nl, const char *cure_en)
{
    return FAIL(BAD_INPUT, "", "dit is %s%.0s; %s%.0s", "this is %.0s%s; %.0s%s", nl, en, cure_nl, cure_en);
}

static bool begins(const char *head, size_t length, const char *with, size_t count)
{
    return length >= count && memcmp(head, with, count) == 0;
}

/* GeoPackage (OGC 12-128r18) §1.1.1.1.1: SQLite with an application id of its own. */
static status of_database(const char *head, size_t length, file_kind *out)
{
    const char *id = head + GPKG_AT;
    *out = FILE_GPKG;
    if (length >= GPKG_AT + 4 && (memcmp(id, "GPKG", 4) == 0 || memcmp(id, "GP10", 4) == 0 || memcmp(id, "GP11", 4) == 0))
        return status_ok();
    return refuse("een SQLite-bestand, maar geen GeoPackage", "an SQLite file, but no GeoPackage",
                  "bewaar de laag als GeoPackage", "save the layer as a GeoPackage");
}

status file_kind_of_head(const char *head, size_t length, file_kind *out, bool *zip)
{
    *zip = begins(head, length, "PK\x03\x04", 4) || begins(head, length, "PK\x05\x06", 4);
    *out = FILE_TEXT;
    if (*zip)
        return status_ok();
    if (begins(head, length, "SQLite format 3", 16))
        return of_database(head, length, out);
    size_t at = begins(head, length, "\xEF\xBB\xBF", 3) ? 3 : 0;
    while (at < length && strchr(" \t\r\n", head[at]) && head[at])
        at++;
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        if (begins(head + at, length - at, others[i].bytes, others[i].length))
            return refuse(others[i].nl, others[i].en, others[i].cure_nl, others[i].cure_en);
    if (at < length && head[at] == '[')
        return refuse("een JSON-lijst, geen GeoJSON", "a JSON array, no GeoJSON",
                      "zet de objecten in een FeatureCollection, of " TAKES_NL,
                      "put the objects into a FeatureCollection, or " TAKES_EN);
    if (at < length && head[at] == '{')
        *out = FILE_GEOJSON;
    return status_ok();
}

static bool ends(const char *name, const char *with)
{
    const size_t length = strlen(name), count = strlen(with);
    return length >= count && strcasecmp(name + length - count, with) == 0;
}

static bool holds(const zip_listing *z, const char *extension)
{
    for (size_t i = 0; i < z->count; i++)
        if (ends(z->names[i], extension) && strncmp(z->names[i], "__MACOSX/", 9) != 0)
            return true;
    return false;
}

static status of_document(const char *path, file_kind *out)
{
    static const char sheet[] = "application/vnd.oasis.opendocument.spreadsheet";
    char type[128];
    size_t length = 0;
    TRY(zip_peek(path, "mimetype", type, sizeof type, &length));
    *out = FILE_ODS;
    return begins(type, length, sheet, sizeof sheet - 1)
               ? status_ok()
               : refuse("een document van LibreOffice, maar geen rekenblad", "a document of LibreOffice, but no spreadsheet",
                        TAKES_NL, TAKES_EN);
}

static status of_zip(const char *path, arena *a, file_kind *out)
{
    zip_listing z;
    TRY(zip_list(path, a, &z));
    *out = FILE_XLSX;
    if (zip_entry_named(&z, "xl/workbook.xml"))
        return status_ok();
    if (zip_entry_named(&z, "mimetype") && zip_entry_named(&z, "content.xml"))
        return of_document(path, out);
    if (zip_entry_named(&z, "xl/workbook.bin"))
        return refuse("een binaire werkmap van Excel (.xlsb)", "a binary workbook of Excel (.xlsb)",
                      "bewaar het in Excel als .xlsx", "save it in Excel as .xlsx");
    if (zip_entry_named(&z, "word/document.xml"))
        return refuse("een Word-document", "a Word document", TAKES_NL, TAKES_EN);
    *out = FILE_SHAPE_ZIP;
    if (holds(&z, ".shp"))
        return status_ok();
    if (holds(&z, ".dbf") || holds(&z, ".shx"))
        return refuse("een zip met een shapefile zonder .shp", "a ZIP with a shapefile that has no .shp",
                      "zet .shp, .shx, .dbf en .prj samen in de zip", "put .shp, .shx, .dbf and .prj together in the ZIP");
    return z.count == 0 ? refuse("een lege zip", "an empty ZIP", TAKES_NL, TAKES_EN)
                        : refuse("een zip zonder shapefile", "a ZIP without a shapefile",
                                 "pak het bestand zelf uit, of " TAKES_NL, "unpack the file itself, or " TAKES_EN);
}

status file_kind_find(const char *path, arena *a, file_kind *out)
{
    char head[HEAD];
    struct stat facts;
    bool zip = false;
    *out = FILE_TEXT;
    if (stat(path, &facts) == 0 && !S_ISREG(facts.st_mode)) /* of a pipe nothing may be read twice */
        return status_ok();
    FILE *file = fopen(path, "rb");
    if (!file)
        return FAIL(NOT_FOUND, "", "het bestand %s kan niet gelezen worden: %s", "the file %s cannot be read: %s", path,
                    strerror(errno));
    const size_t length = fread(head, 1, sizeof head, file);
    const bool read = !ferror(file);
    fclose(file);
    if (!read)
        return FAIL(BAD_INPUT, "", "het bestand %s kan niet verder gelezen worden", "the file %s cannot be read further", path);
    TRY(file_kind_of_head(head, length, out, &zip));
    return zip ? of_zip(path, a, out) : status_ok();
}
