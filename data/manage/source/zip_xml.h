/* An XML document in a ZIP, read piece by piece by libxml2 with nothing from outside it: no DTD, no entities of its own. */
#ifndef SOURCE_ZIP_XML_H
#define SOURCE_ZIP_XML_H

#include "base/arena.h"
#include "base/status.h"

#include <libxml/xmlreader.h>
#include <stdint.h>

typedef struct zip_xml {
    xmlTextReaderPtr reader;
    struct zip_xml_file *file;
} zip_xml;

/* Closed by zip_xml_close, which the arena calls too. ST_NOT_FOUND: there is no such entry. */
MUST_USE status zip_xml_open(const char *path, const char *entry, arena *a, zip_xml *out);
void zip_xml_close(zip_xml *x);

typedef enum xml_event { XML_EVENT_END, XML_EVENT_OPEN, XML_EVENT_CLOSE, XML_EVENT_TEXT } xml_event;

/* The next element that opens or closes, or text; an empty element opens and closes. ST_BAD_INPUT: not well-formed, or a DTD. */
MUST_USE status zip_xml_next(zip_xml *x, xml_event *out);

/* Whether the element of this event has this local name. */
bool zip_xml_is(const zip_xml *x, const char *name);
/* An attribute of the element that opens, by its name with prefix; "" when there is none. In the room. */
const char *zip_xml_attribute(const zip_xml *x, const char *name, char *room, size_t size);
/* The same as a number from 0; `otherwise` when there is none or it is another text. */
int64_t zip_xml_number(const zip_xml *x, const char *name, int64_t otherwise);
/* The text of this event. */
const char *zip_xml_text(const zip_xml *x);

#endif
