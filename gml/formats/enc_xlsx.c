/* XLSX (ECMA-376, SpreadsheetML): texts are inline in their cells and have the text format, so that a spreadsheet does not turn
 * them into dates or numbers when a cell is edited. */
#include "gml/formats/sheet.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

/* Excel's limits (Microsoft, "Excel specifications and limits"). */
enum { ROWS_MOST = 1048576, CELL_MOST = 32767, NAME_MOST = 31, PLAIN = 0, TEXT = 1, HEAD = 2 };

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#define TYPE "application/vnd.openxmlformats-officedocument.spreadsheetml."

static const char *const names[] = {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx", "excel2007",
                                    "excel", NULL};

/* --- Around the page --- */

static const char types[] =
    XML "<Types xmlns=\"" PACKAGE "content-types\">"
        "<Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
        "<Default Extension=\"xml\" ContentType=\"application/xml\"/>"
        "<Override PartName=\"/xl/workbook.xml\" ContentType=\"" TYPE "sheet.main+xml\"/>"
        "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"" TYPE "worksheet+xml\"/>"
        "<Override PartName=\"/xl/styles.xml\" ContentType=\"" TYPE "styles+xml\"/></Types>";
static const char package[] =
    XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
        "<Relationship Id=\"rId1\" Type=\"" OFFICE "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char parts[] = XML "<Relationships xmlns=\"" PACKAGE "relationships\">"
                                "<Relationship Id=\"rId1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
                                "<Relationship Id=\"rId2\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/></Relationships>";
/* Number format 49 is text (§18.8.30). */
static const char styles[] = XML
    "<styleSheet xmlns=\"" MAIN "\"><fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
    "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
    "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill><fill><patternFill "
    "patternType=\"gray125\"/></fill></fills>"
    "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
    "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    "<cellXfs count=\"3\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\"/>"
    "<xf numFmtId=\"49\" fontId=\"0\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\"/>"
    "<xf numFmtId=\"49\" fontId=\"1\" fillId=\"0\" borderId=\"0\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\"/></cellXfs>"
    "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/></cellStyles></styleSheet>";

static status before(sheet *s)
{
    TRY(sheet_entry(s, "[Content_Types].xml", true, types));
    TRY(sheet_entry(s, "_rels/.rels", true, package));
    TRY(sheet_entry(s, "xl/_rels/workbook.xml.rels", true, parts));
    TRY(sheet_entry(s, "xl/styles.xml", true, styles));
    return sheet_entry(s, "xl/workbook.xml", true,
                       arena_printf(s->e->arena,
                                    XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE
                                        "\"><sheets><sheet name=\"%.*s\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>",
                                    (int)text_fitting(s->e->what->layer->name, NAME_MOST), s->e->what->layer->name));
}

/* The row of names stays visible when the sheet is scrolled. */
static void page_begin(sheet *s)
{
    out_text(s->page, XML "<worksheet xmlns=\"" MAIN "\"><sheetViews><sheetView workbookViewId=\"0\">"
                          "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>"
                          "</sheetView></sheetViews><sheetData>");
}

static void page_end(sheet *s)
{
    out_text(s->page, "</sheetData></worksheet>");
}

/* --- Cells --- */

static void row_begin(sheet *s)
{
    out_text(s->page, "<row r=\"");
    out_int(s->page, (int64_t)s->row + 1);
    out_text(s->page, "\">");
}

static void row_end(sheet *s)
{
    out_text(s->page, "</row>\n");
}

/* "A1", "AB17", "ABC2". */
static void cell_begin(sheet *s, const char *type, int style)
{
    char letters[SHEET_LETTERS];
    out_text(s->page, "<c r=\"");
    out_text(s->page, sheet_letters(s->column, letters));
    out_int(s->page, (int64_t)s->row + 1);
    out_text(s->page, type);
    out_text(s->page, style == TEXT ? "\" s=\"1\">" : style == HEAD ? "\" s=\"2\">" : "\">");
}

/* _x0041_ in a text is an A (§22.9.2.19, ST_Xstring). */
static bool is_escape(const char *c)
{
    return c[0] == '_' && c[1] == 'x' && isxdigit((unsigned char)c[2]) && isxdigit((unsigned char)c[3]) &&
           isxdigit((unsigned char)c[4]) && isxdigit((unsigned char)c[5]) && c[6] == '_';
}

static const char *without_escapes(sheet *s, const char *content)
{
    static const char escaped[] = "_x005F";
    if (!strstr(content, "_x"))
        return content;
    char *made = sheet_scratch(s, strlen(content) * sizeof escaped + 1), *to = made;
    for (const char *c = content; *c; c++) {
        if (is_escape(c))
            to = stpcpy(to, escaped);
        *to++ = *c;
    }
    *to = '\0';
    return made;
}

static void put_text(sheet *s, const char *content, bool head)
{
    cell_begin(s, "\" t=\"inlineStr", head ? HEAD : TEXT);
    out_text(s->page, "<is><t xml:space=\"preserve\">");
    out_xml(s->page, without_escapes(s, content));
    out_text(s->page, "</t></is></c>");
}

static void put_plain(sheet *s, const char *type, const char *content)
{
    cell_begin(s, type, PLAIN);
    out_text(s->page, "<v>");
    out_text(s->page, content);
    out_text(s->page, "</v></c>");
}

static void put_number(sheet *s, const char *digits)
{
    put_plain(s, "", digits);
}

static void put_boolean(sheet *s, bool yes)
{
    put_plain(s, "\" t=\"b", yes ? "1" : "0");
}

/* For NULL no cell is written at all. */
static void put_nothing(sheet *s)
{
    (void)s;
}

static const sheet_form form = {.name = "xlsx",
                                .rows_most = ROWS_MOST,
                                .text_most = CELL_MOST,
                                .page_name = "xl/worksheets/sheet1.xml",
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

const encoder encoder_xlsx = {.media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                              .names = names,
                              .options = sheet_options,
                              .extension = "xlsx",
                              .sink = SINK_FILE,
                              .no_hits = true,
                              .prepare = prepare,
                              .begin = encoder_nothing,
                              .begin_query = sheet_begin_query,
                              .feature = sheet_feature,
                              .end_query = sheet_end_query,
                              .end = encoder_nothing};
