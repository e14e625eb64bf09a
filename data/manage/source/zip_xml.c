#include "data/manage/source/zip_xml.h"

#include "base/text.h"

#include <minizip/unzip.h>
#include <stdio.h>
#include <string.h>

struct zip_xml_file {
    unzFile archive;
    xmlTextReaderPtr reader;
    bool closes; /* the element that opened last was empty: its end comes next */
};

static int read_bytes(void *archive, char *to, int room)
{
    return unzReadCurrentFile(archive, to, (unsigned)room);
}

static int leave_open(void *archive)
{
    (void)archive;
    return 0;
}

static void close_file(void *handle)
{
    struct zip_xml_file *f = handle;
    if (f->reader)
        xmlFreeTextReader(f->reader);
    if (f->archive)
        unzClose(f->archive);
    f->reader = NULL;
    f->archive = NULL;
}

void zip_xml_close(zip_xml *x)
{
    close_file(x->file);
    x->reader = NULL;
}

static void say_nothing(void *context, const char *message, xmlParserSeverities severity, xmlTextReaderLocatorPtr where)
{
    (void)context, (void)message, (void)severity, (void)where;
}

status zip_xml_open(const char *path, const char *entry, arena *a, zip_xml *out)
{
    struct zip_xml_file *f = arena_alloc(a, sizeof *f);
    arena_defer(a, close_file, f);
    f->archive = unzOpen64(path);
    if (!f->archive || unzLocateFile(f->archive, entry, 1) != UNZ_OK || unzOpenCurrentFile(f->archive) != UNZ_OK)
        return FAIL(NOT_FOUND, "", "de werkmap heeft geen deel %.60s", "the workbook has no part %.60s", entry);
    f->reader = xmlReaderForIO(read_bytes, leave_open, f->archive, NULL, NULL, XML_PARSE_NONET);
    if (!f->reader)
        return FAIL(BAD_INPUT, "", "de werkmap kan niet gelezen worden", "the workbook cannot be read");
    xmlTextReaderSetErrorHandler(f->reader, say_nothing, NULL);
    *out = (zip_xml){f->reader, f};
    return status_ok();
}

static status broken(void)
{
    return FAIL(BAD_INPUT, "", "de werkmap is beschadigd; open ze en bewaar ze opnieuw",
                "the workbook is damaged; open it and save it anew");
}

status zip_xml_next(zip_xml *x, xml_event *out)
{
    if (x->file->closes) {
        x->file->closes = false;
        *out = XML_EVENT_CLOSE;
        return status_ok();
    }
    for (int had = xmlTextReaderRead(x->reader);; had = xmlTextReaderRead(x->reader)) {
        *out = XML_EVENT_END;
        if (had != 1)
            return had == 0 ? status_ok() : broken();
        switch (xmlTextReaderNodeType(x->reader)) {
        case XML_READER_TYPE_DOCUMENT_TYPE: return broken();
        case XML_READER_TYPE_ELEMENT:
            x->file->closes = xmlTextReaderIsEmptyElement(x->reader) == 1;
            *out = XML_EVENT_OPEN;
            return status_ok();
        case XML_READER_TYPE_END_ELEMENT: *out = XML_EVENT_CLOSE; return status_ok();
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_CDATA:
        case XML_READER_TYPE_WHITESPACE:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE: *out = XML_EVENT_TEXT; return status_ok();
        default: break;
        }
    }
}

bool zip_xml_is(const zip_xml *x, const char *name)
{
    const xmlChar *local = xmlTextReaderConstLocalName(x->reader);
    return local && strcmp((const char *)local, name) == 0;
}

const char *zip_xml_attribute(const zip_xml *x, const char *name, char *room, size_t size)
{
    xmlChar *value = xmlTextReaderGetAttribute(x->reader, (const xmlChar *)name);
    snprintf(room, size, "%s", value ? (const char *)value : "");
    xmlFree(value);
    return room;
}

int64_t zip_xml_number(const zip_xml *x, const char *name, int64_t otherwise)
{
    char digits[24];
    int64_t number = 0;
    return text_to_int64(zip_xml_attribute(x, name, digits, sizeof digits), &number) && number >= 0 ? number : otherwise;
}

const char *zip_xml_text(const zip_xml *x)
{
    const xmlChar *chars = xmlTextReaderConstValue(x->reader);
    return chars ? (const char *)chars : "";
}
