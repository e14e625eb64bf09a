"""What is measured one at a time: the whole layer, as files too, start-up, a second worker, an import, boxes during imports, edits."""
import copy
import pathlib
import socket
import sqlite3
import statistics
import subprocess
import sys
import threading
import time
import check
import files
import load
import processes
import targets
import workloads

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1] / 'tests'))
from support import store, template  # noqa: E402
from support.edits import editor  # noqa: E402
from support.server import REPO  # noqa: E402

NAMES = ('dump', 'dump-json', 'files', 'start', 'workers', 'import', 'import-box', 'edits')
CONNECTIONS = 8


def read_all(port, asked):
    """Reads an answer as fast as it comes, without keeping it: bytes, seconds to the first byte of the body and to the last."""
    method, target, headers, _ = asked
    lines = ''.join('%s: %s\r\n' % pair for pair in {'Host': '127.0.0.1:%d' % port, 'Connection': 'close', **headers}.items())
    room, size, began = bytearray(1 << 20), 0, time.monotonic()
    with socket.create_connection(('127.0.0.1', port), timeout=600) as s:
        s.sendall(('%s %s HTTP/1.1\r\n%s\r\n' % (method, target, lines)).encode())
        first = None
        while got := s.recv_into(room):
            first = first or time.monotonic() - began
            size += got
    return size, first, time.monotonic() - began


def whole(bench, form='gml'):
    ids = frozenset(bench.data.numbers)
    return workloads.Workload('dump' + ('-json' if form == 'json' else ''), 'whole layer', (workloads.Question('dump', None, ids),), form=form)


def dump(bench, target, rounds, form='gml'):
    w = whole(bench, form)
    asked = target.ask(w, w.questions[0])
    target.group and target.group.forget_peak()
    seen = []
    for _ in range(rounds):
        before = target.group.cpu() if target.group else 0
        size, first, seconds = read_all(target.port, asked)
        seen.append((seconds, first, size, (target.group.cpu() if target.group else 0) - before))
    middle = lambda i: statistics.median(row[i] for row in seen)
    return {'seconds': middle(0), 'first_ms': middle(1) * 1e3, 'mb_s': middle(2) / middle(0) / 1e6, 'bytes': middle(2),
            'server_cpu_us': middle(3) * 1e6 / bench.data.total, 'peak_mib': target.group.peak_mib() if target.group else None}


def dumps(bench, form):
    """Every server that gives the whole layer rightly; ours first, because the ceilings send its bytes."""
    w, rows = whole(bench, form), {}
    for target in bench.targets:
        words = target.ask(w, w.questions[0])
        status, body = check.fetch(target.port, words)
        fault = check.wrong(w, w.questions[0], status, body, target.own)
        if fault:
            bench.faults.append('%s, %s: %s' % (w.name, target.label, fault))
            continue
        if target.own:
            bench.keep(w, 0, body)
        del body
        rows[target.name] = dump(bench, target, bench.o.rounds, form)
    return rows


def start(bench):
    """Processor time of all processes from the command to the first right answer, and the time on the clock."""
    seen = []
    w = workloads.Workload('start', '', (bench.data.page('page', 0),))
    for number in range(bench.o.rounds):
        site = targets.Ours(bench.folder / ('start-%d' % number), bench.state, 2, 'start%d' % number)
        site.port = bench.ours.port
        try:
            began = time.monotonic()
            site.start()
            ask_directly(bench, site, w)
            seen.append(((time.monotonic() - began) * 1e3, site.group.cpu() * 1e3))
        finally:
            site.stop()
    return {'clock_ms': statistics.median(s[0] for s in seen), 'cpu_ms': statistics.median(s[1] for s in seen)}


def with_site(bench, site, work):
    """Puts nginx in front of one more instance of ours, for as long as `work` takes."""
    import front
    folder = site.folder / 'front'
    folder.mkdir()
    one = front.Front(folder, [(site.name, site.socket, site.port)], (bench.answers, processes.free_port()))
    try:
        processes.wait_until(lambda: reachable(site.port), 20, 'nginx')
        return work(one)
    finally:
        one.stop()


def reachable(port):
    try:
        socket.create_connection(('127.0.0.1', port), 1).close()
        return True
    except OSError:
        return False


def ask_directly(bench, site, w):
    site.port = processes.free_port()

    def work(_):
        status, body = check.fetch(site.port, site.ask(w, w.questions[0]))
        fault = check.wrong(w, w.questions[0], status, body, site.own)
        if fault:
            bench.faults.append('start: ' + fault)
    with_site(bench, site, work)


def second_worker(bench):
    """What a request costs one worker and what it costs two: twice the one over the other is how much more two do, given the cores."""
    w = workloads.Workload('workers', '', tuple(bench.data.box_of(100) for _ in range(30)))
    cost = {}
    for count in (1, 2):
        site = targets.Ours(bench.folder / ('workers-%d' % count), bench.state, count, 'workers%d' % count)
        site.start()
        try:
            script = bench.scripts / ('workers-%d.lua' % count)
            load.write_script(script, [site.ask(w, q) for q in w.questions])

            def work(front):
                load.run(site.port, script, 1, 2)
                return [load.measure(site, front, script, bench.o.seconds, count * 4) for _ in range(bench.o.rounds)]
            seen = with_site(bench, site, work)
        finally:
            site.stop()
        cost[count] = {field: statistics.median(s[field] for s in seen) for field in ('server_cpu_us', 'p50_ms', 'p99_ms')}
        bench.faults += ['workers: mislukte vragen'] if any(s['bad'] for s in seen) else []
    return {'one_us': cost[1]['server_cpu_us'], 'two_us': cost[2]['server_cpu_us'], 'ratio': 2 * cost[1]['server_cpu_us'] / cost[2]['server_cpu_us'],
            'waits': [(count, count * 4, c['p50_ms'], c['p99_ms']) for count, c in cost.items()]}


def load_rows(bench):
    """The store's own rows as the CSV template, by `risicolaag import` (which checks every row) and by ogr2ogr (which checks none)."""
    folder = bench.folder / 'import'
    folder.mkdir()
    source, into = folder / 'rows.csv', folder / 'store.sqlite'
    template.write(source, store.connect(bench.state.store).execute('SELECT * FROM risicolocatie ORDER BY id'))
    bench.state.run('init', '--store', into)
    began = time.monotonic()
    bench.state.run('import', source, '--store', into)
    ours = time.monotonic() - began
    began = time.monotonic()
    subprocess.run(['ogr2ogr', '-f', 'SQLite', '-dsco', 'SPATIALITE=YES', '-a_srs', 'EPSG:31370', '-oo', 'GEOM_POSSIBLE_NAMES=geometry', '-oo',
                    'SEPARATOR=SEMICOLON', '-oo', 'KEEP_GEOM_COLUMNS=NO', '-nln', 'risicolocatie', '-nlt', 'MULTIPOLYGON', '-gt', '100000',
                    str(folder / 'ogr.sqlite'), str(source)], check=True, capture_output=True)
    return {'ours_s': ours, 'ogr2ogr_s': time.monotonic() - began}


class Imports(threading.Thread):
    """Replaces the rows of the largest gemeente, each time by changed ones, until somebody says that it is enough."""

    def __init__(self, bench, path):
        super().__init__()
        self.enough, self.done, self.bench, self.path = threading.Event(), 0, bench, path
        with store.connect(path) as db:
            self.nis, self.rows = db.execute('SELECT gemeente_nis, count(*) FROM risicolocatie GROUP BY 1 ORDER BY 2 DESC LIMIT 1').fetchone()
            self.files = [path.with_name('import-%s.csv' % note) for note in ('een', 'twee')]
            for note, file in zip(('een', 'twee'), self.files):
                rows = db.execute("SELECT *, '%s' AS nota FROM risicolocatie WHERE gemeente_nis = ?" % note, (self.nis,))
                template.write(file, ({**dict(row), 'omschrijving': row['nota']} for row in rows))

    def run(self):
        while not self.enough.is_set():
            self.bench.state.run('import', self.files[self.done % 2], '--gemeente', self.nis, '--replace', '--store', self.path)
            self.done += 1


def boxes_during_imports(bench):
    """How long a box of ~100 takes at most for 99 of 100, alone and while all rows of the largest gemeente are changed again and again."""
    state = copy.copy(bench.state)
    state.store = bench.folder / 'import-box' / 'store.sqlite'
    state.store.parent.mkdir()
    with store.connect(bench.state.store) as source, sqlite3.connect(state.store) as target:
        source.backup(target)
        target.execute('PRAGMA journal_mode = WAL')
    w = workloads.Workload('import-box', '', tuple(bench.data.box_of(100) for _ in range(30)))
    site = targets.Ours(bench.folder / 'import-site', state, 2, 'importbox')
    script = bench.scripts / 'import-box.lua'
    site.start()
    try:
        site.port = processes.free_port()
        load.write_script(script, [site.ask(w, q) for q in w.questions])

        def work(front):
            load.run(site.port, script, 1, 1)
            alone = [load.run(site.port, script, bench.o.seconds, 1) for _ in range(bench.o.rounds)]
            imports = Imports(bench, state.store)
            imports.start()
            try:
                during = [load.run(site.port, script, bench.o.seconds, 1) for _ in range(bench.o.rounds)]
            finally:
                imports.enough.set()
                imports.join()
            return alone, during, imports
        alone, during, imports = with_site(bench, site, work)
    finally:
        site.stop()
    bench.faults += ['import-box: mislukte vragen'] if any(s['bad'] for s in alone + during) else []
    idle, busy = (statistics.median(s['p99_us'] for s in seen) / 1e3 for seen in (alone, during))
    return {'idle_ms': idle, 'during_ms': busy, 'ratio': busy / idle, 'imports': imports.done, 'rows': imports.rows}


def edits(bench):
    """One writer, each edit a transaction of its own that is on the disk before the next: on the bench's own disk, whatever that is."""
    copy, seen = bench.folder / 'edits.sqlite', []
    with store.connect(bench.state.store) as source, sqlite3.connect(copy) as target:
        source.backup(target)
    for seed in range(bench.o.rounds):
        done = subprocess.run([editor(bench.o.program), str(copy), str(REPO / 'data/layers'), '--random', '1000', str(seed), '--quiet'], check=True, capture_output=True, text=True)
        seen.append(float(done.stderr.split(':')[1].split()[0]))
    copy.unlink()
    return {'a_second': statistics.median(seen)}


def run(bench, want, say):
    found = {}
    work = {'dump': lambda: dumps(bench, 'gml'), 'dump-json': lambda: dumps(bench, 'json'), 'files': lambda: files.run(bench), 'start': lambda: start(bench),
            'workers': lambda: second_worker(bench), 'import': lambda: load_rows(bench), 'import-box': lambda: boxes_during_imports(bench),
            'edits': lambda: edits(bench)}
    for name in NAMES:
        if want(name):
            say('Los: %s.' % name)
            found[name] = work[name]()
    return found
