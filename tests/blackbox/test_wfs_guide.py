"""The integrators' guide says what is so: each of its requests is sent, each claim about a number, a system or a bound has a test (A12), and its figures are those of the source."""
import json
import re
import urllib.request
import pytest
from shapely.ops import unary_union
from shapely.validation import make_valid
from support import fes, gml, old, store, tables, transaction
from support.sample import GENT
from support.server import REPO

GUIDE = (REPO / 'wfs-guide/README.md').read_text()
BLOCKS = re.findall(r'```(http|xml)\n(.*?)```', GUIDE, re.DOTALL)


def constant(path, name):
    return int(eval(re.search(r'%s = "?([0-9 *]+)' % name, (REPO / path).read_text())[1]))


def send(client, kind, text):
    """The answer to an example: a GET line, written as a reader would, or a document to post."""
    if kind == 'xml':
        return client.post(text.encode(), 'text/xml')
    path, query = text.removeprefix('GET ').strip().split('?', 1)
    pairs = re.split('&(?=[A-Za-z_]+=)', query)
    return client.get(path, **dict(pair.split('=', 1) for pair in pairs))


def test_the_guide_has_examples():
    assert len(BLOCKS) >= 6


@pytest.mark.parametrize('kind,text', BLOCKS, ids=[str(i) for i in range(len(BLOCKS))])
def test_every_request_of_the_guide_answers_with_something(gent, kind, text):
    answer = send(gent, kind, text)
    assert answer.status == 200, answer
    matched = answer.headers['OGC-NumberMatched'] if 'OGC-NumberMatched' in answer.headers else answer.xml.get('numberMatched')
    assert int(matched) > 0, answer


@pytest.mark.parametrize('text', re.findall(r'```old\n(.*?)```', GUIDE, re.DOTALL))
def test_every_request_of_an_older_version_answers_with_features(gent, text):
    assert old.members(send(gent, 'http', text).xml)


def test_the_changes_of_the_guide_are_made(state, tmp_path):
    new, then = re.findall(r'```change\n(.*?)```', GUIDE, re.DOTALL)
    with transaction.editing(state, tmp_path) as editing:
        client = editing.client(GENT)
        made, = transaction.ids(send(client, 'xml', new))
        assert transaction.totals(send(client, 'xml', then.replace('"ID"', '"%s"' % made))) == {'inserted': 0, 'updated': 1, 'replaced': 0, 'deleted': 1}
        assert (editing.row(made)['einddatum'], editing.row(made)['geschrapt']) == ('2020-06-30', 1)


@pytest.mark.parametrize('text', re.findall(r'```error\n(.*?)```', GUIDE, re.DOTALL))
def test_n10_an_error_of_the_guide_looks_as_it_says(gent, text):
    request, _, expected = text.partition('\n\n')
    line, *heads = request.splitlines()
    path, query = line.removeprefix('GET ').split('?', 1)
    answer = gent.get(path + '?' + query, dict(head.split(': ', 1) for head in heads))
    assert answer.type == 'application/problem+json'
    assert {**answer.json, 'instance': 0} == {**json.loads(expected), 'instance': 0}
    assert list(answer.json) == list(json.loads(expected)) and len(answer.json['instance']) == len(json.loads(expected)['instance'])


def test_n10_the_languages_of_the_guide(gent):
    said = {}
    for language in ('nl', 'en', None):
        answer = gent.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&count=-1', {'Accept-Language': language} if language else {})
        said[language] = [text.text for text in answer.xml.iter('{http://www.opengis.net/ows/1.1}ExceptionText')]
    assert said[None] == said['nl'] + said['en'] and len(said[None]) == 2


def test_n10_the_heads_that_the_guide_names_may_be_read_by_a_viewer(gent):
    line, = re.findall(r'^- Hij mag deze headers lezen.*$', GUIDE, re.MULTILINE)
    for answer in (gent.get('/wfs?service=WFS&request=GetCapabilities'), gent.get('/wfs')):
        assert set(re.findall('`([^`]+)`', line)) == set(answer.headers['Access-Control-Expose-Headers'].split(', '))
        assert answer.headers['Access-Control-Allow-Origin'] == '*'


def test_n10_the_heads_that_the_guide_names_may_be_sent_by_a_viewer(gent):
    line, = re.findall(r'^- De viewer mag elke header meesturen.*$', GUIDE, re.MULTILINE)
    answer = gent.send(urllib.request.Request(gent.url + '/wfs', method='OPTIONS'))
    allowed = answer.headers['Access-Control-Allow-Headers'].split(', ')
    assert {'*', 'Authorization', *re.findall('`([^`]+)`', line)} <= set(allowed) and answer.headers['Access-Control-Max-Age'] == str(24 * 60 * 60)


def test_the_first_line_works_as_it_stands(gent):
    url = re.search(r'"http://localhost:8080(/wfs[^"]+)"', GUIDE)[1]
    assert len(gent.get(url).json['features']) == 10


@pytest.mark.parametrize('words,figure', [
    ('operatoren in de filters', ('data/model/filter_build.h', 'FILTER_OPERATORS')), ('operatoren in de filters', ('data/model/filter_build.h', 'FILTER_DEPTH')),
    ("id's in een vraag", ('server/wfs/query_resolve.c', 'IDS_MOST')), ('eigenschappen in `sortBy`', ('server/wfs/query_sources.c', 'SORT_KEYS_MOST')),
    ('punten in de geometrieën', ('data/model/filter_build.h', 'FILTER_VERTICES')), ('functies in een verzoek', ('data/model/filter_build.h', 'FILTER_CALLS')),
    ('bytes aan letterlijke waarden in functies', ('data/model/filter_build.h', 'FILTER_CALL_BYTES')),
    ('opgeslagen vragen per organisatie', ('data/store/stored_queries.h', 'STORED_QUERIES_MOST')),
    ("acties, id's en gewijzigde objecten", ('server/wfs/transaction.h', 'TRANSACTION_ACTIONS')),
    ("acties, id's en gewijzigde objecten", ('server/wfs/transaction.h', 'TRANSACTION_ROWS')),
    ('filters op eigenschappen in een Transaction', ('server/wfs/transaction.h', 'TRANSACTION_FILTERS')),
    ('vragen in één verzoek', ('server/wfs/query_text_kvp.c', 'QUERIES_MOST'))])
def test_the_limits_are_those_of_the_source(words, figure):
    row, = [line for line in GUIDE.splitlines() if line.startswith('| ' + words)]
    assert '{:,}'.format(constant(*figure)).replace(',', '.') in row


def test_every_format_is_in_the_guide():
    for name in tables.formats():
        assert '| `%s`' % name in GUIDE, name


def test_every_operator_is_in_the_guide(anyone):
    announced = anyone.wfs('GetCapabilities').xml.xpath('//*[local-name()="ComparisonOperator" or local-name()="SpatialOperator" or local-name()="TemporalOperator"]/@name')
    assert announced
    for operator in announced:
        assert operator in GUIDE or '…' + operator.removeprefix('PropertyIs') in GUIDE, operator


# --- A12: one test for each claim ---

def says(words):
    assert words in ' '.join(GUIDE.split()), 'the guide no longer says: ' + words


def test_a12_the_systems_of_the_guide_are_those_that_are_announced(anyone):
    says('Stelsels: %s en %s, en geen andere' % (', '.join(str(code) for code in tables.systems()[:-1]), tables.systems()[-1]))
    announced = anyone.wfs('GetCapabilities').xml.xpath('//wfs:FeatureType[wfs:Name="risico:risicolocatie"]/*[local-name()="DefaultCRS" or local-name()="OtherCRS"]/text()',
                                                        namespaces=gml.NS)
    assert sorted(int(one.rsplit(':', 1)[1]) for one in announced) == sorted(tables.systems())


def around(srs):
    return fes.document(fes.filter_of(fes.spatial(fes.point('4 51', 'srsName="%s"' % srs), 'DWithin', '<fes:Distance uom="m">10</fes:Distance>')), 'resultType="hits"')


@pytest.mark.parametrize('spelling', ['EPSG:%d', 'urn:ogc:def:crs:EPSG::%d', 'http://www.opengis.net/def/crs/EPSG/0/%d'])
def test_a12_a_filter_takes_these_systems_and_no_other(gent, spelling):
    says('ook niet in een bbox of een filter')
    for code in tables.systems():
        assert gent.post(around(spelling % code), 'text/xml').status == 200, code
    for code in (32631, 25832, 2154, 27700):
        refused = gent.post(around(spelling % code), 'text/xml')
        assert refused.status == 400 and gml.exception(refused.xml)[1] == 'srsName', refused


def test_a12_a_bbox_takes_no_other_system(gent):
    for code in (32631, 25832):
        assert gent.features(bbox='0,0,1,1,EPSG:%d' % code).status == 400


def test_a12_the_distance_in_words_is_that_of_the_example(gent, truth):
    kilometres, = re.findall(r'Alles binnen (\d+) kilometer van een punt dat in 2000 of later begon', GUIDE)
    example, = [text for kind, text in BLOCKS if 'DWithin' in text]
    assert int(kilometres) * 1000 == int(re.search(r'uom="m">(\d+)<', example)[1]) and 'PropertyIsGreaterThanOrEqualTo' in example
    began = [key.rsplit('.', 1)[1] for key in gml.ids(send(gent, 'xml', example).xml)]
    assert began and all(truth.gent[int(key)]['startdatum'] >= '2000-01-01' for key in began)


def repaired(row):
    """What the rings of each part enclose, by the even-odd rule; parts together."""
    parts = [make_valid(part) for part in store.shape(store.polygons(row['geometry'])).geoms]
    return unary_union([p for part in parts for p in getattr(part, 'geoms', [part]) if p.geom_type.endswith('Polygon')])


@pytest.fixture(scope='module')
def broken(truth):
    """Rows whose stored geometry is not valid, and whose repaired copy has another area."""
    found = {key: row for key, row in truth.two.items() if not store.shape(store.polygons(row['geometry'])).is_valid and repaired(row).area > 1}
    assert found, 'the sample has no broken geometry'
    return dict(sorted(found.items())[:8])


def holds(client, key, condition):
    answer = client.post(fes.document(fes.filter_of('<fes:And>%s%s</fes:And>' % (fes.compare('id', 'risicolocatie.%d' % key), condition))), 'text/xml')
    assert answer.status == 200, answer
    return gml.ids(answer.xml) == ['risicolocatie.%d' % key]


def between(call, low, high):
    return '<fes:PropertyIsBetween>%s<fes:LowerBoundary>%s</fes:LowerBoundary><fes:UpperBoundary>%s</fes:UpperBoundary></fes:PropertyIsBetween>' % (
        call, fes.literal(low), fes.literal(high))


def test_a12_an_invalid_geometry_never_vanishes_and_comes_as_it_is_stored(two, broken):
    says('ze verdwijnt niet uit een antwoord, en u krijgt ze zoals ze bewaard is')
    found = gml.read(two.features(resourceId=','.join('risicolocatie.%d' % key for key in broken)).xml)
    assert set(found) == store.ids(broken)
    for key, row in broken.items():
        stored = [[tuple(round(ordinate, 2) for ordinate in point) for point in ring] for part in store.polygons(row['geometry']) for ring in part]
        assert [[tuple(round(o, 2) for o in point) for point in ring] for part in found['risicolocatie.%d' % key]['geometry'] for ring in part] == stored


def test_a12_spatial_operators_look_at_a_repaired_copy(two, broken):
    says('De ruimtelijke operatoren en de functies `area`, `centroid` en `interiorPoint` kijken naar een herstelde kopie')
    for key, row in broken.items():
        inside, outside = repaired(row).representative_point(), repaired(row).convex_hull.difference(repaired(row)).representative_point()
        for place, expected in ((inside, True), (outside, False)):
            assert holds(two, key, fes.spatial(fes.point('%r %r' % (place.x, place.y)))) == expected, key


def test_a12_area_is_that_of_the_repaired_copy(two, broken):
    for key, row in broken.items():
        area = repaired(row).area
        assert holds(two, key, between(fes.function('area', 'geometry'), area - .01, area + .01)), key


def test_a12_centroid_and_interior_point_are_those_of_the_repaired_copy(two, broken):
    for key, row in broken.items():
        centre = repaired(row).centroid
        assert holds(two, key, fes.spatial(fes.point('%r %r' % (centre.x, centre.y)), 'DWithin', '<fes:Distance uom="m">0.01</fes:Distance>', 'geometry').replace(
            '<fes:ValueReference>geometry</fes:ValueReference>', fes.function('centroid', 'geometry'))), key
        assert holds(two, key, '<fes:Within>%s%s</fes:Within>' % (fes.function('interiorPoint', 'geometry'), surface(repaired(row).buffer(.05)))), key


def surface(shape):
    parts = getattr(shape, 'geoms', [shape])
    return '<gml:MultiSurface srsName="EPSG:31370" gml:id="m">%s</gml:MultiSurface>' % ''.join(
        '<gml:surfaceMember>%s</gml:surfaceMember>' % fes.polygon(' '.join('%r %r' % point for point in part.exterior.coords)).replace('gml:id="p"', 'gml:id="p%d"' % i)
        for i, part in enumerate(parts))


def test_a12_is_valid_and_length_look_at_the_stored_geometry(two, broken):
    says('`isValid` en `geomLength` kijken naar de bewaarde geometrie')
    for key, row in broken.items():
        length = store.shape(store.polygons(row['geometry'])).length
        assert holds(two, key, fes.pair(fes.function('isValid', 'geometry'), fes.literal('false'))), key
        assert holds(two, key, between(fes.function('geomLength', 'geometry'), length - .01, length + .01)), key


@pytest.mark.parametrize('words,path,name,given', [
    ('Zonder `count` krijgt u hoogstens 10.000 objecten', 'server/http/settings.def', r'(?s)"page".*?standard', 10000), ('60 s (`query_timeout_s`)', 'server/http/settings.def', r'(?s)"query_timeout_s".*?standard', 60),
    ('werkt een uur na het laatste gebruik', 'data/store/continuations.h', 'CONTINUATION_S', 3600), ('hoogstens 50 zulke vragen van u', 'data/store/continuations.h', 'CONTINUATIONS_EACH', 50),
    ('samen 16 MB', 'data/store/continuations.h', 'CONTINUATIONS_EACH_MB', 16), ('Vraag twee tot vier typen', 'data/model/filter.h', 'SOURCES_MOST', 4)])
def test_a12_the_numbers_in_the_text_are_those_of_the_source(words, path, name, given):
    says(words)
    assert constant(path, name) == given


def test_a12_a_url_of_32_kb_passes(gent):
    says('| URL | 32 KB |')
    long = '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0">%s</fes:Filter>' % fes.compare('bron', 'x' * 31300, 'PropertyIsNotEqualTo')
    answer = gent.get('/wfs?' + fes.kvp(long, resultType='hits'))
    assert 31500 < len(answer.url) < 32768 and answer.status == 200, answer


def test_a12_a_document_of_8_mb_passes_and_a_longer_one_does_not(gent):
    says('document of formulier, na uitpakken · *document or form, unzipped* | 8 MB')
    most = 8 * 1024 * 1024
    body = fes.document(attributes='resultType="hits"')
    for size, status in ((most, 200), (most + 1, 413)):
        padded = body.replace(b'?>', b'?><!--' + b'x' * (size - len(body) - 7) + b'-->', 1)
        assert len(padded) == size and gent.post(padded, 'text/xml').status == status, size


def test_a12_a_text_beside_a_number_is_an_error(gent):
    says('Een tekst naast een getal is een fout (400)')
    assert gent.post(fes.document(fes.filter_of(fes.compare('versie', 'veel'))), 'text/xml').status == 400


def test_a12_the_extent_is_of_contours_and_of_flanders_without_a_token(anyone, gent):
    says('zijn met een token de contouren van uw gemeenten, zonder token heel Vlaanderen')
    boxes = [client.wfs('GetCapabilities').xml.xpath('//wfs:FeatureType[wfs:Name="risico:perceel"]/ows:WGS84BoundingBox', namespaces=gml.NS)[0] for client in (anyone, gent)]
    assert boxes[0][0].text != boxes[1][0].text
