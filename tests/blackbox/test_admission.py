"""Callers share the workers: whoever asks much keeps nobody else waiting (row S2 of the trial), what waits is answered as ever, and the log says who asked (N13).

What is judged is the order of things, not time: somebody is answered while all that others asked still runs or waits.
"""
import concurrent.futures
import gzip
import os
import re
import select
import signal
import socket
import time
import urllib.parse
import pytest
from support import fes, gml
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.server import Server

GEMEENTE = 'risico:gemeente'
REQUEST = dict(service='WFS', version='2.0.0', request='GetFeature')


def smaller(one, two):
    return '<fes:PropertyIsLessThan>%s</fes:PropertyIsLessThan>' % ''.join('<fes:ValueReference>%s</fes:ValueReference>' % name for name in (one, two))


# 285⁴/24 tuples: minutes, whatever the machine.
JOIN = '/wfs?' + urllib.parse.urlencode(dict(
    REQUEST, typeNames=','.join([GEMEENTE] * 4), aliases='a,b,c,d', resultType='hits',
    filter=fes.filter_of('<fes:And>%s</fes:And>' % ''.join(smaller('%s/naam' % p, '%s/naam' % q) for p, q in ('ab', 'bc', 'cd')))))


def without_time(body):
    return re.sub(rb'timeStamp="[^"]*"', b'', body)


class Hostile:
    """Requests that are sent and left open, until the end of the block."""

    def __init__(self, server, count, token=None):
        self.host, self.count, self.token, self.sockets = urllib.parse.urlsplit(server.url), count, token, []

    def __enter__(self):
        given = 'Authorization: Bearer %s\r\n' % self.token if self.token else ''
        for _ in range(self.count):
            s = socket.create_connection((self.host.hostname, self.host.port), timeout=60)
            s.sendall(('GET %s HTTP/1.1\r\nHost: %s\r\n%s\r\n' % (JOIN, self.host.netloc, given)).encode())
            self.sockets.append(s)
        time.sleep(0.3)  # until they are with the workers
        return self

    def __exit__(self, *failure):
        for s in self.sockets:
            s.close()

    def open(self):
        """How many have not been answered yet."""
        return self.count - len(select.select(self.sockets, [], [], 0)[0])

    def status(self, number):
        self.sockets[number].settimeout(60)
        return int(self.sockets[number].recv(100).split()[1])


@pytest.fixture(scope='module')
def four(state):
    with Server(state, workers=4) as running:
        yield running


def test_s2_anonymous_requests_keep_no_other_caller_waiting(four, state):
    gent = Client(four.url, state.token(GENT))
    quiet = [without_time(gent.features(count=5, startIndex=i).body) for i in range(10)]
    with Hostile(four, 24) as hostile:
        assert [without_time(gent.features(count=5, startIndex=i).body) for i in range(10)] == quiet
        assert gent.features(count=100000, sortBy='omschrijving').status == 200
        assert hostile.open() == 24, 'they were to be still there'


def test_s2_requests_of_one_organisation_keep_no_other_caller_waiting(four, state):
    gent = Client(four.url, state.token(GENT))
    quiet = [without_time(gent.features(count=5, startIndex=i).body) for i in range(10)]
    with Hostile(four, 24, state.token(ANTWERPEN)) as hostile:
        assert [without_time(gent.features(count=5, startIndex=i).body) for i in range(10)] == quiet
        assert Client(four.url).wfs('GetCapabilities').status == 200
        assert hostile.open() == 24, 'they were to be still there'


def test_s2_heavy_requests_of_several_callers_go_side_by_side(four, state):
    """An organisation and nobody have heavy ones; another's heavy one still finds room."""
    with Hostile(four, 12) as nobody, Hostile(four, 12, state.token(ANTWERPEN)) as antwerpen, Hostile(four, 1, state.token(GENT)) as gent:
        time.sleep(1.5)  # long enough to be heavy: who finds no room is stopped then
        assert (nobody.open(), antwerpen.open(), gent.open()) == (12, 12, 1)
        assert Client(four.url, state.token(GENT)).features(count=5).status == 200, 'who has something heavy is answered still'


def test_s2_who_waits_is_answered_as_ever(four):
    """Light requests of the anonymous, in whatever form, behind heavy ones of the same address."""
    anyone = Client(four.url)
    document = ('<wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0" service="WFS" version="2.0.0"><wfs:Query typeNames="%s">%s</wfs:Query></wfs:GetFeature>'
                % (GEMEENTE, fes.filter_of(fes.compare('naam', 'Gent')))).encode()
    asked = [lambda: anyone.wfs('GetCapabilities'), lambda: anyone.post(document, 'text/xml'),
             lambda: anyone.post(gzip.compress(document + b' ' * 1_000_000), 'text/xml', headers={'Content-Encoding': 'gzip'}),
             lambda: anyone.wfs('Onzin'), lambda: anyone.get('/nergens'), lambda: anyone.post(b'x' * (8 * 1024 * 1024), 'text/xml')]
    quiet = [(answer.status, without_time(answer.body)) for answer in (ask() for ask in asked)]
    with Hostile(four, 8) as hostile, concurrent.futures.ThreadPoolExecutor(len(asked)) as pool:
        beside = [(answer.status, without_time(answer.body)) for answer in pool.map(lambda ask: ask(), asked)]
        assert hostile.open() == 8
    assert beside == quiet
    assert any(line['waited_ms'] > 0 for line in four.request_lines()), 'none of them had to wait'


def test_s2_who_goes_leaves_the_line(four):
    """The line is bounded: it would be full of clients that have gone."""
    for _ in range(6):
        with Hostile(four, 24):
            pass
    assert Client(four.url).wfs('GetCapabilities').status == 200


def test_s2_a_line_that_is_too_long_is_refused_at_once(four, state):
    with Hostile(four, 60) as hostile:
        end = time.monotonic() + 30
        while hostile.open() == 60 and time.monotonic() < end:
            time.sleep(0.05)
        refused = [i for i, s in enumerate(hostile.sockets) if select.select([s], [], [], 0)[0]]
        assert refused and all(hostile.status(i) == 503 for i in refused)
        assert Client(four.url, state.token(GENT)).features(count=5).status == 200


@pytest.mark.thorough
def test_s2_who_waits_too_long_is_told_to_come_back(state):
    with Server(state, workers=4) as server, Hostile(server, 8):
        late = Client(server.url).get(JOIN)
        assert late.status == 503 and late.headers['Retry-After'] == '5'
        assert gml.exception(late.xml)[0] == 'NoApplicableCode'


@pytest.mark.thorough
def test_s2_a_worker_that_dies_leaves_the_others_the_line(state):
    with Server(state, workers=4) as server:
        with Hostile(server, 8), concurrent.futures.ThreadPoolExecutor() as pool:
            waiting = pool.submit(lambda: Client(server.url).wfs('GetCapabilities'))
            for pid in server.workers()[:2]:
                os.kill(pid, signal.SIGKILL)
            assert waiting.result(60).status in (200, 502)  # 502: it was in the hands of one that died
        assert all(Client(server.url).wfs('GetCapabilities').status == 200 for _ in range(10))
        assert Client(server.url, state.token(GENT)).features(count=5).status == 200


@pytest.mark.thorough
def test_s2_the_end_of_the_server_leaves_nobody_without_an_answer(state):
    with Server(state, workers=2, query_timeout_s=3) as server:
        with Hostile(server, 12) as hostile:
            server.parent.send_signal(signal.SIGTERM)
            assert {hostile.status(i) for i in range(12)} == {503}
            assert server.parent.wait(30) == 0


@pytest.mark.thorough
def test_s2_a_reload_keeps_who_waits(state):
    with Server(state, workers=4) as server:
        with Hostile(server, 8) as hostile, concurrent.futures.ThreadPoolExecutor() as pool:
            waiting = [pool.submit(lambda: Client(server.url).wfs('GetCapabilities')) for _ in range(4)]
            server.reload(page=3)
            assert [w.result(60).status for w in waiting] == [200] * 4
            assert hostile.open() == 8


def last_line(server, ask):
    before = len(server.request_lines())
    ask()
    end = time.monotonic() + 10
    while len(server.request_lines()) == before and time.monotonic() < end:
        time.sleep(0.02)
    return server.request_lines()[before]


def test_n13_the_log_names_organisation_role_and_address(four, state, truth):
    kbo, = [row['kbo_nummer'] for row in truth.rows('gemeente').values() if row['nis_code'] == GENT]
    key = state.service_key(GENT, name='n13')
    for client, organisation, role in ((Client(four.url, state.token(GENT)), kbo, 'raadpleger'), (Client(four.url, api_key=key), kbo, 'raadpleger'),
                                       (Client(four.url, state.token(GENT, role='Beheerder')), kbo, 'beheerder'), (Client(four.url), '-', '-'),
                                       (Client(four.url, 'geen.token.hier'), '-', '-')):
        line = last_line(four, lambda: client.features(count=1))
        assert (line['organisation'], line['role'], line['address']) == (organisation, role, '127.0.0.1'), line


def test_n13_a_refused_request_is_known_by_its_operation(four):
    line = last_line(four, lambda: Client(four.url, 'geen.token.hier').features(count=1))
    assert (line['operation'], line['status']) == ('GetFeature', 401), line


def test_s2_who_is_refused_before_the_request_is_read_is_told_in_its_own_form(four):
    document = ('<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body><wfs:GetFeature xmlns:wfs="http://www.opengis.net/wfs/2.0" service="WFS" '
                'version="2.0.0"><wfs:Query typeNames="risico:risicolocatie"/></wfs:GetFeature></s:Body></s:Envelope>').encode()
    answer = Client(four.url, 'geen.token.hier').post(document, 'text/xml')
    assert answer.xml.tag == '{http://schemas.xmlsoap.org/soap/envelope/}Envelope', answer


def test_n13_of_many_organisations_the_first_are_named(four, state, truth):
    numbers = sorted(row['kbo_nummer'] for row in truth.rows('gemeente').values())[:10]
    line = last_line(four, lambda: Client(four.url, state.token_for_organisations(*numbers)).features(count=1))
    assert line['organisation'] == ','.join(numbers[:4]) + ',+6'


def test_n13_the_log_names_no_person_and_no_key(four, state):
    key = state.service_key(GENT, name='geheim')
    last_line(four, lambda: Client(four.url, api_key=key).features(count=1))
    last_line(four, lambda: Client(four.url, state.token(GENT)).features(count=1))
    log = four.log_text()
    assert key.split('_')[1] not in log and key not in log and state.token(GENT) not in log
    assert 'user:' not in log and 'key:' not in log
