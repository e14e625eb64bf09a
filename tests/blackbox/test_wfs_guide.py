"""The integrators' guide says what is so: each of its requests is sent, and its figures are those of the source."""
import json
import re
import urllib.request
import pytest
from support import tables
from support.server import REPO

GUIDE = (REPO / 'wfs-guide/README.md').read_text()
BLOCKS = re.findall(r'```(http|xml)\n(.*?)```', GUIDE, re.DOTALL)


def constant(path, name):
    return int(eval(re.search(r'%s = ([0-9 *]+)' % name, (REPO / path).read_text())[1]))


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
    matched = answer.headers['OGC-NumberMatched'] if answer.type == 'text/csv' else answer.xml.get('numberMatched')
    assert int(matched) > 0, answer


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
    ('operatoren in een filter', ('server/fes.h', 'FES_OPERATORS')), ('operatoren in een filter', ('server/fes.h', 'FES_DEPTH')),
    ("id's in een vraag", ('server/query_resolve.c', 'IDS_MOST')), ('eigenschappen in `sortBy`', ('server/query_sources.c', 'SORT_KEYS_MOST')),
    ('punten in de geometrieën', ('server/fes.h', 'FES_VERTICES')), ('functies in een verzoek', ('server/fes.h', 'FES_CALLS')),
    ('opgeslagen vragen per organisatie', ('data/stored_queries.h', 'STORED_QUERIES_MOST')),
    ('vragen in één verzoek', ('server/query_text_kvp.c', 'QUERIES_MOST'))])
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
