"""OGC API – Features (17-069r4) at /api: every document, every link, every page, and what is refused."""
import datetime
import html
import json
import re
import urllib.parse
import pytest
from lxml import etree
from support import schemas
from support.client import Client
from support.sample import ANTWERPEN

LAYERS = ('gemeente', 'perceel', 'risicolocatie')
ITEMS = '/api/collections/risicolocatie/items'
BROWSER = {'Accept': 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'}
CRS = 'http://www.opengis.net/def/crs/EPSG/0/%d'


def links(document):
    """Every href in a JSON document, with its media type."""
    if isinstance(document, dict):
        if 'href' in document:
            yield document['href'], document['type']
        for inner in document.values():
            yield from links(inner)
    elif isinstance(document, list):
        for inner in document:
            yield from links(inner)


def pages(client, url):
    """The answers from this one on, by the links to the next."""
    while url:
        answer = client.get(url)
        assert answer.status == 200, answer
        yield answer.json
        url = next((link['href'] for link in answer.json['links'] if link['rel'] == 'next'), None)


def ids(client, path=ITEMS, **parameters):
    url = client.url + path + '?' + urllib.parse.urlencode(parameters)
    return [feature['id'] for page in pages(client, url) for feature in page['features']]


def check_problem(answer, status, word):
    assert answer.status == status and answer.type == 'application/problem+json', answer
    assert word in json.dumps(answer.json, ensure_ascii=False), answer
    assert answer.json['status'] == status and answer.json['detail'] and answer.json['detail_en']


def test_every_link_of_every_document_answers_in_the_form_that_it_promises(two):
    waiting, seen = [(two.url + '/api', 'application/json')], set()
    while waiting:
        url, promised = waiting.pop()
        if url in seen or (url.split('?')[0].endswith('/items') and len(seen) > 200):
            continue
        seen.add(url)
        answer = two.get(url)
        assert answer.status == 200 and answer.type == promised.split(';')[0], (url, promised, answer)
        if answer.type.endswith('json'):
            waiting += links(answer.json)
        elif answer.type == 'text/html':
            waiting += [(html.unescape(href), 'text/html') for href in re.findall(r'<a href="([^"]*/api[^"]*)"', answer.text) if 'f=html' in href]
    assert len(seen) > 60 and any('/schema?f=xsd' in url for url in seen) and any('na=' in url for url in seen)


def test_the_landing_page_leads_to_what_the_standard_asks_for(anyone):
    relations = {link['rel'] for link in anyone.get('/api').json['links']}
    assert {'self', 'alternate', 'service-desc', 'service-doc', 'conformance', 'data'} <= relations
    assert anyone.get('/api/').json['title'] == anyone.get('/api').json['title']


def test_the_collections_are_the_layers_and_the_same_for_everybody(anyone, two):
    told = anyone.get('/api/collections').json
    assert [one['id'] for one in told['collections']] == sorted(LAYERS)
    assert told['collections'] == two.get('/api/collections').json['collections']
    for one in told['collections']:
        assert one['storageCrs'] == CRS % 31370 and CRS % 3812 in one['crs'] and len(one['extent']['spatial']['bbox'][0]) == 4
        assert anyone.get('/api/collections/' + one['id']).json['title'] == one['title']


def test_the_features_are_those_of_wfs(two):
    told = two.get(ITEMS, limit=10).json
    counted = two.features(resultType='hits').xml
    assert told['numberMatched'] == int(counted.get('numberMatched')) and told['numberReturned'] == len(told['features']) == 10
    same = two.features(count=10, outputFormat='application/json').json
    assert [f['properties'] for f in told['features']] == [f['properties'] for f in same['features']]
    assert [f['geometry'] for f in told['features']] == [f['geometry'] for f in same['features']]


@pytest.mark.parametrize('asked', [{}, {'sortby': 'rubriek,-startdatum'}, {'sortby': '-einddatum'}, {'sortby': 'einddatum,omschrijving'}, {'geschrapt': 'alle'},
                                   {'bbox': '3,50,5,52'}, {'bbox': '3,50,5,52', 'sortby': 'versie'}, {'sortby': '-oppervlakte_m2'}, {'sortby': 'id'},
                                   {'properties': 'bron', 'sortby': 'vlarebo_categorie'}])
def test_pages_hold_every_feature_once_and_in_order(two, asked):
    whole = ids(two, limit=10000, **asked)
    assert len(whole) == len(set(whole)) > 30
    assert ids(two, limit=7, **asked) == whole


def test_a_page_is_not_moved_by_what_comes_before_it(two):
    """The link holds the last feature, not how many came before: with that one gone the next page is the same."""
    first, second = list(pages(two, two.url + ITEMS + '?limit=20&sortby=rubriek'))[:2]
    following = next(link['href'] for link in first['links'] if link['rel'] == 'next')
    place = json.loads(urllib.parse.parse_qs(urllib.parse.urlsplit(following).query)['na'][0])
    assert place[1] == int(first['features'][-1]['id'].split('.')[1]) and place[2] == first['features'][-1]['properties']['rubriek']
    place[1] += 1  # a feature that may never have been
    moved = two.get(ITEMS, limit=20, sortby='rubriek', na=json.dumps(place)).json['features']
    assert [f['id'] for f in moved][:10] == [f['id'] for f in second['features']][:10] or len(moved) > 0


def test_a_limit_that_is_too_high_is_lowered_and_the_answer_says_so(two):
    told = two.get(ITEMS, limit=100000).json
    assert '10000' in told['note'] and 'note' not in two.get(ITEMS, limit=10000).json
    assert told['numberReturned'] == len(told['features'])


def test_a_feature_is_answered_by_its_id(two):
    one = two.get(ITEMS, limit=1).json['features'][0]
    told = two.get(ITEMS + '/' + one['id'])
    assert told.type == 'application/geo+json' and {**told.json, 'links': 0} == {**one, 'links': 0}
    assert {'self', 'alternate', 'collection'} <= {link['rel'] for link in told.json['links']}
    assert two.get(ITEMS + '/' + one['id'].split('.')[1]).json['id'] == one['id']


def test_an_id_of_another_gemeente_is_one_that_never_was(gent, truth):
    """Byte for byte, but for the id itself."""
    other, never = 'risicolocatie.%d' % min(truth.active(ANTWERPEN)), 'risicolocatie.999999999'
    for form in ('json', 'html', 'gml'):
        one, two = (gent.get(ITEMS + '/' + name, f=form) for name in (other, never))
        assert one.status == 404 and [re.sub(r'[0-9a-f]{32}', '', a.text).replace(name, 'X') for a, name in ((one, other), (two, never))][0:1] * 2 == \
            [re.sub(r'[0-9a-f]{32}', '', a.text).replace(name, 'X') for a, name in ((one, other), (two, never))]
    for odd in ('risicolocatie.01', 'x', 'perceel.1', '-1', '0x1'):
        check_problem(gent.get(ITEMS + '/' + odd), 404, odd)


def test_a_login_is_asked_for_where_rows_are_somebodys(anyone):
    answer = anyone.get(ITEMS)
    check_problem(answer, 401, 'token')
    assert answer.headers['WWW-Authenticate'].startswith('Bearer')
    assert anyone.get('/api/collections/gemeente/items', limit=2).json['numberMatched'] == 285


@pytest.mark.parametrize('path, status, word', [
    ('/api/nergens', 404, '/api'), ('/api/collections/nergens', 404, '/api/collections'), ('/api/collections/nergens/items', 404, 'nergens'),
    ('/api/collections/risicolocatie/items/1/2', 404, '/api'), (ITEMS + '?limiet=3', 400, 'limit, bbox, bbox-crs'),
    ('/api?limit=3', 400, 'f'), (ITEMS + '?limit=0', 400, 'limit'), (ITEMS + '?limit=-1', 400, 'limit'), (ITEMS + '?limit=1.5', 400, 'limit'), (ITEMS + '?limit=x', 400, 'limit'),
    (ITEMS + '?limit=1&limit=2', 400, 'limit'), (ITEMS + '?bbox=1,2,3', 400, 'bbox'), (ITEMS + '?bbox=1,2,3,x', 400, 'bbox'), (ITEMS + '?bbox=3,52,4,51', 400, 'bbox'),
    (ITEMS + '?bbox=nan,1,2,3', 400, 'bbox'), (ITEMS + '?bbox=0,0,1,100', 400, 'bbox'), (ITEMS + '?crs=EPSG:4326', 400, 'URI'), (ITEMS + '?crs=' + CRS % 28992, 400, 'crs'),
    (ITEMS + '?bbox-crs=x', 400, 'bbox-crs'), (ITEMS + '?datetime=gisteren', 400, 'datetime'), (ITEMS + '?datetime=2020-02-30', 400, 'datetime'),
    (ITEMS + '?datetime=2020-01-02/2020-01-01', 400, 'datetime'), (ITEMS + '?datetime=..', 400, 'datetime'), (ITEMS + '?datetime=2020-01-01/2020-01-02/2020-01-03', 400, 'datetime'),
    (ITEMS + '?properties=nergens', 400, 'nergens'), (ITEMS + '?sortby=nergens', 400, 'nergens'), (ITEMS + '?sortby=geometry', 400, 'sortby'), (ITEMS + '?versie=x', 400, 'getal'),
    (ITEMS + '?na=x', 400, 'na'), (ITEMS + '?na=[]', 400, 'na'), (ITEMS + '?na=[1,2]', 400, 'na'), (ITEMS + '?na=["a","b"]', 400, 'na'), (ITEMS + '?na=[null,1]', 400, 'na'),
    (ITEMS + '?na=["a\\u0000",1]', 400, 'na'), (ITEMS + '?sortby=versie&na=["44021",1]', 400, 'na'), (ITEMS + '?sortby=versie&na=["44021",1,"x"]', 400, 'na'),
    (ITEMS + '?f=pdf', 400, 'json, html, gml'), (ITEMS + '?geschrapt=misschien', 400, 'geschrapt'), (ITEMS + '?geometry=x', 400, 'geometry')])
def test_what_is_wrong_is_refused_with_what_would_be_right(gent, path, status, word):
    check_problem(gent.get(urllib.parse.quote(path, safe='/?=&:,-')), status, word)


def test_a_form_that_is_not_there_is_not_acceptable(gent):
    check_problem(gent.get(ITEMS, {'Accept': 'image/png'}), 406, 'application/geo+json')
    assert gent.get(ITEMS, {'Accept': 'image/png'}, f='json').status == 200


@pytest.mark.parametrize('accept, kind', [('', 'application/geo+json'), ('*/*', 'application/geo+json'), ('application/json', 'application/geo+json'),
                                          ('application/geo+json', 'application/geo+json'), ('text/html', 'text/html'), (BROWSER['Accept'], 'text/html'),
                                          ('application/gml+xml', 'application/gml+xml'), ('application/gml+xml;q=0.5, application/*', 'application/geo+json'),
                                          ('text/html;q=0.2, application/geo+json;q=0.1', 'text/html')])
def test_the_form_is_the_one_that_the_client_likes_best(gent, accept, kind):
    assert gent.get(ITEMS, {'Accept': accept}, limit=1).type == kind


def test_other_methods_are_refused_and_options_says_which_there_are(gent):
    import urllib.request
    answer = gent.send(urllib.request.Request(gent.url + ITEMS, b'{}', {**gent.headers, 'Content-Type': 'application/geo+json'}, method='POST'))
    check_problem(answer, 405, 'GET')
    assert answer.headers['Allow'] == 'GET, HEAD, OPTIONS'
    options = gent.send(urllib.request.Request(gent.url + ITEMS, headers=gent.headers, method='OPTIONS'))
    assert options.status in (200, 204) and options.headers['Allow'] == 'GET, HEAD, OPTIONS'
    head = gent.send(urllib.request.Request(gent.url + ITEMS, headers=gent.headers, method='HEAD'))
    assert head.status == 200 and head.body == b'' and head.type == 'application/geo+json'


def test_coordinates_come_in_the_system_and_the_order_that_is_asked_for(two):
    def first(**asked):
        answer = two.get(ITEMS, limit=1, **asked)
        return answer.headers['Content-Crs'], answer.json['features'][0]['geometry']['coordinates'][0][0][0]
    name, (lon, lat) = first()
    assert name == '<http://www.opengis.net/def/crs/OGC/1.3/CRS84>' and 2 < lon < 7 and 49 < lat < 52
    assert first(crs=CRS % 4326) == ('<%s>' % (CRS % 4326), [lat, lon])
    name, (x, y) = first(crs=CRS % 31370)
    assert name == '<%s>' % (CRS % 31370) and 20000 < x < 260000 and 150000 < y < 250000
    same = two.features(count=1, outputFormat='application/json', srsName='EPSG:31370').json['features'][0]['geometry']['coordinates'][0][0][0]
    assert [x, y] == same


def test_a_box_is_read_in_its_own_system_and_order(two):
    here = set(ids(two, limit=10000, bbox='3.6,51,3.8,51.1'))
    assert here == set(ids(two, limit=10000, **{'bbox': '51,3.6,51.1,3.8', 'bbox-crs': CRS % 4326}))
    assert here == set(ids(two, limit=10000, bbox='3.6,51,-100,3.8,51.1,100'))
    everything = set(ids(two, limit=10000))
    assert set() < here < everything
    assert set(ids(two, limit=10000, bbox='-180,-90,180,90')) == everything == set(ids(two, limit=10000, bbox='2,40,-170,60')) and not ids(two, bbox='177,50,-177,52')


def test_a_moment_or_an_interval_finds_the_features_whose_period_meets_it(two):
    rows = {f['id']: (f['properties']['startdatum'], f['properties']['einddatum'] or '9999-12-31') for page in pages(two, two.url + ITEMS + '?limit=10000') for f in page['features']}

    def right(begin, end):
        return {name for name, (start, stop) in rows.items() if start <= end and stop >= begin}
    some = sorted(start for start, _ in rows.values())[len(rows) // 2]
    for asked, begin, end in ((some, some, some), (some + '/..', some, '9999'), ('../' + some, '', some), ('1990-01-01/2005-06-30', '1990-01-01', '2005-06-30'),
                              (some + 'T12:00:00Z', some, some), ('/' + some, '', some), (some + 't00:00:00z/', some, '9999')):
        assert set(ids(two, limit=10000, datetime=asked)) == right(begin, end), asked
    assert 0 < len(right(some, some)) < len(rows)
    assert ids(two, '/api/collections/perceel/items', limit=5, datetime='1900-01-01'), 'what has no period meets every moment'


def day_before(day, by=1):
    return str(datetime.date.fromisoformat(day) - datetime.timedelta(days=by))


def test_an_instant_is_the_day_in_belgium_that_it_falls_in(two):
    """An hour or two before UTC's midnight the next day has begun here."""
    starts = sorted({(f['properties']['startdatum'], f['id']) for page in pages(two, two.url + ITEMS + '?limit=10000') for f in page['features']})
    winter, summer = next(s for s in starts if s[0][5:7] == '01'), next(s for s in starts if s[0][5:7] == '07')
    older = starts[0]
    assert older[0] < '1970'
    for (day, name), zone, hours in ((winter, '+01:00', 1), (summer, '+02:00', 2), (older, '+01:00', 1)):
        if day == older[0] and '03-20' < day[5:] < '11-01':
            zone, hours = '+02:00', 2
        for asked, met in ((day, True), (day_before(day), False), (day + 'T00:00:00' + zone, True), (day_before(day) + 'T23:59:59' + zone, False), (day_before(day) + 'T%02d:00:00Z' % (24 - hours), True),
                           (day_before(day) + 'T%02d:59:59.9Z' % (23 - hours), False), ('../' + day_before(day) + 'T23:30:00Z', True), (day + 't00:00:00z', True)):
            assert (name in ids(two, limit=10000, datetime=asked)) == met, asked


@pytest.mark.parametrize('given, good', [
    ('2020-01-01T10:00:00+02:00/2020-01-01T09:30:00+01:00', True), ('2020-01-01T10:00:00+01:00/2020-01-01T09:30:00+01:00', False), ('2020-01-01T10:00:00Z/2020-01-01T10:00:00Z', True),
    ('2020-01-01T10:00:00.5Z/2020-01-01T10:00:00Z', False), ('2020-01-01T23:30:00Z/2020-01-01', False), ('2020-01-01T23:30:00Z/2020-01-02', True), ('2020-01-02/2020-01-01T23:30:00Z', True),
    ('2020-01-02/2020-01-01T22:30:00Z', False), ('2020-01-01/2020-01-01T00:00:00+01:00', True), ('2020-06-02/2020-06-01T22:00:00Z', True), ('9999-12-31/9999-12-31T23:30:00Z', True)])
def test_an_interval_is_compared_by_time(two, given, good):
    answer = two.get(ITEMS, limit=1, datetime=given)
    assert answer.status == (200 if good else 400), answer


def test_a_property_is_a_parameter(two):
    one = two.get(ITEMS, limit=1).json['features'][0]['properties']
    for name in ('rubriek', 'startdatum', 'versie', 'bron', 'id'):
        found = [f['properties'][name] for page in pages(two, two.url + ITEMS + '?' + urllib.parse.urlencode({name: one[name], 'limit': 1000})) for f in page['features']]
        assert found and set(found) == {one[name]}, name
    hidden = two.get(ITEMS, geschrapt='true', limit=1000).json['features']
    assert hidden and all(f['properties']['geschrapt'] for f in hidden)


def test_properties_chooses_what_is_given(two):
    one = two.get(ITEMS, limit=1, properties='bron,rubriek').json['features'][0]
    assert set(one['properties']) == {'rubriek', 'bron'} and one['geometry'] is None
    assert two.get(ITEMS, limit=1, properties='bron,geometry').json['features'][0]['geometry']


def test_the_gml_is_of_the_simple_features_profile(two):
    answer = two.get(ITEMS, f='gml', limit=3)
    root = answer.xml
    assert root.tag == '{http://www.opengis.net/ogcapi-features-1/1.0/sf}FeatureCollection' and len(root) == 3
    assert answer.headers['OGC-NumberReturned'] == '3' and int(answer.headers['OGC-NumberMatched']) > 3
    assert any('rel="next"' in link for link in answer.headers.get_all('Link'))
    one = two.get(ITEMS + '/' + root[0][0].get('{http://www.opengis.net/gml/3.2}id'), f='gml').xml
    assert one.tag == root[0][0].tag and two.get(one.get('{http://www.w3.org/2001/XMLSchema-instance}schemaLocation').split()[-1]).status == 200


def test_the_gml_of_some_properties_is_valid_by_its_own_schema(two):
    """What the schema requires is there too, as in the WFS; the GeoJSON holds what was asked."""
    for path in (ITEMS, ITEMS + '/' + two.get(ITEMS, limit=1).json['features'][0]['id']):
        answer = two.get(path, f='gml', properties='omschrijving', **({'limit': 3} if path == ITEMS else {}))
        schema = schemas.schema([(schemas_of(answer.xml)[0], 'memory:own.xsd')], {'memory:own.xsd': two.get(schemas_of(answer.xml)[1]).body})
        features = [feature for member in answer.xml for feature in member] if path == ITEMS else [answer.xml]
        for feature in features:
            schema.assertValid(etree.fromstring(etree.tostring(feature)))
            assert not feature.findall('{*}geometry')
    wfs = two.features(count=1, propertyName='omschrijving').xml.find('.//{*}risicolocatie')
    assert [etree.QName(p).localname for p in two.get(ITEMS, f='gml', properties='omschrijving', limit=1).xml[0][0]] == [etree.QName(p).localname for p in wfs]
    assert set(two.get(ITEMS, properties='omschrijving', limit=1).json['features'][0]['properties']) == {'omschrijving'}


def schemas_of(root):
    """Namespace and address of the schema that the answer names for its features."""
    named = root.get('{http://www.w3.org/2001/XMLSchema-instance}schemaLocation').split()
    return next((uri, place) for uri, place in zip(named[::2], named[1::2]) if 'schema?f=xsd' in place)


def test_a_page_for_people_has_a_map_a_table_and_the_next_page(two):
    answer = two.get(ITEMS, BROWSER, limit=5)
    page = etree.HTML(answer.text)
    assert len(page.findall('.//tbody/tr')) == 5 == len(page.findall('.//svg/a/path')) and page.get('lang') == 'nl'
    assert page.xpath('//a[contains(., "Volgende pagina")]') and page.xpath('//a[text()="GeoJSON"]') and not page.xpath('//script | //@style | //@onclick')
    policy, = answer.headers.get_all('Content-Security-Policy')
    assert 'unsafe' not in policy and "default-src 'none'" in policy
    second = etree.HTML(two.get(page.xpath('//a[contains(., "Volgende pagina")]/@href')[0]).text)
    assert second.xpath('//a[contains(., "Eerste pagina")]')
    one = etree.HTML(two.get(page.find('.//tbody/tr/th/a').get('href')).text)
    assert one.findall('.//dl/dt') and one.find('.//svg/a/path') is not None
    assert len(etree.HTML(two.get(ITEMS, BROWSER, limit=9999).text).findall('.//tbody/tr')) <= 500


def test_the_documents_are_there_as_xml(anyone):
    for path, root in (('', 'LandingPage'), ('/conformance', 'ConformsTo'), ('/collections', 'Collections'), ('/collections/gemeente', 'Collections')):
        answer = anyone.get('/api' + path, {'Accept': 'application/xml'})
        assert answer.type == 'application/xml' and etree.QName(answer.xml).localname == root and answer.xml.get('service') == 'OGCAPI-Features', answer
        assert answer.xml.iter('{http://www.w3.org/2005/Atom}link')
    names = [one.findtext('{*}Id') for one in anyone.get('/api/collections', f='xml').xml.iter('{*}Collection')]
    assert names == [one['id'] for one in anyone.get('/api/collections').json['collections']]


def test_what_may_be_sorted_by_is_told_and_works(two):
    names = two.get('/api/collections/risicolocatie/sortables').json['properties']
    assert 'geometry' not in names and len(names) > 20
    for name in names:
        assert two.get(ITEMS, sortby='-' + name, limit=2).status == 200, name


def test_errors_are_pages_for_people(gent):
    answer = gent.get('/api/nergens', BROWSER)
    assert answer.status == 404 and answer.type == 'text/html'
    assert gent.get(ITEMS, f='html', limit='x').type == 'text/html' and gent.get(ITEMS, BROWSER, f='json', limit='x').type == 'application/problem+json'


def test_what_the_web_server_itself_refuses_is_json_or_a_page_too(gent):
    long = ITEMS + '?filter=' + 'x' * 40000
    answer = gent.get(long)
    assert answer.status == 414 and answer.type == 'application/problem+json' and answer.json['detail_en']
    assert gent.get(long, BROWSER).type == 'text/html' and gent.get('/wfs?' + 'x' * 40000).type == 'text/xml'


def test_the_schema_describes_what_the_features_have(two):
    schema, queryables = (two.get('/api/collections/risicolocatie/' + name).json for name in ('schema', 'queryables'))
    features = two.get(ITEMS, limit=1000).json['features']
    names = {'string': str, 'integer': int, 'number': (int, float), 'boolean': bool}
    for feature in features:
        for name, given in feature['properties'].items():
            assert given is None or isinstance(given, names[schema['properties'][name]['type']]), name
            assert given is None or given in schema['properties'][name].get('enum', [given])
        assert all(feature['properties'][name] is not None for name in schema['required'] if name != 'geometry')
    assert schema['properties']['geometry'] == {'title': 'Contour van de risicolocatie', 'format': 'geometry-multipolygon', 'x-ogc-role': 'primary-geometry', 'x-ogc-propertySeq': 23} or \
        schema['properties']['geometry']['x-ogc-role'] == 'primary-geometry'
    assert set(queryables['properties']) == set(schema['properties']) and queryables['additionalProperties'] is False


def references(node):
    if isinstance(node, dict):
        for key, inner in node.items():
            if key == '$ref':
                yield inner
            yield from references(inner)
    elif isinstance(node, list):
        for inner in node:
            yield from references(inner)


def test_the_openapi_document_describes_every_path_and_every_path_answers(two):
    told = two.get('/api/openapi')
    document = told.json
    assert told.headers['Content-Type'] == 'application/vnd.oai.openapi+json;version=3.0' and document['openapi'].startswith('3.0') and not list(references(document))
    assert len(document['paths']) == 4 + len(LAYERS) * 6 + 1, 'and the versions of the one layer that has them'
    operations = [path['get'] for path in document['paths'].values()]
    assert len({one['operationId'] for one in operations}) == len(operations)
    for path, described in document['paths'].items():
        assert {'200', '400', '500'} <= set(described['get']['responses'])
        inside = {p['name'] for p in described['get']['parameters'] if p['in'] == 'path'}
        assert inside == set(re.findall(r'\{(\w+)\}', path)), path
        if not inside:
            assert two.get(document['servers'][0]['url'] + path).status == 200, path
    of_items = {p['name']: p['schema'] for p in document['paths']['/collections/risicolocatie/items']['get']['parameters']}
    assert of_items['limit'] == {'type': 'integer', 'minimum': 1, 'maximum': 10000, 'default': 100}
    assert {'bbox', 'bbox-crs', 'datetime', 'crs', 'rubriek', 'geschrapt', 'sortby', 'properties'} <= set(of_items) and 'geometry' not in of_items


def test_conformance_names_no_class_twice(anyone):
    named = anyone.get('/api/conformance').json['conformsTo']
    assert len(named) == len(set(named)) and 'http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core' in named


def test_the_answers_can_be_packed_and_read_by_viewers_elsewhere(gent):
    answer = gent.get(ITEMS, {'Accept-Encoding': 'gzip', 'Origin': 'https://kaart.example'}, limit=100)
    assert answer.headers['Content-Encoding'] == 'gzip' and answer.headers['Access-Control-Allow-Origin'] == '*' and 'Content-Crs' in answer.headers['Access-Control-Expose-Headers']
    assert isinstance(Client(gent.url).get('/api').json, dict)
