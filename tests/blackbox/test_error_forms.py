"""An error comes in the form and the language that the client reads (trial row N10): RFC 9457 for who asks JSON, a report for who asks XML, a fault in SOAP."""
import re
import pytest
from lxml import etree
from support import fes, gml, schemas

GET = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie'
LANG = '{http://www.w3.org/XML/1998/namespace}lang'
JSON_NAMES = ['application/json', 'application/geo%2Bjson', 'application/geo+json', 'json', 'JSON']
AXIOS = {'Accept': 'application/json, text/plain, */*'}
# path, status, code, locator; from the first check of all to the last
FAILURES = [('/wfs?service=WFS&token=abc', 400, 'InvalidParameterValue', None), (GET + '&a=%ff', 400, 'InvalidParameterValue', 'a'),
            (GET + '&count=1&count=2', 400, 'InvalidParameterValue', 'count'), ('/elders?x=1', 404, 'NotFound', None),
            ('/wfs?request=GetCapabilities', 400, 'MissingParameterValue', 'service'), (GET + '&bbox=onzin', 400, 'InvalidParameterValue', 'bbox'),
            ('/wfs?service=WFS&version=2.0.0&request=Onzin', 501, 'OperationNotSupported', 'Onzin')]


def check_problem(answer, status, code, locator, languages=('nl', 'en')):
    assert answer.type == 'application/problem+json' and answer.status == status, answer
    problem = answer.json
    assert problem['type'] == 'about:blank' and problem['status'] == status and len(problem['title']) > 5
    assert problem['code'] == code and problem.get('locator') == locator
    assert problem['instance'] == 'urn:x-request-id:' + answer.headers['X-Request-Id']
    assert len(problem['detail']) > 10 and ('detail_en' in problem) == (len(languages) == 2)
    assert set(problem) <= {'type', 'title', 'status', 'detail', 'detail_en', 'code', 'locator', 'instance'}
    assert answer.headers['Content-Language'] == ', '.join(languages)
    return problem


@pytest.mark.parametrize('path,status,code,locator', FAILURES)
def test_n10_an_error_is_json_for_who_asks_json(gent, path, status, code, locator):
    check_problem(gent.get(path + '&outputFormat=application/json'), status, code, locator)
    check_problem(gent.get(path, AXIOS), status, code, locator)
    check_problem(gent.get(path, {'Accept': 'application/problem+json'}), status, code, locator)
    report = gent.get(path)
    assert report.status == status and report.type == 'text/xml' and gml.exception(report.xml)[:2] == (code, locator)


@pytest.mark.parametrize('name', JSON_NAMES)
def test_n10_every_name_of_json_counts(gent, name):
    check_problem(gent.get(GET + '&count=-1&OUTPUTFORMAT=' + name), 400, 'InvalidParameterValue', 'count')


def test_n10_a_json_that_there_is_not_is_refused_in_json(gent):
    check_problem(gent.get(GET + '&outputFormat=application/vnd.api%2Bjson'), 400, 'InvalidParameterValue', 'outputFormat')


def test_n10_a_refused_login_is_json_too_and_still_says_how(anyone):
    answer = anyone.features(outputFormat='application/json')
    check_problem(answer, 401, 'NoApplicableCode', None)
    assert len(answer.headers.get_all('WWW-Authenticate')) == 2 and answer.headers['Cache-Control'] == 'no-store'


@pytest.mark.parametrize('accept,output,kind', [
    ('application/json', 'application/gml%2Bxml;%20version=3.2', 'text/xml'), ('application/json', 'csv', 'application/problem+json'), ('', 'csv', 'text/xml'),
    ('*/*', 'json', 'application/problem+json'), ('text/html,application/xhtml+xml', 'json', 'application/problem+json'),
    ('text/html,application/xhtml+xml', 'csv', 'text/html'), ('text/html,application/xhtml+xml', 'application/gml%2Bxml;%20version=3.2', 'text/html')])
def test_n10_the_output_format_goes_before_what_the_client_says_of_itself(gent, accept, output, kind):
    assert gent.get(GET + '&bbox=onzin&outputFormat=' + output, {'Accept': accept}).type == kind


@pytest.mark.parametrize('path', [GET + '&bbox=onzin', GET + '&bbox=onzin&outputFormat=json', '/elders'])
def test_n10_an_answer_that_depends_on_a_head_says_so(gent, path):
    vary = ', '.join(gent.get(path).headers.get_all('Vary')).lower()
    assert {'accept', 'accept-language'} <= set(vary.replace(' ', '').split(','))


def test_n10_posted_requests_get_the_form_that_they_ask(gent):
    body = fes.document('', 'outputFormat="application/json" count="-1"')
    check_problem(gent.post(body, 'text/xml'), 400, 'InvalidParameterValue', 'count')
    check_problem(gent.post((GET.partition('?')[2] + '&count=-1&outputFormat=json').encode(), 'application/x-www-form-urlencoded'), 400, 'InvalidParameterValue', 'count')
    check_problem(gent.post(b'<geen xml', 'text/xml', headers=AXIOS), 400, 'OperationParsingFailed', 'request')


@pytest.mark.parametrize('envelope', ['http://schemas.xmlsoap.org/soap/envelope/', 'http://www.w3.org/2003/05/soap-envelope'])
@pytest.mark.parametrize('headers', [{}, AXIOS, {'Accept': 'text/html,application/xhtml+xml'}])
def test_n10_soap_keeps_its_faults(gent, envelope, headers):
    body = fes.document('', 'outputFormat="application/json" count="-1"', prolog='<s:Envelope xmlns:s="%s"><s:Body>' % envelope) + b'</s:Body></s:Envelope>'
    answer = gent.post(body, 'text/xml', headers=headers)
    assert answer.status == 400 and 'xml' in answer.type
    assert answer.xml.find('.//{%s}Fault' % envelope) is not None and 'exceptionCode="InvalidParameterValue"' in answer.text


def texts(answer):
    return [text.text for text in answer.xml.iter('{http://www.opengis.net/ows/1.1}ExceptionText')]


SPOKEN = [('en', ['en']), ('en-US,en;q=0.9', ['en']), ('nl', ['nl']), ('nl-BE,en,*', ['nl']), ('fr, en;q=0.4', ['en']), ('fr', ['nl', 'en']), (None, ['nl', 'en'])]


@pytest.mark.parametrize('asked,languages', SPOKEN)
def test_n10_the_text_is_in_the_language_asked_and_the_document_says_which(gent, ogc_schema, asked, languages):
    headers = {'Accept-Language': asked} if asked else {}
    both = dict(zip(('nl', 'en'), texts(gent.get(GET + '&count=-1'))))
    assert len(both) == 2 and both['nl'] != both['en']
    report = gent.get(GET + '&count=-1', headers)
    schemas.check(report.xml, ogc_schema)
    assert texts(report) == [both[code] for code in languages]
    assert report.xml.get(LANG) == (languages[0] if len(languages) == 1 else None)
    assert report.headers['Content-Language'] == ', '.join(languages)
    problem = check_problem(gent.get(GET + '&count=-1&outputFormat=json', headers), 400, 'InvalidParameterValue', 'count', languages)
    assert problem['detail'] == both[languages[0]] and problem.get('detail_en', both['en']) == both['en']
    assert problem['title'] == ('Bad Request' if languages == ['en'] else 'De vraag klopt niet')
    page = etree.HTML(gent.get(GET + '&count=-1', {**headers, 'Accept': 'text/html'}).text)
    assert page.get('lang') == languages[0] and [(p.get('lang'), p.text) for p in page.xpath('//p[@lang]')] == [(code, both[code]) for code in languages]


@pytest.mark.parametrize('query', ['request=GetCapabilities', 'version=2.0.0&request=DescribeFeatureType', 'version=2.0.0&request=ListStoredQueries'])
def test_n10_documents_are_the_same_in_every_language_and_form(gent, query):
    """QGIS's store of answers does not look at Vary: what it may keep must be the same for everybody."""
    path = '/wfs?service=WFS&' + query
    plain = gent.get(path).body
    for headers in ({'Accept-Language': 'en'}, AXIOS, {'Accept': 'text/html'}):
        assert gent.get(path, headers).body == plain


@pytest.mark.parametrize('headers', [{'Accept': 'x' * 20000}, {'Accept': ',;q=;' * 4000}, {'Accept-Language': 'en;' * 8000}, {'Accept': '\x7f"\'<script>'}])
def test_n10_a_hostile_head_is_as_none(gent, headers):
    answer = gent.get(GET + '&count=-1', headers)
    assert answer.status == 400 and gml.exception(answer.xml)[1] == 'count' and '<script' not in answer.text


@pytest.mark.parametrize('value', ['</script><script>alert(1)', '"onload="x', '{{style}}', '<![CDATA['])
def test_n10_what_a_client_sent_is_escaped_in_every_form(gent, value):
    """A message repeats what was asked; it is text wherever it stands."""
    page = gent.get('/wfs', {'Accept': 'text/html'}, service='WFS', version='2.0.0', request=value)
    assert page.status == 501 and page.type == 'text/html' and value in ''.join(etree.HTML(page.text).itertext())
    assert len(re.findall('<script', page.text)) == 0 and 'onload="x' not in page.text.replace('&quot;', '')
    problem = gent.get('/wfs', {'Accept': 'application/json'}, service='WFS', version='2.0.0', request=value)
    assert problem.json['locator'] == value
