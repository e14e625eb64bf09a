"""Each value of each row arrives as it lies in the store: awkward texts, NULLs, dates, numbers; in GML and in GeoJSON."""
import re
import pytest
from shapely.geometry import LinearRing
from support import crs, gml, store

HIDDEN = {'id', 'geometry', 'rubriek_id', 'boeking', 'kenmerk_van'} # of the store alone, or compared apart


def expected_text(value, name):
    if name == 'geschrapt':
        return 'true' if value else 'false'
    return str(value)


@pytest.fixture(scope='module')
def rows(truth):
    return truth.rows('risicolocatie', ['44021', '11002'])


@pytest.fixture(scope='module')
def as_gml(two):
    return gml.read(two.features(geschrapt='alle').xml)


@pytest.fixture(scope='module')
def as_json(two):
    return gml.read_json(two.features(geschrapt='alle', outputFormat='application/json').json)


def same_text(got, value):
    """XML 1.0 §2.11 turns CR LF and CR into LF when they are not written as references."""
    return got == value


def test_the_rows_hold_awkward_texts_to_test_on(rows):
    texts = ' '.join(row['omschrijving'] or '' for row in rows.values()) + ' '.join(row['rubriek'] for row in rows.values())
    for awkward in '&<"\'°—':
        assert awkward in texts, 'the sample lacks ' + awkward
    assert any(ord(c) > 0xffff for c in texts), 'the sample lacks a character outside the basic plane'
    assert any(row['omschrijving'] is None for row in rows.values())


def test_gml_holds_every_value_and_leaves_null_out(rows, as_gml):
    assert set(as_gml) == store.ids(rows)
    for key, row in rows.items():
        got = as_gml['risicolocatie.%d' % key]
        for name in set(row.keys()) - HIDDEN:
            if row[name] is None:
                assert got.get(name) is None, (key, name, got.get(name))
            elif isinstance(row[name], float):
                assert float(got[name]) == row[name], (key, name)
            else:
                assert same_text(got[name], expected_text(row[name], name)), (key, name, got[name], row[name])


def test_json_holds_every_value_with_its_type(rows, as_json):
    assert set(as_json) == store.ids(rows)
    for key, row in rows.items():
        got = as_json['risicolocatie.%d' % key]
        for name in set(row.keys()) - HIDDEN:
            want = bool(row[name]) if name == 'geschrapt' else row[name]
            assert got[name] == want and type(got[name]) is type(want), (key, name, got[name], want)


def test_json_and_gml_tell_the_same_geometry(two, truth):
    name = crs.name(31370, 'short')
    a = gml.read(two.features(srsName=name).xml)
    b = gml.read_json(two.features(srsName=name, outputFormat='application/json').json)
    assert {k: gml.one_way_round(v['geometry']) for k, v in a.items()} == {k: gml.one_way_round(v['geometry']) for k, v in b.items()}
    assert set(a) == store.ids(truth.two)


def test_json_without_srsname_is_in_crs84_with_longitude_first(two, truth):
    answer = two.features(outputFormat='application/json')
    assert answer.type in ('application/json', 'application/geo+json')
    assert 'crs' not in answer.json, 'RFC 7946 §4 knows no other CRS'
    found = gml.read_json(answer.json)
    for key, row in truth.two.items():
        want = crs.move_rings(store.polygons(row['geometry']), 4326)
        got = found['risicolocatie.%d' % key]['geometry']
        assert [len(part) for part in got] == [len(part) for part in want]
        for part, wanted_part in zip(got, want):
            for ring, wanted_ring in zip(part, wanted_part):
                assert near(ring, wanted_ring) or near(ring, wanted_ring[::-1])


def near(ring, wanted):
    """To a hundred-millionth of a degree: about a millimetre."""
    return len(ring) == len(wanted) and all(abs(x - east) < 1e-8 and abs(y - north) < 1e-8 for (x, y), (east, north) in zip(ring, wanted))


def test_json_rings_turn_as_rfc_7946_says(two):
    for values in gml.read_json(two.features(outputFormat='application/json').json).values():
        for part in values['geometry']:
            for index, ring in enumerate(part):
                line = LinearRing(ring)
                assert not line.is_simple or line.is_ccw == (index == 0)


@pytest.mark.parametrize('spelling', crs.SPELLINGS)
def test_json_with_srsname_says_which_crs(gent, spelling):
    document = gent.features(outputFormat='application/json', srsName=crs.name(31370, spelling)).json
    assert re.search(r'EPSG:(?::|0:)?31370$', document['crs']['properties']['name'])
    x, y = gml.json_rings(document['features'][0]['geometry'])[0][0][0]
    assert 20000 < x < 262000 and 150000 < y < 250000


@pytest.mark.parametrize('asked', ['application/json', 'application/geo+json', 'json', 'geojson', 'application/gml+xml; version=3.2',
                                   'text/xml; subtype=gml/3.2', 'GML32'])
def test_output_formats_have_the_names_that_clients_use(gent, truth, asked):
    answer = gent.features(outputFormat=asked, resultType='results')
    assert answer.status == 200, answer
    if 'json' in asked:
        assert len(answer.json['features']) == len(truth.gent)
    else:
        assert len(gml.ids(answer.xml)) == len(truth.gent)


CRS84 = ['urn:ogc:def:crs:OGC:1.3:CRS84', 'urn:ogc:def:crs:OGC::CRS84', 'http://www.opengis.net/def/crs/OGC/1.3/CRS84', 'CRS:84', 'OGC:CRS84', 'crs:84']


@pytest.mark.parametrize('name', CRS84)
def test_json_names_crs84_when_that_was_asked(two, name):
    """RFC 7946 §4: the same coordinates as without srsName, and the member says what was asked."""
    plain, named = (two.features(outputFormat='application/json', count=20, **more).json for more in ({}, {'srsName': name}))
    assert 'crs' not in plain and named['crs'] == {'type': 'name', 'properties': {'name': 'urn:ogc:def:crs:OGC:1.3:CRS84'}}
    assert named['features'] == plain['features'] and len(plain['features']) == 20
    both = two.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=(risico:risicolocatie)(risico:gemeente)&srsName=()(%s)&outputFormat=json&count=2' % name).json
    assert both['crs'] == named['crs']


@pytest.mark.parametrize('name,code', [('EPSG:4326', 4326), ('urn:ogc:def:crs:EPSG::4326', 4326), ('http://www.opengis.net/def/crs/EPSG/0/4326', 4326), ('EPSG:31370', 31370)])
def test_json_names_the_code_of_the_epsg_when_that_was_asked(two, name, code):
    found = two.features(outputFormat='application/json', count=1, srsName=name).json
    assert found['crs']['properties']['name'] == 'urn:ogc:def:crs:EPSG::%d' % code
