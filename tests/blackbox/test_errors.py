"""Bad requests get an OWS 1.1 report with the right code, locator and HTTP status (WFS 2.0 tables 3 and D.2), and give nothing away."""
import base64
import re
import urllib.request
import pytest
from support import gml, schemas
from support.client import Client

GET = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie'
BAD = [ # query, HTTP status, exceptionCode, locator
    ('/wfs', 400, 'MissingParameterValue', 'service'),
    ('/wfs?service=WFS', 400, 'MissingParameterValue', 'request'),
    ('/wfs?request=GetFeature&version=2.0.0&typeNames=risico:risicolocatie', 400, 'MissingParameterValue', 'service'),
    ('/wfs?service=WMS&request=GetCapabilities', 400, 'InvalidParameterValue', 'service'),
    # OWS 1.1 (06-121r3) table 27: the locator of OperationNotSupported is the operation's name
    ('/wfs?service=WFS&version=2.0.0&request=GetMap', 501, 'OperationNotSupported', 'GetMap'),
    ('/wfs?service=WFS&version=2.0.0&request=Transaction', 501, 'OperationNotSupported', 'Transaction'),
    ('/wfs?service=WFS&request=GetFeature&typeNames=risico:risicolocatie', 400, 'MissingParameterValue', 'version'),
    ('/wfs?service=WFS&version=7.0.0&request=GetFeature&typeNames=risico:risicolocatie', 400, 'InvalidParameterValue', 'version'),
    ('/wfs?service=WFS&version=2.0.0&request=GetFeature', 400, 'MissingParameterValue', 'typeNames'),
    ('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:onbekend', 400, 'InvalidParameterValue', 'typeNames'),
    ('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=elders:risicolocatie', 400, 'InvalidParameterValue', 'typeNames'),
    (GET + '&count=-1', 400, 'InvalidParameterValue', 'count'),
    (GET + '&count=veel', 400, 'InvalidParameterValue', 'count'),
    (GET + '&count=1.5', 400, 'InvalidParameterValue', 'count'),
    (GET + '&count=99999999999999999999', 400, 'InvalidParameterValue', 'count'),
    (GET + '&startIndex=-1', 400, 'InvalidParameterValue', 'startIndex'),
    (GET + '&startIndex=x', 400, 'InvalidParameterValue', 'startIndex'),
    (GET + '&resultType=alles', 400, 'InvalidParameterValue', 'resultType'),
    (GET + '&outputFormat=application/pdf', 400, 'InvalidParameterValue', 'outputFormat'),
    (GET + '&srsName=EPSG:28992', 400, 'InvalidParameterValue', 'srsName'),
    (GET + '&srsName=onzin', 400, 'InvalidParameterValue', 'srsName'),
    (GET + '&bbox=1,2,3', 400, 'InvalidParameterValue', 'bbox'),
    (GET + '&bbox=1,2,3,4,5,6,7', 400, 'InvalidParameterValue', 'bbox'),
    (GET + '&bbox=a,2,3,4', 400, 'InvalidParameterValue', 'bbox'),
    (GET + '&bbox=3,2,1,4', 400, 'InvalidParameterValue', 'bbox'),
    (GET + '&bbox=nan,0,1,1', 400, 'InvalidParameterValue', 'bbox'),
    (GET + '&bbox=0,0,inf,1', 400, 'InvalidParameterValue', 'bbox'),
    (GET + '&bbox=0,0,1,1,EPSG:28992', 400, 'InvalidParameterValue', 'bbox'),
    (GET + '&propertyName=onbekend', 400, 'InvalidParameterValue', 'propertyName'),
    (GET + "&propertyName=bron'--", 400, 'InvalidParameterValue', 'propertyName'),
    (GET + '&sortBy=onbekend', 400, 'InvalidParameterValue', 'sortBy'),
    (GET + '&sortBy=bron%20SCHUIN', 400, 'InvalidParameterValue', 'sortBy'),
    (GET + '&sortBy=bron;DROP%20TABLE%20risicolocatie', 400, 'InvalidParameterValue', 'sortBy'),
    (GET + '&sortBy=geometry', 400, 'InvalidParameterValue', 'sortBy'),
    (GET + '&geschrapt=misschien', 400, 'InvalidParameterValue', 'geschrapt'),
    (GET + '&count=1&count=2', 400, 'InvalidParameterValue', 'count'),
    ('/wfs?service=WFS&version=2.0.0&request=GetFeature&storedquery_id=urn:onbekend&id=x', 400, 'InvalidParameterValue', 'storedquery_id'),
    ('/wfs?service=WFS&version=2.0.0&request=GetFeature&storedquery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById', 400, 'MissingParameterValue', 'id'),
    ('/wfs?service=WFS&version=2.0.0&request=GetFeature&storedquery_id=urn:ogc:def:query:OGC-WFS::GetFeatureById&id=onzin', 404, 'NotFound', 'id'),
    (GET + '&bbox=%ff,0,1,1', 400, 'InvalidParameterValue', 'bbox'),
]
SECRETS = re.compile(r'SELECT |sqlite|\bSQL\b|_scope|idx_|temp\.|no such (table|column|function|module)|/store|/data/|/tmp/|\.c:\d|risicolaag-|AddressSanitizer', re.IGNORECASE)


def check_report(answer, schema):
    assert answer.headers.get_content_type() in ('text/xml', 'application/xml'), answer
    schemas.check(answer.xml, schema)
    code, locator, text = gml.exception(answer.xml)
    assert len(text) > 15, 'a report says what was wrong: %r' % text
    assert not SECRETS.search(answer.text), answer
    return code, locator


@pytest.mark.parametrize('query,status,code,locator', BAD, ids=[b[0].replace(GET, '…') for b in BAD])
def test_a_bad_request_gets_the_right_report(gent, ogc_schema, query, status, code, locator):
    answer = gent.get(query)
    assert answer.status == status, answer
    got_code, got_locator = check_report(answer, ogc_schema)
    assert got_code == code
    assert (got_locator or '').lower() == locator.lower()


def test_an_unknown_path_is_not_found(gent):
    answer = gent.get('/elders')
    assert answer.status == 404, answer
    assert not SECRETS.search(answer.text)


def test_another_method_is_refused(gent, anyone):
    for method in ('PUT', 'DELETE'):
        answer = gent.send(urllib.request.Request(gent.url + GET, headers=gent.headers, method=method))
        assert answer.status in (405, 501), answer
        assert not SECRETS.search(answer.text)


def test_without_a_token_the_client_learns_how_to_log_in(anyone, ogc_schema):
    answer = anyone.features()
    assert answer.status == 401, answer
    check_report(answer, ogc_schema)
    ways = ' '.join(answer.headers.get_all('WWW-Authenticate'))
    assert 'Bearer' in ways and 'Basic' in ways


def unsigned(token):
    head, body, signature = token.split('.')
    none = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b'=').decode()
    return none + '.' + body + '.'


def wrong_tokens(token):
    head, body, signature = token.split('.')
    flipped = signature[:20] + ('A' if signature[20] != 'A' else 'B') + signature[21:]
    return {'no token at all': 'Bearer', 'noise': 'Bearer onzin', 'empty parts': 'Bearer ..', 'other signature': 'Bearer %s.%s.%s' % (head, body, flipped),
            'unsigned': 'Bearer ' + unsigned(token), 'unknown scheme': 'Digest ' + token,
            'a password that is no token': 'Basic ' + base64.b64encode(b'gent:geheim').decode(), 'broken base64': 'Basic %%%'}


@pytest.mark.parametrize('which', ['no token at all', 'noise', 'empty parts', 'other signature', 'unsigned', 'unknown scheme',
                                   'a password that is no token', 'broken base64'])
def test_a_wrong_token_is_refused_for_rows(server, state, ogc_schema, which):
    header = wrong_tokens(state.token('44021'))[which]
    answer = Client(server.url).features(headers={'Authorization': header})
    assert answer.status == 401, answer
    check_report(answer, ogc_schema)
    assert answer.headers.get_all('WWW-Authenticate')
    if len(header) > 20:
        assert header.split(' ')[1][:20] not in answer.text, 'the answer repeats the token'


def test_a_token_without_a_gemeente_is_forbidden(server, state, ogc_schema):
    client = Client(server.url, state.token_for_organisations('0999999922'))
    answer = client.features()
    assert answer.status == 403, answer
    check_report(answer, ogc_schema)


def test_an_expired_token_is_refused(server, state):
    made = state.run('token', '--state', state.path, '--gemeente', '44021', '--hours', '-1', check=False)
    if made.returncode: # the command may refuse to sign what is of no use
        assert made.returncode == 2
        return
    assert Client(server.url, made.stdout.strip()).features().status == 401


def test_a_very_long_header_is_refused_politely(anyone):
    answer = anyone.features(headers={'Authorization': 'Bearer ' + 'a' * 30000})
    assert answer.status in (400, 401), answer


@pytest.mark.parametrize('query', ["' OR 1=1 --", '");DROP TABLE risicolocatie;--', '%00', '[A]', '\\', '\x7f', '😀' * 200])
@pytest.mark.parametrize('parameter', ['resourceId', 'sortBy', 'propertyName', 'bbox', 'typeNames', 'srsName', 'outputFormat', 'count', 'geschrapt', 'namespaces'])
def test_nasty_values_neither_break_nor_leak(gent, truth, parameter, query):
    answer = gent.wfs('GetFeature', **{'typeNames': 'risico:risicolocatie', parameter: query})
    assert answer.status in (200, 400, 404, 501), answer
    assert not SECRETS.search(answer.text.replace(query, ''))
    if answer.status == 200:
        assert set(gml.ids(answer.xml)) <= {'risicolocatie.%d' % k for k in truth.gent}
