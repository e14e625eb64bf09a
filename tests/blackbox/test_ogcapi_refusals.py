"""What /api refuses: always with a status of HTTP that says whose fault it is, in the names that /api itself uses, and never by dropping a condition."""
import json
import urllib.request
import pytest

ITEMS = '/api/collections/risicolocatie/items'


def send(client, method, path, headers=()):
    return client.send(urllib.request.Request(client.url + path, headers={**client.headers, **dict(headers)}, method=method))


def refused(answer, *words, status=400):
    assert answer.status == status and answer.type == 'application/problem+json', answer
    for word in words:
        assert word in answer.json['detail'] and word in answer.json['detail_en'], answer
    return answer.json


WRONG = ['geometry = geometry', 'geometry < 3', "geometry = 'x'", 'geometry BETWEEN 1 AND 2', 'geometry IN (1)', "geometry LIKE 'x'", 'area(1) > 2', 'area(geometry) = geometry', "buffer(geometry, 'x') = 1", 'S_INTERSECTS(geometry, versie)',
         'strLength(geometry) > 1', 'onbekend(1) = 1', 'nergens = 1', "1 = '1'", 'bron = versie', 'S_DWITHIN(geometry, geometry)', 'NOT geometry', 'geometry']


@pytest.mark.parametrize('text', WRONG, ids=[str(i) for i in range(len(WRONG))])
def test_a_wrong_filter_is_a_wrong_request(gent, text):
    refused(gent.get(ITEMS, filter=text))


@pytest.mark.parametrize('name', ['limit', 'bbox', 'bbox-crs', 'datetime', 'crs', 'properties', 'sortby', 'filter', 'filter-lang', 'filter-crs', 'peildatum', 'na', 'geschrapt', 'rubriek', 'versie', 'startdatum', 'id', 'f'])
@pytest.mark.parametrize('given', ['', '%20', '+', '%09'])
def test_an_empty_value_drops_no_condition(gent, name, given):
    assert refused(gent.get(ITEMS + '?%s=%s' % (name, given)), name)['locator'] == name


@pytest.mark.parametrize('path', ['', '/collections', '/collections/risicolocatie', '/collections/risicolocatie/schema', '/collections/risicolocatie/items/1'])
def test_an_empty_form_is_refused_everywhere(gent, path):
    refused(gent.get('/api' + path + '?f='), 'f')


def test_a_limit_of_any_length_is_lowered(gent):
    for given in ('10001', '9223372036854775807', '9223372036854775808', '9' * 60):
        assert '10000' in gent.get(ITEMS, limit=given).json['note'], given
    for given in ('-9223372036854775809', '1e30', '0', '00', '+5', '9' * 60 + 'x'):
        refused(gent.get(ITEMS + '?limit=' + given), 'limit')


def test_an_error_names_the_parameter_that_is_wrong(gent):
    for name in ('versie', 'oppervlakte_m2', 'startdatum', 'gewijzigd_op'):
        told = refused(gent.get(ITEMS, **{name: 'x'}), name)
        assert told['locator'] == name and 'filter' not in told['detail'] + told['detail_en']


def test_an_error_speaks_of_what_there_is_at_this_address(gent):
    for asked in ({'filter': 'nergens = 1'}, {'filter': 'S_INTERSECTS(nergens, POINT(1 2))'}, {'filter': '{"op":"=","args":[{"property":"nergens"},1]}', 'filter-lang': 'cql2-json'}):
        told = refused(gent.get(ITEMS, **asked), '/queryables')
        assert 'DescribeFeatureType' not in json.dumps(told)
    told = refused(gent.get(ITEMS, filter="1 = '1'"))
    assert 'eigenschappen' not in told['detail'] and 'properties' not in told['detail_en']
    long = gent.get(ITEMS + '?filter=' + 'x' * 40000)
    assert long.status == 414 and 'POST' not in long.text and '32 KB' in long.json['detail']
    assert 'POST' in gent.get('/wfs?' + 'x' * 40000).text


@pytest.mark.parametrize('method', ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'TRACE'])
def test_another_method_is_refused_with_those_that_there_are(gent, method):
    answer = send(gent, method, ITEMS)
    refused(answer, 'GET', 'HEAD', 'OPTIONS', status=405)
    assert answer.headers['Allow'] == 'GET, HEAD, OPTIONS'


@pytest.mark.parametrize('path', ['/collections/onbekend', '/collections/onbekend/items', '/nergens', '/collections/risicolocatie/items/x', '/collections/a/b/c/d/e'])
def test_a_thing_that_is_not_there_is_said_in_the_form_that_was_asked(gent, path):
    page, problem = (gent.get('/api' + path, headers, f=form) for form, headers in (('html', {}), ('json', {'Accept': 'text/html,application/xhtml+xml,*/*;q=0.1'})))
    assert page.status == problem.status == 404 and page.type == 'text/html' and problem.type == 'application/problem+json'


def test_the_description_names_a_day_only_where_there_is_a_past_and_every_status_that_there_is(two):
    document = two.get('/api/openapi').json
    for layer, has in (('risicolocatie', True), ('gemeente', False)):
        for below in ('items', 'items/{featureId}'):
            names = [p['name'] for p in document['paths']['/collections/%s/%s' % (layer, below)]['get']['parameters']]
            assert ('peildatum' in names) == has, (layer, below)
    page = two.get('/api/openapi', f='html').text
    assert 'peildatum' in page.partition('collections/risicolocatie/items<')[2].partition('<h2>')[0] and 'peildatum' not in page.partition('collections/gemeente/items<')[2].partition('<h2>')[0]
    for path, described in document['paths'].items():
        said = set(described['get']['responses'])
        assert {'200', '400', '401', '403', '406', '429', '500', '503'} <= said and ('404' in said) == ('collections/' in path) and ('414' in said) == path.endswith('/items'), path
    refused(two.get('/api/collections/gemeente/items', peildatum='2026-03-01'), 'peildatum')
    assert 'peildatum' not in two.get('/api/collections/gemeente/items', onbekend='x').json['detail']
