"""What an operator relies on: health, log lines, workers that die, clients that go, signals."""
import grp
import gzip
import http.client
import os
import pwd
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.parse
import pytest
from support import gml, store
from support.client import Client
from support.sample import GENT
from support.server import REPO, Server, State

pytestmark = pytest.mark.thorough


@pytest.fixture
def own_server(state):
    """A server that a test may mistreat."""
    with Server(state) as running:
        yield running


def eventually(what, seconds=10):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.05)
    return False


def test_health_needs_no_token(anyone):
    answer = anyone.get('/healthz')
    assert answer.status == 200 and answer.body.strip(), answer


def test_each_request_leaves_one_line(own_server, state):
    client = Client(own_server.url, state.token(GENT))
    before = len(own_server.request_lines())
    answer = client.features(count=4)
    assert eventually(lambda: len(own_server.request_lines()) > before)
    line, = own_server.request_lines()[before:]
    assert line['operation'] == 'GetFeature' and line['layer'].endswith('risicolocatie')
    assert line['status'] == 200 and line['rows'] == 4
    assert line['bytes'] == len(answer.body) and 0 < line['ms'] < 60000
    assert re.fullmatch(r'[0-9a-f]{32}', line['id'])
    assert answer.headers['X-Request-Id'] == line['id']
    client.features(bbox='onzin')
    assert eventually(lambda: len(own_server.request_lines()) == before + 2)
    assert own_server.request_lines()[-1]['status'] == 400
    assert own_server.request_lines()[-1]['error'] == 'InvalidParameterValue'


def test_no_token_and_no_filter_value_reaches_a_log(own_server, state, truth):
    token = state.token(GENT)
    secrets = ['risicolocatie.%d' % min(truth.gent), '123456.789', 'geheimewaarde', token[-30:], token[:60]]
    for client in (Client(own_server.url, token), Client(own_server.url, token, basic=True), Client(own_server.url, token + 'x')):
        client.wfs('GetFeature', resourceId=secrets[0])
        client.features(bbox='123456.789,0,300000,300000')
        client.features(propertyName='geheimewaarde')
        client.features(type_name='geheimewaarde')
        client.wfs('geheimewaarde')
    assert eventually(lambda: len(own_server.request_lines()) >= 15)
    log = own_server.log_text()
    for secret in secrets:
        assert secret not in log, secret


def test_a_dead_worker_is_replaced(own_server, state, truth):
    client = Client(own_server.url, state.token(GENT))
    first = set(own_server.workers())
    assert len(first) == 2
    for pid in first:
        os.kill(pid, signal.SIGKILL)
    assert eventually(lambda: len(set(own_server.workers()) - first) == 2), 'the parent did not start new workers'
    answer = client.features()
    assert set(gml.ids(answer.xml)) == store.ids(truth.gent)


def open_files(pid):
    """What a process has open or mapped."""
    folder, found = '/proc/%d/fd/' % pid, open('/proc/%d/maps' % pid).read()
    for number in os.listdir(folder):
        try:
            found += '\n' + os.readlink(folder + number)
        except OSError:
            pass  # closed meanwhile
    return found


def test_no_worker_inherits_the_reference_systems_database(own_server, state):
    """A database connection must not pass a fork; each worker opens its own, when it first has something to transform. And none needs GDAL."""
    pids = [own_server.parent.pid, *own_server.workers()]
    for pid in pids:
        assert 'store.sqlite' in open_files(pid) or pid == pids[0]
        assert 'proj.db' not in open_files(pid), pid
        assert 'libgdal' not in open_files(pid), pid
    client = Client(own_server.url, state.token(GENT))
    here = [client.features(count=1, srsName='urn:ogc:def:crs:EPSG::4258').body for _ in range(8)]
    assert all('proj.db' not in open_files(pid) for pid in pids[:1])
    assert any('proj.db' in open_files(pid) for pid in pids[1:])
    without_time = {re.sub(rb'timeStamp="[^"]*"', b'', body) for body in here}
    assert len(without_time) == 1


def cpu_seconds(pids):
    total = 0
    for pid in pids:
        fields = open('/proc/%d/stat' % pid).read().rsplit(')', 1)[1].split()
        total += int(fields[11]) + int(fields[12])
    return total / os.sysconf('SC_CLK_TCK')


def open_request(server, token, query, read):
    """Sends a GET, reads some bytes, and gives the socket back still open."""
    host = urllib.parse.urlsplit(server.url)
    s = socket.create_connection((host.hostname, host.port), timeout=60)
    s.sendall(('GET %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n' % (query, host.netloc, token)).encode())
    while read > 0:
        got = s.recv(min(read, 65536))
        assert got
        read -= len(got)
    return s


def test_a_client_that_goes_leaves_the_workers_idle(own_server, state, truth):
    token = state.token(GENT)
    query = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&geschrapt=alle'
    for _ in range(6):
        open_request(own_server, token, query, read=500).close()
    workers = own_server.workers()

    def idle():
        before = cpu_seconds(workers)
        time.sleep(0.4)
        return cpu_seconds(workers) == before
    assert eventually(idle), 'a worker goes on for nobody'
    assert own_server.workers() == workers, 'a worker died of it'
    begin = time.monotonic()
    assert Client(own_server.url, token).features(resultType='hits').xml.get('numberMatched') == str(len(truth.gent))
    assert time.monotonic() - begin < 5


def test_term_lets_requests_finish(own_server, anyone):
    """Both workers are in the middle of a request when the signal comes."""
    query = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:gemeente&srsName=EPSG:4326'
    whole = len(gml.ids(anyone.get(query).xml))
    connections = [http.client.HTTPConnection(urllib.parse.urlsplit(own_server.url).netloc, timeout=60) for _ in range(2)]
    for connection in connections:
        connection.request('GET', query)
    answers = [connection.getresponse() for connection in connections]
    own_server.parent.send_signal(signal.SIGTERM)
    for answer in answers:
        assert answer.status == 200 and answer.read().count(b'<wfs:member>') == whole
    assert own_server.parent.wait(20) == 0
    for connection in connections:
        connection.close()


def test_hup_takes_a_new_configuration(own_server, state):
    client = Client(own_server.url, state.token(GENT))
    assert len(gml.ids(client.features().xml)) > 3
    own_server.reload(page=3)
    assert eventually(lambda: len(gml.ids(client.features().xml)) == 3), 'the new page size is not in force'
    assert own_server.parent.poll() is None


def test_hup_loses_no_request(own_server, state, truth):
    client = Client(own_server.url, state.token(GENT))
    for turn in range(40):
        if turn % 8 == 0:
            own_server.reload()
        assert client.features(resultType='hits').xml.get('numberMatched') == str(len(truth.gent))


def test_hup_with_a_broken_configuration_keeps_the_old_one(own_server, state, truth):
    client = Client(own_server.url, state.token(GENT))
    (own_server.folder / 'config.json').write_text('{ onzin')
    own_server.parent.send_signal(signal.SIGHUP)
    time.sleep(1)
    assert own_server.parent.poll() is None
    assert set(gml.ids(client.features().xml)) == store.ids(truth.gent)


def test_a_change_in_the_store_is_in_the_next_answer(state):
    """Rule 14: what is committed is seen at once."""
    changing = State(state.binary)
    store.copy_for(state.store, changing.store, [GENT]) # without the triggers, which call SpatiaLite's functions
    changing.make_key()
    with Server(changing) as server:
        client = Client(server.url, changing.token(GENT))
        writer = sqlite3.connect(changing.store)
        key = writer.execute('SELECT min(id) FROM risicolocatie WHERE geschrapt = 0').fetchone()[0]
        for text in ('eerste', 'tweede', 'derde'):
            writer.execute('UPDATE risicolocatie SET omschrijving = ? WHERE id = ?', (text, key))
            writer.commit()
            seen = client.wfs('GetFeature', resourceId='risicolocatie.%d' % key)
            assert gml.read(seen.xml)['risicolocatie.%d' % key]['omschrijving'] == text
        writer.close()
    changing.remove()


def test_gzip_comes_only_when_asked_and_holds_the_same(gent):
    plain = gent.features(outputFormat='application/json')
    packed = gent.features(outputFormat='application/json', headers={'Accept-Encoding': 'gzip'})
    assert plain.headers.get('Content-Encoding') is None and packed.headers.get('Content-Encoding') == 'gzip'
    for header in ('application/json', 'application/gml+xml; version=3.2', 'text/csv'):
        packed = gent.features(outputFormat=header, headers={'Accept-Encoding': 'gzip'})
        assert packed.headers.get('Content-Encoding') == 'gzip', header
        assert 'accept-encoding' in packed.headers.get('Vary', '').lower()
        assert len(gzip.decompress(packed.body)) > 2 * len(packed.body)


def test_s5_usr1_opens_the_log_anew(state):
    with Server(state, log='log/own.log') as server:
        path, client = server.folder / 'log/own.log', Client(server.url)
        assert client.get('/healthz').status == 200
        assert eventually(lambda: '"level":"request"' in path.read_text())
        first = server.workers()
        path.rename(path.with_suffix('.1'))
        server.parent.send_signal(signal.SIGUSR1)
        assert eventually(lambda: path.exists() and len(server.workers()) == 2 and not set(first) & set(server.workers()))
        assert [client.get('/healthz').status for _ in range(10)] == [200] * 10
        assert eventually(lambda: path.read_text().count('"level":"request"') == 10)
        assert path.stat().st_mode & 0o007 == 0


def rotate(folder, conf):
    """As logrotate does it: by itself when it is installed, otherwise by what its configuration says."""
    if shutil.which('logrotate'):
        for path in (folder, conf):
            os.chmod(path, 0o755 if path.is_dir() else 0o644)
        conf.write_text(conf.read_text().replace('su www-data www-data', 'su %s %s' % (pwd.getpwuid(os.getuid()).pw_name, grp.getgrgid(os.getgid()).gr_name)))
        subprocess.run(['logrotate', '--force', '--state', folder / 'rotated', conf], check=True, capture_output=True, timeout=60)
        return
    for log in folder.glob('log/*.log'):
        if log.stat().st_size:
            log.rename(log.with_name(log.name + '.1'))
    subprocess.run(['sh', '-ec', conf.read_text().partition('postrotate\n')[2].partition('endscript')[0]], check=True, capture_output=True, timeout=60)


def test_s5_the_readmes_logrotate_opens_every_log_anew(state):
    block, = re.findall(r'^    /var/lib/risicolaag/log/\*\.log \{\n(?:.*\n)*?    \}\n', (REPO / 'README.md').read_text(), re.MULTILINE)
    words = set(re.findall(r'^ +(\w+)', block, re.MULTILINE))
    assert {'su', 'weekly', 'rotate', 'compress', 'delaycompress', 'missingok', 'notifempty', 'nocreate', 'sharedscripts', 'postrotate', 'endscript'} == words - {'kill'}
    with Server(state, log='log/serve.log') as server:
        (server.folder / 'up').mkdir()
        for name, process in zip(('serve', 'nginx'), server.processes): # as bin/lib.sh's record_process writes them
            (server.folder / 'up' / (name + '.proc')).write_text('%d 12345\n' % process.pid)
        conf, log, client = server.folder / 'rotate.conf', server.folder / 'log/serve.log', Client(server.url)
        conf.write_text(block.replace('/var/lib/risicolaag', str(server.folder)))
        old, written = server.workers(), log.read_text()
        rotate(server.folder, conf)
        assert eventually(lambda: len(server.workers()) == 2 and not set(old) & set(server.workers()))
        assert client.get('/healthz').status == 200
        assert eventually(lambda: log.exists() and '"level":"request"' in log.read_text())
        assert log.with_name('serve.log.1').read_text().startswith(written)
        assert os.readlink('/proc/%d/fd/2' % server.parent.pid) == str(log)


def test_s5_a_killed_parent_leaves_nobody_in_the_way_of_the_next(state, truth):
    """Its workers are in the middle of an answer: they finish it, and a new parent has the socket already."""
    with Server(state) as server:
        token = state.token(GENT)
        query = '/wfs?service=WFS&version=2.0.0&request=GetFeature&typeNames=risico:risicolocatie&geschrapt=alle'
        old, sockets = server.workers(), [open_request(server, token, query, read=500) for _ in range(2)]
        for pid in old:
            os.kill(pid, signal.SIGSTOP)
        socket_before = (server.folder / 'run/serve.sock').stat().st_ino
        server.parent.kill()
        server.parent.wait(10)
        again = subprocess.Popen([state.binary, 'serve', '--config', str(server.folder / 'config.json')], stderr=subprocess.DEVNULL)
        try:
            assert eventually(lambda: (server.folder / 'run/serve.sock').stat().st_ino != socket_before), 'no new parent can start'
            assert eventually(lambda: Client(server.url).get('/healthz').status == 200)
            second = state.run('serve', '--config', server.folder / 'config.json', check=False)
            assert second.returncode == 1 and 'listens on' in second.stderr
        finally:
            for pid in old:
                os.kill(pid, signal.SIGCONT)
            again.send_signal(signal.SIGTERM)
            assert again.wait(20) == 0
        assert eventually(lambda: not any(os.path.exists('/proc/%d' % pid) for pid in old)), 'orphans go on'
        for s in sockets:
            s.close()
