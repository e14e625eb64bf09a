"""What a hostile caller does, each kind in a loop until its time is over: a program of its own, so that it shares no interpreter with the caller that is
measured. Every kind is one row of the trial of November 2026 (S1 to S6), or the corpus of bad and foreign requests of earlier trials.

    python3 attacks.py KIND URL SECONDS [--from ADDRESS] [--token TOKEN] [--loops N]

Loopback only. It prints how many answers of each status it saw; a connection that the server broke off counts as "closed".
"""
import argparse
import collections
import gzip
import http.client
import ipaddress
import itertools
import pathlib
import socket
import sys
import threading
import time
import urllib.parse

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))
from support import corpus, fes  # noqa: E402

PUBLIC, OWN = 'risico:gemeente', 'risico:risicolocatie'
XML = {'Content-Type': 'text/xml'}
LIKE = 'wildCard="*" singleChar="?" escapeChar="!"'


class Caller:
    """Sends requests from one address, one connection each, and counts what came of them."""

    def __init__(self, asked, seen):
        self.url, self.source, self.seen = urllib.parse.urlsplit(asked.url), asked.source, seen
        self.headers = {'Authorization': 'Bearer ' + asked.token} if asked.token else {}
        self.until = time.monotonic() + asked.seconds

    def connect(self):
        return socket.create_connection((self.url.hostname, self.url.port), timeout=90, source_address=(self.source, 0))

    def send(self, target='/wfs', body=None, headers=None):
        connection = http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=90, source_address=(self.source, 0))
        try:
            connection.request('POST' if body else 'GET', target, body, {**self.headers, **(headers or {})})
            answer = connection.getresponse()
            answer.read()
            self.seen[str(answer.status)] += 1
        except OSError:
            self.seen['closed'] += 1
        except http.client.HTTPException:
            self.seen['broken'] += 1
        finally:
            connection.close()

    @property
    def goes_on(self):
        return time.monotonic() < self.until


def like(text, pattern):
    return fes.pair(fes.function('strConcat', 'naam', fes.literal(text)), fes.literal(pattern), 'PropertyIsLike', LIKE)


def upper(text, depth):
    call = fes.function('strConcat', 'naam', fes.literal(text))
    for _ in range(depth):
        call = fes.function('strToUpperCase', call)
    return fes.pair(call, fes.literal('x'))


def costly_functions(caller):
    """S1: work inside one step of the database."""
    costly = [like('a' * 10000, '*' + 'a' * 5000 + 'b*'), like('a' * 60000, '*' + 'a' * 5000 + 'b*'), like('a' * 20000, '*a' * 1000 + 'b'),
              like('a' * 20000, '*' + '?' * 5000 + 'b*'), '<fes:And>%s</fes:And>' % (upper('a' * 20000, 8) * 4)]
    for one in itertools.cycle(costly):
        if not caller.goes_on:
            return
        caller.send(body=fes.document(fes.filter_of(one), 'count="1"', PUBLIC), headers=XML)


def four_way_joins(caller):
    """S2: work that is allowed, as fast as answers come."""
    names = 'a b c d'.split()
    ties = ''.join('<fes:Or>%s%s</fes:Or>' % (fes.pair(reference(one, 'naam'), reference(other, 'naam'), 'PropertyIsNotEqualTo'),
                                                fes.pair(reference(one, 'naam'), reference(other, 'naam'))) for one, other in zip(names, names[1:]))
    body = fes.document(fes.filter_of('<fes:And>%s</fes:And>' % ties), 'resultType="hits"', ' '.join([PUBLIC] * 4), 'aliases="%s"' % ' '.join(names))
    while caller.goes_on:
        caller.send(body=body, headers=XML)


def reference(alias, name):
    return '<fes:ValueReference>%s/%s</fes:ValueReference>' % (alias, name)


def spatial_joins(caller):
    """S2, A0: with a token, joins of one's own that take seconds."""
    tie = fes.pair(reference('a', 'geometry'), reference('b', 'geometry'), 'Intersects')
    body = fes.document(fes.filter_of(tie), 'count="1"', '%s risico:perceel' % OWN, 'aliases="a b"')
    while caller.goes_on:
        caller.send(body=body, headers=XML)


def slow_connections(caller, most=300):
    """S3: heads and bodies that come a byte at a time, on as many connections as the system gives."""
    begun = (b'GET /wfs HTTP/1.1\r\nHost: x\r\nX-Slow: ', b'POST /wfs HTTP/1.1\r\nHost: x\r\nContent-Type: text/xml\r\nContent-Length: 100000\r\n\r\n<',
             b'POST /wfs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nfffff\r\n')
    held = []
    for number in itertools.count():
        if not caller.goes_on:
            break
        held = [s for s in held if drip(s, caller)]
        while len(held) < most:
            try:
                held.append(caller.connect())
                held[-1].sendall(begun[(number + len(held)) % len(begun)])
            except OSError:
                caller.seen['closed'] += 1
                break
        time.sleep(1)
    for s in held:
        s.close()


def drip(connection, caller):
    """One byte more; False: the server has ended it."""
    try:
        connection.sendall(b'a')
        connection.setblocking(False)
        ended = connection.recv(4096)
        caller.seen['ended'] += 1
        return bool(ended) and False
    except BlockingIOError:
        connection.setblocking(True)
        return True
    except OSError:
        caller.seen['closed'] += 1
        return False


def odd_connections(caller):
    """S3: half-closed connections, pipelines, chunks of a wrong size, heads of 64 KB."""
    odd = [b'GET /wfs?service=WFS&request=GetCapabilities HTTP/1.1\r\nHost: x\r\n\r\n' * 50, b'GET /wfs HTTP/1.1\r\nHost: x\r\nX-Long: ' + b'a' * 65536 + b'\r\n\r\n',
           b'POST /wfs HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<a/>xxxxxxx\r\nzz\r\n', b'POST /wfs HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n<a',
           b'POST /wfs HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n', b'\x16\x03\x01\x02\x00\x01\x00', b'GET  /wfs\r\n\r\n']
    for one in itertools.cycle(odd):
        if not caller.goes_on:
            return
        try:
            with caller.connect() as s:
                s.sendall(one)
                s.shutdown(socket.SHUT_WR)
                s.settimeout(5)
                caller.seen['answered' if s.recv(64) else 'closed'] += 1
        except OSError:
            caller.seen['closed'] += 1


def wrong_credentials(caller):
    """S4: behind the same address as a good caller."""
    for number in itertools.count():
        if not caller.goes_on:
            return
        made = '%064x' % number
        wrong = ({'X-API-Key': 'rlk_%s_%s' % (made[:12], made)}, {'Authorization': 'Bearer ' + made}, {'Authorization': 'Bearer e30.e30.' + made},
                 {'Authorization': 'Basic ' + made}, {'X-API-Key': made})[number % 5]
        caller.send('/wfs?service=WFS&version=2.0.0&request=GetFeature&count=1&typeNames=' + OWN, headers=wrong)


def filled_shelf(caller):
    """S6: long requests whose next links the server must keep."""
    while caller.goes_on:
        for size, pack in ((7_900_000, False), (7_900_000, True), (100_000, False)):
            body = fes.document('<!--%s-->' % ('%d' % time.monotonic_ns() * (size // 15))[:size], 'count="1"', PUBLIC)
            caller.send(body=gzip.compress(body, 1) if pack else body, headers={**XML, 'Content-Encoding': 'gzip'} if pack else XML)


def bad_requests(caller):
    """What earlier trials sent: other people's ids by every operation, and filters that are wrong in every way."""
    from blackbox.test_bad_input import FILTERS
    bad = [('/wfs', fes.document(fes.filter_of(one))) for one in FILTERS.values() if len(one) < 1_000_000]
    foreign = [(path, body.encode() if isinstance(body, str) else body) for path, body in itertools.islice(corpus.join_documents(), 200)]
    for path, body in itertools.cycle(bad + [(p, b.replace(b'{foreign}', b'risicolocatie.440210000012').replace(b'{own}', b'risicolocatie.1')) for p, b in foreign]):
        if not caller.goes_on:
            return
        caller.send(path, body, XML)


KINDS = {f.__name__: f for f in (costly_functions, four_way_joins, spatial_joins, slow_connections, odd_connections, wrong_credentials, filled_shelf, bad_requests)}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('kind', choices=KINDS)
    parser.add_argument('url')
    parser.add_argument('seconds', type=float)
    parser.add_argument('--from', dest='source', default='127.0.0.1')
    parser.add_argument('--token')
    parser.add_argument('--loops', type=int, default=1)
    asked = parser.parse_args()
    for address in (urllib.parse.urlsplit(asked.url).hostname, asked.source):
        if not ipaddress.ip_address(address).is_loopback:
            parser.error('only addresses of this machine')
    seen = collections.Counter()
    loops = [threading.Thread(target=KINDS[asked.kind], args=(Caller(asked, seen),), daemon=True) for _ in range(asked.loops)]
    for one in loops:
        one.start()
    for one in loops:
        one.join(asked.seconds + 5)
    print(asked.kind, dict(seen), flush=True)


if __name__ == '__main__':
    main()
