"""Parameters in the odd ways that URLs, forms and clients write them: encodings, lists, long ones, and bodies that are packed (WFS 2.0 §6.2.5; OWS 1.1 §11.5)."""
import functools
import gzip
import http.client
import re
import urllib.parse
import zlib
import pytest
from support import gml, store
from support.fes import compare, document, filter_of
from support.sample import GENT

FORM = 'application/x-www-form-urlencoded'
START = 'service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie'


def quoted(text):
    return urllib.parse.quote(text, safe='')


def both_ways(client, query):
    """By GET and as a form, which must agree; the ids, or the status when it is no 200."""
    answers = [client.get('/wfs?' + query), client.post(query.encode(), FORM), client.post(query.encode(), FORM + '; charset=UTF-8')]
    assert len({a.status for a in answers}) == 1, answers
    if answers[0].status != 200:
        return answers[0].status, gml.exception(answers[0].xml)
    assert gml.ids(answers[0].xml) == gml.ids(answers[1].xml) == gml.ids(answers[2].xml)
    return gml.ids(answers[0].xml)


def of(truth, condition):
    return store.ids(k for k, row in truth.gent.items() if condition(row))


GEMEENTE = filter_of(compare('bron', 'gemeente'))


@pytest.mark.parametrize('written', [
    quoted(GEMEENTE), quoted(GEMEENTE).replace('%20', '+'), re.sub('%..', lambda m: m[0].lower(), quoted(GEMEENTE)), quoted(GEMEENTE.replace(' xmlns', '\n\t xmlns')),
    quoted(GEMEENTE.replace(' xmlns', '\r\n xmlns')), ''.join('%%%02X' % b for b in GEMEENTE.encode()), quoted('\n' + GEMEENTE + '\n\n'), quoted('(%s)' % GEMEENTE),
    quoted('( %s\n)' % GEMEENTE), quoted('<?xml version="1.0" encoding="UTF-8"?>' + GEMEENTE)])
def test_blanks_and_newlines_in_a_filter_survive_every_encoding(gent, truth, written):
    assert set(both_ways(gent, START + '&filter=' + written)) == of(truth, lambda r: r['bron'] == 'gemeente')


def test_a_plus_is_a_blank_and_an_escaped_plus_is_a_plus(gent, truth):
    assert both_ways(gent, START + '&sortBy=bron+DESC') == both_ways(gent, START + '&sortBy=bron%20DESC')
    assert both_ways(gent, START + '&sortBy=bron%2BDESC')[0] == 400
    zoned = filter_of(compare('gewijzigd_op', '2024-06-01T02:00:00+02:00', 'PropertyIsLessThan'))
    assert set(both_ways(gent, START + '&filter=' + quoted(zoned))) == of(truth, lambda r: r['gewijzigd_op'] < '2024-06-01T00:00:00Z')


@pytest.mark.parametrize('query', ['&sortBy=%', '&sortBy=%2', '&sortBy=%zz', '&sortBy=%00', '&sortBy=%c3%28', '&sortBy=%ed%a0%80', '&%ff=1', '&filter=%3Cx%00%3E'])
def test_a_broken_escape_is_refused(gent, query):
    status, (code, locator, _) = both_ways(gent, START + query)
    assert status == 400 and code == 'InvalidParameterValue' and locator


@pytest.mark.parametrize('query', ['&&&', '&=', '&=x', '&onbekend', '&onbekend=', '&filter=', '&FILTER=&Filter=', '&x=1&x=1', '&%C3%A9=1', '#deel'])
def test_what_says_nothing_changes_nothing(gent, truth, query):
    answer = gent.get('/wfs?' + START + query)
    assert answer.status == 200 and set(gml.ids(answer.xml)) == store.ids(truth.gent)


def test_one_name_with_two_values_is_refused_in_any_case_of_letters(gent):
    status, (code, locator, _) = both_ways(gent, START + '&count=1&COUNT=2')
    assert status == 400 and (code, locator.lower()) == ('InvalidParameterValue', 'count')


# Lists.

def collections(answer):
    assert answer.status == 200, answer
    inner = answer.xml.xpath('wfs:member/wfs:FeatureCollection', namespaces=gml.NS)
    return [set(gml.ids(c)) for c in inner]


TWO = 'service=WFS&version=2.0.0&request=GetFeature&typeNames=(risico:risicolocatie)(risico:perceel)'


def test_a_list_of_filters_goes_one_to_each_query(gent, truth):
    parcels = truth.rows('perceel', (GENT,))
    capakey = min(row['capakey'] for row in parcels.values())
    filters = '(%s)(%s)' % (GEMEENTE, filter_of(compare('capakey', capakey)))
    for answer in (gent.get('/wfs?%s&filter=%s' % (TWO, quoted(filters))), gent.post(('%s&filter=%s' % (TWO, quoted(filters))).encode(), FORM)):
        assert collections(answer) == [of(truth, lambda r: r['bron'] == 'gemeente'), store.ids((k for k, r in parcels.items() if r['capakey'] == capakey), 'perceel')]


def test_brackets_in_a_text_are_no_list(gent, truth):
    for text in ('a)(b', ')(', '17.3)(2', '((', '))'):
        one = '(%s)' % filter_of(compare('omschrijving', text, 'PropertyIsNotEqualTo'))
        assert set(both_ways(gent, START + '&filter=' + quoted(one))) == of(truth, lambda r: r['omschrijving'] is not None)
    filters = '(%s)(%s)' % (filter_of(compare('bron', 'a)(b', 'PropertyIsNotEqualTo')), filter_of(compare('capakey', ')(', 'PropertyIsNotEqualTo')))
    assert collections(gent.get('/wfs?%s&filter=%s' % (TWO, quoted(filters)))) == [store.ids(truth.gent), store.ids(truth.rows('perceel', (GENT,)), 'perceel')]


def test_lists_of_other_parameters_go_one_to_each_query_too(gent, truth):
    answer = gent.get('/wfs?%s&propertyName=(bron)(capakey)&srsName=(EPSG:31370)(EPSG:4326)&sortBy=(bron)(capakey)' % TWO)
    assert [len(c) for c in collections(answer)] == [len(truth.gent), len(truth.rows('perceel', (GENT,)))]
    assert b'omschrijving>' not in answer.body


@pytest.mark.parametrize('parameter', ['filter=' + quoted('(%s)' % GEMEENTE * 3), 'sortBy=(bron)(capakey)(id)', 'srsName=(EPSG:31370)(EPSG:4326)(EPSG:3857)'])
def test_a_list_of_another_length_is_refused(gent, parameter):
    answer = gent.get('/wfs?%s&%s' % (TWO, parameter))
    assert answer.status == 400 and gml.exception(answer.xml)[1].lower() in parameter.lower(), answer


def test_lists_of_resource_ids(gent, truth):
    keys, parcels = sorted(truth.gent)[:3], sorted(truth.rows('perceel', (GENT,)))[:2]
    own, other = ','.join('risicolocatie.%d' % k for k in keys), ','.join('perceel.%d' % k for k in parcels)
    wanted = [store.ids(keys), store.ids(parcels, 'perceel')]
    assert set(both_ways(gent, START + '&resourceId=' + own)) == wanted[0]
    assert set(both_ways(gent, START + '&resourceId=(%s)' % own)) == wanted[0]
    assert collections(gent.get('/wfs?%s&resourceId=(%s)(%s)' % (TWO, own, other))) == wanted
    assert collections(gent.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&resourceId=%s,%s' % (own, other))) == wanted, 'types are told by the ids'
    assert set(both_ways(gent, START + '&resourceId=%s,%s' % (own, own))) == wanted[0], 'twice asked comes once'


# Long ones.

def long_query(truth, size):
    key, unknown = min(truth.gent), 'risicolocatie.1000000000000'
    return START + '&resourceId=risicolocatie.%d' % key + (',' + unknown) * (size // (len(unknown) + 1)), key


@pytest.mark.parametrize('size', [8 * 1024, 32 * 1024, 60 * 1024])
def test_long_parameters_go(gent, truth, size):
    query, key = long_query(truth, size)
    answer = gent.post(query.encode(), FORM)
    assert answer.status == 200 and gml.ids(answer.xml) == ['risicolocatie.%d' % key]
    if size <= 32 * 1024:
        by_url = gent.get('/wfs?' + query)
        assert by_url.status == 200 and gml.ids(by_url.xml) == ['risicolocatie.%d' % key]


def test_a8_longer_lists_of_ids_go_in_a_form_up_to_their_number(gent, truth):
    query, key = long_query(truth, 200 * 1024)
    answer = gent.post(query.encode(), FORM)
    assert answer.status == 200 and gml.ids(answer.xml) == ['risicolocatie.%d' % key]
    assert gent.post(long_query(truth, 2 * 1024 * 1024)[0].encode(), FORM).status == 400


@pytest.mark.parametrize('name', ['namespaces', 'propertyName', 'sortBy', 'typeNames', 'bbox', 'aliases', 'x'])
def test_a8_what_a_document_has_no_room_for_is_bounded_in_a_form_too(gent, name):
    query = '&'.join(part for part in START.split('&') if not part.lower().startswith(name.lower() + '='))
    answer = gent.post(('%s&%s=%s' % (query, name, 'xmlns(a,http://a),' * 4000)).encode(), FORM)
    assert answer.status == 413 and gml.exception(answer.xml)[1].lower() == name.lower(), answer


def test_a_url_beyond_all_limits_is_refused_by_somebody(server):
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=20)
    connection.request('GET', '/wfs?x=' + 'a' * 200000)
    assert connection.getresponse().status in (413, 414)
    connection.close()


def test_a_hundred_parameters_go_and_more_are_refused(gent, truth):
    assert len(both_ways(gent, START + ''.join('&x%d=1' % i for i in range(90)))) == len(truth.gent)
    assert both_ways(gent, START + ''.join('&x%d=1' % i for i in range(200)))[0] == 400


# Bodies.

def packed(how, body):
    return zlib.compress(body, 1) if how == 'deflate' else gzip.compress(body, 1)


@functools.lru_cache(maxsize=None)
def bomb(how, megabytes):
    return packed(how, b' ' * (megabytes * 2 ** 20))


@pytest.mark.parametrize('how', ['gzip', 'x-gzip', 'GZIP', 'deflate'])
def test_packed_bodies_are_read(gent, truth, how):
    for body, kind in ((document(GEMEENTE), 'text/xml'), ((START + '&filter=' + quoted(GEMEENTE)).encode(), FORM)):
        answer = gent.post(packed(how, body), kind, headers={'Content-Encoding': how})
        assert answer.status == 200 and set(gml.ids(answer.xml)) == of(truth, lambda r: r['bron'] == 'gemeente'), answer


def test_a_body_that_says_to_be_plain_is_plain(gent, truth):
    assert gent.post(document(GEMEENTE), 'text/xml', headers={'Content-Encoding': 'identity'}).status == 200


@pytest.mark.parametrize('size', [20, 200])
@pytest.mark.parametrize('how', ['gzip', 'deflate'])
@pytest.mark.parametrize('kind', ['text/xml', FORM])
def test_a_body_that_unfolds_beyond_the_limit_is_refused(server, gent, how, kind, size):
    before = server.workers()
    answer = gent.post(bomb(how, size), kind, headers={'Content-Encoding': how})
    assert answer.status == 413 and gml.exception(answer.xml)[1] == 'request', answer
    assert server.workers() == before


def test_packed_twice_or_in_pieces_is_not_guessed_at(gent):
    body = document(GEMEENTE)
    assert gent.post(gzip.compress(gzip.compress(body)), 'text/xml', headers={'Content-Encoding': 'gzip'}).status == 400
    assert gent.post(gzip.compress(gzip.compress(body)), 'text/xml', headers={'Content-Encoding': 'gzip, gzip'}).status == 400
    assert gent.post(body, 'text/xml', headers={'Content-Encoding': 'gzip'}).status == 400
