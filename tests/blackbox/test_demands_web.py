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
