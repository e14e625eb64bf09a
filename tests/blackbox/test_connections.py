"""Rows S3, A7, A8 and A14 of the trial of November 2026: connections that are slow, broken or too many, and what nginx answers by itself."""
import contextlib
import gzip
import http.client
import json
import os
import pathlib
import re
import resource
import select
import shutil
import signal
import socket
import time
import urllib.parse
import pytest
from lxml import etree, html
from support import fes, gml, store
from support.client import Client
from support.sample import ANTWERPEN, GENT
from support.schemas import OWS_XSD, check, schema
from support.server import PER_ADDRESS, Server, seconds_of
from support.wire import Raw, connect, exchange, read_all

HOST = b'Host: localhost\r\n'
CLOSE = b'Connection: close\r\n'
XML = b'Content-Type: text/xml\r\n'
MANY = 2048


@pytest.fixture(scope='module')
def own(state):
    with Server(state, patience_s=3) as running:
        yield running


@pytest.fixture(scope='module')
def report_schema():
    return schema([('http://www.opengis.net/ows/1.1', OWS_XSD)])


@pytest.fixture
def room_for_many():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, MANY + 500)), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def colleague(server, path='/healthz', source='127.0.0.2'):
    """The status that somebody at another address gets."""
    connection = http.client.HTTPConnection('127.0.0.1', server.port, timeout=20, source_address=(source, 0))
    try:
        connection.request('GET', path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def still_open(sockets):
    poll = select.poll()
    for s in sockets:
        poll.register(s, select.POLLIN)
    return len(sockets) - len(poll.poll(0))


# S3: slow and many

@pytest.mark.thorough
@pytest.mark.parametrize('begin', [b'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ', b'POST /wfs HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n<'],
                         ids=['heads', 'bodies'])
def test_s3_two_thousand_slow_ones_of_one_address_keep_nobody_else_out(state, room_for_many, begin):
    with Server(state) as server:
        sockets = []
        try:
            for _ in range(MANY):
                s = connect(server)
                s.setblocking(False)
                sockets.append(s)
                try:
                    s.send(begin)
                except OSError:
                    pass
            time.sleep(0.5)
            assert [colleague(server) for _ in range(20)] == [200] * 20
            if begin.startswith(b'POST'): # a connection counts for its address once its head is in
                assert 0 < still_open(sockets) <= PER_ADDRESS
        finally:
            for s in sockets:
                s.close()


def from_address(address, body=b'x', length=1):
    """The bytes of a post from a server with said_address; one that says a greater length is still on its way."""
    return b'POST /wfs HTTP/1.1\r\nX-Test-Address: %s\r\nContent-Length: %d\r\n' % (address.encode(), length) + HOST + XML + CLOSE + b'\r\n' + body


@pytest.fixture(scope='module')
def two_places(state):
    with Server(state, per_address=2, said_address=True) as running:
        yield running


def refused(server, address):
    status = Raw(exchange(server, from_address(address))).status
    assert status in (400, 429)
    return status == 429


@contextlib.contextmanager
def one_on_its_way(server, address):
    """A body that stays on its way, and has the room of its address; who comes between is answered, and this one asks again."""
    end = time.monotonic() + 20
    holder = None
    # one that was refused itself keeps a place of its address for a while, and may be why the other one is
    while holder is None or not (refused(server, address) and still_open([holder])):
        assert time.monotonic() < end
        if holder is None or not still_open([holder]):
            holder = connect(server)
            holder.sendall(from_address(address, length=1000))
    yield
    holder.close()
    while refused(server, address):
        assert time.monotonic() < end


def second_is_refused(server, first, second):
    """Whether what is on its way from one address takes up the room of another."""
    with one_on_its_way(server, first):
        return refused(server, second)


@pytest.mark.parametrize('first,second', [('2001:db8:1:2::1', '2001:db8:1:2:ffff::9'), ('2001:db8::1', '2001:db8::1:2:3:4'), ('2001:db8::1', '2001:db8:0:0:ffff::'),
                                          ('2001::1', '2001:0:0:0:a:a:a:a'), ('::1:2:3:4', '::9'), ('2001:db8:a0a::a', '2001:db8:a0a:0:a0a:a0a:a0a:a0a'), ('192.0.2.1', '192.0.2.1'),
                                          ('::ffff:192.0.2.1', '192.0.2.1')])
def test_s3_a_network_of_ipv6_is_one_address_however_it_is_written(two_places, first, second):
    assert second_is_refused(two_places, first, second)


@pytest.mark.parametrize('first,second', [('2001:db8:0:1::1', '2001:db8:0:2::1'), ('2001:db8::1', '2001:db8:0:1::1'), ('2001:db8::1', '2001:db9::1'), ('2001:db8::1:2:3:4', '2001:db8:0:1:1:2:3:4'),
                                          ('192.0.2.1', '192.0.2.2'), ('::ffff:192.0.2.1', '::ffff:192.0.2.2'), ('::ffff:192.0.2.1', '::1')])
def test_s3_another_network_has_room_of_its_own(two_places, first, second):
    assert not second_is_refused(two_places, first, second)


def test_s3_slow_bodies_leave_room_for_those_behind_the_same_address(state, room_for_many):
    with Server(state) as server:
        sockets = []
        try:
            for _ in range(PER_ADDRESS + 20):
                sockets.append(connect(server))
                sockets[-1].sendall(b'GET /wfs HTTP/1.1\r\nContent-Length: 1000\r\n' + HOST + XML + b'\r\n<')
            time.sleep(0.5)
            assert [colleague(server, source='127.0.0.1') for _ in range(20)] == [200] * 20
            assert 0 < still_open(sockets) <= PER_ADDRESS // 2
        finally:
            for s in sockets:
                s.close()


def trickle(s, seconds, every=0.5):
    """Sends a byte now and then; the seconds after which the other end had enough."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        try:
            s.send(b'x')
        except OSError:
            break
        if select.select([s], [], [], every)[0]:
            break
    return time.monotonic() - began


def test_s3_a_head_that_comes_a_byte_at_a_time_is_let_go(own):
    with connect(own) as s:
        s.sendall(b'GET /healthz HTTP/1.1\r\nHost: x\r\nX-Slow: ')
        assert trickle(s, 25) < 20


def test_s3_a_body_that_does_not_go_on_is_let_go(own):
    with connect(own) as s:
        s.sendall(b'POST /wfs HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 1000\r\n\r\n')
        assert trickle(s, 25, every=8) < 20


def test_s3_a_connection_that_is_kept_and_used_now_and_then_is_not_let_go(own):
    with connect(own) as s:
        for _ in range(9):
            s.sendall(b'GET /healthz HTTP/1.1\r\n' + HOST + b'\r\n')
            assert s.recv(65536).startswith(b'HTTP/1.1 200 OK\r\n')
            time.sleep(0.5)


def test_s3_requests_that_are_sent_ahead_are_answered_in_order(own):
    got = exchange(own, b'GET /healthz HTTP/1.1\r\n' + HOST + b'\r\nGET /nope HTTP/1.1\r\n' + HOST + b'\r\nGET /healthz HTTP/1.1\r\n' + HOST + CLOSE + b'\r\n')
    assert [line for line in got.decode().split('\r\n') if line.startswith('HTTP/1.1')] == ['HTTP/1.1 200 OK', 'HTTP/1.1 404 Not Found', 'HTTP/1.1 200 OK']


@pytest.mark.parametrize('pieces', [(b'GET /healthz HTTP/1.1\r\n' + HOST + b'\r\n',), (b'GET /healthz HTTP/1.1\r\n' + HOST,),
                                    (b'POST /wfs HTTP/1.1\r\n' + HOST + XML + b'Content-Length: 100\r\n\r\n<a',)], ids=['whole', 'head', 'body'])
def test_s3_a_client_that_closes_its_half_gets_an_answer_or_an_end(own, pieces):
    began = time.monotonic()
    got = exchange(own, *pieces, half_close=True)
    assert not got or Raw(got).status in (200, 400)
    assert time.monotonic() - began < 10
    assert colleague(own) == 200


def kept_on_disk(server):
    """Bytes of the answers that nginx keeps in tmp/fastcgi; it takes their names away as soon as it has made them."""
    nginx, total = server.processes[1].pid, 0
    for pid in (nginx, *map(int, pathlib.Path('/proc/%d/task/%d/children' % (nginx, nginx)).read_text().split())):
        for file in pathlib.Path('/proc/%d/fd' % pid).iterdir():
            with contextlib.suppress(FileNotFoundError):
                total += file.stat().st_size if 'tmp/fastcgi' in os.readlink(file) else 0
    return total


def wait_for_kept(server, enough, seconds):
    end = time.monotonic() + seconds
    while not enough(kept_on_disk(server)):
        assert time.monotonic() < end, kept_on_disk(server)
        time.sleep(0.1)


def test_s3_what_slow_readers_leave_on_disk_is_bounded_and_given_back(state):
    smaller = '<fes:PropertyIsLessThan><fes:ValueReference>a/naam</fes:ValueReference><fes:ValueReference>b/naam</fes:ValueReference></fes:PropertyIsLessThan>'
    path = '/wfs?' + urllib.parse.urlencode({'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'count': 100000, 'aliases': 'a,b',
                                             'typeNames': 'risico:gemeente,risico:gemeente', 'filter': fes.filter_of(smaller)})
    most, readers = 2 << 20, [GENT, ANTWERPEN]  # two callers: a second of the same one may have to wait its turn behind the first
    with Server(state, workers=8, kept_mib=2, page=100000) as server, contextlib.ExitStack() as slow:
        for gemeente in readers:
            s = slow.enter_context(connect(server))
            s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            s.sendall(b'GET %s HTTP/1.1\r\nAuthorization: Bearer %s\r\n' % (path.encode(), state.token(gemeente).encode()) + HOST + b'\r\n')
        wait_for_kept(server, lambda kept: kept >= len(readers) * most * 3 // 4, 60)  # more than one may leave
        time.sleep(2)
        assert kept_on_disk(server) <= len(readers) * (most + (256 << 10))
        slow.close()
        wait_for_kept(server, lambda kept: kept == 0, 20)


# A8, A14: what nginx answers by itself

BROKEN = {
    'no http': (b'GARBAGE\r\n\r\n', 400),
    'tls': (b'\x16\x03\x01\x02\x00\x01\r\n\r\n', 400),
    'no host': (b'GET / HTTP/1.1\r\n\r\n', 400),
    'two hosts': (b'GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n', 400),
    'broken escape': (b'GET /%zz HTTP/1.1\r\n' + HOST + CLOSE + b'\r\n', 400),
    'other version': (b'GET / HTTP/9.9\r\n' + HOST + b'\r\n', 505),
    'negative length': (b'POST /wfs HTTP/1.1\r\n' + HOST + b'Content-Length: -1\r\n\r\n', 400),
    'two lengths': (b'POST /wfs HTTP/1.1\r\n' + HOST + b'Content-Length: 1\r\nContent-Length: 2\r\n\r\nab', 400),
    'length and chunks': (b'POST /wfs HTTP/1.1\r\n' + HOST + XML + b'Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', 400),
    'chunk without size': (b'POST /wfs HTTP/1.1\r\n' + HOST + XML + CLOSE + b'Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n', 400),
    'chunk with too small a size': (b'POST /wfs HTTP/1.1\r\n' + HOST + XML + CLOSE + b'Transfer-Encoding: chunked\r\n\r\n2\r\nabcdef\r\n0\r\n\r\n', 400),
    'chunk of gigabytes': (b'POST /wfs HTTP/1.1\r\n' + HOST + XML + CLOSE + b'Transfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\nabc', 413),
    'unknown transfer': (b'POST /wfs HTTP/1.1\r\n' + HOST + b'Transfer-Encoding: vlag\r\n\r\n', 501),
    'trace': (b'TRACE / HTTP/1.1\r\n' + HOST + CLOSE + b'\r\n', 405),
    'name of an error document': (b'GET /.error/xml HTTP/1.1\r\n' + HOST + CLOSE + b'\r\n', 404),
    'long url': (b'GET /wfs?a=' + b'a' * 34000 + b' HTTP/1.1\r\n' + HOST + CLOSE + b'\r\n', 414),
    'very long url': (b'GET /wfs?a=' + b'a' * 300000 + b' HTTP/1.1\r\n' + HOST + CLOSE + b'\r\n', 414),
    'token of 64 KB': (b'GET /wfs HTTP/1.1\r\n' + HOST + CLOSE + b'Authorization: Bearer ' + b'a' * 65536 + b'\r\n\r\n', 431),
    'heads of 700 KB': (b'GET /healthz HTTP/1.1\r\n' + HOST + CLOSE + b''.join(b'X-%d: %s\r\n' % (i, b'a' * 7000) for i in range(100)) + b'\r\n', 431),
    'document over 8 MB': (b'POST /wfs HTTP/1.1\r\n' + HOST + XML + CLOSE + b'Content-Length: 8388609\r\n\r\n', 413),
    'form over 8 MB': (b'POST /wfs HTTP/1.1\r\n' + HOST + CLOSE + b'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 8388609\r\n\r\n', 413),
}


def check_report(answer, report_schema):
    report = etree.fromstring(answer.body)
    check(report, report_schema)
    assert answer.heads['content-type'].startswith('text/xml') and len(report.findall('.//{*}ExceptionText')) == 2
    assert answer.heads['x-content-type-options'] == 'nosniff' and answer.heads['access-control-allow-origin'] == '*'
    assert b'nginx' not in answer.body and b'<html' not in answer.body


@pytest.mark.parametrize('name', BROKEN)
def test_a8_what_nginx_refuses_is_an_exception_report(own, name, report_schema):
    sent, status = BROKEN[name]
    answer = Raw(exchange(own, sent))
    assert answer.status == status, answer.line
    check_report(answer, report_schema)
    assert colleague(own) == 200


@pytest.mark.parametrize('name', ['long url', 'document over 8 MB', 'no host'])
def test_a8_who_asks_for_json_gets_a_problem(own, name):
    sent, status = BROKEN[name]
    answer = Raw(exchange(own, sent.replace(b'\r\n', b'\r\nAccept: application/json\r\n', 1)))
    problem = json.loads(answer.body)
    assert answer.heads['content-type'] == 'application/problem+json' and problem['status'] == answer.status == status and problem['detail']
    assert problem['instance'] == 'urn:x-request-id:' + answer.heads['x-request-id'] and problem['locator'] == 'request' and problem['detail_en'] == problem['title']


@pytest.mark.parametrize('output,kind', [('application/json', 'application/problem+json'), ('application/gml+xml', 'text/xml'), ('csv', 'application/problem+json')])
def test_n10_what_nginx_refuses_comes_in_the_form_that_was_asked(own, output, kind):
    sent = b'GET /wfs?OUTPUTFORMAT=%s&x=%s HTTP/1.1\r\nAccept: application/json\r\n' % (output.encode(), b'a' * 40000) + HOST + CLOSE + b'\r\n'
    answer = Raw(exchange(own, sent))
    assert answer.status == 414 and answer.heads['content-type'].startswith(kind) and answer.heads['content-language'] == 'nl, en' and 'Accept' in answer.heads['vary']


BROWSER = b'Accept: text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8\r\n'


def refused_by_nginx(server, name, heads):
    sent, status = BROKEN[name]
    answer = Raw(exchange(server, sent.replace(b'\r\n', b'\r\n' + heads, 1)))
    assert answer.status == status and {word.strip().lower() for word in answer.heads['vary'].split(',')} >= {'accept', 'accept-language'}
    return answer


@pytest.mark.parametrize('name', ['long url', 'document over 8 MB', 'no host', 'token of 64 KB'])
def test_n10_what_nginx_refuses_is_a_page_for_a_browser(own, name):
    answer = refused_by_nginx(own, name, BROWSER)
    page = html.fromstring(answer.body)
    assert answer.heads['content-type'] == 'text/html; charset=utf-8' and page.get('lang') == 'nl' and page.findtext('.//h1') == str(answer.status)
    assert [p.get('lang') for p in page.iterfind('.//p')][:2] == [None, 'en'] and answer.heads['x-request-id'] in answer.body.decode() and b'nginx' not in answer.body
    assert page.find('.//script') is None and "default-src 'none'" in answer.heads['content-security-policy']


@pytest.mark.parametrize('asked,language', [('en', 'en'), ('en-US,en;q=0.9', 'en'), ('fr, en;q=0.4', 'en'), (25 * 'fr,   ' + 'en', 'en'), ('nl-BE,en', 'nl'), ('nl', 'nl')])
def test_n10_what_nginx_refuses_is_in_the_language_that_was_asked(own, asked, language):
    heads = b'Accept-Language: %s\r\n' % asked.encode()
    both = refused_by_nginx(own, 'long url', b'')
    texts = dict(zip(('nl', 'en'), etree.fromstring(both.body).xpath('//*[local-name() = "ExceptionText"]/text()')))
    report, problem, page = (refused_by_nginx(own, 'long url', heads + accept) for accept in (b'', b'Accept: application/json\r\n', BROWSER))
    root = etree.fromstring(report.body)
    assert root.xpath('//*[local-name() = "ExceptionText"]/text()') == [texts[language]] and root.get('{http://www.w3.org/XML/1998/namespace}lang') == language
    said = json.loads(problem.body)
    assert said['detail'] == said['title'] == texts[language] and 'detail_en' not in said
    assert html.fromstring(page.body).get('lang') == language and html.fromstring(page.body).findtext('.//p') == texts[language]
    assert {answer.heads['content-language'] for answer in (report, problem, page)} == {language} and both.heads['content-language'] == 'nl, en'


@pytest.mark.parametrize('asked', ['fr', '*', 'english', 'xx;q=1'])
def test_n10_who_asks_for_another_language_gets_both(own, asked):
    assert refused_by_nginx(own, 'long url', b'Accept-Language: %s\r\n' % asked.encode()).heads['content-language'] == 'nl, en'


@pytest.mark.parametrize('language', [',   ', 'fr, ', ' , ,'])
def test_s5_no_list_of_languages_keeps_nginx_busy(own, language):
    """A pattern that could match its blanks in two ways tried 2^n of them, for every error that nginx makes itself. Processor time of nginx alone."""
    nginx = own.processes[1].pid
    workers = [int(pid) for pid in pathlib.Path('/proc/%d/task/%d/children' % (nginx, nginx)).read_text().split()]
    before = sum(map(seconds_of, workers))
    for _ in range(20):
        assert refused_by_nginx(own, 'long url', b'Accept-Language: %sxn\r\n' % (40 * language).encode()).heads['content-language'] == 'nl, en'
    assert workers and sum(map(seconds_of, workers)) - before < 1


def test_a14_status_lines_have_a_reason(own):
    for path, line in (('/healthz', 'HTTP/1.1 200 OK'), ('/nope', 'HTTP/1.1 404 Not Found'), ('/wfs?service=WFS&request=GetFeature&typeNames=risico:gemeente&bbox=x', 'HTTP/1.1 400 Bad Request')):
        assert Raw(exchange(own, b'GET %s HTTP/1.1\r\n' % path.encode() + HOST + CLOSE + b'\r\n')).line == line


def test_a14_heads_that_a_browser_may_send_pass(own):
    heads = b''.join(b'X-%d: %s\r\n' % (i, b'a' * 4000) for i in range(20))
    assert Raw(exchange(own, b'GET /healthz HTTP/1.1\r\n' + HOST + CLOSE + heads + b'\r\n')).status == 200


def test_a8_a_form_may_be_as_long_as_a_document(own, state, truth):
    chosen = sorted(truth.gent)[:5]
    wanted = ','.join(['risicolocatie.%d' % i for i in chosen] + ['risicolocatie.99%010d' % i for i in range(9994)])
    form = urllib.parse.urlencode({'service': 'WFS', 'version': '2.0.0', 'request': 'GetFeature', 'typeNames': 'risico:risicolocatie', 'resourceId': wanted}).encode()
    assert len(form) > 260_000
    client = Client(own.url, state.token(GENT))
    for body, heads in ((form, {}), (gzip.compress(form), {'Content-Encoding': 'gzip'})):
        answer = client.post(body, 'application/x-www-form-urlencoded', headers=heads)
        assert answer.status == 200, answer
        assert sorted(gml.ids(answer.xml)) == ['risicolocatie.%d' % i for i in chosen]


@pytest.mark.thorough
@pytest.mark.parametrize('content_type', ['text/xml', 'application/x-www-form-urlencoded'])
def test_a8_one_bound_for_documents_forms_and_what_is_unpacked(own, content_type):
    client = Client(own.url)
    for body, heads in ((b'a' * (8 << 20), {}), (gzip.compress(b'a' * (8 << 20)), {'Content-Encoding': 'gzip'})):
        assert client.post(body, content_type, headers=heads).status == 400
    for body, heads in ((b'a' * ((8 << 20) + 1), {}), (gzip.compress(b'a' * ((8 << 20) + 1)), {'Content-Encoding': 'gzip'})):
        answer = client.post(body, content_type, headers=heads)
        assert answer.status == 413 and b'8 MB' in answer.body, answer


# A7, A8: nobody behind nginx

def test_a7_a8_without_workers_the_answer_is_a_report_and_no_url_is_logged(state, report_schema):
    with Server(state) as server:
        for pid in [server.parent.pid, *server.workers()]:
            os.kill(pid, signal.SIGKILL)
        server.parent.wait(10)
        answer = Client(server.url).get('/wfs?geheimewaarde=123456.789')
        assert answer.status in (502, 503) and answer.headers['Retry-After'], answer
        check(answer.xml, report_schema)
        line = '"id":"%s","status":%d' % (answer.headers['X-Request-Id'], answer.status)
        end = time.monotonic() + 10
        while line not in server.log_text() and time.monotonic() < end: # nginx writes it after the answer
            time.sleep(0.05)
        log = server.log_text()
        assert line in log
        assert 'geheimewaarde' not in log and '123456.789' not in log


def test_a7_a_worker_that_dies_at_work_leaves_no_url_in_a_log(state):
    with Server(state, workers=1) as server:
        query = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=(risico:gemeente,risico:gemeente,risico:gemeente)&filter=geheimewaarde'
        os.kill(server.workers()[0], signal.SIGSTOP)
        with connect(server) as s:
            s.sendall(b'GET %s HTTP/1.1\r\n' % query.encode() + HOST + CLOSE + b'\r\n')
            time.sleep(0.5)
            os.kill(server.workers()[0], signal.SIGKILL)
            answer = read_all(s)
        assert b'<html' not in answer
        assert 'geheimewaarde' not in server.log_text()


# A10: behind a proxy that ends TLS

PROXIED = {'X-Forwarded-For': '192.0.2.9', 'X-Forwarded-Proto': 'https', 'X-Forwarded-Host': 'kaart.example', 'X-Forwarded-Prefix': '/dienst'}


def every_url(server, token, headers):
    """The own URLs in capabilities, schemaLocation, next links and Link heads."""
    client = Client(server.url, token)
    documents = [client.get('/wfs?service=WFS&request=GetCapabilities', headers=headers)]
    documents += [client.get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&count=2&outputFormat=' + form, headers=headers)
                  for form in ('application/gml%2Bxml;%20version=3.2', 'application/json', 'text/csv')]
    assert [d.status for d in documents] == [200] * 4
    found = set()
    for d in documents:
        found |= set(re.findall(r'https?://[^/"<>& ]*(?:/[^"<>?& ]*)?/wfs\b', d.text + ' '.join('<%s>' % v for v in d.headers.values())))
    return {url for url in found if '.opengis.net/' not in url}


def test_a10_a_trusted_proxy_says_what_the_client_typed(state):
    with Server(state, trusted_proxies=['127.0.0.0/8']) as server:
        assert every_url(server, state.token(GENT), PROXIED) == {'https://kaart.example/dienst/wfs'}
        assert every_url(server, state.token(GENT), {**PROXIED, 'X-Forwarded-Host': '<evil>', 'X-Forwarded-Prefix': '/../x', 'X-Forwarded-Proto': 'gopher'}) == {server.url + '/wfs'}
        assert every_url(server, state.token(GENT), {'Forwarded': 'proto=https;host=evil.example'}) == {server.url + '/wfs'}


def test_a10_what_others_say_does_not_count(state):
    with Server(state, trusted_proxies=['192.0.2.0/24']) as server:
        assert every_url(server, state.token(GENT), {**PROXIED, 'Forwarded': 'for=192.0.2.1;proto=https;host=evil.example'}) == {server.url + '/wfs'}


def test_a10_the_head_of_the_standard_where_it_is_chosen_and_the_clients_own_address(state):
    with Server(state, trusted_proxies=['127.0.0.1'], proxy_headers='Forwarded') as server:
        assert every_url(server, state.token(GENT), {'Forwarded': 'for=192.0.2.9;proto=https;host=kaart.example', 'X-Forwarded-Host': 'evil.example'}) == {'https://kaart.example/wfs'}
        wrong = [Client(server.url, api_key='rlk_%010x_%s' % (i, 'A' * 43)).get('/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:gemeente',
                                                                               headers={'Forwarded': 'for=192.0.2.%d' % (i % 2)}).status for i in range(62)]
        assert wrong == [401] * 60 + [429] * 2, 'each client has its own count'


@pytest.mark.parametrize('wrong', [{'trusted_proxies': '127.0.0.1'}, {'trusted_proxies': ['localhost']}, {'trusted_proxies': ['10.0.0.0/33']}, {'proxy_headers': 'X'},
                                   {'public_url': 'kaart.example'}, {'public_url': 'https://kaart.example/?x'}])
def test_a10_a_setting_that_cannot_be_stops_the_start_with_words(state, wrong, tmp_path):
    server = Server(state, **wrong)
    server.write_config()
    done = state.run('serve', '--config', server.folder / 'config.json', check=False)
    shutil.rmtree(server.folder)
    assert done.returncode == 1 and list(wrong)[0] in done.stderr
