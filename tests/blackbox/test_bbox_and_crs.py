"""BBOX and SRSNAME in every CRS and three spellings: the right rows, and the right coordinates in the right order."""
import pytest
from shapely.geometry import Polygon, box
from shapely.prepared import prep
from support import crs, fes, gml, store
from support.client import Client
from support.sample import ANTWERPEN

EVERY = [(code, spelling) for code in crs.CODES for spelling in crs.SPELLINGS]
MILLIMETRE = {31370: 0.001, 3812: 0.001, 3857: 0.002, 4258: 1e-8, 4326: 1e-8, 3043: 0.001, 3044: 0.001, 25831: 0.001} # 1e-8° is about a millimetre
SLACK = {31370: 0.0, 3812: 0.02, 3857: 0.03, 4258: 2e-7, 4326: 2e-7, 3043: 0.02, 3044: 0.02, 25831: 0.02} # the sides of a box bend: followed to a centimetre


def valid_shapes(rows, code):
    moved = {key: store.shape(crs.move_rings(store.polygons(row['geometry']), code)) for key, row in rows.items() if row['geometry']}
    return {key: s for key, s in moved.items() if s.is_valid}


def a_box(shapes):
    """A box that holds some features, cuts some and misses some: the middle half of what lies in one gemeente (ids begin with its NIS code)."""
    bounds = [s.bounds for key, s in shapes.items() if str(key).startswith(ANTWERPEN)]
    west, south, east, north = (f(b[i] for b in bounds) for i, f in enumerate((min, min, max, max)))
    wide, high = east - west, north - south
    return (west + wide / 4, south + high / 4, east - wide / 4, north - high / 4)


def text_of(corners, swap):
    w, s, e, n = corners
    return '%.9f,%.9f,%.9f,%.9f' % ((s, w, n, e) if swap else (w, s, e, n))


@pytest.mark.parametrize('code,spelling', EVERY)
def test_a_box_finds_what_it_meets(two, truth, code, spelling):
    shapes = valid_shapes(truth.two, code)
    corners = a_box(shapes)
    answer = two.features(bbox='%s,%s' % (text_of(corners, crs.swapped(code, spelling)), crs.name(code, spelling)))
    assert answer.status == 200, answer
    found = set(gml.ids(answer.xml)) & store.ids(shapes)
    certain = {key for key, s in shapes.items() if s.intersects(box(*corners).buffer(-SLACK[code]))}
    possible = {key for key, s in shapes.items() if s.intersects(box(*corners).buffer(SLACK[code]))}
    assert 0 < len(certain) < len(shapes)
    assert store.ids(certain) <= found <= store.ids(possible)


def test_a_box_without_crs_is_in_the_default_crs(two, truth):
    shapes = valid_shapes(truth.two, 31370)
    corners = a_box(shapes)
    answer = two.features(bbox=text_of(corners, False))
    assert set(gml.ids(answer.xml)) & store.ids(shapes) == store.ids(k for k, s in shapes.items() if s.intersects(box(*corners)))


def test_hits_within_a_box_equal_the_features_in_it(two, truth):
    query = text_of(a_box(valid_shapes(truth.two, 31370)), False)
    answer = two.features(bbox=query)
    assert two.features(bbox=query, resultType='hits').xml.get('numberMatched') == str(len(gml.ids(answer.xml)))


def test_touching_the_edge_counts_as_meeting(two, truth):
    key, shape = next(iter(valid_shapes(truth.two, 31370).items()))
    west, south, east, north = shape.bounds
    answer = two.features(bbox='%r,%r,%r,%r' % (east, south, east + 5000, north))
    assert 'risicolocatie.%d' % key in gml.ids(answer.xml)


def test_a_box_in_a_hole_or_a_notch_meets_nothing_of_that_feature(two, truth):
    for key, shape in valid_shapes(truth.two, 31370).items():
        holes = [hole for part in shape.geoms for hole in part.interiors]
        if not holes:
            continue
        x, y = box(*holes[0].bounds).centroid.coords[0]
        if shape.intersects(box(x - .01, y - .01, x + .01, y + .01)):
            continue
        answer = two.features(bbox='%f,%f,%f,%f' % (x - .01, y - .01, x + .01, y + .01))
        assert 'risicolocatie.%d' % key not in gml.ids(answer.xml)
        return
    raise AssertionError('the sample has no feature with a hole')


def test_invalid_geometries_are_answered_all_the_same(two, truth):
    broken = {key for key, row in truth.two.items() if not store.shape(store.polygons(row['geometry'])).is_valid}
    everywhere = two.features(bbox='0,0,300000,300000')
    assert set(gml.ids(everywhere.xml)) == store.ids(truth.two)
    assert broken, 'the sample has no invalid geometry in these gemeenten'


@pytest.mark.parametrize('code,spelling', EVERY)
def test_coordinates_are_right_to_the_millimetre_and_in_order(two, truth, code, spelling):
    name = crs.name(code, spelling)
    answer = two.features(srsName=name)
    assert answer.status == 200, answer
    found = gml.read(answer.xml)
    assert set(found) == store.ids(truth.two)
    for key, row in truth.two.items():
        expected = crs.move_rings(store.polygons(row['geometry']), code)
        close(found['risicolocatie.%d' % key]['geometry'], expected, crs.swapped(code, spelling), MILLIMETRE[code])


def close(rings, expected, swap, tolerance):
    assert [[len(r) for r in part] for part in rings] == [[len(r) for r in part] for part in expected]
    for part, wanted in zip(rings, expected):
        for ring, wanted_ring in zip(part, wanted):
            for (a, b), (east, north) in zip(ring, wanted_ring):
                assert abs((b if swap else a) - east) <= tolerance and abs((a if swap else b) - north) <= tolerance


@pytest.mark.parametrize('code,spelling', EVERY)
def test_the_answer_names_the_crs_as_it_was_asked(two, code, spelling):
    name = crs.name(code, spelling)
    surfaces = two.features(srsName=name, count=2).xml.xpath('//gml:MultiSurface/@srsName', namespaces=gml.NS)
    assert surfaces and set(surfaces) == {name}


def test_without_srsname_the_answer_is_in_lambert_72(two, truth):
    collection = two.features().xml
    names = set(collection.xpath('//gml:MultiSurface/@srsName', namespaces=gml.NS))
    assert len(names) == 1 and names.pop() in {crs.name(31370, s) for s in crs.SPELLINGS}
    for key, values in gml.read(collection).items():
        row = truth.two[int(key.split('.')[1])]
        close(values['geometry'], store.polygons(row['geometry']), False, 0.001)


# --- What is easily taken for something else ---

@pytest.mark.parametrize('box_,code', [('100000,180000,110000,200000', 3812), ('0,0,300000,300000', 3812), ('600000,680000,610000,700000', 31370)])
def test_coordinates_of_the_other_lambert_are_refused_in_words(gent, box_, code):
    west, south, east, north = box_.split(',')
    polygon = fes.polygon(' '.join((west, south, east, south, east, north, west, north, west, south)), 'srsName="EPSG:%d"' % code)
    other = {3812: '31370', 31370: '3812'}[code]
    for answer in (gent.features(bbox='%s,EPSG:%d' % (box_, code)), gent.post(fes.document(fes.filter_of(fes.spatial(polygon))), 'text/xml')):
        assert answer.status == 400 and 'EPSG:' + other in answer.text and 'EPSG:%d' % code in answer.text, answer


@pytest.mark.parametrize('srs', ['urn:ogc:def:crs:EPSG::4326', 'EPSG:4326', 'http://www.opengis.net/def/crs/EPSG/0/4326'])
def test_coordinates_of_gml_2_are_x_y_whatever_the_srs_name(gent, srs):
    """As QGIS writes them; pos follows the form."""
    with_pos = fes.point('51.05 3.72' if 'EPSG:4326' != srs else '3.72 51.05', 'srsName="%s"' % srs)
    found = [gml.ids(gent.post(fes.document(fes.filter_of(fes.spatial(shape, 'DWithin', '<fes:Distance uom="m">3000</fes:Distance>'))), 'text/xml').xml)
             for shape in (with_pos, '<gml:Point srsName="%s" xmlns:gml="http://www.opengis.net/gml"><gml:coordinates>3.72,51.05</gml:coordinates></gml:Point>' % srs)]
    assert found[0] == found[1] and found[0]


@pytest.mark.parametrize('code', crs.CODES[1:])
def test_the_sides_of_a_long_box_are_followed_in_the_parameter_and_in_a_filter(server, state, code):
    """Across Flanders: a side of 150 km bends by hundreds of metres."""
    everyone = Client(server.url, state.token(ANTWERPEN, role='ovam'))
    shapes = {key: s for key, row in store.rows(state.store, 'risicolocatie', None, 'geschrapt = 0').items() if row['geometry'] for s in [store.shape(store.polygons(row['geometry']))] if s.is_valid}
    west, south, east, north = crs.from_store(code).transform_bounds(80000, 180000, 230000, 215000)
    steps = [i / 3000 for i in range(3000)]
    ring = [(west + (east - west) * t, south) for t in steps] + [(east, south + (north - south) * t) for t in steps]
    ring += [(east - (east - west) * t, north) for t in steps] + [(west, north - (north - south) * t) for t in steps]
    area = Polygon(list(zip(*crs.from_store(code).transform(*zip(*ring), direction='INVERSE'))))
    certain, possible = (prep(area.buffer(d)) for d in (-0.01, 0.01))
    answers = [everyone.features(bbox='%.9f,%.9f,%.9f,%.9f,EPSG:%d' % (west, south, east, north, code), count=100000),
               everyone.features(count=100000, filter=fes.filter_of('<fes:BBOX><gml:Envelope srsName="EPSG:%d"><gml:lowerCorner>%.9f %.9f</gml:lowerCorner><gml:upperCorner>'
                                                                   '%.9f %.9f</gml:upperCorner></gml:Envelope></fes:BBOX>' % (code, west, south, east, north)))]
    for answer in answers:
        assert answer.status == 200, answer
        found = set(gml.ids(answer.xml)) & store.ids(shapes)
        assert store.ids(k for k, s in shapes.items() if certain.intersects(s)) <= found <= store.ids(k for k, s in shapes.items() if possible.intersects(s))
        assert 100 < len(found) < len(shapes)
