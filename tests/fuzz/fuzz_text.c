/* Any bytes, as a store may hold them, into XML, JSON and CSV, and into messages: the output can be read back. */
#include "base/formula.h"
#include "base/status.h"
#include "data/model/name_check.h"
#include "gml/formats/encoder.h"
#include "server/http/kvp.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/gml_around.h"

#include <jansson.h>
#include <libxml/parser.h>
#include <libxml/tree.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Well-formed, with only characters that XML allows (XML 1.0 §2.2). */
static bool is_xml_text(const char *text)
{
    for (const char *c = text; *c; c++)
        if (((unsigned char)*c < 0x20 && !strchr("\t\n\r", *c)) || strncmp(c, "\xEF\xBF\xBE", 3) == 0 ||
            strncmp(c, "\xEF\xBF\xBF", 3) == 0)
            return false;
    return text_is_utf8(text, strlen(text));
}

static void as_content(caught *c, const char *text)
{
    size_t length = 0;
    output *to = caught_open(c);
    out_text(to, "<a>");
    out_xml(to, text);
    out_text(to, "</a>");
    const char *written = caught_close(c, &length);
    hold_xml(written, length);
    xmlDoc *document = xmlReadMemory(written, (int)length, "answer", NULL, XML_PARSE_NONET | XML_PARSE_HUGE);
    xmlChar *read = xmlNodeGetContent(xmlDocGetRootElement(document));
    hold(!is_xml_text(text) || strcmp((const char *)read, text) == 0, "XML reads back as the same text");
    xmlFree(read);
    xmlFreeDoc(document);
}

static void as_attribute(caught *c, const char *text)
{
    size_t length = 0;
    output *to = caught_open(c);
    out_text(to, "<a b=\"");
    out_xml(to, text);
    out_text(to, "\"/>");
    const char *written = caught_close(c, &length);
    hold_xml(written, length);
}

static void as_json(caught *c, const char *text)
{
    size_t length = 0;
    output *to = caught_open(c);
    out_text(to, "\"");
    out_json(to, text);
    out_text(to, "\"");
    const char *written = caught_close(c, &length);
    hold_json(written, length);
    json_t *read = json_loadb(written, length, JSON_DECODE_ANY, NULL);
    hold(!text_is_utf8(text, strlen(text)) || strcmp(json_string_value(read), text) == 0, "JSON reads back as the same text");
    json_decref(read);
}

/* The text of a field of CSV (RFC 4180 §2), which ends in CR LF. */
static const char *field_text(const char *field, arena *a)
{
    const bool quoted = *field == '"';
    char *text = arena_strdup(a, field), *to = text;
    const char *from = field + quoted;
    while (quoted ? *from != '"' || from[1] == '"' : *from && !strchr(",\"\r\n", *from)) {
        hold(*from != '\0', "what is quoted ends in a quote");
        from += quoted && *from == '"';
        *to++ = *from++;
    }
    *to = '\0';
    hold(strcmp(from + quoted, "\r\n") == 0, "a field ends where its text does");
    return text;
}

/* format: the value of outputFormat. guarded: the apostrophe against formulas must be removed. */
static void as_csv(caught *c, arena *a, const char *text, const char *format, bool guarded)
{
    static const property properties[] = {{.name = "tekst", .type = VALUE_STRING}};
    static const property *const asked[] = {&properties[0]};
    static const layer things = {.name = "ding", .properties = properties, .property_count = 1, .geometry = 1};
    static const collection what = {.layer = &things, .properties = asked, .property_count = 1};
    const char *head = "id,tekst\r\nding.7,";
    const answer said = {.collection = &gml_around, .matched = 1, .returned = 1};
    const value values[] = {{.text = text}};
    const encoder *csv = NULL;
    size_t length = 0;
    hold(encoder_find(format, &csv).code == ST_OK, "there is CSV");
    encoding e = {.answer = &said, .what = &what, .to = caught_open(c), .arena = a};
    csv->prepare(&e);
    hold(csv->begin_query(&e).code == ST_OK && csv->feature(&e, &(feature){.id = 7, .values = values}).code == ST_OK,
         "a text can be written");
    const char *written = caught_close(c, &length);
    hold(strlen(written) == length && text_is_utf8(written, length) && strncmp(written, head, strlen(head)) == 0,
         "a table is UTF-8");
    hold(written[strlen(head)] != '\r', "a text is no NULL");
    const char *read = field_text(written + strlen(head), a);
    hold(!guarded || !formula_sign(*read), "no cell is a formula");
    read += guarded && formula_is_guarded(read, strlen(read));
    hold(!text_is_utf8(text, strlen(text)) || strcmp(read, text) == 0, "CSV reads back as the same text");
}

/* As names of layers and properties go through documents, URLs and file names. */
static void as_name(arena *a, const char *text)
{
    name_fault fault;
    const kvp *read = NULL;
    const size_t fits = text_fitting(text, 31);
    hold(fits <= 31 && text_is_utf8(text, fits), "a text is cut between characters");
    if (!name_is_ncname(text, &fault))
        return hold(is_xml_text(fault.nl) && is_xml_text(fault.en), "a message is clean text");
    hold(strlen(text) <= NAME_BYTES && is_xml_text(text) && xmlValidateNCName((const xmlChar *)text, 0) == 0,
         "a name is an NCName");
    hold(!strpbrk(text, "'\"%&<>()/:;,[] "), "a name needs no quotes in SQL, XML, headers and lists");
    hold(kvp_parse(arena_printf(a, "typeNames=%s", kvp_escaped(text, a)), a, &read).code == ST_OK &&
             strcmp(kvp_get(read, "typeNames"), text) == 0,
         "a name reads back from a URL");
}

/* Messages repeat a client's text, cut off somewhere. */
static void as_message(caught *c, const char *text)
{
    size_t length = 0;
    const status s = FAIL(BAD_PARAM, text, "'%.60s' en nog iets", "'%.7s' and more", text);
    hold(is_xml_text(s.nl) && is_xml_text(s.en) && is_xml_text(s.locator), "a message is clean text");
    output *to = caught_open(c);
    out_text(to, "\"");
    out_json(to, s.nl);
    out_text(to, "\"");
    const char *written = caught_close(c, &length);
    hold_json(written, length);
}

static void as_numbers(caught *c, const char *text)
{
    int64_t whole = 0;
    double real = 0;
    size_t length = 0;
    if (text_to_int64(text, &whole)) {
        out_int(caught_open(c), whole);
        hold(strtoll(caught_close(c, &length), NULL, 10) == whole, "an integer reads back as itself");
    }
    if (!text_to_double(text, &real))
        return;
    hold(isfinite(real), "a number that was read is finite");
    out_double(caught_open(c), real);
    hold(strtod(caught_close(c, &length), NULL) == real, "a double reads back as itself");
}

static void cut_up(arena *a, const char *text)
{
    const text_list parts = text_split(a, text, ',');
    size_t length = parts.count ? parts.count - 1 : 0;
    for (size_t i = 0; i < parts.count; i++)
        length += strlen(parts.items[i]);
    hold(length == strlen(text), "nothing is lost by splitting");
    hold(strlen(text_trim(a, text)) <= strlen(text), "trimming adds nothing");
    hold(text_equal_nocase(text, text), "a text equals itself");
}

static caught *the_answer;

static void end_world(void)
{
    caught_free(the_answer);
}

static caught *open_world(void)
{
    if (!the_answer) {
        the_answer = caught_new();
        hold(atexit(end_world) == 0, "the end can be arranged");
    }
    return the_answer;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    arena *a = arena_new();
    caught *c = open_world();
    const char *text = arena_strndup(a, (const char *)data, size);
    as_content(c, text);
    as_attribute(c, text);
    as_json(c, text);
    as_csv(c, a, text, "csv", true);
    as_csv(c, a, text, "csv-exact", false);
    as_message(c, text);
    as_name(a, text);
    as_numbers(c, text);
    cut_up(a, text);
    arena_free(a);
    return 0;
}
