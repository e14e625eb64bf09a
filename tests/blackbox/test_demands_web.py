"""The demands that web viewers make: cross-origin requests with a token (15). Numbered as in test_demands.py."""
import urllib.request
import pytest

ORIGIN = {'Origin': 'https://viewer.example'}
PREFLIGHT = {**ORIGIN, 'Access-Control-Request-Method': 'GET', 'Access-Control-Request-Headers': 'authorization,content-type'}


@pytest.mark.parametrize('method', ['GET', 'POST'])
def test_demand_15_a_preflight_needs_no_token_and_allows_one(anyone, method):
    headers = {**PREFLIGHT, 'Access-Control-Request-Method': method}
    answer = anyone.send(urllib.request.Request(anyone.url + '/wfs', headers=headers, method='OPTIONS'))
    assert answer.status in (200, 204) and not answer.body, answer
    assert answer.headers['Access-Control-Allow-Origin'] in ('*', ORIGIN['Origin'])
    allowed = answer.headers['Access-Control-Allow-Headers'].lower()
    assert 'authorization' in allowed and 'content-type' in allowed
    assert method in answer.headers['Access-Control-Allow-Methods']
    assert int(answer.headers['Access-Control-Max-Age']) > 0


@pytest.mark.parametrize('query,status', [('bbox=0,0,1,1', 200), ('bbox=onzin', 400), ('typeNames=onzin', 400)])
def test_demand_15_answers_and_errors_may_be_read_across_origins(gent, query, status):
    answer = gent.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&%s%s' % (query, '' if 'typeNames' in query else '&typeNames=risicolocatie'), ORIGIN)
    assert answer.status == status and answer.headers['Access-Control-Allow-Origin'] in ('*', ORIGIN['Origin'])


def test_demand_15_a_refused_login_may_be_read_across_origins(anyone):
    answer = anyone.features(headers=ORIGIN)
    assert answer.status == 401 and answer.headers['Access-Control-Allow-Origin'] in ('*', ORIGIN['Origin'])


def test_demand_15_no_origin_ever_gets_the_users_own_credentials(gent):
    """Tokens are sent by the viewer's code, never by the browser by itself: a stranger's page must not ride along."""
    assert gent.features(headers=ORIGIN).headers.get('Access-Control-Allow-Credentials') is None


# What libraries add by themselves: jQuery and axios, caches, tracing, compressed bodies.
ASKED = ['x-requested-with', 'if-none-match', 'accept', 'accept-language', 'content-type', 'content-encoding', 'authorization', 'x-api-key', 'cache-control', 'pragma']


@pytest.mark.parametrize('path', ['/wfs', '/geoserver/BROL/wfs', '/', '/healthz', '/elders'])
def test_n10_a_preflight_allows_every_head_that_libraries_add(anyone, path):
    headers = {**PREFLIGHT, 'Access-Control-Request-Headers': ','.join(ASKED)}
    answer = anyone.send(urllib.request.Request(anyone.url + path, headers=headers, method='OPTIONS'))
    assert answer.status == 204, answer
    allowed = [name.strip() for name in answer.headers['Access-Control-Allow-Headers'].lower().split(',')]
    assert set(ASKED) <= set(allowed) and '*' in allowed
    assert answer.headers['Allow'] == answer.headers['Access-Control-Allow-Methods']
    assert ('POST' in answer.headers['Allow']) == (path not in ('/', '/healthz'))


EXPOSED = {'content-crs', 'link', 'retry-after', 'x-request-id', 'www-authenticate', 'ogc-numbermatched', 'ogc-numberreturned', 'content-disposition', 'etag', 'allow', 'last-modified', 'location'}


@pytest.mark.parametrize('path,status', [
    ('/wfs?service=WFS&request=GetCapabilities', 200), ('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risicolocatie&count=1', 200),
    ('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risicolocatie&count=1&outputFormat=csv', 200), ('/healthz', 200), ('/wfs', 400),
    ('/elders', 404), ('/wfs?token=x', 400)])
def test_n10_every_answer_exposes_its_own_heads_to_other_origins(gent, path, status):
    answer = gent.get(path, ORIGIN)
    assert answer.status == status, answer
    assert len(answer.headers.get_all('Access-Control-Expose-Headers')) == 1
    assert {name.strip().lower() for name in answer.headers['Access-Control-Expose-Headers'].split(',')} == EXPOSED
