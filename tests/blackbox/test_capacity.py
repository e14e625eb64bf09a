"""A large store: 300,000 rows stream with flat memory, and load no slower than ogr2ogr loads them. With the release build."""
import concurrent.futures
import csv
import http.client
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
import pytest
from support import store
from support.client import Client
from support.server import Server, State, program

pytestmark = pytest.mark.slow
ROWS = 300_000
DUMP = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&count=1000000'
COLUMNS = ('id', 'gemeente_nis', 'rubriek', 'rubriekenlijst', 'omschrijving', 'bron', 'omv_nummer', 'iioa_nummer', 'startdatum', 'einddatum',
           'wijziging_vergunning', 'geschrapt', 'eigen_kenmerk')


@pytest.fixture(scope='module')
def large():
    state = State(program('release'))
    begin = time.monotonic()
    state.make_sample(ROWS)
    print('\nfigure: a sample of %d rows is made in %.1f s' % (ROWS, time.monotonic() - begin))
    state.make_key()
    yield state
    state.remove()


def everyone(state):
    with store.connect(state.store) as db:
        return state.token_for_organisations(*[kbo for kbo, in db.execute('SELECT kbo_nummer FROM gemeente ORDER BY nis_code')])


def peak_mib(pid):
    """VmHWM: the most resident memory that the process ever had, the SQLite map included (proc(5))."""
    return int(re.search(r'VmHWM:\s+(\d+) kB', open('/proc/%d/status' % pid).read()).group(1)) / 1024


def stream(server, token, output='application/gml+xml; version=3.2'):
    """Reads a whole answer without keeping it; gives bytes, number of features, seconds to the first byte and to the last."""
    request = Client(server.url, token)
    query = urllib.parse.urlencode(dict(service='WFS', version='2.0.0', request='GetFeature', typeNames='risico:risicolocatie', count=1000000,
                                        outputFormat=output))
    begin, size, features, tail, first = time.monotonic(), 0, 0, b'', None
    mark = {'application/json': b'"type":"Feature"', 'text/csv': b'\r\nrisicolocatie.'}.get(output, b'<wfs:member>')
    with urllib.request.urlopen(urllib.request.Request(server.url + '/wfs?' + query, headers=request.headers), timeout=300) as answer:
        while block := answer.read(1 << 20):
            first = first or time.monotonic() - begin
            size += len(block)
            joined = tail + block
            features += joined.count(mark)
            tail = joined[-len(mark) + 1:]
    return size, features, first, time.monotonic() - begin, tail


@pytest.mark.parametrize('output', ['application/gml+xml; version=3.2', 'application/json', 'text/csv'])
def test_everything_streams_with_flat_memory(large, output):
    with store.connect(large.store) as db:
        expected = db.execute('SELECT count(*) FROM risicolocatie WHERE geschrapt = 0').fetchone()[0]
    with Server(large, workers=1, page=1000000) as server:
        worker, = server.workers()
        size, features, first, seconds, _ = stream(server, everyone(large), output)
        assert server.workers() == [worker], 'the worker died'
        peak = peak_mib(worker)
    print('\nfigure: %d features, %.0f MB of %s in %.2f s (first block after %.2f s), peak memory of the worker %.0f MiB'
          % (features, size / 1e6, output, seconds, first, peak))
    assert features == expected
    assert peak <= 200


def test_a_client_that_goes_in_the_middle_frees_its_worker(large):
    token = everyone(large)
    with Server(large, workers=1, page=1000000) as server:
        worker, = server.workers()
        host = urllib.parse.urlsplit(server.url)
        for _ in range(3):
            s = socket.create_connection((host.hostname, host.port), timeout=60)
            s.sendall(('GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n' % (DUMP, host.netloc, token)).encode())
            assert s.recv(4000)
            s.close()
        begin = time.monotonic()
        assert Client(server.url, token).features(count=1).status == 200
        waited = time.monotonic() - begin
        assert server.workers() == [worker]
        gone = [line for line in server.request_lines() if line['status'] == 499 or line['rows'] < 290000]
        assert gone, 'the worker finished answers that nobody read'
    assert waited < 2, 'the only worker was busy for clients that had gone (%.1f s)' % waited


def begin_dump(server, token):
    """A socket on which everything has begun to come, and nobody reads on."""
    host = urllib.parse.urlsplit(server.url)
    s = socket.create_connection((host.hostname, host.port), timeout=60)
    s.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    s.sendall(('GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n' % (DUMP, host.netloc, token)).encode())
    assert s.recv(100).startswith(b'HTTP/1.1 200')
    return s


def test_heavy_requests_leave_workers_for_light_ones(large):
    token = everyone(large)
    with Server(large, workers=2, kept_mib=1, page=1000000) as server, concurrent.futures.ThreadPoolExecutor() as pool:
        client = Client(server.url, token)  # nginx keeps little, so the dump lasts as long as nobody reads
        first = begin_dump(server, token)
        second = pool.submit(client.features, count=60000)
        assert all(client.features(count=5).status == 200 for _ in range(20)), 'a light request had to wait for a heavy one'
        assert not second.done(), 'there was no room for a second heavy one'
        first.close()
        assert second.result(60).status == 200, 'the room of a dump that ended was not given to who waited for it'
        third = begin_dump(server, token)
        late = client.features(count=60000)
        assert late.status == 503 and late.headers['Retry-After'] == '5', late
        third.close()


def test_a_slow_reader_gives_its_worker_back(large):
    """nginx takes the whole answer off the worker's hands, so that who reads slowly keeps neither a worker nor the room of heavy requests; and sends it whole."""
    token = everyone(large)
    with store.connect(large.store) as db:
        expected = db.execute('SELECT count(*) FROM risicolocatie WHERE geschrapt = 0').fetchone()[0]
    with Server(large, workers=2, page=1000000) as server:
        client = Client(server.url, token)
        slow = http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc, timeout=60)
        slow.request('GET', DUMP, headers=client.headers)
        answer = slow.getresponse()  # its head; the rest waits
        assert answer.status == 200
        end = time.monotonic() + 30
        while client.features(count=60000).status == 503:
            assert client.features(count=5).status == 200
            assert time.monotonic() < end, 'a client that does not read holds the room of heavy requests'
            time.sleep(0.2)
        features, tail = 0, b''
        while block := answer.read(1 << 20):
            features += (tail + block).count(b'<wfs:member>')
            tail = (tail + block)[-len(b'<wfs:member>') + 1:]
        slow.close()
    assert features == expected


def test_slow_readers_of_light_requests_hold_no_worker(large):
    """Each just too small to be heavy, and more of them than there are workers."""
    token, slow = everyone(large), []
    with Server(large, workers=2, page=1000000) as server:
        client = Client(server.url, token)
        for _ in range(4):
            slow.append(http.client.HTTPConnection(urllib.parse.urlsplit(server.url).netloc, timeout=60))
            slow[-1].request('GET', DUMP.replace('count=1000000', 'count=49999'), headers=client.headers)
        answers = [connection.getresponse() for connection in slow]  # the heads; the rest waits
        assert all(answer.status == 200 for answer in answers)
        assert client.get('/healthz', timeout=30).status == 200 and client.features(count=5).status == 200
        for connection in slow:
            connection.close()


def wkt(blob):
    parts = ['(%s)' % ','.join('(%s)' % ','.join('%r %r' % p for p in ring) for ring in part) for part in store.polygons(blob)]
    return 'MULTIPOLYGON(%s)' % ','.join(parts)


def write_template(state, path):
    """The store's rows as the CSV template of `risicolaag import`."""
    with store.connect(state.store) as db, open(path, 'w', encoding='utf-8', newline='') as file:
        out = csv.writer(file, delimiter=';', lineterminator='\n')
        out.writerow(COLUMNS + ('geometry',))
        for row in db.execute('SELECT * FROM risicolocatie ORDER BY id'):
            out.writerow(['' if row[c] is None else row[c] for c in COLUMNS] + [wkt(row['geometry'])])


def test_an_import_takes_no_longer_than_ogr2ogr(large, tmp_path):
    template = tmp_path / 'sjabloon.csv'
    write_template(large, template)
    target = State(large.binary)
    target.run('init', '--store', target.store)
    begin = time.monotonic()
    target.run('import', template, '--store', target.store)
    ours = time.monotonic() - begin
    with store.connect(target.store) as db:
        assert db.execute('SELECT count(*) FROM risicolocatie').fetchone()[0] == ROWS
        assert db.execute('SELECT count(*) FROM idx_risicolocatie_geometry').fetchone()[0] == ROWS
    target.remove()
    begin = time.monotonic()
    subprocess.run(['ogr2ogr', '-f', 'SQLite', '-dsco', 'SPATIALITE=YES', '-a_srs', 'EPSG:31370', '-oo', 'GEOM_POSSIBLE_NAMES=geometry', '-oo',
                    'SEPARATOR=SEMICOLON', '-oo', 'KEEP_GEOM_COLUMNS=NO', '-nln', 'risicolocatie', '-nlt', 'MULTIPOLYGON', '-gt', '100000',
                    str(tmp_path / 'ogr.sqlite'), str(template)], check=True, capture_output=True)
    theirs = time.monotonic() - begin
    shutil.rmtree(tmp_path, ignore_errors=True)
    print('\nfigure: %d rows imported in %.1f s, by ogr2ogr (which checks nothing) in %.1f s' % (ROWS, ours, theirs))
    assert ours < 60


@pytest.mark.parametrize('output', ['application/gml+xml; version=3.2', 'application/json', 'text/csv'])
def test_a_query_over_its_time_never_looks_whole(large, output):
    """Rows in an order that no index has take seconds of SQLite's time, the limit is one: 503 when nothing has gone out yet, else an answer that says
    (wfs:truncatedResponse, WFS 2.0 §7.7.4.5) or breaks off."""
    token = everyone(large)
    with Server(large, workers=1, page=1000000, query_timeout_s=1) as server:
        client = Client(server.url, token)
        query = dict(service='WFS', version='2.0.0', request='GetFeature', typeNames='risico:risicolocatie', count=1000000, sortBy='omschrijving', outputFormat=output)
        request = urllib.request.Request(server.url + '/wfs?' + urllib.parse.urlencode(query), headers=client.headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                body = answer.read()
            assert 'gml' in output, 'it looks whole'
            assert b'truncatedResponse' in body[-2000:] and body.rstrip().endswith(b'</wfs:FeatureCollection>')
        except urllib.error.HTTPError as error:
            assert error.code == 503
            error.close()
        except http.client.IncompleteRead as broken:
            assert 'gml' not in output and len(broken.partial) > 0
        assert client.features(count=1).status == 200
        assert any(line['status'] in (200, 503) and line.get('error') for line in server.request_lines()), 'the log does not tell'
