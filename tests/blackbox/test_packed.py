"""Answers packed by gzip in the worker (RFC 9110 §8.4 and §12.5.3): when they are, what their heads say, and that they unpack as the same bytes."""
import gzip
import urllib.request
import pytest
from support.client import Client
from support.corpus_answers import without_stamps

GZIP = {'Accept-Encoding': 'gzip'}
CAPABILITIES = '/wfs?service=WFS&request=GetCapabilities'
SCHEMA = '/wfs?service=WFS&version=2.0.0&request=DescribeFeatureType'
TYPES = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:gemeente&count=40'
WRONG = '/wfs?service=WFS&version=2.0.0&request=Onzin'
PATHS = ['/', CAPABILITIES, SCHEMA, TYPES, TYPES + '&outputFormat=application/json', TYPES + '&outputFormat=csv', WRONG]



def coding(answer):
    return answer.headers.get('Content-Encoding')


def varies(answer):
    return {word.strip().lower() for line in answer.headers.get_all('Vary', []) for word in line.split(',')}


@pytest.mark.parametrize('path', PATHS)
def test_a_packed_answer_unpacks_as_the_plain_one(anyone, path):
    plain, packed = anyone.get(path), anyone.get(path, headers=GZIP)
    assert coding(plain) is None and 'accept-encoding' in varies(plain) & varies(packed)
    assert coding(packed) == ('gzip' if len(plain.body) >= 1000 else None)
    body = gzip.decompress(packed.body) if coding(packed) else packed.body
    assert without_stamps(body) == without_stamps(plain.body)
    assert coding(packed) is None or len(packed.body) < len(plain.body) / 2


def test_a_document_that_is_kept_comes_in_either_form(anyone):
    first, second, third = anyone.get(CAPABILITIES, headers=GZIP), anyone.get(CAPABILITIES), anyone.get(CAPABILITIES, headers=GZIP)
    assert first.body == third.body and gzip.decompress(first.body) == second.body


@pytest.mark.parametrize('accept', ['gzip;q=0', 'br, zstd', 'identity', 'identity;q=1, gzip;q=0.5', '*;q=0', ''])
def test_a_client_who_does_not_take_gzip_gets_it_plain(anyone, accept):
    answer = anyone.get(CAPABILITIES, headers={'Accept-Encoding': accept})
    assert answer.status == 200 and coding(answer) is None and answer.xml is not None


@pytest.mark.parametrize('accept', ['gzip', 'x-gzip', 'deflate, gzip, br, zstd', 'br;q=1.0, gzip;q=0.1', '*'])
def test_a_client_who_takes_gzip_gets_it(anyone, accept):
    answer = anyone.get(CAPABILITIES, headers={'Accept-Encoding': accept})
    assert coding(answer) == 'gzip' and b'WFS_Capabilities' in gzip.decompress(answer.body)


def test_a_small_answer_is_packed_only_when_plain_is_refused(anyone):
    small = '/healthz'
    assert coding(anyone.get(small, headers=GZIP)) is None
    forced = anyone.get(small, headers={'Accept-Encoding': 'gzip, identity;q=0'})
    assert coding(forced) == 'gzip' and gzip.decompress(forced.body) == anyone.get(small).body


def test_many_features_are_packed_as_they_come(gent):
    plain, packed = gent.features(), gent.features(headers=GZIP)
    assert len(plain.body) > 2 * 65536 and without_stamps(gzip.decompress(packed.body)) == without_stamps(plain.body)


def test_an_error_is_packed_like_any_other_answer(server):
    refused = Client(server.url).get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie', headers={'Accept-Encoding': 'gzip, identity;q=0'})
    assert refused.status == 401 and coding(refused) == 'gzip' and b'ExceptionReport' in gzip.decompress(refused.body)


def test_a_head_is_that_of_the_packed_answer(anyone):
    got = anyone.get(CAPABILITIES, headers=GZIP)
    asked = anyone.send(urllib.request.Request(anyone.url + CAPABILITIES, headers=GZIP, method='HEAD'))
    assert asked.status == 200 and coding(asked) == coding(got) == 'gzip' and varies(asked) == varies(got) and not asked.body
