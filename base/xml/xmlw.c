#include "base/xml/xmlw.h"

#include <libxml/xmlwriter.h>
#include <stdarg.h>
#include <stdlib.h>

struct xmlw {
    xmlBuffer *buffer;
    xmlTextWriter *writer;
    bool failed;
};

static void close_writer(void *handle)
{
    xmlw *w = handle;
    xmlFreeTextWriter(w->writer);
    xmlBufferFree(w->buffer);
}

static void check(xmlw *w, int result)
{
    w->failed |= result < 0;
}

xmlw *xmlw_new(arena *a)
{
    xmlw *w = arena_alloc(a, sizeof *w);
    w->buffer = xmlBufferCreate();
    w->writer = w->buffer ? xmlNewTextWriterMemory(w->buffer, 0) : NULL;
    if (!w->writer)
        abort();
    arena_defer(a, close_writer, w);
    check(w, xmlTextWriterSetIndent(w->writer, 1));
    check(w, xmlTextWriterSetIndentString(w->writer, BAD_CAST " "));
    return w;
}

void xmlw_open(xmlw *w, const char *name)
{
    check(w, xmlTextWriterStartElement(w->writer, BAD_CAST name));
}

void xmlw_close(xmlw *w)
{
    check(w, xmlTextWriterEndElement(w->writer));
}

void xmlw_attribute(xmlw *w, const char *name, const char *value)
{
    check(w, xmlTextWriterWriteAttribute(w->writer, BAD_CAST name, BAD_CAST value));
}

void xmlw_namespace(xmlw *w, const char *prefix, const char *uri)
{
    check(w, xmlTextWriterWriteAttributeNS(w->writer, BAD_CAST "xmlns", BAD_CAST prefix, NULL, BAD_CAST uri));
}

void xmlw_text(xmlw *w, const char *text)
{
    check(w, xmlTextWriterWriteString(w->writer, BAD_CAST text));
}

void xmlw_element(xmlw *w, const char *name, const char *text)
{
    xmlw_open(w, name);
    xmlw_text(w, text);
    xmlw_close(w);
}

void xmlw_attributef(xmlw *w, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    check(w, xmlTextWriterWriteVFormatAttribute(w->writer, BAD_CAST name, format, args));
    va_end(args);
}

void xmlw_elementf(xmlw *w, const char *name, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    xmlw_open(w, name);
    check(w, xmlTextWriterWriteVFormatString(w->writer, format, args));
    xmlw_close(w);
    va_end(args);
}

status xmlw_bytes(xmlw *w, const char **bytes, size_t *size)
{
    check(w, xmlTextWriterEndDocument(w->writer));
    check(w, xmlTextWriterFlush(w->writer));
    if (w->failed)
        return FAIL(INTERNAL, "", "het document kon niet worden gemaakt", "the document could not be made");
    *bytes = (const char *)xmlBufferContent(w->buffer);
    *size = (size_t)xmlBufferLength(w->buffer);
    return status_ok();
}

void xmlw_send(const char *bytes, size_t size, output *to)
{
    out_xml_begin(to);
    out_bytes(to, bytes, size);
    out_xml_end(to);
}

status xmlw_finish(xmlw *w, output *to)
{
    const char *bytes = NULL;
    size_t size = 0;
    TRY(xmlw_bytes(w, &bytes, &size));
    xmlw_send(bytes, size, to);
    return status_ok();
}
