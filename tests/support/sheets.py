"""A workbook of an answer, read back: XLSX by openpyxl, ODS by the rules of OpenDocument for white space. Rows of Python values: a text is a str, an empty
cell None."""
import io
import zipfile
import openpyxl
from lxml import etree

OFFICE, TABLE, TEXT = ('{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}' % name for name in ('office', 'table', 'text'))


def read(body, output):
    """(name of the sheet, names, rows)"""
    name, (names, *rows) = (_xlsx if output == 'xlsx' else _ods)(body)
    assert all(len(row) == len(names) for row in rows)
    return name, names, [dict(zip(names, row)) for row in rows]


def _xlsx(body):
    book = openpyxl.load_workbook(io.BytesIO(body))
    sheet, = book.worksheets
    rows = []
    for row in sheet.iter_rows():
        assert all(cell.data_type != 'f' for cell in row), 'a formula'
        rows.append([cell.value for cell in row])
    return sheet.title, rows


def _ods(body):
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        first = archive.infolist()[0]
        assert first.filename == 'mimetype' and first.compress_type == zipfile.ZIP_STORED and not first.extra
        assert archive.read('mimetype') == b'application/vnd.oasis.opendocument.spreadsheet' and archive.testzip() is None
        root = etree.fromstring(archive.read('content.xml'), etree.XMLParser(huge_tree=True))
    table, = root.iter(TABLE + 'table')
    return table.get(TABLE + 'name'), [[_cell(cell) for cell in row.iter(TABLE + 'table-cell')] for row in table.iter(TABLE + 'table-row')]


def _cell(cell):
    assert cell.get(TABLE + 'formula') is None
    kind = cell.get(OFFICE + 'value-type')
    if kind == 'float':
        return float(cell.get(OFFICE + 'value'))
    if kind == 'boolean':
        return cell.get(OFFICE + 'boolean-value') == 'true'
    return None if kind is None else '\n'.join(_paragraph(p) for p in cell.iter(TEXT + 'p'))


def _paragraph(p):
    """OpenDocument 1.2 part 1 §6.1.2: blanks at the begin and after a blank are nothing, unless they are elements."""
    made = ''

    def add(text):
        nonlocal made
        for c in text or '':
            if c not in ' \t\r\n' or (made and made[-1] not in ' \t'):
                made += ' ' if c in ' \t\r\n' else c
    add(p.text)
    for child in p:
        made += {TEXT + 's': ' ' * int(child.get(TEXT + 'c', 1)), TEXT + 'tab': '\t'}[child.tag]
        add(child.tail)
    return made
