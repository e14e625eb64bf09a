/* ODS (OpenDocument 1.2, ISO/IEC 26300): every text has the type string and a text style, so that a spreadsheet does not turn it
 * into a date or a number when a cell is edited. */
#include "base/text.h"
#include "gml/formats/sheet.h"

#include <string.h>

enum { ROWS_MOST = 1048576, CELL_MOST = 65535 };

#define MEDIA_TYPE "application/vnd.oasis.opendocument.spreadsheet"
#define URN "urn:oasis:names:tc:opendocument:xmlns:"
#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"

static const char *const names[] = {"application/vnd.oasis.opendocument.spreadsheet", "ods", NULL};

static const char manifest[] =
    XML "<manifest:manifest xmlns:manifest=\"" URN "manifest:1.0\" manifest:version=\"1.2\">"
        "<manifest:file-entry manifest:full-path=\"/\" manifest:version=\"1.2\" manifest:media-type=\"" MEDIA_TYPE "\"/>"
        "<manifest:file-entry manifest:full-path=\"content.xml\" manifest:media-type=\"text/xml\"/></manifest:manifest>";

static const char head[] =
    XML "<office:document-content xmlns:office=\"" URN "office:1.0\" xmlns:table=\"" URN "table:1.0\" xmlns:text=\"" URN
        "text:1.0\" xmlns:style=\"" URN "style:1.0\" xmlns:number=\"" URN "datastyle:1.0\" xmlns:fo=\"" URN
        "xsl-fo-compatible:1.0\" office:version=\"1.2\"><office:automatic-styles>"
        "<number:text-style style:name=\"n\"><number:text-content/></number:text-style>"
        "<style:style style:name=\"t\" style:family=\"table-cell\" style:data-style-name=\"n\"/>"
        "<style:style style:name=\"k\" style:family=\"table-cell\" style:data-style-name=\"n\">"
        "<style:text-properties fo:font-weight=\"bold\"/></style:style>"
        "</office:automatic-styles><office:body><office:spreadsheet><table:table table:name=\"";

/* Part 3 §3.3: the mimetype entry comes first and uncompressed, so that the file can be recognised by its first bytes. */
static status before(sheet *s)
{
    TRY(sheet_entry(s, "mimetype", false, MEDIA_TYPE));
    return sheet_entry(s, "META-INF/manifest.xml", true, manifest);
}

static void page_begin(sheet *s)
{
    out_text(s->page, head);
    out_text(s->page, s->e->what->layer->name);
    out_text(s->page, "\"><table:table-column table:number-columns-repeated=\"");
    out_int(s->page, (int64_t)(s->table.count + (s->points ? 2 : s->table.has_shape)));
    out_text(s->page, "\"/>\n");
}

static void page_end(sheet *s)
{
    out_text(s->page, "</table:table></office:spreadsheet></office:body></office:document-content>");
}

static void row_begin(sheet *s)
{
    out_text(s->page, "<table:table-row>");
}

static void row_end(sheet *s)
{
    out_text(s->page, "</table:table-row>\n");
}

/* --- Texts: white space that a paragraph would collapse becomes elements, and each line is a paragraph (§6.1.2) --- */

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\0';
}

static bool is_simple(const char *c)
{
    for (char last = '\0'; *c; last = *c++)
        if ((is_blank(*c) && (*c != ' ' || is_blank(last))))
            return false;
    return true;
}

/* Up to the next character that needs an element; the last blank of a line needs one too. */
static const char *run_end(const char *c, bool first)
{
    for (bool blank = first; *c; c++) {
        if (is_blank(*c) && (*c != ' ' || blank || is_blank(c[1])))
            break;
        blank = *c == ' ';
    }
    return c;
}

static const char *put_special(sheet *s, const char *c)
{
    switch (*c) {
    case ' ': out_text(s->page, "<text:s/>"); break;
    case '\t': out_text(s->page, "<text:tab/>"); break;
    default: out_text(s->page, "</text:p><text:p>");
    }
    return c + (c[0] == '\r' && c[1] == '\n' ? 2 : 1);
}

static void put_spaced(sheet *s, const char *content)
{
    bool first = true;
    for (const char *c = content; *c;) {
        const char *end = run_end(c, first);
        char *run = sheet_scratch(s, (size_t)(end - c) + 1);
        memcpy(run, c, (size_t)(end - c));
        run[end - c] = '\0';
        out_xml(s->page, run);
        c = *end ? put_special(s, end) : end;
        first = *end != '\0';
    }
}

static void put_text(sheet *s, const char *content, bool of_head)
{
    const size_t length = strlen(content);
    out_text(s->page, of_head ? "<table:table-cell table:style-name=\"k\" office:value-type=\"string\"><text:p>"
                              : "<table:table-cell table:style-name=\"t\" office:value-type=\"string\"><text:p>");
    if (is_simple(content) && (length == 0 || content[length - 1] != ' '))
        out_xml(s->page, content);
    else
        put_spaced(s, content);
    out_text(s->page, "</text:p></table:table-cell>");
}

static void put_number(sheet *s, const char *digits)
{
    out_text(s->page, "<table:table-cell office:value-type=\"float\" office:value=\"");
    out_text(s->page, digits);
    out_text(s->page, "\"/>");
}

static void put_boolean(sheet *s, bool yes)
{
    out_text(s->page, "<table:table-cell office:value-type=\"boolean\" office:boolean-value=\"");
    out_text(s->page,
             yes ? "true\"><text:p>true</text:p></table:table-cell>" : "false\"><text:p>false</text:p></table:table-cell>");
}

static void put_nothing(sheet *s)
{
    out_text(s->page, "<table:table-cell/>");
}

static const sheet_form form = {.name = "ods",
                                .rows_most = ROWS_MOST,
                                .text_most = CELL_MOST,
                                .page_name = "content.xml",
                                .before = before,
                                .page_begin = page_begin,
                                .page_end = page_end,
                                .row_begin = row_begin,
                                .row_end = row_end,
                                .text = put_text,
                                .number = put_number,
                                .boolean = put_boolean,
                                .nothing = put_nothing};

static void prepare(encoding *e)
{
    sheet_prepare(e, &form);
}

const encoder encoder_ods = {.media_type = MEDIA_TYPE,
                             .names = names,
                             .options = sheet_options,
                             .extension = "ods",
                             .sink = SINK_FILE,
                             .no_hits = true,
                             .prepare = prepare,
                             .begin = encoder_nothing,
                             .begin_query = sheet_begin_query,
                             .feature = sheet_feature,
                             .end_query = sheet_end_query,
                             .end = encoder_nothing};
