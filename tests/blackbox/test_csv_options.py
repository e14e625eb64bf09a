"""FORMAT_OPTIONS of CSV: what Excel in Dutch opens by itself, and x and y for who has no use for WKT."""
import csv
import io
import pytest
from shapely.geometry import MultiPolygon, Point, Polygon
from support import crs, gml, store, table

DUTCH = 'csvSeparator:semicolon;decimal:comma;bom:yes'


def read(answer, separator=',', codec='utf-8'):
    assert answer.status == 200, answer
    names, *rows = csv.reader(io.StringIO(answer.body.decode(codec), newline=''), strict=True, delimiter=separator)
    assert all(len(row) == len(names) for row in rows)
    return names, {row[0]: dict(zip(names, row)) for row in rows}


def asked(client, options, output='csv', **parameters):
    return client.features(outputFormat=output, format_options=options, **parameters)


def test_excel_in_dutch_reads_it(gent, truth):
    answer = asked(gent, DUTCH)
    assert answer.body.startswith(b'\xef\xbb\xbfid;')
    _, usual = read(asked(gent, ''))
    names, rows = read(answer, ';', 'utf-8-sig')
    assert set(rows) == store.ids(truth.gent) and names == list(next(iter(usual.values())))
    for key, row in rows.items():
        assert row == {**usual[key], 'oppervlakte_m2': usual[key]['oppervlakte_m2'].replace('.', ',')}
        if row['oppervlakte_m2']:
            assert float(row['oppervlakte_m2'].replace(',', '.')) == truth.gent[int(key.split('.')[1])]['oppervlakte_m2']
    assert any(',' in row['oppervlakte_m2'] for row in rows.values()) and '.' in next(iter(rows.values()))['geometry'], 'WKT has points'


@pytest.mark.parametrize('name,separator', [('comma', ','), ('semicolon', ';'), ('tab', '\t')])
def test_each_separator(gent, name, separator):
    assert read(asked(gent, 'csvSeparator:' + name), separator)[1] == read(asked(gent, ''))[1]


@pytest.mark.parametrize('code', crs.CODES)
def test_x_and_y_are_a_place_in_the_feature(gent, truth, code):
    names, rows = read(asked(gent, 'geometry:xy', srsName=crs.name(code, 'urn')))
    assert names[-2:] == ['x', 'y'] and 'geometry' not in names and set(rows) == store.ids(truth.gent)
    valid = 0
    for key, row in rows.items():
        parts = crs.move_rings(store.polygons(truth.gent[int(key.split('.')[1])]['geometry']), code)
        shape = MultiPolygon([Polygon(part[0], part[1:]) for part in parts])
        near = 1e-7 if code in crs.DEGREES else 1e-2
        if shape.is_valid:
            assert shape.distance(Point(float(row['x']), float(row['y']))) <= near, key
            valid += 1
    assert valid > 20


def test_decimal_comma_goes_for_x_and_y_too(gent):
    _, rows = read(asked(gent, 'geometry:xy;' + DUTCH), ';', 'utf-8-sig')
    _, usual = read(asked(gent, 'geometry:xy'))
    assert {key: (row['x'].replace(',', '.'), row['y'].replace(',', '.')) for key, row in rows.items()} == {key: (row['x'], row['y']) for key, row in usual.items()}
    assert any(',' in row['x'] for row in rows.values())


def test_without_geometry(gent):
    names, rows = read(asked(gent, 'geometry:none'))
    _, usual = read(asked(gent, ''))
    assert 'geometry' not in names and all({**row, 'geometry': usual[key]['geometry']} == usual[key] for key, row in rows.items())


def test_a_page_s_next_link_keeps_them(gent):
    link = table.next_link(asked(gent, 'csvSeparator:semicolon', count=5))
    assert read(gent.get(link), ';')[1]


def test_what_users_of_geoserver_ask_of_a_shapefile_goes(gent):
    assert asked(gent, 'CHARSET:UTF-8', 'SHAPE-ZIP').body == gent.features(outputFormat='SHAPE-ZIP').body


@pytest.mark.parametrize('output,options', [('SHAPE-ZIP', 'CHARSET:ISO-8859-1'), 
    ('csv', 'csvSeparator:|'), ('csv', 'onzin'), ('csv', 'bom'), ('csv', 'bom:yes;bom:no'), ('csv', 'decimal:comma'), ('json', 'callback:doe'), ('gpkg', 'geometry:xy'),
    ('application/gml+xml; version=3.2', 'x:y')])
def test_what_there_is_not_is_said(gent, output, options):
    answer = asked(gent, options, output)
    assert answer.status == 400 and b'format_options' in answer.body and (output == 'json' or gml.exception(answer.xml)[1] == 'format_options')

