"""A Risicolaag of its own for a test: a state directory, `risicolaag serve` and nginx, from the same nginx template as bin/up."""
import csv
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import urllib.request

REPO = pathlib.Path(__file__).resolve().parents[2]
ISSUER, AUDIENCE, ROLE_CLAIM = 'https://demo.risicolaag.invalid', 'risicolaag', 'risicolaag_rol_3d'
ENDPOINTS = [
    {'path': '/wfs', 'prefix': 'risico', 'namespace': 'http://risicolaag/1.0'},
    {'path': '/geoserver/BROL/wfs', 'prefix': 'BROL', 'namespace': 'http://BROL'},
    {'path': '/geoserver/BROL/ows', 'prefix': 'BROL', 'namespace': 'http://BROL'},
    {'path': '/geoserver/wfs', 'prefix': 'BROL', 'namespace': 'http://BROL'},
    {'path': '/geoserver/ows', 'prefix': 'BROL', 'namespace': 'http://BROL'},
]


def program(preset):
    """The program to test: RISICOLAAG_DEV or RISICOLAAG_RELEASE in the environment, else what the preset builds."""
    return os.environ.get('RISICOLAAG_' + preset.upper()) or str(REPO / 'build' / preset / 'risicolaag')


def free_port():
    with socket.socket() as s:
        s.bind(('127.0.0.1', 0))
        return s.getsockname()[1]


FILES = min(resource.getrlimit(resource.RLIMIT_NOFILE)[1], 32768)
PER_ADDRESS = FILES // 128  # as in bin/up


def nginx_configuration(**fill):
    """The project's template for nginx, filled in as bin/up does."""
    values = {'USER': 'user root;' if os.getuid() == 0 else '', 'TRUSTED': '', 'FILES': FILES, 'CONNECTIONS': FILES // 2, 'PER_ADDRESS': PER_ADDRESS, **fill}
    values['BODIES_PER_ADDRESS'] = values['PER_ADDRESS'] // 2
    conf = (REPO / 'server/nginx.conf.in').read_text()
    for name, value in values.items():
        conf = conf.replace('@%s@' % name, str(value))
    return conf


def seconds_of(pid):
    """Processor time of a process so far: utime and stime (proc(5))."""
    fields = pathlib.Path('/proc/%d/stat' % pid).read_text().rpartition(')')[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf('SC_CLK_TCK')


class State:
    """A state directory as `bin/up` makes it: store and keys."""

    def __init__(self, binary):
        self.binary = binary
        self.path = pathlib.Path(tempfile.mkdtemp(prefix='risicolaag-'))
        self.store, self.keys = self.path / 'store.sqlite', self.path / 'keys'
        self.key_file = self.path / 'keys.sqlite'
        self.keys.mkdir()
        self._tokens = {}

    def run(self, *arguments, check=True, timeout=600):
        done = subprocess.run([self.binary, *map(str, arguments)], capture_output=True, text=True, timeout=timeout)
        assert not check or done.returncode == 0, '%s ended with %d:\n%s' % (done.args, done.returncode, done.stderr[-3000:])
        return done

    def make_sample(self, features, seed=1):
        """The awkward one: its texts and shapes break careless software."""
        self.run('sample', '--store', self.store, '--features', features, '--seed', seed, '--awkward')

    def make_key(self):
        self.run('token', '--state', self.path, '--make-key')

    def token(self, *gemeenten, role='Raadpleger'):
        return self._sign('--gemeente', ','.join(gemeenten), '--rol', role)

    def token_for_organisations(self, *kbo):
        return self._sign(*[word for number in kbo for word in ('--organisatie', number)])

    def service_key(self, *gemeenten, role='raadpleger', expires='2028-01-01', name='test'):
        """A new service key; its id is the second part."""
        chosen = ['--gemeente', ','.join(gemeenten)] if gemeenten else []
        return self.run('key', 'create', '--state', self.path, '--name', name, '--rol', role, '--expires', expires, *chosen).stdout.strip()

    def service_keys(self):
        """What `risicolaag key list` says: id → row."""
        lines = self.run('key', 'list', '--state', self.path).stdout.splitlines()
        return {row['id']: row for row in csv.DictReader(lines, delimiter=';')}

    def _sign(self, *arguments):
        if arguments not in self._tokens:
            self._tokens[arguments] = self.run('token', '--state', self.path, *arguments).stdout.strip()
        return self._tokens[arguments]

    def load_table(self, source, name):
        """A table more, as an operator adds it: with ogr2ogr. Its key is `id`, its geometry column `geometry`."""
        reading = {'.csv': 'EMPTY_STRING_AS_NULL=YES', '.geojson': 'DATE_AS_STRING=YES'}[source.suffix]
        subprocess.run(['ogr2ogr', '-f', 'SQLite', '-update', str(self.store), '-oo', reading, str(source), '-nln', name, '-lco', 'FID=id', '-lco',
                        'GEOMETRY_NAME=geometry', '-lco', 'SPATIAL_INDEX=YES', '-a_srs', 'EPSG:31370'], check=True, capture_output=True)

    def remove(self):
        shutil.rmtree(self.path, ignore_errors=True)


class Server:
    """`risicolaag serve` over a state's store and keys, behind nginx on a free port of the loopback address.

    Runs in a folder of its own, under a short path: that of a Unix socket may not exceed 107 bytes. Stops what it started, by process id.
    authorization: a header that nginx gives to every request, for a client that cannot send one. kept_mib: the most of an answer that nginx keeps on disk.
    address: where nginx listens. patience_s: how long nginx waits for a head, and for the next bytes of a body; for a
    client that it has refused it then lingers no longer than a second. per_address: requests at once of one
    address. said_address: nginx believes X-Test-Address, for addresses that this machine does not have.
    """

    def __init__(self, state, workers=2, authorization=None, kept_mib=None, address='127.0.0.1', patience_s=None, per_address=PER_ADDRESS, said_address=False, **settings):
        self.state, self.port, self.authorization, self.kept_mib, self.address = state, free_port(), authorization, kept_mib, address
        self.patience_s, self.url = patience_s, 'http://127.0.0.1:%d' % self.port
        self.per_address, self.said_address = per_address, said_address
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='risicolaag-'))
        for name in ('run', 'log', 'tmp'):
            (self.folder / name).mkdir()
        self.config = {
            'store': str(state.store), 'socket': 'run/serve.sock', 'layers': str(REPO / 'data/layers'), 'workers': workers,
            'keys': str(state.key_file),
            'query_timeout_s': 60, 'edit_timeout_s': 60, 'page': 10000, 'endpoints': ENDPOINTS,
            'token': {'issuer': ISSUER, 'audience': AUDIENCE, 'jwks_file': str(state.keys / 'jwks.json'), 'role_claim': ROLE_CLAIM},
            **settings}
        self.processes = []

    def __enter__(self):
        try:
            return self.start()
        except BaseException:
            self.stop()
            raise

    def __exit__(self, *failure):
        """Stops, and fails when a sanitizer has complained or the end was not clean."""
        ended_before = self.parent.poll()
        status = self.stop()
        log = self.log_text()
        shutil.rmtree(self.folder, ignore_errors=True)
        assert 'Sanitizer' not in log and 'runtime error:' not in log, log[-5000:]
        assert ended_before is not None or status == 0, 'risicolaag serve ended with %s:\n%s' % (status, log[-2000:])

    def write_config(self):
        (self.folder / 'config.json').write_text(json.dumps(self.config))

    def write_nginx(self):
        conf = nginx_configuration(SOCKET=self.folder / 'run/serve.sock', READ_TIMEOUT=90,
                                   LISTEN='%s:%d' % (self.address, self.port), TRUSTED=''.join('%s 1; ' % proxy for proxy in self.config.get('trusted_proxies', [])),
                                   PER_ADDRESS=self.per_address)
        if self.said_address:
            conf = conf.replace('server_name _;', 'server_name _; set_real_ip_from 127.0.0.0/8; real_ip_header X-Test-Address;')
        if self.patience_s:
            conf = re.sub(r'(client_(?:header|body)_timeout) \d+s;', r'\1 %ds;' % self.patience_s, conf)
            conf = conf.replace('server_name _;', 'server_name _; lingering_timeout 1s;')
        if self.kept_mib:
            conf = re.sub(r'(fastcgi_max_temp_file_size) \w+;', r'\1 %dm;' % self.kept_mib, conf)
        if self.authorization:
            conf = conf.replace('fastcgi_pass workers;', 'fastcgi_pass workers; fastcgi_param HTTP_AUTHORIZATION "%s";' % self.authorization)
        (self.folder / 'nginx.conf').write_text(conf)

    def start(self):
        self.write_config()
        self.write_nginx()
        self._spawn('serve', [self.state.binary, 'serve', '--config', str(self.folder / 'config.json')])
        self._wait(lambda: (self.folder / 'run/serve.sock').exists(), 15)
        self._spawn('nginx', ['nginx', '-p', '%s/' % self.folder, '-e', 'log/nginx-error.log', '-c', 'nginx.conf', '-g', 'daemon off;'])
        self._wait(self._healthy, 15)
        self._wait(self.request_lines, 5)  # that question's own line, which comes after its answer: nobody else shall count it
        return self

    def _spawn(self, name, command):
        with open(self.folder / 'log' / (name + '.log'), 'ab') as log:
            self.processes.append(subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.folder))

    def _healthy(self):
        try:
            with urllib.request.urlopen(self.url + '/healthz', timeout=5):
                return True
        except OSError:
            return False

    def _wait(self, ready, seconds):
        end = time.monotonic() + seconds
        while not ready():
            if time.monotonic() > end or any(p.poll() is not None for p in self.processes):
                raise RuntimeError('the server does not start:\n' + self.log_text()[-3000:])
            time.sleep(0.05)

    def reload(self, **settings):
        self.config.update(settings)
        self.write_config()
        self.parent.send_signal(signal.SIGHUP)

    @property
    def parent(self):
        return self.processes[0]

    def workers(self):
        """Process ids of the pre-forked workers, straight from the kernel."""
        children = pathlib.Path('/proc/%d/task/%d/children' % (self.parent.pid, self.parent.pid))
        return [int(pid) for pid in children.read_text().split()]

    def log_text(self):
        return ''.join(f.read_text(errors='replace') for f in sorted((self.folder / 'log').iterdir()))

    def request_lines(self):
        """The log's lines about requests, oldest first."""
        lines = [json.loads(line) for line in (self.folder / self.config.get('log', 'log/serve.log')).read_text().splitlines() if line.startswith('{')]
        return [line for line in lines if line.get('level') == 'request']

    def stop(self, seconds=20):
        """Gives the exit status of `risicolaag serve` (negative: the signal that ended it)."""
        for p in reversed(self.processes):
            if p.poll() is None:
                p.send_signal(signal.SIGTERM)
        for p in reversed(self.processes):
            try:
                p.wait(seconds)
            except subprocess.TimeoutExpired:
                p.kill()
                p.wait()
        return self.processes[0].returncode if self.processes else None
