"""A CSV answer read back by other people's parsers: Python's csv, and shapely for WKT."""
import csv
import io
import re
import shapely.wkt

GUARDED = re.compile("'+[=+@\\-\t\r\n]")
LINK = re.compile(r'<([^<>]+)>; rel="next"')


def plain(text):
    """Without the apostrophe that keeps a spreadsheet from calculating."""
    return text[1:] if text and GUARDED.match(text) else text


def read(answer):
    """(column names, [one dict per row]). Of texts, without their guard; what is NULL cannot be told from an empty text here (see fields)."""
    assert answer.headers['Content-Type'] == 'text/csv; charset=utf-8; header=present', answer
    assert answer.body.endswith(b'\r\n')
    names, *rows = csv.reader(io.StringIO(answer.text, newline=''), strict=True)
    assert len(set(names)) == len(names) and all(len(row) == len(names) for row in rows), 'not a table'
    return names, [dict(zip(names, map(plain, row))) for row in rows]


def by_id(answer):
    _, rows = read(answer)
    found = {row['id']: row for row in rows}
    assert len(found) == len(rows), 'a feature came twice'
    return found


FIELD = re.compile('"((?:[^"]|"")*)"|([^",\r\n]*)')


def fields(text):
    """Rows of fields, where a field that is not there is None and "" is an empty text: PostgreSQL's way of reading, which Python's csv lacks."""
    rows, at = [[]], 0
    while at < len(text):
        found = FIELD.match(text, at)
        rows[-1].append(found[1].replace('""', '"') if found[1] is not None else found[2] or None)
        end = re.compile(',|\r\n').match(text, found.end())
        assert end, 'neither a comma nor CR LF at %d: %r' % (found.end(), text[found.end() - 20:found.end() + 20])
        at = end.end()
        if end[0] == '\r\n' and at < len(text):
            rows.append([])
    return rows


def rings(wkt):
    """[[(x, y)…]…] per polygon."""
    shape = shapely.wkt.loads(wkt)
    assert shape.geom_type == 'MultiPolygon', wkt[:100]
    return [[list(ring.coords) for ring in (part.exterior, *part.interiors)] for part in shape.geoms]


def next_link(answer):
    link = answer.headers.get('Link')
    found = link and LINK.fullmatch(link)
    assert not link or found, link
    return found and found[1]
