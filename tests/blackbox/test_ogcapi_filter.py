"""CQL2 in the parameter filter of OGC API: what SQL finds, places, other systems, what is refused and where, and what is too much. tests/differential has the random filters."""
import json
import pytest
from support import store
from support.sample import GENT

ITEMS = '/api/collections/risicolocatie/items'
CRS = 'http://www.opengis.net/def/crs/EPSG/0/%d'

# CQL2 → the condition in SQL on what is not struck out
SAME_AS_SQL = {
    "bron = 'gemeente'": "bron = 'gemeente'", "\"bron\" <> 'gemeente'": "bron <> 'gemeente'", "NOT (vlarebo_categorie = 'O')": "NOT (vlarebo_categorie = 'O')",
    "'gemeente' = bron": "bron = 'gemeente'", 'versie+1>2': 'versie + 1 > 2', '-versie < -1': '-versie < -1', 'versie % 2 = 1': 'versie % 2 = 1', '7 div 2 = 3 AND 7 / 2 > 3': '1',
    '2 ^ versie >= 4': 'versie >= 2', 'oppervlakte_m2 / 0 > 1': '0', 'NOT (oppervlakte_m2 / 0 > 1)': '0', 'oppervlakte_m2 between 1e2 and 10*200': 'oppervlakte_m2 BETWEEN 100 AND 2000',
    "startdatum < DATE('1990-01-01')": "startdatum < '1990-01-01'", "T_BEFORE(startdatum, DATE('1990-01-01'))": "startdatum < '1990-01-01'",
    "T_INTERSECTS(INTERVAL(startdatum, einddatum), INTERVAL('1990-01-01', '..'))": "einddatum >= '1990-01-01'", 'startdatum < einddatum': 'startdatum < einddatum', 'T_EQUALS(startdatum, einddatum)': 'startdatum = einddatum',
    "t_during(interval(startdatum, einddatum), interval('1980-01-01', '2010-12-31'))": "startdatum > '1980-01-01' AND einddatum < '2010-12-31'",
    "gewijzigd_op > TIMESTAMP('2024-06-01T00:00:00Z')": "gewijzigd_op > '2024-06-01T00:00:00Z'", 'TRUE': '1', 'false OR false': '0', 'einddatum IS NOT NULL': 'einddatum IS NOT NULL', 'geometry IS NULL': 'geometry IS NULL',
    "rubriek LIKE '17.%'": "rubriek LIKE '17.%'", "NOT rubriek LIKE '17.%'": "NOT rubriek LIKE '17.%'", "CASEI(bron) = casei('GEMEENTE')": "bron = 'gemeente'", 'NOT wijziging_vergunning NOT IN (bron, \'JA\')': "wijziging_vergunning = 'JA'",
    "ACCENTI(CASEI(gemeente_naam)) LIKE accenti(casei('GÉNT'))": "gemeente_naam = 'Gent'", "strLength(bron) = 8": "length(bron) = 8", "omschrijving LIKE '%''%' OR omschrijving LIKE '%\\'%'": "omschrijving LIKE '%''%'",
    '(((versie = 1)))': 'versie = 1', '(versie + (1)) * 2 = 4': 'versie = 1', "bron = 'gemeente' OR bron = 'migratie' AND versie = 1": "bron = 'gemeente' OR (bron = 'migratie' AND versie = 1)",
}


def matched(client, text, **more):
    answer = client.get(ITEMS, filter=text, limit=10000, **more)
    assert answer.status == 200, answer
    return {feature['id'] for feature in answer.json['features']}


@pytest.mark.parametrize('text', SAME_AS_SQL)
def test_a_condition_finds_what_sql_finds(gent, truth, text):
    assert matched(gent, text) == store.ids(truth.rows('risicolocatie', [GENT], 'geschrapt = 0 AND (%s)' % SAME_AS_SQL[text]))


def test_what_is_hidden_by_default_is_found_by_name(gent, truth):
    assert matched(gent, 'geschrapt = true') == matched(gent, 'geschrapt') == store.ids(truth.rows('risicolocatie', [GENT], 'geschrapt = 1'))


def test_places_are_in_crs84_unless_another_system_is_named(two):
    text = 'S_INTERSECTS(geometry, POLYGON((3.6 51, 3.8 51, 3.8 51.1, 3.6 51.1, 3.6 51)))'
    here = matched(two, text)
    assert here == matched(two, 'S_INTERSECTS(geometry, POLYGON((51 3.6, 51 3.8, 51.1 3.8, 51.1 3.6, 51 3.6)))', **{'filter-crs': CRS % 4326}) and here
    assert matched(two, 'S_INTERSECTS(geometry, BBOX(3.6, 51, 3.8, 51.1))') == matched(two, 'TRUE', bbox='3.6,51,3.8,51.1')
    assert matched(two, 'S_INTERSECTS(geometry, BBOX(51, 3.6, 51.1, 3.8))', **{'filter-crs': CRS % 4326}) == matched(two, 'TRUE', bbox='3.6,51,3.8,51.1')
    box = 'BBOX(100000, 180000, 112000, 200000)'
    assert matched(two, 'S_INTERSECTS(geometry, %s)' % box, **{'filter-crs': CRS % 31370}) == matched(two, 'TRUE', bbox='100000,180000,112000,200000', **{'bbox-crs': CRS % 31370})
    assert matched(two, 'S_WITHIN(geometry, %s) AND NOT S_DISJOINT(%s, geometry)' % (box, box), **{'filter-crs': CRS % 31370})
    assert matched(two, 'S_WITHIN(POINT(4 51), BBOX(3, 50, 5, 52))') == matched(two, 'true') and not matched(two, 'S_CROSSES(LINESTRING(4 51, 4.01 51), POLYGON((5 50, 6 50, 6 51, 5 50)))')


def test_json_says_the_same(two):
    for text, tree in (("bron = 'gemeente' AND NOT versie > 1", {'op': 'and', 'args': [{'op': '=', 'args': [{'property': 'bron'}, 'gemeente']}, {'op': 'not', 'args': [{'op': '>', 'args': [{'property': 'versie'}, 1]}]}]}),
                       ('S_INTERSECTS(geometry, BBOX(3.6, 51, 3.8, 51.1))', {'op': 's_intersects', 'args': [{'property': 'geometry'}, {'bbox': [3.6, 51, 3.8, 51.1]}]}),
                       ('S_INTERSECTS(geometry, MULTIPOINT((3.7 51.05), (4.4 51.2)))', {'op': 's_intersects', 'args': [{'property': 'geometry'}, {'type': 'MultiPoint', 'coordinates': [[3.7, 51.05], [4.4, 51.2]]}]}),
                       ('S_DISJOINT(geometry, GEOMETRYCOLLECTION(POINT(3 51), POLYGON((3.6 51, 3.8 51, 3.8 51.1, 3.6 51))))', {'op': 's_disjoint', 'args': [{'property': 'geometry'}, {
                           'type': 'GeometryCollection', 'geometries': [{'type': 'Point', 'coordinates': [3, 51]}, {'type': 'Polygon', 'coordinates': [[[3.6, 51], [3.8, 51], [3.8, 51.1], [3.6, 51]]]}]}]}),
                       ("startdatum IN (DATE('2000-01-01'), einddatum)", {'op': 'in', 'args': [{'property': 'startdatum'}, [{'date': '2000-01-01'}, {'property': 'einddatum'}]]})):
        assert matched(two, text) == matched(two, json.dumps(tree), **{'filter-lang': 'cql2-json'}), text


BROKEN = {
    'bron': 'vergelijking', 'bron =': 'waarde', "bron = 'x": 'aanhalingsteken', "bron == 'x'": 'waarde', "(bron = 'x'": ')', "bron = 'x')": 'voorbij', 'onbekend = 1': 'onbekend', 'versie = abc': 'abc',
    "versie = 'abc'": 'abc', 'bron LIKE 3': 'patroon', 'bron LIKE bron': 'patroon', 'bron ILIKE \'x\'': 'voorbij', 'INCLUDE': 'INCLUDE', 'bron NOT = 1': 'LIKE', 'versie != 1': '!=', 'onzin(bron) = 1': 'onzin', '1 + = 2': 'waarde',
    "versie + bron = 1": 'getal', "casei(versie) = 'x'": 'tekst', "T_AFTER(bron, DATE('2020-01-01'))": 'datum', "T_MEETS(startdatum, DATE('2020-01-01'))": 'INTERVAL', "T_AFTER(startdatum, DATE('2020-13-01'))": '2020-13-01',
    'S_INTERSECTS(bron, POINT(1 2))': 'bron', 'S_INTERSECTS(geometry, POINT(1))': 'getal', 'S_INTERSECTS(geometry, POINT EMPTY)': 'leeg', 'S_INTERSECTS(geometry)': 'delen', 'BBOX(1,2,3)': 'BBOX', "A_CONTAINS(bron, ('x'))": 'lijst',
    'geometry = POINT(1 2)': 'waarde', "IN ('risicolocatie.1')": 'IN', 'bron IN ()': 'waarde', '(bron, versie) = 1': 'waarde', 'versie > (SELECT 1)': ')', "bron = 'x' -- y": '', 'bron ~ 1': '~', '\x01': '',
}


@pytest.mark.parametrize('text', BROKEN, ids=[str(i) for i in range(len(BROKEN))])
def test_what_is_no_filter_is_refused_in_words(gent, text):
    answer = gent.get(ITEMS, filter=text)
    assert answer.status == 400 and answer.type == 'application/problem+json', answer
    assert BROKEN[text] in answer.json['detail'], answer


BROKEN_JSON = ['{', '[]', 'null', '"x"', '1', '{}', '{"op":"="}', '{"op":"=","args":[]}', '{"op":"=","args":[1]}', '{"op":1,"args":[]}', '{"op":"and","args":[true]}', '{"op":"=","args":[{"property":1},2]}',
               '{"op":"=","args":[null,1]}', '{"op":"in","args":[{"property":"bron"},"x"]}', '{"op":"in","args":[]}', '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point"}]}',
               '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Point","coordinates":["x",1]}]}', '{"op":"s_intersects","args":[{"property":"geometry"},{"type":"MultiPolygon","coordinates":[[]]}]}',
               '{"op":"s_intersects","args":[{"property":"geometry"},{"bbox":[1,2,3]}]}', '{"op":"=","args":[{"property":"bron"},"a\\u0000b"],"op":"<"}', '{"op":"t_after","args":[{"property":"startdatum"},{"interval":[]}]}',
               '{"op":"like","args":[{"property":"bron"},{"property":"bron"}]}', '{"op":"not","args":[true,false]}', '{"op":"=","args":[NaN,1]}', '{"op":"=","args":[1e400,1]}', '[' * 5000, '{"op":"not","args":[' * 500]


@pytest.mark.parametrize('text', BROKEN_JSON, ids=[str(i) for i in range(len(BROKEN_JSON))])
def test_what_is_no_filter_in_json_is_refused(gent, text):
    answer = gent.get(ITEMS, filter=text, **{'filter-lang': 'cql2-json'})
    assert answer.status in (400, 413, 414, 431) and answer.json['detail'], answer


def test_the_language_and_the_system_must_be_known(gent):
    for name, given in (('filter-lang', 'sql'), ('filter-crs', 'EPSG:4326'), ('filter-crs', CRS % 28992)):
        answer = gent.get(ITEMS, filter='true', **{name: given})
        assert answer.status == 400 and answer.json['locator'] == name, answer


@pytest.mark.parametrize('text', ['NOT ' * 40 + 'true', '(' * 40 + 'true' + ')' * 40, ' OR '.join(['versie = 1'] * 4000), 'versie' + '+versie' * 10 + ' > 1', 'casei(' * 9 + 'bron' + ')' * 9 + " = 'x'", '-' * 60 + '1 = 1',
                                  '1' + '+1' * 16000 + ' = 1', 'bron IN (%s)' % ','.join(["'x'"] * 6000), "bron LIKE '%s'" % ('%a' * 3000)], ids=range(9))
def test_what_is_too_much_is_refused_or_answered_but_never_runs_long(gent, text):
    answer = gent.get(ITEMS, filter=text, limit=1, timeout=30)
    assert answer.status in (200, 400, 413, 414), answer
